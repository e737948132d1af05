"""Typed text cut into lexemes: brackets, ORs and terms, each with its place for saying where a mistake is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.errors import QueryError
from bot.language.tokens import acronym
from bot.matching.concepts import Concepts
from bot.matching.pieces import is_meant, is_shouted, is_small_in_capitals, sides
from bot.matching.query import AND_WORDS, NOT_WORDS, OR_WORDS, Field, Term
from bot.matching.terms import DASHES, QUOTES, little, phrase, run_of, single, source

FIELDS = {
    "title": Field.TITLE, "intitle": Field.TITLE, "headline": Field.TITLE, "заголовок": Field.TITLE,
    "тақырып": Field.TITLE, "lang": Field.LANG, "language": Field.LANG, "язык": Field.LANG, "тіл": Field.LANG,
    "source": Field.SOURCE, "site": Field.SOURCE, "источник": Field.SOURCE, "дереккөз": Field.SOURCE,
}  # fmt: skip
LANGUAGES = {
    "en": "en", "eng": "en", "english": "en", "английский": "en", "ағылшын": "en",
    "ru": "ru", "rus": "ru", "russian": "ru", "русский": "ru", "орыс": "ru", "орысша": "ru",
    "kk": "kk", "kz": "kk", "kaz": "kk", "qaz": "kk", "kazakh": "kk", "казахский": "kk", "қазақ": "kk", "қазақша": "kk",
}  # fmt: skip
SHORTEST_PREFIX = 3  #: letters before a star
AROUND = 15  #: characters shown on either side of a mistake
NEAR_FIELD = 0.75  #: difflib's ratio from which a word before a colon is one of FIELDS misspelled
_EXAMPLE = {Field.TITLE: "AI", Field.LANG: "kk", Field.SOURCE: "kt-eng"}

_PIECE = re.compile(rf"[{DASHES}]*+=?(?:\w{{2,12}}:)?=?[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*?|[()]|\|+|[^\s|(){QUOTES}]+")
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:\s\d{3})+")
_PARTS = re.compile(rf"(?P<dash>[{DASHES}]*+)=?(?:(?P<field>\w{{2,12}}):)?=?(?P<body>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Lexeme:
    """A bracket, an OR, or a term, with its place in the text."""

    kind: str  #: "(", ")", "|", "-" (before a bracket), "/" (either, if it stands between two), or "" for a term
    start: int
    end: int
    term: Term | None = None
    excluded: bool = False
    beside: Term | None = None  #: or this in place of the term
    raws: tuple[str, ...] = ()  #: the words as typed, if they may be part of a name
    little: str = ""  #: the word if it is a little one, which may be left out
    turned: bool = False  #: was it read otherwise than it was typed?


@dataclass(frozen=True)
class Spot:
    """A piece in its text, for saying where a mistake is and what the text would be without it."""

    text: str
    start: int
    end: int
    shouted: bool = False  #: is the whole text in capitals?

    @property
    def before(self) -> str:
        """What stands before it."""
        return self.text[: self.start]

    @property
    def in_or(self) -> bool:
        """Does a | stand right beside it? Then it is a word, whatever it is."""
        return self.text[self.end : self.end + 1] == "|" or self.before.endswith("|")

    def instead(self, piece: str) -> str:
        """The text with another piece in its place."""
        return " ".join(f"{self.text[: self.start]}{piece}{self.text[self.end :]}".split())

    def error(self, says: str, right: str, mend: str | None) -> QueryError:
        """A mistake at this place: what it is, where, what would be right."""
        return QueryError(f"{says}{self._where()}. {right}", mend=mend)

    def _where(self) -> str:
        """If the text holds more than the mistake: (here: … waste OR …)."""
        if self.end - self.start >= len(self.text):
            return ""
        left, right = max(self.start - AROUND, 0), min(self.end + AROUND, len(self.text))
        shown = " ".join(self.text[left:right].split())
        return f" (here: {'…' if left else ''}{shown}{'…' if right < len(self.text) else ''})"


def lexemes(text: str, concepts: Concepts) -> Iterator[Lexeme]:
    """Lexemes in order; words side by side that are a concept's name together are one, and so are groups of a number.

    Raises:
        QueryError: a piece can't be read.
    """
    text = concepts.retyped(text)
    waiting: list[Lexeme] = []  # plain words that may yet be a name together
    shouted = is_shouted(text)
    for found in _PIECE.finditer(text):
        for lexeme in _of_piece(Spot(text, found.start(), found.end(), shouted), concepts):
            if lexeme.raws and not lexeme.excluded:
                waiting.append(lexeme)
            else:
                yield from _together(waiting, text, concepts)
                waiting = []
                yield lexeme
    yield from _together(waiting, text, concepts)


def _together(waiting: list[Lexeme], text: str, concepts: Concepts) -> Iterator[Lexeme]:
    return _numbered(list(_named(waiting, concepts)), text)


def _named(words: list[Lexeme], concepts: Concepts) -> Iterator[Lexeme]:
    at = 0
    while at < len(words):
        for count in range(min(concepts.longest, len(words) - at), 1, -1):
            some = words[at : at + count]
            term = concepts.term([raw for one in some for raw in one.raws])
            if term is not None:
                yield Lexeme(kind="", start=some[0].start, end=some[-1].end, term=term)
                at += count
                break
        else:
            yield words[at]
            at += 1


def _numbered(words: list[Lexeme], text: str) -> Iterator[Lexeme]:
    """Groups of three digits made one number: 100 000 is 100000."""
    at = 0
    while at < len(words):
        last = at
        while last + 1 < len(words) and _NUMBER.fullmatch(text, words[at].start, words[last + 1].end):
            last += 1
        if last > at:
            raws = ("".join(raw for word in words[at : last + 1] for raw in word.raws),)
            term = single(raws)
            yield Lexeme(kind="", start=words[at].start, end=words[last].end, term=term, raws=raws, turned=True)
        else:
            yield words[at]
        at = last + 1


def _of_piece(spot: Spot, concepts: Concepts) -> Iterator[Lexeme]:
    text, piece = spot.text, spot.text[spot.start : spot.end]
    if piece[0] in "()|":
        yield Lexeme(kind=piece[0], start=spot.start, end=spot.end)
        return
    parts = _PARTS.fullmatch(piece)
    assert parts is not None  # noqa: S101  # every part of it may be empty
    starts = spot.start == 0 or text[spot.start - 1].isspace() or text[spot.start - 1] in "|("
    excluded = bool(parts["dash"]) and starts
    if excluded and not parts["body"] and not parts["field"] and text[spot.end : spot.end + 1] == "(":
        yield Lexeme(kind="-", start=spot.start, end=spot.end)
        return
    only = "=" in piece[: len(piece) - len(parts["body"])]
    name, body = parts["field"] or "", parts["body"]
    field = FIELDS.get(name.casefold(), Field.TEXT)
    if name and not field:
        _check_field(name, spot)
        body = f"{name}:{body}"
    if field and not re.search(r"\w", body):
        raise _nothing_after(name, field, spot)
    yield from _of_body(_Body(body, field, only, excluded, spot), concepts)


def _check_field(name: str, spot: Spot) -> None:
    """A name that is nearly one of ours is a slip; any other word before a colon is a word."""
    near = difflib.get_close_matches(name.casefold(), FIELDS, n=1, cutoff=NEAR_FIELD)
    if near:
        piece = spot.text[spot.start : spot.end]
        right = piece.replace(f"{name}:", f"{near[0]}:", 1)
        raise spot.error(f"{name}: is not known", f"Right: {right}", spot.instead(right))


def _nothing_after(name: str, field: Field, spot: Spot) -> QueryError:
    rest = spot.text[spot.end :].lstrip()
    mend = f"{spot.text[: spot.end]}{rest}" if rest[:1] not in ("", "(", ")", "|", "-") else spot.instead("")
    return spot.error(f"There is nothing after {name}:", f"The word follows at once: {name}:{_EXAMPLE[field]}", mend)


@dataclass(frozen=True)
class _Body:
    """What stands behind the dash, the field and the = of a piece."""

    text: str
    field: Field
    only: bool
    excluded: bool
    spot: Spot
    alone: bool = True  #: is it one word, or one with hyphens?
    turned: bool = False  #: were several words typed as one?

    def sign(self, kind: str) -> Lexeme:
        """A sign in this piece, or a word that stands for one."""
        return Lexeme(kind=kind, start=self.spot.start, end=self.spot.end, turned=kind == "|")

    def lexeme(
        self,
        term: Term,
        raws: tuple[str, ...] = (),
        *,
        beside: Term | None = None,
        little: str = "",
        turned: bool = False,
    ) -> Lexeme:
        """A term of this piece."""
        return Lexeme(
            kind="",
            start=self.spot.start,
            end=self.spot.end,
            term=term,
            excluded=self.excluded,
            beside=beside,
            raws=raws,
            little=little,
            turned=turned or self.turned,
        )


def _of_body(body: _Body, concepts: Concepts) -> Iterator[Lexeme]:
    if body.field is Field.LANG:
        yield body.lexeme(_language(body))
    elif body.field is Field.SOURCE:
        yield body.lexeme(source(body.text.strip(QUOTES)))
    elif body.text[:1] and body.text[0] in QUOTES:
        if body.text.endswith("*"):
            mend = body.spot.instead(body.spot.text[body.spot.start : body.spot.end - 1])
            raise body.spot.error("A star stands behind a single word, not behind quotes", "Right: нефт*", mend)
        term = phrase(body.text, body.field)
        if term is not None:
            yield body.lexeme(term)
    elif body.text == "/":
        yield body.sign("/")
    else:
        sign, parts = sides(body.text, concepts)
        for number, part in enumerate(parts):
            if number and sign == "/" and not body.excluded:
                yield body.sign("|")
            yield from _of_side(part, len(parts) == 1, body, concepts)


def _of_side(text: str, alone: bool, body: _Body, concepts: Concepts) -> Iterator[Lexeme]:
    runs = list(run_of(text))
    only, tag = body.only or text.startswith("="), text.startswith("#") and len(runs) > 1
    if only != body.only or not alone or len(runs) != 1:
        body = replace(body, only=only, alone=alone and len(runs) == 1, turned=not alone or tag)
    for run, starred in runs:
        yield from _of_run(run, starred, body, concepts)


def _language(body: _Body) -> Term:
    code = LANGUAGES.get(body.text.strip(QUOTES).casefold())
    if code is None:
        right = "Right: lang:en, lang:ru or lang:kk"
        raise body.spot.error(f"{body.text} is no language that I read", right, body.spot.instead(""))
    return Term(words=(code,), field=Field.LANG)


def _of_run(run: list[str], starred: bool | None, body: _Body, concepts: Concepts) -> Iterator[Lexeme]:
    if starred is None or (starred and len(run[-1]) < SHORTEST_PREFIX):
        plain = body.spot.instead(body.spot.text[body.spot.start : body.spot.end].replace("*", ""))
        short = f"Before a star there must be {SHORTEST_PREFIX} letters or more"
        says = "A star stands at the end of a single word" if starred is None else short
        raise body.spot.error(says, "Right: нефт*", plain)
    bare = not (body.excluded or body.only or body.field or starred)
    word = (acronym(run[0]) or run[0]) if len(run) == 1 else ""
    if bare and word in OR_WORDS:
        yield replace(body.sign("|"), turned=False)
    elif bare and word in NOT_WORDS:
        raise _not_a_dash(word, body.spot)
    elif not (bare and word in AND_WORDS):
        yield _of_words(run, bool(starred), bare, body, concepts)


def _of_words(run: list[str], starred: bool, bare: bool, body: _Body, concepts: Concepts) -> Lexeme:
    concept = None if starred else concepts.term(run, body.field)
    raws = tuple(run) if bare else ()
    if concept is not None and not body.only:
        beside = concepts.typed_small(run[0], concept) if len(run) == 1 else None
        return body.lexeme(concept, raws, beside=beside)
    lowered = bare and body.spot.shouted and len(run) == 1 and is_small_in_capitals(run[0])
    said = [run[0].lower()] if lowered else run
    word = little(run)
    kept = body.only and (bool(word) or run[0].isdigit())
    term = single(said, body.field, prefix=starred, only=concept is not None or kept)
    bare_word = bare and bool(word) and not term.capitals and not (body.alone and body.spot.in_or)
    left_out = word if bare_word and is_meant(run[0], body.spot.before, shouted=body.spot.shouted) else ""
    if bare_word and not left_out:
        term = replace(term, only=True)  # in small letters it would be left out
    return body.lexeme(term, raws, turned=lowered, little=left_out)


def _not_a_dash(word: str, spot: Spot) -> QueryError:
    rest = spot.text[spot.end :].lstrip()
    mend = f"{spot.text[: spot.start]}-{rest}" if rest else spot.instead("")
    return spot.error(f"{word} is written as a dash here, right before the word", "Right: Aktau -waste", mend)
