"""Plain text, and commands that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.matching.grammar import split_follows
from bot.matching.query import Query
from bot.messages.dates import count
from bot.messages.message import Button, Line, Message, Paragraph, bold, command, line, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from handlers.asking import Refused, correction_button, how_read, meaning, named_button, read
from handlers.near import did_you_mean, meant_by
from handlers.request import Request

MOST_OFFERED = 5  #: follows offered for one text


def offered(request: Request, names: Sequence[str]) -> Message:
    """Offer to follow what was typed."""
    parts = split_follows(request.text)
    if not parts:
        return _hint(line("Type what you want to hear of, and I offer to follow it."))
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Button, ...]] = []
    queries: list[Query | Refused] = []
    for typed in map(tidy, parts[:MOST_OFFERED]):
        queries.append(read(typed, request))
        said, buttons = _offer(typed, queries[-1], request)
        paragraphs.append(said)
        rows += [buttons] if buttons else []
    word = request.text.split()[0].casefold()
    if word in names:
        paragraphs.append((line("Did you mean ", command(shown(f"{word} {request.text.partition(' ')[2]}")), "?"),))
    if len(parts) > MOST_OFFERED:
        paragraphs.append((line(f"These are the first {MOST_OFFERED} of {count(len(parts), 'follow')}."),))
    if all(isinstance(query, Refused) for query in queries):
        paragraphs.append((line("All commands: ", command("help")),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _offer(typed: str, query: Query | Refused, request: Request) -> tuple[Paragraph, tuple[Button, ...]]:
    """What following it would bring, and the button; of what can't be followed why, and the nearest that can."""
    if isinstance(query, Refused):
        return (query.said,), correction_button(query, request, "Follow", "follow")
    button = named_button(typed, query, request, "Follow", "follow")
    offer = line("Shall I tell you of ", *meaning(query, typed, request), "?")
    said = (offer, *how_read(query, typed, request))
    meant = meant_by(query, typed, request)
    if meant is None:
        return said, (button,)
    other = named_button(meant.typed, meant.query, request, "Follow", "follow")
    return (*said, did_you_mean(meant)), (button, other)


def unknown(request: Request, names: Sequence[str]) -> Message:
    """The nearest command and /help."""
    name = request.command.name
    near = get_close_matches(name.casefold(), names, n=1)
    unknown_name = line("I don't know ", bold(shown(name)), ".")
    return _hint((*unknown_name, *line(" Did you mean ", command(near[0]), "?")) if near else unknown_name)


def _hint(said: Line) -> Message:
    return say(said, line("All commands: ", command("help")), private=True)
