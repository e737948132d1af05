"""Why something was not sent, as the end of a sentence, without its full stop."""

from bot.i18n.text import Text

TIMEOUT = Text("no answer in time")
UNREACHABLE = Text("the platform can't be reached")
SERVER_ERROR = Text("the platform has a fault of its own")
UNCLEAR_ANSWER = Text("an answer that can't be read")
FLOOD = Text("too many messages for now")
MAYBE_SENT = Text("may have been sent")
BLOCKED = Text("the bot was blocked")
KICKED = Text("the bot was put out")
DEACTIVATED = Text("the account is deactivated")
CHAT_NOT_FOUND = Text("there is no such chat")
NO_RIGHTS = Text("the bot may not post there")
TOPIC_CLOSED = Text("the topic is closed")
TOPIC_GONE = Text("the topic is gone")
ARCHIVED = Text("the channel is archived")
FORBIDDEN = Text("the bot may not write there")
REPORTED_LOST = Text("the platform reports that the bot is out")
MOVED = Text("told to move to where it is")
BAD_MESSAGE = Text("the message is refused")
TOO_LONG = Text("the message is too long")
REFUSED = Text("refused")
TOKEN_REFUSED = Text("the token is refused")
CHAT_PAUSED = Text("the chat rests")
MISSED = Text("missed while the chat rested")
UNFOLLOWED = Text("no longer followed")
HELD = Text("held for the chat")
OURS = Text("a fault of mine")
UNKNOWN = Text("I don't know why")

#: detail: what was being done, and what went wrong
MAYBE_SENT_DETAIL = Text("may have been sent: {detail}")
#: why: one of those above, or what the platform says
GIVEN_UP = Text("given up after a day of trying: {why}")
