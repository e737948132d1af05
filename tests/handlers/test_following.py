"""The list of topics, one of them in its place, and what its buttons change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room, world

DAY = timedelta(days=1)
GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-1001")
TERMINAL = Chat(platform="terminal", id="1")
SLACK = Chat(platform="slack", id="C1")
LONG = "ұзақ 🌊 נושא " * 16 + "x"  #: 200 characters and more of letters, emoji, right to left


@world
def read(room: Room) -> Room:
    """Three editions have been read for long."""
    return room.knows(concepts=CONCEPTS, follows=300).reads(SOURCE, RUSSIAN, KAZAKH)


def number(room: Room, typed: str, chat: Chat = PERSON) -> int:
    return next(each.query_id for each in room.store.follows.subscriptions(chat) if each.typed == typed)


def action_of(message: Message, label: str) -> str:
    return next(button.action for row in message.buttons for button in row if button.label == label)


def named(room: Room, *buttons: str) -> list[str]:
    """The topics that these buttons open."""
    by_id = {each.query_id: each.typed for each in room.store.follows.subscriptions(PERSON)}
    opening = [action.split()[1] for action in buttons if action.startswith("show ")]
    return [by_id[int(name.removeprefix("#"))] for name in opening]


# ------------------------------------------------------------------------------------------------------------ the list


def test_each_topic_stands_with_how_often_it_comes_the_busiest_first(read: Room) -> None:
    read.types("/follow iron, copper, zinc, gold")
    for ago in range(70):
        read.publish(f"Gold {ago}", ago=ago * DAY / 3)
    for ago in range(6):
        read.publish(f"Zinc {ago}", ago=ago * 4 * DAY)
    read.publish("Old iron", ago=33 * DAY)
    read.publish("Copper", ago=DAY)
    message = read.types("/following")
    assert written(message) == (
        "You follow 4 topics:\n"
        "**gold** · ≈2 a day\n"
        "**zinc** · ≈1 a week\n"
        "**copper** · ≈1 a month\n"
        "**iron** · nothing yet\n\n"
        "1 topic brought nothing in 30 days."
    )
    assert labels(message) == [
        ["gold", "zinc"],
        ["copper", "iron"],
        ["Newest first", "A–Z"],
        ["Quiet topics"],
        ["Digest of the week", "Unfollow …"],
    ]
    assert (message.private, message.reply_mode) == (True, ReplyMode.NEW)
    assert written(read.types("/list")) == written(message)


def test_a_button_changes_the_order_in_place(read: Room) -> None:
    read.types("/follow Әсем, Абай, Ель, Ёлка, AI")
    newest = read.presses("following new 1")
    assert named(read, *actions(newest)) == ["AI", "Ёлка", "Ель", "Абай", "Әсем"]
    assert newest.reply_mode is ReplyMode.REPLACE
    by_name = read.presses("following az 1")
    assert named(read, *actions(by_name)) == ["AI", "Абай", "Әсем", "Ель", "Ёлка"]
    assert ["By rate", "Newest first"] in labels(by_name)


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (7, 1), (11, 2), (50, 5), (200, 20)])
def test_a_long_list_is_paged_and_every_topic_is_on_one_of_the_pages(read: Room, count: int, pages: int) -> None:
    for start in range(0, count, 50):
        read.types("/follow " + ", ".join(f"thing{n}" for n in range(start, min(start + 50, count))))
    found: list[str] = []
    for page in range(1, pages + 1):
        message = read.presses(f"following az {page}")
        found += named(read, *actions(message))
        assert (f"Page {page} of {pages}" in written(message)) == (pages > 1)
        assert all(len(action.encode()) <= 64 for action in actions(message))
    assert sorted(found) == sorted(f"thing{n}" for n in range(count))
    assert written(read.presses("following az 999")) == written(read.presses(f"following az {pages}"))


def test_what_is_special_about_a_topic_stands_behind_its_rate(read: Room) -> None:
    read.types('/follow title:gold, zinc lang:kk lang:ru, "iron ore", title:=AI lang:en')
    text = written(read.types("/following"))
    assert "**title:gold** · nothing yet · headlines only\n" in text
    assert '**"iron ore"** · nothing yet · exact words\n' in text
    assert "**title:=AI lang:en** · nothing yet · headlines only · only in English · exact words" in text


@pytest.mark.parametrize("typed", ["алм", "Алматыда", "almaty", "Алмата"])
def test_words_behind_the_command_find_topics(read: Room, typed: str) -> None:
    read.types("/follow gold, метро Алматы")
    message = read.types(f"/following {typed}")
    assert written(message).startswith(f"Topics like **{typed}**:\n**метро Алматы** · nothing yet")
    assert named(read, *actions(message)) == ["метро Алматы"]


def test_words_that_find_nothing_lead_to_the_list_and_those_that_find_much_are_cut(read: Room) -> None:
    read.types("/follow " + ", ".join(f"thing{n}" for n in range(12)))
    assert labels(read.types("/following zzzz")) == [["Show the list"]]
    assert "These are the first 10 of 12 follows." in written(read.types("/following thing"))
    assert "You follow 12 topics" not in written(read.types("/following rate 1")), "only a button says so"


@pytest.mark.parametrize(
    ("since", "heading"),
    [
        (2 * DAY, "You follow (articles in the last 2 days):"),
        (timedelta(minutes=1), "You follow (I have only 1 minute of news so far):"),
    ],
)
def test_of_a_young_archive_articles_are_counted_and_nothing_is_called_quiet(
    room: Room, since: timedelta, heading: str
) -> None:
    room.read_since(since).publish("Gold", ago=timedelta(0))
    room.types("/follow gold, zinc")
    assert written(room.types("/following")) == f"{heading}\n**gold** · 1\n**zinc** · 0"


def test_a_feed_that_reached_back_makes_the_archive_older(room: Room) -> None:
    room.read_since(2 * DAY).types("/follow gold")
    room.publish("Old gold", ago=10 * DAY)
    room.publish("New", ago=timedelta(hours=1))
    assert written(room.types("/following")) == "You follow 1 topic:\n**gold** · ≈3 a month"


def test_before_anything_was_read_no_rate_is_said(room: Room) -> None:
    room.types("/follow gold")
    text = written(room.types("/following"))
    assert (
        text == "You follow 1 topic:\n**gold**\n\nI haven't read Kazakhstan Today (English) yet, but will in a moment."
    )


def test_the_languages_that_the_chat_reads_are_counted_alone(read: Room) -> None:
    read.publish("Gold", ago=DAY)
    read.publish("Новости gold", "Все новости города сегодня: gold.", ago=DAY, source=RUSSIAN)
    read.types("/follow gold")
    assert "≈2 a month" in written(read.types("/following"))
    read.types("/languages ru")
    assert "≈1 a month" in written(read.types("/following"))


# -------------------------------------------------------------------------------------------------------- quiet topics


def test_a_quiet_topic_is_listed_with_what_may_have_been_meant(read: Room) -> None:
    for place in range(3):
        read.publish(f"Паводок {place}", "Паводок идёт.", ago=DAY, source=RUSSIAN)
    read.presses("anyway павадок")
    read.types("/follow iron")
    message = read.presses("following dead 1")
    assert written(message) == (
        "2 topics brought nothing in 30 days:\n**павадок** · did you mean **паводок**?\n**iron**"
    )
    assert labels(message) == [["паводок instead"], ["Unfollow павадок"], ["Unfollow iron"], ["Back"]]
    fixed = read.presses(actions(message)[0])
    assert "**павадок** is now **паводок**" in written(fixed)
    assert labels(fixed)[0] == ["Undo", "All topics"]
    assert sorted(read.follows()) == ["iron", "паводок"]
    assert "has expired" in written(read.presses(actions(message)[0])), "pressed twice"
    read.presses(actions(fixed)[0])
    assert sorted(read.follows()) == ["iron", "павадок"]


def test_unfollowed_from_there_it_leads_back_there(read: Room) -> None:
    read.types("/follow " + ", ".join(f"thing{n}" for n in range(7)))
    second = read.presses("following dead 2")
    assert "Page 2 of 2" in written(second)
    assert labels(second)[-1] == ["‹", "Back"]
    assert labels(read.presses("following dead 1"))[-1] == ["›", "Back"]
    gone = read.presses(actions(second)[0])
    assert labels(gone) == [["Undo", "Back to the list"]]
    assert written(read.presses(actions(gone)[1])).startswith("6 topics brought nothing")


def test_where_all_bring_news_it_says_so(read: Room) -> None:
    read.publish("Gold", ago=DAY)
    read.types("/follow gold")
    message = read.presses("following dead 1")
    assert (written(message), labels(message)) == ("All your topics bring news.", [["Back"]])


# ----------------------------------------------------------------------------------------------------------- one topic


def opened(room: Room, typed: str) -> str:
    return f"show #{number(room, typed)} az 2"


def test_a_tap_opens_a_topic_in_place_with_all_that_can_be_changed(read: Room) -> None:
    read.publish("AI grows", ago=DAY)
    read.types("/follow AI, gold")
    message = read.presses(opened(read, "AI"))
    assert written(message) == (
        "**AI**: articles with **AI**.\nAlso finds: ИИ, ЖИ, artificial intelligence, искусственный интеллект "
        "and 1 more\n"
        "1 article in the last 30 days\n\n[**AI** grows]\nKazakhstan Today · 24 Nov, 14:00\n\n"
        "To change it in your own way, type /edit AI -> AI -sport"
    )
    assert labels(message) == [
        ["Mode: Instant", "Watch for …"],
        ["Exact word only", "Headlines only"],
        ["Only English", "Only Russian"],
        ["Only Kazakh"],
        ["Unfollow"],
        ["Back"],
    ]
    assert message.reply_mode is ReplyMode.REPLACE
    assert actions(message)[-1] == "following az 2"


@pytest.mark.parametrize(
    ("button", "typed"),
    [
        ("Headlines only", "title:waste title:Aktau"),
        ("Only Kazakh", "waste Aktau lang:kk"),
        ("Exact words only", "=waste =Aktau"),
    ],
)
def test_a_button_changes_it_and_a_second_press_changes_nothing(read: Room, button: str, typed: str) -> None:
    read.types("/follow gold, waste Aktau")
    message = read.presses(opened(read, "waste Aktau"))
    pressed = action_of(message, button)
    changed = read.presses(pressed)
    assert written(changed).startswith(f"**waste Aktau** is now **{typed}**")
    assert changed.reply_mode is ReplyMode.REPLACE
    assert labels(changed)[0] == ["Undo", "All topics"]
    assert written(read.presses(pressed)) == f"You already follow **{typed}**."
    assert read.follows() == ["gold", typed]
    read.presses(actions(changed)[0])
    assert read.follows() == ["gold", "waste Aktau"]


@pytest.mark.parametrize(
    ("before", "button", "after"),
    [("title:gold", "Look in the text too", "gold"), ("gold lang:kk", "All languages", "gold")],
)
def test_what_is_narrow_can_be_widened(read: Room, before: str, button: str, after: str) -> None:
    read.types(f"/follow {before}")
    message = read.presses(opened(read, before))
    read.presses(action_of(message, button))
    assert read.follows() == [after]


def test_what_would_become_common_is_asked_about_first(read: Room) -> None:
    read.knows(ask_from=0.1)
    for place in range(25):
        read.publish(f"News {place}", "Gold is found.", ago=place * timedelta(hours=1))
    read.types("/follow title:gold")
    question = read.presses(f"narrow #{number(read, 'title:gold')} text")
    assert labels(question) == [["Change anyway"]]
    assert read.follows() == ["title:gold"]


def test_a_frequent_longer_name_can_be_left_out(read: Room) -> None:
    for place in range(4):
        read.publish(f"Абай көшесі {place}", "Бүгін Абай көшесі жабылды.", ago=DAY, source=KAZAKH)
    read.types("/follow Абай")
    message = read.presses(opened(read, "Абай"))
    cut = next(action for action in actions(message) if action.startswith("cut "))
    changed = read.presses(cut)
    assert "All topics" in labels(changed)[0]
    assert read.follows() == ["Абай -Абай-көшесі"]
    assert "is already left out" in written(read.presses(cut))


def test_a_misspelled_topic_is_fixed_on_its_screen(read: Room) -> None:
    for place in range(3):
        read.publish(f"Паводок {place}", "Паводок идёт.", ago=DAY, source=RUSSIAN)
    read.presses("anyway павадок")
    message = read.presses(opened(read, "павадок"))
    assert "Nothing about **павадок** yet. Did you mean **паводок**?" in written(message)
    read.presses(actions(message)[0])
    assert read.follows() == ["паводок"]


def test_unfollowed_on_its_screen_it_can_be_taken_back_and_leads_back(read: Room) -> None:
    read.types("/follow gold, zinc")
    message = read.presses(opened(read, "gold"))
    gone = read.presses(next(action for action in actions(message) if action.startswith("unfollow")))
    assert written(gone) == "Unfollowed **gold**."
    assert labels(gone) == [["Undo", "Back to the list"]]
    assert actions(gone)[1] == "following az 2"
    read.presses(actions(gone)[0])
    assert sorted(read.follows()) == ["gold", "zinc"]


def test_where_one_language_is_read_none_is_offered(room: Room) -> None:
    room.knows(concepts=CONCEPTS).read_since().types("/follow gold")
    rows = [["Mode: Instant", "Watch for …"], ["Headlines only"], ["Unfollow"], ["Back"]]
    assert labels(room.presses(opened(room, "gold"))) == rows


def test_who_may_not_change_sees_a_topic_without_buttons_that_change(read: Room) -> None:
    read.types("/follow gold", GROUP, ChatKind.GROUP)
    action = f"show #{number(read, 'gold', GROUP)} rate 1"
    message = read.presses(action, GROUP, ChatKind.GROUP, may_change=False)
    assert labels(message) == [["Back"]]
    assert "/edit" not in written(message)
    listed = read.types("/following", GROUP, ChatKind.GROUP, may_change=False)
    assert written(listed).startswith("This chat follows 1 topic:")
    assert labels(listed)[-1] == ["Digest of the week"]
    assert labels(read.presses("following dead 1", GROUP, ChatKind.GROUP, may_change=False)) == [["Back"]]
    refused = read.presses(f"narrow #{number(read, 'gold', GROUP)} title", GROUP, ChatKind.GROUP, may_change=False)
    assert "Only admins" in written(refused)


# ----------------------------------------------------------------------------- old buttons, strangers, other platforms


def test_buttons_of_a_list_of_which_nothing_is_left_say_how_to_begin(read: Room) -> None:
    read.types("/follow gold")
    gone = read.presses(f"unfollow #{number(read, 'gold')} az 1")
    assert labels(gone) == [["Undo"]]
    for action in ("following rate 1", "following dead 1", "unfollow page 1"):
        assert "You don't follow anything yet" in written(read.presses(action))


def test_two_administrators_who_press_at_once_are_both_told_the_truth(read: Room) -> None:
    read.types("/follow gold, zinc", GROUP, ChatKind.GROUP)
    gold = number(read, "gold", GROUP)
    read.presses(f"narrow #{gold} title", GROUP, ChatKind.GROUP)
    assert "has expired" in written(read.presses(f"narrow #{gold} kk", GROUP, ChatKind.GROUP))
    assert "isn't followed any more" in written(read.presses(f"unfollow #{gold} rate 1", GROUP, ChatKind.GROUP))
    assert sorted(read.follows(GROUP)) == ["title:gold", "zinc"]


def test_a_button_that_would_change_nothing_any_more_says_so(read: Room) -> None:
    read.types("/follow gold")
    assert "has expired" in written(read.presses(f"narrow #{number(read, 'gold')} text"))


def test_buttons_of_a_topic_that_is_gone_say_so(read: Room) -> None:
    read.types("/follow gold, zinc")
    gold = number(read, "gold")
    read.types("/unfollow gold")
    message = read.presses(f"show #{gold} rate 1")
    assert written(message) == "That topic isn't followed any more."
    assert labels(message) == [["Back"]]
    for action in (f"narrow #{gold} title", f"cut #{gold} gold-mine", f"fix #{gold} iron", "narrow #99 title"):
        assert "has expired" in written(read.presses(action)), action
    assert read.follows() == ["zinc"]


@pytest.mark.parametrize(
    "action",
    ["show", "show x", "show #1", "show #1 rate", "narrow", "narrow #1 up", "cut", "fix", "following zzz 1",
     "following rate 999999"],
)  # fmt: skip
def test_a_forged_button_changes_nothing_and_is_answered(read: Room, action: str) -> None:
    read.types("/follow gold")
    assert read.presses(action).paragraphs
    assert read.follows() == ["gold"]


def test_another_chat_s_topics_are_opened_and_changed_by_no_button(read: Room) -> None:
    read.types("/follow secret gold", GROUP, ChatKind.GROUP)
    secret = number(read, "secret gold", GROUP)
    read.types("/follow zinc")
    for action in (f"show #{secret} rate 1", f"narrow #{secret} title", f"unfollow #{secret} rate 1"):
        assert "secret" not in written(read.presses(action))
    assert (read.follows(), read.follows(GROUP)) == (["zinc"], ["secret gold"])


def test_nobody_opens_a_topic_by_typing(read: Room) -> None:
    read.types("/follow gold")
    for typed in ("/show #1 rate 1", "/narrow #1 title", "/cut #1 gold-mine", "/fix #1 zinc"):
        assert "I don't know" in written(read.types(typed))
    assert read.follows() == ["gold"]


def test_for_a_channel_every_button_is_about_the_channel(read: Room) -> None:
    read.happens("manage -1001234567890123 Gazette")
    read.types("/follow " + ", ".join([LONG[:200].strip(), *(f"thing{n}" for n in range(12))]))
    message = read.types("/following")
    assert written(message).startswith("For **Gazette**:\n\nThe channel follows 13 topics:")
    screen = read.presses(actions(message)[0])
    for action in (*actions(message), *actions(screen)):
        assert action.startswith("for -1001234567890123 ") or action == "manage done"
        assert len(action.encode()) <= 64
    assert read.presses(actions(screen)[-2]).paragraphs[1:] == message.paragraphs[1:]


@pytest.mark.parametrize(("chat", "kind"), [(SLACK, ChatKind.GROUP), (TERMINAL, ChatKind.TERMINAL)])
def test_names_of_200_characters_emoji_and_right_to_left_letters_fit_everywhere(
    read: Room, chat: Chat, kind: ChatKind
) -> None:
    read.types(f"/follow {LONG[:190].strip()}, 🌊 вода, חדשות", chat, kind)
    assert len(read.follows(chat)) == 3
    message = read.types("/following", chat, kind)
    for action in actions(message):
        assert read.presses(action, chat, kind).paragraphs
    assert all(len(label) <= 30 for row in labels(message) for label in row)


@pytest.mark.parametrize(
    ("language", "heading", "order", "rate"),
    [
        ("ru", "Вы следите за 2 темами:", "А–Я", "**gold** · ≈1 в месяц"),
        ("kk", "Сіз 2 тақырыпты қадағалайсыз:", "А–Я", "**gold** · айына ≈1"),
    ],
)
def test_the_list_and_a_topic_are_in_the_person_s_language(
    read: Room, language: str, heading: str, order: str, rate: str
) -> None:
    read.knows(translators=load_translations()).publish("Gold", ago=DAY)
    read.types("/follow gold, zinc", language=language)
    message = read.types("/following", language=language)
    assert written(message).startswith(heading)
    assert rate in written(message)
    assert action_of(message, order) == "following az 1"
    screen = read.presses(actions(message)[0])
    assert "/edit gold -> gold -спорт" in written(screen)
