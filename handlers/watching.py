"""What one topic watches for: the screen of its button, changed in its place, and what is typed behind /mode.

"#12 rate 2"               the screen; the place in the list to go back to
"#12 alone 6h rate 2"      only what stays in one language for six hours; also quiet 14d, and 0h, which is off
"Aktau quiet 14d"          typed
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import modes, pages
from bot.i18n.catalogue import watching as texts
from bot.i18n.formats import DAY, HOUR, exactly
from bot.i18n.text import Text
from bot.messages.message import Button, Line, Message, ReplyMode, bold, say
from bot.messages.wording import shown
from bot.model import Command, Subscription
from bot.speech.watching import OFF, Watch, Watched, read_span
from handlers import watch
from handlers.follow_list import FIRST_PLACE, Place, name_buttons, place_of
from handlers.manners import CHOICES, how_it_comes, stored_as
from handlers.request import Request
from handlers.unfollow import NEAR, meant, not_followed

PRESSED = re.compile(r"#(\d{1,18})(?: alone (\d{1,4}[dh]))?(?: quiet (\d{1,4}[dh]))?(?: (\w+ \d+))?")
ALONE_CHOICES = (OFF, HOUR, 6 * HOUR, DAY)
QUIET_CHOICES = (OFF, 7 * DAY, 14 * DAY, 30 * DAY)


def changes(asked: Command) -> bool:
    """Does it change something? The screen alone only shows."""
    pressed = PRESSED.fullmatch(asked.text)
    return bool(pressed and (pressed[2] or pressed[3]))


def answer(request: Request) -> Message:
    """The screen of the topic whose button was pressed, after what the button says was done."""
    pressed = PRESSED.fullmatch(request.text)
    one = _followed(request, int(pressed[1])) if pressed else None
    place = (place_of(pressed[4] or "") if pressed else None) or FIRST_PLACE
    if pressed is None or one is None:
        back = Button(request.translate(pages.BACK), f"following {place}")
        return replace(say(request.translate(modes.NO_LONGER)), reply_mode=ReplyMode.REPLACE).with_buttons((back,))
    wanted = Watch(alone_for=read_span(pressed[2] or ""), quiet_for=read_span(pressed[3] or ""))
    if watch.changes(one.attention, wanted) and wanted.is_within_limits:
        watch.set_for(one, wanted, request)
    return replace(_screen(request, _followed(request, one.query_id) or one, place), reply_mode=ReplyMode.REPLACE)


def typed(request: Request, follows: Sequence[Subscription], wanted: Watched) -> Message:
    """What stands behind /mode: "Aktau quiet 14d", also with how it is to come."""
    topic = wanted.topic or (follows[0].typed if len(follows) == 1 else "")
    if beyond := watch.refused(wanted._replace(topic=topic), request):
        return say(beyond, private=True)
    one = meant(topic, follows, request.rules.concepts)
    if one is None:
        lines = not_followed(topic, [], request)
        return Message(paragraphs=(lines,), buttons=tuple(name_buttons(follows[:NEAR])), private=True)
    said: list[Line] = []
    if wanted.manner is not None and wanted.manner in CHOICES:
        request.store.attention.set(request.command.chat, one.query_id, **stored_as(wanted.manner))
        now = _followed(request, one.query_id) or one
        said.append(how_it_comes(one.typed, now.attention, request))
    undo = watch.undo_button(one, wanted.watch, request)
    return say(*said, *watch.set_for(one, wanted.watch, request)).with_buttons((undo,))


def _screen(request: Request, one: Subscription, place: Place) -> Message:
    """What it watches for, and a button for each other choice."""
    now = Watch(alone_for=one.attention.alone_for, quiet_for=one.attention.quiet_for)
    name = bold(shown(one.typed))
    lines = watch.told(one.typed, now, request) or [request.sentence(texts.HOW, follow=name)]
    alone = [(each, Watch(alone_for=each)) for each in _with_own(ALONE_CHOICES, now.alone_for)]
    quiet = [(each, Watch(quiet_for=each)) for each in _with_own(QUIET_CHOICES, now.quiet_for)]
    rows = (
        *_rows(one, alone, (texts.ALL_LANGUAGES, texts.ALONE_FOR), now.alone_for or OFF, place, request),
        *_rows(one, quiet, (texts.NEVER_TOLD, texts.QUIET_FOR), now.quiet_for or OFF, place, request),
        (Button(request.translate(pages.BACK), f"show #{one.query_id} {place}"),),
    )
    return Message(paragraphs=(tuple(lines),), buttons=rows, private=True)


def _with_own(choices: tuple[timedelta, ...], own: timedelta | None) -> list[timedelta]:
    """The choices, and what was typed besides."""
    return sorted({*choices, *([own] if own else [])})


def _rows(
    one: Subscription,
    choices: Sequence[tuple[timedelta, Watch]],
    labels: tuple[Text, Text],
    chosen: timedelta,
    place: Place,
    request: Request,
) -> list[tuple[Button, ...]]:
    """A button for each choice; the one that it has is ticked."""
    off, on = labels
    buttons: list[tuple[Button, ...]] = []
    for span, asked in choices:
        label = request.translate(on, span=exactly(span)) if span else request.translate(off)
        said = request.translate(modes.TICKED, label=label) if span == chosen else label
        buttons.append((watch.button(said, one.query_id, asked, str(place)),))
    return buttons


def _followed(request: Request, query_id: int) -> Subscription | None:
    return next((each for each in request.follows() if each.query_id == query_id), None)
