"""/try: what a follow would have brought, without following it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.matching.grammar import split_follows
from bot.messages.dates import count
from bot.messages.message import Button, Message, Paragraph, bold, command, line, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.model import Command
from handlers.asking import Refused, how_read, meaning, mend_button, named_button, other_names, read, stored
from handlers.brought import Looking, pointed_out, told_at_length, told_in_short
from handlers.near import did_you_mean, nearest
from handlers.phrases import example_buttons, reading, you_follow
from handlers.ruled import Store

MOST_TRIED = 5  #: in one message


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """What each of what was asked would have brought, and a button to follow it."""
    typed = stored(heard.text, store) if heard.button else heard.text
    parts = split_follows(typed or "")
    if not parts:
        return say(
            line("I look into the last 30 days for you, and you follow only if you like it: ", command("try AI")),
            "Or press one:",
            private=True,
        ).with_buttons(example_buttons("try"))
    return _Trying(heard, store, now).answer(parts)


class _Trying:
    """Tries what one command asks for."""

    def __init__(self, heard: Command, store: Store, now: datetime) -> None:
        self._heard = heard
        self._store = store
        self._now = now
        self._row = store.chats.get(heard.chat)
        self._timezone = self._row.timezone if self._row else store.rules.timezone
        self._followed = {each.canonical for each in store.follows.subscriptions(heard.chat)}
        self._looking = Looking(store, self._row, now)

    def answer(self, parts: Sequence[str]) -> Message:
        """All of it in one message."""
        paragraphs: list[Paragraph] = []
        rows: list[tuple[Button, ...]] = []
        for typed in map(tidy, parts[:MOST_TRIED]):
            said, row = self._one(typed, alone=len(parts) == 1)
            paragraphs += said
            rows += [row] if row else []
        if len(parts) > MOST_TRIED:
            paragraphs.append((line(f"These are the first {MOST_TRIED} of {count(len(parts), 'follow')}."),))
        paragraphs += reading(self._store, self._now)
        return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)

    def _one(self, typed: str, *, alone: bool) -> tuple[list[Paragraph], tuple[Button, ...]]:
        query = read(typed, self._store, self._now)
        if isinstance(query, Refused):
            return [(query.said,)], mend_button(query, self._store, self._now, "Try", "try")
        brought = self._looking(query, 3 if alone else 1)
        told = meaning(query, typed, self._row, self._store)
        notes = (*how_read(query, typed, self._row, self._store), *other_names(query, typed, self._row, self._store))
        said: Paragraph = (line(bold(shown(typed)), ": ", *told, "."), *notes)
        row: tuple[Button, ...] = ()
        if query.canonical in self._followed:
            said = (*said, line(f"{you_follow(self._heard.kind, 'already follow')} it."))
        elif self._heard.may_change:
            action = "anyway" if brought.too_common else "follow"
            row = (named_button(typed, query, self._store, self._now, "Follow", action),)
        meant = nearest(query, typed, self._store) if not brought.found.count else None
        if meant is not None:
            said = (*said, did_you_mean(meant, self._row, self._store))
            row = (*row, named_button(meant.typed, meant.query, self._store, self._now, "Try", "try"))
        if brought.too_common:
            said = (*said, pointed_out(typed, query, brought))
        if not alone:
            return [(*said, *told_in_short(brought, self._timezone, self._now))], row
        return [said, *told_at_length(brought, self._timezone, self._now)], row
