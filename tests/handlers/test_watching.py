"""What a topic watches for is typed with it, shown with it, and chosen on its screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.messages.message import Message, ReplyMode
from bot.model import Attention, FollowMode
from bot.storage import schema as t
from tests.builders import PERSON, actions, labelled, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, SOURCE, Room, world

SIX_HOURS, TWO_WEEKS = timedelta(hours=6), timedelta(days=14)
ALONE, QUIET = Attention(alone_for=SIX_HOURS), Attention(quiet_for=TWO_WEEKS)


@world
def room(room: Room) -> Room:
    return room.knows(concepts=CONCEPTS, follows=50).reads(SOURCE, KAZAKH)


def watches(room: Room) -> dict[str, Attention]:
    return {each.typed: each.attention for each in room.store.follows.subscriptions(PERSON)}


def lines(message: Message) -> list[str]:
    return written(message).splitlines()


@pytest.mark.parametrize(
    ("typed", "topic", "attention"),
    [
        ("/follow lang:kk alone:6h", "lang:kk", ALONE),
        ("/follow Aktau quiet 14d", "Aktau", QUIET),
        ("/follow Актау тихо 2 недели", "Актау", QUIET),
        ("/follow Ақтау тыныш 14 күн", "Ақтау", QUIET),
        ("/follow !Aktau quiet 14d", "Aktau", Attention(rings=True, quiet_for=TWO_WEEKS)),
        ("/follow Aktau silent quiet 14d", "Aktau", Attention(mode=FollowMode.SILENT, quiet_for=TWO_WEEKS)),
        ("/follow Aktau headlines only quiet 14d", "title:Aktau", QUIET),
        ("/follow Aktau for @aigul quiet 14d", "Aktau", Attention(mentions=("@aigul",), quiet_for=TWO_WEEKS)),
        ("/follow Aktau quiet off", "Aktau", Attention()),
        ('/follow "quiet 14d"', '"quiet 14d"', Attention()),
    ],
)
def test_it_is_typed_with_the_topic(room: Room, typed: str, topic: str, attention: Attention) -> None:
    room.types(typed)
    assert watches(room) == {topic: attention}


def test_the_answer_says_it_and_so_does_the_list(room: Room) -> None:
    said = lines(room.types("/follow lang:kk alone:6h"))
    assert said[0] == "✅ Following **lang:kk** · 🌐 only what stays in one language for 6 hours"
    said = lines(room.types("/follow Aktau quiet 30d"))
    assert said[0] == "✅ Following **Aktau** · 🤫 tells of 30 days without news"
    listed = written(room.types("/following"))
    assert "**lang:kk** · nothing yet · 🌐 only what stays in one language for 6 hours" in listed
    assert "**Aktau** · nothing yet · 🤫 tells of 30 days without news" in listed


def test_what_stands_behind_the_last_is_for_all(room: Room) -> None:
    room.types("/follow Aktau, gold quiet 7d, zinc, quiet 14d")
    assert watches(room) == {"Aktau": QUIET, "gold": Attention(quiet_for=timedelta(days=7)), "zinc": QUIET}


def test_of_what_is_followed_already_it_changes_and_undo_brings_it_back(room: Room) -> None:
    room.types("/follow Aktau quiet 14d")
    said = room.types("/follow Aktau quiet 7d")
    assert written(said) == "**Aktau**: I'll tell you once when nothing came for 7 days."
    assert not said.private
    assert watches(room) == {"Aktau": Attention(quiet_for=timedelta(days=7))}
    shown = room.presses(labelled(said, "Undo"))
    assert shown.reply_mode is ReplyMode.REPLACE
    assert watches(room) == {"Aktau": QUIET}
    assert "You already follow" in written(room.types("/follow Aktau quiet 14d"))
    room.presses(labelled(room.types("/follow Aktau alone:30h"), "Undo"))
    assert watches(room) == {"Aktau": QUIET}


def test_with_how_it_is_to_come_both_change(room: Room) -> None:
    room.types("/follow Aktau")
    said = lines(room.types("/follow !Aktau alone:6h"))
    assert said == [
        "**Aktau**: an alert with a sound, always, even in quiet hours.",
        "**Aktau**: only stories that no other language has for 6 hours. Each comes when that time is over.",
    ]
    assert watches(room) == {"Aktau": Attention(rings=True, alone_for=SIX_HOURS)}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("AI alone:99h", "A story can stay in one language for 1 to 72 hours, for example /follow lang:kk alone:6h"),
        ("AI alone:soon", "A story can stay in one language for 1 to 72 hours, for example /follow lang:kk alone:6h"),
        ("AI quiet 2 hours", "Silence can be 1 to 365 days long, for example /follow Aktau quiet 14d"),
        ("alone:6h", "Name a topic with it, for example /follow lang:kk alone:6h"),
        ("quiet 14d", "Name a topic with it, for example /follow Aktau quiet 14d"),
    ],
)
def test_what_can_not_be_watched_for_is_explained(room: Room, typed: str, said: str) -> None:
    assert written(room.types(f"/follow {typed}")) == said
    assert watches(room) == {}


def test_what_is_asked_about_first_keeps_it(room: Room) -> None:
    question = room.types("/follow Aktau AI alone:6h quiet 14d")
    if not watches(room):
        room.presses(actions(question)[0])
    assert set(watches(room).values()) == {Attention(alone_for=SIX_HOURS, quiet_for=TWO_WEEKS)}


def test_of_a_common_topic_it_is_not_asked_whether_it_may_bring_so_much(room: Room) -> None:
    for number in range(40):
        room.publish(f"Aktau {number}", ago=timedelta(hours=number))
    assert "a day" in written(room.knows(ask_from=1).types("/follow Aktau"))
    assert watches(room) == {}
    room.types("/follow Aktau alone:6h")
    assert watches(room) == {"Aktau": ALONE}


def test_plain_words_and_a_trial_offer_the_same(room: Room) -> None:
    room.publish("Aktau port")
    offered = room.types("Aktau quiet 14d")
    room.presses(labelled(offered, "Follow"))
    assert watches(room) == {"Aktau": QUIET}
    tried = room.types("/try AI alone:6h")
    assert "6h" not in lines(tried)[0]
    room.presses(labelled(tried, "Follow"))
    assert watches(room)["AI"] == ALONE


def test_it_is_chosen_on_the_screen_of_the_topic(room: Room) -> None:
    room.types("/follow Aktau quiet 14d")
    screen = room.presses(labelled(room.types("/following"), "Aktau"))
    watching = room.presses(labelled(screen, "Watch for …"))
    assert written(watching) == "**Aktau**: I'll tell you once when nothing came for 14 days."
    assert labels(watching) == [
        ["✓ Every story"],
        ["Only one language: 1 hour"],
        ["Only one language: 6 hours"],
        ["Only one language: 1 day"],
        ["Silence: off"],
        ["Silence: 7 days"],
        ["✓ Silence: 14 days"],
        ["Silence: 30 days"],
        ["Back"],
    ]
    alone = room.presses(labelled(watching, "Only one language: 6"))
    assert alone.reply_mode is ReplyMode.REPLACE
    assert watches(room) == {"Aktau": Attention(alone_for=SIX_HOURS, quiet_for=TWO_WEEKS)}
    room.presses(labelled(alone, "Silence: off"))
    room.presses(labelled(alone, "Every story"))
    assert watches(room) == {"Aktau": Attention()}
    assert written(room.presses("watch #1")) == "**Aktau**: should I watch for something?"
    assert labelled(alone, "Back") == "show #1 rate 1"


def test_what_was_typed_is_a_choice_too(room: Room) -> None:
    room.types("/follow Aktau quiet 10d")
    assert ["✓ Silence: 10 days"] in labels(room.presses("watch #1 rate 2"))


@pytest.mark.parametrize("pressed", ["watch #9 rate 1", "watch #9 alone 6h", "watch", "watch x"])
def test_a_topic_that_is_gone_is_said_to_be(room: Room, pressed: str) -> None:
    room.types("/follow Aktau")
    assert written(room.presses(pressed)) == "That topic isn't followed any more, or has changed since."


def test_a_button_that_nobody_made_sets_nothing_impossible(room: Room) -> None:
    room.types("/follow Aktau")
    room.presses("watch #1 alone 999h")
    assert watches(room) == {"Aktau": Attention()}


def test_who_may_not_change_topics_sees_the_screen_and_changes_nothing(room: Room) -> None:
    room.types("/follow Aktau")
    room.presses("watch #1 quiet 14d", may_change=False)
    assert watches(room) == {"Aktau": Attention()}
    assert "watch for something" in written(room.presses("watch #1", may_change=False))


def test_behind_mode_it_is_typed_too(room: Room) -> None:
    room.types("/follow Aktau, gold")
    said = room.types("/mode Aktau quiet 14d")
    assert written(said) == "**Aktau**: I'll tell you once when nothing came for 14 days."
    room.types("/mode gold silent alone:6h")
    assert watches(room) == {"Aktau": QUIET, "gold": Attention(mode=FollowMode.SILENT, alone_for=SIX_HOURS)}
    room.types("/mode Aktau quiet off")
    assert watches(room)["Aktau"] == Attention()
    assert "Name a topic" in written(room.types("/mode quiet 14d"))
    assert "You don't follow" in written(room.types("/mode silver quiet 14d"))
    room.presses(labelled(said, "Undo"))
    assert watches(room)["Aktau"] == Attention()


def test_of_the_only_topic_its_name_is_not_needed(room: Room) -> None:
    room.types("/follow Aktau")
    room.types("/mode quiet 14d")
    assert watches(room) == {"Aktau": QUIET}
    room.types("/mode Aktau silent")
    assert watches(room) == {"Aktau": Attention(mode=FollowMode.SILENT, quiet_for=TWO_WEEKS)}


def test_an_edit_may_say_it_and_keeps_it(room: Room) -> None:
    room.types("/follow Aktau")
    said = written(room.types("/edit Aktau -> Aktau port quiet 14d"))
    assert said.endswith("**Aktau port**: I'll tell you once when nothing came for 14 days.")
    assert watches(room) == {"Aktau port": QUIET}
    room.types("/edit Aktau port -> Aktau")
    assert watches(room) == {"Aktau": QUIET}
    assert written(room.types("/edit Aktau -> Aktau quiet off")) == "**Aktau**: I won't tell you when nothing comes."
    assert "72 hours" in written(room.types("/edit Aktau -> Aktau alone:99h"))
    room.types("/edit Aktau -> (port quiet 14d")
    assert watches(room) == {"Aktau": Attention()}


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("lang:kk alone:6h", ["Aktau", "gold"]),
        ("Aktau quiet 14d", ["lang:kk", "gold"]),
        ("Ақтау тыныш 14 күн", ["lang:kk", "gold"]),
        ("Aktau quiet 3d, gold silent", ["lang:kk"]),
        ("Aktau, gold, quiet 14d", ["lang:kk"]),
        ("lang:kk alone:soon", ["Aktau", "gold"]),
        ("!gold", ["lang:kk", "Aktau"]),
    ],
)
def test_it_may_stand_behind_what_is_unfollowed(room: Room, typed: str, left: list[str]) -> None:
    room.types("/follow lang:kk alone:6h")
    room.types("/follow Aktau quiet 14d")
    room.types("/follow gold")
    room.types(f"/unfollow {typed}")
    assert list(watches(room)) == left


def test_what_is_named_by_that_alone_is_asked_about(room: Room) -> None:
    room.types("/follow lang:kk alone:6h")
    room.types("/follow Aktau quiet 14d")
    asked = room.types("/unfollow quiet 14d")
    assert labels(asked) == [["Aktau"]]
    assert labels(room.types("/unfollow quiet 15d")) == [["Show the list"]]
    room.presses(actions(asked)[0])
    assert list(watches(room)) == ["lang:kk"]
    assert "**lang:kk** · nothing yet · 🌐 only what stays" in written(room.types("/following alone:6h"))
    assert "**lang:kk** · nothing yet · 🌐 only what stays" in written(room.types("/following lang:kk alone:6h"))


def test_a_quoted_topic_with_these_words_is_itself(room: Room) -> None:
    room.types('/follow Aktau quiet 14d, "Aktau quiet 14d"')
    room.types('/unfollow "Aktau quiet 14d"')
    assert watches(room) == {"Aktau": QUIET}


def test_edit_and_mute_know_it_by_that_too(room: Room) -> None:
    room.types("/follow Aktau quiet 14d")
    room.types("/edit Aktau quiet 14d -> Atyrau")
    assert watches(room) == {"Atyrau": QUIET}
    assert "**Atyrau** is muted until" in written(room.types("/mute Atyrau quiet 14d"))


def test_the_same_is_carried_by_export_and_import(room: Room) -> None:
    room.types("/follow Aktau quiet 14d, lang:kk alone:30h")
    before = watches(room)
    sent = room.types("/export").attachment
    assert sent is not None
    listed = sent.content.decode().splitlines()[2:]
    assert listed == ["Aktau  # quiet:14d", "lang:kk  # alone:30h"]
    room.types("/unfollow all")
    room.presses("unfollow all")
    room.types("/import " + "\n".join(listed))
    assert watches(room) == before


def test_why_says_that_it_waits_and_that_another_language_had_it(room: Room) -> None:
    room.types("/follow AI alone:6h")
    room.now += timedelta(minutes=1)
    number = room.publish("AI in Aktau", ago=timedelta())
    room.shares_out()
    assert "Held until 25 Nov, 20:01: it comes only if no other language has it by then." in written(
        room.presses(f"why {number}")
    )
    assert "1 alert is held until 20:01" in written(room.types("/status"))
    room.now += timedelta(hours=1)
    other = room.publish("Ақтауда жасанды интеллект", ago=timedelta(), source=KAZAKH)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id.in_([number, other])).values(story_id=1))
    room.now += timedelta(hours=5)
    room.store.outbox.release_held(room.now, 9)
    said = written(room.presses(f"why {number}"))
    assert "It was dropped: **[Kazakhstan Today]** (Kazakh) had it too, 25 Nov, 15:01." in said


def test_a_digest_has_only_what_stayed_in_one_language(room: Room) -> None:
    room.types("/follow AI alone:6h")
    room.types("/follow Aktau")
    room.now += timedelta(hours=20)
    alone, shared = (room.publish(f"AI {name}", ago=timedelta(hours=8)) for name in ("alone", "shared"))
    room.publish("AI young", ago=timedelta(hours=5))
    other = room.publish("Жасанды интеллект", ago=timedelta(hours=7), source=KAZAKH)
    later = room.publish("Жасанды интеллект және Ақтау", ago=timedelta(hours=1), source=KAZAKH)
    with room.store.database.write_transaction() as db:
        for story, articles in enumerate(((alone, later), (shared, other)), 1):
            db.execute(update(t.article).where(t.article.c.id.in_(articles)).values(story_id=story))
    said = written(room.types("/digest last 24 hours"))
    assert "AI alone] · Kazakhstan Today · +1: [Kazakhstan Today KK]" in said
    assert "Aktau: 1 above" in said
    assert "shared" not in said
    assert "young" not in said
