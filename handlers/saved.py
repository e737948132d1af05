"""/saved: the articles that were saved from the ⋯ menu, the last one first, with a button that removes each.

"" or "page 2"     a page          "drop 345 2"    removed, and that page again          "undo 345 2"    saved again
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.i18n.catalogue import pages
from bot.i18n.catalogue import saved as texts
from bot.i18n.formats import moment
from bot.messages.message import Button, Message, Paragraph, ReplyMode, Span, say
from bot.messages.person import person
from bot.messages.summary import heading
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.storage.store import SavedArticle
from handlers import naming
from handlers.request import Request

PAGE = 5  #: articles on a page: their titles are a phone's screen
PRESSED = re.compile(r"(page|drop|undo)(?: (\d{1,18}))? (\d{1,6})")


def answer(request: Request) -> Message:
    """A page of the list; a button changes it in its place."""
    pressed = PRESSED.fullmatch(request.text) if request.command.button else None
    if pressed is None:
        return _listed(request, 1)
    message = _pressed(request, pressed[1], int(pressed[2] or 0), int(pressed[3]))
    return message if message.private and not message.buttons else replace(message, reply_mode=ReplyMode.REPLACE)


def _pressed(request: Request, what: str, article_id: int, page: int) -> Message:
    store, chat = request.store.saved, request.command.chat
    if what == "drop":
        gone = store.remove(chat, article_id)
        return _listed(request, page, *([_undo(gone, page, request)] if gone else []))
    if what == "undo":
        name = request.command.person_name if naming.is_named(request) else ""
        store.add(chat, article_id, request.now, person_name=name)
        if store.get(chat, article_id) is None:
            return say(request.translate(texts.GONE), private=True)
    return _listed(request, page)


def _undo(gone: SavedArticle, page: int, request: Request) -> Button:
    title = shorten(tidy(gone.article.title), LABEL_LIMIT)
    return Button(request.translate(texts.UNDO, title=title), f"saved undo {gone.article.id} {page}")


def _listed(request: Request, page: int, *first: Button) -> Message:
    """A page of what is saved; `first`: buttons above those of the list."""
    above = tuple((button,) for button in first)
    count = request.store.saved.count(request.command.chat)
    if not count:
        return Message(paragraphs=((request.sentence(texts.NOTHING),),), buttons=above, private=True)
    last = -(-count // PAGE)
    page = min(max(page, 1), last)
    start = (page - 1) * PAGE
    found = request.store.saved.page(request.command.chat, PAGE, start)
    paragraphs: list[Paragraph] = [(request.sentence(texts.HEADING, count=count),)]
    paragraphs += [_item(number, each, request) for number, each in enumerate(found, start + 1)]
    if last > 1:
        paragraphs.append(((Span(request.translate(pages.PAGE, page=page, pages=last), italic=True),),))
    drops = tuple(
        Button(request.translate(texts.REMOVE, number=number), f"saved drop {each.article.id} {page}")
        for number, each in enumerate(found, start + 1)
    )
    turns = [Button("‹", f"saved page {page - 1}")] if page > 1 else []
    turns += [Button("›", f"saved page {page + 1}")] if page < last else []
    rows = (*above, drops, *((tuple(turns),) if turns else ()))
    return Message(paragraphs=tuple(paragraphs), buttons=rows, private=True)


def _item(number: int, each: SavedArticle, request: Request) -> Paragraph:
    """`1. The title`, its source and time, and when it was saved."""
    title, *others = heading(each.article, request.zone.key, request.now, translate=request.translate)
    at = Span(moment(each.saved_at, request.zone, request.now, request.translate), at=each.saved_at)
    name = person(each.person_name)
    below = request.sentence(texts.AT, moment=at)
    if name:
        below = request.sentence(texts.AT_BY, moment=at, person=name)
    return ((Span(f"{number}. "), *title), *others, below)
