"""What /story says: everything known of an event, and why two articles are, or are not, one story."""

from bot.i18n.text import Text

#: buttons
STORY = Text("🧵 Story", context="a button")
