"""What the operator hears: a source or a platform fails, and is well again."""

from bot.i18n.text import Text

#: source: its name and the code of its language
SOURCE_UNREADABLE = Text("{source} can't be read.")
#: since: year, month, day and time; error: why, without its full stop
SOURCE_UNREADABLE_WHY = Text(
    "Since {since} UTC: {error}. I keep trying, at least hourly, and will say when it is well."
)
TOKEN_REFUSED = Text("{platform} refuses the bot's token.")
#: reason: in the platform's words
TOKEN_REFUSED_WHY = Text(
    "It says: {reason}. What is owed there waits. I keep asking, and go on by myself if it was a mistake; "
    "if the token was changed, put the new one into the settings and start again."
)
MANY_REFUSED = Text("{platform} refuses many chats.")
MANY_REFUSED_WHY = Text(
    "That is hardly their fault: everything owed there waits, nothing is lost. I try one message now and then, go on "
    "as soon as one is accepted, and will say so."
)
#: since, until: year, month, day and time
TOKEN_WAS_REFUSED = Text(
    "{platform} refused the bot's token from {since} to {until} UTC. It takes it again, and what waited is being sent."
)
CUT_OFF = Text("What people write on {platform} does not reach me.")
#: reason: with the way out, where there is one
CUT_OFF_WHY = Text("The reason: {reason}. Alerts are still sent. I keep trying, and will say when it is well.")
#: name: of a source or a platform
WELL_AGAIN = Text("{name} is well again.")
