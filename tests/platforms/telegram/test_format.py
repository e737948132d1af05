"""Whatever a Message says, Telegram takes it and shows just that."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
import tdjson
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.messages.message import Button, Message, Span, bold, command, line, say
from bot.platforms.telegram.format import markup, texts
from bot.platforms.telegram.limits import CALLBACK_BYTES, LABEL, RAW_BYTES, TEXT

UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e]")
LINKS = st.sampled_from([None, 'http://127.0.0.1/a?b=1&c="2"', "javascript:alert(1)", "https://", "ftp://x/", "нет"])
SPANS = st.builds(Span, st.text(max_size=60), bold=st.booleans(), italic=st.booleans(), url=LINKS)
MESSAGES = st.builds(
    Message,
    paragraphs=st.lists(
        st.lists(st.lists(SPANS, max_size=4).map(tuple), max_size=3).map(tuple), max_size=5
    ).map(tuple),
    buttons=st.lists(st.lists(st.builds(Button, st.text(max_size=90), st.text(max_size=70)), max_size=3).map(tuple),
                     max_size=3).map(tuple),
)  # fmt: skip


tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def parsed(html: str) -> dict[str, Any]:
    """What TDLib, Telegram's own library, makes of it."""
    request = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    found: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return found


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@settings(deadline=None, max_examples=150)
@given(MESSAGES)
def test_every_message_is_within_the_limits_and_taken_by_telegrams_own_parser(message: Message) -> None:
    for html in texts(message):
        assert len(html.encode()) <= RAW_BYTES
        assert 0 < len(shown(html).strip()) <= TEXT
        found = parsed(html)
        assert found["@type"] == "formattedText", found
        assert found["text"].strip() == shown(html).strip()
    keys = markup(message)
    for row in keys.inline_keyboard if isinstance(keys, InlineKeyboardMarkup) else ():
        for key in row:
            assert 0 < len(str(key.callback_data).encode()) <= CALLBACK_BYTES
            assert 0 < len(key.text) <= LABEL


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=30), st.integers(300, 3000), st.booleans())
def test_what_is_over_long_is_split_and_nothing_is_lost(text: str, times: int, plain: bool) -> None:
    message = say(line(bold("Title"), " ", f"{text} " * times))
    parts = texts(message, plain=plain)
    for part in parts:
        assert len(part.encode()) <= RAW_BYTES
        assert len(part if plain else shown(part)) <= TEXT
    kept = "".join("".join(part if plain else shown(part) for part in parts).split())
    wanted = "".join(
        re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e]", "", "Title" + text * times).split()
    )
    assert kept == wanted


def test_paragraphs_are_kept_whole_where_they_can_be() -> None:
    message = say(*(f"{number} " + "слово " * 150 for number in range(12)))
    parts = texts(message)
    assert len(parts) == 3
    assert all(part.split(" ", 1)[0].isdigit() for part in parts), "each part begins with a paragraph"


def test_a_cut_never_falls_within_an_emoji_or_an_entity() -> None:
    family = "👨‍👩‍👧‍👦"
    for shift in range(12):
        parts = texts(say("x" * shift + family * 900))
        assert "".join(parts).count(family) == 900
    for part in texts(say("&" * 9000)):
        assert part.replace("&amp;", "").strip() == ""


@pytest.mark.parametrize(
    ("why", "message", "html"),
    [
        ("outside text is escaped", say("<b>&\"'"), "&lt;b&gt;&amp;&quot;'"),
        ("a linked title", say(line(Span("A", bold=True, url="http://x/?a=1&b"))), '<a href="http://x/?a=1&amp;b"><b>A</b></a>'),
        ("a link that is none", say(line(Span("A", url="javascript:1"))), "A"),
        ("a broken address", say(line(Span("A", url="http://[::1"))), "A"),
        ("a command in Telegram's form", say(line("Say ", command("digest today"))), "Say /digest today"),
        ("italics", say(line(Span("a", italic=True))), "<i>a</i>"),
        ("nothing at all", Message(), "…"),
    ],
)  # fmt: skip
def test_the_markup(why: str, message: Message, html: str) -> None:
    assert texts(message) == [html], why


def test_plain_shows_addresses_and_no_markup() -> None:
    assert texts(say(line(Span("A<b>", bold=True, url="http://x/"))), plain=True) == ["A<b> http://x/"]


def test_a_channel_is_asked_for_with_a_keyboard_of_its_own() -> None:
    keys = markup(say("Which?").with_buttons((Button("Choose a channel", request_channel=True),)))
    assert isinstance(keys, ReplyKeyboardMarkup)
    asked = keys.keyboard[0][0].request_chat
    assert asked is not None
    assert asked.chat_is_channel
    ours, theirs = asked.bot_administrator_rights, asked.user_administrator_rights
    assert ours is not None
    assert theirs is not None
    assert ours.can_post_messages
    assert theirs.can_post_messages


def test_a_long_label_is_cut_and_the_more_button_stands_last() -> None:
    message = Message(buttons=((Button("ж" * 99, "x"),),), more=Button("⋯", "more 1"))
    keys = markup(message)
    assert isinstance(keys, InlineKeyboardMarkup)
    assert [len(row[0].text) for row in keys.inline_keyboard] == [LABEL, 1]
