"""Files that people send to the bot on Telegram: fetched when the answer begins, never stored.

a document, or the message that answers one ─▶ getFile ─▶ its bytes ─▶ SentFile
"""

from __future__ import annotations

from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.model import FileFault, Received, SentFile
from bot.platforms.documents import sent_file, with_document
from bot.platforms.telegram.errors import redacted, understood

log = structlog.get_logger(__name__)

FETCH_WITHIN = 10.0  #: seconds for each of the two calls


class Downloads:
    """Fetches the files that commands came with."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def with_file(self, received: Received) -> Received:
        """The same with what the file holds, or why it can't be had."""
        return await with_document(received, self._fetched)

    async def _fetched(self, asked: dict[str, Any]) -> SentFile:
        name = str(asked["name"])
        try:
            file = await understood(lambda: self._bot.get_file(asked["id"], read_timeout=FETCH_WITHIN))
            content = await understood(lambda: file.download_as_bytearray(read_timeout=FETCH_WITHIN))
        except BadRequest as error:
            too_large = "too big" in error.message.lower()
            return SentFile(name=name, fault=FileFault.TOO_LARGE if too_large else FileFault.NOT_FETCHED)
        except TelegramError as error:
            log.warning("a file was not fetched", reason=redacted(str(error)))
            return SentFile(name=name, fault=FileFault.NOT_FETCHED)
        return sent_file(name, bytes(content))
