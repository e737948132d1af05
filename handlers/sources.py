"""/sources: what is read and how fresh it is, a page at a time, with a tick for each that the chat gets.

    /sources   /sources 2   /sources off Tengrinews   /sources on tengrinews   /sources on all

A button names a source by a short hash of its key, which may be longer than a button's action; it says what is to be,
not what is to change, so that it may be pressed twice, by two people, and from an old list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.i18n.catalogue import pages, phrases
from bot.i18n.catalogue import source_list as texts
from bot.i18n.formats import ago
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, command, say
from bot.messages.summary import SOURCE_LIMIT
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Command, SourceHealth
from bot.storage.store import ReadSource
from handlers.request import Request

A_PAGE = 8
ALL = frozenset({"all", "все", "всё", "барлығы", "бәрі"})
GETS, LEAVES_OUT = "✓", "—"

_CHANGE = re.compile(r"(on|off)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_PRESSED = re.compile(r"(on|off) ([0-9a-f]{8})(?: (\d{1,4}))?")
_PAGE = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class _Change:
    """What is to be changed."""

    leave_out: bool
    keys: tuple[str, ...]  #: of sources; empty: none that is named so is read
    everything: bool = False
    page: int | None = None  #: of the list whose tick was tapped


def changes(asked: Command) -> bool:
    """Alone, or with a page, it only shows them."""
    return _CHANGE.fullmatch(asked.text) is not None


def answer(request: Request) -> Message:
    """Show the list, or leave a source out, or bring it back."""
    read = request.store.sources.read_now()
    change = _change(request, read)
    if change is None:
        number = int(request.text) if _PAGE.fullmatch(request.text) else 1
        message = _page(request, read, number)
        return replace(message, reply_mode=ReplyMode.REPLACE) if request.command.button and request.text else message
    said = _done(request, change)
    chat = request.store.chats.get(request.command.chat)
    request = replace(request, left_out=chat.left_out if chat else ())
    if change.page is not None:
        return replace(_page(request, read, change.page, said), reply_mode=ReplyMode.REPLACE)
    return _page(request, read, _page_of(change.keys, read), said)


def bring_back_button(request: Request, key: str, label: str) -> Button:
    """Brings back a source that is left out."""
    return Button(label, f"sources on {_short(key)}")


def _short(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:8]


def _change(request: Request, read: Sequence[ReadSource]) -> _Change | None:
    """What is to be changed; None: it is only asked what there is."""
    pressed = _PRESSED.fullmatch(request.text) if request.command.button else None
    if pressed:
        keys = tuple(each.key for each in read if _short(each.key) == pressed[2])
        return _Change(pressed[1] == "off", keys, page=int(pressed[3]) if pressed[3] else None)
    typed = _CHANGE.fullmatch(request.text)
    if typed is None:
        return None
    name, leave_out = tidy(typed[2]).casefold(), typed[1].casefold() == "off"
    if name in ALL:
        return _Change(leave_out, tuple(each.key for each in read), everything=True)
    by_key = tuple(each.key for each in read if each.key.casefold() == name)
    return _Change(leave_out, by_key or tuple(each.key for each in read if tidy(each.name).casefold() == name))


def _done(request: Request, change: _Change) -> Line | None:
    """Change it; what is to be said of that, None: the ticks say it."""
    rows, chat = request.store.left_out, request.command.chat
    if not change.keys:
        if request.command.button:
            return request.sentence(texts.NOT_READ_NOW)
        typed = _CHANGE.fullmatch(request.text)
        return request.sentence(texts.NOT_READ, source=bold(shown(typed[2] if typed else "")))
    if not change.leave_out:
        rows.bring_back(chat, None if change.everything else change.keys)
        return None
    return None if rows.leave_out(chat, change.keys) else request.sentence(texts.ONE_STAYS)


def _page_of(keys: Sequence[str], read: Sequence[ReadSource]) -> int:
    """The page on which the first of these sources stands."""
    places = [place for place, each in enumerate(read) if each.key in keys]
    return places[0] // A_PAGE + 1 if places else 1


def _page(request: Request, read: Sequence[ReadSource], number: int, said: Line | None = None) -> Message:
    """A page of the list, below what is to be said first."""
    if not read:
        return say(request.sentence(texts.NONE), _missing(request), private=True)
    last = -(-len(read) // A_PAGE)
    number = min(max(number, 1), last)
    listed = read[(number - 1) * A_PAGE : number * A_PAGE]
    health = {each.key: each for each in request.store.sources.health(request.now, [one.key for one in listed])}
    lines = [_line(request, one, health[one.key]) for one in listed if one.key in health]
    paragraphs: list[Paragraph] = [(said,)] if said else []
    paragraphs.append((_heading(request, read), *lines))
    rows: list[tuple[Button, ...]] = []
    if request.command.may_change:
        paragraphs.append((request.sentence(texts.HOW),))
        rows += [(_tick(request, one, number),) for one in listed]
    if last > 1:
        paragraphs.append((request.sentence(pages.PAGE, page=str(number), pages=str(last)),))
    turns = _turns(request, number, last)
    rows += [turns] if turns else []
    paragraphs.append((_missing(request),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _turns(request: Request, number: int, last: int) -> tuple[Button, ...]:
    back = (Button(request.translate(pages.BACK), f"sources {number - 1}"),) if number > 1 else ()
    more = (Button(request.translate(pages.MORE), f"sources {number + 1}"),) if number < last else ()
    return (*back, *more)


def _missing(request: Request) -> Line:
    return request.sentence(texts.MISSING, command=command("add https://…"))


def _heading(request: Request, read: Sequence[ReadSource]) -> Line:
    out = sum(each.key in request.left_out for each in read)
    if out == len(read):
        return request.sentence(texts.ALL_LEFT_OUT)
    if out:
        return request.sentence(texts.READ_BUT, count=len(read), number=out)
    return request.sentence(texts.READ, count=len(read))


def _named(request: Request, source: ReadSource, limit: int) -> str:
    """`✓ Kazakhstan Today · KK`: its editions share one name."""
    sign = LEAVES_OUT if source.key in request.left_out else GETS
    return f"{sign} {shorten(tidy(source.name), limit)} · {source.language.upper()}"


def _line(request: Request, source: ReadSource, health: SourceHealth) -> Line:
    name = _named(request, source, SOURCE_LIMIT)
    if source.key in request.left_out:
        return request.sentence(texts.LEFT_OUT, source=name)
    since = health.failing_since_at
    if since is not None:
        at = time_span(since, request.zone, request.now, request.translate)
        return request.sentence(phrases.SOURCE_FAILS, source=name, moment=at)
    if health.last_ok_at is None:
        return request.sentence(phrases.SOURCE_NOT_READ, source=name)
    if health.silent_longer_than_usual and health.last_article_at is not None:
        at = time_span(health.last_article_at, request.zone, request.now, request.translate)
        return request.sentence(texts.SILENT, source=name, moment=at)
    return request.sentence(texts.FRESH, source=name, ago=ago(health.last_ok_at, request.now))


def _tick(request: Request, source: ReadSource, page: int) -> Button:
    wish = "on" if source.key in request.left_out else "off"
    return Button(_named(request, source, LABEL_LIMIT), f"sources {wish} {_short(source.key)} {page}")
