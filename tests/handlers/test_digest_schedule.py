"""Digests on time as people set them, and as they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.matching.concepts import NO_CONCEPTS
from bot.messages.message import Message, ReplyMode
from bot.model import Attention, Chat, ChatKind, FollowMode, Letter, QuietHours
from bot.worker.digests import ScheduledDigests
from config.translations import load_translations
from tests.builders import NOW, PERSON, actions, labels, written
from tests.handlers.conftest import FACTS, Room

GROUP = Chat(platform="telegram", id="-5")
TOPIC = Chat(platform="telegram", id="-5", thread="9")
CHANNEL = Chat(platform="telegram", id="-1001")
SLACK = Chat(platform="slack", id="C1", workspace="T1")
MORNING = datetime(2025, 11, 26, 3, 30, tzinfo=UTC)  #: 8:30 in Almaty, the day after NOW
TERMINAL = Chat(platform="terminal", id="local")
HOUR = timedelta(hours=1)


def comes(room: Room, at: datetime, chat: Chat = PERSON, *, begun: bool = False, plain: bool = False) -> Message:
    """What the lane is to send when the chat's digest is due; `begun`: and a send of it was begun before."""
    room.now = at
    assert room.store.digests.enqueue_due(at)[0] == 1
    owed = room.store.outbox.claim(chat.lane, at, 9, per_chat=9)
    (letter,) = [each for each in owed if isinstance(each, Letter)]
    digests = ScheduledDigests(store=room.store, rules=lambda: room.rules, facts=FACTS, clock=lambda: room.now)
    return digests.compose(replace(letter, begun_at=at if begun else None, plain=plain))


def test_who_sets_a_time_is_told_when_the_next_one_comes(room: Room) -> None:
    room.types("/follow gold")
    message = room.types("/digest daily 8:30")
    assert written(message) == "⏰ Digest **every day** at **08:30**\nNext: tomorrow at 08:30 (Almaty time)"
    assert actions(message) == [
        "digest daily 8:00",
        "digest weekdays 8:00",
        "digest daily 18:00",
        "digest mon 8:00",
        "digest off",
        "digest only",
    ]
    assert written(room.types("/digest schedule")).startswith(written(message))


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        (
            "en",
            "/digest monthly 1 9:00",
            "A digest comes daily, on weekdays or weekly. Try: /digest every Monday 9:00 — ",
        ),
        ("en", "send me a digest every two weeks", "A digest comes daily, on weekdays or weekly."),
        ("ru", "/digest раз в месяц", "Дайджест приходит каждый день, по будням или раз в неделю."),
        ("ru", "присылай дайджест раз в месяц", "Дайджест приходит каждый день, по будням или раз в неделю."),
        ("kk", "/digest айына бір рет", "Дайджест күн сайын, жұмыс күндері не аптасына бір рет келеді."),
    ],
)
def test_who_wants_it_monthly_is_told_what_there_is(room: Room, language: str, typed: str, words: str) -> None:
    room.knows(translators=load_translations())
    room.types("/follow gold", language=language)
    answer = written(room.types(typed, language=language))
    assert answer.startswith(words)
    assert "digest month" in answer
    assert room.store.digests.schedule(PERSON) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/digest weekdays 9:00 18:00", "**on weekdays** at **09:00, 18:00**\nNext: today at 18:00 (Almaty time)"),
        ("/digest weekly Friday 9:00", "**on Fridays** at **09:00**\nNext: Friday, 28 Nov at 09:00 (Almaty time)"),
        ("дайджест по выходным в 10", "**on weekends** at **10:00**\nNext: Saturday, 29 Nov at 10:00 (Almaty time)"),
        ("/digest пн, ср 7:00", "**on Mondays and Wednesdays** at **07:00**\nNext: tomorrow at 07:00 (Almaty time)"),
        ("send me a digest every evening", "**every day** at **18:00**\nNext: today at 18:00 (Almaty time)"),
    ],
)
def test_every_way_to_say_it_is_answered_in_the_chat_s_zone(room: Room, typed: str, words: str) -> None:
    room.types("/follow gold")
    assert written(room.types(typed)) == f"⏰ Digest {words}"


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        (
            "ru",
            "дайджест ежедневно 8:30",
            "⏰ Дайджест **каждый день** в **08:30**\nСледующий — завтра в 08:30 (время: Алматы)",
        ),
        (
            "kk",
            "дайджест күн сайын 8:30",
            "⏰ Дайджест: **күн сайын**, сағат **08:30**\nКелесісі — ертең, сағат 08:30 (Алматы уақыты)",
        ),
    ],
)
def test_it_is_said_in_the_reader_s_language_and_its_examples_can_be_typed(
    room: Room, language: str, typed: str, words: str
) -> None:
    room.knows(translators=load_translations("en"))
    room.types("/follow gold", language=language)
    assert written(room.types(typed)) == words
    shown = room.types("/digest schedule")
    examples = [span.command for part in shown.paragraphs for line in part for span in line if span.command]
    assert len(examples) == 3
    for example in examples:
        assert "⏰" in written(room.types(f"/{example}"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/digest 25:00", "**25:00** isn't a time of day. Try: /digest daily 8:30"),
        ("/digest daily 8:75", "**8:75** isn't a time of day. Try: /digest daily 8:30"),
        ("/digest every minute", "A digest comes up to 12 times a day, half an hour apart or more. Try: "
                                 "/digest weekdays 9:00 18:00"),
    ],
)  # fmt: skip
def test_what_is_impossible_or_too_often_is_refused_with_what_is_right(room: Room, typed: str, words: str) -> None:
    assert written(room.types(typed)) == words
    assert room.store.digests.schedule(PERSON) is None


def test_who_types_only_another_time_keeps_the_days(room: Room) -> None:
    room.types("/follow gold")
    assert "**every day** at **09:00**" in written(room.types("/digest 9:00"))
    room.types("/digest weekdays 9:00 18:00")
    assert "**on weekdays** at **08:30**" in written(room.types("move my digest to 8:30"))
    assert "**every day** at **08:30**" in written(room.types("/digest daily 8:30"))


def test_a_chat_that_follows_nothing_is_told_so_and_one_without_a_digest_how_to_get_one(room: Room) -> None:
    assert "nothing to bring: /follow AI" in written(room.types("/digest daily 8"))
    assert labels(room.types("/digest schedule", PERSON))[2] == ["Turn off"]
    room.types("/digest off")
    message = room.types("/digest schedule")
    assert written(message) == (
        "I can bundle the news of your topics into one message. When should it come?\n\n"
        "Or type: /digest daily 8:30 · /digest weekdays 9:00 18:00 · /digest every Monday 9:00"
    )
    assert labels(message)[0] == ["Every morning 08:00", "Weekdays 08:00"]


def test_a_pressed_time_is_ticked_in_place_of_the_screen_and_off_can_be_undone(room: Room) -> None:
    room.types("/follow gold")
    pressed = room.presses("digest weekdays 8:00")
    assert pressed.reply_mode is ReplyMode.REPLACE
    assert labels(pressed)[0] == ["Every morning 08:00", "✓ Weekdays 08:00"]
    off = room.presses("digest off")
    assert written(off) == "Digests no longer come by themselves. /digest today still works any time."
    assert actions(off) == ["digest weekdays 8:00"]
    assert written(room.presses("digest off")) == "No digest comes by itself here."
    room.presses(actions(off)[0])
    schedule = room.store.digests.schedule(PERSON)
    assert schedule is not None
    assert schedule.weekdays == (0, 1, 2, 3, 4)


def test_a_schedule_too_long_for_a_button_has_no_undo(room: Room) -> None:
    room.types("/digest mon wed fri " + " ".join(f"{hour}:30" for hour in range(8, 20)))
    assert actions(room.types("/digest off")) == []


def test_a_digest_now_has_the_way_to_get_it_by_itself_which_leaves_it_as_it_is(room: Room) -> None:
    room.types("/follow gold")
    assert actions(room.types("/digest")) == ["digest schedule"]
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    assert actions(room.types("/digest", GROUP, ChatKind.GROUP, may_change=False)) == []
    assert room.presses("digest schedule").reply_mode is ReplyMode.NEW


def test_who_may_not_change_topics_sees_when_it_comes_and_changes_nothing(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    room.types("/digest daily 8:30", GROUP, ChatKind.GROUP)
    seen = room.types("/digest schedule", GROUP, ChatKind.GROUP, may_change=False)
    assert "08:30" in written(seen)
    assert labels(seen) == []
    for text in ("digest daily 9", "digest off", "digest only", "daily gold", "alerts #1"):
        assert "Only admins" in written(room.presses(text, GROUP, ChatKind.GROUP, may_change=False))
    schedule = room.store.digests.schedule(GROUP)
    assert schedule is not None
    assert schedule.minutes == (510,)


def test_in_a_group_it_is_said_who_set_it_and_a_topic_has_its_own(room: Room) -> None:
    for chat in (GROUP, TOPIC):
        room.types("/follow gold", chat, ChatKind.GROUP)
    message = room.types("/digest daily 8:30", GROUP, ChatKind.GROUP, person_name="Aliya")
    assert written(message).startswith("⏰ Digest **every day** at **08:30** · changed by Aliya")
    assert not message.private
    assert room.store.digests.schedule(TOPIC) is None
    room.types("/digest weekly", TOPIC, ChatKind.GROUP)
    assert room.store.digests.schedule(TOPIC) is not None


def test_a_channel_gets_it_from_who_manages_it_there(room: Room) -> None:
    room.happens("start", CHANNEL, ChatKind.CHANNEL, title="News")
    room.presses(f"manage to {CHANNEL.id}")
    room.types("/follow gold")
    message = room.types("/digest daily 8:30")
    assert "For the channel" in written(message) or "News" in written(message)
    assert room.store.digests.schedule(CHANNEL) is not None
    assert room.store.digests.schedule(PERSON) is None
    assert all(len(action.encode()) <= 64 for action in actions(message))
    room.presses(next(action for action in actions(message) if action.endswith("digest off")))
    assert room.store.digests.schedule(CHANNEL) is None


# ------------------------------------------------------------------------------------------------- what comes


def test_a_digest_groups_what_is_new_with_each_article_once_and_its_other_topics_named(room: Room) -> None:
    room.types("/follow gold, zinc, iron")
    room.types("/digest daily 8:30")
    room.later(HOUR)
    room.publish("Gold and zinc", ago=timedelta(minutes=30))
    room.publish("Gold again", ago=timedelta(minutes=20))
    message = comes(room, MORNING)
    assert written(message) == (
        "**🗞 2 new: gold 2, zinc 1**\n"
        "Since 24 Nov, 14:00\n\n"
        "**zinc** · 1\n"
        "25 Nov, 14:30 [Gold and zinc] · Kazakhstan Today · also: gold\n\n"
        "**gold** · 1 (1 more above)\n"
        "25 Nov, 14:40 [Gold again] · Kazakhstan Today\n\n"
        "Nothing new on 1 more topic"
    )
    assert actions(message) == ["digest schedule"]
    assert not message.quiet
    again = comes_again(room, MORNING + timedelta(days=1))
    assert written(again).startswith("🗞 Nothing new since 26 Nov, 08:29")
    assert again.quiet


def comes_again(room: Room, at: datetime) -> Message:
    """The one that came is recorded as sent, and the next one comes."""
    room.store.outbox.recover(at)
    with room.store.database.write_transaction() as db:
        db.exec_driver_sql("UPDATE letter SET state = 'sent'")
    return comes(room, at)


def test_a_late_one_says_when_it_was_due(room: Room) -> None:
    room.types("/follow gold")
    room.types("/digest daily 8:30")
    assert "It was due at 08:30: I was offline then." in written(comes(room, MORNING + 2 * HOUR))


@pytest.mark.parametrize("chat", [PERSON, SLACK])
def test_a_long_one_is_paged_on_every_platform_and_a_month_old_button_shows_the_same_span(
    room: Room, chat: Chat
) -> None:
    room.types("/follow gold, zinc, Gold a*", chat)
    room.types("/digest daily 8:30", chat)
    for number in range(150):
        room.publish(f"Gold and the price of number {number}", ago=timedelta(seconds=number))
    first = comes(room, MORNING, chat)
    assert "Page 1 of" in written(first)
    (more,) = [action for action in actions(first) if action.startswith("page")]
    assert len(more.encode()) <= 38, "so that it fits with the tag of a channel too"
    room.later(timedelta(days=30))
    room.publish("Gold of later")
    second = room.presses(more, chat)
    assert second.reply_mode is ReplyMode.REPLACE
    titles = [line for page in (first, second) for line in written(page).splitlines() if "[" in line]
    assert len(set(titles)) == len(titles) > 30
    assert not any("later" in line for line in titles)
    other = Chat(platform=chat.platform, id="77", workspace=chat.workspace)
    assert "gold" not in written(room.presses(more, other)).casefold(), "a button shows no other chat's news"


@pytest.mark.parametrize("text", ["+zzzzzzzzz +zzzzzzzzz", "+1 +2", "+t683o0 +t6bdp6"])
def test_a_span_is_nothing_that_can_be_typed_and_an_odd_one_is_harmless(room: Room, text: str) -> None:
    room.types("/follow gold")
    assert "I don't understand" in written(room.types(f"/digest {text}"))
    assert room.presses(f"digest {text}").paragraphs


def test_it_is_silent_in_quiet_hours_and_where_all_is_silent(room: Room) -> None:
    room.types("/follow gold")
    room.types("/digest daily 8:30")
    room.publish("Gold")
    room.store.preferences.set(PERSON, silent=True)
    assert comes(room, MORNING).quiet


@pytest.mark.parametrize(
    ("start", "end", "quiet"), [(1380, 540, True), (480, 600, True), (600, 660, False), (1380, 480, False)]
)
def test_quiet_hours_take_its_sound_away(room: Room, start: int, end: int, quiet: bool) -> None:
    room.types("/follow gold")
    room.types("/digest daily 8:30")
    room.publish("Gold")
    room.store.preferences.set_quiet_hours(PERSON, QuietHours(start=start, end=end), room.now)
    assert comes(room, MORNING).quiet is quiet


def test_who_has_unfollowed_everything_meanwhile_is_told_how_to_go_on(room: Room) -> None:
    room.types("/follow gold")
    room.types("/digest daily 8:30")
    assert room.store.digests.enqueue_due(MORNING)[0] == 1
    room.store.follows.unsubscribe_all(PERSON, MORNING)
    (letter,) = [each for each in room.store.outbox.claim("telegram", MORNING, 9) if isinstance(each, Letter)]
    digests = ScheduledDigests(store=room.store, rules=lambda: room.rules, facts={}, clock=lambda: MORNING)
    message = digests.compose(letter)
    assert "digest off" in actions(message)


def test_in_a_channel_it_has_no_buttons_and_is_whole(room: Room) -> None:
    room.happens("start", CHANNEL, ChatKind.CHANNEL, title="News")
    room.presses(f"manage to {CHANNEL.id}")
    room.types("/follow gold")
    room.types("/digest daily 8:30")
    for number in range(150):
        room.publish(f"Gold and the price of number {number}", ago=timedelta(seconds=number))
    message = comes(room, MORNING, CHANNEL)
    assert message.buttons == ()
    assert written(message).count("[Gold") == 150


# ------------------------------------------------------------------------------------- digests in place of alerts


def modes(room: Room) -> list[FollowMode]:
    return [each.attention.mode for each in room.store.follows.subscriptions(PERSON)]


def test_digest_only_ends_alerts_of_all_topics_and_of_those_to_come_and_can_be_taken_back(room: Room) -> None:
    room.types("/follow gold, zinc")
    only = room.presses("digest only")
    assert written(only).startswith("🔕 No more alerts")
    assert "Next: tomorrow at 08:00" in written(only), "a chat without a digest gets one every morning"
    assert modes(room) == [FollowMode.DIGEST] * 2
    room.publish("Gold")
    assert room.shares_out().store.outbox.claim("telegram", room.now, 9) == []
    assert "Gold" in written(comes(room, MORNING))
    assert "Alerts again" in labels(room.types("/digest schedule"))[-1]
    assert "Alerts again" in labels(room.types("/digest off"))[-1]
    again = room.presses("digest alerts")
    assert written(again) == "🔔 Alerts are back, as soon as news is published."
    assert modes(room) == [FollowMode.INSTANT] * 2


def test_what_was_silent_or_for_digests_only_before_is_so_when_alerts_are_back(room: Room) -> None:
    room.types("/follow gold")
    room.types("/follow zinc silent")
    room.types("/follow copper digest only")
    room.types("/settings mode silent")
    room.types("/follow tin")
    before = modes(room)
    assert before == [FollowMode.INSTANT, FollowMode.SILENT, FollowMode.DIGEST, FollowMode.SILENT]
    for _ in range(2):  # twice is once
        room.presses("digest only")
    room.types("/follow iron")
    assert modes(room) == [FollowMode.DIGEST] * 5
    for _ in range(2):
        room.presses("digest alerts")
    assert modes(room) == [*before, FollowMode.SILENT]
    stored = room.store.chats.get(PERSON)
    assert stored is not None
    assert stored.preferences.mode is FollowMode.SILENT, "so are those to come"


def test_without_digests_nothing_is_left_to_them_when_alerts_are_back(room: Room) -> None:
    room.types("/follow gold digest only")
    room.types("/follow zinc silent")
    room.presses("digest only")
    room.types("/digest off")
    room.presses("digest alerts")
    assert modes(room) == [FollowMode.INSTANT, FollowMode.SILENT]


def test_alerts_are_back_even_if_only_topics_for_digests_are_left(room: Room) -> None:
    room.types("/follow gold digest only")
    room.types("/follow zinc")
    room.presses("digest only")
    room.types("/unfollow zinc")
    assert "No alerts, digest only" in labels(room.presses("digest alerts"))[-1]
    assert modes(room) == [FollowMode.INSTANT]


def test_one_silent_topic_of_a_daily_digest_has_silent_alerts_again(room: Room) -> None:
    room.types("/follow gold silent")
    (follow,) = room.store.follows.subscriptions(PERSON)
    for mode, action in ((FollowMode.DIGEST, "daily"), (FollowMode.SILENT, "alerts")):
        room.presses(f"{action} #{follow.query_id}")
        assert modes(room) == [mode]


def test_a_topic_that_brings_too_much_can_be_followed_for_a_daily_digest(room: Room) -> None:
    room.knows(ask_from=2, concepts=NO_CONCEPTS).read_since()
    for number in range(60):
        room.publish(f"Government {number}", ago=number * 12 * HOUR)
    asked = room.types("/follow government")
    (daily,) = [button for row in asked.buttons for button in row if button.label == "Daily digest"]
    message = room.presses(daily.action)
    assert written(message) == (
        "✅ **government** comes in the digest, without alerts\n\n"
        "⏰ Digest **every day** at **08:00**\nNext: tomorrow at 08:00 (Almaty time)"
    )
    assert modes(room) == [FollowMode.DIGEST]
    back = room.presses(actions(message)[0])
    assert written(back) == "🔔 **government**: alerts are back"
    assert modes(room) == [FollowMode.INSTANT]
    room.presses(actions(back)[0])
    assert modes(room) == [FollowMode.DIGEST]
    assert room.store.digests.schedule(PERSON) is not None


@pytest.mark.parametrize("action", ["daily #999", "alerts #999", "alerts gold", "daily (", "daily"])
def test_an_old_or_odd_button_of_a_topic_says_so(room: Room, action: str) -> None:
    assert room.presses(action).private


def test_there_is_no_daily_digest_of_a_topic_for_which_there_is_no_room(room: Room) -> None:
    room.knows(follows=1).types("/follow gold")
    room.presses("daily zinc")
    assert room.follows() == ["gold"]
    assert room.store.follows.subscriptions(PERSON)[0].attention == Attention()


def test_two_admins_at_once_get_what_the_last_one_set(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    first = room.types("/digest daily 9", GROUP, ChatKind.GROUP, person_name="Aliya")
    second = room.types("/digest daily 10", GROUP, ChatKind.GROUP, person_name="Berik")
    assert ("09:00" in written(first), "10:00" in written(second)) == (True, True)
    off = room.presses("digest off", GROUP, ChatKind.GROUP, person_name="Aliya")
    assert "changed by Aliya" in written(off)
    assert replace(off, paragraphs=()).reply_mode is ReplyMode.REPLACE
    assert NOW < MORNING


# --------------------------------------------------------------------------------- one that may have arrived


@pytest.mark.parametrize(
    ("language", "line", "label"),
    [
        ("en", "🗞 The digest of 08:30 may not have arrived: I was interrupted while sending it.", "Show it"),
        ("ru", "🗞 Дайджест (08:30) мог не дойти: отправка прервалась.", "Показать"),
        ("kk", "🗞 08:30 дайджесті жетпеген болуы мүмкін: жіберу үзіліп қалды.", "Көрсету"),
    ],
)
@pytest.mark.parametrize("chat", [PERSON, SLACK, TERMINAL])
def test_of_one_that_may_have_arrived_a_silent_line_says_so_and_its_button_shows_the_same(
    room: Room, chat: Chat, language: str, line: str, label: str
) -> None:
    room.knows(translators=load_translations("en"))
    room.types("/follow gold", chat, language=language)
    room.types("/digest daily 8:30", chat)
    room.publish("Gold and zinc")
    message = comes(room, MORNING, chat, begun=True)
    assert (written(message), message.quiet) == (line, True)
    assert labels(message) == [[label]]
    room.later(HOUR)
    room.publish("Gold of later")
    (action,) = actions(message)
    assert len(action.encode()) <= 64
    for _ in range(2):
        shown = room.presses(action, chat)
        assert "Gold and zinc" in written(shown)
        assert "Gold of later" not in written(shown)
        assert shown.reply_mode is ReplyMode.REPLACE, "in place of the line"
    assert written(room.types("/digest last", chat)) == written(shown)


def test_where_there_is_no_button_the_line_names_the_command(room: Room) -> None:
    room.types("/follow gold")
    room.types("/digest daily 8:30")
    line = "🗞 The digest of 08:30 may not have arrived: I was interrupted while sending it."
    message = comes(room, MORNING, begun=True, plain=True)
    assert written(message) == f"{line}\n\nIf it is missing: /digest last"
    assert actions(message) == []


def test_the_last_one_can_be_asked_for_by_name(room: Room) -> None:
    room.types("/follow gold")
    assert written(room.types("/digest last")) == "No digest has come by itself here yet."
    room.types("/digest daily 8:30")
    room.publish("Gold and zinc")
    first = comes(room, MORNING)
    for typed in ("/digest last", "/digest previous", "/digest Последний", "/digest соңғы", "дайджест последний"):
        assert written(room.types(typed)) == written(first), typed
    assert "Gold and zinc" not in written(room.types("/digest last hour")), "that is a span"
    room.types("/digest off")
    assert written(room.types("/digest last")) == "No digest has come by itself here yet."
