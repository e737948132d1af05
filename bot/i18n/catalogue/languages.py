"""The names of languages by their codes, and what /languages says."""

from collections.abc import Mapping

from bot.i18n.text import PerChat, Text

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

ALL = PerChat(
    you=Text("You get articles in every language: {languages}."),
    chat=Text("This chat gets articles in every language: {languages}."),
    channel=Text("The channel gets articles in every language: {languages}."),
)
SOME = PerChat(
    you=Text("You get articles in {languages}."),
    chat=Text("This chat gets articles in {languages}."),
    channel=Text("The channel gets articles in {languages}."),
)
#: language: the first of those that are read, behind “in”
PREFERRED = Text("If a story comes in several, what is in {language} is shown first.")
HOW_TO_CHANGE = Text("Tap to change, or type {example} · all: {all}")
#: a language that is read, on its button
TICKED = Text("✓ {language}")
UNKNOWN = Text("I don't read {language}. I read {english} (en), {russian} (ru) and {kazakh} (kk).")
RIGHT = Text("Try {example} or {all}")
WHICH_OF_TWO = Text("Which languages do you read? I have two (tap to turn one off).")
WHICH_OF_THREE = Text("Which languages do you read? (tap to turn one off)")
