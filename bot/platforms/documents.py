"""Files that people send: which of them are read, how large they may be, and what text they hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.model import FileFault, Received, SentFile

FILE = "file"  #: in the context: the file that is to be fetched before the answer
MOST_BYTES = 1_000_000  #: of a file that is read: thousands of topics
#: what is read though no command says so; anything else is only read if it is asked for
_READABLE = re.compile(r".*\.(?:txt|text|md|csv|tsv|opml|xml|lst|list|json)", re.IGNORECASE | re.DOTALL)
_READABLE_KINDS = re.compile(r"text/(?!html|calendar|vcard|x-vcard).*|.*\b(?:opml|json|xml)\b.*", re.IGNORECASE)
#: how other programs mark their text; the longer marks first
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = "cp1251"  #: what a Russian Windows writes without a mark
_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)  #: to which many a link leads
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def is_readable(name: str, kind: str) -> bool:
    """May it be a list? `kind`: as the platform names it, `text/plain`; it may know none."""
    return _READABLE.fullmatch(name) is not None or _READABLE_KINDS.fullmatch(kind) is not None


def sent_file(name: str, content: bytes) -> SentFile:
    """The file with its text, or why there is none."""
    if len(content) > MOST_BYTES:
        return SentFile(name=name, fault=FileFault.TOO_LARGE)
    text = _text(content)
    if text is None or _PAGE.match(text):
        return SentFile(name=name, fault=FileFault.NO_TEXT)
    return SentFile(name=name, text=text)


def _text(content: bytes) -> str | None:
    """The text; None: it is none."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)][:1] or ["utf-8", _WINDOWS]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except ValueError:
            continue
        return None if _CONTROL.search(text) else text
    return None


async def with_document(received: Received, fetch: Callable[[dict[str, Any]], Awaitable[SentFile]]) -> Received:
    """The same with what its file holds, or why it can't be had; a file that is too large is not fetched."""
    asked = received.context.get(FILE)
    if asked is None or not received.command.may_change:
        return received
    too_large = int(asked["size"]) > MOST_BYTES
    document = SentFile(name=str(asked["name"]), fault=FileFault.TOO_LARGE) if too_large else await fetch(asked)
    return replace(received, command=replace(received.command, document=document))
