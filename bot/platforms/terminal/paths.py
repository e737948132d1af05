"""Files that are named at the terminal: who types there runs the bot, and may read them."""

from __future__ import annotations

import re
from pathlib import Path

from bot.model import FileFault, SentFile
from bot.platforms.documents import MOST_BYTES, is_readable, sent_file

_PATH = re.compile(r"[~./].*/.*|/.*|\S+", re.DOTALL)  #: with a folder, or one word with the ending of a list


def file_at(typed: str) -> SentFile | None:
    """The file of that path; None: it is no path."""
    name = typed.strip().strip("\"'")
    if not name or "\n" in name or "://" in name or not _PATH.fullmatch(name):
        return None
    path = Path(name).expanduser()
    try:
        if path.is_file():
            too_large = path.stat().st_size > MOST_BYTES
            return SentFile(name=name, fault=FileFault.TOO_LARGE) if too_large else sent_file(name, path.read_bytes())
    except (OSError, ValueError):
        return SentFile(name=name, fault=FileFault.NOT_FOUND)
    return SentFile(name=name, fault=FileFault.NOT_FOUND) if "/" in name or is_readable(name, "") else None
