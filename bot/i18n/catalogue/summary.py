"""Alerts, alone and several in one message."""

from bot.i18n.text import Plural, Text

#: follows: a list, for more of which there is no room
FOLLOWS_AND_MORE = Plural("{follows} and {count} more", "{follows} and {count} more")

# behind the 🔔 of an alert: how much the article is about what is followed
#: follows: `отходы, метро`; all of them stand in the article's headline
IN_HEADLINE = Text("{follows} · in the headline")
#: follows: `отходы`; the article mentions it a single time
MENTIONED_ONCE = Text("{follows} · mentioned once")

# an alert of a story that others have written about too
#: named: sources, each linked, with the language and the time of its article: `Tengrinews (ru) 14:10`
OTHERS = Text("also: {named}")
#: named: the same list, for more of which there is no room
OTHERS_AND_MORE = Plural("also: {named} and {count} more", "also: {named} and {count} more")
