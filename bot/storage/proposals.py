"""Proposals: the sites that people ask for, one row each, and who waits for what comes of them.

ask ─▶ asked ─ begin_look, finish_look ─▶ found ─ decide ─▶ approved (its row of `source` is made), rejected
                                  └─▶ failed        ◀─ undo ─┘

Letters are enqueued in the transaction of the change that they report, to whoever waits then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, select, update

from bot.i18n.keys import from_any_release
from bot.i18n.keys import to_json as phrase_to_json
from bot.i18n.text import Phrase
from bot.model import Asker, AskResult, ChatKind, FoundSite, NewLetter, Proposal, ProposalState, Source, own_chat
from bot.storage import schema as t
from bot.storage.approved import approved_sources, from_json, to_json
from bot.storage.common import CHAT_COLUMNS, this_chat, to_chat
from bot.storage.database import Database
from bot.storage.letters import enqueue
from bot.storage.sources import upsert_sources

A_DAY = 5  #: sites that a person may ask for within a day
MOST_OPEN = 50  #: proposals that are not decided yet
DAY = timedelta(days=1)
LOOK_AGAIN_AFTER = timedelta(hours=1)  #: a site that could not be read may be asked for again
ASK_AGAIN_AFTER = timedelta(days=30)  #: the same of one that was rejected

OPEN_STATES = (ProposalState.ASKED, ProposalState.FOUND)
DECIDED = (ProposalState.APPROVED, ProposalState.REJECTED)
_p, _a = t.proposal.c, t.proposal_asker.c
#: as of a site that nobody has asked for
_NEW: dict[str, Any] = {
    "state": ProposalState.ASKED,
    "attempts": 0,
    "looked_at": None,
    "found": None,
    "reason": None,
    "decided_at": None,
    "decided_by": None,
}

Write = Callable[[Proposal], Sequence[NewLetter]]  #: the letters that report what has become of a proposal


class Proposals:
    """The sites that were asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, site: str, url: str, asker: Asker, now: datetime) -> tuple[AskResult, Proposal | None]:
        """Ask for a site; whoever asks for one that is open already waits with the others. Its chat must be stored."""
        with self._database.write_transaction() as db:
            known = _get(db, _p.site == site, lock=True)
            result = _result(known, now, _limit(db, known, asker, now))
            if result is AskResult.LOOKING:
                if known is not None:  # who asked before was told what came of it
                    db.execute(update(t.proposal_asker).where(_a.proposal_id == known.id).values(waits=False))
                values = {**_NEW, "url": url, "asked_at": now}
                row = self._database.insert(t.proposal).values(site=site, **values)
                db.execute(row.on_conflict_do_update(index_elements=["site"], set_=values))
            if result in (AskResult.LOOKING, AskResult.LOOKING_ALREADY, AskResult.WAITS):
                proposal_id = db.execute(select(_p.id).where(_p.site == site)).scalar_one()
                self._add_asker(db, proposal_id, asker, now)
            return result, _get(db, _p.site == site)

    def _add_asker(self, db: Connection, proposal_id: int, asker: Asker, now: datetime) -> None:
        chat_id = db.execute(select(t.chat.c.id).where(this_chat(asker.chat))).scalar_one()
        values = {
            "name": asker.name,
            "chat_id": chat_id,
            "directly": asker.directly,
            "decides": asker.decides,
            "asked_at": now,
            "waits": True,
        }
        key = {"proposal_id": proposal_id, "platform": asker.platform, "person": asker.key}
        row = self._database.insert(t.proposal_asker).values(**key, **values)
        db.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))

    def get(self, proposal_id: int) -> Proposal | None:
        """A proposal by its number."""
        with self._database.read_transaction() as db:
            return _get(db, _p.id == proposal_id)

    def begin_look(self) -> Proposal | None:
        """The site that is to be looked at next; its attempts count this one. None: there is none."""
        first = select(_p.id).where(_p.state == ProposalState.ASKED).order_by(_p.asked_at, _p.id).limit(1)
        with self._database.single_read() as db:
            if db.scalar(first) is None:
                return None
        with self._database.write_transaction() as db:
            found = db.scalar(first)
            db.execute(update(t.proposal).where(_p.id == found).values(attempts=_p.attempts + 1))
            return _get(db, _p.id == found)

    def finish_look(self, proposal_id: int, found: FoundSite | Phrase, write: Write, now: datetime) -> bool:
        """Record what was found at a site, or why nothing was; False: it was recorded before."""
        values: dict[str, Any] = {"looked_at": now}
        if isinstance(found, FoundSite):
            values |= {"state": ProposalState.FOUND, "found": to_json(found)}
        else:
            values |= {"state": ProposalState.FAILED, "reason": phrase_to_json(found)}
        return self._change(proposal_id, (ProposalState.ASKED,), values, write) is not None

    def decide(
        self, proposal_id: int, state: ProposalState, by: str, reason: Phrase | None, write: Write, now: datetime
    ) -> Proposal | None:
        """Approve or reject a proposal that was found; None: it is decided already, or not there.

        An approved source is enabled at once, and read as soon as a worker sees it.
        """
        kept = None if reason is None else phrase_to_json(reason)
        values = {"state": state, "decided_by": by, "decided_at": now, "reason": kept}
        return self._change(proposal_id, (ProposalState.FOUND,), values, write)

    def undo(self, proposal_id: int) -> Proposal | None:
        """Let a decided proposal wait for a decision again, and read its source no more; None: it is not decided."""
        values = {"state": ProposalState.FOUND, "decided_by": None, "decided_at": None, "reason": None}
        return self._change(proposal_id, DECIDED, values, lambda _: ())

    def keys(self) -> set[str]:
        """The keys of the sources that were found, whatever was decided."""
        with self._database.single_read() as db:
            found = db.scalars(select(_p.found).where(_p.found.is_not(None)))
            return {from_json(each).source.key for each in found}

    def approved(self) -> list[Source]:
        """The sources that operators approved."""
        with self._database.read_transaction() as db:
            return approved_sources(db)

    def _change(
        self, proposal_id: int, before: Sequence[ProposalState], values: dict[str, Any], write: Write
    ) -> Proposal | None:
        """Change the proposal if it is in one of these states; None: it is not."""
        with self._database.write_transaction() as db:
            was = _get(db, _p.id == proposal_id, lock=True)
            if was is None or was.state not in before:
                return None
            db.execute(update(t.proposal).where(_p.id == proposal_id).values(values))
            now_is = _get(db, _p.id == proposal_id)
            assert now_is is not None  # noqa: S101  # it is locked
            self._switch_source(db, was, now_is)
            for letter in write(now_is):
                enqueue(db, letter)
            return now_is

    def _switch_source(self, db: Connection, was: Proposal, now_is: Proposal) -> None:
        if now_is.state is ProposalState.APPROVED and now_is.found is not None:
            upsert_sources(self._database, db, [now_is.found.source])
        elif was.state is ProposalState.APPROVED and was.found is not None:
            db.execute(update(t.source).where(t.source.c.key == was.found.source.key).values(enabled=False))


def _result(known: Proposal | None, now: datetime, limit: AskResult | None) -> AskResult:
    """What comes of an ask for a site of which so much is known; `limit`: why nobody may ask for more."""
    state = None if known is None else known.state
    if known is not None and state is ProposalState.APPROVED:
        return AskResult.APPROVED
    if known is not None and state is ProposalState.REJECTED and now - (known.decided_at or now) < ASK_AGAIN_AFTER:
        return AskResult.REJECTED
    if known is not None and state is ProposalState.FAILED and now - (known.looked_at or now) < LOOK_AGAIN_AFTER:
        return AskResult.FAILED
    if limit is not None:
        return limit
    if state is ProposalState.ASKED:
        return AskResult.LOOKING_ALREADY
    return AskResult.WAITS if state is ProposalState.FOUND else AskResult.LOOKING


def _limit(db: Connection, known: Proposal | None, asker: Asker, now: datetime) -> AskResult | None:
    """Why this person may ask for nothing more; a site that they wait for already counts once."""
    person = and_(_a.platform == asker.platform, _a.person == asker.key)
    recent = set(db.scalars(select(_a.proposal_id).where(person, _a.asked_at > now - DAY)))
    if len(recent - {known.id if known else 0}) >= A_DAY:
        return AskResult.TOO_MANY
    if known is not None and known.state in OPEN_STATES:
        return None
    waiting = db.scalar(select(func.count()).where(_p.state.in_(OPEN_STATES))) or 0
    return AskResult.TOO_MANY_OPEN if waiting >= MOST_OPEN else None


def _get(db: Connection, which: Any, *, lock: bool = False) -> Proposal | None:
    statement = select(t.proposal).where(which)
    row = db.execute(statement.with_for_update() if lock else statement).mappings().first()
    return None if row is None else _proposal(row, _askers(db, row["id"]))


def _askers(db: Connection, proposal_id: int) -> tuple[Asker, ...]:
    own = (_a.platform.label("theirs"), _a.person, _a.name, _a.directly, _a.decides)
    asked = select(*own, *CHAT_COLUMNS, t.chat.c.kind, t.chat.c.language).join(t.chat, t.chat.c.id == _a.chat_id)
    rows = db.execute(asked.where(_a.proposal_id == proposal_id, _a.waits).order_by(_a.asked_at, _a.person))
    return tuple(
        Asker(
            platform=row.theirs,
            person=own_chat(row.theirs, row.person).id,
            name=row.name,
            chat=to_chat(row),
            kind=ChatKind(row.kind),
            language=row.language,
            directly=row.directly,
            decides=row.decides,
        )
        for row in rows
    )


def _proposal(row: RowMapping, askers: tuple[Asker, ...]) -> Proposal:
    return Proposal(
        id=row["id"],
        site=row["site"],
        url=row["url"],
        state=ProposalState(row["state"]),
        attempts=row["attempts"],
        asked_at=row["asked_at"],
        looked_at=row["looked_at"],
        found=None if row["found"] is None else from_json(row["found"]),
        reason=None if row["reason"] is None else from_any_release(row["reason"]),
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        askers=askers,
    )
