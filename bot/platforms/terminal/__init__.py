"""The terminal as a chat: commands in, answers and alerts out."""

from bot.platforms.terminal.platform import TerminalPlatform

__all__ = ["TerminalPlatform"]
