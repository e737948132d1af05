"""What the operator hears: a source or a platform fails, and works again."""

from bot.i18n.text import Text

#: source: its name and the code of its language
SOURCE_UNREADABLE = Text("{source} can't be reached.")
#: since: year, month, day and time; error: why, without its full stop
SOURCE_UNREADABLE_WHY = Text(
    "Since {since} UTC: {error}. I try again at least once an hour and will tell you when it's back."
)
WAY_MOVED = Text("{source} has moved for good.")
#: address, moved_to: of the web
WAY_MOVED_HOW = Text("I read it at {moved_to}. In the sources file, write that in place of {address}.")
WAY_GONE = Text("{source} was withdrawn for good.")
WAY_OF_SEVERAL_GONE = Text("{source} was withdrawn for good at one of its addresses.")
#: since: year, month, day and time
WAY_GONE_HOW = Text(
    "At {since} UTC {address} answered 410 Gone: I don't ask it any more. In the sources file, write another address, "
    "or set enabled = false. If it was a mistake and it answers again, `python -m bot check` makes me ask it again."
)
TOKEN_REFUSED = Text("{platform} rejects the bot's token.")
#: reason: in the platform's words
TOKEN_REFUSED_WHY = Text(
    "It says: {reason}. Alerts wait, nothing is lost. I keep trying, and go on by myself if it was a mistake. "
    "If you changed the token, put the new one into the settings and restart."
)
#: since, until: year, month, day and time
TOKEN_WAS_REFUSED = Text(
    "{platform} rejected the bot's token from {since} to {until} UTC. It works again, and what waited is being sent."
)
CUT_OFF = Text("Messages from {platform} don't reach me.")
#: reason: with the way out, where there is one
CUT_OFF_WHY = Text("Why: {reason}. Alerts are still sent. I keep trying and will tell you when it works again.")
MANY_REFUSED = Text("{platform} rejects messages to many chats.")
MANY_REFUSED_WHY = Text(
    "That looks like an outage, so everything waits and nothing is lost. I try one message now and then, go on "
    "as soon as one gets through, and will tell you."
)
#: name: of a source or a platform
WELL_AGAIN = Text("{name} is working again.")

#: source: its name and the code of its language
SOURCE_SILENT = Text("{source} publishes nothing new.")
#: since: year, month, day and time
SOURCE_SILENT_HOW = Text(
    "I can read it, but its last article came at {since} UTC. It is rarely silent for so long. "
    "Look whether the site goes on elsewhere. I'll tell you when it publishes again."
)
#: source: its name and the code of its language
SOURCE_SPEAKS = Text("{source} publishes again.")
OUTBOX_STUCK = Text("Nothing goes out on {platform}.")
#: since: year, month, day and time
OUTBOX_STUCK_HOW = Text(
    "Alerts have been due since {since} UTC, and none was sent. Nothing is lost. "
    "Look at the logs of the workers, and at whether {platform} can be reached from there."
)
OUTBOX_MOVES = Text("Alerts go out on {platform} again.")
DISK_FULL = Text("The disk is nearly full.")
#: free: megabytes
DISK_FULL_HOW = Text(
    "Where the database lies, {free} MB are free. When nothing is, I can store no news and send no alerts. "
    "Make room there, or move the database."
)
DISK_HAS_ROOM = Text("The disk has room again.")
