"""What is pressed in the ⋯ menu of an alert: each changes a follow in one tap, and stands above the menu with Undo.

set #12 silent 345           the follow comes so; also instant, digest, rings, and headlines and text, which edit it
set #12 daily 345            a chat without digests gets one every morning, as what comes in digests only needs one
not #12 345 концерт          the follow leaves a word out
revert #34 345 Алматы        the edited follow is what it was before
save 345                     the article is saved; unsave takes it back
"""

from __future__ import annotations

import re

from bot.i18n.catalogue import modes as texts
from bot.i18n.formats import time_of_day
from bot.matching.grammar import parse
from bot.messages.message import Button, ButtonStyle, Message, say
from bot.messages.narrowing import narrowed, without_word
from bot.messages.person import person
from bot.messages.text import shorten, tidy
from bot.model import Subscription
from bot.speech.modes import Manner
from handlers import more, naming
from handlers.asking import Refused, action_on, read, stored
from handlers.digest_schedule import MORNING, ensure_daily
from handlers.edit import rewritten
from handlers.manners import CHOICES, label, manner_of, stored_as
from handlers.preview import archive_search, busy, is_busy
from handlers.request import Request

SET = re.compile(r"#(\d{1,18}) (\w{1,10}) (\d{1,18})")
NAMED = re.compile(r"#(\d{1,18}) (\d{1,18}) (.+)", re.DOTALL)
HOW = {Manner.HEADLINES: "title", Manner.TEXT: "text"}  #: as a query is narrowed or widened
DAILY = "daily"
CHANGE_LIMIT = 30  #: characters of what a button takes back


def chosen(request: Request) -> Message:
    """The follow comes in another way from now on."""
    return _set(request, undoes=True)


def unchosen(request: Request) -> Message:
    """The same, taking a choice back."""
    return _set(request, undoes=False)


def _set(request: Request, *, undoes: bool) -> Message:
    pressed = SET.fullmatch(request.text)
    if pressed and pressed[2] == DAILY:
        return _daily(request, pressed, undoes=undoes)
    manner = _manner(pressed[2]) if pressed else None
    if pressed is None or manner is None:
        return say(request.translate(texts.NO_LONGER), private=True)
    one, article_id = _followed(request, int(pressed[1])), int(pressed[3])
    if one is None:
        return more.menu(request, article_id)
    if manner in HOW:
        return _narrowed(request, one, article_id, manner)
    before = manner_of(one.attention)
    if manner is before:  # pressed twice
        return more.menu(request, article_id)
    request.store.attention.set(request.command.chat, one.query_id, **stored_as(manner))
    if not undoes:
        return more.menu(request, article_id)
    change = request.translate(texts.CHANGE, follow=_short(one), manner=label(manner, request))
    undo = _undo(change, f"unset #{one.query_id} {before} {article_id}", request)
    offer = _digest_offer(request, one, article_id) if manner is Manner.DIGEST else ()
    return more.menu(request, article_id, undo, *offer)


def _digest_offer(request: Request, one: Subscription, article_id: int) -> tuple[Button, ...]:
    """Where no digest comes by itself, what is in digests only would be read by nobody."""
    if request.store.digests.schedule(request.command.chat) is not None:
        return ()
    said = request.translate(texts.DAILY_AT, time=time_of_day(MORNING))
    return (Button(said, f"set #{one.query_id} {DAILY} {article_id}", style=ButtonStyle.PRIMARY),)


def _daily(request: Request, pressed: re.Match[str], *, undoes: bool) -> Message:
    """A digest every morning, or none again; one that was set meanwhile in another way stays."""
    chat, article_id = request.command.chat, int(pressed[3])
    schedule = request.store.digests.schedule(chat)
    if not undoes:
        if schedule is not None and schedule.minutes == (MORNING,):
            request.store.digests.clear(chat)
        return more.menu(request, article_id)
    if schedule is not None:
        return more.menu(request, article_id)
    ensure_daily(request)
    said = request.translate(texts.DAILY_AT, time=time_of_day(MORNING))
    return more.menu(request, article_id, _undo(said, f"unset #{pressed[1]} {DAILY} {article_id}", request))


def _narrowed(request: Request, one: Subscription, article_id: int, manner: Manner) -> Message:
    """In headlines only, or in the text too: that is another query."""
    concepts = request.rules.concepts
    typed = narrowed(parse(one.canonical, concepts), one.typed, HOW[manner], concepts)
    if typed is None:
        return more.menu(request, article_id)
    if manner is Manner.TEXT:
        preview = archive_search(request)(parse(typed, concepts), 0)
        if is_busy(preview, request):
            return say(busy(typed, preview, request), private=True)
    said = request.translate(texts.CHANGE, follow=_short(one), manner=label(Manner.HEADLINES, request))
    return _edited(request, one, typed, article_id, said if manner is Manner.HEADLINES else typed)


def left_out(request: Request) -> Message:
    """Articles with a word of this one come no more."""
    pressed = NAMED.fullmatch(request.text)
    one = _followed(request, int(pressed[1])) if pressed else None
    if pressed is None or one is None:
        return more.menu(request, int(pressed[2])) if pressed else say(request.translate(texts.NO_LONGER), private=True)
    typed = without_word(one.typed, one.canonical, tidy(pressed[3]), request.rules.concepts)
    if typed is None:
        return more.menu(request, int(pressed[2]))
    return _edited(request, one, typed, int(pressed[2]), f"{_short(one)} -{tidy(pressed[3])}")


def reverted(request: Request) -> Message:
    """A follow that was edited in the menu is what it was before."""
    pressed = NAMED.fullmatch(request.text)
    one = _followed(request, int(pressed[1])) if pressed else None
    typed = stored(pressed[3], request) if pressed else None
    if pressed is None or typed is None:
        return say(request.translate(texts.NO_LONGER), private=True)
    if one is not None and not isinstance(read(typed, request, common=True), Refused):
        rewritten(request, one, typed, article_id=int(pressed[2]))
    return more.menu(request, int(pressed[2]))


def saved(request: Request) -> Message:
    """The article is saved; pressed again by somebody else, it stays the first one's."""
    article_id = _number(request.text)
    name = request.command.person_name if naming.is_named(request) else ""
    request.store.saved.add(request.command.chat, article_id, request.now, person_name=name)
    return more.menu(request, article_id)


def unsaved(request: Request) -> Message:
    """It is saved no longer; the button that saves it stands there again."""
    request.store.saved.remove(request.command.chat, _number(request.text))
    return more.menu(request, _number(request.text))


def _edited(request: Request, one: Subscription, typed: str, article_id: int, change: str) -> Message:
    """The follow asks for something else; Undo brings it back, also where that was followed besides."""
    known = {each.canonical for each in request.follows()}
    new = rewritten(request, one, typed, article_id=article_id)
    if new is None:
        return more.menu(request, article_id)
    if new.canonical in known:
        return more.menu(request, article_id, more.undo_unfollow(request, one, article_id))
    action = action_on(f"revert #{new.query_id} {article_id}", one.typed, one.query_id, request)
    return more.menu(request, article_id, _undo(change, action, request))


def _undo(change: str, action: str, request: Request) -> Button:
    """What it takes back; in a chat of several it says who did that, for no message does."""
    change = shorten(change, CHANGE_LIMIT)
    if not naming.is_named(request):
        return Button(request.translate(texts.UNDO_CHANGE, change=change), action)
    name = person(request.command.person_name)
    return Button(request.translate(texts.UNDO_CHANGE_BY, change=change, person=name), action)


def _followed(request: Request, query_id: int) -> Subscription | None:
    return next((each for each in request.follows() if each.query_id == query_id), None)


def _manner(word: str) -> Manner | None:
    return next((each for each in (*CHOICES, *HOW) if each.value == word), None)


def _short(one: Subscription) -> str:
    return shorten(tidy(one.typed), more.SHORT_LABEL)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
