"""*Post here*: what one person asked for in a group, and sees alone, is posted for all with a button."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogue import home as texts
from bot.messages.message import Button, Message
from bot.model import ChatKind
from handlers.request import Request

POST = "post"


def offered(message: Message, request: Request) -> Message:
    """The answer with the button, where it is shown to who asked alone and a command brings it again."""
    own = request.kind is ChatKind.GROUP and not request.tag
    alone = message.private and own and request.command.facts.whispers
    action = f"{POST} {message.again or request.command.name} {'' if message.again else request.text}".strip()
    if not alone or len(action.encode()) > request.action_bytes:
        return message
    return message.with_buttons(*message.buttons, (Button(request.translate(texts.POST_HERE), action),))


def without_offer(message: Message) -> Message:
    """The answer as it is posted: nobody posts it again."""
    rows = (tuple(button for button in row if button.action.partition(" ")[0] != POST) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))
