"""The buttons of a follow's screen, and of the list of dead ones, that change it: as in /edit, with a way back.

narrow #12 title     in headlines only; also text, en, ru, kk, all, and only, which is without other names
cut #12 Абай-көшесі  a longer name left out, as by `leave`
fix #12 паводок      another word, as by `edit`
"""

from __future__ import annotations

import re

from bot.i18n.catalogue import follow as texts
from bot.matching.grammar import parse
from bot.messages.message import Message, bold, say
from bot.messages.narrowing import narrowed
from bot.messages.typed import only
from bot.messages.wording import shown
from handlers import edit
from handlers.follow_screen import cutting
from handlers.request import Request

PRESSED = re.compile(r"#(\d{1,18}) (title|text|all|only|en|ru|kk)")
WIDENING = ("text", "all")  #: may make it so common that it is asked about first


def narrow(request: Request) -> Message:
    """The follow is narrowed or widened; pressed again, it is said that it is so already."""
    pressed = PRESSED.fullmatch(request.text)
    known = request.store.follows.query(int(pressed[1])) if pressed else None
    if pressed is None or known is None:
        return edit.outdated(request)
    follows, concepts = request.follows(), request.rules.concepts
    old = next((each for each in follows if each.query_id == int(pressed[1])), None)
    query, before, how = parse(known[0], concepts), old.typed if old else known[1], pressed[2]
    typed = only(query, before, concepts) if how == "only" else narrowed(query, before, how, concepts)
    if typed is None:
        return edit.outdated(request)
    if old is not None:
        return _with_way_back(edit.change_to(request, old, typed, common=how not in WIDENING), request)
    canonical = parse(typed, concepts).canonical
    done = next((each for each in follows if each.canonical == canonical), None)
    if done is None:
        return edit.outdated(request)
    return say(request.sentence(texts.ALREADY, follow=bold(shown(done.typed))), private=True)


def cut(request: Request) -> Message:
    """The same as `leave`, on a follow's screen."""
    return _with_way_back(edit.leave_out(request), request)


def fix(request: Request) -> Message:
    """The same as the button of `edit`, in the list of dead ones."""
    return _with_way_back(edit.answer(request), request)


def _with_way_back(message: Message, request: Request) -> Message:
    """What was changed, with All topics beside Undo; a refusal stays as it is."""
    if message.private or not message.buttons:
        return message
    first, *others = message.buttons
    back = edit.all_topics(request)
    return message.with_buttons((*(button for button in first if button != back), back), *cutting(others))
