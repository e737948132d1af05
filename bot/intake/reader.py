"""The child process that parses: it can be killed without harm, and a body that kills it affects only itself.

    parent   Reader ──request: header, body──▶  child   python -m bot.intake.reader SECONDS BYTES
             Reader ◀──────answer: JSON────────

A frame is a length in four bytes, then that many bytes. A request is two frames (a JSON header, then the raw body), an
answer is one (JSON: {"ok": …} or {"error": a Phrase, as it is stored}). The child is started on first use and imports
libraries on first use; the parent never imports them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import struct
import sys
import time
import traceback
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO

from bot import children
from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.keys import from_json, to_json
from bot.i18n.text import Phrase
from bot.intake.discover.results import Survey, as_plain, from_plain
from bot.model import Entry, Listing, Page, PageRules, Source, Way, WayKind

log = logging.getLogger(__name__)

#: Seconds that one body may take; 50 entries take about 20 ms, a usual page 10 ms.
TIME_LIMIT = 15.0
#: Of that, until when a feed of very many entries is parsed: cleaning what was read takes half as long again.
SHARE_OF_PARSING = 0.45
#: Bytes of address space of the child; it usually takes about 100 MB of memory.
MEMORY_LIMIT = 1 << 30
#: Bytes of an answer, which is smaller than its body; more means a faulty child process.
ANSWER_CAP = 64 << 20

_LENGTH = struct.Struct(">I")


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
        entries = map(_entry, answer["entries"])
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
        sought = None if entry is None else _as_json(asdict(entry))
        header = {"source": asdict(source), "way": None, "url": url, "charset": charset, "entry": sought}
        answer = await self._ask(header, body)
        return Page(**(answer | {name: _instant(answer[name]) for name in ("published_at", "declared_at")}))

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
        return await children.start("bot.intake.reader", *limits)

    async def _kill_child(self, child: asyncio.subprocess.Process) -> int:
        self.child = None
        return await children.kill(child)


async def _exchange(child: asyncio.subprocess.Process, header: bytes, body: bytes) -> dict[str, Any]:
    assert child.stdin is not None  # noqa: S101 - both were opened as pipes
    assert child.stdout is not None  # noqa: S101
    child.stdin.writelines((_LENGTH.pack(len(header)), header, _LENGTH.pack(len(body)), body))
    await child.stdin.drain()
    (length,) = _LENGTH.unpack(await child.stdout.readexactly(_LENGTH.size))
    if length > ANSWER_CAP:
        raise ValueError("an answer too long")
    answer: dict[str, Any] = json.loads(await child.stdout.readexactly(length))
    return answer


def _entry(fields: dict[str, Any]) -> Entry:
    return Entry(**(fields | {"published_at": _instant(fields["published_at"])}))


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


# ------------------------------------------------------------------------------------------------ in the child


def serve(requests: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Answer requests until the pipe ends; one that takes longer than `seconds` ends the child by SIGALRM."""
    import signal

    while (header := _frame(requests)) is not None:
        body = _frame(requests)
        signal.alarm(seconds)
        answer = json.dumps(_answer(json.loads(header), body or b"")).encode()
        signal.alarm(0)
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _frame(pipe: BinaryIO) -> bytes | None:
    """The next frame; None: the pipe ended."""
    prefix = pipe.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    return pipe.read(_LENGTH.unpack(prefix)[0])


def _answer(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        return {"ok": _read(header, body)}
    except ParseError as error:
        return {"error": to_json(error.phrase)}
    except MemoryError:
        return {"error": to_json(Phrase(texts.TOO_MUCH_MEMORY))}
    except Exception as error:  # the child must survive whatever a body makes our code raise
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {frame.name}, line {frame.lineno}"
        return {"error": to_json(Phrase(texts.UNREADABLE, {"error": Phrase(texts.OWN_FAULT)})), "bug": where}


def _read(header: dict[str, Any], body: bytes) -> Any:
    if "survey" in header:
        from bot.intake.discover.surveying import survey

        asked = header["survey"]
        return as_plain(survey(body, **(asked | {"now": datetime.fromisoformat(asked["now"])})))
    source = _source(header["source"])
    if header["way"]:
        from bot.intake.furniture import cleaned_entry
        from bot.intake.kinds.document import Document
        from bot.intake.kinds.readers import read

        where = {name: header[name] for name in ("url", "charset", "whole", "capped", "until") if name in header}
        at = datetime.fromisoformat(header["now"])
        listing = read(Document(body=body, source=source, way=_way(header["way"]), now=at, **where))
        problems = [to_json(problem) for problem in listing.problems]
        cleaned = tuple(cleaned_entry(entry, source.name) for entry in listing.entries)
        plain = asdict(replace(listing, entries=cleaned, problems=()))
        return plain | {"entries": [_as_json(entry) for entry in plain["entries"]], "problems": problems}
    from bot.intake.page import parse_page

    sought = header.get("entry")
    page = parse_page(body, source, header["url"], header["charset"], sought and _entry(sought))
    return _as_json(asdict(page)) | {"declared_at": page.declared_at and page.declared_at.isoformat()}


def _source(fields: dict[str, Any]) -> Source:
    rules = fields.pop("page")
    page = rules and PageRules(**(rules | {"stop": tuple(rules["stop"])}))
    return Source(**(fields | {"page": page, "ways": tuple(map(_way, fields["ways"]))}))


def _way(fields: dict[str, Any]) -> Way:
    return Way(**(fields | {"kind": WayKind(fields["kind"]), "stop": tuple(fields["stop"])}))


def _as_json(fields: dict[str, Any]) -> dict[str, Any]:
    at = fields["published_at"]
    return fields | {"published_at": at and at.isoformat()}


def main(seconds: int, memory: int) -> None:
    """Set the limits and serve. stdout is redirected, as a library's print would break a frame."""
    import resource
    import signal
    import zoneinfo

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    zoneinfo.reset_tzpath([])  # use the pinned tzdata, as in the parent
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
