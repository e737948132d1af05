"""What is stored about a chat can be had whole, and is forgotten whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, Table, insert, select

from bot.i18n.translators import ONLY_ENGLISH
from bot.matching.query import GRAMMAR
from bot.messages.access_letters import AccessLetters
from bot.model import (
    Attention,
    Cause,
    Chat,
    ChatKind,
    Command,
    FollowMode,
    GiveUp,
    Guest,
    Match,
    NewFollow,
    Outcome,
    Received,
    Sent,
    Standing,
    Verdict,
)
from bot.storage import schema as t
from bot.storage.claims import SOLO
from bot.storage.columns import UtcDateTime
from bot.storage.forgetting import BATCH, columns_about_chats
from tests.storage.conftest import NOW, Room, chat, later, letter, room_with

MINE, THEIRS = chat("4242"), chat("777")
TOPIC = "Вертопрахов"
LETTERS = AccessLetters(translators=ONLY_ENGLISH, timezone="Asia/Almaty", now=NOW)


def dump(room: Room) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with room.store.database.read_transaction() as db:
        return {
            table.name: [dict(row) for row in db.execute(select(table)).mappings()]
            for table in t.metadata.sorted_tables
        }


def told(room: Room) -> str:
    return json.dumps(dump(room), default=str, ensure_ascii=False)


def listed(room: Room, *ids: str, platform: str = "telegram", workspace: str = "") -> None:
    """An operator lets them in."""
    guests = [Guest(platform=platform, workspace=workspace, id=each, name="Aida") for each in ids]
    room.store.allowed.decide(guests, Standing.ALLOWED, "Boss", LETTERS, NOW)


def on_the_list(room: Room) -> list[tuple[str, str]]:
    return sorted((row["workspace"], row["native_id"]) for row in dump(room)["allowed"])


def value(column: Column[Any], named: dict[str, Any], keys: dict[str, Any]) -> Any:
    """Anything that fits into the column."""
    for key in column.foreign_keys:
        return keys[key.column.table.name]
    if column.name in named:
        return named[column.name]
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer) or column.type.python_type in (int, float):
        return 1
    if isinstance(column.type, UtcDateTime):
        return NOW
    return TOPIC[: getattr(column.type, "length", None)]


def fill(room: Room, number: int, query_id: int, article_id: int) -> None:
    """A row of the chat in every table that refers to chats, but where it has some."""
    said = '{"paragraphs": [[[{"text": "Сәлем"}]], {"quote": [[{"text": "Ә"}]]}]}'
    named: dict[str, Any] = {"chat_id": number, "article_id": article_id, "lane": "telegram", "state": "sent"}
    named |= {
        "mentions": '["@aigul"]',
        "mode": "silent",
        "mode_before": "instant",
        "payload": said,
        "platform": "telegram",
        "weekdays": "0",
    }
    named |= {
        "minutes": "510",
        "person": "4242",
        "person_name": "Aida",
        "extract": "lead",
        "editors": "admins",
        "preview": "above",
    }
    listed(room, "4242")
    with room.store.database.write_transaction() as db:
        site = {"site": "a.kz", "url": "a.kz", "state": "asked", "attempts": 0, "asked_at": NOW}
        proposal = db.execute(insert(t.proposal).values(site).returning(t.proposal.c.id)).scalar_one()
        keys = {"chat": number, "query": query_id, "article": article_id, "source": "kt-eng", "proposal": proposal}
        for table in {column.table for column in columns_about_chats()} - {t.subscription}:
            assert isinstance(table, Table)
            row = {each.name: value(each, named, keys) for each in needed(table)}
            db.execute(insert(table).values(row))
        db.execute(insert(t.notice).values(subject=f"topic:{number}", told_at=NOW))
        db.execute(t.chat.update().where(t.chat.c.id == number).values(managing_id=number))


def needed(table: Table) -> Iterator[Column[Any]]:
    yield from (each for each in table.c if not (each.autoincrement is True and each.primary_key))


def fill_all(room: Room) -> None:
    """A chat of which every table has something."""
    mine = room.follow(MINE, TOPIC)
    room.store.chats.rename(MINE, "Газета")
    room.follow(THEIRS, "AI")
    number = room.add_article(1)
    room.match(number, mine)
    assert number is not None
    fill(room, room.add_chat(MINE), mine, number)


full = room_with(fill_all)


def test_every_table_that_refers_to_chats_is_known() -> None:
    tables = {column.table.name for column in columns_about_chats()}
    assert {"delivery", "message_part", "subscription", "letter", "attention", "saved", "task"} <= tables
    named = {table.name for table in t.metadata.sorted_tables if any("chat" in each.name for each in table.c)}
    assert named <= tables


def test_a_chat_is_forgotten_in_every_table_and_others_are_not(full: Room) -> None:
    assert TOPIC in told(full)
    full.store.forgetting.forget(MINE, person="4242")
    rows = dump(full)
    assert TOPIC not in told(full)
    for word in ("4242", "Газета", "Aida"):
        assert word not in told(full), word
    assert [row["native_id"] for row in rows["chat"]] == ["777"]
    assert [row["typed"] for row in rows["query"]] == ["AI"]
    assert [each.typed for each in full.store.follows.subscriptions(THEIRS)] == ["AI"]
    full.store.forgetting.forget(MINE)  # pressed twice


def test_a_forgotten_chat_that_writes_again_starts_anew(full: Room) -> None:
    full.store.forgetting.forget(MINE)
    full.add_chat(MINE, at=later(hours=1))
    record = full.store.chats.get(MINE)
    assert record is not None
    assert (record.paused, record.left_out, record.title) == (False, (), "")
    assert full.store.follows.subscriptions(MINE) == []


def test_a_topic_that_others_follow_stays_theirs(room: Room) -> None:
    query_id = room.follow(MINE, "AI")
    room.follow(THEIRS, "AI")
    room.store.forgetting.forget(MINE)
    assert room.store.follows.query(query_id) == ("AI", "AI")
    assert room.match(room.add_article(1), query_id)
    room.fan_out()
    assert [each.chat for each in room.claim()] == [THEIRS]


def test_an_article_that_answers_a_forgotten_topic_is_stored_all_the_same(room: Room) -> None:
    """The index in memory may hold the topic until the next start."""
    query_id = room.follow(MINE, TOPIC)
    kept = room.follow(THEIRS, "AI")
    room.store.forgetting.forget(MINE)
    number = room.add_article(1)
    assert number is not None
    assert room.match(number, query_id, kept)
    with room.store.database.read_transaction() as db:
        assert db.scalars(select(t.match.c.query_id)).all() == [kept]
    again = room.follow(MINE, TOPIC)
    assert again != query_id


def test_one_topic_of_a_group_is_forgotten_or_all_of_them(room: Room) -> None:
    group, topic = chat("-5"), chat("-5", thread="9")
    for who in (group, topic):
        room.follow(who, "AI")
    room.store.forgetting.forget(topic)
    assert room.store.chats.get(group) is not None
    assert room.store.chats.get(topic) is None
    room.follow(topic, "AI")
    room.store.forgetting.forget(group, with_topics=True)
    assert room.store.chats.get(group) is room.store.chats.get(topic) is None


def test_who_managed_a_forgotten_channel_manages_none(room: Room) -> None:
    channel = chat("-100")
    room.add_chat(MINE)
    room.add_chat(channel, ChatKind.CHANNEL)
    room.store.chats.manage(MINE, channel, NOW)
    room.store.forgetting.forget(channel)
    assert room.store.chats.managed_channel(MINE) is None
    assert room.store.chats.managed_channels(MINE, 9) == []


def test_a_person_is_forgotten_in_what_they_asked_for_and_took_in_groups(room: Room) -> None:
    group = chat("-5")
    number = room.add_chat(group, ChatKind.GROUP)
    article = room.add_article(1)
    assert article is not None
    taken = {"chat_id": number, "article_id": article, "state": "taken", "changed_at": NOW}
    with room.store.database.write_transaction() as db:
        db.execute(insert(t.task).values(**taken, person="4242", person_name="Aida"))
    room.add_chat(MINE)
    room.store.forgetting.forget(MINE, person="4242")
    rows = dump(room)
    assert [(row["person"], row["person_name"], row["state"]) for row in rows["task"]] == [("", "", "taken")]


def test_on_slack_who_was_written_to_by_their_own_id_is_forgotten_whole(room: Room) -> None:
    direct, as_person = chat("D1", platform="slack"), chat("U1", platform="slack")
    room.add_chat(direct)
    room.store.chats.write_to(letter(as_person, "Of a group."))
    kept = room.store.kept.about(direct, person="U1")
    assert kept is not None
    assert [each["text"] for each in kept["letters"]] == ["Of a group."]
    room.store.forgetting.forget(direct, person="U1")
    assert dump(room)["chat"] == dump(room)["letter"] == []


def test_the_ids_of_albums_are_forgotten_with_their_chat(room: Room) -> None:
    for who in (MINE, chat("42420")):
        asked = Command(chat=who, kind=ChatKind.PRIVATE, name="", text="")
        received = Received(command=asked, update_id=f"album:{who.id}:1")
        room.store.updates.receive([received], NOW)
        room.store.updates.finish(received)
    room.store.forgetting.forget(MINE)
    assert [row["id"] for row in dump(room)["update"]] == ["album:42420:1"]


def test_a_group_goes_off_the_list_with_the_last_of_its_topics(room: Room) -> None:
    group, topic = chat("-5"), chat("-5", thread="9")
    for who in (group, topic):
        room.follow(who, "AI")
    listed(room, "-5", "-50")
    room.store.forgetting.forget(topic)
    assert on_the_list(room) == [("", "-5"), ("", "-50")]
    room.store.forgetting.forget(group)
    assert on_the_list(room) == [("", "-50")]


def test_a_person_of_a_workspace_goes_off_the_list_with_their_chat_and_nobody_else(room: Room) -> None:
    direct = Chat(platform="slack", id="D1", workspace="T1")
    room.add_chat(direct)
    listed(room, "U1", "U2", platform="slack")
    listed(room, "U1", platform="slack", workspace="T1")
    listed(room, "U1", platform="slack", workspace="T2")
    listed(room, "U1", platform="telegram")
    room.store.allowed.vouch(direct, "U1", NOW)
    kept = room.store.kept.about(direct, person="U1")
    assert kept is not None
    assert [(each["id"], each["standing"], each["changed_by"]) for each in kept["access"]] == [
        ("U1", "allowed", "Boss"),
        ("D1", "allowed", ""),
        ("U1", "allowed", "Boss"),
    ]
    room.store.forgetting.forget(direct, person="U1")
    assert on_the_list(room) == [("", "U1"), ("", "U2"), ("T2", "U1")]
    assert [row["platform"] for row in dump(room)["allowed"] if row["native_id"] == "U1"] == ["slack", "telegram"]


def test_a_chat_that_was_lost_long_ago_goes_off_the_list_with_its_person(room: Room) -> None:
    direct = Chat(platform="slack", id="D1", workspace="T1")
    room.add_chat(direct)
    listed(room, "U1", platform="slack", workspace="T1")
    listed(room, "U1", platform="slack")
    room.store.allowed.vouch(direct, "U1", NOW)
    room.store.chats.deactivate(direct, Cause.BLOCKED, NOW)
    assert room.store.forgetting.forget_lost(later(seconds=1)) == 1
    assert on_the_list(room) == [("", "U1")], "an operator let them in wherever they are"


def test_chats_that_were_lost_long_ago_are_forgotten_in_batches(room: Room) -> None:
    lost = [chat(str(number)) for number in range(BATCH + 3)]
    for who in lost:
        room.follow(who, f"topic {who.id}")
        room.store.chats.deactivate(who, Cause.BLOCKED, NOW)
    room.follow(THEIRS, "AI")
    room.store.chats.deactivate(THEIRS, Cause.BLOCKED, later(seconds=1))
    assert room.store.forgetting.forget_lost(NOW) == 0
    assert room.store.forgetting.forget_lost(later(seconds=1)) == len(lost)
    assert [row["native_id"] for row in dump(room)["chat"]] == ["777"]
    assert [row["typed"] for row in dump(room)["query"]] == ["AI"]


def test_all_that_is_stored_about_a_chat_can_be_had(full: Room) -> None:
    kept = full.store.kept.about(MINE, person="4242")
    assert kept is not None
    assert json.loads(json.dumps(kept)) == kept
    assert kept["chat"]["id"] == "4242"
    assert kept["topics"][0] | {"created_at": ""} == {
        "topic": TOPIC,
        "understood": TOPIC,
        "created_at": "",
        "mode": "silent",
        "mode_before": "instant",
        "rings": False,
        "muted_until": NOW.isoformat(),
        "mentions": ["@aigul"],
        "offered_at": NOW.isoformat(),
        "alone_for": 1,
        "quiet_for": 1,
        "quiet_told_at": NOW.isoformat(),
        "spike_told_at": NOW.isoformat(),
    }
    assert kept["letters"][0]["text"] == "Сәлем\nӘ"
    assert kept["channels"][0]["managing"] is True
    assert all(kept[section] for section in kept if section not in ("former_topics", "installed_in"))


def test_what_was_chosen_for_a_topic_is_told_while_it_is_kept_for_undo(room: Room) -> None:
    query_id = room.follow(MINE, "AI")
    room.store.attention.set(MINE, query_id, mode=FollowMode.SILENT)
    room.store.follows.unsubscribe(MINE, query_id, NOW)
    kept = room.store.kept.about(MINE)
    assert kept is not None
    assert [each["understood"] for each in kept["former_topics"]] == ["AI"]


def test_of_a_chat_that_is_not_stored_nothing_is_told(room: Room) -> None:
    assert room.store.kept.about(MINE) is None
    assert room.store.statuses.of(MINE, NOW) is None


def test_a_status_counts_what_waits_by_its_reason(room: Room) -> None:
    query_id = room.follow(MINE, "AI")
    number = room.add_chat(MINE)
    night, morning = NOW - timedelta(hours=1), later(hours=9)
    with room.store.database.write_transaction() as db:
        db.execute(t.chat.update().values(quiet_from=night, quiet_until=morning, snoozed_until=later(hours=1)))
        schedule = {"chat_id": number, "weekdays": "0", "minutes": "510", "next_at": morning, "since_at": NOW}
        db.execute(insert(t.digest_schedule).values(schedule))
    for each in range(3):
        room.match(room.add_article(each), query_id)
    room.fan_out()
    status = room.store.statuses.of(MINE, NOW)
    assert status is not None
    assert [(each.cause, each.count, each.until_at) for each in status.waiting] == [(Cause.QUIET, 3, morning)]
    assert (status.follows, status.digest_at, status.sent) == (1, morning, ())
    assert (status.quiet_until_at, status.snoozed_until_at) == (morning, later(hours=1))
    later_on = room.store.statuses.of(MINE, later(days=1))
    assert later_on is not None
    assert (later_on.quiet_until_at, later_on.snoozed_until_at) == (None, None)


def test_a_status_names_what_was_sent_last_and_what_was_given_up(room: Room) -> None:
    query_id = room.follow(MINE, "AI")
    other = room.follow(THEIRS, "AI")
    for each in range(5):
        room.match(room.add_article(each), query_id, other)
    room.fan_out()
    sent_at = {1: later(minutes=1), 2: later(minutes=3), 3: later(minutes=2), 4: later(minutes=1)}
    number = room.add_chat(MINE)
    for article, at in sent_at.items():
        update(room, number, article, state="sent", sent_at=at)
    update(room, number, 5, state="failed", first_attempt_at=NOW, cause="bad_message", detail="Bad Request")
    status = room.store.statuses.of(MINE, later(hours=1))
    assert status is not None
    assert [(each.article_id, each.sent_at) for each in status.sent] == [
        (2, later(minutes=3)),
        (3, later(minutes=2)),
        (4, later(minutes=1)),
    ]
    assert status.sent[0].title == "Title 1"
    assert (status.failed, status.fault, status.fault_detail) == (1, Cause.BAD_MESSAGE, "Bad Request")
    late = room.store.statuses.of(MINE, later(days=2))
    assert late is not None
    assert (late.failed, late.fault, late.fault_detail) == (0, None, "")


def update(room: Room, number: int, article: int, **values: Any) -> None:
    d = t.delivery.c
    with room.store.database.write_transaction() as db:
        db.execute(t.delivery.update().where(d.chat_id == number, d.article_id == article).values(**values))


def test_a_list_is_followed_at_one_instant_and_taken_back_by_it(room: Room) -> None:
    old = room.follow(MINE, "AI")
    room.store.attention.set(MINE, old, mode=FollowMode.SILENT)
    room.store.follows.unsubscribe(MINE, old, NOW)
    room.follow(MINE, "gold")
    loud = Attention(rings=True, mentions=("@a", "<@U1>"), muted_until_at=later(days=1))
    wanted = [
        NewFollow(canonical="AI", typed="AI", grammar=GRAMMAR),
        NewFollow(canonical="waste", typed="waste", grammar=GRAMMAR, attention=loud),
        NewFollow(canonical="gold", typed="gold", grammar=GRAMMAR, attention=loud),
    ]
    at: datetime = later(minutes=1)
    room.store.follows.subscribe_all(MINE, wanted, at)
    found = {each.typed: each.attention for each in room.store.follows.subscriptions(MINE)}
    assert found == {"gold": Attention(), "AI": Attention(), "waste": loud}
    number = room.add_article(1)
    room.match(number, old)
    room.fan_out(later(minutes=2))
    assert room.store.follows.unsubscribe_at(MINE, at) == 2
    assert room.store.follows.unsubscribe_at(MINE, at) == 0
    assert [each.typed for each in room.store.follows.subscriptions(MINE)] == ["gold"]


def test_a_match_of_no_topic_is_none(room: Room) -> None:
    number = room.add_article(1)
    assert number is not None
    gone = [Match(query_id=99, sentence="AI.", spans=((0, 2),))]
    assert room.store.articles.store_matches(number, matches=gone, last_follow_id=0, now=NOW)


@pytest.mark.parametrize("verdict", [Sent(refs=("1", "2")), GiveUp(cause=Cause.BAD_MESSAGE)])
def test_what_was_being_sent_when_its_chat_was_forgotten_leaves_no_row(room: Room, verdict: Verdict) -> None:
    query_id = room.follow(MINE, "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    room.add_chat(THEIRS)
    room.store.chats.write_to(letter(THEIRS))
    owed = room.store.outbox.claim("telegram", NOW, 9)
    assert len(owed) == 2
    for who in (MINE, THEIRS):
        room.store.forgetting.forget(who)
    for each in owed:
        outcome = Outcome(deliveries=(each,), verdict=verdict, at=NOW, not_before=None, plain=False)
        room.store.outbox.record_outcomes([outcome], SOLO)
    rows = dump(room)
    assert [rows[name] for name in ("delivery", "letter", "message_part", "chat")] == [[], [], [], []]


def test_an_unknown_chat_is_forgotten_without_a_fault(room: Room) -> None:
    room.store.forgetting.forget(Chat(platform="telegram", id="1"), with_topics=True, person="1")
