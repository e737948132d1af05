"""`/follow AI for @aigul`: the alerts of a follow call people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.i18n.catalogue import tasks as texts
from bot.matching.grammar import split_follows
from bot.matching.query import Query
from bot.messages.message import Line, Message, Span
from bot.messages.sentences import listed
from bot.speech.called import called, only_people
from bot.speech.watching import typed_with, watched
from handlers.asking import read
from handlers.request import Request

Named = tuple[str, tuple[str, ...]]  #: what is to be followed, as typed, and whom it calls


def named(text: str) -> list[Named]:
    """Each topic with the people that stand behind it; those of the last are for all, if no other has its own.

    Empty: nobody is named.
    """
    pieces: list[str] = []
    for piece in split_follows(text):
        if pieces and only_people(piece) and _of_piece(pieces[-1])[1]:
            pieces[-1] = f"{pieces[-1]}, {piece.strip()}"
        else:
            pieces.append(piece)
    found = [_of_piece(piece) for piece in pieces]
    calling = [place for place, (_, people) in enumerate(found) if people]
    if len(calling) != 1:
        return found if calling else []
    (place,) = calling
    for_all = place == len(found) - 1 or pieces[place].lstrip().startswith(("@", "<@"))
    return [(topic, found[place][1]) for topic, _ in found] if for_all else found


def _of_piece(piece: str) -> Named:
    """`AI for @aigul`, also with how it is to come behind that: "AI for @aigul silent", `AI for @aigul !`."""
    topic, people = called(piece)
    if not people:
        said = watched(piece)
        topic, people = called(said.topic)
        topic = typed_with(topic, said.manner, said.watch) if people else piece
    return topic, people


def answer(request: Request, topics: Sequence[Named], message: Message) -> Message:
    """Call the people of each topic that is followed now, and say so below the answer to /follow."""
    called_for: dict[tuple[str, ...], None] = {}
    for topic, people in topics:
        query = read(watched(topic).topic, request, common=True)
        canonical = query.canonical if isinstance(query, Query) and people else ""
        one = next((each for each in request.follows() if each.canonical == canonical), None)
        if one is None:
            continue
        everyone = tuple(dict.fromkeys((*one.attention.mentions, *people)))
        request.store.attention.set(request.command.chat, one.query_id, mentions=everyone)
        called_for[people] = None
    lines = tuple(_said(people, request) for people in called_for)
    return replace(message, paragraphs=(*message.paragraphs, lines)) if lines else message


def _said(people: Sequence[str], request: Request) -> Line:
    names: list[Line] = [(Span(name, mention=name[2:-1]) if name.startswith("<@") else Span(name),) for name in people]
    return request.sentence(texts.CALLS, people=listed(request.translate, names))
