"""What a person asked, parsed to a form that is the same for all who ask the same.

    waste Aktau OR Alatau -"port of Aktau"      a space is "both", OR binds tighter, a dash excludes, quotes are exact

Every text is either a Query or a QueryError that says what is wrong and how it would be right; a text's length is
bounded and each character is looked at a fixed number of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import QueryError
from bot.language.capitals import is_loud_word
from bot.language.common import COMMON
from bot.language.tokens import TOKEN, acronym, exact, normal

GRAMMAR = 1  #: kept with each stored query: what was typed under an older grammar can be read anew
MAX_LENGTH = 200  #: characters of a query
OR_WORDS = frozenset({"OR", "ИЛИ", "НЕМЕСЕ"})
AND_WORD, NOT_WORD = "AND", "NOT"  #: habits from elsewhere; as capitals they would match nothing
QUOTES = '"“”„‟«»＂'
DASHES = "-‐‑‒–—―−"
JOINERS = f"{DASHES}./&_+@"  #: between two words without a space they make neighbours of them: COVID-19, kt.kz

_PIECE = re.compile(rf"[{DASHES}]*+[{QUOTES}][^{QUOTES}]*[{QUOTES}]|\|+|[^\s|{QUOTES}]+")
_NOTHING_TYPED = "There is no word to follow. Name one, for example: waste"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One word, or several that stand side by side."""

    words: tuple[str, ...]  #: exact forms if quoted, else normal forms; capitals as they are
    quoted: bool = False  #: matches as written, case ignored
    capitals: bool = False  #: matches capitals only

    @property
    def canonical(self) -> str:
        """The term as it would be typed."""
        return f'"{" ".join(self.words)}"' if self.quoted else "-".join(self.words)

    @property
    def too_common(self) -> bool:
        """Does it stand in nearly every article? A phrase never counts: The Who is a band."""
        return not self.capitals and len(self.words) == 1 and self.words[0] in COMMON


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """Both of `all_of`, each of which is one of several, and none of `none_of`; sorted, nothing twice."""

    all_of: tuple[tuple[Term, ...], ...]
    none_of: tuple[Term, ...] = ()

    @property
    def canonical(self) -> str:
        """The same for all who ask the same; `parse` reads it back to an equal Query."""
        groups = ["|".join(term.canonical for term in group) for group in self.all_of]
        return " ".join(groups + [f"-{term.canonical}" for term in self.none_of])

    @property
    def too_common(self) -> bool:
        """Is it made of words only that stand in nearly every article?"""
        return all(any(term.too_common for term in group) for group in self.all_of)


def parse(text: str) -> Query:
    """Read what a person typed.

    Raises QueryError, whose message is for that person.
    """
    text = text.strip()
    _check_length(text)
    if sum(text.count(quote) for quote in QUOTES) % 2:
        raise QueryError('A quote is opened and not closed. A phrase stands between two: "artificial intelligence"')
    query = _Reader().read(text)
    _check_length(query.canonical)  # folding can lengthen a text (ß, ŉ), and what is stored must read back
    return query


def split_follows(text: str) -> list[str]:
    """Commas outside quotes, and new lines, part one follow from the next."""
    return [piece for line in text.splitlines() for piece in _split_line(line)]


def _split_line(line: str) -> list[str]:
    pieces, start, quoted = [], 0, False
    for place, sign in enumerate(line):
        if sign in QUOTES:
            quoted = not quoted
        elif sign == "," and not quoted:
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


class _Reader:
    """Takes piece after piece of a text; an OR waits for its right side."""

    def __init__(self) -> None:
        self.groups: list[list[Term]] = []
        self.none_of: list[Term] = []
        self.pending_or = ""  #: the OR as typed whose right side has not come yet
        self.after_exclusion = False

    def read(self, text: str) -> Query:
        for found in _PIECE.finditer(text):
            piece = found.group()
            bare = piece.lstrip(DASHES)
            starts = found.start() == 0 or text[found.start() - 1].isspace() or text[found.start() - 1] == "|"
            if piece[0] == "|":
                self._take_or("|")
            else:
                self._take_piece(bare, excluded=starts and bare != piece)
        return self._finish()

    def _take_piece(self, bare: str, *, excluded: bool) -> None:
        for raws, term in _terms(bare):
            word = "" if term.quoted or len(raws) > 1 else acronym(raws[0]) or raws[0]
            if excluded:
                self._exclude(term)
            elif word in OR_WORDS:
                self._take_or(word)
            elif word == NOT_WORD:
                raise QueryError("NOT is written as a dash here, right before the word: Aktau -waste")
            elif word != AND_WORD:
                self._require(term)

    def _take_or(self, sign: str) -> None:
        if self.after_exclusion:
            raise _no_exclusion_in_or(sign)
        if self.pending_or or not self.groups:
            raise QueryError(f"There is nothing before {sign}. It stands between two words: Aktau OR Alatau")
        self.pending_or = sign

    def _require(self, term: Term) -> None:
        if self.pending_or:
            self.groups[-1].append(term)
        else:
            self.groups.append([term])
        self.pending_or, self.after_exclusion = "", False

    def _exclude(self, term: Term) -> None:
        if self.pending_or:
            raise _no_exclusion_in_or(self.pending_or)
        self.none_of.append(term)
        self.after_exclusion = True

    def _finish(self) -> Query:
        if self.pending_or:
            raise QueryError(f"There is nothing after {self.pending_or}. It stands between two words: Aktau OR Alatau")
        if not self.groups and self.none_of:
            out = self.none_of[0].canonical
            raise QueryError(f"That only says what to leave out. Name what to look for, too: Aktau -{out}")
        if not self.groups:
            raise QueryError(_NOTHING_TYPED)
        groups = {_sorted(group) for group in self.groups}
        return Query(
            all_of=tuple(sorted(groups, key=lambda group: [term.canonical for term in group])),
            none_of=_sorted(self.none_of),
        )


def _no_exclusion_in_or(sign: str) -> QueryError:
    return QueryError(f"A word to leave out can't be a side of {sign}. Put it at the end: Aktau OR Alatau -waste")


def _sorted(terms: list[Term]) -> tuple[Term, ...]:
    return tuple(sorted(set(terms), key=lambda term: term.canonical))


def _terms(bare: str) -> list[tuple[list[str], Term]]:
    """The terms of a piece without its dash, each with the words as typed."""
    if bare[:1] and bare[0] in QUOTES:
        raws = TOKEN.findall(bare)
        return [(raws, Term(words=tuple(map(exact, raws)), quoted=True))] if raws else []
    return [(run, _unquoted(run)) for run in _runs(bare)]


def _runs(piece: str) -> list[list[str]]:
    """The words of a piece, those together that only a joiner parts."""
    runs: list[list[str]] = []
    end = -1
    for found in TOKEN.finditer(piece):
        if end > 0 and found.start() == end + 1 and piece[end] in JOINERS:
            runs[-1].append(found.group())
        else:
            runs.append([found.group()])
        end = found.end()
    return runs


def _unquoted(raws: list[str]) -> Term:
    capitals = acronym(raws[0]) if len(raws) == 1 else ""
    if capitals and not is_loud_word(capitals):
        return Term(words=(capitals,), capitals=True)
    return Term(words=tuple(map(normal, raws)))
