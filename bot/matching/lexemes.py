"""Typed text split into lexemes: brackets, ORs and terms, each with its span for error messages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.errors import QueryError
from bot.i18n.catalogue import query_errors as texts
from bot.i18n.text import Phrase
from bot.language.tokens import acronym
from bot.matching.concepts import Concepts
from bot.matching.pieces import is_all_caps, is_used_as_stopword, is_word_in_all_caps, split_alternatives
from bot.matching.query import AND_WORDS, FIELDS, LANGUAGES, NOT_WORDS, OR_WORDS, Field, Term
from bot.matching.spans import SourceSpan
from bot.matching.terms import DASHES, QUOTES, plain_term, quoted_term, source_term, stopword_key, word_runs

SHORTEST_PREFIX = 3  #: letters before a star
NEAR_FIELD = 0.75  #: difflib's ratio from which a word before a colon is one of FIELDS misspelled
_PREFIX_EXAMPLE = "нефт*"
_EXAMPLE = {Field.TITLE: "AI", Field.LANG: "kk", Field.SOURCE: "kt-eng"}

_PIECE = re.compile(rf"[{DASHES}]*+=?(?:\w{{2,12}}:)?=?[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*?|[()]|\|+|[^\s|(){QUOTES}]+")
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:\s\d{3})+")
_PARTS = re.compile(rf"(?P<dash>[{DASHES}]*+)=?(?:(?P<field>\w{{2,12}}):)?=?(?P<body>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Lexeme:
    """A bracket, an OR, or a term, with its span in the text."""

    kind: str  #: "(", ")", "|", "-" (before a bracket), "/" (OR, if it is between two terms), or "" for a term
    start: int
    end: int
    term: Term | None = None
    excluded: bool = False
    alternative: Term | None = None  #: a term that may match instead
    raws: tuple[str, ...] = ()  #: the words as typed, if they may be part of a name of several words
    stopword: str = ""  #: the stop word that it is, which may be left out; else ""
    rewritten: bool = False  #: was it read differently than it was typed?


def lexemes(text: str, concepts: Concepts) -> Iterator[Lexeme]:
    """The lexemes in order; words that form a concept's name are one lexeme, and so are the groups of a number.

    Raises:
        QueryError: a piece can't be read; it says where and how to correct it.
    """
    text = concepts.fix_layout(text)
    pending: list[Lexeme] = []  # words that may turn out to be one name
    all_caps = is_all_caps(text)
    for found in _PIECE.finditer(text):
        for lexeme in _piece_lexemes(SourceSpan(text, found.start(), found.end(), all_caps), concepts):
            if lexeme.raws and not lexeme.excluded:
                pending.append(lexeme)
            else:
                yield from _merged(pending, text, concepts)
                pending = []
                yield lexeme
    yield from _merged(pending, text, concepts)


def _merged(pending: list[Lexeme], text: str, concepts: Concepts) -> Iterator[Lexeme]:
    return _merge_numbers(list(_merge_names(pending, concepts)), text)


def _merge_names(words: list[Lexeme], concepts: Concepts) -> Iterator[Lexeme]:
    def named(start: int, count: int) -> Term | None:
        return concepts.term([raw for one in words[start : start + count] for raw in one.raws])

    def begins_next(count: int) -> bool:
        """Does their end begin a known name? In «Токаев Илон Маск» Илон is not Токаев's."""
        sizes = ((start, size) for start in range(at + 1, at + count) for size in range(2, concepts.longest + 1))
        found = (named(*each) for each in sizes if at + count < sum(each) <= len(words))
        return any(term is not None and term.concept for term in found)

    at = 0
    while at < len(words):
        for count in range(min(concepts.longest, len(words) - at), 1, -1):
            term = named(at, count)
            if term is not None and (term.concept or not begins_next(count)):
                yield Lexeme(kind="", start=words[at].start, end=words[at + count - 1].end, term=term)
                at += count
                break
        else:
            yield words[at]
            at += 1


def _merge_numbers(words: list[Lexeme], text: str) -> Iterator[Lexeme]:
    """Groups of three digits merged to one number: 100 000 is 100000."""
    at = 0
    while at < len(words):
        last = at
        while last + 1 < len(words) and _NUMBER.fullmatch(text, words[at].start, words[last + 1].end):
            last += 1
        if last > at:
            raws = ("".join(raw for word in words[at : last + 1] for raw in word.raws),)
            term = plain_term(raws)
            yield Lexeme(kind="", start=words[at].start, end=words[last].end, term=term, raws=raws, rewritten=True)
        else:
            yield words[at]
        at = last + 1


def _piece_lexemes(span: SourceSpan, concepts: Concepts) -> Iterator[Lexeme]:
    text, piece = span.text, span.text[span.start : span.end]
    if piece[0] in "()|":
        yield Lexeme(kind=piece[0], start=span.start, end=span.end)
        return
    parts = _PARTS.fullmatch(piece)
    assert parts is not None  # noqa: S101  # every part of it may be empty
    starts = span.start == 0 or text[span.start - 1].isspace() or text[span.start - 1] in "|("
    excluded = bool(parts["dash"]) and starts
    if excluded and not parts["body"] and not parts["field"] and text[span.end : span.end + 1] == "(":
        yield Lexeme(kind="-", start=span.start, end=span.end)
        return
    only = "=" in piece[: len(piece) - len(parts["body"])]
    name, body = parts["field"] or "", parts["body"]
    field = FIELDS.get(name.casefold(), Field.TEXT)
    if name and not field:
        _check_field(name, span)
        body = f"{name}:{body}"
    if field and not re.search(r"\w", body):
        raise _empty_field_error(name, field, span)
    yield from _body_lexemes(_Body(body, field, only, excluded, span), concepts)


def _check_field(name: str, span: SourceSpan) -> None:
    """Raise if the word before a colon is nearly one of FIELDS; any other word is just a word."""
    near = difflib.get_close_matches(name.casefold(), FIELDS, n=1, cutoff=NEAR_FIELD)
    if near:
        piece = span.text[span.start : span.end]
        right = piece.replace(f"{name}:", f"{near[0]}:", 1)
        raise span.error(Phrase(texts.UNKNOWN_FIELD, {"field": name}), _right(right), span.replaced_with(right))


def _empty_field_error(name: str, field: Field, span: SourceSpan) -> QueryError:
    rest = span.text[span.end :].lstrip()
    closed_up = f"{span.text[: span.end]}{rest}"
    correction = closed_up if rest[:1] not in ("", "(", ")", "|", "-") else span.replaced_with("")
    remedy = Phrase(texts.WORD_AT_ONCE, {"example": f"{name}:{_EXAMPLE[field]}"})
    return span.error(Phrase(texts.NOTHING_AFTER_FIELD, {"field": name}), remedy, correction)


def _right(example: str) -> Phrase:
    return Phrase(texts.RIGHT, {"example": example})


@dataclass(frozen=True)
class _Body:
    """A piece without its dash, field and =."""

    text: str
    field: Field
    only: bool
    excluded: bool
    span: SourceSpan
    alone: bool = True  #: is it one word, or one with hyphens?
    rewritten: bool = False  #: were several words typed as one?

    def sign(self, kind: str) -> Lexeme:
        """The lexeme of an operator, or of a word that means one."""
        return Lexeme(kind=kind, start=self.span.start, end=self.span.end, rewritten=kind == "|")

    def lexeme(
        self,
        term: Term,
        raws: tuple[str, ...] = (),
        *,
        alternative: Term | None = None,
        stopword: str = "",
        rewritten: bool = False,
    ) -> Lexeme:
        """The lexeme of a term in this piece."""
        return Lexeme(
            kind="",
            start=self.span.start,
            end=self.span.end,
            term=term,
            excluded=self.excluded,
            alternative=alternative,
            raws=raws,
            stopword=stopword,
            rewritten=rewritten or self.rewritten,
        )


def _body_lexemes(body: _Body, concepts: Concepts) -> Iterator[Lexeme]:
    if body.field is Field.LANG:
        yield body.lexeme(_language(body))
    elif body.field is Field.SOURCE:
        yield body.lexeme(source_term(body.text.strip(QUOTES)))
    elif body.text[:1] and body.text[0] in QUOTES:
        if body.text.endswith("*"):
            correction = body.span.replaced_with(body.span.text[body.span.start : body.span.end - 1])
            raise body.span.error(Phrase(texts.STAR_AFTER_QUOTES), _right(_PREFIX_EXAMPLE), correction)
        term = quoted_term(body.text, body.field)
        if term is not None:
            yield body.lexeme(term)
    elif body.text == "/":
        yield body.sign("/")
    else:
        sign, parts = split_alternatives(body.text, concepts)
        for number, part in enumerate(parts):
            if number and sign == "/" and not body.excluded:
                yield body.sign("|")
            yield from _alternative_lexemes(part, len(parts) == 1, body, concepts)


def _alternative_lexemes(text: str, alone: bool, body: _Body, concepts: Concepts) -> Iterator[Lexeme]:
    runs = list(word_runs(text))
    only, tag = body.only or text.startswith("="), text.startswith("#") and len(runs) > 1
    if only != body.only or not alone or len(runs) != 1:
        body = replace(body, only=only, alone=alone and len(runs) == 1, rewritten=not alone or tag)
    for run, starred in runs:
        yield from _run_lexemes(run, starred, body, concepts)


def _language(body: _Body) -> Term:
    code = LANGUAGES.get(body.text.strip(QUOTES).casefold())
    if code is None:
        error = Phrase(texts.UNKNOWN_LANGUAGE, {"language": body.text})
        raise body.span.error(error, Phrase(texts.RIGHT_LANGUAGES), body.span.replaced_with(""))
    return Term(words=(code,), field=Field.LANG)


def _run_lexemes(run: list[str], starred: bool | None, body: _Body, concepts: Concepts) -> Iterator[Lexeme]:
    if starred is None or (starred and len(run[-1]) < SHORTEST_PREFIX):
        plain = body.span.replaced_with(body.span.text[body.span.start : body.span.end].replace("*", ""))
        too_short = Phrase(texts.PREFIX_TOO_SHORT, {"count": SHORTEST_PREFIX})
        error = Phrase(texts.STAR_IN_PHRASE) if starred is None else too_short
        raise body.span.error(error, _right(_PREFIX_EXAMPLE), plain)
    bare = not (body.excluded or body.only or body.field or starred)
    word = (acronym(run[0]) or run[0]) if len(run) == 1 else ""
    if bare and word in OR_WORDS:
        yield replace(body.sign("|"), rewritten=False)
    elif bare and word in NOT_WORDS:
        raise _not_operator_error(word, body.span)
    elif not (bare and word in AND_WORDS):
        yield _words_lexeme(run, bool(starred), bare, body, concepts)


def _words_lexeme(run: list[str], starred: bool, bare: bool, body: _Body, concepts: Concepts) -> Lexeme:
    concept = None if starred else concepts.term(run, body.field)
    raws = tuple(run) if bare else ()
    if concept is not None and not body.only:
        alternative = concepts.lowercase_alternative(run[0], concept) if len(run) == 1 else None
        return body.lexeme(concept, raws, alternative=alternative)
    lowered = bare and body.span.all_caps and len(run) == 1 and is_word_in_all_caps(run[0])
    typed_run = [run[0].lower()] if lowered else run
    word = stopword_key(run)
    keep = body.only and (bool(word) or run[0].isdigit() or (len(run) == 1 and bool(acronym(run[0]))))
    term = plain_term(typed_run, body.field, prefix=starred, only=concept is not None or keep)
    bare_word = bare and bool(word) and not term.capitals and not (body.alone and body.span.in_or)
    left_out = word if bare_word and is_used_as_stopword(run[0], body.span.before, all_caps=body.span.all_caps) else ""
    if bare_word and not left_out:
        term = replace(term, only=True)  # in lower case it would be left out
    return body.lexeme(term, raws, rewritten=lowered, stopword=left_out)


def _not_operator_error(word: str, span: SourceSpan) -> QueryError:
    rest = span.text[span.end :].lstrip()
    correction = f"{span.text[: span.start]}-{rest}" if rest else span.replaced_with("")
    return span.error(Phrase(texts.NOT_IS_A_DASH, {"word": word}), _right("Aktau -waste"), correction)
