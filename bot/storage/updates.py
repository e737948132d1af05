"""Updates: what platforms told, from when it came in until it is answered, and a day longer to know it again.

receive ─▶ pending ─ begin, answer, finish ─▶ answered ─ after a day ─▶ gone
              └─ found too late, or tried too often ─▶ given up ─ after a day ─▶ gone

Anybody may receive; who answers makes sure that its lease of the listener is its own when it begins.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, literal_column, or_, select, update

from bot.model import Chat, ChatKind, Command, PlatformFacts, Received, SentFile, UpdateState
from bot.storage import schema as t
from bot.storage.database import Database

ANSWERED_WITHIN = timedelta(minutes=10)  #: after that nobody waits for the answer, and a button's message has changed
TRIES = 3  #: answers begun; what ends the process each time is given up
KNOWN_FOR = timedelta(days=1)  #: Telegram tells an update again for so long, Slack for minutes

_u = t.update.c
# the state spelled out, as for deliveries (common.py)
_PENDING = _u.state == literal_column("'pending'")
_IN_LANE = _u.lane == bindparam("in_lane")

# Statements are built once: they are asked for each update.
_WAITS = and_(_PENDING, _IN_LANE, _u.id.not_in(bindparam("busy", expanding=True)))
# of those that came together Telegram's ids count up
_WAITING = select(_u.id, _u.payload).where(_WAITS).order_by(_u.received_at, func.length(_u.id), _u.id)
_THIS = and_(_IN_LANE, _u.id == bindparam("known_as"))
_BEGIN = update(t.update).where(_THIS, _PENDING).values(attempts=_u.attempts + 1)
_FINISH = update(t.update).where(_THIS).values(state=UpdateState.ANSWERED, payload=None)


class Updates:
    """What came in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(self, received: Sequence[Received], now: datetime) -> list[Received]:
        """Store it, all or nothing; those of it that had not come before."""
        insert = self._database.insert(t.update).on_conflict_do_nothing(index_elements=["lane", "id"])
        insert = insert.returning(_u.id)
        new = []
        with self._database.write_transaction() as db:
            for order, each in enumerate(received):
                values = {
                    "lane": each.command.chat.lane,
                    "id": each.update_id,
                    "payload": _to_json(each),
                    "received_at": now + timedelta(microseconds=order),  # answered after a crash in the same order
                    "state": UpdateState.PENDING,
                    "attempts": 0,
                }
                if db.scalar(insert.values(values)) is not None:
                    new.append(each)
        return new

    def pending(self, lane: str, busy: Collection[str] = ()) -> list[Received]:
        """What is to be answered, in the order in which it came; `busy` are ids of those that are being answered."""
        with self._database.single_read() as db:
            rows = db.execute(_WAITING, {"in_lane": lane, "busy": list(busy)}).all()
        return [_from_json(row.payload, row.id) for row in rows]

    def give_up(self, lane: str, busy: Collection[str], now: datetime) -> int:
        """Give up what waits for too long or was begun too often; how many there were."""
        late = or_(_u.received_at < now - ANSWERED_WITHIN, _u.attempts >= TRIES)
        over = update(t.update).where(_WAITS, late).values(state=UpdateState.GIVEN_UP, payload=None)
        with self._database.write_transaction() as db:
            return db.execute(over, {"in_lane": lane, "busy": list(busy)}).rowcount

    def begin(self, received: Received) -> bool:
        """Its answer begins; False: it needs none any more."""
        with self._database.write_transaction() as db:
            return db.execute(_BEGIN, _key(received)).rowcount == 1

    def finish(self, received: Received) -> None:
        """It is answered. What it said is forgotten: a response_url of Slack's lets anybody answer for half an hour."""
        with self._database.write_transaction() as db:
            db.execute(_FINISH, _key(received))

    def prune(self, now: datetime) -> None:
        """Forget what no platform tells again."""
        with self._database.write_transaction() as db:
            db.execute(delete(t.update).where(_u.received_at < now - KNOWN_FOR))


def _key(received: Received) -> dict[str, str]:
    return {"in_lane": received.command.chat.lane, "known_as": received.update_id}


def _to_json(received: Received) -> str:
    return json.dumps({"command": asdict(received.command), "context": dict(received.context)})


def _from_json(payload: str, update_id: str) -> Received:
    """What `_to_json` was given, if need be by another release: what it did not say is as by default."""
    told = json.loads(payload)
    command = told["command"]
    nouns = {
        "chat": Chat(**_known(Chat, command["chat"])),
        "kind": ChatKind(command["kind"]),
        "facts": PlatformFacts(**_known(PlatformFacts, command["facts"])),
        "document": _file(command.get("document")),
    }
    return Received(command=Command(**(_known(Command, command) | nouns)), context=told["context"], update_id=update_id)


def _file(told: dict[str, Any] | None) -> SentFile | None:
    """A file that came with it: its name, for what it holds is fetched when the answer begins."""
    return None if told is None else SentFile(name=told["name"])


def _known(noun: type, told: dict[str, Any]) -> dict[str, Any]:
    return {each.name: told[each.name] for each in fields(noun) if each.name in told}
