"""Longer names in which a followed word is only a part."""

from bot.i18n.text import Plural, Text

#: names: a list, each with how many articles it stands in
ALSO_IN = Text("Also in: {names}")
#: count: of the articles that were looked at for them
ALSO_IN_OF_NEWEST = Plural("Also in: {names} · of the newest {count}", "Also in: {names} · of the newest {count}")
#: one of them, and how many articles have it
NAME_AND_COUNT = Text("{name} ({count})")
#: a button
LEAVE_OUT = Text("Leave out {name}")
