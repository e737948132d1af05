"""What happens to a chat without anybody typing: it is lost, or has another id."""

from __future__ import annotations

from bot.messages.message import SILENCE, Message
from bot.model import Cause
from handlers.request import Request


def lost(request: Request) -> Message:
    """The bot was blocked or removed: the chat is paused, its follows are kept."""
    request.store.chats.deactivate(request.command.chat, Cause.REPORTED_LOST, request.now, request.text)
    return SILENCE


def migrated(request: Request) -> Message:
    """A group became a supergroup: what it follows and is owed moves along."""
    if request.text:
        request.store.chats.migrate(request.command.chat, request.text, request.now)
    return SILENCE
