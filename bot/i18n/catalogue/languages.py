"""The names of languages, by their codes."""

from collections.abc import Mapping

from bot.i18n.text import Text

ENGLISH = Text("English")
RUSSIAN = Text("Russian")
KAZAKH = Text("Kazakh")
NAMES: Mapping[str, Text] = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}

IN_ENGLISH = Text("English", context="behind “in”")
IN_RUSSIAN = Text("Russian", context="behind “in”")
IN_KAZAKH = Text("Kazakh", context="behind “in”")
NAMES_BEHIND_IN: Mapping[str, Text] = {"en": IN_ENGLISH, "ru": IN_RUSSIAN, "kk": IN_KAZAKH}

THE_ENGLISH_LANGUAGE = Text("the English language")
THE_RUSSIAN_LANGUAGE = Text("the Russian language")
THE_KAZAKH_LANGUAGE = Text("the Kazakh language")
THE_LANGUAGES: Mapping[str, Text] = {
    "en": THE_ENGLISH_LANGUAGE,
    "ru": THE_RUSSIAN_LANGUAGE,
    "kk": THE_KAZAKH_LANGUAGE,
}

#: a source with the language of its edition, for its editions share one name
SOURCE = Text("{source} ({language})")
