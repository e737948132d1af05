"""Arguments of commands in three languages: все is all, по-русски is ru. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.language.common import words
from bot.speech.spelled import key

ALL = "all"
#: the argument, with what is typed for it
_SAID: Mapping[str, str] = {
    ALL: "all everything все всё всех от_всего всего барлығы барлығын бәрі бәрін бәрінен барлығынан",
    "on": "on enable вкл включить включи да қосу қосулы қос иә",
    "off": (
        "off disable none cancel выкл выключить выключи отключить отключи отмена отменить "
        "өшіру өшірулі өшір сөндір алыптаста жоқ"
    ),
}
_MEANT = {key(word.replace("_", " ")): meant for meant, said in _SAID.items() for word in said.split()}
#: commands whose argument is a topic, where "on" is a word like any other; of these /unfollow alone takes all
_OF_TOPICS = words("follow try edit why unfollow mode mute unmute import trend report")
_TAKE_ALL = words("unfollow languages digest unmute")
_OF_ADJECTIVE = "(?:и|ий|ого|ом|ому|ая|ую|ой|ие|их|им|ими|ское)"  #: казахский, казахском, по-казахски
_OF_KAZAKH = "(?:ш[аы])?(?:га|ка|ны|нын|нан|да|дан|ды|дын|тын|тан|лап|сы|сын|сында)?"  #: қазақшаға, қазақтың
#: what a language is called, by its code; Казахстан, Kazakhstan and Казахмыс only begin so
_LANGUAGES = (
    (
        "kk",
        re.compile(
            rf"(?:по-?)?(?:kk|kz|каз|казахск{_OF_ADJECTIVE}|казак{_OF_KAZAKH}|казахш[аы]|qazaq(?:sha)?|kazakh|kaz|qaz)"
        ),
    ),
    ("ru", re.compile(rf"(?:по-?)?(?:ru|рус|русск{_OF_ADJECTIVE}|орыс{_OF_KAZAKH}|russian|rus)")),
    ("en", re.compile(rf"(?:по-?)?(?:en|англ|английск{_OF_ADJECTIVE}|агылшын{_OF_KAZAKH}|english|eng)")),
)
_NO_NAME = words(
    "на in to по только only на язык языке языка language тіл тілі тілінде тілінен тіліне тек и and және "
    "my is our мой наш это тілім тіліміз менің біздің болсын"
)


def argument_of(name: str, text: str) -> str:
    """What stands behind a command's name, with words that mean "all", "on" or a language as the command knows them."""
    meant = _MEANT.get(" ".join(map(key, text.split())))
    if meant and meant != ALL and name in ("language", "languages"):
        return text
    if meant and (name not in _OF_TOPICS or (meant == ALL and name in _TAKE_ALL)):
        return meant
    if name in ("language", "languages"):
        return in_codes(text) or text
    return text


def language_of(word: str) -> str:
    """The code of the language that a word is a form of: казахском, ағылшынша; "" if it is none."""
    spelled = key(word)
    return next((code for code, begins in _LANGUAGES if begins.fullmatch(spelled)), "")


def in_codes(text: str) -> str:
    """Languages by their codes: "kk ru" of "на казахском и русском"; "" if anything else is among them."""
    codes: list[str] = []
    for word in re.split(r"[\s,;-]+", text.strip(" ,;.!?-")):
        code = language_of(word)
        if not code and key(word) not in _NO_NAMES:
            return ""
        codes += [code] if code and code not in codes else []
    return " ".join(codes)


_NO_NAMES = frozenset(map(key, _NO_NAME))
