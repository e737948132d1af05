"""What a person asked, in a form that is the same for all who ask the same. What was typed is read by grammar.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.language.common import COMMON

GRAMMAR = 3  #: kept with each stored query: what was typed under an older grammar is read anew
MAX_LENGTH = 200  #: characters of a query
OR_WORDS = frozenset({"OR", "ИЛИ", "НЕМЕСЕ"})
AND_WORDS = frozenset({"AND", "ЖӘНЕ"})  #: habits from elsewhere: a space says the same
NOT_WORDS = frozenset({"NOT", "НЕ"})  #: as capitals they would match nothing
OPERATORS = OR_WORDS | AND_WORDS | NOT_WORDS


class Field(StrEnum):
    """Where a term is looked for, if not in the whole text."""

    TEXT = ""
    TITLE = "title"  #: in the headline only
    LANG = "lang"  #: the text's language: en, ru, kk
    SOURCE = "source"  #: the source's key or its shown name


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One word, several that stand side by side, a concept, or what is asked of an article beside its words."""

    words: tuple[str, ...]  #: exact forms if quoted, capitals as they are, else base forms; a concept's shown name
    quoted: bool = False  #: matches as written, case ignored
    capitals: bool = False  #: matches capitals only
    prefix: bool = False  #: the last word is a beginning: нефт*
    concept: str = ""  #: key of the concept whose names are all meant
    only: bool = False  #: just this word, though a concept bears its name or an operator looks like it
    field: Field = Field.TEXT
    name: bool = False  #: a person who is no concept: given names and surname, nominative as typed, with capitals
    given_required: bool = (
        False  #: of a name: another who is a concept bears the surname, so a given name must be there
    )

    @property
    def canonical(self) -> str:
        """The term as it would be typed."""
        if self.quoted or (self.field is Field.SOURCE and not self.words[0].replace("-", "").isalnum()):
            text = f'"{" ".join(self.words)}"'
        else:
            text = "-".join(self.words)
            text = text.casefold() if self.name and len(self.words) == 1 else text  # as it was before it was a name
        field = f"{self.field}:" if self.field else ""
        return f"{field}{'=' if self.only else ''}{text}{'*' if self.prefix else ''}"

    @property
    def too_common(self) -> bool:
        """Does it stand in nearly every article? A phrase never counts: The Who is a band."""
        bare = not (self.capitals or self.prefix or self.concept or self.field)
        return bare and len(self.words) == 1 and self.words[0] in COMMON


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """Each of `all_of`, of which one of several must be there, and none of `none_of`; sorted, nothing twice."""

    all_of: tuple[tuple[Term, ...], ...]
    none_of: tuple[tuple[Term, ...], ...] = ()  #: what must not all be there together; most hold one term

    @property
    def canonical(self) -> str:
        """The same for all who ask the same; `parse` reads it back to an equal Query."""
        groups = ["|".join(term.canonical for term in group) for group in self.all_of]
        return " ".join(groups + [_excluded(terms) for terms in self.none_of])

    @property
    def too_common(self) -> bool:
        """Is it made of words only that stand in nearly every article?"""
        return all(any(term.too_common for term in group) for group in self.all_of)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that it names."""
        return tuple(term for group in (*self.all_of, *self.none_of) for term in group)


def _excluded(terms: tuple[Term, ...]) -> str:
    text = " ".join(term.canonical for term in terms)
    return f"-{text}" if len(terms) == 1 else f"-({text})"
