"""What the terminal says beside its chat."""

from bot.i18n.text import Text

#: the commands and the key stay as they are
GREETING = Text("/help lists the commands, a number presses a button, /quit or Ctrl-D leaves.")
