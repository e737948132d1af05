"""A Bot with connections of its own: the listener and the sender have one each."""

from __future__ import annotations

import contextlib

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.errors import StatedProblem
from bot.platforms.telegram.request import Request

POOL = 64
REFUSED = "TELEGRAM_BOT_TOKEN is refused by Telegram: take the token that @BotFather shows for your bot"


class Connection:
    """Opened by the first call."""

    def __init__(self, token: str, api_url: str, *, timeout: float) -> None:
        """`timeout` is in seconds, for any call but the long poll.

        Raises:
            StatedProblem: the token is none, or the environment names a proxy that can't be used.
        """
        root = api_url.rstrip("/")
        calls = Request(root=root, connections=POOL, read=timeout)
        updates = Request(root=root, connections=1, read=timeout)  # a long poll must not wait for other calls
        self._requests = (calls, updates)
        try:
            self.bot = Bot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                request=calls,
                get_updates_request=updates,
            )
        except InvalidToken:
            raise StatedProblem(REFUSED) from None

    async def introduce(self) -> None:
        """Ask Telegram who we are, unless it has told us since the connection was opened.

        Raises:
            StatedProblem: the token is refused.
            TelegramError: Telegram can't be reached.
        """
        try:
            await self.bot.initialize()
        except InvalidToken:
            raise StatedProblem(REFUSED) from None

    async def close(self) -> None:
        """Close the connections; `introduce` opens them again, other calls fail as not sent."""
        with contextlib.suppress(TelegramError, RuntimeError):
            await self.bot.shutdown()
        for request in self._requests:  # the library leaves them open where it was never initialized
            await request.shutdown()
