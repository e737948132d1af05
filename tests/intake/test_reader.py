"""The child process itself: started, killed, starved, started again."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from bot import children
from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.intake import reader as module
from bot.intake.parsing import serve
from bot.intake.reader import Reader
from bot.model import Entry
from tests.feeds import feedparser_feeds
from tests.intake.site import item, page, rss, source, story

pytestmark = pytest.mark.usefixtures("started_children")

FEED = rss(item("Metro", "https://kt.example/a_1377983212.html", date="Tue, 25 Nov 2025 13:20:00 +0500")).encode()
PAGE = page(story("The depot opens.")).encode()
#: Takes seconds to read without rules: trafilatura is slow on so many elements.
SLOW_PAGE = b"<html><body>" + b"<p>A paragraph of <b>words</b>.</p>" * 55_000


@pytest_asyncio.fixture(loop_scope="session")
async def own_reader() -> AsyncIterator[Reader]:
    """For tests that kill its child, or look at its start and end."""
    made = Reader()
    yield made
    await made.close()


async def listed(reader: Reader, body: bytes) -> tuple[Entry, ...]:
    one = source()
    return (await reader.listing(body, one, one.ways[0], one.url)).entries


async def test_feeds_and_pages_come_back_as_they_were_read(reader: Reader) -> None:
    (entry,) = await listed(reader, FEED)
    assert (entry.title, entry.published_at) == ("Metro", datetime(2025, 11, 25, 8, 20, tzinfo=UTC))
    found = await reader.page(PAGE, source(), "https://kt.example/a_1377983212.html")
    assert (found.text, found.title) == ("The depot opens.", "A headline")
    assert found.published_at == datetime(2025, 11, 25, 8, 20, tzinfo=UTC)


async def test_a_reason_comes_back_and_the_child_lives_on(reader: Reader) -> None:
    with pytest.raises(ParseError, match="HTML in place of a feed"):
        await listed(reader, PAGE)
    before = reader.child
    assert len(await listed(reader, FEED)) == 1
    assert reader.child is before


async def test_many_may_ask_at_once(reader: Reader) -> None:
    answers = await asyncio.gather(*(listed(reader, FEED) for _ in range(20)))
    assert [len(answer) for answer in answers] == [1] * 20


async def test_no_child_is_started_before_it_is_needed() -> None:
    reader = Reader()
    assert reader.child is None
    await reader.close()


async def test_a_body_that_takes_too_long_costs_its_reader_and_the_next_one_is_read() -> None:
    reader = Reader(time_limit=0.6)
    with pytest.raises(ParseError, match=r"longer than 0\.6 s"):
        await reader.page(SLOW_PAGE, source(rules=False), "https://kt.example/")
    for _ in range(3):  # a new child may need longer than that to start on a busy machine
        try:
            assert len(await listed(reader, FEED)) == 1
            break
        except ParseError:
            reader.time_limit *= 4
    else:
        pytest.fail("no child was started again")
    await reader.close()


async def test_a_child_that_is_killed_is_a_reason_and_is_started_again(own_reader: Reader) -> None:
    await listed(own_reader, FEED)
    assert own_reader.child is not None
    os.kill(own_reader.child.pid, signal.SIGKILL)
    with pytest.raises(ParseError, match="killed its reader"):
        await listed(own_reader, FEED)
    assert len(await listed(own_reader, FEED)) == 1


async def test_a_body_that_needs_too_much_memory_is_a_reason() -> None:
    reader = Reader(memory_limit=160 << 20)
    with pytest.raises(ParseError, match=r"memory|killed its reader"):
        await listed(reader, rss(*(item("x" * 400, teaser="y" * 400) for _ in range(60_000))).encode())
    await reader.close()


async def test_an_answer_too_long_is_a_faulty_child_process(own_reader: Reader) -> None:
    before = module.ANSWER_CAP
    module.ANSWER_CAP = 10
    try:
        with pytest.raises(ParseError, match="killed its reader"):
            await listed(own_reader, FEED)
    finally:
        module.ANSWER_CAP = before


async def test_who_is_cancelled_halfway_leaves_no_half_answer(own_reader: Reader) -> None:
    asked = asyncio.create_task(own_reader.page(SLOW_PAGE, source(rules=False), "https://kt.example/"))
    await asyncio.sleep(0.1)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert len(await listed(own_reader, FEED)) == 1


async def test_a_child_that_does_not_end_by_itself_is_killed(own_reader: Reader) -> None:
    await listed(own_reader, FEED)
    child = own_reader.child
    assert child is not None
    os.kill(child.pid, signal.SIGSTOP)
    before = children.CLOSE_TIMEOUT
    children.CLOSE_TIMEOUT = 0.1
    try:
        await own_reader.close()
    finally:
        children.CLOSE_TIMEOUT = before
    assert child.returncode == -signal.SIGKILL


async def test_the_child_ends_when_its_input_ends() -> None:
    reader = Reader()
    await listed(reader, FEED)
    child = reader.child
    await reader.close()
    assert child is not None
    assert child.returncode == 0


def test_the_parent_imports_no_parser() -> None:
    parsers = {"feedparser", "jmespath", "lxml", "trafilatura"}
    imported = "import gc; gc.disable(); import sys, bot.intake.poll, bot.intake.pages"
    code = f"{imported}; print({parsers} & {{*sys.modules}})"
    answered = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answered.stdout.strip() == "set()"


def frames(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def served(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """What the child answers, told in this process."""
    answers = io.BytesIO()
    serve(io.BytesIO(frames(json.dumps(header).encode(), body)), answers, 30)
    answer: dict[str, Any] = json.loads(answers.getvalue()[4:])
    return answer


def asked(**changed: Any) -> dict[str, Any]:
    from dataclasses import asdict

    one = source()
    usual = {"way": asdict(one.ways[0]), "source": asdict(one), "charset": None, "url": "https://kt.example/"}
    usual["now"] = "2025-11-25T09:00:00+00:00"
    return usual | changed


def test_the_child_answers_with_what_it_read_or_why_not() -> None:
    assert served(asked(), FEED)["ok"]["entries"][0]["title"] == "Metro"
    assert served(asked(way=None), PAGE)["ok"]["text"] == "The depot opens."
    assert served(asked(), b"words") == {"error": to_json(Phrase(texts.NO_FEED))}


def test_the_child_outlives_a_mistake_of_ours() -> None:
    broken = asked()
    broken["source"]["timezone"] = "Nowhere/Here"
    answer = served(broken, FEED)
    assert answer["error"] == to_json(Phrase(texts.UNREADABLE, {"error": Phrase(texts.OWN_FAULT)}))
    assert answer["bug"].startswith("ZoneInfoNotFoundError in ")


async def test_every_feed_of_feedparsers_own_tests_is_read_without_a_crash(reader: Reader) -> None:
    read = refused = 0
    for body in feedparser_feeds():
        try:
            await listed(reader, body)
            read += 1
        except ParseError as error:
            assert "killed" not in str(error)  # noqa: PT017 - a refusal is well, a crash is not
            assert "longer" not in str(error)  # noqa: PT017
            refused += 1
    assert read + refused > 2_000
    assert read > refused
