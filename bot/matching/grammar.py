"""The query parser: what a person typed, in a grammar known from web search.

    waste Aktau OR Alatau                a space is "both", OR (|, ИЛИ, НЕМЕСЕ, or between words) binds tighter
    waste in Aktau                       stop words are not required
    (waste OR "solid fuel") -sport       brackets group; a dash excludes a word or a phrase,
    oil -(price market)                  or texts with all of these
    нефт*  title:AI  lang:kk  source:kt-eng  =AI      prefixes, fields, and a word without its concept

    text ─ lexemes ─ filter_stopwords ─ _Parser ─▶ Tree ─ query_of ─▶ Query

Every text gives either a Query or a QueryError that says what is wrong, where, and how to correct it. The length of a
text, the depth of its brackets and the size of their expansion are limited.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace

from bot.errors import QueryError
from bot.i18n.catalogue import query_errors as texts
from bot.i18n.text import Phrase, Text
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.lexemes import Lexeme
from bot.matching.phonetic import is_wrong_layout
from bot.matching.query import GRAMMAR, MAX_LENGTH, Query, Term
from bot.matching.spans import SourceSpan
from bot.matching.stopword_filter import filter_stopwords
from bot.matching.terms import GROUPED, QUOTES, stopword_key
from bot.matching.tree import AT_THE_END, Tree, ordered, query_of, sorted_terms

MAX_DEPTH = 5  #: brackets within brackets
BRACKETS = "(Aktau OR Alatau) waste"  #: an example of them
MAX_CORRECTIONS = 12  #: errors of one text that are corrected to find a valid one


def parse(text: str, concepts: Concepts = NO_CONCEPTS) -> Query:
    """Parse what a person typed.

    Raises:
        QueryError: the phrase is for that person; `correction` is the text with this error corrected.
    """
    text = text.strip()
    _check_length(text)
    _check_quotes(text)
    query = _unambiguous(_read(text, concepts), concepts)
    if not text.isascii() and concepts.fix_layout(query.canonical) != query.canonical:  # n’ns: a phone's apostrophe
        query = _unambiguous(_read(query.canonical, concepts), concepts)
    _check_length(query.canonical)  # folding can lengthen a text (ß, ŉ), and the canonical form must parse again
    return query


def _read(text: str, concepts: Concepts) -> Query:
    return query_of(_Parser(text, list(filter_stopwords(text, concepts).lexemes)).read(), text)


def _unambiguous(query: Query, concepts: Concepts) -> Query:
    """The query with = on words that would read differently once they are sorted: names, numbers, acronyms."""
    named = any(term.name for term in query.terms)
    doubtful = {term for term in query.terms if _may_read_otherwise(term, concepts, named=named)}
    if not doubtful or _read(query.canonical, concepts) == query:
        return query
    all_of, none_of = (
        ordered(
            sorted_terms(replace(term, only=True) if term in doubtful else term for term in group) for group in groups
        )
        for groups in (query.all_of, query.none_of)
    )
    protected = Query(all_of=all_of, none_of=none_of)
    settled = _read(protected.canonical, concepts)  # without = on words that have no other meaning
    return settled if _read(settled.canonical, concepts) == settled else protected


def _may_read_otherwise(term: Term, concepts: Concepts, *, named: bool) -> bool:
    if term.quoted or term.prefix or term.field or term.concept or term.name:
        return False
    return (
        term.capitals
        or named
        or term.words[0].isdigit()
        or bool(stopword_key(term.words))
        or len(term.words) > 1
        or concepts.begins_name(term.words[0])
    )


def version(concepts: Concepts) -> int:
    """A number (31 bits) stored with each query; it changes with the grammar and with the names of concepts."""
    return zlib.crc32(f"{GRAMMAR} {concepts!r}".encode()) & 0x7FFFFFFF if len(concepts) else GRAMMAR


def nearest_valid(text: str, concepts: Concepts = NO_CONCEPTS) -> str | None:
    """The nearest text that can be parsed (`text` itself, if it can); None: there is none."""
    for _ in range(MAX_CORRECTIONS):
        try:
            parse(text, concepts)
        except QueryError as error:
            if error.correction is None or error.correction == text:
                return None
            text = error.correction
        else:
            return text
    return None


def split_follows(text: str) -> list[str]:
    """Split at commas, semicolons before a space and new lines.

    Not at commas in quotes, in numbers, and in words of another layout.
    """
    return [piece for line in text.splitlines() for piece in _split_line(_BULLET.sub("", line))]


_BULLET = re.compile(r"^\s*(?:[-–—•*·▪◦‣+]|\d{1,2}[.)])\s+(?=\S)")  #: before an item of a list: "- oil", "2) gas"
_LISTING = re.compile(r";(?:\s|$)")  #: within a word it is ж in another keyboard layout
#: may be a word typed in another keyboard layout, where a comma is a letter: ,fyr is банк
_KEYS = re.compile(r"(?<![^\s\"])[^\s\"]*[A-Za-z][^\s\"]*(?<!,)")


def _split_line(line: str) -> list[str]:
    pieces, start, quoted = [], 0, False
    protected = {place for found in GROUPED.finditer(line) for place in range(*found.span())}
    protected |= {
        place for found in _KEYS.finditer(line) if is_wrong_layout(found.group()) for place in range(*found.span())
    }
    for place, sign in enumerate(line):
        if sign in QUOTES:
            quoted = not quoted
        elif (sign == "," or _LISTING.match(line, place)) and not quoted and place not in protected:
            pieces.append(line[start:place])
            start = place + 1
    pieces.append(line[start:])
    return [stripped for piece in pieces if (stripped := piece.strip())]


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryError(texts.TOO_LONG, count=len(text), limit=MAX_LENGTH)


def _check_quotes(text: str) -> None:
    places = [place for place, sign in enumerate(text) if sign in QUOTES]
    if len(places) % 2:
        last = places[-1]
        correction = f'{text}"' if text[last + 1 :].strip() else text[:last].strip()
        remedy = Phrase(texts.PHRASE_IN_QUOTES, {"example": '"artificial intelligence"'})
        raise SourceSpan(text, last, last + 1).error(Phrase(texts.QUOTE_NOT_CLOSED), remedy, correction)


@dataclass
class _Parser:
    """A recursive-descent parser of the lexemes."""

    text: str
    lexemes: list[Lexeme]
    at: int = 0
    depth: int = 0

    def read(self) -> Tree:
        """The tree of the whole text. Raises QueryError."""
        tree = self._conjunction()
        if self.at < len(self.lexemes):
            raise self._error(
                Phrase(texts.BRACKET_NOT_OPENED), Phrase(texts.BRACKETS_IN_PAIRS, {"example": BRACKETS}), ""
            )
        return tree

    @property
    def _here(self) -> Lexeme | None:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def _conjunction(self) -> Tree:
        parts: list[Tree] = []
        while self._here is not None and self._here.kind != ")":
            parts.append(self._disjunction())
        return Tree("and", tuple(parts))

    def _disjunction(self) -> Tree:
        if self._here is not None and self._here.kind == "|":
            raise self._or_error(texts.NOTHING_BEFORE_OR)
        sides = [self._operand()]
        while self._here is not None and self._here.kind == "|":
            self.at += 1
            following = self._here
            if following is not None and following.kind == "|":
                raise self._or_error(texts.NOTHING_BEFORE_OR)
            if following is None or following.kind == ")":
                self.at -= 1
                raise self._or_error(texts.NOTHING_AFTER_OR)
            sides.append(self._operand())
            if any(side.kind == "not" for side in sides):
                raise self._exclusion_in_or()
        return sides[0] if len(sides) == 1 else Tree("or", tuple(sides))

    def _operand(self) -> Tree:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.kind == "-":
            return Tree("not", (self._bracketed(),))
        if lexeme.kind == "(":
            self.at -= 1
            return self._bracketed()
        tree = Tree("", term=lexeme.term)
        if lexeme.alternative is not None:
            tree = Tree("or", (tree, Tree("", term=lexeme.alternative)))
        return Tree("not", (tree,)) if lexeme.excluded else tree

    def _bracketed(self) -> Tree:
        opening = self.lexemes[self.at]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(texts.TOO_DEEP, limit=MAX_DEPTH)
        self.at += 1
        tree = self._conjunction()
        if self._here is None:
            place = SourceSpan(self.text, opening.start, opening.end)
            correction = f"{self.text})" if tree.children else place.replaced_with("")
            raise place.error(Phrase(texts.BRACKET_NOT_CLOSED), Phrase(texts.RIGHT, {"example": BRACKETS}), correction)
        self.at += 1
        self.depth -= 1
        return tree

    def _error(self, error: Phrase, remedy: Phrase, replaced_with: str) -> QueryError:
        lexeme = self.lexemes[min(self.at, len(self.lexemes) - 1)]
        place = SourceSpan(self.text, lexeme.start, lexeme.end)
        return place.error(error, remedy, place.replaced_with(replaced_with))

    def _or_error(self, text: Text) -> QueryError:
        lexeme = self.lexemes[self.at]
        sign = self.text[lexeme.start : lexeme.end]
        return self._error(
            Phrase(text, {"sign": sign}), Phrase(texts.BETWEEN_TWO_WORDS, {"example": "Aktau OR Alatau"}), " "
        )

    def _exclusion_in_or(self) -> QueryError:
        signs = [lexeme for lexeme in self.lexemes[: self.at] if lexeme.kind == "|"]
        place = SourceSpan(self.text, signs[-1].start, signs[-1].end)
        sign = self.text[place.start : place.end]
        return place.error(Phrase(texts.EXCLUSION_IN_OR, {"sign": sign}), AT_THE_END, place.replaced_with(" "))
