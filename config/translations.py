"""Load the translations of what the bot says: a catalogue for each language beside English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.i18n.languages import DEFAULT, SPOKEN
from bot.i18n.translator import Translator
from bot.i18n.translators import Translators, translator

LOCALES = Path(__file__).parent / "locales"


def load_translations(default: str = DEFAULT) -> Translators:
    """The translators of all languages; `default` is that of chats whose language is not known."""
    return Translators({each: _load(each) for each in SPOKEN if each != DEFAULT}, default=default)


@cache
def _load(language: str) -> Translator:
    """The translator of one language; to compile its catalogue takes a tenth of a second."""
    return translator(language, (LOCALES / f"{language}.po").read_text(encoding="utf-8"))
