"""Telegram as a platform."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from telegram.error import TelegramError

from bot.errors import StatedProblem
from bot.i18n.catalogue import platforms as texts
from bot.i18n.catalogue.worker import REASONS
from bot.i18n.text import Phrase, combined
from bot.platforms.hook_secrets import HookSecrets
from bot.platforms.limits import TELEGRAM_CHAT_RATE, TELEGRAM_GROUP_PER_MINUTE, TELEGRAM_RATE
from bot.platforms.protocol import ProfileTexts
from bot.platforms.rates import Rates
from bot.platforms.telegram.commands import FACTS
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.features import FeatureMemory, Features
from bot.platforms.telegram.hook import looked_at
from bot.platforms.telegram.listener import TelegramListener
from bot.platforms.telegram.profile import Profile
from bot.platforms.telegram.sender import TelegramSender
from bot.platforms.telegram.webhook import host_of, webhook_of

TIMEOUT = 20.0  #: seconds for any call but the long poll


class TelegramPlatform:
    """One bot on Telegram."""

    name = "telegram"
    title = name.capitalize()
    facts = FACTS

    def __init__(
        self,
        *,
        token: str,
        api_url: str = "https://api.telegram.org",
        operators: frozenset[str] = frozenset(),
        profile: Mapping[str, ProfileTexts] | None = None,
        rate: float = TELEGRAM_RATE,
        paid_broadcast: bool = False,
        take_over: bool = False,
        timeout: float = TIMEOUT,
        memory: FeatureMemory | None = None,
        public_url: str | None = None,
        keep_address: Callable[[str], None] | None = None,
    ) -> None:
        """`profile`: by language code, "" for any other. `rate` is in messages a second.

        More than 30 a second need `paid_broadcast`, which costs Stars; answers never cost any. `take_over`: a webhook
        that keeps updates from us is deleted. `memory` keeps what the server refuses beyond this process. `public_url`:
        where Telegram calls us; None: it is asked for updates. `keep_address`, called in a thread, keeps where people
        open the bot, once Telegram has told its name.

        Raises:
            StatedProblem: the token has no valid form, or the environment names a proxy that can't be used.
        """
        logging.getLogger("telegram").setLevel(logging.WARNING)  # at a lower level it logs what people write
        self._token, self._api_url, self._timeout = token, api_url, timeout
        self.rates = Rates(total=rate, chat=TELEGRAM_CHAT_RATE, group_per_minute=TELEGRAM_GROUP_PER_MINUTE)
        features = Features(f"telegram:{token.partition(':')[0]}", memory)
        self.sender = TelegramSender(self._connection(), paid_broadcast=paid_broadcast, features=features)
        self.listener = TelegramListener(
            self._connection(),
            sender=self.sender,
            operators=operators,
            profile=Profile(profile or {}, keep_address=keep_address),
            secrets=HookSecrets.of(token),
            public_url=public_url,
            take_over=take_over,
        )
        self._take_over, self._public_url = take_over, public_url

    def _connection(self) -> Connection:
        return Connection(self._token, self._api_url, timeout=self._timeout)

    async def probe(self) -> Phrase | None:
        """Check the token once, who gets our updates, whether the calls of our webhook succeed, and inline mode."""
        connection = self._connection()
        try:
            await connection.identify()
            hook = await webhook_of(connection.bot)
        except TelegramError as error:
            raise StatedProblem(texts.TELEGRAM_UNREACHABLE, reason=redacted(str(error))) from None
        finally:
            await connection.close()
        secrets = HookSecrets.of(self._token)
        if hook.url and not secrets.is_ours(hook.url):
            host = host_of(hook.url)
            if not self._take_over:
                raise StatedProblem(texts.TELEGRAM_WEBHOOK, host=host)
            return Phrase(texts.TELEGRAM_WEBHOOK_TO_DELETE, {"host": host})
        remarks = looked_at(hook, secrets, self._public_url, datetime.now(UTC))
        if not connection.bot.supports_inline_queries:
            remarks.append(Phrase(texts.TELEGRAM_INLINE_OFF))
        return combined(remarks, REASONS) if remarks else None

    async def is_refused(self) -> bool | None:
        """Ask getMe whether the token is refused."""
        connection = self._connection()
        try:
            return await connection.is_refused()
        finally:
            await connection.close()
