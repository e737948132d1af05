"""Load the translations of what the bot says: a catalogue for each language beside English."""

from __future__ import annotations

from pathlib import Path

from bot.i18n.languages import DEFAULT, SPOKEN
from bot.i18n.translators import Translators, translator

LOCALES = Path(__file__).parent / "locales"


def load_translations(default: str = DEFAULT) -> Translators:
    """The translators of all languages; `default` is that of chats whose language is not known."""
    others = [language for language in SPOKEN if language != DEFAULT]
    found = {each: translator(each, (LOCALES / f"{each}.po").read_text(encoding="utf-8")) for each in others}
    return Translators(found, default=default)
