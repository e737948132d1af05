"""What commands are called, in three languages: /подписка is /follow, /жаңалық бүгін is /digest today. Pure.

Texts show the English name, the only one that Telegram makes a link of. A command that is built elsewhere needs no row:
it goes by its own name until it gets one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.language.common import words
from bot.speech.spelled import key

#: other names of each command by language; the first is the one that is shown
SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "start": {"en": "begin", "ru": "старт начать начало", "kk": "бастау баста"},
    "follow": {
        "en": "subscribe",
        "ru": "подписка подписаться подпиши подпишись следить добавить",
        "kk": "жазылу жазыл қадағалау қадағала қосу",
    },
    "try": {
        "en": "search find",
        "ru": "поиск проба попробовать найти",
        "kk": "іздеу байқау іздеп",
    },
    "unfollow": {
        "en": "remove",
        "ru": "отписка отписаться отпиши отпишись удалить убрать",
        "kk": "бастарту алыптастау жою тоқтату",
    },
    "edit": {
        "en": "change",
        "ru": "изменить поменять заменить правка",
        "kk": "өзгерту өзгерт ауыстыру",
    },
    "following": {
        "en": "subscriptions topics list",
        "ru": "подписки темы список мои",
        "kk": "жазылымдар тақырыптар тізім",
    },
    "mode": {
        "en": "modes",
        "ru": "режим режимы",
        "kk": "режимі",
    },
    "saved": {
        "en": "bookmarks favorites favourites",
        "ru": "сохраненное сохранённое сохраненные закладки избранное",
        "kk": "сақталған сақталғандар бетбелгілер таңдаулы",
    },
    "digest": {
        "en": "news summary",
        "ru": "дайджест новости сводка обзор",
        "kk": "жаңалық дайджест жаңалықтар шолу",
    },
    "quiet": {"en": "dnd silence night", "ru": "тихо тишина ночь", "kk": "тыныш тыныштық түн"},
    "pause": {"en": "snooze break", "ru": "пауза приостановить перерыв", "kk": "үзіліс кідіріс кідірту"},
    "resume": {"en": "unpause continue", "ru": "продолжить возобновить", "kk": "жалғастыру жалғастыр"},
    "mute": {"en": "hush", "ru": "заглушить заглуши", "kk": "үнсіз үнінөшіру"},
    "unmute": {"en": "unhush", "ru": "вернутьзвук включитьзвук", "kk": "үнінқосу үнқосу"},
    "trend": {
        "en": "trends chart graph",
        "ru": "тренд тренды график динамика",
        "kk": "үрдіс үрдістер график",
    },
    "report": {
        "en": "reports",
        "ru": "отчёт отчёты",
        "kk": "есеп есептер",
    },
    "languages": {"en": "langs", "ru": "языки", "kk": "тілдер"},
    "language": {"en": "lang", "ru": "язык", "kk": "тіл"},
    "settings": {
        "en": "preferences",
        "ru": "настройки настройка параметры",
        "kk": "баптаулар баптау параметрлер",
    },
    "timezone": {"en": "tz zone", "ru": "часовойпояс пояс", "kk": "белдеу уақытбелдеуі"},
    "why": {"en": "whythis", "ru": "почему зачем", "kk": "неге неліктен"},
    "story": {"en": "event timeline", "ru": "сюжет история хронология", "kk": "оқиға хикая барысы"},
    "manage": {"en": "channel channels", "ru": "канал каналы управление", "kk": "арна арналар басқару"},
    "posts": {"en": "post template", "ru": "посты пост оформление", "kk": "жазбалар жазба безендіру"},
    "allow": {"en": "admit", "ru": "допустить впустить", "kk": "кіргізу рұқсатету"},
    "add": {"en": "suggest", "ru": "предложить", "kk": "ұсыну"},
    "sources": {"en": "source", "ru": "источники источник", "kk": "дереккөздер дереккөз"},
    "open": {"en": "untaken", "ru": "открытые свободные", "kk": "ашық"},
    "teamwork": {"en": "team", "ru": "команда совместно", "kk": "топ бірлесіп"},
    "status": {"en": "health state", "ru": "статус состояние", "kk": "күйі мәртебе жағдай"},
    "export": {"en": "download", "ru": "экспорт выгрузка выгрузить", "kk": "экспорттау шығару"},
    "import": {"en": "upload", "ru": "импорт загрузка загрузить", "kk": "импорттау енгізу"},
    "privacy": {
        "en": "policy",
        "ru": "приватность конфиденциальность",
        "kk": "құпиялылық құпиялық",
    },
    "mydata": {"en": "data gdpr", "ru": "моиданные данные", "kk": "деректерім менімдеректерім"},
    "forgetme": {
        "en": "deleteme erase",
        "ru": "забудьменя удалименя удалитьданные",
        "kk": "меніұмыт деректердіжою",
    },
    "help": {
        "en": "menu commands",
        "ru": "помощь меню команды справка помоги",
        "kk": "көмек мәзір командалар анықтама",
    },
}
#: what is the same behind a slash as "stop" without one: other bots have a /quit of theirs
STOP = words("stop unsubscribe стоп отписаться тоқта тоқтату")
#: English names that other bots have too: in a group they are ours only with our name behind them
ANYBODYS = words(
    "begin search find remove change list news summary topics channel channels source menu commands zone "
    "dnd silence night snooze break unpause continue hush unhush "
    "health state download upload policy data gdpr erase trend trends chart graph report reports"
)
#: these are also what people talk of: without a slash they name no command
_ONLY_BEHIND_A_SLASH = words(
    """
    begin search find remove change topics list news summary channel channels source menu commands lang zone
    mode modes режим режимы режимі таңдаулы пояс белдеу баптау
    начать начало поиск проба найти добавить удалить убрать изменить поменять заменить правка темы список мои новости
    сводка обзор язык языки канал каналы управление источник настройки
    trend trends chart graph report reports тренд тренды график динамика отчёт отчёты
    үрдіс үрдістер есеп есептер
    қосу іздеу іздеп байқау жою өзгерту өзгерт ауыстыру тақырыптар тізім жаңалық жаңалықтар шолу тіл тілдер арна арналар
    басқару дереккөз қадағалау тоқтату
    health state status export import download upload privacy policy data gdpr erase
    статус состояние экспорт импорт выгрузка выгрузить загрузка загрузить приватность конфиденциальность данные
    күйі мәртебе жағдай экспорттау импорттау шығару енгізу құпиялылық құпиялық деректерім
    """
)
_NAMES = {
    key(word): name for name, languages in SYNONYMS.items() for said in languages.values() for word in said.split()
}
_STOP = frozenset(map(key, STOP))
_SLASHED = frozenset(map(key, _ONLY_BEHIND_A_SLASH))


def command_of(word: str) -> str:
    """The name of the command that is called so; the word itself, in lower case, if none is."""
    return _NAMES.get(key(word), word.lower())


def stops(word: str) -> bool:
    """Is it what people type to hear nothing more?"""
    return key(word) in _STOP


def is_anybodys(word: str) -> bool:
    """Is it a command that other bots have too?"""
    return word.lower() in ANYBODYS


def needs_slash(word: str) -> bool:
    """Is it a name that is also an ordinary word?"""
    return key(word) in _SLASHED


def synonym(name: str, language: str) -> str:
    """What a command is called in a language, as it is shown: "" if only its own name is known."""
    return SYNONYMS.get(name, {}).get(language, "").partition(" ")[0]


def all_names(names: Iterable[str]) -> dict[str, str]:
    """Every name that the commands answer to, as it is typed, with the command."""
    known = dict.fromkeys(names)
    others = {
        word: name
        for name, languages in SYNONYMS.items()
        if name in known
        for said in languages.values()
        for word in said.split()
    }
    return {**others, **{name: name for name in known}}
