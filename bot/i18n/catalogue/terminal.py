"""What the terminal says beside its chat."""

from bot.i18n.text import Text

#: the commands and the key stay as they are
GREETING = Text("Type a number to press its button, {help} for what I can do, {quit} to leave.")
