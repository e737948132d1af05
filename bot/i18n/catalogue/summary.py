"""Alerts, alone and several in one message."""

from bot.i18n.text import Plural

#: follows: a list, for more of which there is no room
FOLLOWS_AND_MORE = Plural("{follows} and {count} more", "{follows} and {count} more")
