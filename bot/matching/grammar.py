"""Reads what a person typed: DESIGN's grammar, as people know it from web search.

    waste Aktau OR Alatau                a space is "both", OR (|, ИЛИ, НЕМЕСЕ, or between words) binds tighter
    waste in Aktau                       little words are no requirements
    (waste OR "solid fuel") -sport       brackets group; a dash excludes a word or a phrase,
    oil -(price market)                  or what stands together
    нефт*  title:AI  lang:kk  source:kt-eng  =AI      beginnings, places, and a word without its concept

    text ─ lexemes ─ sifted ─ read ─▶ a Tree ─ query_of ─▶ Query

Every text is either a Query or a QueryError that says what is wrong, where, and how it would be right, with the nearest
text that can be read. A text's length, its brackets and what comes of multiplying them out are bounded.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace

from bot.errors import QueryError
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.lexemes import Lexeme, SourceSpan
from bot.matching.phonetic import is_wrong_layout
from bot.matching.query import GRAMMAR, MAX_LENGTH, Query, Term
from bot.matching.stopword_filter import filter_stopwords
from bot.matching.terms import GROUPED, QUOTES, stopword_key
from bot.matching.tree import AT_THE_END, Tree, ordered, query_of, sorted_terms

MAX_DEPTH = 5  #: brackets within brackets
MAX_CORRECTIONS = 12  #: mistakes in one text that are mended to find the nearest reading


def parse(text: str, concepts: Concepts = NO_CONCEPTS) -> Query:
    """Read what a person typed.

    Raises:
        QueryError: its message is for that person, its `mend` the nearest text that has one mistake less.
    """
    text = text.strip()
    _check_length(text)
    _check_quotes(text)
    query = _unambiguous(_read(text, concepts), concepts)
    _check_length(query.canonical)  # folding can lengthen a text (ß, ŉ), and what is stored must read back
    return query


def _read(text: str, concepts: Concepts) -> Query:
    return query_of(_Parser(text, list(filter_stopwords(text, concepts).lexemes)).read(), text)


def _unambiguous(query: Query, concepts: Concepts) -> Query:
    """A = keeps words what they are that sorting brings side by side (a name, a number), and acronyms in capitals."""
    terms = [term for group in query.all_of for term in group]
    named = any(term.name for term in terms)
    doubtful = {term for term in terms if _may_read_otherwise(term, concepts, named=named)}
    if not doubtful or _read(query.canonical, concepts) == query:
        return query
    protected = (
        tuple(replace(term, only=True) if term in doubtful else term for term in group) for group in query.all_of
    )
    return replace(query, all_of=ordered(map(sorted_terms, protected)))


def _may_read_otherwise(term: Term, concepts: Concepts, *, named: bool) -> bool:
    if term.quoted or term.prefix or term.field or term.concept or term.name:
        return False
    return (
        term.capitals
        or named
        or term.words[0].isdigit()
        or bool(stopword_key(term.words))
        or concepts.begins_name(term.words[0])
    )


def version(concepts: Concepts) -> int:
    """What queries are read by, as a number to keep with each (31 bits): another grammar or concept, another number."""
    return zlib.crc32(f"{GRAMMAR} {concepts!r}".encode()) & 0x7FFFFFFF if len(concepts) else GRAMMAR


def nearest_valid(text: str, concepts: Concepts = NO_CONCEPTS) -> str | None:
    """The nearest text that can be read, for one that can't; None: there is none."""
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
    """Commas and new lines part one follow from the next, but for commas in quotes, numbers and other layouts."""
    return [piece for line in text.splitlines() for piece in _split_line(line)]


#: what may be a word typed in another keyboard layout, where a comma is a letter: ,fyr is банк
_KEYS = re.compile(r"[^\s\"]*[A-Za-z][^\s\"]*(?<!,)")


def _split_line(line: str) -> list[str]:
    pieces, start, quoted = [], 0, False
    protected = {place for found in GROUPED.finditer(line) for place in range(*found.span())}
    protected |= {
        place for found in _KEYS.finditer(line) if is_wrong_layout(found.group()) for place in range(*found.span())
    }
    for place, sign in enumerate(line):
        if sign in QUOTES:
            quoted = not quoted
        elif sign == "," and not quoted and place not in protected:
            pieces.append(line[start:place])
            start = place + 1
    pieces.append(line[start:])
    return [stripped for piece in pieces if (stripped := piece.strip())]


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"That is too long: {len(text)} characters, and a follow may have {MAX_LENGTH}. "
            "Several follows can be parted by commas."
        )


def _check_quotes(text: str) -> None:
    places = [place for place, sign in enumerate(text) if sign in QUOTES]
    if len(places) % 2:
        last = places[-1]
        correction = f'{text}"' if text[last + 1 :].strip() else text[:last].strip()
        right = 'A phrase stands between two: "artificial intelligence"'
        raise SourceSpan(text, last, last + 1).error("A quote is opened and not closed", right, correction)


@dataclass
class _Parser:
    """Recursive descent over the lexemes."""

    text: str
    lexemes: list[Lexeme]
    at: int = 0
    depth: int = 0

    def read(self) -> Tree:
        """The whole text."""
        tree = self._conjunction()
        if self.at < len(self.lexemes):
            raise self._error("This bracket closes nothing", "Brackets come in pairs: (Aktau OR Alatau) waste", "")
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
            raise self._or_error("before")
        sides = [self._operand()]
        while self._here is not None and self._here.kind == "|":
            self.at += 1
            following = self._here
            if following is not None and following.kind == "|":
                raise self._or_error("before")
            if following is None or following.kind == ")":
                self.at -= 1
                raise self._or_error("after")
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
            raise QueryError(f"Brackets stand in brackets, more than {MAX_DEPTH} deep. Write it with fewer.")
        self.at += 1
        tree = self._conjunction()
        if self._here is None:
            place = SourceSpan(self.text, opening.start, opening.end)
            correction = f"{self.text})" if tree.children else place.replaced_with("")
            raise place.error("A bracket is opened and not closed", "Right: (Aktau OR Alatau) waste", correction)
        self.at += 1
        self.depth -= 1
        return tree

    def _error(self, says: str, right: str, replaced_with: str) -> QueryError:
        lexeme = self.lexemes[min(self.at, len(self.lexemes) - 1)]
        place = SourceSpan(self.text, lexeme.start, lexeme.end)
        return place.error(says, right, place.replaced_with(replaced_with))

    def _or_error(self, side: str) -> QueryError:
        lexeme = self.lexemes[self.at]
        sign = self.text[lexeme.start : lexeme.end]
        return self._error(f"There is nothing {side} {sign}", "It stands between two words: Aktau OR Alatau", " ")

    def _exclusion_in_or(self) -> QueryError:
        signs = [lexeme for lexeme in self.lexemes[: self.at] if lexeme.kind == "|"]
        place = SourceSpan(self.text, signs[-1].start, signs[-1].end)
        sign = self.text[place.start : place.end]
        says = f"A word to leave out can't be a side of {sign}"
        return place.error(says, AT_THE_END, place.replaced_with(" "))
