"""The child process that parses, started by a Reader: `python -m bot.intake.parsing SECONDS BYTES`.

request: header, body ─▶ which reader ─▶ its libraries, on first use ─▶ answer: JSON

It imports neither asyncio nor anything else that the other side alone needs: a start takes a fifth less without.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import resource
import signal
import sys
import traceback
import zoneinfo
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, BinaryIO

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.intake.frames import LENGTH, entry_of, plain
from bot.model import PageRules, Source, Way, WayKind


def serve(requests: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Answer requests until the pipe ends; one that takes longer than `seconds` ends the child by SIGALRM."""
    while (header := _frame(requests)) is not None:
        body = _frame(requests)
        signal.alarm(seconds)
        answer = json.dumps(_answer(json.loads(header), body or b"")).encode()
        signal.alarm(0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _frame(pipe: BinaryIO) -> bytes | None:
    """The next frame; None: the pipe ended."""
    prefix = pipe.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    return pipe.read(LENGTH.unpack(prefix)[0])


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
        from bot.intake.discover.results import as_plain
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
        fields = asdict(replace(listing, entries=cleaned, problems=()))
        return fields | {"entries": [plain(entry) for entry in fields["entries"]], "problems": problems}
    from bot.intake.page import parse_page

    sought = header.get("entry")
    page = parse_page(body, source, header["url"], header["charset"], sought and entry_of(sought))
    return plain(asdict(page)) | {"declared_at": page.declared_at and page.declared_at.isoformat()}


def _source(fields: dict[str, Any]) -> Source:
    rules = fields.pop("page")
    page = rules and PageRules(**(rules | {"stop": tuple(rules["stop"])}))
    return Source(**(fields | {"page": page, "ways": tuple(map(_way, fields["ways"]))}))


def _way(fields: dict[str, Any]) -> Way:
    return Way(**(fields | {"kind": WayKind(fields["kind"]), "stop": tuple(fields["stop"])}))


def main(seconds: int, memory: int) -> None:
    """Set the limits and serve. stdout is redirected, as a library's print would break a frame."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    gc.set_threshold(10_000)  # what is parsed leaves little garbage: to look for it took a twentieth of the time
    zoneinfo.reset_tzpath([])  # use the pinned tzdata, as in the parent
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
