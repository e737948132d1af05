"""Why something was not sent, in words. The platform's own words stand where it gave some. Pure."""

from __future__ import annotations

from bot.model import Cause

SENTENCES = {
    Cause.TIMEOUT: "no answer in time",
    Cause.UNREACHABLE: "the platform can't be reached",
    Cause.SERVER_ERROR: "the platform has a fault of its own",
    Cause.UNCLEAR_ANSWER: "an answer that can't be read",
    Cause.FLOOD: "too many messages for now",
    Cause.MAYBE_SENT: "may have been sent",
    Cause.BLOCKED: "the bot was blocked",
    Cause.KICKED: "the bot was put out",
    Cause.DEACTIVATED: "the account is deactivated",
    Cause.CHAT_NOT_FOUND: "there is no such chat",
    Cause.NO_RIGHTS: "the bot may not post there",
    Cause.TOPIC_CLOSED: "the topic is closed",
    Cause.ARCHIVED: "the channel is archived",
    Cause.FORBIDDEN: "the bot may not write there",
    Cause.REPORTED_LOST: "the platform reports that the bot is out",
    Cause.MOVED: "told to move to where it is",
    Cause.BAD_MESSAGE: "the message is refused",
    Cause.TOO_LONG: "the message is too long",
    Cause.REFUSED: "refused",
    Cause.TOKEN_REFUSED: "the token is refused",
    Cause.CHAT_PAUSED: "the chat rests",
    Cause.MISSED: "missed while the chat rested",
    Cause.UNFOLLOWED: "no longer followed",
    Cause.HELD: "held for the chat",
    Cause.OURS: "a fault of mine",
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
    }
)


def cause_text(cause: Cause | None, detail: str | None) -> str:
    """Why, as the end of a sentence, without its full stop; a cause that nobody kept is not known."""
    if cause is None:
        return "I don't know why"
    if cause is Cause.MAYBE_SENT and detail:
        return f"{SENTENCES[cause]}: {detail}"
    return detail or SENTENCES[cause]


def given_up_text(cause: Cause | None, detail: str | None) -> str:
    """The same of what is not tried any more."""
    why = cause_text(cause, detail)
    return f"given up after a day of trying: {why}" if cause in PASSING else why
