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
#: the beginnings of what a language is called, by its code: казахский, казахском, на казахском языке
_LANGUAGES = (
    ("kk", re.compile(r"(?:по-?)?(?:kk\b|kz\b|казах|казак|каз\b|qazaq|kazakh|kaz\b|qaz\b)")),
    ("ru", re.compile(r"(?:по-?)?(?:ru\b|русск|рус\b|орыс|russia|rus\b)")),
    ("en", re.compile(r"(?:по-?)?(?:en\b|английск|англ\b|агылш|english|eng\b)")),
)
_NO_NAME = words("на in to по только only на язык языке языка language тіл тілі тілінде тілінен тіліне тек и and және")


def argument_of(name: str, text: str) -> str:
    """What stands behind a command's name, with words that mean "all", "on" or a language as the command knows them."""
    meant = _MEANT.get(" ".join(map(key, text.split())))
    if meant and (name not in _OF_TOPICS or (meant == ALL and name in _TAKE_ALL)):
        return meant
    if name in ("language", "languages"):
        return in_codes(text) or text
    return text


def language_of(word: str) -> str:
    """The code of the language that a word is a form of: казахском, ағылшынша; "" if it is none."""
    spelled = key(word)
    return next((code for code, begins in _LANGUAGES if begins.match(spelled)), "")


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
