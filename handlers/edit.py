"""/edit: a follow asks for something else from now on, and keeps its history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.preview import Preview
from bot.i18n.catalogue import edit as texts
from bot.i18n.catalogue import follow_screen as screen_texts
from bot.i18n.catalogue import phrases
from bot.matching.analysis import AnalyzedText
from bot.matching.follow_search import search_follows
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.longer_names import excluding
from bot.matching.query import Query
from bot.messages.message import Button, Message, Paragraph, ReplyMode, bold, command, say
from bot.messages.text import shorten, tidy
from bot.messages.typed import only
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Match, Subscription
from bot.speech.watching import NOTHING, Watched, watched
from handlers import languages, watch
from handlers.asking import Refused, action_on, how_read, meaning, other_names, read, stored
from handlers.follow_list import FIRST_PLACE, listed_follows, name_buttons
from handlers.follow_screen import cutting, screen
from handlers.others import also_in, leaving_out
from handlers.phrases import first_read_progress, nothing_followed
from handlers.preview import archive_search, busy, glance, is_busy, shown_articles
from handlers.request import Request
from handlers.undo import undo_button
from handlers.unfollow import NEAR, meant, not_followed

ARROW = re.compile(r"\s*(?:[-–—−=]+>|[→⇒➔➜➡]\ufe0f?)\s*")
#: the follow, and what shall stand in its place; anyway: though it is common
PRESSED = re.compile(r"(anyway )?#(\d{1,18}) (.+)", re.DOTALL)
LEAVE = re.compile(r"#(\d{1,18}) (.+)", re.DOTALL)  #: a follow, and a longer name to leave out of it
ONLY = re.compile(r"#(\d{1,18})")


@dataclass(frozen=True, kw_only=True)
class _Change:
    """A follow and what shall stand in its place."""

    old: Subscription
    typed: str
    query: Query
    common: bool = False  #: change it though the new one is common


def answer(request: Request) -> Message:
    """Change the follow before the arrow to what stands behind it."""
    follows = request.follows()
    pressed = PRESSED.fullmatch(request.text) if request.command.button else None
    if pressed:
        return _pressed(request, follows, pressed)
    if not follows:
        return nothing_followed(request)
    old, *rest = ARROW.split(request.text, maxsplit=1)
    if not rest or not old or not rest[0]:
        return _chosen(request, follows, tidy(old))
    wanted = watched(tidy(rest[0]))
    if wanted.watch == NOTHING or not wanted.topic:
        return _named(request, follows, tidy(old), tidy(rest[0]))
    return _watching(request, follows, tidy(old), wanted)


def _watching(request: Request, follows: Sequence[Subscription], old: str, wanted: Watched) -> Message:
    """The same of a topic with what it is to watch for: "Aktau -> Aktau port quiet 14d"."""
    if beyond := watch.refused(wanted, request):
        return say(beyond, private=True)
    message = _named(request, follows, old, wanted.topic)
    query = read(wanted.topic, request, common=True)
    canonical = query.canonical if isinstance(query, Query) else ""
    one = next((each for each in request.follows() if each.canonical == canonical), None)
    if one is None:
        return message
    lines = tuple(watch.set_for(one, wanted.watch, request))
    undo = (watch.undo_button(one, wanted.watch, request),)
    if message.private:  # it asks for the same as before
        return say(*lines).with_buttons(undo)
    return replace(message, paragraphs=(*message.paragraphs, lines))


def change_to(request: Request, old: Subscription, typed: str, *, common: bool) -> Message:
    """Change a follow to what a button says; `common`: though it is common."""
    query = parse(typed, request.rules.concepts)
    return _changed(request, _Change(old=old, typed=typed, query=query, common=common))


def rewritten(request: Request, old: Subscription, typed: str, *, article_id: int) -> Subscription | None:
    """Change a follow in the menu of an alert, which has no room for words; None: it is not followed any more.

    Where the article of that alert still answers it, the menu shows it still.
    """
    query = parse(typed, request.rules.concepts)
    number = request.query_id(query, typed)
    change = _Change(old=old, typed=typed, query=query)
    matches = _matches(request, change, number)
    article = request.store.articles.get(article_id)
    match = find(query, AnalyzedText.of(article, request.rules.concepts), number) if article else None
    matches |= {article_id: match} if match else {}
    request.store.follows.edit(request.command.chat, old.query_id, number, typed, matches, request.now)
    return next((each for each in request.follows() if each.query_id == number), None)


def only_words(request: Request) -> Message:
    """The button that switches the concepts of a follow off: "#12"."""
    pressed = ONLY.fullmatch(request.text)
    follows = request.follows()
    old = next((each for each in follows if pressed and each.query_id == int(pressed[1])), None)
    concepts = request.rules.concepts
    typed = only(parse(old.canonical, concepts), old.typed, concepts) if old else None
    if old is None or typed is None:
        return outdated(request)
    query = parse(typed, concepts)
    message = _changed(request, _Change(old=old, typed=typed, query=query, common=True))
    return languages.offered_below(message, request) if len(follows) == 1 else message


def leave_out(request: Request) -> Message:
    """The button that leaves a longer name out of a follow: "#12 Абай-көшесі", or "#12 #34"."""
    follows = request.follows()
    pressed = LEAVE.fullmatch(request.text)
    phrase = (stored(pressed[2], request) or "").replace(" ", "-") if pressed else ""
    known = request.store.follows.query(int(pressed[1])) if pressed else None
    if pressed is None or known is None or not phrase:
        return outdated(request)
    old = next((each for each in follows if each.query_id == int(pressed[1])), None)
    concepts = request.rules.concepts
    typed = excluding(phrase, (old.typed if old else known[1], known[0]), concepts)
    if typed is None:
        return say(request.sentence(texts.TOO_LONG_TO_LEAVE_OUT, follow=bold(shown(known[1]))), private=True)
    query = parse(typed, concepts)
    if old is None and any(each.canonical == query.canonical for each in follows):  # pressed twice
        return say(request.sentence(texts.LEFT_OUT, name=bold(shown(phrase.replace("-", " ")))), private=True)
    if old is None:
        return outdated(request)
    return _changed(request, _Change(old=old, typed=typed, query=query, common=True))


def outdated(request: Request) -> Message:
    """The follow is not followed any more, or another than it was."""
    return say(request.sentence(texts.OUTDATED, command=command("following")), private=True)


def _chosen(request: Request, follows: Sequence[Subscription], name: str) -> Message:
    """The screen of the follow that was named, on which it can be changed; else the list to choose from."""
    old = meant(name, follows, request.rules.concepts) if name else None
    if old is not None:
        return screen(request, old)
    found = search_follows(name, follows, request.rules.concepts) if name else []
    if not name or not found:
        listed = listed_follows(request, follows, question=request.sentence(screen_texts.WHICH))
        not_found = (not_followed(name, [], request),) if name else ()
        return replace(listed, paragraphs=(*not_found, *listed.paragraphs))
    return Message(
        paragraphs=(not_followed(name, found[:NEAR], request),), buttons=tuple(name_buttons(found[:NEAR])), private=True
    )


def _pressed(request: Request, follows: Sequence[Subscription], pressed: re.Match[str]) -> Message:
    old = next((each for each in follows if each.query_id == int(pressed[2])), None)
    typed = stored(pressed[3], request)
    query = read(typed, request, common=True) if typed else None
    if old is None or typed is None or not isinstance(query, Query):
        return outdated(request)
    message = _changed(request, _Change(old=old, typed=typed, query=query, common=bool(pressed[1])))
    if message.private or message.reply_mode is not ReplyMode.REPLACE:
        return message
    first, *others = message.buttons
    return message.with_buttons((*first, all_topics(request)), *others)  # a change taken back ends nowhere


def _named(request: Request, follows: Sequence[Subscription], name: str, typed: str) -> Message:
    """What was typed, if both sides can be read; else what is wrong, with the nearest as buttons."""
    query = read(typed, request)
    correction = query.correction if isinstance(query, Refused) else typed
    readable = read(correction, request) if correction else None
    old = meant(name, follows, request.rules.concepts)
    if old is not None and isinstance(query, Query):
        return _changed(request, _Change(old=old, typed=typed, query=query))
    paragraphs: list[Paragraph] = [(query.reason,)] if isinstance(query, Refused) else []
    near = [old] if old else search_follows(name, follows, request.rules.concepts)[:NEAR]
    if old is None:
        paragraphs.append(not_followed(name, near, request))
    rows: list[tuple[Button, ...]] = []
    if isinstance(readable, Query) and correction:
        number = request.query_id(readable, correction)
        for each in near:
            old_name, new_name = (shorten(one, LABEL_LIMIT // 2) for one in (tidy(each.typed), correction))
            label = request.translate(texts.OLD_TO_NEW, old=old_name, new=new_name)
            rows.append((Button(label, action_on(f"edit #{each.query_id}", correction, number, request)),))
    if not rows:
        rows = list(name_buttons(near)) if near else [(all_topics(request),)]
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _changed(request: Request, change: _Change) -> Message:
    """Change it, and say both in words and how often the new one would come."""
    old, typed, query = change.old, change.typed, change.query
    reply_mode = ReplyMode.REPLACE if request.command.button else ReplyMode.NEW
    names = {"old": bold(shown(old.typed)), "new": bold(shown(typed))}
    if query.canonical == old.canonical:
        return say(request.sentence(texts.SAME, **names), private=True)
    store, chat = request.store, request.command.chat
    preview = archive_search(request)(query, 1, others=True)
    number = request.query_id(query, typed)
    if is_busy(preview, request) and not change.common:
        anyway = Button(
            request.translate(texts.ANYWAY), action_on(f"edit anyway #{old.query_id}", typed, number, request)
        )
        question = request.sentence(texts.NOT_YET, question=busy(typed, preview, request))
        return say(question, private=True).with_buttons((anyway,))
    both = any(each.query_id == number for each in request.follows())
    if not store.follows.edit(chat, old.query_id, number, typed, _matches(request, change, number), request.now):
        return outdated(request)  # unfollowed a moment ago
    if both:
        dropped = request.sentence(texts.ALREADY, **names)
        return say(dropped, reply_mode=reply_mode).with_buttons((undo_button(old, request),))
    undo = Button(
        request.translate(phrases.UNDO), action_on(f"edit anyway #{number}", old.typed, old.query_id, request)
    )
    return Message(
        paragraphs=(
            _both_in_words(request, change, preview),
            *shown_articles(preview, request),
            *first_read_progress(request),
        ),
        buttons=((undo,), *leaving_out(preview.others, number, request)),
        reply_mode=reply_mode,
    )


def with_way_back(message: Message, request: Request) -> Message:
    """What was changed on a follow's screen, with All topics beside Undo; a refusal stays as it is."""
    if message.private or not message.buttons:
        return message
    first, *others = message.buttons
    back = all_topics(request)
    return message.with_buttons((*(button for button in first if button != back), back), *cutting(others))


def all_topics(request: Request) -> Button:
    """Opens the list of what the chat follows, in place."""
    return Button(request.translate(screen_texts.ALL_TOPICS), f"following {FIRST_PLACE}")


def _both_in_words(request: Request, change: _Change, preview: Preview) -> Paragraph:
    """What is asked for now, and what was before."""
    old, typed, query = change.old, change.typed, change.query
    old_name, new_name = bold(shown(old.typed)), bold(shown(typed))
    was = meaning(parse(old.canonical, request.rules.concepts), old.typed, request)
    return (
        request.sentence(texts.CHANGED, old=old_name, new=new_name, meaning=meaning(query, typed, request)),
        *how_read(query, typed, request),
        request.sentence(texts.BEFORE, meaning=was),
        *other_names(query, typed, request),
        *glance(preview, request),
        *also_in(preview, request),
    )


def _matches(request: Request, change: _Change, number: int) -> dict[int, Match]:
    """What the new query finds in the articles that are still to be sent for the old one."""
    concepts = request.rules.concepts
    found: dict[int, Match] = {}
    for article in request.store.follows.pending_articles(request.command.chat, change.old.query_id):
        match = find(change.query, AnalyzedText.of(article, concepts), number)
        if match is not None:
            found[article.id] = match
    return found
