"""What is said around the answers of commands."""

from bot.i18n.text import Plural, Text

NOT_MANAGED = Text("You don't speak for that channel any more. Choose it again: {command}")
CHANNEL_CLOSED = Text("I can't post in {channel} any more. Let me in again, then {command}")
FOR_CHANNEL = Text("For {channel}:")
MISSED = Plural("I was away: you missed {count} alert.", "I was away: you missed {count} alerts.")
NOT_ALLOWED = Text("Only administrators may change what is followed here.")
RIGHTS_NOT_SEEN = Text(
    "I could not see whether you are an administrator, so I changed nothing. Try again in a minute. "
    "If it stays so, make me an administrator."
)
NO_ADMINISTRATOR = Text(
    "You are no longer an administrator of {channel} who may post there, so you don't speak for it any more, "
    "and nothing was changed. What you type is about this chat again. To choose a channel: {command}"
)

FORWARDED = Text("That was forwarded, so I did nothing. If you want it, type it yourself: {command}")
NO_PAGE = Text("There is no such page any more. Ask again.")

HINT = Text("Type what you want to hear of, and I offer to follow it.")
OFFER = Text("Shall I tell you of {meaning}?")
DID_YOU_MEAN_COMMAND = Text("Did you mean {command}?")
UNKNOWN_COMMAND = Text("I don't know {name}.")
UNKNOWN_COMMAND_NEAREST = Text("I don't know {name}. Did you mean {command}?")
ALL_COMMANDS = Text("All commands: {command}")
