"""What is said around the answers of commands."""

from bot.i18n.text import Plural, Text

NOT_MANAGED = Text("You're no longer managing that channel. Choose it again: {command}")
CHANNEL_CLOSED = Text("I can't post in {channel} any more. Add me again, then {command}")
FOR_CHANNEL = Text("For {channel}:")
MISSED = Plural("I was away: you missed {count} alert.", "I was away: you missed {count} alerts.")
NOT_ALLOWED = Text("Only admins can change this chat's topics.")
RIGHTS_NOT_SEEN = Text(
    "I couldn't see whether you're an admin, so I changed nothing. Try again in a minute. "
    "If it doesn't help, make me an admin."
)
#: where it does not help to make me an admin
RIGHTS_NOT_TOLD = Text("I couldn't see whether you're an admin, so I changed nothing. Try again in a minute.")
NO_ADMINISTRATOR = Text(
    "You're no longer an admin of {channel} who can post there, so I changed nothing. "
    "You're back to your own chat. To choose a channel: {command}"
)

FORWARDED = Text("That was a forwarded message, so I did nothing. If you meant it, type it yourself: {command}")
NO_PAGE = Text("This page has expired. Ask again.")

HINT = Text("Type a topic you're interested in.")
OFFER = Text("Follow {follow}?")
UNKNOWN_COMMAND = Text("I don't know {name}.")
UNKNOWN_COMMAND_NEAREST = Text("I don't know {name}. Did you mean {command}?")
ALL_COMMANDS = Text("All commands: {command}")
