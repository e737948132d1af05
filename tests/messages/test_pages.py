"""Pages that no platform splits, and that hold all of a message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.message import Aside, FoldedAside, Line, Message, Quote, Span, line
from bot.messages.pages import BYTES, Size, split_pages
from bot.platforms.slack import format as slack
from bot.platforms.telegram import format as telegram

BESIDE = Size(characters=100, octets=300)
TEXTS = st.builds(
    lambda letter, times: letter * times, st.sampled_from(["a ", "ұ", "<&>", "👩‍👩‍👧 ", '"']), st.integers(1, 60)
)
URLS = st.sampled_from([None, "http://x.kz/", "http://x.kz/?a=1&b=" + "q" * 1200, "http://x.kz/" + "ұ" * 600])
RUNS = st.builds(
    Span,
    TEXTS,
    bold=st.booleans(),
    italic=st.booleans(),
    url=URLS,
    at=st.none() | st.just(datetime(2026, 1, 1, tzinfo=UTC)),
)
LINES = st.lists(RUNS, min_size=1, max_size=3).map(tuple)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=15).flatmap(
    lambda each: st.sampled_from([tuple(each), Quote(each), Aside(each), FoldedAside(each)])
)
MESSAGES = st.builds(Message, paragraphs=st.lists(PARAGRAPHS, max_size=8).map(tuple))


def lines(paragraphs: tuple[tuple[Line, ...], ...]) -> list[Line]:
    return [each for paragraph in paragraphs for each in paragraph]


@settings(max_examples=40, deadline=None)
@given(MESSAGES)
def test_every_page_is_one_message_on_every_platform_and_no_line_is_lost(message: Message) -> None:
    found = split_pages(message, BESIDE)
    assert [each for page in found for each in lines(page)] == lines(message.paragraphs)
    for page in found:
        shown = Message(paragraphs=page)
        alone = len(lines(page)) == 1
        assert alone or len(telegram.texts(shown)) == len(telegram.texts(shown, plain=True)) == 1
        assert alone or len(slack.payloads(shown)) == 1


def test_a_paragraph_that_fits_on_a_page_is_not_divided() -> None:
    group = tuple(line("word " * 20) for _ in range(15))
    found = split_pages(Message((group,) * 6), BESIDE, octets=BYTES)
    assert {paragraph for page in found for paragraph in page} == {group}


def test_nothing_is_one_page() -> None:
    assert split_pages(Message(), BESIDE) == [()]


@pytest.mark.parametrize("kind", [Quote, Aside, FoldedAside])
def test_a_quote_that_is_divided_is_quoted_on_each_page(kind: type[Quote | Aside]) -> None:
    found = split_pages(Message((kind([line("word " * 300)] * 6),)), BESIDE)
    assert len(found) > 1
    assert all(type(part) is kind for page in found for part in page)
