"""Plain text, and commands that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches

from bot.matching.grammar import split_follows
from bot.matching.query import Query
from bot.messages.dates import count
from bot.messages.message import SILENCE, Button, Line, Message, Paragraph, bold, command, line, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.model import ChatKind, Command
from bot.storage.store import ChatRow
from handlers.asking import Refused, how_read, meaning, mend_button, named_button, read
from handlers.near import did_you_mean, nearest
from handlers.ruled import Store

MOST_OFFERED = 5  #: follows offered for one text


def offered(heard: Command, store: Store, now: datetime, names: Sequence[str]) -> Message:
    """Offer to follow what was typed."""
    parts = split_follows(heard.text)
    if not parts:
        return _hint(line("Type what you want to hear of, and I offer to follow it."))
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Button, ...]] = []
    row = store.chats.get(heard.chat)
    queries: list[Query | Refused] = []
    for typed in map(tidy, parts[:MOST_OFFERED]):
        queries.append(read(typed, store, now))
        said, button = _offer(typed, queries[-1], row, store, now)
        paragraphs.append(said)
        rows += [button] if button else []
    word = heard.text.split()[0].casefold()
    if word in names:
        paragraphs.append((line("Did you mean ", command(shown(f"{word} {heard.text.partition(' ')[2]}")), "?"),))
    if len(parts) > MOST_OFFERED:
        paragraphs.append((line(f"These are the first {MOST_OFFERED} of {count(len(parts), 'follow')}."),))
    if all(isinstance(query, Refused) for query in queries):
        paragraphs.append((line("All commands: ", command("help")),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _offer(
    typed: str, query: Query | Refused, row: ChatRow | None, store: Store, now: datetime
) -> tuple[Paragraph, tuple[Button, ...]]:
    """What following it would bring, and the button; of what can't be followed why, and the nearest that can."""
    if isinstance(query, Refused):
        return (query.said,), mend_button(query, store, now, "Follow", "follow")
    button = named_button(typed, query, store, now, "Follow", "follow")
    offer = line("Shall I tell you of ", *meaning(query, typed, row, store), "?")
    said = (offer, *how_read(query, typed, row, store))
    meant = nearest(query, typed, store)
    if meant is None:
        return said, (button,)
    other = named_button(meant.typed, meant.query, store, now, "Follow", "follow")
    return (*said, did_you_mean(meant, row, store)), (button, other)


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
