"""/follow: what is now followed, in words, and what it would have brought from the archive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.dates import count
from bot.messages.message import Button, Line, Message, Paragraph, Place, bold, command, line, say
from bot.messages.text import shorten, tidy
from bot.messages.typed import apart, only
from bot.messages.wording import LABEL_LIMIT, only_label, shown
from bot.model import Command, Subscription
from bot.storage.store import ChatRow
from handlers import languages
from handlers.asking import Refused, action_on, how_read, meaning, mend_button, other_names, read, stored
from handlers.brought import Brought, Looking, pointed_out, told_at_length, told_in_short
from handlers.near import did_you_mean, instead_label, nearest
from handlers.others import also_in, leaving_out
from handlers.phrases import cannot_post, example_buttons, not_allowed, reading, you_follow
from handlers.ruled import Store

BUTTON = re.compile(r"#(\d{1,18})( separately)?")  #: never typed: ids are nobody's business
OUTDATED = "That button is out of date. Type what you want to follow."
MOST_LOOKED_UP = 20  #: follows of one message that are looked up in the archive
MOST_ROWS = 5  #: of buttons that switch concepts off


@dataclass(frozen=True)
class _Asked:
    """One follow of those asked for, and what became of it."""

    said: Paragraph
    query_id: int | None = None  #: None: refused, or followed already
    brought: Brought | None = None
    buttons: tuple[Button, ...] = ()


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """Follow each of what was asked, or say why not."""
    if not heard.may_change:
        return not_allowed()
    pressed = BUTTON.fullmatch(heard.text) if heard.button else None
    if pressed:
        known = store.follows.query(int(pressed[1]))
        if known is None:
            return say(OUTDATED, private=True)
        if pressed[2]:
            return _separately(heard, store, now, int(pressed[1]), *known)
        return _Following(heard, store, now).answer([known[1]])
    parts = split_follows(heard.text)
    return _Following(heard, store, now).answer(parts) if parts else _explained()


def anyway(heard: Command, store: Store, now: datetime) -> Message:
    """Follow what was pointed out as common: "government" or "#12"."""
    if not heard.may_change:
        return not_allowed()
    typed = stored(heard.text, store)
    return _Following(heard, store, now, common=True).answer([typed]) if typed else say(OUTDATED, private=True)


def undo(heard: Command, store: Store, now: datetime) -> Message:
    """Follow again what was just unfollowed: "AI" or "#12"."""
    if not heard.may_change:
        return not_allowed()
    typed = stored(heard.text, store)
    if typed is None:
        return say(OUTDATED, private=True)
    message = _Following(heard, store, now, common=True, verb="again follow", offers=False).answer([typed])
    return Message(paragraphs=message.paragraphs, place=Place.REPLACE)


def reads(heard: Command, store: Store, now: datetime) -> Message:
    """A language pressed under a first follow: "ru". The other buttons there stay."""
    if not heard.may_change:
        return not_allowed()
    read_now = languages.switched(heard, heard.text, store)
    held = store.follows.subscriptions(heard.chat)
    rows = [*_rows(store, held), *_leaving_out_again(heard, store, now, held)]
    return Message(buttons=(*rows, languages.buttons(read_now, "reads")), place=Place.BUTTONS)


def _leaving_out_again(
    heard: Command, store: Store, now: datetime, held: Sequence[Subscription]
) -> list[tuple[Button, ...]]:
    """The buttons that leave out what a first follow brings besides."""
    if len(held) != 1:
        return []
    row = store.chats.get(heard.chat)
    brought = Looking(store, row, now)(parse(held[0].canonical, store.rules.concepts), others=True)
    return leaving_out(brought.others, held[0].query_id, row, store, now)


def _explained() -> Message:
    """What to type, with three examples as buttons."""
    return say(
        line("Tell me what to follow: ", command("follow AI")),
        line("Two words mean both: ", command("follow waste Aktau"), ". A comma or a new line begins the next follow."),
        "Or begin with one of these:",
        private=True,
    ).with_buttons(example_buttons())


class _Following:
    """Follows what one command asks for, and answers it in one message."""

    def __init__(
        self,
        heard: Command,
        store: Store,
        now: datetime,
        *,
        common: bool = False,
        verb: str = "now follow",
        offers: bool = True,
    ) -> None:
        self._heard = heard
        self._store = store
        self._now = now
        self._common = common  #: follow what is common too
        self._verb = verb
        self._offers = offers  #: are buttons shown beneath, so that a change can be offered?
        self._row: ChatRow | None = store.chats.get(heard.chat)
        held = store.follows.subscriptions(heard.chat)
        self._first = not held
        self._followed = {each.canonical for each in held}
        self._room = max(store.rules.follows - len(held), 0)
        self._looking = Looking(store, self._row, now)

    def answer(self, parts: Sequence[str]) -> Message:
        """Follow each part."""
        asked: list[_Asked] = []
        left_out = 0
        for place, typed in enumerate(map(tidy, parts)):
            one = read(typed, self._store, self._now)
            if isinstance(one, Refused):
                mend = mend_button(one, self._store, self._now, "Follow", "follow")
                asked.append(_Asked(said=(one.said,), buttons=mend))
            elif one.canonical in self._followed:
                said = line(f"{you_follow(self._heard.kind, 'already follow')} ", bold(shown(typed)), ".")
                asked.append(_Asked(said=(said,)))
            elif self._room == 0:
                left_out += 1
            else:
                alone = len(parts) == 1
                looked_up = place < MOST_LOOKED_UP
                others = alone and self._offers
                brought = self._looking(one, 3 if alone else 1, others=others) if looked_up else None
                asked.append(self._pointed_out_or_followed(typed, one, brought, alone=alone))
        if left_out:
            asked.append(_Asked(said=(self._too_many(left_out),)))
        return self._summed_up(asked)

    def _pointed_out_or_followed(self, typed: str, query: Query, brought: Brought | None, *, alone: bool) -> _Asked:
        if brought is not None and brought.too_common and not self._common:
            label = "Follow anyway" if alone else f"Follow «{shorten(typed, LABEL_LIMIT)}» anyway"
            number = self._store.follows.query_id(query.canonical, typed, self._now, grammar=self._store.rules.grammar)
            button = Button(label, action_on("anyway", typed, number))
            return _Asked(said=(pointed_out(typed, query, brought),), buttons=(button,))
        query_id = self._store.follows.query_id(query.canonical, typed, self._now, grammar=self._store.rules.grammar)
        self._store.follows.subscribe(self._heard.chat, query_id, typed, self._now)
        self._followed.add(query.canonical)
        self._room -= 1
        told = meaning(query, typed, self._row, self._store)
        said = line(f"{you_follow(self._heard.kind, self._verb)} ", bold(shown(typed)), ": ", *told, ".")
        notes = (*how_read(query, typed, self._row, self._store), *other_names(query, typed, self._row, self._store))
        followed = _Asked(said=(said, *notes), query_id=query_id, brought=brought)
        return self._with_more(followed, typed, query) if alone and self._offers else followed

    def _with_more(self, followed: _Asked, typed: str, query: Query) -> _Asked:
        """A new follow with its other readings, or where it finds nothing with the nearest word that does."""
        brought, query_id = followed.brought, followed.query_id
        if brought is None:
            return followed
        meant = nearest(query, typed, self._store) if not brought.found.count else None
        if meant is None:
            return replace(followed, said=(*followed.said, *also_in(brought, self._row, self._store)))
        number = self._store.follows.query_id(
            meant.query.canonical, meant.typed, self._now, grammar=self._store.rules.grammar
        )
        label = instead_label(meant, self._row, self._store)
        button = Button(label, action_on(f"edit #{query_id}", meant.typed, number))
        said = (*followed.said, did_you_mean(meant, self._row, self._store))
        return replace(followed, said=said, buttons=(button,))

    def _too_many(self, left_out: int) -> Line:
        most = count(self._store.rules.follows, "thing")
        said = f"{you_follow(self._heard.kind)} {most}, the most there may be: no room for {left_out:,} more. "
        return line(said, "Drop something first: ", command("unfollow"))

    def _summed_up(self, asked: Sequence[_Asked]) -> Message:
        """One message for all that was asked, with what each new follow would have brought."""
        new = {one.query_id for one in asked if one.query_id is not None}
        timezone = self._row.timezone if self._row else self._store.rules.timezone
        paragraphs: list[Paragraph] = []
        for one in asked:
            if one.brought is None or one.query_id is None:
                paragraphs.append(one.said)
            elif len(asked) > 1:
                paragraphs.append((*one.said, *told_in_short(one.brought, timezone, self._now)))
            else:
                paragraphs += [one.said, *told_at_length(one.brought, timezone, self._now)]
        rows = list(_rows(self._store, [each for each in self._subscriptions() if each.query_id in new]))
        for one in asked:
            rows += [one.buttons] if one.buttons else []
            if one.brought is not None and one.query_id is not None:
                rows += leaving_out(one.brought.others, one.query_id, self._row, self._store, self._now)
        if new:
            paragraphs += [] if self._heard.can_post else [cannot_post(self._heard)]
            paragraphs += reading(self._store, self._now)
        message = Message(paragraphs=tuple(paragraphs), private=not new, buttons=tuple(rows))
        if new and self._first and self._offers:
            return languages.offered_below(message, self._row, self._store, self._now)
        return message

    def _subscriptions(self) -> list[Subscription]:
        return self._store.follows.subscriptions(self._heard.chat)


def _rows(store: Store, new: Sequence[Subscription]) -> tuple[tuple[Button, ...], ...]:
    """What can be changed of what is new: concepts switched off, and a "both" taken apart if it is the only one."""
    concepts = store.rules.concepts
    rows: list[tuple[Button, ...]] = []
    for each in new[:MOST_ROWS]:
        query = parse(each.canonical, concepts)
        plain = only(query, each.typed, concepts)
        label = only_label(query, each.typed, concepts, alone=len(new) == 1)
        row = [Button(label, f"only #{each.query_id}")] if plain else []
        if len(new) == 1 and apart(query, each.typed, concepts):
            row.append(Button("Follow separately", f"follow #{each.query_id} separately"))
        rows += [tuple(row)] if row else []
    return tuple(rows)


def _separately(heard: Command, store: Store, now: datetime, query_id: int, canonical: str, typed: str) -> Message:
    """Each word of a "both" followed for itself, in place of both together."""
    own = [each.typed for each in store.follows.subscriptions(heard.chat) if each.query_id == query_id]
    concepts = store.rules.concepts
    parts = apart(parse(canonical, concepts), own[0] if own else typed, concepts)
    if not parts:
        return say(OUTDATED, private=True)
    if not all(isinstance(read(part, store, now), Query) for part in parts):
        return say("Some of these words are too common to be followed alone.", private=True)
    store.follows.unsubscribe(heard.chat, query_id, now)
    message = _Following(heard, store, now).answer(parts)
    return Message(paragraphs=message.paragraphs, buttons=message.buttons, place=Place.REPLACE, private=message.private)
