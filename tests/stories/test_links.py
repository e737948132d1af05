"""Platforms that refuse the token, give the updates to somebody else, or end every socket: nobody falls silent.

One bot on both platforms, with the real clients; an operator and chats with follows on each. Pauses are short.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery import lane, rounds
from bot.demo.newsroom import Newsroom
from bot.errors import StatedProblem
from bot.messages.message import say
from bot.messages.payload import to_json
from bot.model import Chat, DeliveryState, LetterKind, NewLetter
from bot.platforms import answering
from bot.platforms.protocol import Platform
from bot.platforms.slack import SlackPlatform, wire
from bot.platforms.slack import listener as slack_listener
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram import listener as telegram_listener
from bot.rules import Rules
from bot.worker import leases, listeners, tokens
from bot.worker.run import App
from tests.databases import sqlite_file
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import until
from tests.stories.test_end_to_end import Program

OPERATORS = frozenset({("telegram", "77"), ("slack", "U77")})
HEARD = {"telegram": ("1", "2"), "slack": ("C1", "D2")}  # chats that follow AI


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in (
        (leases, "RENEW_EVERY", 0.05),
        (answering, "LOOK_EVERY", 0.05),
        (lane, "POLL_EVERY", 0.1),
        (rounds, "POLL_EVERY", 0.1),
        (tokens, "PAUSES", (0.0, 0.1)),
        (listeners, "START_PAUSES", (0.05, 0.05)),
        (telegram_listener, "PAUSES", (0.05,)),
        (telegram_listener, "LONG_POLL", 0.2),
        (telegram_listener, "PATIENCE", 0.3),
        (telegram_listener, "CALM", 0.3),
        (slack_listener, "PAUSES", (0.05,)),
        (slack_listener, "PATIENCE", 0.3),
        (wire, "PAUSES", (0.02, 0.05, 0.1, 0.2)),
        (wire, "SETTLED", 0.4),
    ):
        monkeypatch.setattr(module, name, value)


@dataclass
class Scene:
    """The bot, its two servers, and what was owed and told."""

    room: Room
    telegram: TelegramServer
    slack: SlackServer
    articles: int = 0
    app: App = field(init=False)

    def server(self, name: str) -> TelegramServer | SlackServer:
        return self.telegram if name == "telegram" else self.slack

    def publish(self) -> None:
        """One more article that all chats follow."""
        now = datetime.now(UTC)
        for platform, chats in HEARD.items():
            for each in chats:
                query_id = self.room.follow(Chat(platform=platform, id=each), "AI", at=now)
        self.articles += 1
        self.room.match(self.room.add_article(self.articles, at=now), query_id, at=now)

    def texts(self, name: str, chat: str) -> list[str]:
        if name == "telegram":
            return self.telegram.texts(int(chat))
        return [sent["text"] for sent in self.slack.of("chat.postMessage") if sent["channel"] == chat]

    def told(self, name: str) -> list[str]:
        """What the operator heard there."""
        return self.texts(name, "77" if name == "telegram" else "U77")

    def alerts(self, name: str) -> list[int]:
        """How many alerts each chat there got."""
        return [len([text for text in self.texts(name, chat) if "🔔" in text]) for chat in HEARD[name]]

    async def ask(self, name: str) -> None:
        """Somebody asks for help there, and is answered."""
        answered = len(self.answers(name))
        await (self.telegram.say("/help", 9) if name == "telegram" else self.slack.slash("/jarshy", "help", "D9"))
        await until(lambda: len(self.answers(name)) > answered)

    def answers(self, name: str) -> list[str]:
        if name == "telegram":
            return self.texts(name, "9")
        return [*self.texts(name, "D9"), *(sent["text"] for sent in self.slack.of("respond"))]


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    async with TelegramServer() as telegram, SlackServer() as slack:
        room = Room(sqlite_file(folder))
        for platform, person in OPERATORS:
            room.add_chat(Chat(platform=platform, id=person))
        yield Scene(room, telegram, slack)
        room.store.close()


@asynccontextmanager
async def running(made: Scene) -> AsyncIterator[Scene]:
    platforms: list[Platform] = [
        TelegramPlatform(token=TOKEN, api_url=made.telegram.url),
        SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=made.slack.url),
    ]
    made.app = App(store=made.room.store, rules=Rules(), sources=[], platforms=platforms, operators=OPERATORS)
    try:
        await made.app.start()
        yield made
    finally:
        await made.app.stop()


def other(name: str) -> str:
    return "slack" if name == "telegram" else "telegram"


BOTH = pytest.mark.parametrize("name", ["telegram", "slack"])


@BOTH
async def test_a_platform_that_refuses_the_token_for_a_while_is_taken_up_again_by_itself(
    tmp_path: Path, name: str
) -> None:
    async with scene(tmp_path) as made, running(made):
        made.publish()
        await until(lambda: made.alerts("telegram") == made.alerts("slack") == [1, 1])
        made.server(name).revoke()
        made.publish()
        await until(lambda: made.alerts(other(name)) == [2, 2])
        await until(lambda: bool(made.told(other(name))))
        await asyncio.sleep(0.5)
        states = made.room.store.outbox.count_deliveries()
        assert states == {"sent": 6, "pending": 2}, "what is owed waits"
        assert [state for _, _, state, _ in rows(made)].count(DeliveryState.FAILED) == 0
        assert {attempts for platform, _, _, attempts in rows(made) if platform == name} <= {0, 1}
        made.server(name).relent()
        await until(lambda: made.alerts(name) == [2, 2])
        await until(lambda: len(made.told(other(name))) == 2)
        await until(lambda: len(made.told(name)) == 1)
        await made.ask(name)
        await asyncio.sleep(0.3)
    lost, back = made.told(other(name))
    assert f"{name.capitalize()} rejects the bot's token" in lost.replace("<b>", "").replace("</b>", "")
    assert "is working again" in back
    assert made.told(name) == [made.told(name)[0]]
    assert made.alerts(name) == made.alerts(other(name)) == [2, 2], "nothing came twice"


def rows(made: Scene) -> list[tuple[str, str, str, int]]:
    with made.room.store.database.read_transaction() as db:
        found = db.exec_driver_sql(
            "SELECT chat.platform, chat.native_id, delivery.state, delivery.attempts FROM delivery "
            "JOIN chat ON chat.id = delivery.chat_id"
        ).all()
    return [(row[0], row[1], row[2], row[3]) for row in found]


@BOTH
async def test_a_single_refusal_is_told_to_nobody_and_loses_nothing(tmp_path: Path, name: str) -> None:
    async with scene(tmp_path) as made, running(made):
        await made.ask(name)
        if name == "telegram":
            for method, status in (("getUpdates", 401), ("getUpdates", 404), ("sendMessage", 401)):
                made.telegram.fail(method, status, "Unauthorized" if status == 401 else "Not Found")
        else:
            made.slack.fail("chat.postMessage", "invalid_auth")
            made.slack.fail("apps.connections.open", "invalid_auth")
            await made.slack.hang_up()
        made.publish()
        await until(lambda: made.alerts(other(name)) == [1, 1])
        await until(lambda: sorted(made.alerts(name)) == [0, 1])  # the other one is tried again after its pause
        await made.ask(name)
        await asyncio.sleep(0.5)
        assert made.told("telegram") == made.told("slack") == []
        states = {chat: state for platform, chat, state, _ in rows(made) if platform == name}
        assert sorted(states.values()) in (["pending", "sent"], ["held", "sent"])


async def test_a_channel_for_which_slack_refuses_the_token_stops_no_other(tmp_path: Path) -> None:
    async with scene(tmp_path) as made, running(made):
        made.slack.refuse("invalid_auth", channel="C1")
        for count in (1, 2, 3):
            made.publish()
            await until(lambda count=count: made.alerts("slack") == [0, count])  # type: ignore[misc]  # of this round
        await made.ask("slack")
        assert made.told("telegram") == made.told("slack") == []


@BOTH
async def test_a_platform_that_refuses_the_token_at_the_start_is_taken_up_when_it_takes_it(
    tmp_path: Path, name: str
) -> None:
    async with scene(tmp_path) as made:
        made.server(name).revoke()
        made.publish()
        async with running(made):
            await until(lambda: made.alerts(other(name)) == [1, 1])
            await until(lambda: len(made.told(other(name))) == 1)
            made.server(name).relent()
            await until(lambda: made.alerts(name) == [1, 1])
            await made.ask(name)
            await until(lambda: len(made.told(other(name))) == 2)


async def test_if_all_platforms_refuse_at_the_start_it_ends_and_names_them(tmp_path: Path) -> None:
    async with scene(tmp_path) as made:
        made.telegram.revoke()
        made.slack.revoke()
        with pytest.raises(StatedProblem) as ended:
            async with running(made):
                pass
    assert "TELEGRAM_BOT_TOKEN is refused" in str(ended.value)
    assert "SLACK_BOT_TOKEN is refused" in str(ended.value)


async def test_if_no_platform_takes_its_token_for_long_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "HOPELESS_AFTER", 0.5)
    async with scene(tmp_path) as made, running(made):
        made.telegram.revoke()
        made.slack.revoke("account_inactive")
        made.publish()
        with pytest.raises(StatedProblem, match=r"Slack: account_inactive.*Telegram: .*reject"):
            await asyncio.wait_for(made.app.wait(), 10)
        assert made.room.store.outbox.count_deliveries() == {"pending": 4}


@pytest.mark.parametrize("why", ["too_many_websockets", "link_disabled", "refresh_requested", "warning"])
async def test_sockets_that_slack_ends_at_once_are_told_once_each_way_and_alerts_go_on(
    tmp_path: Path, why: str
) -> None:
    async with scene(tmp_path) as made:
        made.slack.sends_away = why
        async with running(made):
            await until(lambda: len(made.told("telegram")) == len(made.told("slack")) == 1)
            made.publish()
            await until(lambda: made.alerts("slack") == [1, 1])
            await asyncio.sleep(0.5)
            opened = made.slack.sockets_opened
            await asyncio.sleep(1)
            assert made.slack.sockets_opened - opened < 8, "12,000 in 30 s were 400"
            made.slack.sends_away = ""
            await made.ask("slack")
            await until(lambda: len(made.told("telegram")) == len(made.told("slack")) == 2)
            await asyncio.sleep(0.3)
    for name in ("telegram", "slack"):
        lost, back = made.told(name)
        assert "don't reach me" in lost
        assert why in lost
        assert "is working again" in back


@pytest.mark.parametrize("rival", ["webhook", "another poller"])
async def test_updates_that_somebody_else_gets_are_told_once_each_way_and_alerts_go_on(
    tmp_path: Path, rival: str
) -> None:
    async with scene(tmp_path) as made, running(made):
        await made.ask("telegram")
        if rival == "webhook":
            await made.telegram.set_webhook("https://other.example/hook/secret")
        made.telegram.other_poller = rival == "another poller"
        await until(lambda: len(made.told("telegram")) == len(made.told("slack")) == 1)
        made.publish()
        await until(lambda: made.alerts("telegram") == [1, 1])
        made.telegram.webhook, made.telegram.other_poller = "", False
        await made.ask("telegram")
        await until(lambda: len(made.told("telegram")) == len(made.told("slack")) == 2)
    lost, back = made.told("slack")
    assert ("other.example" if rival == "webhook" else "another program asks for updates") in lost
    assert "secret" not in lost
    assert "is working again" in back


@BOTH
async def test_what_a_program_before_told_is_taken_back_when_it_has_been_well_for_a_while(
    tmp_path: Path, name: str
) -> None:
    async with scene(tmp_path) as made:
        assert made.room.store.notices.clear("nothing", []) is False
        now = datetime.now(UTC)
        letter = NewLetter(
            chat=Chat(platform=name, id="77" if name == "telegram" else "U77"),
            kind=LetterKind.NOTICE,
            payload=to_json(say("don't reach me")),
            due_at=now,
            timezone="UTC",
        )
        assert made.room.store.notices.add(f"listener:{name}", now, [letter])
        async with running(made):
            await until(lambda: len(made.told(name)) == 2)
            assert made.room.store.notices.subjects() == set()
    assert "is working again" in made.told(name)[1]


async def test_run_takes_the_updates_over_if_it_is_told_so_and_check_says_plainly_who_gets_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Newsroom([]) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        await telegram.set_webhook("https://other.example/hook/secret")
        await telegram.say("/help")
        program = Program(tmp_path, newsroom, telegram, slack)
        said = await program.ends("check", code=1)
        assert "FAIL  a webhook is set for this bot (other.example)" in said
        assert "JARSHY_TAKE_OVER=true" in said
        assert "ok    Slack is connected" in said
        monkeypatch.setenv("JARSHY_TAKE_OVER", "true")
        program = Program(tmp_path, newsroom, telegram, slack)
        said = await program.ends("check", code=0)
        assert "ok    Telegram is connected; a webhook is set for it (other.example)" in said
        assert telegram.webhook, "checking changes nothing"
        async with program.running():
            await telegram.receives("sendMessage")
        assert not telegram.webhook
    assert "webhook deleted" in program.said
    assert "secret" not in program.said + said


async def test_a_program_whose_tokens_are_all_refused_at_the_start_ends_with_1(tmp_path: Path) -> None:
    async with Newsroom([]) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        telegram.revoke(404)
        slack.revoke("token_revoked")
        said = await Program(tmp_path, newsroom, telegram, slack).ends("run", code=1)
    assert "TELEGRAM_BOT_TOKEN is refused by Telegram" in said
    assert "SLACK_BOT_TOKEN is refused by Slack (token_revoked)" in said
    assert TOKEN not in said
