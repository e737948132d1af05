"""`python -m bot run` without a token, at a terminal: news that comes while somebody types."""

from __future__ import annotations

import asyncio
import json
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.articles import load_articles
from bot.demo.newsroom import Newsroom
from tests.platforms.terminal.pseudo_terminal import PATIENCE, PseudoTerminal

ARTICLES = load_articles()
OLD, NEW = [article for article in ARTICLES if "AI" in article.answers and article.edition == "eng"][:2]


def _sources_file(newsroom: Newsroom) -> str:
    source = newsroom.sources(every=1)[0]
    assert source.page is not None
    return "\n".join(
        (
            "[[source]]",
            *(f"{key} = {json.dumps(getattr(source, key))}" for key in ("key", "name", "language", "every", "id")),
            f"feed = {json.dumps(source.url)}",
            "[source.page]",
            *(
                f"{key} = {json.dumps(getattr(source.page, key))}"
                for key in ("title", "date", "date_format", "body", "stop")
            ),
        )
    )


def _page_at(newsroom: Newsroom) -> int:
    """The place of the first page among the requests; their end if none was asked for."""
    pages = [place for place, (path, _) in enumerate(newsroom.requests) if path.endswith(".html")]
    return min(pages, default=len(newsroom.requests))


async def _first_poll_is_over(newsroom: Newsroom) -> None:
    """The page was fetched, and the feed asked again a second later."""
    async with asyncio.timeout(PATIENCE):
        while ("/eng/rss/", 304) not in newsroom.requests[_page_at(newsroom) :]:
            await asyncio.sleep(0.05)


async def test_a_fresh_article_is_printed_once_above_the_line_being_typed(tmp_path: Path) -> None:
    async with Newsroom(ARTICLES) as newsroom:
        newsroom.publish(OLD, datetime.now(UTC))
        sources = tmp_path / "sources.toml"
        sources.write_text(_sources_file(newsroom), encoding="utf-8")
        database = f"sqlite:///{tmp_path / 'jarshy.db'}"
        async with PseudoTerminal(("-m", "bot", "run"), JARSHY_SOURCES=str(sources), DATABASE_URL=database) as terminal:
            await terminal.until(lambda lines: lines and lines[-1] == ">")
            await _first_poll_is_over(newsroom)
            terminal.type("/follow AI\r")
            await terminal.until(lambda lines: any(OLD.title in line for line in lines) and lines[-1] == ">")
            terminal.type("/unfollow no")
            await terminal.until(lambda lines: lines[-1] == "> /unfollow no")
            newsroom.publish(NEW, datetime.now(UTC))
            lines = await terminal.until(lambda lines: NEW.title in lines and lines[-1] == "> /unfollow no")
            assert lines[-2].startswith("🔔 AI · in the headline   [")
            terminal.type("thing\r")
            await terminal.until(lambda lines: "> /unfollow nothing" in lines and lines[-1] == ">")
            terminal.type(lines[-2].partition("[")[2].partition("]")[0] + "\r")
            await terminal.until(lambda lines: any("] Unfollow AI" in line for line in lines) and lines[-1] == ">")
            assert terminal.lines.count(NEW.title) == 1
            terminal.type("\x04")
            assert await terminal.ended() == 0


@pytest.mark.parametrize("after", [0.0, 0.3, 1.0])  # while it starts, and at the prompt
async def test_control_c_at_any_moment_ends_it_without_a_traceback(after: float, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'jarshy.db'}"
    sources = tmp_path / "sources.toml"
    sources.write_text('[[source]]\nkey = "a"\nname = "A"\nlanguage = "en"\nfeed = "http://127.0.0.1:9/"\n', "utf-8")
    settings = {"JARSHY_SOURCES": str(sources), "DATABASE_URL": database}
    async with PseudoTerminal(("-m", "bot", "run"), forked=after > 0, **settings) as terminal:
        await terminal.until(lambda _: bool(terminal.raw))
        await asyncio.sleep(after)
        terminal.process.send_signal(signal.SIGINT)
        terminal.process.send_signal(signal.SIGINT)
        assert await terminal.ended() in (0, 130)
    assert b"Traceback" not in terminal.raw, terminal.raw.decode()


async def test_it_greets_in_the_language_of_the_settings_wraps_at_words_and_logs_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = tmp_path / "sources.toml"
    sources.write_text('[[source]]\nkey = "a"\nname = "A"\nlanguage = "en"\nfeed = "http://127.0.0.1:9/"\n', "utf-8")
    settings = {"JARSHY_LANGUAGE": "kk", "JARSHY_SOURCES": str(sources), "DATABASE_URL": f"sqlite:///{tmp_path}/j.db"}
    async with PseudoTerminal(("-m", "bot"), forked=True, **settings) as terminal:
        lines = await terminal.until(lambda lines: lines and lines[-1] == ">")
        assert any("Jarshy" in line for line in lines), "\n".join(lines)
        assert any("quit — шығу" in line for line in lines)
        terminal.type("help\r")
        await terminal.until(lambda lines: any("/follow" in line for line in lines) and lines[-1] == ">")
        terminal.type("quit\r")
        assert await terminal.ended() == 0
    assert b"[warning" not in terminal.raw
    assert "warning" in (tmp_path / "jarshy.log").read_text("utf-8")
