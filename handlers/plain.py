"""Plain text, and commands that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.i18n.catalogue import asking, dispatch, follow
from bot.i18n.catalogue import plain as texts
from bot.matching.doubts import negated
from bot.matching.grammar import split_follows
from bot.matching.query import Query
from bot.messages.message import Button, Line, Message, Paragraph, bold, command, say
from bot.messages.text import tidy
from bot.messages.wording import says_itself, shown
from bot.speech.key_words import is_sentence, key_words
from bot.speech.names import all_names
from bot.speech.spelled import key
from bot.speech.topics import is_generic
from bot.speech.watching import watched
from handlers.asking import Refused, correction_button, how_read, meaning, named_button, read
from handlers.near import did_you_mean, meant_by
from handlers.others import leave_out_of, leave_out_question
from handlers.request import Request

MOST_OFFERED = 5  #: follows offered for one text


def offered(request: Request) -> Message:
    """Offer to follow what was typed; of a sentence what it is about, each for itself."""
    if is_sentence(request.text):
        topics = key_words(request.text, request.rules.concepts)
        return _offered_apart(topics, request) if topics else _hint(request.sentence(dispatch.HINT), request)
    parts = [] if is_generic(request.text) else split_follows(_without_end(request.text))
    if not parts:
        return _hint(request.sentence(dispatch.HINT), request)
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Button, ...]] = []
    queries: list[Query | Refused] = []
    for typed in map(tidy, parts[:MOST_OFFERED]):
        typed = _with_a_minus(typed, request)
        queries.append(read(watched(typed).topic or typed, request))
        paragraph, buttons = _offer(typed, queries[-1], request)
        paragraphs.append(paragraph)
        rows += [buttons] if buttons else []
    if len(parts) > MOST_OFFERED:
        paragraphs.append((request.sentence(asking.ONLY_FIRST, limit=MOST_OFFERED, count=len(parts)),))
    if all(isinstance(query, Refused) for query in queries):
        paragraphs.append((_all_commands(request),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _with_a_minus(typed: str, request: Request) -> str:
    """`нефть -газа` of "нефть без газа", where that can be asked."""
    meant = negated(typed, request.rules.concepts)
    said = read(meant, request) if meant else None
    return meant if meant and (isinstance(said, Query) or (said and said.leaves_out)) else typed


def _without_end(text: str) -> str:
    """Without the signs of a sentence, which name no topic: Актау!!!"""
    return text.rstrip("!?.… ") or text


def _offered_apart(topics: Sequence[str], request: Request) -> Message:
    """A button for each topic of a sentence; words that can't be followed have none."""
    queries = [(typed, read(typed, request)) for typed in topics]
    found = [(typed, query) for typed, query in queries if isinstance(query, Query)]
    if not found:
        return _hint(request.sentence(dispatch.HINT), request)
    if len(found) == 1:
        paragraph, buttons = _offer(*found[0], request)
        return Message(paragraphs=(paragraph,), buttons=(buttons,), private=True)
    rows = [(named_button(typed, query, request, asking.FOLLOW, "follow"),) for typed, query in found]
    return say(request.sentence(texts.WHICH), private=True).with_buttons(*rows)


def _offer(typed: str, query: Query | Refused, request: Request) -> tuple[Paragraph, tuple[Button, ...]]:
    """What following it would bring, and the button; of what can't be followed why, and the nearest that can."""
    if isinstance(query, Refused):
        rows = leave_out_of(typed, request) if query.leaves_out and request.command.may_change else ()
        if rows:
            return (leave_out_question(typed, request),), tuple(button for row in rows for button in row)
        return (query.reason,), correction_button(query, request, asking.FOLLOW, "follow")
    button = named_button(typed, query, request, asking.FOLLOW, "follow")
    whole, typed = typed, watched(typed).topic or typed
    question = request.sentence(dispatch.OFFER, follow=bold(shown(whole)))
    says_all = says_itself(query, typed, request.rules.concepts)
    in_words = () if says_all else (request.sentence(follow.FINDS, meaning=meaning(query, typed, request)),)
    paragraph = (question, *in_words, *how_read(query, typed, request))
    meant = meant_by(query, typed, request)
    if meant is None:
        return paragraph, (button,)
    other = named_button(meant.typed, meant.query, request, asking.FOLLOW, "follow")
    return (*paragraph, did_you_mean(meant, request)), (button, other)


def unknown(request: Request, names: Sequence[str]) -> Message:
    """The nearest command and /help."""
    name, known = bold(shown(request.command.name)), all_names(names)
    spelled = {key(word): word for word in known}
    near = get_close_matches(key(request.command.name), spelled, n=1)
    if not near:
        return _hint(request.sentence(dispatch.UNKNOWN_COMMAND, name=name), request)
    synonym = spelled[near[0]]
    meant = command(known[synonym])
    if synonym == known[synonym]:
        return _hint(request.sentence(dispatch.UNKNOWN_COMMAND_NEAREST, name=name, command=meant), request)
    other = bold(f"/{synonym}")
    return _hint(request.sentence(texts.NEAREST_SYNONYM, name=name, synonym=other, command=meant), request)


def forwarded(request: Request) -> Message:
    """A command that was written elsewhere is not obeyed: it may be somebody else's."""
    asked = command(shown(f"{request.command.name} {request.text}".strip()))
    return say(request.sentence(dispatch.FORWARDED, command=asked), private=True)


def _hint(hint: Line, request: Request) -> Message:
    return say(hint, _all_commands(request), private=True)


def _all_commands(request: Request) -> Line:
    return request.sentence(dispatch.ALL_COMMANDS, command=command("help"))
