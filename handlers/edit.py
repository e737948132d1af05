"""/edit: a follow asks for something else from now on, and keeps its history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.others import without
from bot.matching.query import Query
from bot.matching.reading import Reading
from bot.messages.message import Button, Line, Message, Paragraph, Place, bold, command, line, say
from bot.messages.text import shorten, tidy
from bot.messages.typed import only
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Command, Match, Subscription
from handlers import languages
from handlers.asking import Refused, action_on, how_read, meaning, other_names, read, stored
from handlers.brought import Looking, pointed_out, told_at_length
from handlers.others import also_in, leaving_out
from handlers.phrases import follows_not, not_allowed, nothing_followed, reading, you_follow
from handlers.ruled import Store
from handlers.unfollow import did_you_mean, like, meant, undo_button

ARROW = re.compile(r"\s*(?:[-–—−=]+>|[→⇒➔➜➡]\ufe0f?)\s*")
#: the follow, and what shall stand in its place; anyway: though it is common
PRESSED = re.compile(r"(anyway )?#(\d{1,18}) (.+)", re.DOTALL)
LEAVE = re.compile(r"#(\d{1,18}) (.+)", re.DOTALL)  #: a follow, and a longer name to leave out of it
ONLY = re.compile(r"#(\d{1,18})")
OUTDATED = "That button is out of date. See what is followed: "


@dataclass(frozen=True, kw_only=True)
class _Change:
    """A follow and what shall stand in its place."""

    old: Subscription
    typed: str
    query: Query
    common: bool = False  #: change it though the new one is common


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """Change the follow before the arrow to what stands behind it."""
    if not heard.may_change:
        return not_allowed()
    held = store.follows.subscriptions(heard.chat)
    pressed = PRESSED.fullmatch(heard.text) if heard.button else None
    if pressed:
        return _pressed(heard, store, now, held, pressed)
    old, *rest = ARROW.split(heard.text, maxsplit=1)
    if not rest or not old or not rest[0]:
        return _explained(held)
    if not held:
        return nothing_followed(heard)
    return _named(heard, store, now, held, tidy(old), tidy(rest[0]))


def only_words(heard: Command, store: Store, now: datetime) -> Message:
    """The button that switches the concepts of a follow off: "#12"."""
    if not heard.may_change:
        return not_allowed()
    pressed = ONLY.fullmatch(heard.text)
    held = store.follows.subscriptions(heard.chat)
    old = next((each for each in held if pressed and each.query_id == int(pressed[1])), None)
    concepts = store.rules.concepts
    typed = only(parse(old.canonical, concepts), old.typed, concepts) if old else None
    if old is None or typed is None:
        return say(line(OUTDATED, command("following")), private=True)
    query = parse(typed, concepts)
    message = _changed(heard, store, now, _Change(old=old, typed=typed, query=query, common=True))
    return languages.offered_below(message, store.chats.get(heard.chat), store, now) if len(held) == 1 else message


def leave_out(heard: Command, store: Store, now: datetime) -> Message:
    """The button that leaves a longer name out of a follow: "#12 Абай-көшесі", or "#12 #34"."""
    if not heard.may_change:
        return not_allowed()
    held = store.follows.subscriptions(heard.chat)
    pressed = LEAVE.fullmatch(heard.text)
    phrase = (stored(pressed[2], store) or "").replace(" ", "-") if pressed else ""
    known = store.follows.query(int(pressed[1])) if pressed else None
    if pressed is None or known is None or not phrase:
        return say(line(OUTDATED, command("following")), private=True)
    old = next((each for each in held if each.query_id == int(pressed[1])), None)
    concepts = store.rules.concepts
    typed = without(phrase, (old.typed if old else known[1], known[0]), concepts)
    if typed is None:
        return say(line(bold(shown(known[1])), " is too long already to leave something out."), private=True)
    query = parse(typed, concepts)
    if old is None and any(each.canonical == query.canonical for each in held):  # pressed twice
        return say(line(bold(shown(phrase.replace("-", " "))), " is left out already."), private=True)
    if old is None:
        return say(line(OUTDATED, command("following")), private=True)
    return _changed(heard, store, now, _Change(old=old, typed=typed, query=query, common=True))


def _explained(held: Sequence[Subscription]) -> Message:
    """How it is written, with a follow of the chat's own for an example."""
    name = shown(held[0].typed) if held else "AI"
    return say(
        line("Write the follow, an arrow, and what it shall be: ", command(f"edit {name} -> {name} -military")),
        "What it brought so far is kept.",
        private=True,
    )


def _pressed(
    heard: Command, store: Store, now: datetime, held: Sequence[Subscription], pressed: re.Match[str]
) -> Message:
    old = next((each for each in held if each.query_id == int(pressed[2])), None)
    typed = stored(pressed[3], store)
    query = read(typed, store, now, common=True) if typed else None
    if old is None or typed is None or not isinstance(query, Query):
        return say(line(OUTDATED, command("following")), private=True)
    return _changed(heard, store, now, _Change(old=old, typed=typed, query=query, common=bool(pressed[1])))


def _named(heard: Command, store: Store, now: datetime, held: Sequence[Subscription], name: str, typed: str) -> Message:
    """What was typed, if both sides can be read; else what is wrong, with the nearest as buttons."""
    query = read(typed, store, now)
    mend = query.mend if isinstance(query, Refused) else typed
    readable = read(mend, store, now) if mend else None
    old = meant(name, held, store.rules.concepts)
    if old is not None and isinstance(query, Query):
        return _changed(heard, store, now, _Change(old=old, typed=typed, query=query))
    paragraphs: list[Paragraph] = [(query.said,)] if isinstance(query, Refused) else []
    near = [old] if old else like(name, held)
    if old is None:
        paragraphs.append((line(f"{follows_not(heard.kind)} ", bold(shown(name)), "."), *did_you_mean(near)))
    rows: list[tuple[Button, ...]] = []
    if isinstance(readable, Query) and mend:
        number = store.follows.query_id(readable.canonical, mend, now, grammar=store.rules.grammar)
        for each in near:
            label = f"{shorten(tidy(each.typed), LABEL_LIMIT // 2)} → {shorten(mend, LABEL_LIMIT // 2)}"
            rows.append((Button(label, action_on(f"edit #{each.query_id}", mend, number)),))
    if not near:
        paragraphs.append((line("What is followed: ", command("following")),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _changed(heard: Command, store: Store, now: datetime, change: _Change) -> Message:
    """Change it, and say both in words and how often the new one would come."""
    old, typed, query = change.old, change.typed, change.query
    place = Place.REPLACE if heard.button else Place.NEW
    names = bold(shown(old.typed)), bold(shown(typed))
    if query.canonical == old.canonical:
        return say(line(names[0], " and ", names[1], " ask for the same: nothing to change."), private=True)
    row = store.chats.get(heard.chat)
    brought = Looking(store, row, now)(query, others=True)
    number = store.follows.query_id(query.canonical, typed, now, grammar=store.rules.grammar)
    if brought.too_common and not change.common:
        anyway = Button("Change anyway", action_on(f"edit anyway #{old.query_id}", typed, number))
        return say(pointed_out(typed, query, brought), private=True).with_buttons((anyway,))
    both = any(each.query_id == number for each in store.follows.subscriptions(heard.chat))
    if not store.follows.edit(heard.chat, old.query_id, number, typed, _matches(heard, store, change, number), now):
        return say(line(OUTDATED, command("following")), private=True)  # unfollowed a moment ago
    if both:
        said = line(f"{you_follow(heard.kind, 'already follow')} ", names[1], ", so ", names[0], " is dropped.")
        return say(said, place=place).with_buttons((undo_button(old),))
    was = meaning(parse(old.canonical, store.rules.concepts), old.typed, row, store)
    told: list[Line] = [
        line(names[0], " is now ", names[1], ": ", *meaning(query, typed, row, store), "."),
        *how_read(query, typed, row, store),
        line("Before: ", *was, "."),
    ]
    paragraphs: list[Paragraph] = [(*told, *other_names(query, typed, row, store), *also_in(brought, row, store))]
    timezone = row.timezone if row else store.rules.timezone
    paragraphs += [*told_at_length(brought, timezone, now), *reading(store, now)]
    undo = Button("Undo", action_on(f"edit anyway #{number}", old.typed, old.query_id))
    rows = leaving_out(brought.others, number, row, store, now)
    return Message(paragraphs=tuple(paragraphs), buttons=((undo,), *rows), place=place)


def _matches(heard: Command, store: Store, change: _Change, number: int) -> dict[int, Match]:
    """What the new query finds in the articles that are still to be sent for the old one."""
    concepts = store.rules.concepts
    found: dict[int, Match] = {}
    for article in store.follows.pending_articles(heard.chat, change.old.query_id):
        match = find(change.query, Reading.of(article, concepts), number)
        if match is not None:
            found[article.id] = match
    return found
