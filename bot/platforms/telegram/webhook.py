"""Who else gets our updates: a webhook that somebody has set, or another program that polls with our token."""

from __future__ import annotations

from urllib.parse import urlsplit

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.platforms.hook_secrets import HookSecrets
from bot.platforms.telegram.errors import redacted, understood

log = structlog.get_logger(__name__)

MOST_TAKE_OVERS = 3  #: in TAKE_OVER_SPAN: more often, another program sets it again, and one of the two must be stopped
TAKE_OVER_SPAN = 3600.0  #: seconds


async def webhook_of(bot: Bot) -> WebhookInfo:
    """The webhook that is set.

    Raises:
        TelegramError: Telegram can't be asked, or its answer can't be read.
    """

    async def asked() -> WebhookInfo:
        info = await bot.get_webhook_info()
        urlsplit(info.url)
        return info

    return await understood(asked)


def host_of(url: str) -> str:
    """The host of a webhook: its path may be a secret."""
    return urlsplit(url).hostname or "?"


class Rivals:
    """Finds out who gets our updates, and takes them over where that is wanted and possible."""

    def __init__(self, bot: Bot, secrets: HookSecrets, *, take_over: bool) -> None:
        """`take_over`: the webhook of another program may be deleted; one of ours is, where Telegram is asked."""
        self._bot = bot
        self._secrets = secrets
        self._take_over = take_over
        self._taken_at: list[float] = []  # when a webhook was deleted

    async def settle(self, now: float) -> Phrase | None:
        """After a 409: who gets our updates, for operators; None: nobody does any more. `now` is monotonic."""
        try:
            url = (await webhook_of(self._bot)).url
            host = host_of(url)
            if not url:
                return Phrase(texts.TELEGRAM_OTHER_POLLER)
            if self._secrets.is_ours(url):  # from before PUBLIC_URL was taken away
                await self._bot.delete_webhook()
                log.info("our webhook is deleted: Telegram is asked for updates", host=host)
                return None
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
