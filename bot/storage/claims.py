"""Claims: a worker takes what is due, chat by chat, in the fair order.

chats due ─ lock them ─ their rows, oldest article first ─ mark as claimed ─ (locks released) ─ load what they carry
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
    update,
)

from bot.model import Cause, Delivery, DeliveryState, LetterKind, Sendable
from bot.storage import letters
from bot.storage import schema as t
from bot.storage.common import (
    CHAT_COLUMNS,
    OPEN,
    PENDING,
    PENDING_BY_KEY,
    SENDING,
    SENDING_BY_KEY,
    UNCLAIMED,
    claim_statement,
)
from bot.storage.contents import load_deliveries
from bot.storage.database import Database
from bot.storage.quiet import QUIET_COLUMNS, hold_quiet, quiet_until_at
from bot.storage.story_heads import heads_may_end, promote
from bot.storage.waits import HEALTH_COLUMNS, hold_owed, to_health

SOLO = "solo"  #: the name of a worker that shares its database with no other
CLAIM_TIMEOUT = timedelta(minutes=5)  #: then any worker may take a claim back: longer than any message is in flight
_NUMBERS = itertools.count()  #: of this process's claims
ROWS_PER_CHAT = 4  #: due rows read for each chat wanted, because a chat with many rows fills several
#: how often a row that waits for an earlier one of its chat is checked: the clock may have been set back meanwhile
RECHECK_AFTER = timedelta(minutes=1)
#: deliveries that came while their chat was quiet, and are claimed together: one message tells of them
QUIET_TOGETHER = 500
#: a row with at most so many failed attempts blocks its chat's later ones, to keep the order; then they overtake it
BLOCKING_ATTEMPTS = 3

_d = t.delivery.c
_KEY = and_(_d.chat_id == bindparam("chat"), _d.article_id == bindparam("article"))
_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)

# Statements are built once: building them for each claim would cost more than running them.
_OTHER = t.delivery.alias()
_DUE_DELIVERIES = (
    select(_d.chat_id, _d.fair_at, literal_column("0").label("id"))
    .where(
        PENDING,
        _d.lane == bindparam("lane"),
        _d.not_before <= bindparam("now"),
        _d.chat_id.not_in(bindparam("busy", expanding=True)),
        _d.chat_id.not_in(select(_OTHER.c.chat_id).where(_OTHER.c.state == literal_column("'sending'"))),
    )
    .order_by(_d.fair_at)
    .limit(bindparam("most"))
)
#: both with one statement, for there is none due when a lane has all, and it looks after each message
_DUE = union_all(*(select(due.subquery("due")) for due in (_DUE_DELIVERIES, letters.DUE))).order_by("fair_at", "id")
#: locks the chats, so that no two workers ever send to one chat at a time; rows that only refer to them, as fan-out
#: inserts, are not blocked
LOCK_CHATS = (
    select(
        t.chat.c.id,
        *CHAT_COLUMNS,
        *HEALTH_COLUMNS,
        *QUIET_COLUMNS,
        t.chat.c.kind,
        t.chat.c.timezone,
        t.chat.c.language,
        t.chat.c.languages,
    )
    .where(t.chat.c.id.in_(_CHAT_IDS))
    .with_for_update(skip_locked=True, key_share=True)
)
#: all that a chat is claimed of a quiet time goes in one message, but what was refused before
_BEGIN_QUIET = (
    update(t.delivery)
    .where(_d.chat_id.in_(_CHAT_IDS), SENDING, _d.claimed_by == bindparam("worker"))
    .where(_d.quiet, ~_d.plain, ~_d.alone)
    .values(begun_at=func.coalesce(_d.begun_at, bindparam("now")))
    .returning(_d.chat_id)
)
_OPEN_ROWS = (
    select(_d.chat_id, _d.article_id, _d.not_before, _d.attempts, _d.first_attempt_at, _d.plain, _d.alone, _d.rings)
    .add_columns(_d.cause, _d.quiet, _d.state, _d.head_id, _d.begun_at)
    .where(OPEN, _d.chat_id.in_(_CHAT_IDS))
    .order_by(_d.chat_id, _d.article_id)
    .limit(bindparam("most"))
)
_CLAIM = claim_statement(t.delivery, and_(_KEY, PENDING_BY_KEY))
_POSTPONE = update(t.delivery).where(_KEY).values(not_before=bindparam("until"))
_DROP_UNFOLLOWED = (
    update(t.delivery)
    .where(_KEY, SENDING_BY_KEY, _d.claimed_by == bindparam("worker"))
    .values(state=DeliveryState.DROPPED, cause=Cause.UNFOLLOWED, detail=None, **UNCLAIMED)
)


class Claims:
    """Claiming what is due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self,
        lane: str,
        now: datetime,
        limit: int,
        busy: Collection[int] = (),
        *,
        per_chat: int = 1,
        worker: str = SOLO,
        until: datetime | None = None,
    ) -> list[Sendable]:
        """Claim what is due for up to `limit` chats, at most `per_chat` of each, none of the chat ids in `busy`.

        Chats come in the fair order; what is for one chat stands together: letters, then what came while it was quiet,
        up to QUIET_TOGETHER of it, then deliveries in the order of publication. A chat to which any worker is sending
        is skipped. A delivery that no follow asks for any more is dropped. `until`: of `claim_end`, if the caller is to
        know it though this fails.
        """
        due = {"lane": lane, "now": now, "busy": list(busy), "most": limit * ROWS_PER_CHAT}
        with self._database.single_read() as db:
            wanted = list(dict.fromkeys(db.scalars(_DUE, due)))[:limit]
        if not wanted:
            return []  # no need for the writer's lock
        until = until or claim_end(now)
        with self._database.write_transaction() as db:
            chats = _lock_chats(db, wanted, now)
            rows, due_letters = _select_due(db, [chat for chat in wanted if chat in chats], now, per_chat)
            _mark(db, rows, worker, until)
            letters.mark(db, due_letters, worker, until)
        claimed: dict[int, list[Sendable]] = {chat: [] for chat in wanted}
        for row in due_letters:
            chat = chats[row["chat_id"]]
            claimed[chat.id].append(letters.to_letter(row, chat, to_health(chat), until))
        for delivery in self._load(rows, chats, worker, now, until):
            claimed[delivery.chat_id].append(delivery)
        return [owed for of_chat in claimed.values() for owed in of_chat]

    def begin(self, ids: Collection[int], now: datetime, worker: str = SOLO) -> set[int]:
        """Before letters that are sent once go out: write that down; returns the ids of those that may go.

        The others are claimed by another worker, or dropped, meanwhile.
        """
        with self._database.write_transaction() as db:
            return letters.begin(db, ids, worker, now)

    def begin_quiet(self, chat_ids: Collection[int], now: datetime, worker: str = SOLO) -> set[int]:
        """The same of what came while these chats were quiet; returns the ids of the chats to which it may go."""
        with self._database.write_transaction() as db:
            return set(db.scalars(_BEGIN_QUIET, {"chats": list(chat_ids), "worker": worker, "now": now}))

    def _load(
        self, rows: Sequence[RowMapping], chats: Mapping[int, Any], worker: str, now: datetime, until: datetime
    ) -> list[Delivery]:
        """The claimed rows as Deliveries, in order of publication; those that nobody follows any more are dropped."""
        if not rows:
            return []
        with self._database.read_transaction() as db:
            deliveries, unfollowed = load_deliveries(db, rows, chats, now, until)
        if unfollowed:
            keys = [{"chat": chat, "article": article, "worker": worker} for chat, article in unfollowed]
            with self._database.write_transaction() as db:
                heads_may_end(db)
                db.execute(_DROP_UNFOLLOWED, keys)
                promote(db, unfollowed)
        return deliveries


def claim_end(now: datetime) -> datetime:
    """Until when a claim that begins now lasts: its microseconds are its number, so that no other claim has the same.

    That tells a worker's claims of one row apart: an outcome is recorded for the claim it belongs to, and only once.
    """
    return (now + CLAIM_TIMEOUT - timedelta(seconds=1)).replace(microsecond=next(_NUMBERS) % 1_000_000)


def _lock_chats(db: Connection, wanted: Sequence[int], now: datetime) -> dict[int, Any]:
    """Lock these chats, without those that another worker has locked; their rows by id.

    A chat that waits is none of them: what was enqueued before it was known to wait is held now. So is what is owed to
    a chat that is quiet, but for letters, and for what rings.
    """
    rows = db.execute(LOCK_CHATS, {"chats": wanted}).all()
    waiting = {row.id for row in rows if row.waits_until is not None and row.waits_until > now}
    for row in rows:
        if row.id in waiting:
            hold_owed(db, row.id, to_health(row))
        elif until := quiet_until_at(row, now):
            hold_quiet(db, row.id, until)
    return {row.id: row for row in rows if row.id not in waiting}


def _select_due(
    db: Connection, chats: Sequence[int], now: datetime, per_chat: int
) -> tuple[list[RowMapping], list[RowMapping]]:
    """The deliveries and the letters to send, chats in this order, each chat's oldest article first.

    A row that waits for a retry holds up the later ones of its chat: they wait as long. A chat to which anything is
    being sent is skipped; that is checked again here, because another worker may have claimed it since. What answers to
    an alert that goes now waits until that is sent, to be a reply to it.
    """
    of_chat = _open_rows(db, chats, per_chat)
    open_letters: dict[int, list[RowMapping]] = {chat: [] for chat in of_chat}
    for row in letters.open_letters(db, list(of_chat)):
        open_letters[row["chat_id"]].append(row)
    selected: list[RowMapping] = []
    selected_letters: list[RowMapping] = []
    postponed: list[dict[str, Any]] = []
    for chat, rows in of_chat.items():
        if any(row["state"] == DeliveryState.SENDING for row in (*rows, *open_letters[chat])):
            continue
        due, blocked, until = _split_blocked(rows, now)
        due_letters = _due_letters(open_letters[chat], now, per_chat, digests=not due)
        selected_letters += due_letters
        selected += _without_answers(_first(due, per_chat - len(due_letters)))
        postponed += [{**key, "until": until} for key in _keys(blocked)]
    if postponed:
        db.execute(_POSTPONE, postponed)
    return selected, selected_letters


def _open_rows(db: Connection, chats: Sequence[int], per_chat: int) -> dict[int, list[RowMapping]]:
    """The open rows of chats, in the order of `chats`; without the chats for which there are too many at a time.

    No chat's rows are cut in two by that: what came while it was quiet is to be in one message.
    """
    most = max(len(chats) * (per_chat + BLOCKING_ATTEMPTS), per_chat + QUIET_TOGETHER)
    of_chat: dict[int, list[RowMapping]] = {chat: [] for chat in chats}
    rows = db.execute(_OPEN_ROWS, {"chats": chats, "most": most}).mappings().all()
    for row in rows:
        of_chat[row["chat_id"]].append(row)
    if len(rows) < most:
        return of_chat
    first, last = rows[0]["chat_id"], rows[-1]["chat_id"]
    return {chat: found for chat, found in of_chat.items() if chat < last or chat == first}


def _first(rows: Sequence[RowMapping], most: int) -> list[RowMapping]:
    """As many of the rows that may go as are claimed at a time."""
    quiet = [row for row in rows if row["quiet"]][:QUIET_TOGETHER]
    return quiet + [row for row in rows if not row["quiet"]][: max(most - len(quiet), 0)]


def _without_answers(rows: list[RowMapping]) -> list[RowMapping]:
    """Without what is a reply to another of them; what came while the chat was quiet is one message."""
    going = {row["article_id"] for row in rows}
    return [row for row in rows if row["quiet"] or row["head_id"] not in going]


def _due_letters(of_chat: Sequence[RowMapping], now: datetime, per_chat: int, *, digests: bool) -> list[RowMapping]:
    """The letters to send; a digest waits as long as there are alerts to send, for it holds up none."""
    due = [row for row in of_chat if row["due_at"] <= now and (digests or row["kind"] != LetterKind.DIGEST)]
    return due[:per_chat]


def _split_blocked(rows: Sequence[RowMapping], now: datetime) -> tuple[list[RowMapping], list[RowMapping], datetime]:
    """The rows that may go, those that have to wait for an earlier one, and until when."""
    due: list[RowMapping] = []
    for index, row in enumerate(rows):
        if row["not_before"] <= now:
            due.append(row)
        elif 0 < row["attempts"] <= BLOCKING_ATTEMPTS:
            until = min(row["not_before"], now + RECHECK_AFTER)
            return due, [later for later in rows[index + 1 :] if later["not_before"] <= now], until
    return due, [], now


def _mark(db: Connection, rows: Sequence[RowMapping], worker: str, until: datetime) -> None:
    """One by one, by key: for a list of pairs SQLite would scan all that is pending."""
    if rows:
        db.execute(_CLAIM, [{**key, "worker": worker, "until": until} for key in _keys(rows)])


def _keys(rows: Iterable[RowMapping]) -> list[dict[str, Any]]:
    return [{"chat": row["chat_id"], "article": row["article_id"]} for row in rows]
