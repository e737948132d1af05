"""Plain text, and commands that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.i18n.catalogue import asking, dispatch
from bot.matching.grammar import split_follows
from bot.matching.query import Query
from bot.messages.message import Button, Line, Message, Paragraph, bold, command, say
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
        return _hint(request.sentence(dispatch.HINT), request)
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Button, ...]] = []
    queries: list[Query | Refused] = []
    for typed in map(tidy, parts[:MOST_OFFERED]):
        queries.append(read(typed, request))
        paragraph, buttons = _offer(typed, queries[-1], request)
        paragraphs.append(paragraph)
        rows += [buttons] if buttons else []
    word = request.text.split()[0].casefold()
    if word in names:
        meant = command(shown(f"{word} {request.text.partition(' ')[2]}"))
        paragraphs.append((request.sentence(dispatch.DID_YOU_MEAN_COMMAND, command=meant),))
    if len(parts) > MOST_OFFERED:
        paragraphs.append((request.sentence(asking.ONLY_FIRST, limit=MOST_OFFERED, count=len(parts)),))
    if all(isinstance(query, Refused) for query in queries):
        paragraphs.append((_all_commands(request),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _offer(typed: str, query: Query | Refused, request: Request) -> tuple[Paragraph, tuple[Button, ...]]:
    """What following it would bring, and the button; of what can't be followed why, and the nearest that can."""
    if isinstance(query, Refused):
        return (query.reason,), correction_button(query, request, asking.FOLLOW, "follow")
    button = named_button(typed, query, request, asking.FOLLOW, "follow")
    question = request.sentence(dispatch.OFFER, meaning=meaning(query, typed, request))
    paragraph = (question, *how_read(query, typed, request))
    meant = meant_by(query, typed, request)
    if meant is None:
        return paragraph, (button,)
    other = named_button(meant.typed, meant.query, request, asking.FOLLOW, "follow")
    return (*paragraph, did_you_mean(meant, request)), (button, other)


def unknown(request: Request, names: Sequence[str]) -> Message:
    """The nearest command and /help."""
    typed = request.command.name
    near = get_close_matches(typed.casefold(), names, n=1)
    name = bold(shown(typed))
    if not near:
        return _hint(request.sentence(dispatch.UNKNOWN_COMMAND, name=name), request)
    return _hint(request.sentence(dispatch.UNKNOWN_COMMAND_NEAREST, name=name, command=command(near[0])), request)


def forwarded(request: Request) -> Message:
    """A command that was written elsewhere is not obeyed: it may be somebody else's."""
    asked = command(shown(f"{request.command.name} {request.text}".strip()))
    return say(request.sentence(dispatch.FORWARDED, command=asked), private=True)


def _hint(hint: Line, request: Request) -> Message:
    return say(hint, _all_commands(request), private=True)


def _all_commands(request: Request) -> Line:
    return request.sentence(dispatch.ALL_COMMANDS, command=command("help"))
