"""/mode: how the articles of a topic come. By words, or by the buttons of the topic's screen, changed in their place.

"AI digest", "all silent", "silent", "AI", ""          typed
"#12 silent rate 2", "#12 rate 2", "all silent"        pressed; the place in the list to go back to
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.i18n.catalogue import follow as follow_texts
from bot.i18n.catalogue import modes as texts
from bot.i18n.catalogue import pages, phrases
from bot.i18n.catalogue.follow_screen import ALL_TOPICS
from bot.matching.follow_search import search_follows
from bot.matching.grammar import parse, split_follows
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, command, say
from bot.messages.narrowing import in_headlines_only, narrowed
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Command, Subscription
from bot.speech.arguments import ALL
from bot.speech.modes import Manner, said_of
from bot.speech.watching import NOTHING, watched
from handlers import edit, more, watching
from handlers.follow_list import FIRST_PLACE, PAGE, Place, in_rows, listed_follows, place_of
from handlers.manners import (
    CHOICES,
    SIGNS,
    how_it_comes,
    is_muted,
    label,
    manner_of,
    muted_until,
    stored_as,
    without_digests,
)
from handlers.phrases import nothing_followed
from handlers.request import Request
from handlers.unfollow import NEAR, meant, not_followed

PRESSED = re.compile(r"#(\d{1,18})(?: (instant|silent|digest|rings|headlines|text))?(?: (\w+ \d+))?")
EDITS = {Manner.HEADLINES: "title", Manner.TEXT: "text"}


def changes(asked: Command) -> bool:
    """Does it say how something is to come? Without that it only shows."""
    pressed = PRESSED.fullmatch(asked.text) if asked.button else None
    if pressed:
        return bool(pressed[2])
    return said_of(asked.text).manner is not None or watched(asked.text).watch != NOTHING


def answer(request: Request) -> Message:
    """Change it, show it, or ask which topic is meant."""
    follows = request.follows()
    pressed = PRESSED.fullmatch(request.text) if request.command.button else None
    if pressed:
        message = _pressed(request, follows, pressed)
        only_told = message.private and not message.buttons  # to who pressed
        return message if only_told else replace(message, reply_mode=ReplyMode.REPLACE)
    if not follows:
        return nothing_followed(request)
    if any(tidy(each.typed).casefold() == request.text.casefold() for each in follows):  # a topic called "silent"
        return _shown(request, follows, request.text)
    wanted = watched(request.text)
    if wanted.watch != NOTHING:
        return watching.typed(request, follows, wanted)
    said = said_of(request.text)
    of_all = said.topic.casefold() in _ALL
    if said.manner is None:
        return _shown(request, follows, "" if of_all else said.topic)
    if of_all and said.manner in CHOICES:
        return _all(request, follows, said.manner)
    if (of_all or not said.topic) and len(follows) > 1:
        return _which(request, follows, said.manner)
    return _named(request, follows, "" if of_all else said.topic, said.manner)


#: what /unfollow takes for all, too; a typed command has it as one word already
_ALL = frozenset({ALL, "everything", "все", "всё", "бәрі", "барлығы", "for all", "all topics", "все темы"})


def screen(request: Request, one: Subscription, place: Place = FIRST_PLACE) -> Message:
    """How a follow comes now, and the ways in which it can."""
    buttons: list[tuple[Button, ...]] = []
    if request.command.may_change:
        buttons += more.manner_rows(one, "mode", place, request)
    buttons.append((Button(request.translate(pages.BACK), f"show #{one.query_id} {place}"),))
    return Message(paragraphs=(_now(one, request),), buttons=tuple(buttons), private=True)


def _now(one: Subscription, request: Request) -> Paragraph:
    """`AI: an alert at once, but without a sound.`, and what else is to be known of it."""
    lines: list[Line] = [how_it_comes(one.typed, one.attention, request)]
    if manner_of(one.attention) is Manner.DIGEST:
        lines += without_digests(request)
    if in_headlines_only(parse(one.canonical, request.rules.concepts)):
        lines.append(request.sentence(texts.HEADLINES))
    if is_muted(one.attention, request):
        lines.append(request.sentence(texts.MUTED, moment=muted_until(one.attention, request)))
    if request.preferences.silent and manner_of(one.attention) is Manner.INSTANT:
        lines.append(request.sentence(texts.SILENT_CHAT))
    return tuple(lines)


def _pressed(request: Request, follows: Sequence[Subscription], pressed: re.Match[str]) -> Message:
    place = place_of(pressed[3] or "") or FIRST_PLACE
    one = next((each for each in follows if each.query_id == int(pressed[1])), None)
    if one is None:
        gone = say(request.translate(texts.NO_LONGER))
        return gone.with_buttons((Button(request.translate(pages.BACK), f"following {place}"),))
    if not pressed[2]:
        return screen(request, one, place)
    manner = Manner(pressed[2])
    if manner in EDITS:
        return edit.with_way_back(_edited(request, one, manner), request)
    request.store.attention.set(request.command.chat, one.query_id, **stored_as(manner))
    return screen(request, _again(one, request), place)


def _again(one: Subscription, request: Request) -> Subscription:
    """The follow as it is stored now."""
    return next((each for each in request.follows() if each.query_id == one.query_id), one)


def _edited(request: Request, one: Subscription, manner: Manner) -> Message:
    """In headlines only, or in the text too: the answer of /edit, with Undo."""
    concepts = request.rules.concepts
    typed = narrowed(parse(one.canonical, concepts), one.typed, EDITS[manner], concepts)
    if typed is not None:
        return edit.change_to(request, one, typed, common=manner is Manner.HEADLINES)
    is_so = in_headlines_only(parse(one.canonical, concepts)) is (manner is Manner.HEADLINES)
    if is_so and manner is Manner.HEADLINES:
        return say(request.sentence(follow_texts.ALREADY, follow=bold(shown(one.typed))), private=True)
    text = texts.NOT_NARROWED if manner is Manner.HEADLINES else texts.NOT_WIDENED
    return say(request.sentence(text, follow=bold(shown(one.typed))), private=True)


def _shown(request: Request, follows: Sequence[Subscription], topic: str) -> Message:
    """The screen of the one that was named, or the list to choose from."""
    one = meant(topic, follows, request.rules.concepts) if topic else None
    near = search_follows(topic, follows, request.rules.concepts)[:NEAR] if topic else []
    if one is not None or len(near) == 1:
        return screen(request, one or near[0])
    if near:
        rows = in_rows(Button(_name(each), f"mode #{each.query_id} {FIRST_PLACE}") for each in near)
        return Message(paragraphs=(not_followed(topic, near, request),), buttons=tuple(rows), private=True)
    how = request.sentence(
        texts.HOW, command=command(f"mode {_name(follows[0])} {request.translate(texts.TYPED_SILENT)}")
    )
    listed = listed_follows(request, follows, question=how)
    not_found = (not_followed(topic, [], request),) if topic else ()
    return replace(listed, paragraphs=(*not_found, *listed.paragraphs))


def _which(request: Request, follows: Sequence[Subscription], manner: Manner) -> Message:
    """It is said how, but not what: the newest topics, and all of them."""
    newest = list(reversed(follows))[:PAGE]
    rows = in_rows(Button(_name(each), f"mode #{each.query_id} {manner} {FIRST_PLACE}") for each in newest)
    if manner in CHOICES:
        rows.append((Button(request.translate(ALL_TOPICS), f"mode {ALL} {manner}"),))
    said = request.sentence(texts.WHICH, manner=label(_headlines(manner), request))
    return say(said, private=True).with_buttons(*rows)


def _all(request: Request, follows: Sequence[Subscription], manner: Manner) -> Message:
    before = {manner_of(each.attention) for each in follows}
    for each in follows:
        request.store.attention.set(request.command.chat, each.query_id, **stored_as(manner))
    said = say(request.sentence(texts.ALL_NOW, count=len(follows), manner=request.sentence(SIGNS[manner])))
    if manner is Manner.DIGEST:
        said = replace(said, paragraphs=(*said.paragraphs, *((line,) for line in without_digests(request))))
    message = replace(said, reply_mode=ReplyMode.REPLACE) if request.command.button else said
    if len(before) > 1 or manner in before:  # one button can't bring back several
        return message
    return message.with_buttons((Button(request.translate(phrases.UNDO), f"mode {ALL} {before.pop()}"),))


def _named(request: Request, follows: Sequence[Subscription], topic: str, manner: Manner) -> Message:
    """Each of the topics that were typed; what is not followed is answered with what is like it."""
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Button, ...]] = []
    changed = False
    parts = split_follows(topic) or [follows[0].typed]
    for typed in parts:
        one, near = _found(typed, follows, request)
        if one is None:
            paragraphs.append(not_followed(typed, near, request))
            rows += in_rows(Button(_name(each), f"mode #{each.query_id} {manner} {FIRST_PLACE}") for each in near)
        elif manner in EDITS:
            if len(parts) == 1:
                return _edited(request, one, manner)
            edited = _edited(request, one, manner)
            changed |= not edited.private
            paragraphs += edited.paragraphs[:1]
            rows += edited.buttons[:1]
        else:
            changed = True
            request.store.attention.set(request.command.chat, one.query_id, **stored_as(manner))
            paragraphs.append(_now(_again(one, request), request))
            rows.append(_undo(one, manner, request, named=len(parts) > 1))
    rows = [row for row in rows if row] or [(edit.all_topics(request),)]
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=not changed)


def _found(
    typed: str, follows: Sequence[Subscription], request: Request
) -> tuple[Subscription | None, list[Subscription]]:
    """The follow that was named, and else those that are like it."""
    one = meant(typed, follows, request.rules.concepts)
    return one, [] if one else search_follows(typed, follows, request.rules.concepts)[:NEAR]


def _undo(one: Subscription, manner: Manner, request: Request, *, named: bool) -> tuple[Button, ...]:
    """Takes it back, and the other ways; nothing where it came so already."""
    before = manner_of(one.attention)
    other = Button(request.translate(texts.CHANGE_MODE), f"mode #{one.query_id} {FIRST_PLACE}")
    if before is manner:
        return () if named else (other,)
    said = request.translate(texts.UNDO_CHANGE, change=_name(one)) if named else request.translate(phrases.UNDO)
    undo = Button(said, f"mode #{one.query_id} {before} {FIRST_PLACE}")
    return (undo,) if named else (undo, other)


def _headlines(manner: Manner) -> Manner:
    return Manner.HEADLINES if manner is Manner.TEXT else manner


def _name(one: Subscription) -> str:
    return shorten(tidy(one.typed), LABEL_LIMIT)
