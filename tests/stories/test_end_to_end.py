"""From feed bytes to wire bytes: `python -m bot run` with the real clients, against servers on loopback."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo.articles import DemoArticle, load_articles
from bot.demo.newsroom import Newsroom
from tests import programs
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer


def about(word: str) -> list[DemoArticle]:
    """Demo articles in English that contain a word anywhere."""
    return [article for article in load_articles() if word in str(article)]


def sources_file(newsroom: Newsroom, folder: Path) -> Path:
    tables = []
    for source in newsroom.sources(every=1):
        assert source.page is not None
        tables.append(
            f"[[source]]\nkey = '{source.key}'\nname = '{source.name}'\nlanguage = '{source.language}'\n"
            f"feed = '{source.url}'\nevery = 1\nid = '{source.id}'\n"
            f"[source.page]\nbody = '{source.page.body}'\nstop = {list(source.page.stop)!r}\n"
        )
    path = folder / "sources.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


class Program:
    """The program in a child process, as an operator runs it."""

    def __init__(
        self, folder: Path, newsroom: Newsroom, telegram: TelegramServer, slack: SlackServer, database_url: str = ""
    ) -> None:
        self._environment = os.environ | {
            "DATABASE_URL": database_url or f"sqlite:///{folder}/jarshy.db",
            "JARSHY_SOURCES": str(sources_file(newsroom, folder)),
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": slack.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
        }
        self.said = ""

    @asynccontextmanager
    async def running(self, command: str = "run", *, end: int = signal.SIGTERM) -> AsyncIterator[None]:
        child = await self._start(command)
        try:
            yield
        finally:
            child.send_signal(end)
            said, _ = await asyncio.wait_for(child.communicate(), 60)
            self.said += said.decode()
            assert child.returncode == (0 if end == signal.SIGTERM else -end), self.said

    async def ends(self, command: str, *, code: int) -> str:
        """Run it until it ends by itself with this exit code; returns what it said."""
        child = await self._start(command)
        said, _ = await asyncio.wait_for(child.communicate(), 60)
        assert child.returncode == code, said.decode()
        return said.decode()

    async def _start(self, command: str) -> programs.Program:
        return await programs.start("bot", command, env=self._environment, stdout=programs.PIPE, stderr=programs.STDOUT)


async def polled(newsroom: Newsroom, times: int = 2) -> None:
    """Wait until the feeds were polled so many times more."""
    asked = len(newsroom.requests)
    async with asyncio.timeout(60):
        while len([path for path, _ in newsroom.requests[asked:] if path.startswith("/eng/rss")]) < times:
            await asyncio.sleep(0.02)


def alerts(server: TelegramServer | SlackServer) -> list[dict[str, Any]]:
    method = "sendMessage" if isinstance(server, TelegramServer) else "chat.postMessage"
    return [sent for sent in server.of(method) if "🔔" in sent["text"]]


async def alerted(server: TelegramServer | SlackServer, count: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(60):
        while len(alerts(server)) < count:
            await asyncio.sleep(0.02)
    return alerts(server)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_a_fresh_article_reaches_both_platforms_once_whatever_ends_the_program(
    tmp_path: Path, database_url: str, end: signal.Signals
) -> None:
    first, second = about("AI")[:2]
    async with Newsroom(load_articles()) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack, database_url)
        async with program.running(end=end):
            await telegram.say("/follow AI")
            await slack.slash("/follow", "AI")
            await telegram.receives("sendMessage")
            await slack.receives("chat.postMessage")
            await polled(newsroom)
            newsroom.publish(first, datetime.now(UTC))
            (alert,) = await alerted(telegram, 1)
            (post,) = await alerted(slack, 1)
            await polled(newsroom)
        async with program.running():
            await polled(newsroom)
            newsroom.publish(second, datetime.now(UTC))
            assert len(await alerted(telegram, 2)) == len(await alerted(slack, 2)) == 2
            await polled(newsroom)
        assert len(alerts(telegram)) == len(alerts(slack)) == 2, "a restart repeats nothing"
    assert "<b>AI</b>" in alert["text"]
    assert "🔔 AI" in alert["text"]
    assert first.title in alert["text"]
    assert "AI" in post["text"]
    assert "Telegram, Slack" in program.said
    for secret in (TOKEN, BOT_TOKEN, APP_TOKEN):
        assert secret not in program.said


async def test_when_the_worker_that_listens_and_sends_is_killed_the_other_one_does(
    tmp_path: Path, database_url: str
) -> None:
    first, second = about("AI")[:2]
    async with Newsroom(load_articles()) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack, database_url)
        async with AsyncExitStack() as other:
            async with program.running("worker", end=signal.SIGKILL):
                await telegram.say("/follow AI")
                await slack.slash("/follow", "AI")
                await telegram.receives("sendMessage")
                await slack.receives("chat.postMessage")
                await other.enter_async_context(program.running("worker"))
                await polled(newsroom)
                newsroom.publish(first, datetime.now(UTC))
                await alerted(telegram, 1)
                await alerted(slack, 1)
                await polled(newsroom)
            newsroom.publish(second, datetime.now(UTC))
            assert len(await alerted(telegram, 2)) == len(await alerted(slack, 2)) == 2
            await telegram.say("/following")
            await telegram.receives("sendMessage", 4)
            await polled(newsroom)
        assert len(alerts(telegram)) == len(alerts(slack)) == 2
        for article in (first, second):
            assert sum(article.title in alert["text"] for alert in alerts(telegram)) == 1


async def test_faults_of_the_platforms_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    articles = about("AI")[:3]
    async with Newsroom(load_articles()) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack)
        async with program.running():
            await telegram.say("/follow AI", -5, person=9, sender_chat={"id": -5, "type": "supergroup", "title": "N"})
            await slack.slash("/follow", "AI")
            await telegram.receives("sendMessage")
            await slack.receives("chat.postMessage")
            await polled(newsroom)
            telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
            telegram.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1005)
            telegram.fail("sendMessage", 400, "Bad Request: can't parse entities: x")
            slack.fail("chat.postMessage", "ratelimited", 429, Retry_After="1")
            slack.fail("chat.postMessage", "invalid_blocks")
            for article in articles:
                newsroom.publish(article, datetime.now(UTC))
            await alerted(telegram, 3)
            await alerted(slack, 3)
            await polled(newsroom)
        assert {sent["chat_id"] for sent in alerts(telegram)} == {"-1005"}
        for server in (telegram, slack):
            texts = [sent["text"] for sent in alerts(server)]
            assert len(texts) == 3
            shown = [re.sub("<[^>]*>", "", text) for text in texts]  # found words are bold within a title
            assert all(sum(article.title in text for text in shown) == 1 for article in articles)


async def test_an_unfollow_button_in_the_alert_and_its_undo(tmp_path: Path) -> None:
    (article, *_) = about("AI")
    async with Newsroom(load_articles()) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack)
        async with program.running():
            await telegram.say("/follow AI")
            await telegram.receives("sendMessage")
            await polled(newsroom)
            newsroom.publish(article, datetime.now(UTC))
            (alert,) = await alerted(telegram, 1)
            assert '"more ' in alert["reply_markup"]
            action = alert["reply_markup"].split('"callback_data":')[1].split('"')[1]
            await telegram.press(action)
            (opened,) = await telegram.receives("editMessageReplyMarkup")
            unfollow = next(part for part in opened["reply_markup"].split('"') if part.startswith("unfollow #"))
            await telegram.press(unfollow)
            await telegram.receives("editMessageReplyMarkup", 2)
            await telegram.say("/following")
            await telegram.receives("sendMessage", 3)
            undo = telegram.of("editMessageReplyMarkup")[1]["reply_markup"]
            await telegram.press(next(part for part in undo.split('"') if part.startswith("undo ")))
            await telegram.receives("editMessageReplyMarkup", 3)
            await telegram.say("/following")
            await telegram.receives("sendMessage", 4)
    without, with_it = telegram.texts()[2:]
    assert "AI ·" not in without
    assert "AI" in with_it
