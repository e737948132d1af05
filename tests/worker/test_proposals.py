"""A site that people ask for is looked at by the worker, approved by an operator, and read without a restart.

The sites have names that only a proxy on loopback knows: an address of loopback would be refused.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command, ProposalState, Source, Way
from bot.platforms.telegram.commands import FACTS
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker import proposals, source_list
from bot.worker.proposals import SiteLooks
from bot.worker.run import App
from tests.builders import actions, written
from tests.fakes import FakePlatform
from tests.intake.site import Site, item, page, rss, story
from tests.intake.wire import Peer, Relay

BOSS, READER = Chat(platform="telegram", id="77"), Chat(platform="telegram", id="5")
OPERATORS = frozenset({("telegram", "77")})
NAME = "news.invalid"


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(source_list, "FOLLOW_EVERY", 0.1)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """What stands behind every name."""
    async with Site() as made, Peer(Relay(int(made.url.rpartition(":")[2])).http) as proxy:
        os.environ |= {"HTTP_PROXY": proxy.url, "HTTPS_PROXY": proxy.url}
        yield made


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    made = Store.open(sqlite_url)
    yield made
    made.close()


def news(number: int, at: datetime) -> str:
    link = f"http://{NAME}/{number}.html"
    return item(f"Gold is found in Aktau, part {number}", link, date=f"{at:%a, %d %b %Y %H:%M:%S} +0000")


class Talk:
    """A worker, and people who type and press."""

    def __init__(self, store: Store, *, sources: tuple[Source, ...] = ()) -> None:
        self.store = store
        self.platform = FakePlatform()
        self.app = App(
            store=store,
            rules=Rules(sources=sources),
            sources=sources,
            platforms=[self.platform],
            operators=OPERATORS,
        )

    async def says(self, text: str, who: Chat = READER, *, button: bool = False) -> Message:
        name, _, rest = text.partition(" ")
        asked = Command(
            chat=who, kind=ChatKind.PRIVATE, name=name, text=rest, person=who.id, button=button, facts=FACTS
        )
        return await self.app.host.answer(replace(asked, person_name="Boss" if who == BOSS else "Aliya"))

    def told(self, who: Chat) -> list[Message]:
        return [message for chat, message, _ in self.platform.sent if chat == who]

    async def hears(self, who: Chat, count: int = 1) -> Message:
        """The latest of so many messages, once they are there."""
        async with asyncio.timeout(60):
            while len(self.told(who)) < count:
                await asyncio.sleep(0.03)
        return self.told(who)[count - 1]


@asynccontextmanager
async def working(store: Store, *, sources: tuple[Source, ...] = ()) -> AsyncIterator[Talk]:
    talk = Talk(store, sources=sources)
    await talk.app.start()
    try:
        yield talk
    finally:
        await talk.app.stop()


async def test_a_site_is_asked_for_found_approved_and_read_without_a_restart(site: Site, store: Store) -> None:
    now = datetime.now(UTC)
    site.says("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>')
    site.says("/rss", rss(news(1, now - timedelta(hours=1))))
    for number in (1, 2):
        site.says(f"/{number}.html", page(story("The gold of Aktau is found at last. " * 20, title="Gold is found")))
    async with working(store) as talk:
        await talk.says("follow gold")
        assert "Looking at **news.invalid**" in written(await talk.says(f"add {NAME}"))
        letter = await talk.hears(BOSS)
        assert "New source? **news.invalid**\nAsked for by Aliya\n" in written(letter)
        assert "› The gold of Aktau is found at last." in written(letter)
        assert "I can read **news.invalid**" in written(await talk.hears(READER))
        approved = await talk.says(actions(letter)[0], BOSS, button=True)
        assert "approved by **Boss**" in written(approved)
        assert "I read **news.invalid** now" in written(await talk.hears(READER, 2))
        await until_read(store)
        assert NAME in written(await talk.says("sources"))
        site.says("/rss", rss(news(2, datetime.now(UTC)), news(1, now - timedelta(hours=1))))
        source = store.proposals.approved()[0]
        await talk.app._intake.poll(source)
        alert = await talk.hears(READER, 3)
        assert "part 2" in written(alert), "its first poll was silent, its next news is not"
        undone = await talk.says(actions(approved)[0], BOSS, button=True)
        assert "New source?" in written(undone)
        async with asyncio.timeout(60):
            while talk.app.leases.owned_sources():
                await asyncio.sleep(0.03)
    assert len(talk.told(READER)) == 3
    again = Talk(store)
    await again.app.start()
    assert again.app.leases.owned_sources() == {}
    await again.app.stop()


async def until_read(store: Store) -> None:
    async with asyncio.timeout(60):
        while not any(each.last_ok_at for each in store.sources.health(datetime.now(UTC))):
            await asyncio.sleep(0.03)


async def test_an_approved_source_is_read_after_the_next_start_too(site: Site, store: Store) -> None:
    site.says("/", rss(news(1, datetime.now(UTC))))
    async with working(store) as talk:
        await talk.says(f"add {NAME}")
        await talk.says(actions(await talk.hears(BOSS))[0], BOSS, button=True)
    async with working(store) as talk:
        await until_read(store)
        assert "I already read **news.invalid**:" in written(await talk.says(f"add https://www.{NAME}/x"))


async def test_a_site_without_news_or_without_an_answer_is_told_of_to_who_asked_alone(site: Site, store: Store) -> None:
    site.says("/", "<html><body><p>Nothing here.</p></body></html>")
    async with working(store) as talk:
        await talk.says(f"add {NAME}")
        letter = await talk.hears(READER)
        assert "I can't read **news.invalid**: it has no feed, sitemap or WordPress" in written(letter)
        assert talk.told(BOSS) == []


async def test_what_is_read_already_under_another_address_is_not_proposed(site: Site, store: Store) -> None:
    known = Source(key="known", name="The Known", language="en", ways=(Way(url=f"http://feeds.{NAME}/rss"),))
    site.says("/", f'<link rel="alternate" type="application/rss+xml" href="http://feeds.{NAME}/rss">')
    site.says("/rss", rss(news(1, datetime.now(UTC))))
    async with working(store, sources=(known,)) as talk:
        await talk.says(f"add {NAME}")
        assert "it's what The Known brings already" in written(await talk.hears(READER))


async def test_a_site_that_redirects_into_the_inner_network_is_not_followed(site: Site, store: Store) -> None:
    async with Site() as inner:
        inner.says("/rss", rss(news(1, datetime.now(UTC))))
        site.moves("/", f"{inner.url}/rss")
        async with working(store) as talk:
            await talk.says(f"add {NAME}")
            assert "stands in an inner network" in written(await talk.hears(READER))
        assert inner.asked == []


async def test_a_site_that_takes_too_long_is_given_up(
    site: Site, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "LOOK_LIMIT", 0.3)
    site.hangs("/")
    async with working(store) as talk:
        await talk.says(f"add {NAME}")
        assert "it took too long" in written(await talk.hears(READER))


async def test_a_site_during_which_the_process_ended_thrice_is_given_up(store: Store) -> None:
    talk = Talk(store)
    await talk.says(f"add {NAME}")
    for _ in range(proposals.MOST_LOOKS):
        await asyncio.to_thread(store.proposals.begin_look)
    async with working(store) as later:
        assert "it breaks the parser" in written(await later.hears(READER))


async def test_a_worker_that_does_not_do_the_chores_looks_at_nothing(store: Store) -> None:
    looks = SiteLooks(rules=Rules, store_under_lease=lambda: None, clock=lambda: datetime.now(UTC))
    await looks.look()
    assert store.proposals.begin_look() is None


async def test_operators_on_a_platform_without_a_token_are_none(store: Store) -> None:
    platform = FakePlatform("slack")
    app = App(store=store, rules=Rules(), sources=[], platforms=[platform], operators=OPERATORS)
    await app.start()
    asked = Command(chat=Chat(platform="slack", id="D1"), kind=ChatKind.PRIVATE, name="add", text="a.kz", person="U1")
    answer = await app.host.answer(asked)
    await app.stop()
    assert "Nobody here can approve new sites" in written(answer)


async def test_a_source_of_the_file_takes_the_place_of_an_approved_one(site: Site, store: Store) -> None:
    site.says("/", rss(news(1, datetime.now(UTC))))
    async with working(store) as talk:
        await talk.says(f"add {NAME}")
        await talk.says(actions(await talk.hears(BOSS))[0], BOSS, button=True)
        proposal = store.proposals.get(1)
        assert proposal is not None
        assert proposal.state is ProposalState.APPROVED
        (approved,) = store.proposals.approved()
    pasted = replace(approved, name="Pasted", enabled=False, guarded=False)
    async with working(store, sources=(pasted,)) as talk:
        assert store.sources.read_now() == []
        assert "was just approved" not in written(await talk.says("sources"))
