"""A site is asked for on Telegram and on Slack, approved on Slack, read, and left out again; in three languages."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.platforms import answering
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker import proposals, source_list
from bot.worker.run import App
from config.translations import load_translations
from tests.intake.site import Site, item, rss
from tests.intake.wire import Peer, Relay
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, until

OPERATORS = frozenset({("telegram", "77"), ("slack", "U7")})
SAID = {
    "en": {
        "looking": "Looking at",
        "found": "I can read",
        "new": "New source?",
        "approved": "approved by",
        "decided": "That was decided already",
        "only": "Only the people who run this bot",
        "read": "I read <b>news.invalid</b> now",
        "list": "I read 1 source",
        "last": "One source has to stay",
    },
    "ru": {
        "looking": "Смотрю",
        "found": "Я могу читать",
        "new": "Новый источник?",
        "approved": "одобрено",
        "decided": "Это уже решено",
        "only": "Это может решить только владелец",
        "read": "Теперь я читаю <b>news.invalid</b>",
        "list": "Я читаю 1 источник",
        "last": "Хотя бы один источник должен остаться",
    },
    "kk": {
        "looking": "қарап жатырмын",
        "found": "оқи аламын",
        "new": "Жаңа дереккөз бе?",
        "approved": "мақұлданды",
        "decided": "Бұл шешіліп қойған",
        "only": "Мұны тек бот иесі",
        "read": "<b>news.invalid</b> сайтын оқимын",
        "list": "1 дереккөзді оқимын",
        "last": "Кемінде бір дереккөз қалуы керек",
    },
}


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(proposals, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(source_list, "FOLLOW_EVERY", 0.05)


@pytest.fixture
async def proxy() -> AsyncIterator[str]:
    """A proxy that takes every name for one site, with a feed."""
    async with Site() as made, Peer(Relay(int(made.url.rpartition(":")[2])).http) as relay:
        date = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000"
        made.says("/", rss(item("Gold is found in Aktau", "http://news.invalid/1.html", date=date)))
        yield relay.url


def keys(sent: dict[str, Any]) -> list[str]:
    """The actions of a message's buttons."""
    if "reply_markup" in sent:
        return [key["callback_data"] for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
    return [key["value"] for block in sent["blocks"] if block["type"] == "actions" for key in block["elements"]]


def texts(server: TelegramServer, chat: int) -> list[str]:
    return [sent["text"] for sent in server.of("sendMessage") if sent["chat_id"] == str(chat)]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
async def test_a_site_is_asked_for_approved_read_and_ticked(proxy: str, sqlite_url: str, language: str) -> None:
    said, store = SAID[language], Store.open(sqlite_url)
    async with TelegramServer() as telegram, SlackServer() as slack:
        telegram.language, slack.locales = language, {"U7": language}
        app = App(
            store=store,
            rules=Rules(translators=load_translations(language)),
            sources=[],
            platforms=[telegram_at(telegram), slack_at(slack)],
            operators=OPERATORS,
        )
        await app.start()
        try:
            await slack.slash("/follow", "gold")
            await slack.receives("chat.postMessage")
            os.environ |= {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy}  # for the site: Slack is connected without it
            await telegram.say("/add https://news.invalid/", 5, person=5)
            await until(lambda: len(texts(telegram, 5)) == 1)
            await slack.slash("/jarshy", "add <https://www.news.invalid/a|news>")
            await until(lambda: len(texts(telegram, 5)) >= 2)
            await until(lambda: bool(texts(telegram, 77)))
            _, letter = await slack.receives("chat.postMessage", 2)
            assert letter["channel"] == "U7", "an operator who asked in a channel is written to in private"
            await slack.press(keys(letter)[0], "D1")
            await until(lambda: len(texts(telegram, 5)) == 3)
            await telegram.press("proposal 1 reject none", 77, person=77)
            (late,) = await telegram.receives("editMessageText")
            await telegram.press("proposal 1 approve", 5, person=5)
            await until(lambda: any(each.last_ok_at for each in store.sources.health(datetime.now(UTC))))
            await telegram.say("/sources", 5, person=5)
            await until(lambda: len(texts(telegram, 5)) == 4)
            listed = telegram.of("sendMessage")[-1]
            await telegram.press(keys(listed)[0], 5, person=5)
            _, stays = await telegram.receives("editMessageText", 2)
        finally:
            await app.stop()
            store.close()
    looking, found, read, sources = texts(telegram, 5)
    assert said["looking"] in looking
    assert said["found"] in found
    assert said["new"] in texts(telegram, 77)[0]
    assert keys(letter) == ["proposal 1 approve", "proposal 1 reject"]
    assert said["new"] in json.dumps(letter, ensure_ascii=False)
    assert said["read"] in read
    assert said["decided"] in late["text"]
    assert said["approved"] in late["text"]
    assert said["only"] in " ".join(each.get("text", "") for each in telegram.of("answerCallbackQuery"))
    assert store_state(sqlite_url) == ["news.invalid"]
    assert said["list"] in sources
    assert said["last"] in stays["text"], "the only source can't be left out"


def store_state(url: str) -> list[str]:
    """The sources that are approved."""
    store = Store.open(url)
    names = [each.name for each in store.proposals.approved()]
    store.close()
    return names
