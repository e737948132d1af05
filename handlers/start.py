"""/start: what this is, which sources are read and how fresh they are; also the answer where the bot was added."""

from __future__ import annotations

from bot.i18n.catalogue import manage as managing
from bot.i18n.catalogue import start as texts
from bot.messages.message import Button, Message, Paragraph, bold, command, say
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import ChatKind
from handlers.phrases import cannot_post, example_buttons, first_read_progress, freshness
from handlers.request import Request

MOST_SOURCES = 20  #: named; more are counted


def answer(request: Request) -> Message:
    """One sentence, the sources, three follow buttons; for a channel, how to speak for it, to who added the bot."""
    if request.kind is ChatKind.CHANNEL:
        return _channel_note(request)
    paragraphs: list[Paragraph] = [(request.sentence(texts.WHO, name=bold(request.translate(texts.NAME))),)]
    health = request.store.sources.health(request.now)
    if health:
        lines = [freshness(source, request) for source in health[:MOST_SOURCES]]
        if len(health) > MOST_SOURCES:
            lines.append(request.sentence(texts.MORE_SOURCES, count=len(health) - MOST_SOURCES))
        paragraphs.append((request.sentence(texts.SOURCES), *lines))
    paragraphs += first_read_progress(request, unread=False)
    if not request.command.can_post:
        paragraphs.append(cannot_post(request, request.kind))
    how = request.sentence(texts.HOW, example=command("follow AI"), help=command("help"))
    return Message(paragraphs=(*paragraphs, (how,)), buttons=(example_buttons(),))


def _channel_note(request: Request) -> Message:
    title = shown(request.command.title or request.translate(texts.THE_CHANNEL))
    added = request.sentence(texts.ADDED if request.command.can_post else texts.ADDED_BUT_CLOSED, channel=bold(title))
    note = say(added, request.sentence(texts.MANAGE, command=command("manage")), private=True)
    if not request.command.can_post:
        return note
    label = request.translate(managing.MANAGE_IT, channel=shorten(title, LABEL_LIMIT))
    return note.with_buttons((Button(label, f"manage to {request.command.chat.id}"),))
