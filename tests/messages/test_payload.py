"""A message that waited as JSON is the same message."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.message import (
    SILENCE,
    Aside,
    Attachment,
    Button,
    ButtonStyle,
    FoldedAside,
    Message,
    Quote,
    ReplyMode,
    Span,
)
from bot.messages.payload import from_json, to_json
from bot.model import LinkPreview

texts = st.text()
spans = st.builds(
    Span,
    texts,
    bold=st.booleans(),
    italic=st.booleans(),
    url=st.none() | texts,
    command=st.none() | texts,
    code=st.booleans(),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    clock=st.booleans(),
    mention=texts,
)
lines = st.lists(st.lists(spans, max_size=2).map(tuple), max_size=2)
paragraphs = st.lists(
    lines.map(tuple) | st.sampled_from((Quote, Aside, FoldedAside)).flatmap(lines.map), max_size=3
).map(tuple)
button = st.builds(
    Button,
    texts,
    texts,
    opens=texts,
    copy_text=texts,
    request_channel=st.booleans(),
    style=st.sampled_from(ButtonStyle),
    field=st.booleans(),
)
attachments = st.builds(Attachment, name=texts, content=st.binary(), picture=st.booleans(), alt=texts)
messages = st.builds(
    Message,
    paragraphs=paragraphs,
    buttons=st.lists(st.lists(button, max_size=2).map(tuple), max_size=2).map(tuple),
    reply_mode=st.sampled_from(ReplyMode),
    private=st.booleans(),
    more=st.none() | button,
    silent=st.booleans(),
    preview=st.none() | st.sampled_from(LinkPreview),
    quiet=st.booleans(),
    attachment=st.none() | attachments,
)


@given(messages)
def test_nothing_of_a_message_is_lost(message: Message) -> None:
    back = from_json(to_json(message))
    assert back == message
    assert list(map(type, back.paragraphs)) == list(map(type, message.paragraphs))
    assert {type(button.style) for row in back.buttons for button in row} <= {ButtonStyle}


@given(messages)
def test_no_database_stumbles_over_its_characters(message: Message) -> None:
    assert to_json(message).isascii()


def test_silence_stays_silence() -> None:
    assert from_json(to_json(SILENCE)) == SILENCE


def test_a_letter_that_an_earlier_release_left_is_read() -> None:
    message = Message(reply_mode=ReplyMode.REPLACE)
    assert from_json(to_json(message).replace("reply_mode", "place")) == message
