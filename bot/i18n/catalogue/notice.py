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
    "It says: {reason}. What is owed there waits; put a good token into the settings and start again."
)
MANY_REFUSED = Text("{platform} refuses many chats.")
MANY_REFUSED_WHY = Text(
    "That is hardly their fault: everything owed there waits, nothing is lost. I try one message now and then, go on "
    "as soon as one is accepted, and will say so."
)
#: name: of a source or a platform
WELL_AGAIN = Text("{name} is well again.")
