"""Why an article was sent or not: what the database knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Cause, DeliveryState, Entry, GiveUp, Key, KeyKind, RetryAt, Sent, Source
from bot.storage.common import IMMEDIATELY
from bot.storage.store import DeliveryRecord
from tests.storage.conftest import NOW, SOURCE, Room, chat, known, later, record

OTHER = replace(SOURCE, key="other", name="Other")


def key(kind: KeyKind, value: str) -> Key:
    return Key(kind=kind, value=value)


def add(room: Room, source: Source, *keys: Key, title: str = "Title") -> int | None:
    entry = Entry(guid=None, link="http://127.0.0.1/a", title=title, teaser="", published_at=NOW)
    return room.store.articles.add_entry(source, entry, keys, silent=False, page_due_at=NOW, now=NOW)


def test_an_article_is_found_by_its_id_its_url_and_the_url_of_its_duplicate(room: Room) -> None:
    room.store.sources.sync([SOURCE, OTHER], NOW)
    title = key(KeyKind.TITLE, "title of this minute")
    first = add(room, SOURCE, key(KeyKind.ID, "kt-eng 1"), key(KeyKind.URL, "kt.kz/1"), title)
    assert add(room, OTHER, key(KeyKind.ID, "other 7"), key(KeyKind.URL, "other.kz/7"), title) is None
    for asked, also in (
        (key(KeyKind.ID, "kt-eng 1"), False),
        (key(KeyKind.URL, "kt.kz/1"), False),
        (key(KeyKind.URL, "other.kz/7"), True),
    ):
        found = room.store.articles.find([asked])
        assert found is not None
        assert (found[0].id, found[0].source_key, found[1]) == (first, "kt-eng", also), asked
    assert room.store.articles.find([key(KeyKind.URL, "nowhere.kz")]) is None
    assert room.store.articles.find([title]) is None, "a title is not a link"
    assert room.store.articles.find([]) is None


def test_an_alias_url_does_not_make_an_entry_known(room: Room) -> None:
    room.store.sources.sync([SOURCE, OTHER], NOW)
    title = key(KeyKind.TITLE, "title of this minute")
    first = add(room, SOURCE, key(KeyKind.ID, "kt-eng 1"), title)
    twin = (key(KeyKind.URL, "other.kz/7"), title)
    assert add(room, OTHER, *twin) is None
    assert add(room, OTHER, *twin) is None, "not even for its own source"
    assert known(room.store, [key(KeyKind.URL, "other.kz/7")], NOW) is None
    own = add(room, OTHER, key(KeyKind.URL, "other.kz/7"), title="Other title")
    assert own not in (None, first)
    found = room.store.articles.find([key(KeyKind.URL, "other.kz/7")])
    assert found is not None
    assert (found[0].id, found[1]) == (own, False), "its own URL takes precedence"


def test_a_new_url_under_the_same_id_is_a_key_not_an_alias(room: Room) -> None:
    first = add(room, SOURCE, key(KeyKind.ID, "kt-eng 1"), key(KeyKind.URL, "kt.kz/1"))
    assert add(room, SOURCE, key(KeyKind.ID, "kt-eng 1"), key(KeyKind.URL, "kt.kz/one")) is None
    found = room.store.articles.find([key(KeyKind.URL, "kt.kz/one")])
    assert found is not None
    assert (found[0].id, found[1]) == (first, False)


@pytest.mark.parametrize(
    ("verdict", "kept"),
    [
        pytest.param(
            Sent(refs=("77",)),
            DeliveryRecord(
                state=DeliveryState.SENT,
                not_before=IMMEDIATELY,
                attempts=1,
                first_attempt_at=NOW,
                sent_at=NOW,
                cause=None,
                detail=None,
                ref="77",
            ),
            id="sent",
        ),
        pytest.param(
            RetryAt(cause=Cause.SERVER_ERROR, detail="busy"),
            DeliveryRecord(
                state=DeliveryState.PENDING, not_before=later(minutes=1), attempts=1, first_attempt_at=NOW,
                sent_at=None, cause=Cause.SERVER_ERROR, detail="busy", ref=None,
            ),
            id="waits",
        ),
        pytest.param(
            GiveUp(cause=Cause.TOO_LONG, detail="too long"),
            DeliveryRecord(
                state=DeliveryState.FAILED, not_before=IMMEDIATELY, attempts=1, first_attempt_at=NOW, sent_at=None,
                cause=Cause.TOO_LONG, detail="too long", ref=None,
            ),
            id="failed",
        ),
    ],
)  # fmt: skip
def test_the_state_of_a_delivery_is_returned(
    room: Room, verdict: Sent | RetryAt | GiveUp, kept: DeliveryRecord
) -> None:
    article_id = room.add_article(1)
    assert article_id is not None
    room.match(article_id, room.follow(chat(), "AI"))
    assert room.store.outbox.fanout_pending(article_id)
    assert room.store.outbox.delivery_record(chat(), article_id) is None
    room.fan_out()
    assert not room.store.outbox.fanout_pending(article_id)
    (delivery,) = room.claim()
    record(room.store, delivery, verdict, later(minutes=1), NOW)
    assert room.store.outbox.delivery_record(chat(), article_id) == kept
    assert room.store.outbox.delivery_record(chat("2"), article_id) is None


def test_a_message_names_the_articles_that_it_carried_to_that_chat(room: Room) -> None:
    for name in ("1", "2"):
        query_id = room.follow(chat(name), "AI")
    for number in (1, 2, 3):
        room.match(room.add_article(number), query_id)
    room.fan_out()
    for number in range(3):
        for delivery in room.claim():
            record(
                room.store, delivery, Sent(refs=("77" if number < 2 else "78",)), None, NOW + timedelta(seconds=number)
            )
    assert [article.id for article in room.store.outbox.articles_by_ref(chat("1"), "77")] == [1, 2]
    assert [article.id for article in room.store.outbox.articles_by_ref(chat("2"), "78")] == [3]
    assert room.store.outbox.articles_by_ref(chat("3"), "77") == []
