"""Reads what a person typed: DESIGN's grammar, as people know it from web search.

    waste Aktau OR Alatau        a space is "both", OR (|, ИЛИ, НЕМЕСЕ) binds tighter
    (waste OR "solid fuel") -sport -(oil gas)     brackets group; a dash excludes a word, a phrase, or what stands together
    нефт*   title:AI   lang:kk   source:kt-eng   =AI      beginnings, places, and a word without its concept

    text ─ pieces ─▶ lexemes ─ read ─▶ a tree ─ flattened ─▶ Query

Every text is either a Query or a QueryError that says what is wrong, where, and how it would be right, with the nearest
text that can be read. A text's length, its brackets and what comes of multiplying them out are bounded.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from bot.errors import QueryError
from bot.language.tokens import TOKEN
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.query import MAX_LENGTH, Field, Query, Term
from bot.matching.terms import DASHES, phrase, run_of, single, source

OR_WORDS = frozenset({"OR", "ИЛИ", "НЕМЕСЕ"})
AND_WORDS = frozenset({"AND", "ЖӘНЕ"})  #: habits from elsewhere: a space says the same
NOT_WORDS = frozenset({"NOT", "НЕ"})  #: as capitals they would match nothing
QUOTES = '"“”„‟«»＂'
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
MAX_DEPTH = 5  #: brackets within brackets
MAX_TERMS = 60  #: after multiplying brackets out
MENDS = 12  #: mistakes in one text that are mended to find the nearest reading
AROUND = 15  #: characters shown on either side of a mistake

_PIECE = re.compile(rf"[{DASHES}]*+=?(?:\w{{2,12}}:)?=?[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*?|[()]|\|+|[^\s|(){QUOTES}]+")
_PARTS = re.compile(rf"(?P<dash>[{DASHES}]*+)(?P<only>=?)(?:(?P<field>\w{{2,12}}):)?=?(?P<body>.*)", re.DOTALL)
_NOTHING_TYPED = "There is no word to follow. Name one, for example: waste"


@dataclass(frozen=True)
class _Lexeme:
    """A bracket, an OR, or terms, with its place in the text."""

    kind: str  #: "(", ")", "|", "-" (before a bracket), or "" for terms
    start: int
    end: int
    terms: tuple[Term, ...] = ()  #: each must be there
    excluded: bool = False
    beside: Term | None = None  #: or this in place of the only term
    raws: tuple[str, ...] = ()  #: the words as typed


@dataclass(frozen=True)
class _Tree:
    """How lexemes hang together."""

    kind: str  #: "and", "or", "not", or "" for a term
    of: tuple[_Tree, ...] = ()
    term: Term | None = None


Groups = list[frozenset[Term]]


def parse(text: str, concepts: Concepts = NO_CONCEPTS) -> Query:
    """Read what a person typed.

    Raises:
        QueryError: its message is for that person, its `mend` the nearest text that has one mistake less.
    """
    text = text.strip()
    _check_length(text)
    _check_quotes(text)
    query = _query(_Reader(text, list(_lexemes(text, concepts))).read(), text)
    _check_length(query.canonical)  # folding can lengthen a text (ß, ŉ), and what is stored must read back
    return query


def nearest(text: str, concepts: Concepts = NO_CONCEPTS) -> str | None:
    """The nearest text that can be read, for one that can't; None: there is none."""
    for _ in range(MENDS):
        try:
            parse(text, concepts)
        except QueryError as error:
            if error.mend is None or error.mend == text:
                return None
            text = error.mend
        else:
            return text
    return None


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


def _check_quotes(text: str) -> None:
    places = [place for place, sign in enumerate(text) if sign in QUOTES]
    if len(places) % 2:
        last = places[-1]
        mend = f'{text}"' if text[last + 1 :].strip() else text[:last]
        raise QueryError(
            f"A quote is opened and not closed{_at(text, last, last + 1)}. "
            'A phrase stands between two: "artificial intelligence"',
            mend=mend.strip(),
        )


# ------------------------------------------------------------------------------------------------- pieces, lexemes


def _lexemes(text: str, concepts: Concepts) -> Iterator[_Lexeme]:
    """Lexemes in order; words side by side that are a concept's name are one."""
    waiting: list[_Lexeme] = []  # plain words that may yet be a name together
    for found in _PIECE.finditer(text):
        for lexeme in _of_piece(text, found.start(), found.group(), concepts):
            if _is_plain(lexeme):
                waiting.append(lexeme)
            else:
                yield from _named(waiting, concepts)
                waiting = []
                yield lexeme
    yield from _named(waiting, concepts)


def _is_plain(lexeme: _Lexeme) -> bool:
    if lexeme.kind or lexeme.excluded:
        return False
    return not any(term.quoted or term.prefix or term.field or term.only for term in lexeme.terms)


def _named(words: list[_Lexeme], concepts: Concepts) -> Iterator[_Lexeme]:
    at = 0
    while at < len(words):
        for count in range(min(concepts.longest, len(words) - at), 1, -1):
            some = words[at : at + count]
            term = concepts.term([raw for one in some for raw in one.raws])
            if term is not None:
                yield _Lexeme("", some[0].start, some[-1].end, (term,))
                at += count
                break
        else:
            yield words[at]
            at += 1


def _of_piece(text: str, start: int, piece: str, concepts: Concepts) -> Iterator[_Lexeme]:
    end = start + len(piece)
    if piece[0] in "()|":
        yield _Lexeme(piece[0], start, end)
        return
    parts = _PARTS.fullmatch(piece)
    assert parts is not None  # noqa: S101  # every part of it may be empty
    starts = start == 0 or text[start - 1].isspace() or text[start - 1] in "|("
    dashed = bool(parts["dash"]) and starts
    if dashed and not parts["body"] and text[end : end + 1] == "(":
        yield _Lexeme("-", start, end)
        return
    place = _Place(text, start, end)
    terms = tuple(_terms(parts, place, concepts))
    if terms:
        beside = concepts.typed_small(parts["body"], terms[0]) if len(terms) == 1 else None
        lexeme = _Lexeme("", start, end, terms, dashed, beside, tuple(TOKEN.findall(piece)))
        yield from (not dashed and _operator(parts["body"], place)) or [lexeme]


@dataclass(frozen=True)
class _Place:
    """A piece in its text, for saying where a mistake is and what the text would be without it."""

    text: str
    start: int
    end: int

    def instead(self, piece: str) -> str:
        """The text with another piece in its place."""
        return " ".join(f"{self.text[: self.start]}{piece}{self.text[self.end :]}".split())

    def error(self, says: str, right: str, mend: str | None) -> QueryError:
        """A mistake at this place: what it is, where, what would be right."""
        return QueryError(f"{says}{_at(self.text, self.start, self.end)}. {right}", mend=mend)


def _at(text: str, start: int, end: int) -> str:
    """Where it is, if the text holds more than the mistake: (here: … waste OR …)."""
    if end - start >= len(text):
        return ""
    left, right = max(start - AROUND, 0), min(end + AROUND, len(text))
    shown = " ".join(text[left:right].split())
    return f" (here: {'…' if left else ''}{shown}{'…' if right < len(text) else ''})"


def _operator(body: str, place: _Place) -> list[_Lexeme]:
    """The operator that a word in capitals is, or nothing; AND is a lexeme without terms."""
    if body in OR_WORDS:
        return [_Lexeme("|", place.start, place.end)]
    if body in AND_WORDS:
        return [_Lexeme("", place.start, place.end)]
    if body in NOT_WORDS:
        rest = place.text[place.end :].lstrip()
        mend = f"{place.text[: place.start]}-{rest}" if rest else place.instead("")
        raise place.error(f"{body} is written as a dash here, right before the word", "Right: Aktau -waste", mend)
    return []


def _terms(parts: re.Match[str], place: _Place, concepts: Concepts) -> Iterator[Term]:
    """The terms of a piece without its dash."""
    body, only = parts["body"], "=" in place.text[place.start : place.end - len(parts["body"])]
    name = parts["field"]
    where = FIELDS.get(name.casefold()) if name else Field.TEXT
    if where is None:
        _check_field(name, body, place)
        yield from _words(f"{name} ", Field.TEXT, only, place, concepts)
        where = Field.TEXT
    if where is not Field.TEXT and not re.search(r"\w", body):
        rest = place.text[place.end :].lstrip()
        mend = f"{place.text[: place.end]}{rest}" if rest[:1] not in ("", "(", ")", "|") else place.instead("")
        raise place.error(
            f"There is nothing after {name}:", f"The word follows at once: {name}:{_EXAMPLE[where]}", mend
        )
    if where in (Field.LANG, Field.SOURCE):
        yield _language(body, place) if where is Field.LANG else source(body.strip(QUOTES))
    elif body[:1] and body[0] in QUOTES:
        yield from _phrase(body, where, place)
    else:
        yield from _words(body, where, only, place, concepts)


_EXAMPLE = {Field.TITLE: "AI", Field.LANG: "kk", Field.SOURCE: "kt-eng"}


def _check_field(name: str, body: str, place: _Place) -> None:
    """A name that is nearly one of ours is a slip; any other word before a colon is a word."""
    near = difflib.get_close_matches(name.casefold(), FIELDS, n=1, cutoff=0.75)
    if near and body:
        mend = place.instead(place.text[place.start : place.end].replace(f"{name}:", f"{near[0]}:", 1))
        raise place.error(f"{name}: is not known", f"Right: {near[0]}:{body}", mend)


def _language(body: str, place: _Place) -> Term:
    code = LANGUAGES.get(body.strip(QUOTES).casefold())
    if code is None:
        raise place.error(f"{body} is no language that I read", "Right: lang:en, lang:ru or lang:kk", place.instead(""))
    return Term(words=(code,), field=Field.LANG)


def _phrase(body: str, where: Field, place: _Place) -> Iterator[Term]:
    if body.endswith("*"):
        raise place.error(
            "A star stands behind a single word, not behind quotes", "Right: нефт*", place.instead(body[:-1])
        )
    term = phrase(body, where)
    if term is not None:
        yield term


def _words(body: str, where: Field, only: bool, place: _Place, concepts: Concepts) -> Iterator[Term]:
    for run, starred in run_of(body):
        if starred is None:
            plain = place.text[place.start : place.end].replace("*", "")
            raise place.error("A star stands at a word's end only", "Right: нефт*", place.instead(plain))
        if starred and len(run[-1]) < SHORTEST_PREFIX:
            plain = place.text[place.start : place.end].replace("*", "")
            says = f"Before a star there must be {SHORTEST_PREFIX} letters or more"
            raise place.error(says, "Right: нефт*", place.instead(plain))
        concept = None if only or starred else concepts.term(run, where)
        bears_name = only and concepts.term(run, where) is not None
        yield concept or single(run, where, prefix=starred, only=bears_name)


# ------------------------------------------------------------------------------------------------- reading


@dataclass
class _Reader:
    """Recursive descent over the lexemes."""

    text: str
    lexemes: list[_Lexeme]
    at: int = 0
    depth: int = 0
    opened: list[_Lexeme] = field(default_factory=list)

    def read(self) -> _Tree:
        """The whole text."""
        tree = self._both()
        if self.at < len(self.lexemes):
            raise self._error("This bracket closes nothing", "Brackets come in pairs: (Aktau OR Alatau) waste", "")
        return tree

    @property
    def _here(self) -> _Lexeme | None:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def _both(self) -> _Tree:
        parts: list[_Tree] = []
        while self._here is not None and self._here.kind != ")":
            parts.append(self._either())
        return _Tree("and", tuple(parts))

    def _either(self) -> _Tree:
        if self._here is not None and self._here.kind == "|":
            raise self._or_error("before")
        sides = [self._one()]
        while self._here is not None and self._here.kind == "|":
            self.at += 1
            behind = self._here
            if behind is not None and behind.kind == "|":
                raise self._or_error("before")
            if behind is None or behind.kind == ")":
                self.at -= 1
                raise self._or_error("after")
            sides.append(self._one())
            if any(side.kind == "not" for side in sides):
                raise self._exclusion_in_or()
        return sides[0] if len(sides) == 1 else _Tree("or", tuple(sides))

    def _one(self) -> _Tree:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.kind == "-":
            return _Tree("not", (self._bracketed(),))
        if lexeme.kind == "(":
            self.at -= 1
            return self._bracketed()
        tree = _Tree("and", tuple(_Tree("", term=term) for term in lexeme.terms))
        if lexeme.beside is not None:
            tree = _Tree("or", (tree, _Tree("", term=lexeme.beside)))
        return _Tree("not", (tree,)) if lexeme.excluded else tree

    def _bracketed(self) -> _Tree:
        opening = self.lexemes[self.at]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(f"Brackets stand in brackets, more than {MAX_DEPTH} deep. Write it with fewer.")
        self.at += 1
        tree = self._both()
        if self._here is None:
            place = _Place(self.text, opening.start, opening.end)
            mend = f"{self.text})" if tree.of else place.instead("")
            raise place.error("A bracket is opened and not closed", "Right: (Aktau OR Alatau) waste", mend)
        self.at += 1
        self.depth -= 1
        return tree

    def _error(self, says: str, right: str, instead: str) -> QueryError:
        lexeme = self.lexemes[min(self.at, len(self.lexemes) - 1)]
        place = _Place(self.text, lexeme.start, lexeme.end)
        return place.error(says, right, place.instead(instead))

    def _or_error(self, side: str) -> QueryError:
        lexeme = self.lexemes[self.at]
        sign = self.text[lexeme.start : lexeme.end]
        return self._error(f"There is nothing {side} {sign}", "It stands between two words: Aktau OR Alatau", " ")

    def _exclusion_in_or(self) -> QueryError:
        signs = [lexeme for lexeme in self.lexemes[: self.at] if lexeme.kind == "|"]
        place = _Place(self.text, signs[-1].start, signs[-1].end)
        sign = self.text[place.start : place.end]
        right = "Put it at the end: Aktau OR Alatau -waste"
        return place.error(f"A word to leave out can't be a side of {sign}", right, place.instead(" "))


# ------------------------------------------------------------------------------------------------- flattening


def _query(tree: _Tree, text: str) -> Query:
    """The tree as what must be there and what must not."""
    all_of, none_of = _required(tree)
    if not all_of and none_of:
        first = min(next(iter(none_of)), key=lambda term: term.canonical).canonical
        raise QueryError(
            f"That only says what to leave out. Name what to look for, too: Aktau -{first}",
            mend=re.sub(rf"(^|[\s|(])[{DASHES}]+(?=\S)", r"\1", text),
        )
    if not all_of:
        raise QueryError(_NOTHING_TYPED)
    groups = {_sorted(group) for group in all_of}
    out = {_sorted(group) for group in none_of}
    return Query(all_of=_ordered(groups), none_of=_ordered(out))


def _ordered(groups: Iterable[tuple[Term, ...]]) -> tuple[tuple[Term, ...], ...]:
    return tuple(sorted(groups, key=lambda group: [term.canonical for term in group]))


def _sorted(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: term.canonical))


def _required(tree: _Tree) -> tuple[Groups, Groups]:
    """What must be there (each group one of several), and what must not all be there together."""
    if tree.kind == "":
        return [frozenset([_term(tree)])], []
    if tree.kind == "not":
        return [], _together(tree.of[0])
    parts = [_required(part) for part in tree.of]
    if tree.kind == "or":
        if any(none_of or not all_of for all_of, none_of in parts):
            right = "Put it at the end: Aktau OR Alatau -waste"
            raise QueryError(f"Within brackets, a word to leave out can't be a side of OR. {right}")
        return _multiplied([all_of for all_of, _ in parts]), []
    return _added(all_of for all_of, _ in parts), _added(none_of for _, none_of in parts)


def _together(tree: _Tree) -> Groups:
    """What is excluded by excluding the tree: any of these, each with all of its terms."""
    if tree.kind == "":
        return [frozenset([_term(tree)])]
    if tree.kind == "not":
        raise QueryError(
            "A word to leave out stands within brackets that are left out. Write it without the second dash."
        )
    parts = [_together(part) for part in tree.of]
    return _added(parts) if tree.kind == "or" else _multiplied(parts)


def _term(tree: _Tree) -> Term:
    assert tree.term is not None  # noqa: S101  # a leaf is a term
    return tree.term


def _added(parts: Iterable[Groups]) -> Groups:
    return _bounded([group for part in parts for group in part])


def _multiplied(parts: list[Groups]) -> Groups:
    """One group of each part, joined, for every choice."""
    made: Groups = [frozenset()]
    for part in parts:
        made = _bounded([one | other for one, other in product(made, part)])
    return [] if made == [frozenset()] else made


def _bounded(groups: Groups) -> Groups:
    if sum(map(len, groups)) > MAX_TERMS:
        raise QueryError("These brackets say too much at once. Split it into several follows, parted by commas.")
    return groups
