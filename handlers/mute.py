"""/mute and /unmute: one follow brings no alerts for a while.

mute #12 345       under the alert of article 345: the choice, in place of its buttons
mute #12 345 1d    chosen there
mute #12 1d        chosen below "Mute AI for how long?", which mute #12 asks
unmute #12 345     the Undo of either
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.i18n.catalogue import groups, pages, phrases
from bot.i18n.catalogue import quiet as texts
from bot.i18n.formats import DAY, HOUR, clock, duration, moment
from bot.matching.follow_search import search_follows
from bot.matching.grammar import split_follows
from bot.messages.examples import EXAMPLES
from bot.messages.message import Button, Line, Message, ReplyMode, bold, say
from bot.messages.person import person
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Command, Subscription
from bot.speech.spans import duration_at_end, until_at_end
from bot.speech.words import LEAVE_OUT
from handlers import leave_out, more, naming, pause
from handlers.follow_list import in_rows
from handlers.phrases import nothing_followed
from handlers.request import Request
from handlers.unfollow import ALL, NEAR, meant, not_followed

PRESSED = re.compile(r"#(\d{1,18})(?: (\d{1,18}))?(?: (1h|1d|1w))?")
SPANS = {"1h": HOUR, "1d": DAY, "1w": 7 * DAY}
SHORT_LABEL = 20  #: characters of a follow beside a time


def changes(asked: Command) -> bool:
    """Alone it only shows what is muted."""
    return bool(asked.text)


def answer(request: Request) -> Message:
    """Mute what was named or pressed; alone it shows what is muted."""
    pressed = PRESSED.fullmatch(request.text) if request.command.button else None
    if pressed:
        return _pressed(request, int(pressed[1]), int(pressed[2] or 0), pressed[3])
    if _is_moderation(request):
        return Message(silent=True)
    follows = request.follows()
    if not follows:
        return nothing_followed(request)
    if not request.text:
        return _listed(_muted(follows, request.now), request)
    named, end = _parts(request.text)
    if named.casefold() in ALL:  # of everything it is a pause
        return pause.answer(request.renamed("pause", end))
    one = meant(request.text, follows, request.rules.concepts) or meant(named, follows, request.rules.concepts)
    if one is None:
        return _several(split_follows(named), end, follows, request)
    if not end or tidy(one.typed) == tidy(request.text):
        return _question(one, request)
    until = pause.end_typed(end, request, pause.examples(request, shown(one.typed)))
    return _mute(one, until, request) if isinstance(until, datetime) else say(until, private=True)


def _several(named: Sequence[str], end: str, follows: Sequence[Subscription], request: Request) -> Message:
    """Each of several that were named; none, if one of them is not followed or no time is given."""
    found = {typed: meant(typed, follows, request.rules.concepts) for typed in named}
    unknown = [typed for typed, one in found.items() if one is None]
    ones = [one for one in found.values() if one is not None]
    if unknown and len(named) == 1 and not end:  # it may come with what is followed
        return leave_out.answer(request.renamed(LEAVE_OUT, request.text))
    if unknown or not ones:
        return _unknown(unknown or [request.text], follows, "mute", request)
    until = pause.end_typed(end, request, pause.examples(request, shown(", ".join(named))))
    if not isinstance(until, datetime):
        return say(until, private=True)
    messages = [_mute(one, until, request) for one in ones]
    lines = tuple(message.paragraphs[0][0] for message in messages)
    return Message(paragraphs=((*lines, request.sentence(texts.STILL_IN_DIGESTS)),))


def _unknown(named: Sequence[str], follows: Sequence[Subscription], action: str, request: Request) -> Message:
    """What is not followed, with what is like it: that is pressed instead."""
    nearest = {typed: search_follows(typed, follows, request.rules.concepts)[:NEAR] for typed in named}
    ones = dict.fromkeys(each for near in nearest.values() for each in near)
    buttons = (Button(shorten(tidy(each.typed), LABEL_LIMIT), f"{action} #{each.query_id}") for each in ones)
    missing = tuple(not_followed(typed, near, request) for typed, near in nearest.items())
    return Message(paragraphs=missing, private=True).with_buttons(*in_rows(buttons))


def unmute(request: Request) -> Message:
    """Let a follow that is muted bring alerts again; alone, the only one, or a choice."""
    follows, text = request.follows(), request.text
    pressed = PRESSED.fullmatch(text) if request.command.button else None
    if pressed:
        one = next((each for each in follows if each.query_id == int(pressed[1])), None)
        if one is not None:
            request.store.attention.set(request.command.chat, one.query_id, muted_until=None)
        if pressed[2]:
            return more.opened(request.renamed("more", pressed[2]))
        return _unmuted(one, request)
    if _is_moderation(request):
        return Message(silent=True)
    muted = _muted(follows, request.now)
    if not text or text.casefold() in ALL:
        if not muted or (len(muted) > 1 and not text):
            return _listed(muted, request)
        for each in muted:
            request.store.attention.set(request.command.chat, each.query_id, muted_until=None)
        return say(*(request.sentence(texts.UNMUTED, follow=bold(shown(each.typed))) for each in muted))
    one = meant(text, follows, request.rules.concepts)
    if one is None:
        return _unknown([text], muted, "unmute", request)
    if one not in muted:
        return say(request.sentence(texts.NOT_MUTED, follow=bold(shown(one.typed))), private=True)
    request.store.attention.set(request.command.chat, one.query_id, muted_until=None)
    return _unmuted(one, request)


def _is_moderation(request: Request) -> bool:
    """Is it for another bot of the group, which mutes people?"""
    shared = request.command.facts.shared_groups and not request.command.button
    return shared and (request.text.startswith("@") or (bool(request.command.reply_to) and not request.text))


def _parts(text: str) -> tuple[str, str]:
    """What is to be muted, and for how long, or until when."""
    found = until_at_end(text) or duration_at_end(text)
    if found is None:
        first, _, last = text.rpartition(" ")
        return (first, last) if first and re.fullmatch(r"[-+]?\d+\w{0,3}", last) else (text, "")
    return found[1], text[len(found[1]) :].strip(" ,:;")


def _muted(follows: Sequence[Subscription], now: datetime) -> list[Subscription]:
    return [each for each in follows if (until := each.attention.muted_until_at) is not None and until > now]


def _mute(one: Subscription, until: datetime, request: Request) -> Message:
    request.store.attention.set(request.command.chat, one.query_id, muted_until=until)
    head = request.sentence(texts.MUTED, follow=bold(shown(one.typed)), moment=pause.moment_span(until, request))
    undo = Button(request.translate(phrases.UNDO), f"unmute #{one.query_id}")
    message = Message(paragraphs=((head, request.sentence(texts.STILL_IN_DIGESTS)),), reply_mode=_reply_mode(request))
    return message.with_buttons((undo,))


def _unmuted(one: Subscription | None, request: Request) -> Message:
    if one is None:
        return say(request.translate(groups.EXPIRED), private=True)
    told = request.sentence(texts.UNMUTED, follow=bold(shown(one.typed)))
    return say(told, reply_mode=_reply_mode(request))


def _reply_mode(request: Request) -> ReplyMode:
    return ReplyMode.REPLACE if request.command.button else ReplyMode.NEW


def _pressed(request: Request, number: int, article_id: int, span: str | None) -> Message:
    """A button under an alert, or below the question."""
    one = next((each for each in request.follows() if each.query_id == number), None)
    if one is None:
        if article_id:
            return more.opened(request.renamed("more", str(article_id)))
        return say(request.translate(groups.EXPIRED), private=True)
    if span is None:
        if not article_id:
            return replace(_question(one, request), reply_mode=ReplyMode.REPLACE)
        return _choice(one, article_id, request)
    until = request.now + SPANS[span]
    if not article_id:
        return _mute(one, until, request)
    request.store.attention.set(request.command.chat, one.query_id, muted_until=until)
    menu = more.opened(request.renamed("more", str(article_id)))
    undo = Button(_undo_label(one, until, request), f"unmute #{number} {article_id}")
    return replace(menu, buttons=((undo,), *menu.buttons))


def _choice(one: Subscription, article_id: int, request: Request) -> Message:
    """How long, in place of the buttons of an alert."""
    back = Button(request.translate(pages.BACK), f"more {article_id}")
    return Message(buttons=(_spans(one, article_id, request), (back,)), reply_mode=ReplyMode.BUTTONS)


def _spans(one: Subscription, article_id: int, request: Request) -> tuple[Button, ...]:
    place = f"#{one.query_id} {article_id}" if article_id else f"#{one.query_id}"
    return tuple(Button(request.translate(duration(span)), f"mute {place} {name}") for name, span in SPANS.items())


def _undo_label(one: Subscription, until: datetime, request: Request) -> str:
    """What it takes back; in a chat of several it says who did that, for no message does."""
    name = shorten(tidy(one.typed), SHORT_LABEL)
    if naming.is_named(request):
        by = person(request.command.person_name)
        return request.translate(texts.UNDO_MUTED_BY, follow=name, person=by)
    today = until.astimezone(request.zone).date() == request.now.astimezone(request.zone).date()
    time = (
        clock(until, request.zone, request.translate)
        if today
        else moment(until, request.zone, request.now, request.translate)
    )
    return request.translate(texts.UNDO_MUTED, follow=name, time=time)


def _question(one: Subscription, request: Request) -> Message:
    question = say(request.sentence(texts.MUTE_HOW_LONG, follow=bold(shown(one.typed))), private=True)
    return question.with_buttons(_spans(one, 0, request)) if request.command.may_change else question


def _listed(muted: Sequence[Subscription], request: Request) -> Message:
    """What is muted, each with the way back."""
    if not muted:
        follows = request.follows()
        named = shown(follows[0].typed) if follows else EXAMPLES[request.translate.language].word
        example, _ = pause.examples(request, named)
        return say(request.sentence(texts.NOTHING_MUTED, command=example), private=True)
    lines: list[Line] = [request.sentence(texts.MUTED_LIST)]
    for each in muted:
        until = each.attention.muted_until_at
        at = pause.moment_span(until, request) if until else ()
        lines.append(request.sentence(texts.MUTED_UNTIL, follow=bold(shown(each.typed)), moment=at))
    label = texts.UNMUTE
    rows = [
        (Button(request.translate(label, follow=shorten(tidy(each.typed), LABEL_LIMIT)), f"unmute #{each.query_id}"),)
        for each in muted
    ]
    message = Message(paragraphs=(tuple(lines),), private=True)
    return message.with_buttons(*rows) if request.command.may_change else message
