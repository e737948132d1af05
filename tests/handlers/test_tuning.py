"""The ⋯ menu of an alert: each tap changes a topic, says so on its Undo, and keeps the menu."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind
from bot.speech.modes import Manner
from config.translations import load_translations
from handlers.manners import manner_of
from tests.builders import PERSON, actions, labelled, labels, written
from tests.handlers.conftest import CONCEPTS, Room, world

GROUP = Chat(platform="telegram", id="-5")
BELOW = [["☆ Save", "Why this?"], ["‹ Close"]]


@world
def room(room: Room) -> Room:
    return room.knows(concepts=CONCEPTS, follows=50).read_since()


def number(room: Room, typed: str, chat: Chat = PERSON) -> int:
    return next(each.query_id for each in room.store.follows.subscriptions(chat) if each.typed == typed)


def manner(room: Room, typed: str, chat: Chat = PERSON) -> Manner:
    return manner_of(next(each.attention for each in room.store.follows.subscriptions(chat) if each.typed == typed))


def test_of_one_topic_everything_is_one_tap_away(room: Room) -> None:
    room.types("/follow gold")
    article = room.publish("A concert about gold")
    opened = room.presses(f"more {article}")
    assert labels(opened) == [
        ["Headlines only", "Not this: «concert»"], ["Mute …", "Mode: Instant"], ["Unfollow gold"], *BELOW,
    ]  # fmt: skip
    assert opened.reply_mode is ReplyMode.BUTTONS
    assert f"mute #{number(room, 'gold')} {article}" in actions(opened)
    assert all(len(action.encode()) <= 64 for action in actions(opened))


def test_a_word_is_left_out_and_brought_back(room: Room) -> None:
    room.types("/follow gold")
    article = room.publish("A concert about gold")
    gone = room.presses(labelled(room.presses(f"more {article}"), "Not this"))
    assert room.follows() == ["gold -concert"]
    assert labels(gone) == [["Undo: gold -concert"], *BELOW], "the article answers it no more"
    back = room.presses(labelled(gone, "Undo"))
    assert room.follows() == ["gold"]
    assert labels(back)[0] == ["Headlines only", "Not this: «concert»"]


def test_pressed_twice_nothing_happens_twice(room: Room) -> None:
    room.types("/follow gold")
    article = room.publish("A concert about gold")
    pressed = labelled(room.presses(f"more {article}"), "Not this")
    first = room.presses(pressed)
    assert labels(room.presses(pressed)) == BELOW
    undo = labelled(first, "Undo")
    room.presses(undo)
    again = room.presses(undo)
    assert room.follows() == ["gold"]
    assert labels(again)[-2:] == BELOW
    set_silent = f"set #{number(room, 'gold')} silent {article}"
    assert labels(room.presses(set_silent))[0] == ["Undo: gold · Silent"]
    assert labels(room.presses(set_silent))[0] == ["Headlines only", "Not this: «concert»"]


def test_headlines_only_keeps_the_topic_in_the_menu_where_the_headline_has_it(room: Room) -> None:
    room.types("/follow gold silent")
    article = room.publish("A concert about gold")
    narrowed = room.presses(labelled(room.presses(f"more {article}"), "Headlines"))
    assert room.follows() == ["title:gold"]
    assert manner(room, "title:gold") is Manner.SILENT, "how it comes stays"
    assert labels(narrowed) == [
        ["Undo: gold · Headlines only"], ["Not this: «concert»"], ["Mute …", "Mode: Silent"], ["Unfollow title:gold"],
        *BELOW,
    ]  # fmt: skip
    modes = room.presses(labelled(narrowed, "Mode"))
    assert "✓ Headlines only" in [each for row in labels(modes) for each in row]
    widened = room.presses(labelled(modes, "✓ Headlines"))
    assert room.follows() == ["gold"]
    assert labels(widened)[0][0].startswith("Undo")
    room.presses(labelled(narrowed, "Undo"))
    assert room.follows() == ["gold"]


def test_what_would_flood_is_not_widened_without_a_word(room: Room) -> None:
    room.knows(ask_from=2)
    for place in range(100):
        room.publish(f"Day {place}", "Gold is dear.", ago=timedelta(hours=6 * place))
    room.types("/follow title:gold")
    article = room.publish("A concert about gold")
    asked = room.presses(f"set #{number(room, 'title:gold')} text {article}")
    assert "articles a day" in written(asked)
    assert asked.private
    assert room.follows() == ["title:gold"]


def test_how_it_comes_is_chosen_in_place_and_taken_back(room: Room) -> None:
    room.types("/follow gold")
    article = room.publish("Gold is dear")
    modes = room.presses(labelled(room.presses(f"more {article}"), "Mode"))
    assert labels(modes) == [
        ["✓ Instant", "Silent"], ["Digest only", "Always rings"], ["Headlines only"], ["Back"],
    ]  # fmt: skip
    for label, expected in (("Silent", Manner.SILENT), ("Digest", Manner.DIGEST), ("Always", Manner.RINGS)):
        chosen = room.presses(labelled(modes, label))
        assert manner(room, "gold") is expected
        assert labels(chosen)[0][0].startswith("Undo: gold · ")
        back = room.presses(labelled(chosen, "Undo"))
        assert manner(room, "gold") is Manner.INSTANT
        assert not labels(back)[0][0].startswith("Undo")
    assert labels(room.presses(labelled(modes, "Back")))[-2:] == BELOW


def test_of_several_topics_each_has_its_own_menu(room: Room) -> None:
    room.types("/follow gold, zinc")
    article = room.publish("A concert about gold and zinc")
    opened = room.presses(f"more {article}")
    assert labels(opened) == [["gold …", "zinc …"], ["Unfollow gold", "Unfollow zinc"], *BELOW]
    of_zinc = room.presses(labelled(opened, "zinc"))
    assert labels(of_zinc)[-2:] == [["Unfollow zinc"], ["Back"]]
    assert labels(room.presses(labelled(of_zinc, "Back"))) == labels(opened)
    modes = room.presses(labelled(of_zinc, "Mode"))
    assert labels(room.presses(labelled(modes, "Back"))) == labels(of_zinc)
    room.presses(labelled(modes, "Silent"))
    assert (manner(room, "gold"), manner(room, "zinc")) == (Manner.INSTANT, Manner.SILENT)
    without = room.presses(labelled(of_zinc, "Not this"))
    assert room.follows() == ["gold", "zinc -concert"]
    assert labels(without)[0] == ["Undo: zinc -concert"]
    assert labelled(without, "Unfollow") == f"unfollow #{number(room, 'gold')} {article}"


def test_what_becomes_a_topic_that_is_followed_already_is_brought_back_beside_it(room: Room) -> None:
    room.types("/follow gold, title:gold")
    article = room.publish("Gold is dear")
    merged = room.presses(f"set #{number(room, 'gold')} headlines {article}")
    assert room.follows() == ["title:gold"]
    room.presses(labelled(merged, "Undo"))
    assert sorted(room.follows()) == ["gold", "title:gold"]


def test_an_edited_topic_still_brings_what_was_on_its_way(room: Room) -> None:
    room.types("/follow gold")
    room.later(timedelta(hours=2))
    article = room.publish("A concert about gold", ago=timedelta(minutes=1))
    other = room.publish("Gold is dear", ago=timedelta(minutes=1))
    room.shares_out()
    room.presses(labelled(room.presses(f"more {article}"), "Not this"))
    left = {each.article.id for each in room.store.outbox.claim("telegram", room.now, 9)}  # type: ignore[union-attr]
    assert left <= {other}
    record = room.store.outbox.delivery_record(PERSON, article)
    assert record is not None
    assert record.state == "dropped"


def test_in_a_group_the_buttons_say_who(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    article = room.publish("A concert about gold")
    group = {"chat": GROUP, "kind": ChatKind.GROUP, "person_name": "Aliya"}
    opened = room.presses(f"more {article}", **group)  # type: ignore[arg-type]
    chosen = room.presses(f"set #{number(room, 'gold', GROUP)} silent {article}", **group)  # type: ignore[arg-type]
    assert labels(chosen)[0] == ["Undo: gold · Silent · Aliya"]
    saved = room.presses(labelled(opened, "☆"), **group)  # type: ignore[arg-type]
    assert ["★ Saved · Aliya", "Why this?"] in labels(saved)
    member = {**group, "person_name": "Dana", "may_change": False}
    for action in actions(opened):
        room.presses(action, **member)  # type: ignore[arg-type]
    assert room.follows(GROUP) == ["gold"]
    assert manner(room, "gold", GROUP) is Manner.SILENT


def test_an_article_is_saved_and_not_saved_any_more(room: Room) -> None:
    room.types("/follow gold")
    article = room.publish("Gold is dear")
    saved = room.presses(labelled(room.presses(f"more {article}"), "☆"))
    assert ["★ Saved", "Why this?"] in labels(saved)
    assert "Gold is dear" in written(room.types("/saved"))
    room.presses(f"save {article}")
    assert room.store.saved.count(PERSON) == 1
    again = room.presses(labelled(saved, "★"))
    assert ["☆ Save", "Why this?"] in labels(again)
    assert "haven't saved anything" in written(room.types("/saved"))


def test_the_list_of_saved_is_paged_and_each_can_be_removed_and_brought_back(room: Room) -> None:
    for place in range(12):
        article = room.publish(f"Gold {place}", ago=timedelta(hours=place))
        room.later(timedelta(minutes=1))
        room.presses(f"save {article}")
    first = room.types("/saved")
    assert written(first).startswith("You saved 12 articles:\n\n1. **[Gold 11]**")
    assert written(first).endswith("Page 1 of 3")
    assert first.private
    assert labels(first) == [["✕ 1", "✕ 2", "✕ 3", "✕ 4", "✕ 5"], ["›"]]
    second = room.presses(labelled(first, "›"))
    assert "6. **[Gold 6]**" in written(second)
    assert second.reply_mode is ReplyMode.REPLACE
    assert labels(second)[-1] == ["‹", "›"]
    dropped = room.presses(labelled(second, "✕ 6"))
    assert labels(dropped)[0] == ["Undo: Gold 6"]
    assert "6. **[Gold 5]**" in written(dropped)
    assert room.presses(labelled(second, "✕ 6")).buttons[0][0].label != "Undo: Gold 6", "pressed twice"
    restored = room.presses(labelled(dropped, "Undo"))
    assert "You saved 12 articles" in written(restored)
    assert "Page 3 of 3" in written(room.presses("saved page 99"))


def test_the_last_one_that_is_removed_can_be_brought_back(room: Room) -> None:
    article = room.publish("Gold is dear")
    room.types("/start")
    room.presses(f"save {article}")
    gone = room.presses(labelled(room.types("/saved"), "✕"))
    assert "haven't saved anything" in written(gone)
    room.presses(labelled(gone, "Undo"))
    assert room.store.saved.count(PERSON) == 1
    assert "isn't there any more" in written(room.presses("saved undo 999 1"))


def test_in_a_group_the_list_says_who_saved_what(room: Room) -> None:
    article = room.publish("Gold is dear")
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    room.presses(f"save {article}", GROUP, ChatKind.GROUP, person_name="Aliya")
    listed = written(room.types("/saved", GROUP, ChatKind.GROUP))
    assert "This chat saved 1 article:" in listed
    assert "Saved 25 Nov, 14:00 · Aliya" in listed
    assert "haven't saved" in written(room.types("/saved")), "a private chat has its own"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ru", [["Только в заголовках", "Без слова «concert»"], ["Заглушить …", "Режим: Сразу"]]),
        ("kk", [["Тек тақырыбында"], ["«concert» керек емес"], ["Өшіре тұру …", "Режимі: Бірден"]]),
    ],
)
def test_the_menu_speaks_the_language_of_the_chat(room: Room, language: str, shown: list[list[str]]) -> None:
    room.knows(translators=load_translations()).types("/follow gold", language=language)
    article = room.publish("A concert about gold")
    assert labels(room.presses(f"more {article}", language=language))[: len(shown)] == shown


def test_why_says_that_a_topic_comes_in_digests_only_or_is_muted(room: Room) -> None:
    room.types("/follow gold digest only, zinc")
    room.later(timedelta(hours=2))
    article = room.publish("Gold is dear", ago=timedelta(minutes=1))
    room.shares_out()
    assert "You set **gold** to digests only: /digest" in written(room.presses(f"why {article}"))
    zinc, until = number(room, "zinc"), room.now + timedelta(hours=1)
    room.store.attention.set(PERSON, zinc, muted_until=until)
    of_zinc = room.publish("Zinc is dear", ago=timedelta(minutes=1))
    room.shares_out()
    assert "You muted **zinc** until 25 Nov, 17:00." in written(room.presses(f"why {of_zinc}"))
    both = room.publish("Gold and zinc", ago=timedelta(minutes=1))
    room.shares_out()
    assert "You muted **gold** and **zinc** until" in written(room.presses(f"why {both}"))


def test_what_comes_in_digests_only_is_offered_one_a_day_where_none_comes(room: Room) -> None:
    room.types("/follow gold")
    article = room.publish("A concert about gold")
    gold = number(room, "gold")
    chosen = room.presses(f"set #{gold} digest {article}")
    assert labels(chosen)[1] == ["Daily digest at 08:00"]
    daily = room.presses(actions(chosen)[1])
    assert labels(daily)[0] == ["Undo: Daily digest at 08:00"]
    schedule = room.store.digests.schedule(PERSON)
    assert schedule is not None
    assert schedule.minutes == (480,)
    assert "Daily digest at 08:00" not in str(labels(room.presses(actions(chosen)[1]))), "it is there already"
    room.presses(actions(daily)[0])
    assert room.store.digests.schedule(PERSON) is None
    room.store.digests.set(PERSON, range(7), [1080], room.now)
    room.presses(actions(daily)[0])
    assert room.store.digests.schedule(PERSON) is not None, "what was set in another way stays"
    again = room.presses(f"set #{gold} instant {article}")
    assert "Daily" not in str(labels(again))
