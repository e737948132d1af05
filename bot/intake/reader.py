"""Has a child process parse: it can be killed without harm, and a body that kills it affects only itself.

    Reader ──request: header, body──▶  python -m bot.intake.parsing SECONDS BYTES
    Reader ◀──────answer: JSON────────

A frame is a length in four bytes, then that many bytes. A request is two frames (a JSON header, then the raw body), an
answer is one (JSON: {"ok": …} or {"error": a Phrase, as it is stored}). The child is started on first use and imports
libraries on first use; this process never imports them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot import children
from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.keys import from_json
from bot.intake.discover.results import Survey, from_plain
from bot.intake.frames import LENGTH, entry_of, instant, plain
from bot.model import Entry, Listing, Page, Source, Way

log = logging.getLogger(__name__)

#: Seconds that one body may take; 50 entries take about 20 ms, a usual page 10 ms.
TIME_LIMIT = 15.0
#: Of that, until when a feed of very many entries is parsed: cleaning what was read takes half as long again.
SHARE_OF_PARSING = 0.45
#: Bytes of address space of the child; it usually takes about 100 MB of memory.
MEMORY_LIMIT = 1 << 30
#: Bytes of an answer, which is smaller than its body; more means a faulty child process.
ANSWER_CAP = 64 << 20


class Reader:
    """Parses feeds and pages in a child process, one at a time."""

    def __init__(self, *, time_limit: float = TIME_LIMIT, memory_limit: int = MEMORY_LIMIT) -> None:
        self.time_limit = time_limit  #: seconds that one body may take
        self._memory_limit = memory_limit
        self.child: asyncio.subprocess.Process | None = None  #: None: the next body starts one
        self._lock = asyncio.Lock()

    async def listing(
        self,
        body: bytes,
        source: Source,
        way: Way,
        url: str,
        charset: str | None = None,
        *,
        now: datetime | None = None,
        whole: bool = False,
        capped: bool = False,
    ) -> Listing:
        """What one way into a source has; `url`: where it was read, after redirects; `now` None: this moment.

        `whole`: all of it, not only the newest; `more` then leads to what is older. `capped`: the body is the beginning
        of a longer one.

        Raises:
            ParseError: it can't be parsed, or exceeded the time or memory limit.
        """
        at = (now or datetime.now(UTC)).isoformat()
        header = {
            "source": asdict(source),
            "way": asdict(way),
            "url": url,
            "charset": charset,
            "now": at,
            "whole": whole,
            "capped": capped,
        }
        answer = await self._ask(header, body)
        entries = map(entry_of, answer["entries"])
        problems = tuple(from_json(problem) for problem in answer["problems"])
        lists = {"entries": tuple(entries), "more": tuple(answer["more"]), "problems": problems}
        return Listing(**(answer | lists))

    async def page(
        self, body: bytes, source: Source, url: str, charset: str | None = None, entry: Entry | None = None
    ) -> Page:
        """The article on a page, which must be that of the `entry`, if one is given.

        Raises:
            ParseError: as `listing`; or it is not the article.
        """
        sought = None if entry is None else plain(asdict(entry))
        header = {"source": asdict(source), "way": None, "url": url, "charset": charset, "entry": sought}
        answer = await self._ask(header, body)
        return Page(**(answer | {name: instant(answer[name]) for name in ("published_at", "declared_at")}))

    async def survey(self, body: bytes, url: str, charset: str | None, timezone: str, *, now: datetime) -> Survey:
        """Where the news of a site can be read, by one of its pages. Raises ParseError, as `listing`."""
        asked = {"url": url, "charset": charset, "timezone": timezone, "now": now.isoformat()}
        return from_plain(await self._ask({"survey": asked}, body))

    async def close(self) -> None:
        """Close the child's input, at which it ends; kill it if it does not."""
        async with self._lock:
            child, self.child = self.child, None
            if child is not None:
                await children.end(child)

    async def _ask(self, header: dict[str, Any], body: bytes) -> Any:
        async with self._lock:
            child = self.child = self.child or await self._start()
            try:
                async with asyncio.timeout(self.time_limit):
                    # processes of one machine share this clock
                    header = {**header, "until": time.monotonic() + self.time_limit * SHARE_OF_PARSING}
                    answer = await _exchange(child, json.dumps(header).encode(), body)
            except TimeoutError:
                await self._kill_child(child)
                raise ParseError(texts.TOO_SLOW, seconds=f"{self.time_limit:g}") from None
            except (asyncio.IncompleteReadError, ConnectionError, ValueError):
                code = await self._kill_child(child)
                raise ParseError(texts.KILLED_READER, code=str(code)) from None
            except BaseException:  # cancelled: the pipes may contain half a frame
                await self._kill_child(child)
                raise
        if "bug" in answer:
            log.error("the reader failed: %s", answer["bug"])
        if "error" in answer:
            raise ParseError(from_json(answer["error"]))
        return answer["ok"]

    async def _start(self) -> asyncio.subprocess.Process:
        limits = (str(int(self.time_limit) + 5), str(self._memory_limit))
        return await children.start("bot.intake.parsing", *limits)

    async def _kill_child(self, child: asyncio.subprocess.Process) -> int:
        self.child = None
        return await children.kill(child)


async def _exchange(child: asyncio.subprocess.Process, header: bytes, body: bytes) -> dict[str, Any]:
    assert child.stdin is not None  # noqa: S101 - both were opened as pipes
    assert child.stdout is not None  # noqa: S101
    child.stdin.writelines((LENGTH.pack(len(header)), header, LENGTH.pack(len(body)), body))
    await child.stdin.drain()
    (length,) = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))
    if length > ANSWER_CAP:
        raise ValueError("an answer too long")
    answer: dict[str, Any] = json.loads(await child.stdout.readexactly(length))
    return answer
