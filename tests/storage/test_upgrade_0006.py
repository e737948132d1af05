"""A database of the release before lanes, held deliveries and stories is migrated with all its data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from bot.model import Cause, Chat, ChatKind, Command, DeliveryState, Received, Sent
from bot.storage import schema as t
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests import databases
from tests.storage import old_releases
from tests.storage.conftest import NOW, Room, alerts, chat, later, record
from tests.storage.old_releases import OutboxItem, release_0005

SOON, AGO = "2026-03-02 09:10:00.000000", "1970-01-01 00:00:00.000000"
OWED: tuple[OutboxItem, ...] = (
    (1, 1, "sent", AGO, 1, None, "77"),
    (2, 1, "sent", AGO, 2, None, "78"),
    (3, 1, "pending", AGO, 0, None, None),
    (1, 2, "sending", AGO, 1, "502 Bad Gateway", None),
    (1, 3, "pending", SOON, 4, "may have been sent", None),
    (1, 4, "failed", AGO, 1, "Message is too long", None),
    (1, 5, "dropped", AGO, 0, "no longer followed", None),
    (1, 6, "pending", AGO, 0, None, None),
    (1, 7, "dropped", AGO, 0, "the chat rests", None),
    (2, 2, "failed", AGO, 30, "given up after a day of trying: Timed out", None),
    (2, 3, "failed", AGO, 1, "some words that nobody knows", None),
    (2, 4, "pending", AGO, 1, "may have been sent: TimeoutError in sending", None),
)


@pytest.fixture(params=databases.KINDS)
def upgraded(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database of release 0005."""
    fills = old_releases.upgraded("0005", tuple(release_0005(OWED)))
    with databases.fresh(request.param, server, tmp_path, *fills, empty=True) as url:
        yield url


def test_everything_that_was_owed_is_delivered_once(upgraded: str) -> None:
    store = Store.open(upgraded)
    assert store.outbox.count_deliveries() == {"pending": 4, "sending": 1, "sent": 2, "failed": 3, "dropped": 2}
    store.outbox.recover(worker="worker")
    sent = []
    for lane in ("telegram", "slack"):
        while claimed := alerts(store, lane, later(hours=1), 9, per_chat=9):
            sent += [(delivery.chat, delivery.article.title) for delivery in claimed]
            for delivery in claimed:
                record(store, delivery, Sent(refs=("1",)), None, later(hours=1))
    store.close()
    assert sorted(sent) == sorted(
        [
            (chat("1"), "Title 3"),
            (chat("2"), "Title 1"),
            (chat("3"), "Title 1"),
            (chat("4"), "Title 2"),
            (chat("6", platform="slack"), "Title 1"),
        ]
    )


def test_chats_keep_their_ids_their_follows_and_the_channels_they_manage(upgraded: str) -> None:
    store = Store.open(upgraded)
    target = store.chats.managed_channel(chat("1"))
    assert target is not None
    assert (target.id, target.chat, target.paused, target.missed) == (7, chat("-100"), True, 1)
    assert all([each.typed for each in store.follows.subscriptions(chat(str(row)))] == ["AI"] for row in range(1, 6))
    assert store.chats.get(chat("6", platform="slack")) is not None, "its workspace is not known yet"
    assert [article.title for article in store.outbox.articles_by_ref(chat("1"), "78")] == ["Title 2"]
    store.close()


def test_no_id_of_a_chat_is_assigned_twice(upgraded: str) -> None:
    room = Room(upgraded)
    assert room.add_chat(chat("new")) == 9, "8 was another chat, which is deleted"
    room.store.close()


def test_the_same_channel_of_two_workspaces_is_two_chats(upgraded: str) -> None:
    room = Room(upgraded)
    one, two = (Chat(platform="slack", id="C1", workspace=workspace) for workspace in ("T1", "T2"))
    assert len({room.add_chat(one), room.add_chat(two), room.add_chat(chat("C1", platform="slack"))}) == 3
    room.store.close()


def test_articles_and_sources_get_what_is_new(upgraded: str) -> None:
    room = Room(upgraded)
    article = room.store.articles.get(1)
    assert article is not None
    assert article.revision == 1
    with room.store.database.engine.connect() as db:
        assert db.execute(select(t.source.c.kind, t.source.c.site)).one() == ("feed", "127.0.0.1")
        assert set(db.scalars(select(t.article.c.story_id))) == {None}
    room.store.close()


def test_references_to_chats_refer_to_the_rebuilt_table(upgraded: str) -> None:
    engine = open_engine(upgraded)
    keys = inspect(engine).get_foreign_keys("subscription")
    assert {key["referred_table"] for key in keys} == {"chat", "query"}
    if engine.dialect.name == "sqlite":
        with engine.connect() as db:
            assert db.execute(text("PRAGMA foreign_key_check")).all() == []
            assert db.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()


def test_the_state_of_old_rows_is_known(upgraded: str) -> None:
    store = Store.open(upgraded)
    record_of = store.outbox.delivery_record(chat("3"), 1)
    assert record_of is not None
    assert (record_of.state, record_of.attempts, record_of.not_before) == (
        DeliveryState.PENDING, 4, NOW.replace(minute=10),
    )  # fmt: skip
    store.close()


def test_sentences_are_converted_to_causes_with_the_platforms_own_words(upgraded: str) -> None:
    store = Store.open(upgraded)
    asked = [(2, 1), (3, 1), (4, 1), (5, 1), (1, 3), (7, 1), (2, 2), (3, 2), (4, 2)]
    records = [store.outbox.delivery_record(chat("-100" if row == 7 else str(row)), article) for row, article in asked]
    assert [(each.cause, each.detail) for each in records if each is not None] == [
        (Cause.SERVER_ERROR, "502 Bad Gateway"),
        (Cause.MAYBE_SENT, None),
        (Cause.TOO_LONG, "Message is too long"),
        (Cause.UNFOLLOWED, None),
        (None, None),
        (Cause.CHAT_PAUSED, None),
        (Cause.TIMEOUT, "Timed out"),
        (Cause.REFUSED, "some words that nobody knows"),
        (Cause.MAYBE_SENT, "TimeoutError in sending"),
    ]
    with store.database.engine.connect() as db:
        paused = select(t.chat.c.pause_cause, t.chat.c.pause_detail).where(t.chat.c.id == 7)
        assert db.execute(paused).one() == (Cause.KICKED, "Forbidden: bot was kicked from the channel chat")
    store.close()


def test_what_comes_in_is_stored_there_too(upgraded: str) -> None:
    store = Store.open(upgraded)
    asked = Command(chat=chat("1"), kind=ChatKind.PRIVATE, name="follow", text="AI")
    update = Received(command=asked, update_id="1")
    assert store.updates.receive([update], NOW) == [update]
    assert store.updates.receive([update], NOW) == []
    assert store.updates.pending("telegram") == [update]
    store.close()
