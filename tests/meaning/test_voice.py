"""The second voice says what articles mean while its model can be asked; its failures cost no article and no wait."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.errors import EmbeddingError
from bot.meaning.voice import BATCH, Voice
from bot.stories.meaning import alike, everyday
from bot.stories.window import WINDOW
from tests.builders import NOW, article
from tests.meaning.made import ModelServer, voice_of

SPEAKS, SILENT = "stories are told by their meaning, too", "stories are told by their words alone"
FIRE = article("Fire at a sugar mill in Taraz")
IN_RUSSIAN = article("Пожар на сахарном заводе", language="ru")
BRIDGE = article("Semey has a bridge")


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


@asynccontextmanager
async def running(made: Voice) -> AsyncIterator[None]:
    task = asyncio.create_task(made.run())
    yield
    task.cancel()
    await asyncio.wait([task])


async def until(happened: object) -> None:
    async with asyncio.timeout(30):
        while not happened():  # type: ignore[operator]
            await asyncio.sleep(0.005)


async def test_articles_of_one_event_mean_the_same_in_two_languages(server: ModelServer) -> None:
    async with voice_of(server) as made:
        await made.measure()
        fire, пожар, bridge = [await made.meaning(each, NOW) for each in (FIRE, IN_RUSSIAN, BRIDGE)]
    assert (alike(fire, пожар) or 0) > 0.8
    assert (alike(fire, bridge) or 0) < 0.3


async def test_vectors_of_two_models_are_not_compared(server: ModelServer) -> None:
    async with voice_of(server) as one, voice_of(server, model="other") as other:
        await one.measure()
        await other.measure()
        assert alike(await one.meaning(FIRE, NOW), await other.meaning(FIRE, NOW)) is None


async def test_until_it_is_measured_it_says_nothing_and_sends_no_article(server: ModelServer) -> None:
    async with voice_of(server) as made:
        assert await made.meaning(FIRE, NOW) is None
        assert server.asked == []


async def test_of_an_article_older_than_the_window_it_is_not_asked(server: ModelServer) -> None:
    async with voice_of(server) as made:
        await made.measure()
        old = article(published_at=NOW - WINDOW - timedelta(minutes=1))
        assert await made.meaning(old, NOW) is None
        assert server.articles == []


async def test_only_headline_and_first_lines_of_an_article_are_sent(server: ModelServer) -> None:
    async with voice_of(server) as made:
        await made.measure()
        await made.meaning(article("Fire", teaser="Far away.", body="It is out."), NOW)
        assert server.articles == ["Fire Far away."]


async def test_a_model_that_stalls_delays_one_article_and_is_asked_for_no_other(server: ModelServer) -> None:
    async with voice_of(server, time_limit=0.05) as made:
        await made.measure()
        server.stalls = True
        with capture_logs() as logs:
            both = await asyncio.gather(made.meaning(FIRE, NOW), made.meaning(BRIDGE, NOW))
            asked = len(server.asked)
            assert [*both, await made.meaning(BRIDGE, NOW)] == [None, None, None]
        assert len(server.asked) == asked
        assert not made.speaks
        assert [(each["event"], each["reason"]) for each in logs] == [(SILENT, "no answer within 0.05 s")]


async def test_it_speaks_again_when_its_model_does_and_both_are_logged_once(server: ModelServer) -> None:
    async with voice_of(server) as made:
        for _ in range(3):
            server.says("busy", 503)
        with capture_logs() as logs:
            async with running(made):
                await until(lambda: made.speaks)
                server.says("busy", 503)
                assert await made.meaning(FIRE, NOW) is None
                await until(lambda: made.speaks)
                assert await made.meaning(FIRE, NOW) is not None
        assert [each["event"] for each in logs] == [SILENT, SPEAKS, SILENT, SPEAKS]
        assert logs[0]["reason"] == "the endpoint answered with status 503"


async def test_vectors_of_another_length_than_it_was_measured_with_are_not_used(server: ModelServer) -> None:
    async with voice_of(server) as made:
        await made.measure()
        server.numbers = 20
        with capture_logs() as logs:
            assert await made.meaning(FIRE, NOW) is None
        assert logs[0]["reason"] == "a vector has 20 numbers, not 48"


async def test_a_model_that_knows_no_translation_is_not_used(server: ModelServer) -> None:
    async with voice_of(server) as made:
        chance = random.Random(3)
        for _ in range(len(everyday()) // BATCH):
            server.says({"data": [{"embedding": [chance.random() for _ in range(20)]} for _ in range(BATCH)]})
        with pytest.raises(EmbeddingError, match="can't tell news in English, Russian and Kazakh apart"):
            await made.measure()
        assert not made.speaks


async def test_a_model_whose_vectors_differ_in_length_is_not_used(server: ModelServer) -> None:
    async with voice_of(server) as made:
        server.says({"data": [{"embedding": [1.0] * 20}] * BATCH})
        with pytest.raises(EmbeddingError, match="a vector has 48 numbers, not 20"):
            await made.measure()
