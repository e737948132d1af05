"""What happens to a chat without anybody typing: it is lost, is open again, or has another id or name."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogue import dispatch
from bot.i18n.catalogue.phrases import DIGEST_OF_WEEK
from bot.messages.message import SILENCE, Button, Message, Paragraph, ReplyMode
from bot.model import Cause
from handlers.request import Request


def lost(request: Request) -> Message:
    """The bot was blocked or removed: the chat is paused, its follows are kept."""
    request.store.chats.deactivate(request.command.chat, Cause.REPORTED_LOST, request.now, request.text)
    return SILENCE


def opened(request: Request) -> Message:
    """The bot was unblocked, a topic or a channel opened: what was held goes out, and what was missed is told."""
    missed = request.store.chats.wake(request.command.chat, request.now)
    return after_absence(SILENCE, missed, request) if missed else SILENCE


def after_absence(message: Message, missed: int, request: Request) -> Message:
    """The answer with what was missed before it; as a message of its own, for it is no part of an older one."""
    away: Paragraph = (request.sentence(dispatch.MISSED, count=missed),)
    digest = Button(request.translate(DIGEST_OF_WEEK), "digest week")
    offered = () if (request.command.name, request.text) == ("digest", "week") else ((digest,),)
    others = (tuple(button for button in row if button != digest) for row in message.buttons)
    rows = (*offered, *(row for row in others if row))
    paragraphs = (away, *message.paragraphs)
    return replace(message, paragraphs=paragraphs, buttons=rows, reply_mode=ReplyMode.NEW, silent=False)


def migrated(request: Request) -> Message:
    """A group became a supergroup: what it follows and is owed moves along."""
    if request.text:
        request.store.chats.migrate(request.command.chat, request.text, request.now)
    return SILENCE


def renamed(request: Request) -> Message:
    """A chat that we know has another name."""
    request.store.chats.rename(request.command.chat, request.text)
    return SILENCE
