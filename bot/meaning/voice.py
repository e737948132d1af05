"""The second voice of stories: what each article means, as long as its model can be asked.

run      the model is measured by everyday news ─▶ it speaks ─▶ it fails: logged once, asked again after a while
meaning  an article ─▶ its beginning ─▶ a vector, within a second ─▶ Gist; None: the words alone decide

Whatever the model does, no article waits longer than TIME_LIMIT, and that once in a pause: from its first failure on it
isn't asked for articles until it has been measured again.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from hashlib import sha256

import structlog

from bot.errors import EmbeddingError
from bot.i18n.catalogue import meaning as texts
from bot.meaning.embedder import Embedder, Vectors
from bot.model import Article
from bot.stories.meaning import Gist, Scale, everyday, read, scale
from bot.stories.window import WINDOW

log = structlog.get_logger(__name__)

TIME_LIMIT = 2.0  #: seconds that an article waits for its meaning at most; it takes a twentieth
MEASURE_LIMIT = 60.0  #: seconds that a model may take for a batch of everyday news, with its start
BATCH = 18  #: texts in a call
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0  #: seconds until a model that failed is asked again; they double


class Voice:
    """Asks one model. Belongs to one event loop."""

    def __init__(self, embedder: Embedder, *, time_limit: float = TIME_LIMIT, first_pause: float = FIRST_PAUSE) -> None:
        self.embedder = embedder
        self._time_limit = time_limit
        self._first_pause = first_pause
        self._scale: Scale | None = None  # None: it is not asked now
        self._failed = asyncio.Event()
        self.name = sha256(embedder.name.encode()).hexdigest()[:8]  #: of its model, as it is stored

    @property
    def speaks(self) -> bool:
        """Has it been measured, and not failed since?"""
        return self._scale is not None

    async def run(self) -> None:
        """Measure the model, and again after it has failed, forever."""
        pause = self._first_pause
        while True:
            try:
                await self.measure()
            except EmbeddingError as error:
                self._fall_silent(error)
            else:
                log.info("stories are told by their meaning, too")
                pause = self._first_pause
                await self._failed.wait()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def measure(self) -> None:
        """Measure the model; then it speaks.

        Raises:
            EmbeddingError: it can't be had, can't be used, or does not know the languages.
        """
        sentences, vectors = everyday(), []
        for start in range(0, len(sentences), BATCH):
            vectors += await self._ask(sentences[start : start + BATCH], MEASURE_LIMIT)
        if len({len(each) for each in vectors}) > 1:
            raise EmbeddingError(texts.WRONG_DIMENSION, count=len(vectors[-1]), expected=len(vectors[0]))
        found = await asyncio.to_thread(scale, vectors)
        if found is None:
            raise EmbeddingError(texts.DOES_NOT_KNOW)
        self._scale = found
        self._failed.clear()

    async def meaning(self, article: Article, now: datetime) -> Gist | None:
        """What an article means; None: nobody says, or it is too old to be compared."""
        if self._scale is None or article.published_at < now - WINDOW:
            return None
        measured = self._scale
        try:
            (vector,) = await self._ask([read(article)], self._time_limit)
            if len(vector) != measured.dimension:
                raise EmbeddingError(texts.WRONG_DIMENSION, count=len(vector), expected=measured.dimension)
        except EmbeddingError as error:
            self._fall_silent(error)
            return None
        return measured.meaning(self.name, article.language, vector)

    async def close(self) -> None:
        """End the model, or its connections."""
        await self.embedder.close()

    async def _ask(self, asked: list[str], limit: float) -> Vectors:
        try:
            async with asyncio.timeout(limit):
                return await self.embedder.vectors(asked)
        except TimeoutError:
            raise EmbeddingError(texts.TOO_SLOW, seconds=f"{limit:g}") from None

    def _fall_silent(self, error: EmbeddingError) -> None:
        if not self._failed.is_set():
            log.warning("stories are told by their words alone", reason=str(error))
        self._scale = None
        self._failed.set()
