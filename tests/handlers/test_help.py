"""Six commands, and screens in place."""

from __future__ import annotations

import pytest

import handlers
from bot.errors import QueryError
from bot.i18n.languages import SPOKEN
from bot.i18n.translator import ENGLISH
from bot.matching.grammar import parse, split_follows
from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import actions, labels, written
from tests.handlers.conftest import RUSSIAN, SOURCE, Room

SCREENS = ("search", "digests", "groups", "commands")


def codes(message: Message) -> list[str]:
    return [span.text for part in message.paragraphs for line in part for span in line if span.code]


def test_help_is_six_lines_and_a_way_to_each_screen(room: Room) -> None:
    message = room.types("/help")
    assert len(written(message).splitlines()) == 6
    assert labels(message) == [
        ["Search tips", "Digests"],
        ["Groups and channels", "All commands"],
        ["Sources", "Language"],
    ]
    assert (message.private, message.reply_mode) == (True, ReplyMode.NEW)


def test_all_commands_are_one_more_screen(room: Room) -> None:
    text = written(room.presses("help commands"))
    assert all(f"/{spec.usage} — {ENGLISH(spec.summary)}" in text for spec in handlers.COMMANDS)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_takes_the_place_of_the_help_and_leads_back(room: Room, screen: str) -> None:
    message = room.presses(f"help {screen}")
    assert message.reply_mode is ReplyMode.REPLACE
    assert labels(message)[-1][-1] == "Back"
    back = room.presses(actions(message)[-1])
    assert back.buttons == room.types("/help").buttons
    assert written(room.types(f"/help {screen.upper()}")) == written(message), "typed, it opens too"


@pytest.mark.parametrize("typed", ["/help xyz", "/help " + "x" * 10_000, "/help 🌊"])
def test_help_with_other_words_is_the_first_screen(room: Room, typed: str) -> None:
    assert written(room.types(typed)) == written(room.types("/help"))


@pytest.mark.parametrize("language", SPOKEN)
def test_the_search_tips_have_examples_that_can_be_followed(room: Room, language: str) -> None:
    room.reads(SOURCE, RUSSIAN).knows(translators=load_translations())
    examples = codes(room.types("/help search", language=language))
    assert len(examples) == 13
    for example in examples:
        for query in split_follows(example):
            try:
                parse(query)
            except QueryError as error:
                pytest.fail(f"{example}: {error}")


@pytest.mark.parametrize(
    ("language", "example"), [("en", "waste Aktau"), ("ru", "отходы Актау"), ("kk", "қалдық Ақтау")]
)
def test_the_examples_are_those_of_the_language(room: Room, language: str, example: str) -> None:
    room.reads(SOURCE, RUSSIAN).knows(translators=load_translations())
    assert example in codes(room.types("/help search", language=language))
    assert f"/digest today {example}" in written(room.types("/help digests", language=language))


def test_a_source_is_named_in_the_tips_only_where_one_is_read(room: Room) -> None:
    room.knows(sources=())
    assert "From one source" not in written(room.types("/help search"))
    room.reads(SOURCE, RUSSIAN).knows(translators=load_translations())
    assert "отходы источник:kt-rus" in codes(room.types("/help search", language="ru"))


def test_groups_and_channels_are_told_as_the_platform_has_them(room: Room) -> None:
    telegram = written(room.types("/help groups"))
    assert "/manage" in telegram
    assert "reply “why”" in telegram
    slack = written(room.types("/help groups", Chat(platform="slack", id="C1"), ChatKind.GROUP))
    assert "type /invite @Jarshy, then /follow AI" in slack
    assert "@Jarshy why" in slack
    assert "/manage" not in slack
    terminal = room.types("/help", Chat(platform="terminal", id="1"), ChatKind.TERMINAL)
    assert labels(terminal) == [["Search tips", "Digests"], ["All commands"], ["Sources", "Language"]]
