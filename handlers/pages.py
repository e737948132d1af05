"""A long answer is one message: a page of it, with *More* for the next.

A page is not kept: its button asks the same again and shows another page of the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.errors import QueryError
from bot.i18n.catalogue import pages as texts
from bot.matching.grammar import parse, split_follows
from bot.messages.message import Button, Message, Paragraph, ReplyMode, Span, command
from bot.messages.pages import Size, split_pages
from bot.messages.text import tidy
from handlers.request import Request

TURNED = re.compile(r"(\d{1,4}) (\S+) ?(.*)", re.DOTALL)  #: "2 digest week": a page, and what is asked again
#: what stands around a page: which channel it is about, what was missed, which page it is
BESIDE = Size(characters=300, octets=700, entities=5, paragraphs=3)
MOST_OF_CHANGE = 2  #: messages of an answer to a change
AROUND_ACTION = 10  #: bytes of "page 9999 " before what is asked again


def first_page(message: Message, request: Request, *, changes: bool) -> Message:
    """The answer if it is one message, else its first page; one to a change, which can't be asked again, is cut."""
    found = _pages(message, request) if request.command.facts.paged else []
    if len(found) < 2 or (changes and len(found) <= MOST_OF_CHANGE):
        return message
    again = "" if changes else _again(message.again or f"{request.command.name} {request.text}", request)
    if again and len(again.encode()) + AROUND_ACTION <= request.action_bytes:
        return _page(message, request, found, 1, again)
    rest = request.sentence(texts.CUT_FOLLOWS, command=command("following")) if changes else request.sentence(texts.CUT)
    kept = [paragraph for each in found[: MOST_OF_CHANGE if changes else 1] for paragraph in each]
    return replace(message, paragraphs=(*kept, (rest,)))


def page(message: Message, request: Request, number: int, again: str) -> Message:
    """A page of the answer that was asked for again, in place of the page whose button was pressed."""
    found = _pages(message, request)
    shown = _page(message, request, found, min(max(number, 1), len(found)), again)
    return replace(shown, reply_mode=ReplyMode.REPLACE)


def _pages(message: Message, request: Request) -> list[tuple[Paragraph, ...]]:
    return split_pages(message, BESIDE, octets=request.command.facts.page_octets)


def _page(message: Message, request: Request, found: list[tuple[Paragraph, ...]], number: int, again: str) -> Message:
    which = Span(request.translate(texts.PAGE, page=number, pages=len(found)), italic=True)
    turns: list[Button] = []
    if number > 1:
        turns.append(Button(request.translate(texts.BACK), f"page {number - 1} {again}"))
    if number < len(found):
        turns.append(Button(request.translate(texts.MORE), f"page {number + 1} {again}"))
    rows = (*message.buttons, tuple(turns)) if turns else message.buttons
    below: tuple[Paragraph, ...] = (((which,),),) if len(found) > 1 else ()
    return replace(message, paragraphs=(*found[number - 1], *below), buttons=rows)


def _again(asked: str, request: Request) -> str:
    """What was asked as a command line, its follows by their numbers where it is too long for a button."""
    name, _, text = asked.partition(" ")
    text = ", ".join(filter(None, map(tidy, text.splitlines())))
    line = f"{name} {text}".strip() if name else ""
    if len(line.encode()) + AROUND_ACTION <= request.action_bytes:
        return line
    period, _, words = text.partition(" ") if name == "digest" else ("", "", text)
    return " ".join(filter(None, (name, period, _numbers(words, request))))


def _numbers(words: str, request: Request) -> str:
    """Follows by the numbers of their stored queries: "#12,#13"."""
    try:
        asked = [(parse(typed, request.rules.concepts), typed) for typed in split_follows(words)]
    except QueryError:
        return words
    return ",".join(f"#{request.query_id(query, typed)}" for query, typed in asked)
