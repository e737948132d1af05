"""One follow, opened from a list in its place: what it asks for, its latest articles, and all that can be changed."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.suggestion import Suggestion
from bot.i18n.catalogue import common, doubts, modes, pages, watching
from bot.i18n.catalogue import follow_screen as texts
from bot.i18n.catalogue import unfollow as gone_texts
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, command, say
from bot.messages.narrowing import in_headlines_only, narrowed, only_languages
from bot.messages.person import person
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.messages.typed import only
from bot.messages.wording import LABEL_LIMIT, only_label, shown
from bot.model import Subscription
from handlers.asking import action_on, meaning, notes
from handlers.follow_list import FIRST_PLACE, Place, in_rows, place_of
from handlers.languages import ORDER
from handlers.manners import label, manner_of, signs
from handlers.near import did_you_mean, meant_by
from handlers.others import also_in, leaving_out
from handlers.phrases import first_read_progress
from handlers.preview import archive_search, glance, shown_articles
from handlers.request import Request
from handlers.share import share_button

SHOWN = re.compile(r"#(\d{1,18})(?: (\w+ \d+))?")  #: a follow, and the place in the list to go back to


def answer(request: Request) -> Message:
    """The follow whose button was pressed: "#12 rate 2"."""
    pressed = SHOWN.fullmatch(request.text)
    place = (place_of(pressed[2] or "") if pressed else None) or FIRST_PLACE
    one = next((each for each in request.follows() if pressed and each.query_id == int(pressed[1])), None)
    if one is None:
        gone = say(request.translate(gone_texts.NOT_ANY_MORE), reply_mode=ReplyMode.REPLACE)
        return gone.with_buttons((_back(place, request),))
    return replace(screen(request, one, place), reply_mode=ReplyMode.REPLACE)


def screen(request: Request, one: Subscription, place: Place = FIRST_PLACE) -> Message:
    """What it asks for and brings, and the buttons of who may change it."""
    query = parse(one.canonical, request.rules.concepts)
    preview = archive_search(request)(query, others=True)
    in_words = meaning(query, one.typed, request)
    heading = request.sentence(common.MEANING, follow=bold(shown(one.typed)), meaning=in_words)
    about = (
        *_by_whom(one, request),
        *notes(query, one.typed, request),
        *glance(preview, request),
        *also_in(preview, request),
        *signs(one.attention, request),
    )
    paragraphs: list[Paragraph] = [(heading, *about), *shown_articles(preview, request)]
    meant = meant_by(query, one.typed, request) if not preview.found.count else None
    paragraphs += [(did_you_mean(meant, request),)] if meant else []
    paragraphs += first_read_progress(request)
    rows: list[tuple[Button, ...]] = []
    last = share_button(request, one.typed)  # it is everybody's
    mode = request.translate(modes.MODE, manner=label(manner_of(one.attention), request))
    if request.command.may_change:
        paragraphs.append((_how_to_edit(one, request),))
        rows += [(fix_button(one, meant, request),)] if meant else []
        watch = Button(request.translate(watching.WATCH), f"watch #{one.query_id} {place}")
        rows += [(Button(mode, f"mode #{one.query_id} {place}"), watch)]
        rows += [*_changes(one, query, request), *cutting(leaving_out(preview.others, one.query_id, request))]
        last = (Button(request.translate(texts.UNFOLLOW), f"unfollow #{one.query_id} {place}"), *last)
    rows += [last] if last else []
    rows.append((_back(place, request),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _by_whom(one: Subscription, request: Request) -> tuple[Line, ...]:
    """Who added it, and when, in a chat of several."""
    name = person(one.followed_by)
    if not name:
        return ()
    when = time_span(one.created_at, request.zone, request.now, request.translate)
    return (request.sentence(texts.ADDED_BY, person=name, time=when),)


def fix_button(one: Subscription, meant: Suggestion, request: Request) -> Button:
    """Puts the follow that was meant in place of one with a misspelled word."""
    number = request.query_id(meant.query, meant.typed)
    label = request.translate(texts.INSTEAD, query=shorten(meant.typed, LABEL_LIMIT))
    return Button(label, action_on(f"fix #{one.query_id}", meant.typed, number, request))


def _how_to_edit(one: Subscription, request: Request) -> Line:
    """`/edit AI -> AI -sport`, with this follow."""
    name, out = tidy(one.typed), request.translate(texts.WORD_LEFT_OUT)
    return request.sentence(texts.HOW, command=command(f"edit {name} -> {name} -{out}"))


def _changes(one: Subscription, query: Query, request: Request) -> list[tuple[Button, ...]]:
    """What narrows or widens it, as far as that makes another query."""
    concepts, say = request.rules.concepts, request.translate
    found: list[Button] = []
    if only(query, one.typed, concepts):
        label = only_label(query, one.typed, concepts, translate=say)
        found.append(Button(label, f"narrow #{one.query_id} only"))
    how, text = ("text", texts.WHOLE_TEXT) if in_headlines_only(query) else ("title", doubts.HEADLINES_ONLY)
    found += _button(one, query, how, say(text), request)
    if only_languages(query):
        found += _button(one, query, "all", say(texts.ALL_LANGUAGES), request)
    elif len(read := _languages_read(request)) > 1:
        for code in read:
            found += _button(one, query, code, say(texts.ONLY[code]), request)
    return in_rows(found)


def _button(one: Subscription, query: Query, how: str, label: str, request: Request) -> list[Button]:
    possible = narrowed(query, one.typed, how, request.rules.concepts) is not None
    return [Button(label, f"narrow #{one.query_id} {how}")] if possible else []


def _languages_read(request: Request) -> list[str]:
    """The languages in which the chat gets articles."""
    languages = {each.language for each in request.store.sources.health(request.now)}
    return [code for code in request.languages or ORDER if code in languages]


def cutting(rows: list[tuple[Button, ...]]) -> list[tuple[Button, ...]]:
    """The buttons that leave something out, so that the way back stays."""
    return [tuple(replace(button, action=re.sub("^leave ", "cut ", button.action)) for button in row) for row in rows]


def _back(place: Place, request: Request) -> Button:
    return Button(request.translate(pages.BACK), f"following {place}")
