"""The languages that the bot speaks, and which of them a person gets. Pure."""

from __future__ import annotations

import re

SPOKEN = ("en", "ru", "kk")
DEFAULT = "en"

#: languages whose readers mostly read Russian too, and which the bot does not speak
_RUSSIAN_TOO = frozenset("be ba ce cv ky os sah tg tk tt uz".split())  # noqa: SIM905 - eleven lines as a list
#: the same languages, and those that it speaks, by their codes of three letters, which some clients send
_OF_THREE_LETTERS = {
    "eng": "en", "rus": "ru", "kaz": "kk",
    **dict.fromkeys("bel bak che chv kir oss tgk tuk tat uzb".split(), "ru"),  # noqa: SIM905 - the same
}  # fmt: skip
#: codes that name no language: undetermined, several, none
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
#: a code alone or the first of a list, with what narrows it: `kk-Cyrl-KZ`, `ru_RU.UTF-8`, `uz,ru;q=0.8`
_CODE = re.compile(r"\s*([A-Za-z]{2,8})(?![^\W_])")


def spoken(code: str) -> str | None:
    """The language to speak with somebody whose own has this code (`kk`, `ru-RU`, `uz_Cyrl`); None: it names none."""
    found = _CODE.match(code)
    own = found[1].lower() if found else ""
    own = _OF_THREE_LETTERS.get(own, own)
    if own in _NO_LANGUAGE or not any(map(str.isalpha, code.partition("-")[0].partition("_")[0])):
        return None
    if own in SPOKEN:
        return own
    return "ru" if own in _RUSSIAN_TOO else DEFAULT
