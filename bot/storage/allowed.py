"""Who may use the bot where JARSHY_ACCESS is a list: one row for each person or chat, and what they are told.

    told ─ ask ─▶ asked ─ decide ─▶ allowed ─ remove ─▶ (no row)         settle: a chat that may not use the bot
                          └───────▶ refused ─ 30 days ─▶ (no row)                is paused, one that may again wakes

A private chat whose id is not that of its person, as on Slack, stands with a row that names the person: it falls when
the person does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, exists, func, literal, or_, select

from bot.messages.access_letters import AccessLetters, Recipient
from bot.model import Admission, AdmissionResult, Cause, Chat, ChatKind, Guest, NewLetter, Standing
from bot.storage import schema as t
from bot.storage.admitted import Operators, is_admitted, lets_in, waits_for
from bot.storage.chats import deactivate, reactivate
from bot.storage.common import CHAT_COLUMNS, this_chat, to_chat
from bot.storage.database import Database
from bot.storage.letters import enqueue

A_DAY = 20  #: requests that reach operators within a day
ASK_AGAIN_AFTER = timedelta(days=30)  #: who was told or refused may ask again, and is told again
DAY = timedelta(days=1)
MOST_NAMED = 10_000  #: who are looked through for a name
BATCH = 100  #: chats that are paused or woken in one transaction
EXEMPT = "terminal"  #: a platform of the machine itself


_a, _c = t.allowed.c, t.chat.c
_KEY = ["platform", "workspace", "native_id"]


class Allowed:
    """The list of who may use the bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def admits(self, chat: Chat, person: str, operators: Operators) -> bool:
        """May this chat use the bot? `person`: whose private chat it is; "": a chat of several."""
        ids = [chat.id, *([person] if person else [])]
        mine = and_(_a.platform == chat.platform, _a.workspace.in_(("", chat.workspace)), _a.native_id.in_(ids))
        with self._database.single_read() as db:
            return db.scalar(select(_a.platform).where(mine, lets_in(operators)).limit(1)) is not None

    def vouch(self, chat: Chat, person: str, now: datetime) -> None:
        """A private chat is that of a person who may use the bot: it stands and falls with them."""
        guest = Guest(platform=chat.platform, workspace=chat.workspace, id=chat.id)
        with self._database.write_transaction() as db:
            self._put(db, guest, Standing.ALLOWED, now, through=person)

    def tell(self, guest: Guest, now: datetime) -> bool:
        """Who may not use the bot is told so; False: they were told already."""
        with self._database.write_transaction() as db:
            return self._put_told(db, guest, now)

    def ask(self, guest: Guest, letters: Sequence[NewLetter], now: datetime) -> AdmissionResult:
        """Ask operators to let somebody in, with these letters to them."""
        with self._database.write_transaction() as db:
            self._put_told(db, guest, now)  # of two who ask at once, the second waits for that row
            found = db.execute(select(_a.standing).where(_this(guest)).with_for_update()).scalar_one()
            standing = Standing(found)
            if standing is Standing.ASKED:
                return AdmissionResult.ASKED_ALREADY
            if standing is Standing.REFUSED:
                return AdmissionResult.REFUSED
            lately = and_(_a.standing != Standing.TOLD, _a.asked_at > now - DAY)
            if (db.scalar(select(func.count()).select_from(t.allowed).where(lately)) or 0) >= A_DAY:
                return AdmissionResult.TOO_MANY
            self._put(db, guest, Standing.ASKED, now, asked_at=now)
            for letter in letters:
                enqueue(db, letter)
            return AdmissionResult.ASKED

    def decide(
        self, guests: Sequence[Guest], standing: Standing, by: str, letters: AccessLetters, now: datetime
    ) -> list[Admission]:
        """Allow or refuse these; who asked is told, and chats that waited for it get alerts again.

        Returns what stood of each before; a name that was known is kept.
        """
        before = []
        with self._database.write_transaction() as db:
            for guest in guests:
                row = db.execute(select(t.allowed).where(_this(guest)).with_for_update()).mappings().first()
                known = _admission(row) if row else None
                before += [known] if known else []
                named = known.guest if known and not guest.name else guest
                self._put(db, named, standing, now, by=by)
                woken = _wake(db, waits_for(guest), letters) if standing is Standing.ALLOWED else 0
                if known and known.standing is Standing.ASKED and not woken:
                    enqueue(db, _decided(db, named, standing, letters), though_paused=True)
        return before

    def admit_everyone(self, by: str, letters: AccessLetters, now: datetime) -> int:
        """Allow all chats that follow something and can be reached; returns how many are new on the list."""
        here = or_(_c.paused_at.is_(None), _c.pause_cause == Cause.NOT_ALLOWED)
        follows = exists().where(t.subscription.c.chat_id == _c.id)
        one = func.min
        found = (
            select(
                _c.platform,
                _c.workspace,
                _c.native_id,
                one(_c.kind).label("kind"),
                one(_c.title).label("name"),
                literal(Standing.ALLOWED.value).label("standing"),
                literal("").label("through"),
                literal(by).label("changed_by"),
                literal(now, _a.changed_at.type).label("changed_at"),
            )
            .where(here, follows, _c.platform != EXEMPT, ~is_admitted(()))
            .group_by(_c.platform, _c.workspace, _c.native_id)
        )
        columns = [*_KEY, "kind", "name", "standing", "through", "changed_by", "changed_at"]
        with self._database.write_transaction() as db:
            row = self._database.insert(t.allowed).from_select(columns, found)
            changed = {"standing": Standing.ALLOWED, "through": "", "changed_by": by, "changed_at": now}
            added = db.scalar(select(func.count()).select_from(found.subquery())) or 0
            db.execute(row.on_conflict_do_update(index_elements=_KEY, set_=changed))
        while self._wake_batch((), letters):
            pass
        return added

    def remove(self, guest: Guest) -> Admission | None:
        """Take somebody off the list; None: they were not on it. `settle` does the rest."""
        with self._database.write_transaction() as db:
            row = db.execute(select(t.allowed).where(_this(guest))).mappings().first()
            if row is None or row["standing"] != Standing.ALLOWED:
                return None
            db.execute(delete(t.allowed).where(_this(guest)))
            return _admission(row)

    def settle(self, closed: bool, operators: Operators, letters: AccessLetters, now: datetime) -> tuple[int, int]:
        """Pause the chats that may not use the bot, and wake those that may again: how many of each.

        `closed`: only who is on the list may; else all wake. Each is told once; a chat that gets nothing is left alone.
        """
        paused = 0
        while closed and (batch := self._pause_batch(operators, letters, now)):
            paused += batch
        woken = 0
        while batch := self._wake_batch(operators if closed else None, letters):
            woken += batch
        return paused, woken

    def _pause_batch(self, operators: Operators, letters: AccessLetters, now: datetime) -> int:
        gets = [exists().where(each.c.chat_id == _c.id) for each in (t.subscription, t.digest_schedule)]
        outside = and_(_c.paused_at.is_(None), _c.platform != EXEMPT, or_(*gets), ~is_admitted(operators))
        found = select(_c.id).where(outside).order_by(_c.id).limit(BATCH)
        with self._database.single_read() as db:
            if db.scalar(found.limit(1)) is None:
                return 0
        with self._database.write_batch() as db:
            ids = db.scalars(found).all()
            for chat_id in ids:
                deactivate(db, chat_id, Cause.NOT_ALLOWED, now)
                recipient = _recipient(db, _c.id == chat_id)
                if recipient is not None:
                    enqueue(db, letters.shut_out(recipient), though_paused=True)
            return len(ids)

    def _wake_batch(self, operators: Operators | None, letters: AccessLetters) -> int:
        """Wake some of the chats that may use the bot again; `operators` None: all may."""
        admitted = literal(1) == 1 if operators is None else is_admitted(operators)
        found = and_(_c.pause_cause == Cause.NOT_ALLOWED, _c.paused_at.is_not(None), admitted)
        with self._database.single_read() as db:
            if db.scalar(select(_c.id).where(found).limit(1)) is None:
                return 0
        with self._database.write_batch() as db:
            return _wake(db, found, letters)

    def listed(self, standing: Standing, limit: int) -> tuple[list[Admission], int]:
        """Those with that standing, the latest first, at most `limit`; and how many there are."""
        which = and_(_a.standing == standing, _a.through == "")
        found = select(t.allowed).where(which).order_by(_a.changed_at.desc(), _a.native_id).limit(limit)
        with self._database.read_transaction() as db:
            count = db.scalar(select(func.count()).select_from(t.allowed).where(which)) or 0
            return [_admission(row) for row in db.execute(found).mappings()], count

    def named(self, name: str) -> list[Guest]:
        """Those who were told or have asked, and are shown with that name, whatever its capitals; at most two."""
        others = select(t.allowed).where(_a.standing != Standing.ALLOWED, _a.name != "")
        others = others.order_by(_a.changed_at.desc()).limit(MOST_NAMED)
        with self._database.single_read() as db:  # SQLite knows capitals of ASCII only
            guests = [_admission(row).guest for row in db.execute(others).mappings()]
        return [each for each in guests if each.name.casefold() == name.casefold()][:2]

    def sweep(self, now: datetime) -> None:
        """Forget who was told, asked or was refused long ago: they may ask again."""
        old = and_(_a.standing != Standing.ALLOWED, _a.changed_at < now - ASK_AGAIN_AFTER)
        with self._database.write_transaction() as db:
            db.execute(delete(t.allowed).where(old))

    def _put_told(self, db: Connection, guest: Guest, now: datetime) -> bool:
        row = self._database.insert(t.allowed).values(_values(guest, Standing.TOLD, "", now))
        return db.execute(row.on_conflict_do_nothing(index_elements=_KEY).returning(_a.platform)).first() is not None

    def _put(
        self,
        db: Connection,
        guest: Guest,
        standing: Standing,
        now: datetime,
        *,
        by: str = "",
        through: str = "",
        asked_at: datetime | None = None,
    ) -> None:
        values = _values(guest, standing, by, now) | {"through": through}
        values |= {} if asked_at is None else {"asked_at": asked_at}
        row = self._database.insert(t.allowed).values(values)
        kept = {name: value for name, value in values.items() if name not in _KEY}
        db.execute(row.on_conflict_do_update(index_elements=_KEY, set_=kept))


def _values(guest: Guest, standing: Standing, by: str, now: datetime) -> dict[str, Any]:
    return {
        "platform": guest.platform,
        "workspace": guest.workspace,
        "native_id": guest.id,
        "kind": guest.kind,
        "name": guest.name,
        "standing": standing,
        "through": "",
        "changed_by": by,
        "changed_at": now,
    }


def _this(guest: Guest) -> ColumnElement[bool]:
    """Condition: the row of a guest."""
    return and_(_a.platform == guest.platform, _a.workspace == guest.workspace, _a.native_id == guest.id)


def _wake(db: Connection, which: ColumnElement[bool], letters: AccessLetters) -> int:
    """Wake some paused chats and tell them, within a transaction; returns how many."""
    ids = db.scalars(select(_c.id).where(which).order_by(_c.id).limit(BATCH)).all()
    for chat_id in ids:
        reactivate(db, chat_id)
        recipient = _recipient(db, _c.id == chat_id)
        if recipient is not None:
            enqueue(db, letters.let_in(recipient, again=True))
    return len(ids)


def _decided(db: Connection, guest: Guest, standing: Standing, letters: AccessLetters) -> NewLetter:
    """To who asked to be let in."""
    chat = guest.hears_in
    recipient = _recipient(db, this_chat(chat)) or Recipient(chat=chat, kind=guest.kind)
    return letters.let_in(recipient, again=False) if standing is Standing.ALLOWED else letters.refused(recipient)


def _recipient(db: Connection, which: ColumnElement[bool]) -> Recipient | None:
    row = db.execute(select(*CHAT_COLUMNS, _c.language, _c.timezone, _c.kind).where(which)).first()
    if row is None:
        return None
    return Recipient(chat=to_chat(row), kind=ChatKind(row.kind), language=row.language, timezone=row.timezone)


def _admission(row: RowMapping) -> Admission:
    return Admission(
        guest=Guest(
            platform=row["platform"],
            workspace=row["workspace"],
            id=row["native_id"],
            kind=ChatKind(row["kind"]),
            name=row["name"],
        ),
        standing=Standing(row["standing"]),
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
    )
