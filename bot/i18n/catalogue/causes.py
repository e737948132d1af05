"""Why something was not sent, as the end of a sentence, without its full stop."""

from bot.i18n.text import Text

TIMEOUT = Text("no answer in time")
UNREACHABLE = Text("the platform can't be reached")
SERVER_ERROR = Text("the platform had an error")
UNCLEAR_ANSWER = Text("an unreadable answer")
FLOOD = Text("too many messages right now")
MAYBE_SENT = Text("may have been sent")
BLOCKED = Text("the bot was blocked")
KICKED = Text("the bot was removed")
DEACTIVATED = Text("the account is deactivated")
CHAT_NOT_FOUND = Text("the chat was not found")
NO_RIGHTS = Text("the bot isn't allowed to post there")
TOPIC_CLOSED = Text("the topic is closed")
TOPIC_GONE = Text("the topic is gone")
ARCHIVED = Text("the channel is archived")
FORBIDDEN = Text("the bot isn't allowed to write there")
REPORTED_LOST = Text("the platform reports that the bot was removed")
MOVED = Text("the chat has moved")
BAD_MESSAGE = Text("the message was rejected")
TOO_LONG = Text("the message is too long")
REFUSED = Text("refused")
TOKEN_REFUSED = Text("the token was rejected")
CHAT_PAUSED = Text("the chat is paused")
MISSED = Text("missed while the chat was paused")
UNFOLLOWED = Text("no longer followed")
LEFT_OUT = Text("its source is left out here")
HELD = Text("on hold for the chat")
QUIET = Text("quiet time here")
OURS = Text("an error of mine")
UNKNOWN = Text("I don't know why")

#: detail: what was being done, and what went wrong
MAYBE_SENT_DETAIL = Text("may have been sent: {detail}")
#: why: one of those above, or what the platform says
GIVEN_UP = Text("gave up after a day: {why}")
