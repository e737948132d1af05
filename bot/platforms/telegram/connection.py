"""A Bot with its own connections; the listener and the sender have one each."""

from __future__ import annotations

import asyncio
import contextlib

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.errors import StatedProblem
from bot.i18n.catalogue import platforms as texts
from bot.platforms.in_flight import SharedCall
from bot.platforms.telegram.errors import UNREADABLE
from bot.platforms.telegram.request import Request

POOL = 64  #: connections for calls
CONFIRM_TIMEOUT = 10.0  #: seconds for the answer whether the token is refused


class Connection:
    """A Bot whose connections are opened by the first call."""

    def __init__(self, token: str, api_url: str, *, timeout: float) -> None:
        """`timeout` is in seconds, for any call but the long poll.

        Raises:
            StatedProblem: the token has no valid form, or the environment names a proxy that can't be used.
        """
        root = api_url.rstrip("/")
        calls = Request(root=root, connections=POOL, read=timeout)
        updates = Request(root=root, connections=1, read=timeout)  # a long poll must not wait for other calls
        self._requests = (calls, updates)
        self._whether_refused = SharedCall(self._ask_whether_refused)
        try:
            self.bot = Bot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                request=calls,
                get_updates_request=updates,
            )
        except InvalidToken:
            raise StatedProblem(texts.TELEGRAM_TOKEN_REFUSED) from None

    async def identify(self) -> None:
        """Ask Telegram who we are, unless it is known already.

        Raises:
            StatedProblem: the token is refused.
            TelegramError: Telegram can't be reached.
        """
        try:
            await self.bot.initialize()
        except InvalidToken:
            raise StatedProblem(texts.TELEGRAM_TOKEN_REFUSED) from None

    async def is_refused(self) -> bool | None:
        """Does Telegram refuse the token? A single refusal may be a mistake of its own, so getMe is asked once more.

        Many who ask meanwhile share the answer. None: there is none.
        """
        return await self._whether_refused()

    async def _ask_whether_refused(self) -> bool | None:
        try:
            async with asyncio.timeout(CONFIRM_TIMEOUT):
                await self.bot.get_me()
        except InvalidToken:
            return True
        except (TelegramError, TimeoutError, *UNREADABLE):
            return None
        return False

    async def close(self) -> None:
        """Close the connections; `identify` opens them again, other calls raise NotSentError."""
        with contextlib.suppress(TelegramError, RuntimeError):
            await self.bot.shutdown()
        for request in self._requests:  # the library leaves them open if it was never initialized
            await request.shutdown()
