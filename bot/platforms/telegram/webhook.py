"""Who else gets our updates: a webhook that somebody has set, or another program that polls with our token."""

from __future__ import annotations

from urllib.parse import urlsplit

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.platforms.telegram.errors import redacted, understood

log = structlog.get_logger(__name__)

MOST_TAKE_OVERS = 3  #: in TAKE_OVER_SPAN: more often, another program sets it again, and one of the two must be stopped
TAKE_OVER_SPAN = 3600.0  #: seconds


async def webhook_host(bot: Bot) -> str:
    """The host of the webhook that is set; empty: none is. Its path may be a secret.

    Raises:
        TelegramError: Telegram can't be asked, or its answer can't be read.
    """

    async def host() -> str:
        url = (await bot.get_webhook_info()).url
        return (urlsplit(url).hostname or "?") if url else ""

    return await understood(host)


class Rivals:
    """Finds out who gets our updates, and takes them over where that is wanted and possible."""

    def __init__(self, bot: Bot, *, take_over: bool) -> None:
        """`take_over`: a webhook may be deleted."""
        self._bot = bot
        self._take_over = take_over
        self._taken_at: list[float] = []  # when a webhook was deleted

    async def settle(self, now: float) -> Phrase | None:
        """After a 409: who gets our updates, for operators; None: nobody does any more. `now` is monotonic."""
        try:
            host = await webhook_host(self._bot)
            if not host:
                return Phrase(texts.TELEGRAM_OTHER_POLLER)
            if not self._take_over:
                return Phrase(texts.TELEGRAM_WEBHOOK, {"host": host})
            self._taken_at = [at for at in self._taken_at if now - at < TAKE_OVER_SPAN]
            if len(self._taken_at) >= MOST_TAKE_OVERS:
                return Phrase(texts.TELEGRAM_WEBHOOK_AGAIN, {"host": host})
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.info("who gets the updates can't be found out", reason=redacted(str(error)))
            return Phrase(texts.TELEGRAM_OTHER_GETS_UPDATES)
        self._taken_at.append(now)
        log.warning("webhook deleted, as JARSHY_TAKE_OVER says: its updates come here now", host=host)
        return None
