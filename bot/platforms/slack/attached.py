"""The files that people share with the bot on Slack, as events name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.platforms.documents import is_readable

ADDRESS = "url_private_download"


def readable_file(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first file of an event that may be a list; None: it has none."""
    for each in event.get("files") or ():
        name = str(each.get("name") or each.get("title") or "")
        if is_readable(name, str(each.get("mimetype") or "")):
            return {"id": each.get("id"), "name": name, "size": each.get("size") or 0, ADDRESS: each.get(ADDRESS)}
    return None
