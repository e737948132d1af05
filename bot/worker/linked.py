"""A list of topics that is named by a link: fetched before the handler is asked, which waits for no site.

/import https://… ─▶ one request, as to a site that a stranger names: no inner network ─▶ Command.document
"""

from __future__ import annotations

import re
from dataclasses import replace

import structlog

from bot.errors import FetchError
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.model import Command, Source, Way
from bot.platforms.documents import MOST_BYTES, sent_file

log = structlog.get_logger(__name__)

FETCH_WITHIN = 10.0  #: seconds; somebody waits for the answer
_LINK = re.compile(r"<?(https?://[^\s<>|]+)(?:\|[^>]*)?>?", re.IGNORECASE)  #: Slack wraps a link


async def with_linked_list(command: Command, *, guarded: bool = True) -> Command:
    """The command with the list to which its link leads; as it is, if it has none, or that can't be had."""
    asks = command.name == "import" and command.document is None and not command.button and command.may_change
    link = _LINK.fullmatch(command.text.strip()) if asks else None
    if link is None:
        return command
    http = HttpClient(time_limit=FETCH_WITHIN, feed_cap=MOST_BYTES)
    try:
        source = Source(key="linked", name="linked", language="en", ways=(Way(url=link[1]),), guarded=guarded)
        fetched = await http.feed(link[1], source)
    except FetchError as error:
        log.info("a linked list was not fetched", reason=ENGLISH(error.phrase))
        return command
    finally:
        await http.close()
    return replace(command, text="", document=sent_file(link[1].rpartition("/")[2] or link[1], fetched.body))
