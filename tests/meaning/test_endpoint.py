"""An endpoint that speaks OpenAI's interface is asked for vectors, and whatever else it answers is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.errors import EmbeddingError
from bot.meaning import endpoint as module
from bot.meaning.embedder import MOST_NUMBERS
from bot.meaning.endpoint import Endpoint
from tests.meaning.made import NUMBERS, ModelServer, rows, vector

KEY = "key-of-a-model-5f2c81"
FINE = [0.5] * NUMBERS


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


@pytest.fixture
async def endpoint(server: ModelServer) -> AsyncIterator[Endpoint]:
    made = Endpoint(server.url, "e5", KEY)
    yield made
    await made.close()


async def refusal(endpoint: Endpoint, *texts: str) -> str:
    """Why its answer can't be used."""
    with pytest.raises(EmbeddingError) as raised:
        await endpoint.vectors(texts or ("one", "two"))
    assert KEY not in str(raised.value)
    return str(raised.value)


async def test_vectors_come_in_the_order_of_the_texts_however_its_rows_do(
    server: ModelServer, endpoint: Endpoint
) -> None:
    assert await endpoint.vectors(["A fire", "Мост"]) == [vector("A fire"), vector("Мост")]
    assert server.asked == [{"model": "e5", "input": ["A fire", "Мост"], "encoding_format": "float"}]
    assert server.keys == [f"Bearer {KEY}"]


async def test_without_a_key_none_is_sent_and_the_whole_address_may_be_named(server: ModelServer) -> None:
    for url in (f"{server.url}/", f"{server.url}/embeddings"):
        open_to_all = Endpoint(url, "e5")
        assert len(await open_to_all.vectors(["A fire"])) == 1
        await open_to_all.close()
    assert server.keys == [None, None]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<html>", "the answer is no list of embeddings"),
        ("[" * 10_000, "the answer is no list of embeddings"),
        ([], "the answer is no list of embeddings"),
        ({"data": 5}, "the answer is no list of embeddings"),
        ({"data": [{"index": 0}]}, "the answer is no list of embeddings"),
        ({"data": [{"index": "x", "embedding": FINE}]}, "the answer is no list of embeddings"),
        ({"data": [{"embedding": "AAAA"}, {"embedding": "AAAA"}]}, "the answer is no list of embeddings"),
        ({"data": [{"embedding": ["1"] * NUMBERS}, {"embedding": FINE}]}, "the answer is no list of embeddings"),
        ({"data": [{"embedding": FINE}]}, "1 vector came, not 2"),
        ({"data": []}, "0 vectors came, not 2"),
        (
            {"data": [{"embedding": FINE}, {"embedding": FINE[1:]}]},
            f"a vector has {NUMBERS - 1} numbers, not {NUMBERS}",
        ),
        (
            {"data": [{"embedding": [1.0]}, {"embedding": [1.0]}]},
            "a vector has 1 number; from 16 to 1,536 can be used",
        ),
        (
            {"data": [{"embedding": [1] * (MOST_NUMBERS + 1)}] * 2},
            "a vector has 1,537 numbers; from 16 to 1,536 can be used",
        ),
        ({"data": [{"embedding": [*FINE[1:], float("nan")]}] * 2}, "a vector holds what is no finite number"),
        ({"data": [{"embedding": [*FINE[1:], float("inf")]}] * 2}, "a vector holds what is no finite number"),
        ({"data": [{"embedding": [*FINE[1:], 1e300]}] * 2}, "a vector holds what is no finite number"),
        ({"data": [{"embedding": [*FINE[1:], 10**400]}] * 2}, "a vector holds what is no finite number"),
        ({"data": [{"embedding": [0.0] * NUMBERS}] * 2}, "a vector is nothing but zeros"),
    ],
)
async def test_an_answer_that_is_no_use_is_refused(
    server: ModelServer, endpoint: Endpoint, body: Any, why: str
) -> None:
    server.says(body)
    assert await refusal(endpoint) == why


async def test_a_status_other_than_200_is_told_and_a_redirect_takes_texts_nowhere(
    server: ModelServer, endpoint: Endpoint
) -> None:
    server.says(f"wrong key {KEY}", 401)
    assert await refusal(endpoint) == "the endpoint answered with status 401"
    server.answers.append(web.Response(status=307, headers={"Location": f"{server.url}/embeddings"}))
    assert await refusal(endpoint) == "the endpoint answered with status 307"
    assert len(server.asked) == 2


async def test_an_answer_without_end_is_not_read_to_it(
    server: ModelServer, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_CAP", 1_000)
    server.answers.append(rows([FINE] * 20))
    assert await refusal(endpoint) == "the answer is longer than 1000 bytes"


async def test_an_endpoint_that_is_away_is_told_without_its_address() -> None:
    for url in ("http://127.0.0.1:1/v1", "http://" + "a" * 70 + ".example/v1"):
        away = Endpoint(url, "e5", KEY)
        assert (await refusal(away)).startswith("the endpoint can't be reached: ")
        await away.close()
