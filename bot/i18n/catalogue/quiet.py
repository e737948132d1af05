"""Quiet hours, pauses, and topics that are muted for a while."""

from bot.i18n.text import Plural, Text

# quiet hours; start, end: `23:00`, `8:00`
HOURS = Text("🌙 Quiet every day from {start} to {end}.")
WHAT_COMES = Text("What comes meanwhile waits, and arrives at {end} as one message without a sound.")
QUIET_NOW = Text("It's quiet now, until {moment}.")
HOURS_OFF = Text("🔔 Quiet hours are off.")
NO_HOURS = Text("🌙 No quiet hours yet. At night alerts would wait, and arrive in the morning as one silent message.")
YOUR_CLOCK = Text("It's {time} here now.")
CHOOSE = Text("It's {time} here now. Choose, or type your own hours: {command}")
TURN_OFF = Text("Turn off")
SAME_ENDS = Text("From {time} to {time} would be quiet all day. For nights: {command}. To pause everything: {pause}")
WRONG_TIME = Text("{time} isn't a time of day. Try {command}")
NOT_UNDERSTOOD = Text("I don't understand {typed}. Try {first} or {second}")

# a pause
PAUSED = Text("⏸ Paused until {moment}.")
WAITS = Text("What comes meanwhile waits, and then arrives as one message without a sound.")
WAITS_LONGER = Text("What comes meanwhile waits until {moment}, when your quiet hours end, and arrives as one message.")
HOW_LONG = Text("Pause alerts for how long?")
OR_TYPE = Text("Or type it: {first}, {second}")
ALREADY_OVER = Text("{typed} is already over. Try {first} or {second}")
TOO_LONG = Plural(
    "A pause lasts {count} day at most. To get no alerts at all: {command}",
    "A pause lasts {count} days at most. To get no alerts at all: {command}",
)
RESUME = Text("Resume")
RESUMED = Text("▶️ Alerts are on again.")
NOT_PAUSED = Text("▶️ Alerts are on: nothing is paused.")
ON_ITS_WAY = Plural("{count} alert that waited is on its way.", "{count} alerts that waited are on their way.")
QUIET_AGAIN = Text("Next quiet hours: from {moment}.")
UNTIL_TOMORROW = Text("Until tomorrow")

# one topic
MUTED = Text("🔇 {follow} is muted until {moment}.")
STILL_IN_DIGESTS = Text("No alerts until then. Digests still have the news.")
MUTE_HOW_LONG = Text("🔇 Mute {follow} for how long?")
MUTED_LIST = Text("🔇 Muted for a while:")
MUTED_UNTIL = Text("{follow} · until {moment}")
NOTHING_MUTED = Text("🔔 No topic is muted. To mute one for a while: {command}")
UNMUTED = Text("🔔 {follow} brings alerts again.")
NOT_MUTED = Text("🔔 {follow} isn't muted.")
UNMUTE = Text("Unmute {follow}")
#: a button under an alert; time: `9:05`, or `30 Nov, 9:05`
UNDO_MUTED = Text("Undo: {follow} muted until {time}")
UNDO_MUTED_BY = Text("Undo: {follow} muted · {person}")

# of an article that was not sent yet, in the answer to /why
HELD_QUIET = Text("Held until {moment}: quiet hours here.")
HELD_PAUSED = Text("Held until {moment}: alerts are paused here.")
