"""What operators look at, repair and export on the command line."""

from __future__ import annotations

import pytest

from bot.delivery.retry import outcomes
from bot.model import Cause, Chat, ChatLost, ChatRefused, Delivery, DeliveryState, GiveUp, Letter, Sent, Verdict
from bot.storage import exports, inspection
from bot.storage import schema as t
from bot.storage.store import ChatFilter, OutboxFilter, OutboxKey, OutboxRow
from tests.storage.conftest import NOW, Room, chat, later, letter, record, room_with

POISON = GiveUp(cause=Cause.BAD_MESSAGE, detail="poison")
VERDICTS: list[Verdict] = [
    POISON,
    ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found"),
    ChatLost(cause=Cause.BLOCKED),
    Sent(refs=("55",)),
]
ALL = tuple(DeliveryState)


def fill(room: Room) -> None:
    """Chats 1 to 5 follow AI: a failure, one that waits, one at rest, one that was sent to, one being sent to."""
    query_id = 0
    for number in range(1, 6):
        query_id = room.follow(chat(str(number)), "AI")
    room.match(room.add_article(1, title="Ақтау порты"), query_id)
    room.fan_out()
    for delivery, verdict in zip(room.claim(), VERDICTS, strict=False):
        room.store.outbox.record_outcomes(outcomes((delivery,), verdict, NOW))


busy = room_with(fill)


def states(room: Room) -> dict[str, str]:
    rows, _ = room.store.inspection.outbox(OutboxFilter(states=ALL), 100)
    return {row.key.name: row.state.value for row in rows}


def alert(number: int) -> OutboxKey:
    return OutboxKey(article_id=1, chat_id=number)


def row(room: Room, key: OutboxKey) -> OutboxRow:
    found = room.store.inspection.row(key)
    assert found is not None
    return found


def test_chats_are_listed_with_what_they_follow_and_how_they_stand(busy: Room) -> None:
    failed, waiting, paused, sent, sending = busy.store.inspection.chats(ChatFilter())
    assert [each.follows for each in (failed, waiting, paused, sent, sending)] == [1] * 5
    assert waiting.health.cause is Cause.CHAT_NOT_FOUND
    assert paused.pause_cause is Cause.BLOCKED
    assert paused.paused_since_at == NOW
    assert sent.last_sent_at == NOW
    assert failed.last_sent_at is None


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ChatFilter(paused=True), ["3"]),
        (ChatFilter(waiting=True), ["2"]),
        (ChatFilter(paused=True, waiting=True), ["2", "3"]),
        (ChatFilter(platform="slack"), []),
        (ChatFilter(search="4"), ["4"]),
    ],
)
def test_chats_are_chosen(busy: Room, wanted: ChatFilter, ids: list[str]) -> None:
    assert [each.chat.id for each in busy.store.inspection.chats(wanted)] == ids


def test_a_title_is_found_in_any_case_of_kazakh_letters(room: Room) -> None:
    room.add_chat(chat("1"))
    room.store.chats.rename(chat("1"), "Қала жаңалықтары")
    assert [each.title for each in room.store.inspection.chats(ChatFilter(search="ҚАЛА ЖАҢ"))] == ["Қала жаңалықтары"]


def test_chats_are_read_page_by_page(busy: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "PAGE", 2)
    listed = list(busy.store.inspection.chats(ChatFilter()))
    assert [each.chat.id for each in listed] == ["1", "2", "3", "4", "5"]
    assert listed[3].last_sent_at == NOW, "beyond the first page"
    assert busy.store.inspection.count_chats() == 5


def test_a_chat_is_found_by_its_name_with_and_without_its_workspace(room: Room) -> None:
    there = Chat(platform="slack", id="C1", workspace="T1")
    room.add_chat(there)
    assert room.store.inspection.named("slack", "C1", "", None) == [there]
    assert room.store.inspection.named("slack", "C1", "", "T1") == [there]
    assert room.store.inspection.named("slack", "C1", "", "T2") == []
    assert room.store.inspection.all_chats() == [there]


def test_one_chat_has_its_last_alerts_whatever_became_of_them(busy: Room) -> None:
    line = busy.store.inspection.line(4)
    assert line is not None
    assert line.last_sent_at == NOW
    (last,) = busy.store.inspection.last_alerts(4, 10)
    assert (last.state, last.title, last.ref) == (DeliveryState.SENT, "Ақтау порты", "55")
    assert busy.store.inspection.line(99) is None


def test_the_outbox_is_listed_by_state_and_counted(busy: Room) -> None:
    busy.store.notices.add("source:kt-eng", NOW, [letter(chat("5"))])
    rows, count = busy.store.inspection.outbox(OutboxFilter(), 2)
    assert [(each.key.name, each.state) for each in rows] == [("1-5", "sending"), ("L1", "pending")]
    assert count == 4, "one being sent, a letter, one held, one failed"
    rows, count = busy.store.inspection.outbox(OutboxFilter(cause=Cause.BAD_MESSAGE), 10)
    assert [(each.key.name, each.detail, each.attempts) for each in rows] == [("1-1", "poison", 1)]
    assert busy.store.inspection.count(OutboxFilter(chat=chat("2"))) == 1
    assert busy.store.inspection.count(OutboxFilter(lane="slack")) == 0


def test_a_row_says_what_it_carries(busy: Room) -> None:
    busy.store.notices.add("source:kt-eng", NOW, [letter(chat("5"))])
    owed = busy.store.inspection.owed(alert(1))
    assert isinstance(owed, Delivery)
    assert [each.typed for each in owed.reasons] == ["AI"]
    assert isinstance(busy.store.inspection.owed(OutboxKey(letter_id=1)), Letter)
    assert busy.store.inspection.owed(OutboxKey(letter_id=9)) is None
    assert busy.store.inspection.row(OutboxKey(article_id=9, chat_id=9)) is None


@pytest.mark.parametrize("name", ["", "1", "L", "L0", "1-", "-1-2", "1-2-3", "x1-2", "9999999999-1", "１-2"])
def test_what_is_no_name_of_a_row_is_told_from_one(name: str) -> None:
    assert OutboxKey.parse(name) is None


def test_a_row_is_named_and_found_by_its_name() -> None:
    for key in (OutboxKey(article_id=12, chat_id=3), OutboxKey(letter_id=7)):
        assert OutboxKey.parse(f" {key.name} ") == key
    assert OutboxKey.parse("l7") == OutboxKey(letter_id=7)


def test_a_failed_row_is_tried_again_as_if_never_attempted(busy: Room) -> None:
    assert busy.store.repairs.retry(alert(1), later(hours=1))
    now = row(busy, alert(1))
    assert (now.state, now.attempts, now.cause, now.detail) == (DeliveryState.PENDING, 0, None, "")
    assert [each.chat.id for each in busy.claim(at=later(hours=1))] == ["1"]


@pytest.mark.parametrize(
    ("number", "why"), [(2, "its chat waits"), (3, "its chat is at rest"), (4, "it was sent"), (5, "it is being sent")]
)
def test_a_row_is_not_tried_again(busy: Room, number: int, why: str) -> None:
    before = states(busy)
    assert not busy.store.repairs.retry(alert(number), NOW), why
    assert states(busy) == before


def test_what_was_dropped_by_mistake_is_tried_again(busy: Room) -> None:
    assert busy.store.repairs.drop([alert(1)], "by mistake") == [alert(1)]
    assert busy.store.repairs.retry(alert(1), NOW)
    assert states(busy)["1-1"] == "pending"


def test_all_that_failed_of_a_cause_is_tried_again(busy: Room) -> None:
    wanted = OutboxFilter(states=(DeliveryState.FAILED,), cause=Cause.SERVER_ERROR)
    assert busy.store.repairs.retry_all(wanted, NOW) == 0
    assert busy.store.repairs.retry_all(OutboxFilter(cause=Cause.BAD_MESSAGE), NOW) == 1
    assert states(busy)["1-1"] == "pending"


def test_what_is_dropped_keeps_its_reason_and_what_is_being_sent_is_not(busy: Room) -> None:
    keys = [alert(number) for number in range(1, 6)]
    assert busy.store.repairs.drop(keys, " Асығыс жіберілді ") == [alert(1), alert(2)]
    dropped = row(busy, alert(2))
    assert (dropped.state, dropped.cause) == (DeliveryState.DROPPED, Cause.WITHDRAWN)
    assert dropped.detail == "Асығыс жіберілді"
    assert states(busy)["1-5"] == "sending"
    assert busy.store.repairs.drop([alert(9)], "") == []


def test_letters_are_tried_again_and_dropped_as_alerts_are(room: Room) -> None:
    room.add_chat(chat("1"))
    room.store.notices.add("source:kt-eng", NOW, [letter(chat("1"), due_at=later(days=1))])
    key = OutboxKey(letter_id=1)
    assert room.store.repairs.retry(key, NOW)
    assert [each.label for each in room.store.outbox.claim("telegram", NOW, 10)] == ["letter 1"]
    assert room.store.repairs.drop([key], "late") == [], "it is being sent"
    room.store.outbox.take_over("telegram")
    assert room.store.repairs.drop_all(OutboxFilter(states=(DeliveryState.PENDING, DeliveryState.SENDING)), "x") == 1
    assert row(room, key).cause is Cause.WITHDRAWN


def test_a_withdrawn_alert_is_never_claimed(busy: Room) -> None:
    busy.store.repairs.retry(alert(1), NOW)
    assert busy.store.repairs.drop_all(OutboxFilter(), "all of it") == 2, "one pending, one held"
    assert busy.claim(at=later(days=2)) == []


def test_claims_that_ran_out_are_counted_by_lane(busy: Room) -> None:
    assert busy.store.inspection.overdue_claims(later(minutes=50)) == {"telegram": 1}, "of a worker that is gone"
    assert busy.store.inspection.overdue_claims(later(hours=-1)) == {}


def test_edits_that_a_worker_left_are_counted_with_its_alerts(room: Room) -> None:
    room.follow(chat("1"), "AI")
    room.match(room.add_article(1), 1)
    room.fan_out()
    (sent,) = room.claim()
    record(room.store, sent, Sent(refs=("7",)), None, NOW)
    room.store.outbox.ask_edit(1, 1, NOW)
    assert len(room.store.outbox.claim_edits("telegram", NOW, 10)) == 1
    assert room.store.inspection.overdue_claims(later(minutes=50)) == {"telegram": 1}


def test_workspaces_are_listed_with_those_that_left(room: Room) -> None:
    shared = {"enterprise_id": "", "app_id": "A", "bot_id": "B", "bot_user_id": "U", "scopes": "", "installed_by": "U"}
    with room.store.database.write_transaction() as db:
        for number, gone_at in ((1, None), (2, NOW)):
            about = {"id": f"T{number}", "name": f"W{number}", "token": "sealed", "gone_at": gone_at}
            db.execute(t.workspace.insert().values(installed_at=NOW, **shared, **about))
    assert [(each.name, each.gone_at) for each in room.store.inspection.workspaces()] == [("W1", None), ("W2", NOW)]


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_an_export_has_every_row_once_whatever_its_pages(
    busy: Room, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", size)
    busy.add_article(2)
    kept = busy.store.exports
    assert [each["chat"] for each in kept.chats()] == ["1", "2", "3", "4", "5"]
    assert [(each["chat"], each["typed"], each["mode"]) for each in kept.follows()][-1] == ("5", "AI", "instant")
    assert [each["id"] for each in kept.articles(None, None)] == [1, 2]
    assert [each["id"] for each in kept.deliveries(None, None)] == ["1-1", "1-2", "1-3", "1-4", "1-5"]
    assert not any(name.startswith("_") for each in kept.deliveries(None, None) for name in each)


def test_an_export_keeps_to_its_period(busy: Room) -> None:
    busy.add_article(2, at=later(days=1))
    kept = busy.store.exports
    assert [each["id"] for each in kept.articles(later(hours=1), None)] == [2]
    assert [each["id"] for each in kept.articles(None, later(days=1))] == [1]
    assert [each["id"] for each in kept.articles(NOW, later(days=1), texts=True)] == [1]
    assert [each["text"] for each in kept.articles(None, NOW.replace(year=2027), texts=True)] == ["Body", None]
    assert list(kept.deliveries(later(hours=1), None)) == []
    assert list(kept.deliveries(later(days=9), None)) == [], "no article came then"
    assert len(list(kept.deliveries(NOW, later(hours=1)))) == 5
    assert [each["id"] for each in kept.deliveries(None, None, [DeliveryState.SENT])] == ["1-4"]
