"""What people say without knowing any command: a few words in three languages, or a link and nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.speech.spelled import key

_NOT_A_LETTER = re.compile(r"[\W_]+")


def _folded(text: str) -> str:
    return " ".join(map(key, _NOT_A_LETTER.sub(" ", text).split()))


#: what is said for a command
_SAID: Mapping[tuple[str, str], frozenset[str]] = {
    ("why", ""): frozenset({
        "why", "why this", "why me", "why is this here", "how come", "почему", "зачем", "почему это", "зачем это",
        "к чему это", "откуда это", "неге", "неге бұл", "бұл неге", "неліктен", "не үшін",
    }),
    ("unfollow", "all"): frozenset({
        "stop", "stop it", "stop this", "unsubscribe", "unsubscribe me", "unsub", "unsubscribe all", "стоп", "хватит",
        "надоело", "достало", "отписаца", "мне надоело", "керек емес", "керегі жоқ", "жалықтым",
        "перестань", "прекрати", "отписаться", "отписка", "отпишите меня", "отпиши меня", "тоқта", "тоқтат",
        "тоқтатыңыз", "жетеді", "жетті", "бас тарту", "жазылудан бас тарту",
    }),
    ("start", ""): frozenset({
        "hi", "hello", "hey", "hi there", "hello there", "start", "good morning", "good afternoon", "good evening",
        "привет", "здравствуй", "здравствуйте", "старт", "начать", "добрый день", "доброе утро", "добрый вечер",
        "салам", "сәлем", "салем", "сәлеметсіз бе", "сәлеметсің бе", "салеметсиз бе", "ассалаумағалейкум", "армысыз",
        "қайырлы күн", "қайырлы таң", "қайырлы кеш", "бастау",
    }),
    ("help", ""): frozenset({
        "help", "help me", "commands", "what can you do", "what can u do", "wat can u do", "how does it work", "wtf",
        "wtf is this", "what the hell", "помощь", "помоги", "помогите", "что ты умеешь", "что умеешь", "чё умеешь",
        "че умеешь", "чо умеешь", "это бесплатно", "бесплатно", "сколько стоит",
        "сколько это стоит", "how much", "is it free", "қанша тұрады", "көмек", "көмектес", "көмектесіңіз",
        "командалар", "не істей аласың", "бұл тегін бе", "тегін бе",
    }),
}  # fmt: skip
#: what asks for nothing
_TALK = frozenset(map(_folded, {
    "thanks", "thank you", "thx", "ty", "ok", "okay", "good bot", "lol", "haha", "cool", "nice", "great", "well done",
    "wow", "got it", "sure", "no", "nope", "yes", "yeah", "yep", "bye", "goodbye", "good night", "nothing",
    "never mind", "nevermind", "undo", "back", "cancel", "спасибо", "спс", "благодарю", "ок", "окей", "хорошо",
    "ладно", "ага", "угу", "да", "нет", "не", "пока", "ничего", "супер", "класс", "лол", "ахах", "хаха",
    "спокойной ночи", "до свидания", "молодец", "прикольно", "норм", "го", "хз", "отмена", "отменить", "назад",
    "болдырмау", "артқа", "понятно", "ясно", "отлично", "круто", "рахмет", "рақмет", "көп рахмет", "иә", "жоқ",
    "жарайды", "мейлі", "сау бол", "сау болыңыз", "қош бол", "ештеңе", "жақсы", "керемет", "түсінікті", "тамаша",
    "мақұл", "қайырлы түн",
}))  # fmt: skip
_COMMANDS = {_folded(each): command for command, said in _SAID.items() for each in said}

_SCHEME = r"https?://"
_LINK = re.compile(rf"{_SCHEME}[^\s<>|]+", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S*\w\S*", re.IGNORECASE)  #: kt.kz/eng/a_1234567890.html
_OF_PAGE = re.compile(rf"{_SCHEME}[^\s/]+/.*[\w/]", re.IGNORECASE)  #: of more than a site
_HOST = re.compile(rf"(?<!\S){_SCHEME}(?:www\.)?([\w-]+(?:\.[\w-]+)+)/?(?=[\s,;)]|$)", re.IGNORECASE)


def command_said(text: str) -> tuple[str, str] | None:
    """(name, arguments) of the command that is meant; None: the text says something else.

    "Стоп!" is ("unfollow", "all"), "hi 👋" is ("start", ""), a link is ("why", "https://…"), also below the title with
    which it was shared: nobody wants to hear of the words of an address.
    """
    link = _LINK.search(text)
    if link and (_OF_PAGE.match(link[0]) or not _folded(text.replace(link[0], ""))):
        return "why", link[0]
    if _BARE.fullmatch(text):
        return "why", text
    return _COMMANDS.get(_folded(text))


def is_talk(text: str) -> bool:
    """Does it ask for nothing: "thanks!", "рахмет 👍", only a sign or a picture?"""
    words = _folded(text).split()
    at = 0
    while at < len(words):  # "нет спасибо" is two of them
        count = next((size for size in (3, 2, 1) if " ".join(words[at : at + size]) in _TALK), 0)
        if not count:
            return False
        at += count
    return True


def without_schemes(text: str) -> str:
    """The text with addresses of whole sites as people say them: kaspi.kz for https://www.kaspi.kz/."""
    return _HOST.sub(r"\1", text)
