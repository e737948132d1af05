"""What is owed is owed once, claimed once, and its verdict is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy

from bot.errors import StatedProblem
from bot.model import DeliveryState, GiveUp, Readdress, Rest, RetryAt, Sent, Stop
from bot.storage.schema import metadata
from bot.storage.store import Store, migrate
from tests.storage.conftest import NOW, Room, chat, later


def owe(room: Room, chats: int = 1) -> None:
    for number in range(chats):
        query_id = room.follow(chat(str(number)), "AI")
    room.read(room.enter(1), query_id)
    room.fan_out()


def test_one_row_per_chat_and_article_whatever_number_of_follows_it_answers(room: Room) -> None:
    ai, waste = room.follow(chat(), "AI"), room.follow(chat(), "waste")
    room.read(room.enter(1), ai, waste)
    room.fan_out()
    (delivery,) = room.claim()
    assert [reason.typed for reason in delivery.reasons] == ["AI", "waste"]
    assert room.claim() == [], "what is claimed is not claimed again"


def test_who_followed_after_the_match_is_not_owed_it(room: Room) -> None:
    ai = room.follow(chat("1"), "AI")
    room.read(room.enter(1), ai, at=later(minutes=1))
    room.follow(chat("2"), "AI", at=later(minutes=2))
    room.fan_out(later(minutes=3))
    assert [delivery.chat.id for delivery in room.claim(at=later(minutes=3))] == ["1"]


def test_a_claim_takes_one_a_chat_the_oldest_first_and_none_of_the_busy(room: Room) -> None:
    ai = room.follow(chat("1"), "AI")
    room.follow(chat("2"), "AI")
    for number in (1, 2):
        room.read(room.enter(number), ai)
    room.fan_out()
    first = room.claim()
    assert [(delivery.chat.id, delivery.article.id) for delivery in first] == [("1", 1), ("2", 1)]
    assert room.claim() == [], "to both of them something is being sent"
    for delivery in first:
        room.store.record(delivery, Sent(ref="1"), None, NOW)
    busy = {first[0].chat_row}
    assert [(delivery.chat.id, delivery.article.id) for delivery in room.store.claim("telegram", NOW, 9, busy)] == [
        ("2", 2)
    ]
    assert room.claim(platform="slack") == []


def test_what_was_claimed_and_not_begun_is_given_back(room: Room) -> None:
    owe(room)
    room.store.release(room.claim())
    assert len(room.claim()) == 1


def test_after_a_crash_what_was_being_sent_is_pending_again(room: Room) -> None:
    owe(room, 2)
    room.claim(1)
    assert room.store.recover() == 1
    assert len(room.claim()) == 2


@pytest.mark.parametrize(
    ("verdict", "not_before", "state", "reason"),
    [
        (Sent(ref="77"), None, DeliveryState.SENT, None),
        (RetryAt(reason="502"), NOW + timedelta(seconds=5), DeliveryState.PENDING, "502"),
        (RetryAt(reason="502"), None, DeliveryState.FAILED, "502"),
        (GiveUp(reason="poison"), None, DeliveryState.FAILED, "poison"),
        (Rest(reason="blocked"), None, DeliveryState.DROPPED, "the chat rests"),
        (Stop(reason="401"), None, DeliveryState.PENDING, None),
        (Readdress(id="-1"), None, DeliveryState.PENDING, None),
    ],
)
def test_each_verdict_leaves_its_mark(
    room: Room, verdict: Sent, not_before: object, state: DeliveryState, reason: str | None
) -> None:
    owe(room)
    (delivery,) = room.claim()
    room.store.record(delivery, verdict, not_before, NOW)  # type: ignore[arg-type]  # the table's column
    engine = sqlalchemy.create_engine(room.url)
    with engine.connect() as db:
        row = db.execute(sqlalchemy.select(metadata.tables["delivery"])).mappings().one()
    engine.dispose()
    assert (row["state"], row["reason"]) == (state, reason)


def test_a_retry_remembers_its_tries_and_that_it_goes_out_plain(room: Room) -> None:
    owe(room)
    (delivery,) = room.claim()
    room.store.record(delivery, RetryAt(reason="markup", plain=True), later(seconds=5), NOW)
    assert room.claim(at=later(seconds=4)) == []
    (delivery,) = room.claim(at=later(seconds=5))
    assert (delivery.attempts, delivery.first_attempt_at, delivery.plain) == (1, NOW, True)


def test_what_was_given_up_is_shown_with_its_reason(room: Room) -> None:
    owe(room)
    (delivery,) = room.claim()
    room.store.record(delivery, GiveUp(reason="poison"), None, NOW)
    assert room.store.failed(5) == [(chat("0"), "Title 1", "poison")]


def test_fan_out_goes_on_from_its_cursor_in_another_life(room: Room) -> None:
    query_ids = {room.follow(chat(str(number)), "AI") for number in range(5)}
    room.read(room.enter(1), *query_ids)
    other = Store.open(room.url)
    while other.fan_out(NOW):
        pass
    other.close()
    room.fan_out()
    assert len(room.claim()) == 5


def test_the_migrations_make_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    made, drawn = (sqlalchemy.create_engine(f"sqlite:///{tmp_path}/{name}.db") for name in ("made", "drawn"))
    migrate(str(made.url))
    metadata.create_all(drawn)
    tables = []
    for engine in (made, drawn):
        look = sqlalchemy.inspect(engine)
        tables.append(
            {
                name: (
                    sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)),
                    sorted(str(i["name"]) for i in look.get_indexes(name)),
                    sorted(str(u["name"]) for u in look.get_unique_constraints(name)),
                    look.get_pk_constraint(name)["constrained_columns"],
                )
                for name in look.get_table_names()
                if name != "alembic_version"
            }
        )
        engine.dispose()
    assert tables[0] == tables[1]


def test_a_database_that_cannot_be_used_is_a_stated_problem(tmp_path: Path) -> None:
    with pytest.raises(StatedProblem, match=r"names mysql.*Right: sqlite:///jarshy.db, or postgresql:"):
        Store.open("mysql://127.0.0.1/x")
    with pytest.raises(StatedProblem, match="can't be opened"):
        migrate(f"sqlite:///{tmp_path}/no/such/folder/x.db")


def test_the_operator_is_told_of_each_failure_once(room: Room) -> None:
    assert room.store.told() == set()
    room.store.tell("source:kt-eng", NOW)
    room.store.tell("source:kt-eng", later(hours=1))
    assert room.store.told() == {"source:kt-eng"}
    room.store.untell("source:kt-eng")
    assert room.store.told() == set()


def test_a_source_silent_for_longer_than_usual_is_told_apart(room: Room) -> None:
    assert not room.store.source_health(NOW)[0].silent_longer_than_usual, "nothing is known of it yet"
    for hour in range(0, 24, 2):
        room.enter(hour, at=later(hours=-hour - 1))
    assert not room.store.source_health(NOW)[0].silent_longer_than_usual
    assert room.store.source_health(later(hours=12))[0].silent_longer_than_usual
    assert room.store.source_health(later(days=30))[0].silent_longer_than_usual
    assert room.store.archive_start() == later(hours=-23)
    assert [article.title for article in room.store.articles(later(hours=-4), NOW, limit=1)] == ["Title 0"]
    assert room.store.article(999) is None
