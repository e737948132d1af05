"""A chat is told once of a follow that is silent, or that brings far more than it mostly does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Command, FollowMode, Letter, LetterKind
from bot.rules import Rules
from bot.storage import schema as t
from bot.storage import silences, spikes
from bot.storage.store import Store
from bot.worker.watching import tell_of_silence, tell_of_spikes
from config.translations import load_translations
from tests.builders import actions, written
from tests.many import add_articles
from tests.storage.conftest import SOURCE, Room, chat, letter

NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  #: noon in Almaty
DAY, WEEK, TWO_WEEKS = timedelta(days=1), timedelta(days=7), timedelta(days=14)
RULES = Rules(translators=load_translations())
MINE, CHANNEL = chat("1"), chat("-1001")
AI, OTHER = 1, 2


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    """A chat has followed AI for two months, somebody else waste."""
    made = Room(database_url)
    add_chat(made, MINE)
    made.follow(MINE, "AI", NOON - 60 * DAY)
    made.follow(chat("9"), "waste", NOON - 60 * DAY)
    yield made
    made.store.close()


def add_chat(room: Room, who: Chat, kind: ChatKind = ChatKind.PRIVATE, title: str = "") -> None:
    command = Command(chat=who, kind=kind, name="start", text="", title=title, language="en")
    room.store.chats.upsert(command, NOON - 60 * DAY, timezone="Asia/Almaty")


def watch(room: Room, who: Chat = MINE, span: timedelta = TWO_WEEKS) -> None:
    room.store.attention.set(who, AI, quiet_for=span)


def publish(room: Room, at: datetime, *queries: int, **how: Any) -> int:
    """An article comes, which these queries find."""
    made = room.add_article(count_articles(room), at=at, **how)
    assert made is not None
    room.match(made, *queries, at=at)
    return made


def count_articles(room: Room) -> int:
    with room.store.database.read_transaction() as db:
        return db.scalar(select(func.count()).select_from(t.article)) or 0


def appeared(room: Room, at: datetime, *articles: int) -> None:
    """They were published then, whenever they came."""
    with room.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id.in_(articles)).values(published_at=at))


def letters(room: Room, now: datetime) -> list[tuple[Chat, LetterKind, Message]]:
    """What is to be sent, which is sent."""
    claimed = room.store.outbox.claim("telegram", now, 99, per_chat=99)
    found = [each for each in claimed if isinstance(each, Letter)]
    with room.store.database.write_transaction() as db:
        db.execute(t.letter.delete())
    return [(each.chat, each.letter_kind, from_json(each.payload)) for each in found]


def told_of_silence(room: Room, now: datetime) -> list[str]:
    """What is told when the chore runs twice; other news comes all the time."""
    publish(room, now - timedelta(minutes=1), OTHER)
    tell_of_silence(room.store, RULES, now)
    tell_of_silence(room.store, RULES, now)
    found = letters(room, now)
    assert all(each[:2] == (MINE, LetterKind.SILENCE) for each in found)
    return [written(message) for _, _, message in found]


def test_silence_is_told_once_and_again_only_after_something_came(room: Room) -> None:
    publish(room, NOON - TWO_WEEKS, AI, title="AI in Aktau")
    watch(room)
    assert told_of_silence(room, NOON - timedelta(seconds=1)) == []
    (said,) = told_of_silence(room, NOON)
    assert said == (
        "🤫 **AI**: nothing for 14 days.\n\nThe latest was:\n**[AI in Aktau]**\nKazakhstan Today · 16 Feb, 12:00"
    )
    assert told_of_silence(room, NOON + 20 * DAY) == []
    publish(room, NOON + 21 * DAY, AI)
    assert told_of_silence(room, NOON + 34 * DAY) == []
    assert len(told_of_silence(room, NOON + 35 * DAY)) == 1


def test_where_nothing_ever_came_that_is_said(room: Room) -> None:
    watch(room)
    assert told_of_silence(room, NOON) == ["🤫 **AI**: nothing for 14 days.\nNothing has come since it was followed."]
    assert told_of_silence(room, NOON + 15 * DAY) == []


def test_the_letter_opens_the_topic_and_comes_with_a_sound(room: Room) -> None:
    watch(room)
    publish(room, NOON, OTHER)
    tell_of_silence(room.store, RULES, NOON)
    ((_, _, message),) = letters(room, NOON)
    assert actions(message) == ["show #1"]
    assert not message.quiet


def test_a_follow_that_is_younger_has_not_been_silent_for_so_long(room: Room) -> None:
    room.store.follows.unsubscribe(MINE, AI, NOON)
    room.follow(MINE, "AI", NOON - 13 * DAY)
    watch(room)
    assert told_of_silence(room, NOON) == []
    assert len(told_of_silence(room, NOON + DAY)) == 1


def test_an_edit_begins_it_anew(room: Room) -> None:
    new = room.store.follows.upsert_query("zinc", "zinc", NOON, grammar=1)
    watch(room)
    room.store.follows.edit(MINE, AI, new, "zinc", {}, NOON - DAY)
    assert told_of_silence(room, NOON) == []
    assert len(told_of_silence(room, NOON + 13 * DAY)) == 1


def test_another_span_is_told_for_itself(room: Room) -> None:
    publish(room, NOON - WEEK, AI)
    watch(room, span=WEEK)
    assert len(told_of_silence(room, NOON)) == 1
    watch(room)
    assert told_of_silence(room, NOON + DAY) == []
    assert len(told_of_silence(room, NOON + WEEK)) == 1


def test_what_the_chat_does_not_read_breaks_no_silence(room: Room) -> None:
    watch(room)
    publish(room, NOON - DAY, AI)
    room.store.chats.set_languages(MINE, ("kk",))
    assert len(told_of_silence(room, NOON)) == 1
    room.store.chats.set_languages(MINE, ("en", "kk"))
    watch(room)
    assert told_of_silence(room, NOON) == []
    room.store.sources.sync([SOURCE, replace(SOURCE, key="kt-rus")], NOON)
    room.store.left_out.leave_out(MINE, ["kt-eng"])
    assert len(told_of_silence(room, NOON)) == 1


def test_an_archive_that_is_read_in_breaks_it_by_when_it_was_published(room: Room) -> None:
    watch(room)
    old = publish(room, NOON - DAY, AI, silent=True)
    appeared(room, NOON - 15 * DAY, old)
    assert len(told_of_silence(room, NOON)) == 1
    watch(room)
    appeared(room, NOON - DAY, old)
    assert told_of_silence(room, NOON) == []


def test_where_nothing_at_all_came_it_is_we_who_are_silent(room: Room) -> None:
    watch(room)
    publish(room, NOON - DAY - timedelta(seconds=1), OTHER)
    assert tell_of_silence(room.store, RULES, NOON) == 0
    publish(room, NOON, OTHER)
    assert tell_of_silence(room.store, RULES, NOON) == 1


def test_nobody_is_told_at_night_nor_in_a_pause(room: Room) -> None:
    watch(room)
    night = NOON + timedelta(hours=13)
    assert told_of_silence(room, night) == []
    room.store.quiet.snooze(MINE, night + timedelta(hours=12), night)
    assert told_of_silence(room, night + timedelta(hours=9)) == []
    assert len(told_of_silence(room, night + timedelta(hours=12))) == 1


def test_who_watches_for_nothing_is_told_nothing(room: Room) -> None:
    room.store.attention.set(MINE, AI, quiet_for=None)
    assert told_of_silence(room, NOON) == []
    watch(room)
    room.store.follows.unsubscribe(MINE, AI, NOON)
    assert told_of_silence(room, NOON) == []


def test_all_are_looked_at_batch_by_batch(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silences, "BATCH", 1)
    chats = [chat(str(number)) for number in range(20, 23)]
    for who in chats:
        add_chat(room, who)
        room.follow(who, "AI", NOON - 60 * DAY)
        watch(room, who)
    publish(room, NOON, OTHER)
    assert tell_of_silence(room.store, RULES, NOON) == 3
    assert [each[0] for each in letters(room, NOON)] == chats


def test_two_workers_tell_once(room: Room) -> None:
    watch(room)
    publish(room, NOON, OTHER)
    (one,) = room.store.silences.find(NOON).follows
    assert tell_of_silence(room.store, RULES, NOON) == 1
    ((_, _, message),) = letters(room, NOON)
    assert "nothing for 14 days" in written(message)
    again = Store.open(room.url)
    assert not again.silences.tell(one, letter(MINE), NOON)
    again.close()


def test_of_a_channel_who_manages_it_is_told(room: Room) -> None:
    add_chat(room, CHANNEL, ChatKind.CHANNEL, "News")
    room.follow(CHANNEL, "AI", NOON - 60 * DAY)
    add_chat(room, CHANNEL, ChatKind.CHANNEL, "News")
    watch(room, CHANNEL)
    publish(room, NOON, OTHER)
    assert tell_of_silence(room.store, RULES, NOON) == 0
    room.store.chats.manage(MINE, CHANNEL, NOON)
    assert tell_of_silence(room.store, RULES, NOON) == 1
    ((to, _, message),) = letters(room, NOON)
    assert to == MINE
    assert written(message).startswith("In **News**:\n🤫 **AI**: nothing for 14 days.")
    assert actions(message) == ["for -1001 show #1"]


# ------------------------------------------------------------------------------------------------- more than usual


def publish_all(room: Room, times: Sequence[datetime], query: int = AI, *, silent: bool = False) -> list[int]:
    """An article comes at each of these times."""
    return add_articles(room, list(enumerate(times, count_articles(room))), query, silent=silent)


def habit(room: Room, a_day: int = 2, days: int = 20) -> None:
    """So many come each day until yesterday."""
    ago = [NOON - day * DAY for day in range(1, days + 1)]
    publish_all(room, [day + timedelta(minutes=number) for day in ago for number in range(a_day)])


def spike(room: Room, count: int = 17, now: datetime = NOON, *, silent: bool = False) -> list[int]:
    """So many come today."""
    return publish_all(room, [now - timedelta(minutes=number + 1) for number in range(count)], silent=silent)


def told_of_spike(room: Room, now: datetime = NOON) -> list[str]:
    tell_of_spikes(room.store, RULES, now)
    tell_of_spikes(room.store, RULES, now)
    found = letters(room, now)
    assert all(each[:2] == (MINE, LetterKind.SPIKE) and each[2].quiet for each in found)
    return [written(message) for _, _, message in found]


def test_far_more_than_usual_is_said_in_one_line_once_a_day(room: Room) -> None:
    habit(room)
    spike(room)
    assert told_of_spike(room) == ["📈 **AI**: 17 today; usually 2."]
    assert told_of_spike(room, NOON + timedelta(hours=2)) == []
    spike(room, 30, NOON + DAY)
    assert told_of_spike(room, NOON + DAY) == ["📈 **AI**: 30 today; usually 2."]


def test_what_is_usual_is_not_told(room: Room) -> None:
    habit(room, 3)
    spike(room, 11)
    assert told_of_spike(room) == []


def test_where_mostly_nothing_comes_that_is_said(room: Room) -> None:
    publish_all(room, [NOON - day * DAY for day in range(1, 21)], OTHER)
    spike(room, 10)
    assert told_of_spike(room) == ["📈 **AI**: 10 today; usually none."]


def test_articles_of_one_story_count_once(room: Room) -> None:
    habit(room)
    made = spike(room, 12)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id.in_(made[:3])).values(story_id=7))
    assert told_of_spike(room) == ["📈 **AI**: 10 today; usually 2."]


@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(days=14)])
def test_a_follow_of_two_weeks_has_no_habit_yet(room: Room, age: timedelta) -> None:
    habit(room)
    spike(room)
    room.store.follows.unsubscribe(MINE, AI, NOON)
    room.follow(MINE, "AI", NOON - age)
    assert told_of_spike(room) == []


def test_nor_has_one_that_asks_for_something_else_since(room: Room) -> None:
    other = room.store.follows.upsert_query("zinc", "zinc", NOON, grammar=1)
    room.store.follows.edit(MINE, AI, other, "zinc", {}, NOON - DAY)
    room.store.follows.edit(MINE, other, AI, "AI", {}, NOON - DAY)
    habit(room)
    spike(room)
    assert told_of_spike(room) == []


def test_an_archive_that_is_read_in_today_is_no_news(room: Room) -> None:
    habit(room)
    spike(room, silent=True)
    assert told_of_spike(room) == []


def test_what_came_late_counts_on_the_day_of_its_publication(room: Room) -> None:
    habit(room)
    appeared(room, NOON - DAY + timedelta(hours=1), *spike(room))
    assert told_of_spike(room) == []


def test_days_on_which_we_read_nothing_are_no_habit(room: Room) -> None:
    habit(room, 5, days=14)
    spike(room, 19)
    assert told_of_spike(room) == []
    publish_all(room, [NOON - day * DAY for day in range(15, 29)], OTHER)
    assert told_of_spike(room) == ["📈 **AI**: 19 today; usually 3."]


@pytest.mark.parametrize("chosen", [{"mode": FollowMode.DIGEST}, {"muted_until": NOON + DAY}], ids=["digest", "muted"])
def test_a_follow_without_alerts_says_nothing(room: Room, chosen: dict[str, Any]) -> None:
    habit(room)
    spike(room)
    room.store.attention.set(MINE, AI, **chosen)
    assert told_of_spike(room) == []


def test_what_the_chat_does_not_read_does_not_count(room: Room) -> None:
    habit(room)
    spike(room)
    room.store.chats.set_languages(MINE, ("kk",))
    assert told_of_spike(room) == []
    room.store.chats.set_languages(MINE, ())
    room.store.sources.sync([SOURCE, replace(SOURCE, key="kt-rus")], NOON)
    room.store.left_out.leave_out(MINE, ["kt-eng"])
    assert told_of_spike(room) == []
    room.store.left_out.bring_back(MINE)
    assert len(told_of_spike(room)) == 1


def test_in_quiet_time_nothing_is_told_and_afterwards_the_same_day_it_is(room: Room) -> None:
    habit(room)
    spike(room)
    room.store.quiet.snooze(MINE, NOON + timedelta(hours=2), NOON)
    assert told_of_spike(room) == []
    assert len(told_of_spike(room, NOON + timedelta(hours=2))) == 1


def test_all_followers_are_told_batch_by_batch(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spikes, "BATCH", 1)
    add_chat(room, chat("20"))
    room.follow(chat("20"), "AI", NOON - 60 * DAY)
    habit(room)
    spike(room)
    assert tell_of_spikes(room.store, RULES, NOON) == 2
    assert {each[0] for each in letters(room, NOON)} == {MINE, chat("20")}


def test_two_workers_tell_of_it_once(room: Room) -> None:
    habit(room)
    spike(room)
    (one,) = room.store.spikes.follows([AI], NOON - TWO_WEEKS, NOON).follows
    assert tell_of_spikes(room.store, RULES, NOON) == 1
    assert not room.store.spikes.tell(one, letter(MINE), NOON, not_since=NOON - timedelta(hours=12))
