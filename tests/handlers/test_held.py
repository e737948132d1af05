"""A message that tells of a quiet time: its pages are turned in place, and ⋯ is about all that it carried."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.fold import Parcel, next_parcel
from bot.messages.message import ReplyMode
from bot.model import Chat, Outcome, Sent
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, Room, world
from tests.storage.conftest import alerts


@world
def woken(room: Room) -> Room:
    """A person who was sent 25 articles in one message after a pause, by three follows."""
    sleeps_through(room, 25, "AI", "waste", "Aktau")
    sends(room, "7")
    return room


def sleeps_through(room: Room, count: int, *topics: str) -> None:
    """So many articles, of these topics in turn, come in a pause that is over now."""
    room.knows(translators=load_translations(), concepts=CONCEPTS)
    room.types(f"/follow {', '.join(topics)}")
    room.types("/pause 2h")
    for number in range(count):
        room.publish(f"{topics[number % len(topics)]} story {number}", ago=timedelta())
    room.shares_out()
    room.types("/resume")


def sends(room: Room, ref: str) -> Parcel:
    """The next message goes out and is recorded."""
    owed = alerts(room.store, "telegram", room.now, 1, per_chat=100)
    parcel = next_parcel(owed, room.now, fold=False, translators=room.rules.translators)
    outcome = Outcome(deliveries=parcel.deliveries, verdict=Sent(refs=(ref,)), at=room.now)
    room.store.outbox.record_outcomes([outcome])
    return parcel


def test_all_that_waited_is_recorded_as_sent_by_one_message(woken: Room) -> None:
    assert woken.store.outbox.count_deliveries() == {"sent": 25}
    assert len(woken.store.outbox.articles_by_ref(PERSON, "7")) == 25


def test_every_page_is_shown_by_any_article_of_the_message(woken: Room) -> None:
    found: set[str] = set()
    for number in (1, 2, 3):
        shown = woken.presses(f"held 5 {number}")
        assert shown.reply_mode is ReplyMode.REPLACE
        found |= {line for line in written(shown).splitlines() if "story" in line and line.startswith("[")}
    assert len(found) == 25
    assert actions(woken.presses("held 9 2"))[0].endswith(" 1")


def test_what_is_unfollowed_since_then_keeps_its_place_in_it(woken: Room) -> None:
    woken.types("/unfollow waste")
    pages = "".join(written(woken.presses(f"held 5 {number}")) for number in (1, 2, 3))
    assert pages.count("[**waste** story") + pages.count("[waste story") == 8
    assert "no longer followed" in pages


def test_a_page_of_another_chat_or_of_nothing_is_not_shown(woken: Room) -> None:
    other = Chat(platform="telegram", id="99")
    woken.types("/start", other)
    for text, chat in (("held 5 1", other), ("held 999 1", PERSON), ("held", PERSON), ("held 5 x", PERSON)):
        assert written(woken.presses(text, chat)) == "This page has expired. Ask again."
    assert "I don't know" in written(woken.types("/held 5 1"))


def test_the_menu_has_an_unfollow_for_each_follow_and_closing_brings_the_pages_back(woken: Room) -> None:
    menu = woken.presses("more 5")
    assert sorted(label for row in labels(menu) for label in row if label.startswith("Unfollow")) == [
        "Unfollow AI", "Unfollow Aktau", "Unfollow waste",
    ]  # fmt: skip
    closed = woken.presses("less 5")
    assert [action.partition(" ")[0] for action in actions(closed)] == ["held"]
    assert closed.more is not None


def test_why_of_any_of_them_says_when_it_was_sent(woken: Room) -> None:
    assert written(woken.presses("why 5")).splitlines()[-1] == "Sent 25 Nov, 14:00."


def test_what_may_have_arrived_is_shown_in_place_of_the_line_that_asks(room: Room) -> None:
    sleeps_through(room, 12, "AI")
    outbox = room.store.outbox
    chat = alerts(room.store, "telegram", room.now, 1, per_chat=100)[0].chat_id
    outbox.begin_quiet([chat], room.now)
    outbox.recover()
    parcel = sends(room, "8")
    assert written(parcel.message).startswith("🌙 12 articles that came while it was quiet may not have arrived")
    assert (labels(parcel.message), parcel.message.quiet, parcel.once) == ([["Show it"]], True, True)
    shown = room.presses(actions(parcel.message)[0])
    assert shown.reply_mode is ReplyMode.REPLACE
    pages = written(shown) + written(room.presses(actions(shown)[0]))
    assert all(f"story {number}" in pages for number in range(12))
