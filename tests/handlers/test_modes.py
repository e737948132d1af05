"""How a topic comes is chosen by words and by buttons, said in a sentence, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Attention, Chat, ChatKind, FollowMode
from bot.speech.modes import Manner
from config.translations import load_translations
from handlers.manners import manner_of
from tests.builders import PERSON, actions, labelled, labels, written
from tests.handlers.conftest import CONCEPTS, Room, world

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
STALE = (
    "mode #999 silent rate 1", "mode #999", "set #999 silent 1", "set x", "unset #1 loud 1", "not #999 1 word", "not",
    "revert #999 1 gold", "revert", "revert #1 1 #999", "tune #999 1", "tune", "manners #999 1", "manners",
    "saved drop 9 1", "saved undo 9 1", "save x", "unsave 99",
)  # fmt: skip
CHANNEL = Chat(platform="telegram", id="-1001")


@world
def room(room: Room) -> Room:
    return room.knows(concepts=CONCEPTS, follows=50).read_since()


def manners(room: Room, chat: Chat = PERSON) -> dict[str, str]:
    return {each.typed: manner_of(each.attention).value for each in room.store.follows.subscriptions(chat)}


def number(room: Room, typed: str, chat: Chat = PERSON) -> int:
    return next(each.query_id for each in room.store.follows.subscriptions(chat) if each.typed == typed)


def prefer(room: Room, chat: Chat = PERSON, **fields: Any) -> None:
    room.store.preferences.set(chat, **fields)


NO_ALERTS = (
    "**gold**: no alerts, only in digests: /digest\nNo digest comes by itself yet. For one a day: /digest daily 8:30"
)


@pytest.mark.parametrize(
    ("typed", "follow", "manner"),
    [
        ("/follow !gold", "gold", "rings"),
        ("/follow ❗gold", "gold", "rings"),
        ("/follow gold silent", "gold", "silent"),
        ("/follow gold без звука", "gold", "silent"),
        ("/follow gold тек дайджест", "gold", "digest"),
        ("/follow gold headlines only", "title:gold", "instant"),
        ("/follow gold", "gold", "instant"),
        ('/follow "silent"', '"silent"', "instant"),
        ("/follow Yahoo!", "Yahoo!", "instant"),
    ],
)
def test_a_topic_is_followed_with_how_it_is_to_come(room: Room, typed: str, follow: str, manner: str) -> None:
    said = room.types(typed)
    assert manners(room) == {follow: manner}
    assert "Following" in written(said)


def test_the_answer_says_how_it_comes(room: Room) -> None:
    assert written(room.types("/follow !gold")).startswith("✅ Following **gold** · ❗ always rings\n")
    assert written(room.types("/follow zinc silent")).startswith("✅ Following **zinc** · 🔕 silent\n")
    listed = written(room.types("/following"))
    assert "**gold** · nothing yet · ❗ always rings" in listed
    assert "**zinc** · nothing yet · 🔕 silent" in listed


def test_several_each_have_their_own(room: Room) -> None:
    room.types("/follow !gold, zinc silent, iron")
    assert manners(room) == {"gold": "rings", "zinc": "silent", "iron": "instant"}


def test_what_stands_behind_the_last_is_said_of_all(room: Room) -> None:
    room.types("/follow gold, zinc, digest only")
    assert manners(room) == {"gold": "digest", "zinc": "digest"}
    room.types("/follow copper silent, tin, digest only")
    assert manners(room)["copper"] == "silent"
    room.types("/follow iron, !")
    assert manners(room)["iron"] == "rings"


def test_of_all_topics_it_is_shown_or_asked(room: Room) -> None:
    room.types("/follow gold, zinc")
    assert written(room.types("/mode all")).startswith("Tap a topic")
    assert written(room.types("/mode all headlines")) == "Headlines only: which topic?"


def test_what_is_followed_already_comes_otherwise_if_that_is_said(room: Room) -> None:
    room.types("/follow gold silent")
    said = room.types("/follow !gold")
    assert written(said) == "**gold**: an alert with a sound, always, even in quiet hours."
    assert not said.private
    assert manners(room) == {"gold": "rings"}
    room.presses(labelled(said, "Undo"))
    assert manners(room) == {"gold": "silent"}
    assert "You already follow" in written(room.types("/follow gold silent"))
    assert "You already follow" in written(room.types("/follow gold"))
    assert manners(room) == {"gold": "silent"}


def test_a_new_topic_comes_as_the_chat_has_set_it(room: Room) -> None:
    room.types("/start")
    prefer(room, mode=FollowMode.DIGEST)
    room.types("/follow gold, !zinc")
    room.presses("pack AI")
    assert manners(room) == {"gold": "digest", "zinc": "rings", "AI": "digest"}


def test_what_was_unfollowed_begins_anew_and_undo_brings_its_mode_back(room: Room) -> None:
    room.types("/follow gold silent")
    gone = room.types("/unfollow gold")
    again = room.presses(labelled(gone, "Undo"))
    assert manners(room) == {"gold": "silent"}
    assert "again · 🔕 silent" in written(again)
    room.types("/unfollow gold")
    room.types("/follow gold")
    assert manners(room) == {"gold": "instant"}


def test_a_question_before_a_busy_topic_keeps_how_it_is_to_come(room: Room) -> None:
    room.knows(ask_from=2)
    for place in range(100):
        room.publish(f"Gold {place}", None, ago=timedelta(hours=6 * place))
    room.store.search.index_words(1000)
    for typed, manner in (("!gold", "rings"), ("gold silent", "silent"), ("gold digest only", "digest")):
        asked = room.types(f"/follow {typed}")
        assert "Not following yet" in written(asked)
        room.presses(labelled(asked, "Follow anyway"))
        assert manners(room) == {"gold": manner}
        room.types("/unfollow gold")
    room.presses(labelled(room.types("/follow !gold"), "Headlines only"))
    assert manners(room) == {"title:gold": "rings"}


def test_words_taken_apart_come_as_they_came_together(room: Room) -> None:
    room.types("/follow gold zinc silent")
    room.presses(f"follow #{number(room, 'gold zinc')} separately")
    assert manners(room) == {"gold": "silent", "zinc": "silent"}


@pytest.mark.parametrize(
    ("typed", "manner", "said"),
    [
        ("/mode gold silent", "silent", "**gold**: an alert at once, but without a sound."),
        ("/mode gold digest", "digest", NO_ALERTS),
        ("/mode gold !", "rings", "**gold**: an alert with a sound, always, even in quiet hours."),
        ("/mode !gold", "rings", "**gold**: an alert with a sound, always, even in quiet hours."),
        ("/mode gold без звука", "silent", "**gold**: an alert at once, but without a sound."),
        ("/mode gold тек дайджест", "digest", NO_ALERTS),
        ("/mode silent: gold", "silent", "**gold**: an alert at once, but without a sound."),
        ("/mode GOLD silnet", "silent", "**gold**: an alert at once, but without a sound."),
    ],
)
def test_it_is_set_in_words_and_taken_back(room: Room, typed: str, manner: str, said: str) -> None:
    room.types("/follow gold, zinc")
    answer = room.types(typed)
    assert written(answer) == said
    assert not answer.private
    assert manners(room) == {"gold": manner, "zinc": "instant"}
    back = room.presses(labelled(answer, "Undo"))
    assert manners(room) == {"gold": "instant", "zinc": "instant"}
    assert back.reply_mode is ReplyMode.REPLACE
    assert written(back) == "**gold**: an alert at once, with a sound."


def test_several_are_set_at_once_and_what_is_not_followed_is_named(room: Room) -> None:
    room.types("/follow gold, zinc, iron")
    answer = room.types("/mode gold, zinc, copper silent")
    assert manners(room) == {"gold": "silent", "zinc": "silent", "iron": "instant"}
    assert "You don't follow **copper**." in written(answer)
    assert labels(answer) == [["Undo: gold"], ["Undo: zinc"]]
    room.types("/mode all instant")
    assert set(manners(room).values()) == {"instant"}


def test_all_are_set_at_once_and_taken_back_where_they_came_alike(room: Room) -> None:
    room.types("/follow gold, zinc")
    answer = room.types("/mode все без звука")
    assert written(answer) == "All 2 topics: 🔕 silent."
    assert manners(room) == {"gold": "silent", "zinc": "silent"}
    back = room.presses(labelled(answer, "Undo"))
    assert written(back) == "All 2 topics: 🔔 at once, with a sound."
    assert manners(room) == {"gold": "instant", "zinc": "instant"}
    room.types("/mode gold digest")
    assert not room.types("/mode all silent").buttons


def test_set_again_nothing_is_to_be_taken_back(room: Room) -> None:
    room.types("/follow gold silent, zinc silent")
    assert labels(room.types("/mode gold silent")) == [["Change mode"]]
    assert labels(room.types("/mode gold, zinc silent")) == [["All topics"]]


def test_headlines_only_in_words_edits_the_topic_and_undo_brings_it_back(room: Room) -> None:
    room.types("/follow gold silent, zinc")
    answer = room.types("/mode gold headlines")
    assert manners(room) == {"title:gold": "silent", "zinc": "instant"}
    assert "headline" in written(room.types("/mode title:gold"))
    already = room.types("/mode title:gold headlines only")
    assert "already follow" in written(already)
    assert already.private
    room.presses(labelled(answer, "Undo"))
    assert manners(room) == {"gold": "silent", "zinc": "instant"}
    assert "already looks in the text" in written(room.types("/mode gold text"))


def test_several_are_narrowed_to_headlines(room: Room) -> None:
    room.types("/follow gold, zinc")
    answer = room.types("/mode gold, zinc headlines")
    assert set(room.follows()) == {"title:gold", "title:zinc"}
    assert len(answer.buttons) == 2


def test_what_has_no_words_is_not_narrowed(room: Room) -> None:
    room.types("/follow source:kt-eng")
    assert "can't be narrowed" in written(room.types("/mode source:kt-eng headlines"))


def test_which_topic_is_asked_with_a_button_for_each(room: Room) -> None:
    room.types("/follow gold, zinc")
    asked = room.types("/mode silent")
    assert written(asked) == "Silent: which topic?"
    assert labels(asked) == [["zinc", "gold"], ["All topics"]]
    assert asked.private
    shown = room.presses(labelled(asked, "gold"))
    assert manners(room) == {"gold": "silent", "zinc": "instant"}
    assert written(shown) == "**gold**: an alert at once, but without a sound."
    room.presses(labelled(asked, "All"))
    assert set(manners(room).values()) == {"silent"}
    assert labels(room.types("/mode headlines")) == [["zinc", "gold"]]
    assert written(room.types("/mode весь текст")) == "Headlines only: which topic?"


def test_the_only_topic_need_not_be_named(room: Room) -> None:
    room.types("/follow gold")
    room.types("/mode silent")
    assert manners(room) == {"gold": "silent"}


def test_a_topic_that_is_called_like_a_mode_is_opened(room: Room) -> None:
    room.types('/follow "silent", gold')
    assert written(room.types('/mode "silent"')).startswith('**"silent"**: an alert at once, with a sound.')


def test_without_a_mode_the_topic_is_shown_or_the_list(room: Room) -> None:
    room.types("/follow gold, waste Aktau, waste Almaty")
    shown = room.types("/mode gold")
    assert labels(shown) == [
        ["✓ Instant", "Silent"], ["Digest only", "Always rings"], ["Headlines only"], ["Back"],
    ]  # fmt: skip
    assert written(room.types("/mode gol")).startswith("**gold**"), "the only one that is like it"
    assert labels(room.types("/mode waste")) == [["waste Aktau", "waste Almaty"]]
    listed = room.types("/mode")
    assert written(listed).startswith("Tap a topic to choose how it comes, or type /mode gold silent")
    nothing = room.types("/mode platinum")
    assert written(nothing).startswith("You don't follow **platinum**.")
    assert "Tap a topic" in written(nothing)


def test_with_nothing_followed_it_says_how_to_begin(room: Room) -> None:
    assert "/follow AI" in written(room.types("/mode AI silent"))


def test_its_screen_is_two_taps_from_the_list_and_changes_in_place(room: Room) -> None:
    room.types("/follow gold, zinc")
    screen = room.presses(labelled(room.types("/following"), "gold"))
    modes = room.presses(labelled(screen, "Mode: Instant"))
    assert written(modes) == "**gold**: an alert at once, with a sound."
    for label, manner in (("Silent", "silent"), ("Digest", "digest"), ("Always", "rings"), ("Instant", "instant")):
        modes = room.presses(labelled(modes, label))
        assert modes.reply_mode is ReplyMode.REPLACE
        assert manners(room)["gold"] == manner
        assert any(each.startswith(f"✓ {label}") for row in labels(modes) for each in row)
    narrowed = room.presses(labelled(modes, "Headlines"))
    assert "title:gold" in manners(room)
    assert labels(narrowed)[0] == ["Undo", "All topics"]
    of_title = room.presses(f"mode #{number(room, 'title:gold')} rate 1")
    assert "Only articles that have it in the headline." in written(of_title)
    room.presses(labelled(of_title, "✓ Headlines"))
    assert set(manners(room)) == {"gold", "zinc"}
    back = room.presses(labelled(modes, "Back"))
    assert written(back) == "That topic isn't followed any more." or "gold" in written(back)


def test_a_screen_says_what_else_keeps_a_topic_quiet(room: Room) -> None:
    room.types("/follow gold")
    gold = number(room, "gold")
    prefer(room, silent=True)
    assert "You turned all sounds off" in written(room.types("/mode gold"))
    room.store.attention.set(PERSON, gold, muted_until=room.now + timedelta(hours=2))
    assert "Muted until 25 Nov, 16:00: no alerts before then." in written(room.types("/mode gold"))
    assert "🔇 muted until 25 Nov, 16:00" in written(room.types("/following"))
    assert "🔇 muted until" in written(room.presses(f"show #{gold} rate 1"))


def test_a_topic_that_rings_and_comes_in_digests_only_comes_in_digests(room: Room) -> None:
    assert manner_of(Attention(mode=FollowMode.DIGEST, rings=True)) is Manner.DIGEST


def test_old_buttons_and_those_of_a_topic_that_is_gone_say_so(room: Room) -> None:
    room.types("/follow gold, zinc")
    for action in STALE:
        answer = room.presses(action)
        assert answer.paragraphs or answer.buttons, action
    assert manners(room) == {"gold": "instant", "zinc": "instant"}


def test_in_a_group_it_says_who_changed_it_and_only_who_may_can(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    said = room.types("/mode gold silent", GROUP, ChatKind.GROUP, person_name="Aliya")
    assert written(said) == "**gold**: an alert at once, but without a sound · changed by Aliya"
    again = room.types("/mode gold silent", GROUP, ChatKind.GROUP, person_name="Aliya")
    assert "Aliya" not in written(again)
    refused = room.types("/mode gold digest", GROUP, ChatKind.GROUP, may_change=False)
    assert refused.private
    assert manners(room, GROUP) == {"gold": "silent"}
    shown = room.types("/mode gold", GROUP, ChatKind.GROUP, may_change=False)
    assert labels(shown) == [["Back"]], "everybody may see it"
    pressed = f"mode #{number(room, 'gold', GROUP)} digest rate 1"
    assert room.presses(pressed, GROUP, ChatKind.GROUP, may_change=False).private
    assert manners(room, GROUP) == {"gold": "silent"}


def test_a_channel_is_managed_from_a_private_chat_with_buttons_of_its_own(room: Room) -> None:
    room.happens("start", CHANNEL, ChatKind.CHANNEL, title="News")
    room.presses(f"manage to {CHANNEL.id}")
    room.types("/follow gold", title="News")
    said = room.types("/mode gold silent")
    assert manners(room, CHANNEL) == {"gold": "silent"}
    assert all(action.startswith("for -1001 ") or action == "manage done" for action in actions(said))
    assert all(len(action.encode()) <= 64 for action in actions(said))
    room.presses(labelled(said, "Undo"))
    assert manners(room, CHANNEL) == {"gold": "instant"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "**gold**: новости приходят сразу, но без звука."),
        ("kk", "**gold**: жаңалық бірден келеді, бірақ дыбыссыз."),
    ],
)
def test_it_is_said_in_the_language_of_the_chat(room: Room, language: str, said: str) -> None:
    room.knows(translators=load_translations()).types("/follow gold", language=language)
    assert written(room.types("/mode gold silent", language=language)) == said


def test_on_slack_and_in_a_terminal_it_is_the_same(room: Room) -> None:
    for chat, kind in ((SLACK, ChatKind.GROUP), (Chat(platform="terminal", id="1"), ChatKind.TERMINAL)):
        room.types("/follow !gold", chat, kind)
        said: Message = room.types("/mode gold digest", chat, kind)
        assert "only in digests" in written(said)
        assert manners(room, chat) == {"gold": "digest"}
