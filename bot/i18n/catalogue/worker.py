"""What the worker itself answers."""

from bot.i18n.text import Text

WENT_WRONG = Text("Something went wrong on my side, and it is noted. Please try again in a minute.")
