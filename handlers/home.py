"""The bot's own page, where a platform gives it one: what one person follows, a field to add to it, and the way on."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogue import home as texts
from bot.i18n.catalogue.chat_settings import SOURCES
from bot.i18n.catalogue.help import SETTINGS
from bot.messages.message import Button, Message
from handlers import following
from handlers.request import Request


def answer(request: Request) -> Message:
    """Everything that this person follows in the direct conversation, a field, and buttons."""
    shown = following.answer(request.renamed("following", ""))
    say = request.translate
    field = (Button(say(texts.ADD), "follow", field=True),)
    ways = (
        Button(say(texts.TODAY), "digest today"),
        Button(say(SOURCES), "sources"),
        Button(say(SETTINGS), "settings"),
        Button(say(texts.HELP), "help"),
    )
    return replace(shown, buttons=(field, *shown.buttons, ways))


def with_way_home(message: Message, request: Request) -> Message:
    """What was asked for on the page, with the way back to its beginning."""
    if not request.command.at_home or request.command.name == "home" or message.silent:
        return message
    return message.with_buttons(*message.buttons, (Button(request.translate(texts.HOME), "home"),))
