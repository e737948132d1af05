"""Names of languages, and what /languages says."""

from collections.abc import Mapping

from bot.i18n.text import PerChat, Text

ENGLISH = Text("English")
RUSSIAN = Text("Russian")
KAZAKH = Text("Kazakh")
IN_ENGLISH = Text("English", context="in a language")
IN_RUSSIAN = Text("Russian", context="in a language")
IN_KAZAKH = Text("Kazakh", context="in a language")

NAMES: Mapping[str, Text] = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}  #: on their own
IN: Mapping[str, Text] = {"en": IN_ENGLISH, "ru": IN_RUSSIAN, "kk": IN_KAZAKH}  #: behind "in"

ALL = PerChat(
    you=Text("You hear of articles in every language: {languages}."),
    chat=Text("This chat hears of articles in every language: {languages}."),
    channel=Text("The channel hears of articles in every language: {languages}."),
)
SOME = PerChat(
    you=Text("You hear of articles in {languages}."),
    chat=Text("This chat hears of articles in {languages}."),
    channel=Text("The channel hears of articles in {languages}."),
)
HOW_TO_CHANGE = Text("Press to change, or type {example}; everything: {all}")
#: a language that is read, on its button
TICKED = Text("✓ {language}")
UNKNOWN = Text("{language} is no language that I read. These are: {english} (en), {russian} (ru), {kazakh} (kk).")
RIGHT = Text("Right: {example}, or {all}")
WHICH_OF_TWO = Text("I read two editions. Which languages shall I bring?")
WHICH_OF_THREE = Text("I read three editions. Which languages shall I bring?")
