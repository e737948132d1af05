"""What happens to a chat without anybody typing: it is lost, or has another id."""

from __future__ import annotations

from datetime import datetime

from bot.messages.message import SILENCE, Message
from bot.model import Command
from handlers.ruled import Store


def lost(heard: Command, store: Store, now: datetime) -> Message:
    """The bot was blocked or put out: the chat rests, its follows are kept."""
    store.chats.deactivate(heard.chat, heard.text, now)
    return SILENCE


def migrated(heard: Command, store: Store, now: datetime) -> Message:
    """A group became a supergroup: what it follows and is owed moves along."""
    if heard.text:
        store.chats.migrate(heard.chat, heard.text, now)
    return SILENCE
