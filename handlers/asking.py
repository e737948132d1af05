"""What a person typed, read: a Query, or why it is none with the nearest that is, as a button."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.errors import QueryError
from bot.matching.grammar import nearest_valid, parse, split_follows
from bot.matching.lexemes import FIELDS
from bot.matching.query import MAX_LENGTH, Field, Query
from bot.messages.dates import count
from bot.messages.message import Button, Line, bold, line
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, described, expansions, read_as, shown
from handlers.request import Request

PRESSED = re.compile(r"#(\d{1,18})")  #: a stored query, named by a button
ACTION_BYTES = 64 - 26  #: of a button's 64 a channel's tag, "for <channel id> ", may take the rest
_SOURCE = re.compile(r"(\w{2,12}):=?(\"[^\"]*\"|[^\s()|]+)")
NEAR_SOURCE = 0.5  #: difflib's ratio: names of sources are few, and a far guess is better than none


@dataclass(frozen=True)
class Refused:
    """What can't be asked."""

    said: Line  #: what is wrong with it
    correction: str | None = None  #: the nearest that can be asked


def read(typed: str, request: Request, *, common: bool = False) -> Query | Refused:
    """The query, or why it can't be asked; `common` lets words pass that stand everywhere."""
    concepts = request.rules.concepts
    if len(typed) > MAX_LENGTH:
        return Refused(
            line(bold(shown(typed)), f" is too long: {count(len(typed), 'character')}, at most {MAX_LENGTH}.")
        )
    try:
        query = parse(typed, concepts)
        _check_sources(query, typed, request)
    except QueryError as error:
        return Refused(
            line(bold(shown(typed)), f": {error}"), error.correction and nearest_valid(error.correction, concepts)
        )
    if query.too_common and not common:
        return Refused(line(bold(shown(typed)), " is so common that every article would come. Add a rarer word."))
    return query


def _check_sources(query: Query, typed: str, request: Request) -> None:
    """A source that is not read would never bring anything.

    Raises:
        QueryError: naming the nearest.
    """
    asked = [term.words[0] for term in query.terms if term.field is Field.SOURCE]
    if not asked:
        return
    health = request.store.sources.health(request.now)
    names = {each.key: each.key for each in health}
    names |= {" ".join(each.name.casefold().split()): each.name for each in health}
    for name in asked:
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=NEAR_SOURCE)
            right = names[near[0]] if near else next(iter(names.values()), "")
            said = f"source:{_quoted(right)}"
            example = f"The nearest is {said}." if near else f"Right, for example: {said}." if right else ""
            correction = _with_source(typed, name, right) if near else None
            raise QueryError(f"{name} is no source that I read. {example}".rstrip(), correction=correction)


def _with_source(typed: str, wrong: str, right: str) -> str:
    """The text with the right source in place of the wrong one."""

    def mended(found: re.Match[str]) -> str:
        name = " ".join(found[2].strip('"').casefold().split())
        same = FIELDS.get(found[1].casefold()) is Field.SOURCE and name == wrong
        return f"{found[1]}:{_quoted(right)}" if same else found[0]

    return _SOURCE.sub(mended, typed)


def _quoted(name: str) -> str:
    return name if name.replace("-", "").isalnum() else f'"{name}"'


def correction_button(refused: Refused, request: Request, verb: str, action: str) -> tuple[Button, ...]:
    """`Follow «waste Aktau»`: the nearest that can be asked; none if there is none.

    The button names it by its number: what was typed may be longer than a button holds.
    """
    query = read(refused.correction, request) if refused.correction else None
    if not isinstance(query, Query) or refused.correction is None:
        return ()
    return (named_button(refused.correction, query, request, verb, action),)


def named_button(typed: str, query: Query, request: Request, verb: str, action: str) -> Button:
    """`Follow «AI»`, which does `follow AI`."""
    number = request.query_id(query, typed)
    return Button(f"{verb} «{shorten(typed, LABEL_LIMIT)}»", action_on(action, typed, number))


def action_on(action: str, typed: str, number: int) -> str:
    """What a button does with a query, named by what was typed if that fits, else by its number.

    A number alone would bring back what the first who asked the same had typed: ИИ for AI.
    """
    whole = f"{action} {typed}"
    fits = len(whole.encode()) <= ACTION_BYTES and typed[:1] not in "#@" and split_follows(typed) == [typed]
    return whole if fits else f"{action} #{number}"


def stored(text: str, request: Request) -> str | None:
    """What a button says: the text itself, or what was typed for the query that it names; None: there is none."""
    pressed = PRESSED.fullmatch(text)
    if pressed is None:
        return None if text.startswith("#") else tidy(text) or None
    known = request.store.follows.query(int(pressed[1]))
    return known[1] if known else None


def meaning(query: Query, typed: str, request: Request) -> Line:
    """The query in words."""
    return described(query, typed, concepts=request.rules.concepts)


def how_read(query: Query, typed: str, request: Request) -> tuple[Line, ...]:
    """One line where the query was not read as it was typed."""
    said = read_as(query, typed, concepts=request.rules.concepts)
    return (said,) if said else ()


def other_names(query: Query, typed: str, request: Request) -> tuple[Line, ...]:
    """The other names of the concepts asked for, a line each."""
    return expansions(query, typed, request.rules.concepts)


def notes(query: Query, typed: str, request: Request) -> tuple[Line, ...]:
    """How the query was read, if not as it was typed, and the other names of its concepts."""
    return (*how_read(query, typed, request), *other_names(query, typed, request))
