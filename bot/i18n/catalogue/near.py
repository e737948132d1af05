"""A word that stands nowhere, and the nearest one that stands somewhere."""

from bot.i18n.text import Text

DID_YOU_MEAN = Text("Nothing about {word} yet. Did you mean {other}?")
