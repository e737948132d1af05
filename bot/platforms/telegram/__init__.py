"""Telegram: the only package that imports python-telegram-bot."""

import os

from bot.absent import without

os.environ.setdefault("PTB_TIMEDELTA", "true")  # otherwise the library logs a warning at every flood limit

with without("httpx._main"):  # its command line, with click, rich and Pygments
    from bot.platforms.telegram.platform import TelegramPlatform  # reads the line above when it is loaded

__all__ = ["TelegramPlatform"]
