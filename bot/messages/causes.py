"""Why something was not sent, in words. The platform's own words stand where it gave some. Pure.

Where the words are ours, they are stored as a Phrase, so that they are read in the language of who asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n.catalogue import causes as texts
from bot.i18n.catalogue import platforms
from bot.i18n.keys import from_any_release
from bot.i18n.text import Phrase, Text
from bot.i18n.translator import Translator
from bot.model import Cause

SENTENCES: Mapping[Cause, Text] = {
    Cause.TIMEOUT: texts.TIMEOUT,
    Cause.UNREACHABLE: texts.UNREACHABLE,
    Cause.SERVER_ERROR: texts.SERVER_ERROR,
    Cause.UNCLEAR_ANSWER: texts.UNCLEAR_ANSWER,
    Cause.FLOOD: texts.FLOOD,
    Cause.MAYBE_SENT: texts.MAYBE_SENT,
    Cause.BLOCKED: texts.BLOCKED,
    Cause.KICKED: texts.KICKED,
    Cause.DEACTIVATED: texts.DEACTIVATED,
    Cause.CHAT_NOT_FOUND: texts.CHAT_NOT_FOUND,
    Cause.NO_RIGHTS: texts.NO_RIGHTS,
    Cause.TOPIC_CLOSED: texts.TOPIC_CLOSED,
    Cause.TOPIC_GONE: texts.TOPIC_GONE,
    Cause.ARCHIVED: texts.ARCHIVED,
    Cause.FORBIDDEN: texts.FORBIDDEN,
    Cause.REPORTED_LOST: texts.REPORTED_LOST,
    Cause.APP_REMOVED: platforms.APP_REMOVED,
    Cause.MOVED: texts.MOVED,
    Cause.BAD_MESSAGE: texts.BAD_MESSAGE,
    Cause.MESSAGE_GONE: texts.MESSAGE_GONE,
    Cause.TOO_LONG: texts.TOO_LONG,
    Cause.REFUSED: texts.REFUSED,
    Cause.TOKEN_REFUSED: texts.TOKEN_REFUSED,
    Cause.CHAT_PAUSED: texts.CHAT_PAUSED,
    Cause.MISSED: texts.MISSED,
    Cause.RESTORED: texts.RESTORED,
    Cause.NOT_ALLOWED: texts.NOT_ALLOWED,
    Cause.UNFOLLOWED: texts.UNFOLLOWED,
    Cause.LEFT_OUT: texts.LEFT_OUT,
    Cause.WITHDRAWN: texts.WITHDRAWN,
    Cause.HELD: texts.HELD,
    Cause.QUIET: texts.QUIET,
    Cause.ALONE: texts.ALONE,
    Cause.NOT_ALONE: texts.NOT_ALONE,
    Cause.SOURCE_OFF: texts.SOURCE_OFF,
    Cause.STOPPED: texts.STOPPED,
    Cause.OURS: texts.OURS,
}
#: what was given up over these was tried for a day
PASSING = frozenset(
    {
        Cause.TIMEOUT,
        Cause.UNREACHABLE,
        Cause.SERVER_ERROR,
        Cause.UNCLEAR_ANSWER,
        Cause.FLOOD,
        Cause.MAYBE_SENT,
        Cause.MOVED,
        Cause.OURS,
        Cause.REFUSED,
    }
)


def cause_phrase(cause: Cause | None, detail: str | None) -> Phrase:
    """Why, as the end of a sentence, without its full stop; a cause that nobody kept is not known."""
    if cause is None:
        return Phrase(texts.UNKNOWN)
    said = from_any_release(detail) if detail and cause is not Cause.WITHDRAWN else None  # that is for operators
    if cause is Cause.MAYBE_SENT and said:
        return Phrase(texts.MAYBE_SENT_DETAIL, {"detail": said})
    return said or Phrase(SENTENCES[cause])


def cause_text(cause: Cause | None, detail: str | None, *, translate: Translator) -> str:
    """The same in words."""
    return translate(cause_phrase(cause, detail))


def given_up_text(cause: Cause | None, detail: str | None, *, translate: Translator) -> str:
    """The same of what is not tried any more, in words."""
    why = cause_text(cause, detail, translate=translate)
    return translate(texts.GIVEN_UP, why=why) if cause in PASSING else why
