"""Why a message was not sent, or a chat waits."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Why something was not sent, is retried, or was dropped; messages/causes.py has the texts."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  #: nothing was sent: no connection, or a proxy refused it
    SERVER_ERROR = "server_error"  #: a fault of the platform
    UNCLEAR_ANSWER = "unclear_answer"  #: the response does not say whether it was sent
    FLOOD = "flood"  #: too many messages
    MAYBE_SENT = "maybe_sent"  #: an attempt got no answer: the platform may have taken the message
    BLOCKED = "blocked"  #: by the person
    KICKED = "kicked"  #: removed from a group or channel, or never a member
    DEACTIVATED = "deactivated"  #: the person's account
    CHAT_NOT_FOUND = "chat_not_found"
    NO_RIGHTS = "no_rights"  #: to post there
    TOPIC_CLOSED = "topic_closed"
    TOPIC_GONE = "topic_gone"  #: deleted
    ARCHIVED = "archived"  #: the channel
    FORBIDDEN = "forbidden"  #: to write there, for another reason
    REPORTED_LOST = "reported_lost"  #: reported by the platform, without an attempt
    APP_REMOVED = "app_removed"  #: from its workspace, with all of its chats
    MOVED = "moved"  #: the platform reported a move to the same id
    BAD_MESSAGE = "bad_message"  #: this message is refused
    MESSAGE_GONE = "message_gone"  #: that was to be edited: somebody has deleted it
    TOO_LONG = "too_long"
    REFUSED = "refused"  #: for an unknown reason
    TOKEN_REFUSED = "token_refused"  # noqa: S105  # a name
    CHAT_PAUSED = "chat_paused"  #: dropped, to be counted when the chat is active again
    MISSED = "missed"  #: the same, once it was counted
    RESTORED = "restored"  #: dropped: it may have been sent before the data were restored from a backup
    NOT_ALLOWED = "not_allowed"  #: the chat is not on the list of who may use the bot
    UNFOLLOWED = "unfollowed"
    LEFT_OUT = "left_out"  #: the chat leaves out its source
    WITHDRAWN = "withdrawn"  #: dropped by an operator
    HELD = "held"  #: waits for the chat
    QUIET = "quiet"  #: waits for the end of quiet hours, or of a snooze
    ALONE = "alone"  #: waits whether another language has its story, too
    NOT_ALONE = "not_alone"  #: dropped: another language had it, too
    SOURCE_OFF = "source_off"  #: an operator has switched off its source
    STOPPED = "stopped"  #: an operator has switched off the chat
    OURS = "ours"  #: a bug of ours
