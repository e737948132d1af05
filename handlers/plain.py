"""Plain text, and commands that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches

from bot.errors import QueryError
from bot.matching.grammar import parse, split_follows
from bot.matching.query import MAX_LENGTH
from bot.messages.dates import count
from bot.messages.message import SILENCE, Button, Line, Message, Paragraph, bold, command, line, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import described, shown
from bot.model import ChatKind, Command
from bot.storage.store import Store
from handlers.phrases import LABEL_LIMIT

MOST_OFFERED = 5  #: follows offered for one text


def offered(heard: Command, store: Store, now: datetime, names: Sequence[str]) -> Message:
    """Offer to follow what was typed."""
    parts = split_follows(heard.text)
    if not parts:
        return _hint(line("Type what you want to hear of, and I offer to follow it."))
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Button, ...]] = []
    for typed in map(tidy, parts[:MOST_OFFERED]):
        said, query_id = _read(typed, store, now)
        paragraphs.append((said,))
        if query_id is not None:
            rows.append((Button(f"Follow «{shorten(typed, LABEL_LIMIT)}»", f"follow #{query_id}"),))
    word = heard.text.split()[0].casefold()
    if word in names:
        paragraphs.append((line("Did you mean ", command(shown(f"{word} {heard.text.partition(' ')[2]}")), "?"),))
    if len(parts) > MOST_OFFERED:
        paragraphs.append((line(f"These are the first {MOST_OFFERED} of {count(len(parts), 'follow')}."),))
    if not rows:
        paragraphs.append((line("All commands: ", command("help")),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _read(typed: str, store: Store, now: datetime) -> tuple[Line, int | None]:
    """What following it would bring, and the query's id; None if it can't be followed."""
    if len(typed) > MAX_LENGTH:
        said = f"That is too long to be followed: {count(len(typed), 'character')}, at most {MAX_LENGTH}."
        return line(said), None
    try:
        query = parse(typed, store.defaults.concepts)
    except QueryError as error:
        return line(bold(shown(typed)), f": {error}"), None
    if query.too_common:
        return line(bold(shown(typed)), " is so common that every article would come."), None
    said = f"Shall I tell you of {described(query, typed)}?"
    return line(said), store.query_id(query.canonical, typed, now)


def unknown(heard: Command, names: Sequence[str]) -> Message:
    """In a private chat the nearest command and /help. A group's command may be meant for another bot: silence;
    on Slack a command reaches only whom it is meant for."""
    if heard.kind is ChatKind.GROUP and heard.chat.platform != "slack":
        return SILENCE
    near = get_close_matches(heard.name.casefold(), names, n=1)
    known = line("I don't know ", bold(shown(heard.name)), ".")
    return _hint((*known, *line(" Did you mean ", command(near[0]), "?")) if near else known)


def _hint(said: Line) -> Message:
    return say(said, line("All commands: ", command("help")), private=True)
