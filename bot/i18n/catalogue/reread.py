"""What a chat hears when its follows mean something else by a newer grammar."""

from bot.i18n.text import Plural, Text

ONE_READ_ANEW = Text("I understand this topic better now:")
SEVERAL_READ_ANEW = Text("I understand these topics better now:")
#: command: what shows the whole list
MORE_FOLLOWS = Plural("And {count} more: {command}", "And {count} more: {command}")
#: command: what changes a follow
CHANGE_IT = Text("Not what you want? Change it: {command}")
