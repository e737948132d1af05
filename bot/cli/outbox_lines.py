"""Rows of the outbox as lines for people and as records for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.cli.chat_names import name_of
from bot.cli.instants import Clock
from bot.cli.printing import GAP, STEP, beside, section
from bot.i18n.catalogue import operating as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.messages.causes import cause_phrase
from bot.messages.message import Message
from bot.model import Cause, Delivery, DeliveryState, Letter

if TYPE_CHECKING:
    from bot.storage.store import OutboxRow


def row_lines(row: OutboxRow, clock: Clock) -> list[str]:
    """A row in a list."""
    since = ENGLISH(texts.SINCE, at=clock.shown(row.owed_at))
    why = _why(row)
    about = _about(row)
    return [
        GAP.join([row.key.name, row.state.value, name_of(row.chat), since]),
        STEP + ENGLISH(about if why is None else Phrase(texts.ROW_WHY, {"about": about, "why": why})),
    ]


def _about(row: OutboxRow) -> Phrase:
    return (
        Phrase(texts.ROW_LETTER, {"kind": row.kind}) if row.key.letter_id else Phrase(texts.TITLE, {"title": row.title})
    )


def _why(row: OutboxRow) -> Phrase | None:
    """Why it was not sent, and how often that was tried; None: nothing stood in its way."""
    if row.cause is None:
        return None
    why = cause_phrase(row.cause, row.detail)
    if row.cause is Cause.WITHDRAWN and row.detail:
        why = Phrase(texts.WITH_REASON, {"why": why, "reason": row.detail})
    if not row.attempts:
        return why
    return Phrase(texts.AFTER_ATTEMPTS, {"why": why, "count": row.attempts, "number": str(row.attempts)})


def row_record(row: OutboxRow) -> dict[str, Any]:
    """The same for scripts."""
    why = _why(row)
    return {
        "id": row.key.name,
        "kind": row.kind,
        "state": row.state.value,
        "lane": row.lane,
        "chat": name_of(row.chat),
        "chat_title": row.chat_title,
        "title": row.title,
        "url": row.url,
        "owed_at": row.owed_at,
        "not_before": row.not_before,
        "attempts": row.attempts,
        "first_attempt_at": row.first_attempt_at,
        "sent_at": row.sent_at,
        "cause": row.cause.value if row.cause else None,
        "detail": row.detail,
        "why": None if why is None else ENGLISH(why),
        "ref": row.ref,
        "claimed_by": row.claimed_by,
        "begun_at": row.begun_at,
        "head": None if row.head_id is None else row.head_name,
    }


def whole_row(row: OutboxRow, owed: Delivery | Letter | None, message: Message | None, clock: Clock) -> list[str]:
    """Everything about a row; `message`: what it sends, None: it can't be said now."""
    lines = [*row_lines(row, clock), STEP + beside(_facts(row, clock))]
    if isinstance(owed, Delivery):
        lines += _of_article(owed, clock)
    if row.state is DeliveryState.JOINED:
        return lines
    heading = texts.WAS_SENT if row.state is DeliveryState.SENT else texts.WOULD_BE_SENT
    if message is not None:
        return lines + section(heading, as_text(message))
    unmade = texts.MADE_WHEN_SENT if row.kind == "digest" else texts.NOT_READABLE
    return lines + section(heading, [ENGLISH(unmade)])


def _facts(row: OutboxRow, clock: Clock) -> Iterator[Phrase]:
    yield Phrase(texts.LANE, {"lane": row.lane})
    if row.not_before > clock.now and row.state in (DeliveryState.PENDING, DeliveryState.HELD):
        yield Phrase(texts.NOT_BEFORE, {"at": clock.shown(row.not_before)})
    if row.first_attempt_at is not None:
        times: dict[str, str | int | Phrase] = {
            "count": row.attempts,
            "number": str(row.attempts),
            "at": clock.shown(row.first_attempt_at),
        }
        yield Phrase(texts.ATTEMPTS, times)
    if row.sent_at is not None:
        yield Phrase(texts.SENT_AT, {"at": clock.shown(row.sent_at), "ref": row.ref or ""})
    if row.claimed_by is not None:
        yield Phrase(texts.CLAIMED, {"worker": row.claimed_by})
    if row.begun_at is not None and row.state is not DeliveryState.SENDING:
        yield Phrase(texts.IN_DOUBT, {"at": clock.shown(row.begun_at)})
    if row.head_id is not None:
        text = texts.JOINED if row.state is DeliveryState.JOINED else texts.ANSWERS
        yield Phrase(text, {"head": row.head_name})


def _of_article(owed: Delivery, clock: Clock) -> list[str]:
    article = owed.article
    published = ENGLISH(texts.PUBLISHED, at=clock.shown(article.published_at), source=article.source_name)
    reasons = [ENGLISH(texts.REASON, typed=each.typed, sentence=each.match.sentence) for each in owed.reasons]
    where = [STEP + article.url] if article.url else []
    return [STEP + published, *where, *section(texts.BECAUSE, reasons, texts.NO_REASON)]


def as_text(message: Message) -> list[str]:
    """The lines of a message as plain text."""
    from bot.platforms.terminal.format import PLAIN, choices, render

    numbers = range(1, len(choices(message)) + 1)
    return render(message, list(numbers), PLAIN).plain.splitlines()
