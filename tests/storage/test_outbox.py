"""What is owed is owed once, claimed once, and its outcome is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from bot.errors import StatedProblem
from bot.matching.query import GRAMMAR
from bot.model import Cause, Chat, ChatLost, ChatMoved, DeliveryState, GiveUp, Outcome, QuietHours, RetryAt, Sent, Stop
from bot.storage import fanout, fanout_batches, outcomes
from bot.storage import schema as t
from bot.storage.claims import BLOCKING_ATTEMPTS, CLAIM_TIMEOUT, RECHECK_AFTER, claim_end
from bot.storage.schema import metadata
from bot.storage.store import Store, migrate
from tests.storage.conftest import NOW, Room, alerts, chat, later, letter, record, room_with


def owe(room: Room, chats: int = 1) -> None:
    for number in range(chats):
        query_id = room.follow(chat(str(number)), "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()


owing = room_with(owe)


def rows(room: Room) -> list[dict[str, Any]]:
    """The rows of the table of deliveries, by chat and article."""
    with room.store.database.engine.connect() as db:
        found = db.execute(sqlalchemy.select(t.delivery).order_by(t.delivery.c.chat_id, t.delivery.c.article_id))
        return [dict(row) for row in found.mappings()]


def follow_many(room: Room, query: str, first: int, last: int) -> int:
    """Let chats with these ids follow the query."""
    query_id = room.store.follows.upsert_query(query, query, NOW, grammar=GRAMMAR)
    chats = [
        {"id": row, "platform": "telegram", "native_id": str(row), "thread": "", "kind": "private", "title": "",
         "timezone": "Asia/Almaty", "created_at": NOW}
        for row in range(first, last + 1)
    ]  # fmt: skip
    follows = [{"chat_id": each["id"], "query_id": query_id, "typed": query, "created_at": NOW} for each in chats]
    with room.store.database.engine.begin() as db:
        db.execute(room.store.database.insert(t.chat).on_conflict_do_nothing(), chats)
        db.execute(t.subscription.insert(), follows)
    return query_id


def test_one_row_per_chat_and_article_however_many_follows_match(room: Room) -> None:
    ai, waste = room.follow(chat(), "AI"), room.follow(chat(), "waste")
    room.match(room.add_article(1), ai, waste)
    room.fan_out()
    (delivery,) = room.claim()
    assert [reason.typed for reason in delivery.reasons] == ["AI", "waste"]
    assert room.claim() == [], "what is claimed is not claimed again"


def test_a_chat_that_followed_after_the_match_is_not_owed_it(room: Room) -> None:
    ai = room.follow(chat("1"), "AI")
    room.match(room.add_article(1), ai, at=later(minutes=1))
    room.follow(chat("2"), "AI", at=later(minutes=2))
    room.fan_out(later(minutes=3))
    assert [delivery.chat.id for delivery in room.claim(at=later(minutes=3))] == ["1"]


def test_a_claim_takes_one_row_per_chat_oldest_first_and_none_of_busy_chats(room: Room) -> None:
    ai = room.follow(chat("1"), "AI")
    room.follow(chat("2"), "AI")
    for number in (1, 2):
        room.match(room.add_article(number), ai)
    room.fan_out()
    first = room.claim()
    assert [(delivery.chat.id, delivery.article.id) for delivery in first] == [("1", 1), ("2", 1)]
    assert room.claim() == [], "to both of them something is being sent"
    for delivery in first:
        record(room.store, delivery, Sent(refs=("1",)), None, NOW)
    busy = {first[0].chat_id}
    assert [(delivery.chat.id, delivery.article.id) for delivery in alerts(room.store, "telegram", NOW, 9, busy)] == [
        ("2", 2)
    ]
    assert room.claim(platform="slack") == []


def test_what_was_claimed_and_not_sent_can_be_returned(owing: Room) -> None:
    owing.store.outbox.record_outcomes([Outcome(deliveries=tuple(owing.claim()), verdict=None, at=NOW)])
    assert len(owing.claim()) == 1


def test_after_a_crash_what_was_being_sent_is_pending_again(room: Room) -> None:
    owe(room, 2)
    room.claim(1)
    assert room.store.outbox.recover() == 1
    assert [row["cause"] for row in rows(room)] == [Cause.MAYBE_SENT, None]
    assert len(room.claim()) == 2


@pytest.mark.parametrize(
    ("verdict", "not_before", "state", "cause"),
    [
        (Sent(refs=("77",)), None, DeliveryState.SENT, None),
        (
            RetryAt(cause=Cause.SERVER_ERROR, detail="502"),
            NOW + timedelta(seconds=5),
            DeliveryState.PENDING,
            Cause.SERVER_ERROR,
        ),
        (RetryAt(cause=Cause.SERVER_ERROR, detail="502"), None, DeliveryState.FAILED, Cause.SERVER_ERROR),
        (GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), None, DeliveryState.FAILED, Cause.BAD_MESSAGE),
        (ChatLost(cause=Cause.BLOCKED, detail="blocked"), None, DeliveryState.DROPPED, Cause.CHAT_PAUSED),
        (Stop(detail="401"), None, DeliveryState.PENDING, None),
        (ChatMoved(id="-1"), None, DeliveryState.PENDING, None),
    ],
)
def test_each_verdict_sets_state_and_cause(
    owing: Room, verdict: Sent, not_before: object, state: DeliveryState, cause: Cause | None
) -> None:
    (delivery,) = owing.claim()
    record(owing.store, delivery, verdict, not_before, NOW)  # type: ignore[arg-type]  # the table's column
    engine = sqlalchemy.create_engine(owing.url)
    with engine.connect() as db:
        row = db.execute(sqlalchemy.select(metadata.tables["delivery"])).mappings().one()
    engine.dispose()
    assert (row["state"], row["cause"]) == (state, cause)
    assert row["detail"] in (None, "502", "poison"), "the platform's own words"


def test_a_retry_keeps_its_attempts_and_that_it_is_sent_plain(owing: Room) -> None:
    (delivery,) = owing.claim()
    record(owing.store, delivery, RetryAt(cause=Cause.BAD_MESSAGE, detail="markup", plain=True), later(seconds=5), NOW)
    assert owing.claim(at=later(seconds=4)) == []
    (delivery,) = owing.claim(at=later(seconds=5))
    assert (delivery.attempts, delivery.first_attempt_at, delivery.plain) == (1, NOW, True)


def test_a_failed_delivery_is_listed_with_its_cause(owing: Room) -> None:
    (delivery,) = owing.claim()
    record(owing.store, delivery, GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), None, NOW)
    assert owing.store.outbox.latest_failures(5) == [(chat("0"), "Title 1", Cause.BAD_MESSAGE, "poison")]


def test_fan_out_continues_from_its_cursor_after_a_restart(room: Room) -> None:
    query_ids = {room.follow(chat(str(number)), "AI") for number in range(5)}
    room.match(room.add_article(1), *query_ids)
    other = Store.open(room.url)
    while other.outbox.fan_out(NOW):
        pass
    other.close()
    room.fan_out()
    assert len(room.claim()) == 5


# ------------------------------------------------------------------------------------------------------- fan-out


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(fanout_batches, "FAN_OUT_BATCH", 10)
    monkeypatch.setattr(fanout, "MANY_FOLLOWS", 5)
    return 10


@pytest.mark.parametrize(
    ("why", "stories"),
    [
        ("one query, more than a batch", [("AI", 1, 95)]),
        ("one query that ends with a batch", [("AI", 1, 20)]),
        ("two that overlap", [("AI", 1, 40), ("waste", 20, 60)]),
        ("many equal ones", [(f"word{number}", 1, 30) for number in range(8)]),
        ("a crowd, then a gap, then one", [("AI", 1, 12), ("waste", 500, 500), ("metro", 9000, 9033)]),
        ("a popular one beside a rare one", [("AI", 1, 80), ("waste", 300, 301)]),
    ],
)
def test_every_follower_is_owed_it_once_whatever_the_batches_are(
    room: Room, small_batches: int, why: str, stories: list[tuple[str, int, int]]
) -> None:
    queries = [follow_many(room, *each) for each in stories]
    room.match(room.add_article(1), *queries)
    batches = 0
    while room.store.outbox.fan_out(NOW):
        batches += 1
    expected = {row for _, first, last in stories for row in range(first, last + 1)}
    assert [row["chat_id"] for row in rows(room)] == sorted(expected), why
    assert batches >= len(expected) / (2 * small_batches), "none is large"


def test_a_job_whose_followers_have_gone_ends(room: Room, small_batches: int) -> None:
    ai = room.follow(chat("1"), "AI")
    room.match(room.add_article(1), ai)
    room.store.follows.unsubscribe(chat("1"), ai, NOW)
    room.fan_out()
    assert room.store.outbox.count_deliveries() == {}


def test_a_range_with_only_younger_follows_is_skipped(room: Room, small_batches: int) -> None:
    old = follow_many(room, "AI", 100, 130)
    room.match(room.add_article(1), old)
    with room.store.database.engine.begin() as db:
        late = {"query_id": old, "typed": "AI", "created_at": later(minutes=1)}
        chats = [{"id": row, "platform": "telegram", "native_id": f"late {row}", "kind": "private", "title": "",
                  "timezone": "Asia/Almaty", "created_at": NOW} for row in range(1, 31)]  # fmt: skip
        db.execute(t.chat.insert(), chats)
        db.execute(t.subscription.insert(), [{"chat_id": row, **late} for row in range(1, 31)])
    room.fan_out()
    assert [row["chat_id"] for row in rows(room)] == list(range(100, 131))


def test_a_batch_that_another_worker_did_is_not_done_again(room: Room, small_batches: int) -> None:
    room.match(room.add_article(1), follow_many(room, "AI", 1, 25))
    with room.store.database.engine.connect() as db:
        job = db.execute(sqlalchemy.select(t.fanout)).mappings().one()
        batch = fanout_batches.next_batch(db, job)
    room.store.outbox.fan_out(NOW)
    with room.store.database.engine.begin() as db:
        assert not fanout._advance(db, job, batch)
    room.fan_out()
    assert len(rows(room)) == 25


def test_places_in_the_fair_order_go_at_half_the_rate_and_continue_through_batches(
    room: Room, small_batches: int
) -> None:
    room.match(room.add_article(1), follow_many(room, "AI", 1, 95))
    while room.store.outbox.fan_out(NOW, 20.0):
        pass
    stamps = [row["fair_at"] - NOW.timestamp() for row in rows(room)]
    assert stamps == [pytest.approx(place / 10, abs=0.01) for place in range(95)]


def test_a_small_story_finds_gaps_in_a_big_one(room: Room) -> None:
    room.match(room.add_article(1), follow_many(room, "AI", 1, 500))
    room.fan_out()
    room.match(room.add_article(2), follow_many(room, "waste", 600, 604), at=later(seconds=10))
    room.fan_out(later(seconds=10))
    order = [delivery.article.id for delivery in room.claim(500, at=later(seconds=10))]
    places = [place for place, article in enumerate(order) if article == 2]
    assert (places[0], places[-1] < 160) == (141, True), "after ten seconds of the big story, and spread into it"


# -------------------------------------------------------------------------------------------------------- claims


def owe_many(room: Room, articles: int) -> None:
    """Owe so many articles to one chat."""
    ai = room.follow(chat(), "AI")
    for number in range(1, articles + 1):
        room.match(room.add_article(number), ai)
    room.fan_out()


owing_two = room_with(lambda room: owe_many(room, 2))


def test_a_claim_takes_several_rows_of_a_chat_in_the_order_of_publication(room: Room) -> None:
    ai = room.follow(chat(), "AI")
    for number, hours in ((1, 0), (2, -2), (3, -1)):
        room.match(room.add_article(number, at=later(hours=hours)), ai, at=NOW)
    room.fan_out()
    taken = alerts(room.store, "telegram", NOW, 10, per_chat=10)
    assert [delivery.article.title for delivery in taken] == ["Title 2", "Title 3", "Title 1"]


def test_a_chat_with_many_rows_delays_no_other_by_more_than_a_claim(room: Room) -> None:
    owe_many(room, 30)
    room.match(room.add_article(99), room.follow(chat("2"), "waste"))
    room.fan_out()
    assert [delivery.chat.id for delivery in alerts(room.store, "telegram", NOW, 2, per_chat=5)] == ["1"] * 5
    assert [delivery.chat.id for delivery in room.claim(1)] == ["2"]


def test_an_article_that_no_follow_asks_for_any_more_is_dropped_by_the_claim(room: Room) -> None:
    owe(room, 2)
    with room.store.database.engine.begin() as db:
        db.execute(t.subscription.delete().where(t.subscription.c.chat_id == 1))
    assert [delivery.chat.id for delivery in room.claim()] == ["1"]
    first, second = rows(room)
    assert (first["state"], first["cause"], first["claimed_by"]) == ("dropped", Cause.UNFOLLOWED, None)
    assert second["state"] == "sending"


def test_a_row_that_waits_for_a_retry_blocks_its_chats_later_ones_for_a_while(owing_two: Room) -> None:
    (first,) = owing_two.claim()
    record(owing_two.store, first, RetryAt(cause=Cause.SERVER_ERROR, detail="502"), later(seconds=5), NOW)
    assert owing_two.claim() == []
    record(owing_two.store, first, RetryAt(cause=Cause.SERVER_ERROR, detail="502"), later(seconds=5), NOW)
    both = alerts(owing_two.store, "telegram", later(seconds=5), 9, per_chat=9)
    assert [delivery.article.id for delivery in both] == [1, 2]


def test_a_row_with_a_long_wait_blocks_its_chat_for_a_minute_at_a_time(owing_two: Room) -> None:
    (first,) = owing_two.claim()
    record(owing_two.store, first, RetryAt(cause=Cause.SERVER_ERROR, detail="502"), later(hours=9), NOW)
    assert owing_two.claim() == []
    assert rows(owing_two)[1]["not_before"] == NOW + RECHECK_AFTER


def test_a_claim_has_a_worker_and_an_end(owing: Room) -> None:
    alerts(owing.store, "telegram", NOW, 9, worker="one")
    (row,) = rows(owing)
    assert row["claimed_by"] == "one"
    assert NOW + CLAIM_TIMEOUT - timedelta(seconds=1) <= row["claimed_until"] < NOW + CLAIM_TIMEOUT


@pytest.mark.parametrize(
    ("why", "taken_back"),
    [
        ("its own, whatever the time", lambda store: store.outbox.recover(worker="one")),
        ("others' own is none of its business", lambda store: 1 - store.outbox.recover(worker="two")),
        (
            "others' that has run out, at its start",
            lambda store: store.outbox.recover(NOW + CLAIM_TIMEOUT, worker="two"),
        ),
        (
            "others' that has run out, meanwhile",
            lambda store: store.outbox.recover_expired(NOW + CLAIM_TIMEOUT, worker="two"),
        ),
        ("not before", lambda store: 1 - store.outbox.recover_expired(NOW + CLAIM_TIMEOUT / 2, worker="two")),
        (
            "nor its own meanwhile: it knows of them",
            lambda store: 1 - store.outbox.recover_expired(NOW + CLAIM_TIMEOUT, worker="one"),
        ),
    ],
)
def test_which_claims_a_worker_takes_back(owing: Room, why: str, taken_back: Any) -> None:
    alerts(owing.store, "telegram", NOW, 9, worker="one")
    assert taken_back(owing.store) == 1, why


def test_one_claim_is_given_back_as_if_it_had_never_been_made(room: Room) -> None:
    owe(room, 2)
    unclaimed = rows(room)
    mine = {row["chat_id"]: claim_end(NOW) for row in unclaimed}
    for chat_id, until in mine.items():
        (others,) = mine.keys() - {chat_id}
        assert alerts(room.store, "telegram", NOW, 9, [others], worker="one", until=until)
    first, second = mine.values()
    assert room.store.outbox.give_back(first, worker="two") == 0
    assert room.store.outbox.give_back(first, worker="one") == 1
    assert [row["state"] for row in rows(room)] == ["pending", "sending"]
    assert room.store.outbox.give_back(first, worker="one") == 0
    assert room.store.outbox.give_back(second, worker="one") == 1
    assert rows(room) == unclaimed


@pytest.mark.parametrize(
    "verdict",
    [
        Sent(refs=("1",)),
        RetryAt(cause=Cause.SERVER_ERROR, detail="502"),
        GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"),
        ChatLost(cause=Cause.BLOCKED, detail="blocked"),
        Stop(),
    ],
)
def test_a_worker_that_was_frozen_overwrites_nothing_of_its_successor(owing: Room, verdict: Sent) -> None:
    (delivery,) = alerts(owing.store, "telegram", NOW, 9, worker="frozen")
    owing.store.outbox.recover_expired(NOW + CLAIM_TIMEOUT, worker="next")
    alerts(owing.store, "telegram", NOW, 9, worker="next")
    before = rows(owing)
    record(owing.store, delivery, verdict, None, NOW, worker="frozen")
    assert rows(owing) == before
    row = owing.store.chats.get(delivery.chat)
    assert row is not None
    assert not row.paused


# ------------------------------------------------------------------------------------------------------ outcomes


def test_one_message_may_carry_many_deliveries_which_are_recorded_together(room: Room) -> None:
    owe_many(room, 3)
    carried = tuple(alerts(room.store, "telegram", NOW, 9, per_chat=9))
    room.store.outbox.record_outcomes([Outcome(deliveries=carried[:2], verdict=Sent(refs=("7",)), at=NOW),
                           Outcome(deliveries=carried[2:], verdict=None, at=NOW)])  # fmt: skip
    assert [(row["state"], row["ref"]) for row in rows(room)] == [("sent", "7"), ("sent", "7"), ("pending", None)]


def test_what_was_refused_together_is_sent_one_by_one(owing_two: Room) -> None:
    carried = tuple(alerts(owing_two.store, "telegram", NOW, 9, per_chat=9))
    parted = Outcome(deliveries=carried, verdict=RetryAt(cause=Cause.TIMEOUT), at=NOW, not_before=NOW, alone=True)
    owing_two.store.outbox.record_outcomes([parted])
    assert [delivery.alone for delivery in alerts(owing_two.store, "telegram", NOW, 9, per_chat=9)] == [True, True]


def test_failures_of_the_last_week_can_be_retried_by_the_operator(room: Room) -> None:
    owe(room, 3)
    for place, delivery in enumerate(room.claim()):
        record(
            room.store,
            delivery,
            GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"),
            None,
            later(days=-8 if place == 0 else 0),
        )
    room.store.chats.deactivate(chat("2"), Cause.BLOCKED, NOW)
    assert room.store.outbox.retry_failed(later(days=-7), NOW, chat("9")) == 0
    assert room.store.outbox.retry_failed(later(days=-7), NOW) == 1
    (again,) = room.claim()
    assert (again.chat.id, again.attempts, again.first_attempt_at) == ("1", 0, None)


def test_a_retry_further_away_than_any_pause_is_clamped_and_nothing_else(room: Room) -> None:
    owe(room, 2)
    one, two = room.claim()
    record(room.store, one, RetryAt(cause=Cause.SERVER_ERROR, detail="502"), later(hours=9), NOW)
    record(room.store, two, RetryAt(cause=Cause.SERVER_ERROR, detail="502"), later(minutes=9), NOW)
    assert room.store.outbox.clamp_retries(NOW, timedelta(hours=1), later(hours=1)) == 1
    assert room.store.outbox.clamp_retries(NOW, timedelta(hours=1), later(hours=1)) == 0
    assert [row["not_before"] for row in rows(room)] == [later(hours=1), later(minutes=9)]


def test_final_deliveries_of_old_articles_are_pruned_and_owed_ones_are_not(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "PRUNE_BATCH", 3)
    ai = follow_many(room, "AI", 1, 9)
    for number, days in ((1, -40), (2, -35), (3, -1)):
        room.match(room.add_article(number, at=later(days=days)), ai, at=NOW)
    room.fan_out()
    for _ in range(3):
        for delivery in room.claim():
            verdict = Stop(detail="401") if delivery.chat_id == 5 else Sent(refs=("1",))
            record(room.store, delivery, verdict, None, NOW)
    room.store.sweep(NOW, bodies_before=later(days=-30))
    left = [(row["chat_id"], row["article_id"]) for row in rows(room)]
    assert left == sorted([(row, 3) for row in range(1, 10)] + [(5, 1), (5, 2)])
    assert room.store.outbox.prune(later(days=-400)) == 0


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
    with pytest.raises(StatedProblem, match=r"names mysql.*Use sqlite:///jarshy.db, or postgresql:"):
        Store.open("mysql://127.0.0.1/x")
    with pytest.raises(StatedProblem, match="can't be opened"):
        migrate(f"sqlite:///{tmp_path}/no/such/folder/x.db")


def test_each_failure_is_reported_once(room: Room) -> None:
    assert room.store.notices.subjects() == set()
    room.store.notices.add("source:kt-eng", NOW, [letter(chat("77"))])
    room.store.notices.add("source:kt-eng", later(hours=1), [letter(chat("77"))])
    assert room.store.notices.subjects() == {"source:kt-eng"}
    room.store.notices.clear("source:kt-eng", [letter(chat("77"))])
    assert room.store.notices.subjects() == set()


def test_a_source_silent_for_longer_than_usual_is_recognised(room: Room) -> None:
    assert not room.store.sources.health(NOW)[0].silent_longer_than_usual, "nothing is known of it yet"
    for hour in range(0, 24, 2):
        room.add_article(hour, at=later(hours=-hour - 1))
    assert not room.store.sources.health(NOW)[0].silent_longer_than_usual
    assert room.store.sources.health(later(hours=12))[0].silent_longer_than_usual
    assert room.store.sources.health(later(days=30))[0].silent_longer_than_usual
    assert [article.title for article in room.store.articles.published(later(hours=-4), NOW, limit=1)] == ["Title 0"]
    assert room.store.articles.get(999) is None


@pytest.mark.parametrize(
    ("languages", "owed"),
    [((), 1), (("en",), 1), (("en", "ru"), 1), (("ru", "kk"), 0)],
)
def test_a_chat_is_owed_only_articles_in_languages_that_it_reads(
    room: Room, languages: tuple[str, ...], owed: int
) -> None:
    query_id = room.follow(chat(), "AI")
    room.store.chats.set_languages(chat(), languages)
    room.match(room.add_article(1), query_id)
    room.fan_out()
    assert len(room.claim()) == owed


# ---------------------------------------------------------------------------------------------------------- held


def fail_often(room: Room, times: int, not_before: Any) -> None:
    """Let the only delivery that is due fail so often; the last retry waits until then."""
    for attempt in range(times):
        (delivery,) = room.claim()
        last = attempt == times - 1
        record(room.store, delivery, RetryAt(cause=Cause.SERVER_ERROR, detail="502"), not_before if last else NOW, NOW)


def test_a_retry_that_is_far_away_is_held_until_it_is_due(owing: Room) -> None:
    fail_often(owing, BLOCKING_ATTEMPTS + 1, later(minutes=30))
    assert owing.store.outbox.count_deliveries() == {"held": 1}
    assert owing.store.outbox.release_held(later(minutes=29), 9) == 0
    assert owing.claim(at=later(minutes=30)) == [], "no claim reads it"
    assert owing.store.outbox.release_held(later(minutes=30), 9) == 1
    (again,) = owing.claim(at=later(minutes=30))
    assert again.attempts == BLOCKING_ATTEMPTS + 1


def test_what_is_due_is_seen_at_once_and_only_then(room: Room) -> None:
    def due(at: datetime = NOW) -> tuple[bool, bool, bool]:
        seen = room.store.outbox.due(at)
        return seen.jobs, seen.quiet_over, seen.held

    assert due() == (False, False, False)
    article = room.add_article(1)
    room.match(article, room.follow(chat("1"), "AI"))
    assert due() == (True, False, False)
    room.fan_out()
    assert due() == (False, False, False)
    room.store.outbox.hold(1, later(minutes=30))
    assert due(later(minutes=29)) == (False, False, False)
    assert due(later(minutes=30)) == (False, False, True)
    with room.store.database.write_transaction() as db:
        db.execute(t.redraw.insert(), {"article_id": article, "cursor": 0, "created_at": NOW})
    assert due() == (True, False, False)
    room.store.preferences.set_quiet_hours(chat("1"), QuietHours(start=0, end=60), NOW)
    assert not due()[1]
    assert due(later(days=2))[1]


@pytest.mark.parametrize(
    ("why", "times", "minutes"),
    [
        ("it is soon", BLOCKING_ATTEMPTS + 1, 5),
        ("it keeps its chat's later ones waiting", BLOCKING_ATTEMPTS, 30),
    ],
)
def test_a_retry_stays_pending(owing: Room, why: str, times: int, minutes: int) -> None:
    fail_often(owing, times, later(minutes=minutes))
    assert owing.store.outbox.count_deliveries() == {"pending": 1}, why


def test_pending_rows_of_a_chat_can_be_held_and_are_released_together(room: Room) -> None:
    owe_many(room, 5)
    room.match(room.add_article(9), room.follow(chat("2"), "waste"))
    room.fan_out()
    assert room.store.outbox.hold(1, later(hours=8)) == 5
    assert [delivery.chat.id for delivery in room.claim()] == ["2"]
    assert [room.store.outbox.release_held(later(hours=8), 3) for _ in range(2)] == [1, 0], "however few are looked at"
    taken = alerts(room.store, "telegram", later(hours=8), 9, per_chat=9)
    assert [delivery.article.id for delivery in taken if delivery.chat.id == "1"] == [1, 2, 3, 4, 5]


def test_after_the_clock_was_set_back_held_retries_are_clamped_and_rows_held_for_a_chat_are_not(owing: Room) -> None:
    fail_often(owing, BLOCKING_ATTEMPTS + 1, later(hours=9))
    assert owing.store.outbox.clamp_retries(NOW, timedelta(hours=1), later(hours=1)) == 1
    assert owing.store.outbox.release_held(later(hours=1), 9) == 1
    assert owing.store.outbox.hold(1, later(hours=9)) == 1
    assert owing.store.outbox.clamp_retries(NOW, timedelta(hours=1), later(hours=1)) == 0


@pytest.mark.parametrize(
    ("why", "gone"),
    [
        ("it is lost", lambda room: room.store.chats.deactivate(chat("0"), Cause.BLOCKED, NOW)),
        ("it follows nothing", lambda room: room.store.follows.unsubscribe_all(chat("0"), NOW)),
    ],
)
def test_rows_held_for_a_chat_are_dropped_when(owing: Room, why: str, gone: Any) -> None:
    owing.store.outbox.hold(1, later(hours=9))
    gone(owing)
    assert owing.store.outbox.count_deliveries() == {"dropped": 1}, why


def test_an_edited_follow_keeps_held_rows(owing: Room) -> None:
    owing.store.outbox.hold(1, later(hours=9))
    assert [article.title for article in owing.store.follows.pending_articles(chat("0"), 1)] == ["Title 1"]


# ------------------------------------------------------------------------------------------- lanes, and what was shown


def test_a_workspace_has_a_lane_of_its_own(room: Room) -> None:
    one, two = (Chat(platform="slack", id="C1", workspace=workspace) for workspace in ("T1", "T2"))
    for who in (one, two):
        query_id = room.follow(who, "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    assert room.claim(platform="slack") == []
    assert [delivery.chat for delivery in room.claim(platform=one.lane)] == [one]
    assert room.store.outbox.take_over(one.lane) == 1
    assert room.store.outbox.count_deliveries() == {"pending": 2}


def test_the_ids_of_all_parts_of_a_sent_message_and_its_revision_are_stored(owing_two: Room) -> None:
    owing_two.add_article(2, title="Title 2 was edited")
    carried = tuple(alerts(owing_two.store, "telegram", NOW, 9, per_chat=9))
    owing_two.store.outbox.record_outcomes([Outcome(deliveries=carried, verdict=Sent(refs=("7", "8", "9")), at=NOW)])
    for ref in ("7", "8", "9"):
        assert [article.id for article in owing_two.store.outbox.articles_by_ref(chat(), ref)] == [1, 2]
    assert owing_two.store.outbox.articles_by_ref(chat(), "10") == []
    assert [(row["ref"], row["revision"], row["plain"]) for row in rows(owing_two)] == [
        ("7", 1, False),
        ("7", 2, False),
    ]
    owing_two.store.outbox.prune(later(days=1))
    with owing_two.store.database.engine.connect() as db:
        assert db.execute(sqlalchemy.select(t.message_part)).all() == []


def test_message_parts_of_a_merged_group_are_deleted(room: Room) -> None:
    room.follow(chat("-1"), "AI")
    room.match(room.add_article(1), room.follow(chat("-100"), "AI"))
    room.fan_out()
    for delivery in room.claim():
        record(room.store, delivery, Sent(refs=("7", "8")), None, NOW)
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    with room.store.database.engine.connect() as db:
        assert db.scalars(sqlalchemy.select(t.message_part.c.chat_id)).all() == [2]
