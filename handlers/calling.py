"""`/follow AI for @aigul`: the alerts of a follow call people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.i18n.catalogue import tasks as texts
from bot.matching.query import Query
from bot.messages.message import Line, Message, Span
from bot.messages.sentences import listed
from bot.speech.modes import said_with
from handlers.asking import read
from handlers.request import Request


def answer(request: Request, parts: Sequence[str], people: Collection[str], message: Message) -> Message:
    """Call these people for each of the parts that is followed now, and say so below the answer to /follow."""
    queries = [query for part in parts if isinstance(query := read(said_with(part).topic, request, common=True), Query)]
    asked = {query.canonical for query in queries}
    found = [each for each in request.follows() if each.canonical in asked]
    for each in found:
        everyone = tuple(dict.fromkeys((*each.attention.mentions, *people)))
        request.store.attention.set(request.command.chat, each.query_id, mentions=everyone)
    if not found:
        return message
    names: list[Line] = [(Span(name, mention=name[2:-1]) if name.startswith("<@") else Span(name),) for name in people]
    said = request.sentence(texts.CALLS, people=listed(request.translate, names))
    return replace(message, paragraphs=(*message.paragraphs, (said,)))
