"""Is what somebody says in a group, with a mention of ours, said to us? Pure.

    "@bot AI", "hey @bot, follow AI", "стоп, @bot" ─▶ the command that is meant
    "спросите у @bot", "@bot-ты көрдің бе?", "@bot is great", "спасибо, @bot" ─▶ talk

In doubt it is talk: who is not answered says it again, and who is answered without having asked is annoyed.
"""

from __future__ import annotations

import re

from bot.language.common import words
from bot.language.tokens import TOKEN
from bot.messages.said import is_talk
from bot.platforms.typed_text import WITH_ARGUMENTS, spoken_command, without_mention

MOST_WORDS = 4  #: of one topic; more are a sentence
MOST_CHARACTERS = 200
SIGNS = ("!", "?", ".", "…")  #: behind our name alone

_WHY = re.compile(r"\W*(?:why|почему|неге)\W*", re.IGNORECASE)
#: our name as a word of somebody's sentence: "@bot's", "@bot-тың", "у @bot'а"
_INFLECTED = re.compile(r"['’ʼ-]\w")
_POLITE = re.compile(
    r"(?:(?:hey|hi|hello|ok|okay|please|pls|привет|эй|пожалуйста|сәлем|салем)[\s,.!:]*)*", re.IGNORECASE
)
#: signs of a query, which nobody writes in talk
_QUERY = re.compile(r'["«=*|]|(?<!\S)-\w|\b[A-Za-z]{4,6}:\w|\bOR\b')
_PARTS = re.compile(r"[,;\n]+")
#: words of talk, which no topic is made of
_TALK = words(
    """
    i you he she we they me him them my your his their our i'm you're it's that's let's don't doesn't can't isn't
    am is are was were be been do does did have has had can could will would should must shall
    who what when where how why which this that these those there here
    not yes no really very too just again now lol thanks sorry
    tell says said knows know think guess ask asks asked show help look sees works broken
    nice great cool awesome stupid dumb funny bot
    я ты вы он она они мы мне тебе вам нам меня тебя вас нас его её ее их ему мой моя твой ваш наш
    это эта этот эти тот та те там тут здесь что чего кто кого как где когда куда зачем почему сколько какой какая какие
    не нет да ну же ли бы уже еще ещё очень просто опять снова лучше тоже
    молодец молодчина круто классный класс крутой тупой тупит глупый умный хороший плохой красавчик красава огонь
    молчит рулит работает сломался завис умеет знает скажи скажите ответь давай спроси спросите подскажи подскажите
    расскажи напиши помоги помогите можешь можете умеешь знаешь думаешь бот бота
    мен сен сіз біз олар маған саған сізге бізге оған менің сенің сіздің біздің оның
    бұл осы сол мына ана кім не нені қалай қайда қашан неге қанша қандай
    емес жоқ иә ия ғой ма ме ба бе па пе өте енді тағы әлі
    жақсы жаман керемет мықты айтшы айтыңызшы жазшы көрдің көрдіңіз білесің білесіз істемейді істейді тұр сұраңыз сұра
    сұраңыздар көмектесші ботқа боттан
    """
)


def asks_only_why(text: str) -> bool:
    """Is it exactly the question that an alert is answered with: "why?", "Почему", "НЕГЕ?!"

    In a group "why now" and "зачем это" are parts of a conversation.
    """
    return _WHY.fullmatch(text) is not None


def for_us(text: str, mention: re.Pattern[str]) -> tuple[str, str] | None:
    """(name, text) of what is asked with a mention of ours, name "" for a topic or nothing at all; None: it is talk."""
    found = mention.search(text)
    if found is None or _INFLECTED.match(text, found.end()):
        return None
    begins = _POLITE.fullmatch(text[: found.start()].strip()) is not None
    behind = without_mention(text[found.start() :], mention)
    asked = behind if begins and any(map(str.isalnum, behind)) else without_mention(text, mention)
    if not any(map(str.isalnum, asked)):
        return ("", "") if not asked or asked in SIGNS else None
    name, rest = spoken_command(asked)
    rest = rest if any(map(str.isalnum, rest)) else ""
    if name:
        sure = begins or asked.startswith("/") or name not in WITH_ARGUMENTS or _is_topic_or_nothing(name, rest)
        return (name, rest) if sure else None
    return ("", asked) if begins and not is_talk(asked) and _is_topic(asked) else None


def _is_topic_or_nothing(name: str, text: str) -> bool:
    """In "follow AI, @bot" our name comes last; "try asking him, @bot" and "follow @bot" are talk."""
    return _is_topic(text) if text else name in ("why", "digest", "unfollow")


def _is_topic(text: str) -> bool:
    """Does it look like what one follows, and not like a sentence?"""
    if len(text) > MOST_CHARACTERS:
        return False
    if _QUERY.search(text) or "://" in text:
        return True
    parts = [TOKEN.findall(part) for part in _PARTS.split(text)]
    if any(len(part) > MOST_WORDS for part in parts) or (text.endswith(("?", "!")) and len(parts[-1]) > 1):
        return False
    small = {word.lower() for part in parts for word in part if not (word.isupper() and len(word) > 1)}
    return not small & _TALK
