"""The languages that the bot speaks, and which of them a person gets. Pure."""

from __future__ import annotations

SPOKEN = ("en", "ru", "kk")
DEFAULT = "en"

#: languages whose readers mostly read Russian too, and which the bot does not speak
_RUSSIAN_TOO = frozenset("be ba ce cv ky os sah tg tk tt uz".split())  # noqa: SIM905 - eleven lines as a list


def spoken(code: str) -> str | None:
    """The language to speak with somebody whose own has this code (`kk`, `ru-RU`, `uz_Cyrl`); None: no code."""
    own = code.replace("_", "-").partition("-")[0].strip().lower()
    if not own:
        return None
    if own in SPOKEN:
        return own
    return "ru" if own in _RUSSIAN_TOO else DEFAULT
