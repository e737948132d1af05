"""What a person typed, read: a Query, or why it is none with the nearest that is, as a button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

from bot.errors import QueryError
from bot.i18n.catalogue import asking as texts
from bot.i18n.catalogue import doubts, query_errors
from bot.i18n.text import Text
from bot.matching.doubts import contradiction, either_filter, is_too_little, says_no_topic
from bot.matching.grammar import nearest_valid, parse, split_follows
from bot.matching.query import FIELDS, MAX_LENGTH, Field, Query
from bot.messages.examples import in_words_of
from bot.messages.message import Button, ButtonStyle, Line, bold
from bot.messages.retyped import retyped
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, described, expansions, read_as, shown
from bot.model import Source
from handlers.request import Request

PRESSED = re.compile(r"#\d{1,18}(?:,#\d{1,18})*")  #: a stored query or several, named by a button
_SOURCE = re.compile(r"(\w{2,12}):=?(\"[^\"]*\"|[^\s()|]+)")
LINK = re.compile(r"https?://\S*|(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)  #: of a page: no words to look for
NEAR_SOURCE = 0.5  #: difflib's ratio: names of sources are few, and a far guess is better than none


@dataclass(frozen=True)
class Refused:
    """What can't be asked."""

    reason: Line
    correction: str | None = None  #: the nearest text that can be asked; None: there is none
    leaves_out: bool = False  #: it only says what is to be left out


def read(typed: str, request: Request, *, common: bool = False) -> Query | Refused:
    """The query, or why it can't be asked; `common`: it was asked before, what is pointless is allowed."""
    concepts, name = request.rules.concepts, bold(shown(typed))
    if len(typed) > MAX_LENGTH:
        return Refused(request.sentence(texts.TOO_LONG, query=name, count=len(typed), limit=MAX_LENGTH))
    if link := LINK.search(typed):
        without = tidy(LINK.sub(" ", typed)) or None
        return Refused(request.sentence(doubts.LINK, link=bold(shown(link[0]))), without)
    try:
        query = parse(typed, concepts)
        _check_sources(query, typed, request)
    except QueryError as error:
        correction = error.correction and nearest_valid(error.correction, concepts)
        leaves_out = error.phrase.text is query_errors.ONLY_EXCLUSIONS
        phrase = in_words_of(request.translate.language, error.phrase)
        return Refused(request.sentence(texts.ERROR, query=name, error=phrase), correction, leaves_out)
    return query if common else _pointless(query, typed, request) or query


def _pointless(query: Query, typed: str, request: Request) -> Refused | None:
    """Why a query that can be read would bring everything, or never anything."""
    concepts, name = request.rules.concepts, bold(shown(typed))
    if query.too_common:
        return Refused(request.sentence(texts.TOO_COMMON, query=name))
    for text, right in (
        (doubts.CONTRADICTION, contradiction(query, concepts)),
        (doubts.TWO_AT_ONCE, either_filter(query)),
    ):
        if right is not None:
            return Refused(
                request.sentence(text, query=name), retyped(right, typed, concepts, request.translate.language)
            )
    return None


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
    sites = {host: source.name for source in request.rules.sources if source.enabled for host in hosts_of(source)}
    for name in asked:
        if name not in names:
            site = name.removeprefix("www.")
            near = [site] if site in sites else get_close_matches(name, names, n=1, cutoff=NEAR_SOURCE)
            right = (sites | names)[near[0]] if near else next(iter(names.values()), "")
            correction = _with_source(typed, name, right) if near else None
            example = f"source:{_quoted(right)}"
            raise QueryError(_unknown_source(near, right), correction=correction, source=name, example=example)


def hosts_of(source: Source) -> set[str]:
    """The sites that a source is read at, as people type them: kt.kz."""
    hosts = {(urlsplit(way.url).hostname or "").casefold() for way in source.ways}
    return {host.removeprefix("www.") for host in hosts}


def _unknown_source(near: Sequence[str], example: str) -> Text:
    if near:
        return query_errors.UNKNOWN_SOURCE_NEAREST
    return query_errors.UNKNOWN_SOURCE_EXAMPLE if example else query_errors.UNKNOWN_SOURCE


def _with_source(typed: str, wrong: str, right: str) -> str:
    """The text with the right source for the wrong one."""

    def corrected(found: re.Match[str]) -> str:
        name = " ".join(found[2].strip('"').casefold().split())
        same = FIELDS.get(found[1].casefold()) is Field.SOURCE and name == wrong
        return f"{found[1]}:{_quoted(right)}" if same else found[0]

    return _SOURCE.sub(corrected, typed)


def _quoted(name: str) -> str:
    return name if name.replace("-", "").isalnum() else f'"{name}"'


def correction_button(refused: Refused, request: Request, label: Text, action: str) -> tuple[Button, ...]:
    """`Follow «waste Aktau»`: the nearest that can be asked; none if there is none.

    The button names it by its number: what was typed may be longer than a button holds.
    """
    query = read(refused.correction, request) if refused.correction else None
    if not isinstance(query, Query) or refused.correction is None:
        return ()
    if is_too_little(query) or says_no_topic(query, refused.correction):
        return ()
    return (named_button(refused.correction, query, request, label, action),)


def named_button(typed: str, query: Query, request: Request, label: Text, action: str) -> Button:
    """`Follow «AI»`, which does `follow AI`; `label` has the part `query`."""
    number = request.query_id(query, typed)
    name = shorten(_bare(typed), LABEL_LIMIT)
    style = ButtonStyle.PRIMARY if action == "follow" else ButtonStyle.NORMAL
    return Button(request.translate(label, query=name), action_on(action, typed, number, request), style=style)


def _bare(typed: str) -> str:
    """The text within the quotes of a button: «Казахмыс» is not quoted twice."""
    whole = typed[1:-1]
    if typed[:1] + typed[-1:] == "«»" and not set("«»") & set(whole):
        return whole
    return typed.replace("«", '"').replace("»", '"')


def action_on(action: str, typed: str, number: int, request: Request) -> str:
    """What a button does with a query, named by what was typed if that fits, else by its number.

    A number alone would bring back what the first who asked the same had typed: ИИ for AI.
    """
    whole = f"{action} {typed}"
    fits = len(whole.encode()) <= request.action_bytes and typed[:1] not in "#@" and split_follows(typed) == [typed]
    return whole if fits else f"{action} #{number}"


def stored(text: str, request: Request) -> str | None:
    """What a button says: the text itself, or what was typed for the query that it names; None: there is none."""
    if not PRESSED.fullmatch(text):
        return None if text.startswith("#") else tidy(text) or None
    known = [request.store.follows.query(int(number.removeprefix("#"))) for number in text.split(",")]
    typed = [each[1] for each in known if each]
    return ", ".join(typed) if len(typed) == len(known) else None


def meaning(query: Query, typed: str, request: Request) -> Line:
    """The query in words."""
    return described(query, typed, concepts=request.rules.concepts, translate=request.translate)


def how_read(query: Query, typed: str, request: Request) -> tuple[Line, ...]:
    """One line where the query was not read as it was typed."""
    note = read_as(query, typed, concepts=request.rules.concepts, translate=request.translate)
    return (note,) if note else ()


def other_names(query: Query, typed: str, request: Request) -> tuple[Line, ...]:
    """The other names of the concepts asked for, a line each."""
    return expansions(query, typed, request.rules.concepts, translate=request.translate)


def notes(query: Query, typed: str, request: Request) -> tuple[Line, ...]:
    """How the query was read, if not as it was typed, and the other names of its concepts."""
    return (*how_read(query, typed, request), *other_names(query, typed, request))
