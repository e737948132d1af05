"""Alerts that the people of a group share out: who takes one, who has done it, what is left."""

from bot.i18n.text import Plural, Text

#: buttons
TAKE = Text("✋ I'll take it")
DONE = Text("✅ Done")
GIVE_BACK = Text("Give it back")
REOPEN = Text("Not done yet")
#: under an alert; person: a name, of somebody of whom nothing else is known
TAKEN_BY = Text("✋ {person}, {time}")
DONE_BY = Text("✅ {person}, {time}")
SOMEBODY = Text("Somebody")

OPEN_ALERTS = Plural("{count} alert nobody has taken:", "{count} alerts nobody has taken:")
NOTHING_OPEN = Text("✅ Every alert of the last 7 days was taken.")
NEWEST_SHOWN = Plural("The newest {count} is shown.", "The newest {count} are shown.")
OFF_HERE = Text("Alerts aren't shared out here. To turn it on: {command}")
NOT_ALONE = Text("Sharing out alerts is for groups and channels: {command}")
TURNED_ON = Text("Alerts here have two buttons: ✋ to take one, ✅ when it's done. {command} lists what's left.")
TURNED_OFF = Text("Alerts come without ✋ and ✅ from now on.")
REMINDER = Text("⏰ Nobody has taken this yet:")

#: people: names as the platform mentions them, "@aigul and @bob"
CALLS = Text("Its alerts mention {people}.")
