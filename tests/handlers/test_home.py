"""The bot's own page, what is posted for all, and who added what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import actions, labels, written
from tests.handlers.conftest import Room

MINE = Chat(platform="slack", id="D1")
CHANNEL = Chat(platform="slack", id="C1")


def test_the_page_lists_what_is_followed_with_a_field_and_the_way_on(room: Room) -> None:
    room.types("/follow gold", MINE)
    page = room.presses("home", MINE, at_home=True)
    assert "**gold**" in written(page)
    first, *_, last = page.buttons
    assert (first[0].field, first[0].action) == (True, "follow")
    assert [button.action for button in last] == ["digest today", "sources", "settings", "help"]


def test_with_nothing_followed_the_page_says_how_to_begin(room: Room) -> None:
    page = room.presses("home", MINE, at_home=True)
    assert page.paragraphs
    assert page.buttons[0][0].field


def test_every_answer_there_leads_back(room: Room) -> None:
    followed = room.types("/follow gold", MINE, at_home=True)
    assert actions(followed)[-1] == "home"
    assert "home" not in actions(room.types("/following", MINE))


@pytest.mark.parametrize(("language", "label"), [("en", "⌂ Home"), ("ru", "⌂ На главную"), ("kk", "⌂ Басты бет")])
def test_in_each_language(room: Room, language: str, label: str) -> None:
    room.knows(translators=load_translations())
    assert labels(room.types("/follow gold", MINE, at_home=True, language=language))[-1] == [label]


@pytest.mark.parametrize("asked", ["/digest today gold", "/digest week gold"])
def test_a_digest_that_one_person_sees_is_posted_for_all(room: Room, asked: str) -> None:
    room.publish("Gold is up")
    seen = room.types(asked, CHANNEL, ChatKind.GROUP)
    assert seen.private
    assert labels(seen)[-1] == ["Post here"]
    posted = room.presses(actions(seen)[-1], CHANNEL, ChatKind.GROUP, may_change=False)
    assert written(posted) == written(seen)
    assert not posted.private
    assert "Post here" not in str(labels(posted))


def test_where_everybody_sees_it_nothing_is_to_be_posted(room: Room) -> None:
    room.publish("Gold is up")
    assert "Post here" not in str(labels(room.types("/digest today gold", MINE)))
    telegram = Chat(platform="telegram", id="-5")
    assert "Post here" not in str(labels(room.types("/digest today gold", telegram, ChatKind.GROUP)))


@pytest.mark.parametrize("what", ["follow gold", "unfollow all", "nothing", "", "digest"])
def test_only_what_changes_nothing_is_posted(room: Room, what: str) -> None:
    room.presses(f"post {what}", CHANNEL, ChatKind.GROUP)
    assert room.follows(CHANNEL) == []


def test_the_screen_of_a_topic_says_who_added_it(room: Room) -> None:
    room.types("/follow gold", CHANNEL, ChatKind.GROUP, person_name="Aliya")
    room.later(timedelta(minutes=5))
    room.types("/edit gold -> zinc", CHANNEL, ChatKind.GROUP, person_name="Bolat")
    (follow,) = room.store.follows.subscriptions(CHANNEL)
    assert "Added by Aliya · " in written(room.presses(f"show #{follow.query_id}", CHANNEL, ChatKind.GROUP))
    room.types("/follow gold", MINE, person_name="Aliya")
    (mine,) = room.store.follows.subscriptions(MINE)
    assert "Added by" not in written(room.presses(f"show #{mine.query_id}", MINE))
