"""A made model of meanings, and a server that has it: translations are alike, and so are texts that name one thing."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from aiohttp import web

from bot.language.detect import language
from bot.meaning.endpoint import Endpoint
from bot.meaning.voice import Voice
from bot.stories.everyday import EVERYDAY

NUMBERS = 48  #: of a vector
#: what texts tell of, by any of these words
THINGS = {
    "fire": ("fire", "blaze", "пожар", "горел", "өрт"),
    "mill": ("mill", "завод", "зауыт"),
    "bridge": ("bridge", "мост", "көпір"),
    "sowing": ("sowing", "tractors"),
    "airports": ("airports", "terminals"),
}
PATH = "/v1/embeddings"


def vector(text: str) -> list[float]:
    """What a text tells of, and strongly, in which language."""
    told = [f"line {lines.index(text)}" for lines in EVERYDAY.values() if text in lines]
    told += [thing for thing, words in THINGS.items() if any(word in text.lower() for word in words)]
    spread = random.Random(text)
    found = [each + spread.gauss(0, 0.1) for each in _direction(f"language {language(text)}", 3.0)]
    for each in told:
        found = [one + other for one, other in zip(found, _direction(each, 1.0), strict=True)]
    return found


def _direction(of: str, length: float) -> list[float]:
    chance = random.Random(of)
    return [chance.gauss(0, length) for _ in range(NUMBERS)]


class ModelServer:
    """An endpoint on loopback."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []  #: the bodies of all requests
        self.keys: list[str | None] = []  #: their Authorization
        self.answers: list[web.Response | None] = []  #: what is answered next; None: vectors, as always
        self.stalls = False  #: it answers nothing
        self.numbers = NUMBERS  #: that a vector has
        self._released = asyncio.Event()
        app = web.Application()
        app.add_routes([web.post("/{path:.*}", self._called)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def __aenter__(self) -> ModelServer:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_raised: object) -> None:
        self._released.set()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The root of its interface."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    @property
    def articles(self) -> list[str]:
        """The texts that were asked about, without those it was measured by."""
        known = {each for lines in EVERYDAY.values() for each in lines}
        return [text for asked in self.asked for text in asked["input"] if text not in known]

    def says(self, body: Any, status: int = 200) -> None:
        """The next answer."""
        self.answers.append(web.Response(status=status, text=body if isinstance(body, str) else json.dumps(body)))

    async def _called(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("Authorization"))
        if self.stalls:
            await self._released.wait()
        if request.path != PATH:
            return web.Response(status=404)
        said = self.answers.pop(0) if self.answers else None
        return said or rows([vector(each)[: self.numbers] for each in self.asked[-1]["input"]])


def rows(vectors: Sequence[Sequence[float]]) -> web.Response:
    """An answer of OpenAI's interface; its rows may come in any order."""
    data = [{"object": "embedding", "index": at, "embedding": each} for at, each in enumerate(vectors)]
    return web.json_response({"object": "list", "model": "made", "data": data[::-1]})


@contextmanager
def beside() -> Iterator[ModelServer]:
    """The server in a thread of its own, for tests without a loop."""
    loop, server = asyncio.new_event_loop(), ModelServer()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@asynccontextmanager
async def voice_of(server: ModelServer, *, time_limit: float = 30.0, model: str = "made") -> AsyncIterator[Voice]:
    """The second voice with this model, which is asked again at once when it failed."""
    voice = Voice(Endpoint(server.url, model), time_limit=time_limit, first_pause=0.01)
    try:
        yield voice
    finally:
        await voice.close()
