"""The Query: what a person asked, in a canonical form, the same for all who ask the same. grammar.py parses it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.language.common import COMMON

GRAMMAR = 4  #: stored with each query: what was typed under an older grammar is parsed again
MAX_LENGTH = 200  #: characters of a query
OR_IN = {"en": "OR", "ru": "ИЛИ", "kk": "НЕМЕСЕ"}  #: by the language in which they are typed
OR_WORDS = frozenset(OR_IN.values())
AND_WORDS = frozenset({"AND", "ЖӘНЕ"})  #: habits from elsewhere: a space means the same
NOT_WORDS = frozenset({"NOT", "НЕ"})  #: as capitals they would match nothing
OPERATORS = OR_WORDS | AND_WORDS | NOT_WORDS


class Field(StrEnum):
    """What a term applies to, if not to the whole text."""

    TEXT = ""
    TITLE = "title"  #: in the headline only
    LANG = "lang"  #: the text's language: en, ru, kk
    SOURCE = "source"  #: the source's key or its shown name


#: as people name the fields and the languages
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One word, a phrase, a concept, a person, or a condition on an article's language or source."""

    words: tuple[str, ...]  #: exact forms if quoted, capitals as they are, else base forms; of a concept its shown name
    quoted: bool = False  #: matches as written, ignoring case
    capitals: bool = False  #: matches capitals only
    prefix: bool = False  #: the last word is a prefix: нефт*
    concept: str = ""  #: key of the concept whose names are all meant
    only: bool = False  #: just this word, though it is a concept's name or looks like an operator
    field: Field = Field.TEXT
    name: bool = False  #: a person who is not a concept: given names and surname as typed, capitalised
    given_required: bool = False  #: of a name: a concept has the same surname, so a given name must match too

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
        """Is it in nearly every article? Never true for a phrase: The Who is a band."""
        bare = not (self.capitals or self.prefix or self.concept or self.field)
        return bare and len(self.words) == 1 and self.words[0] in COMMON


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One term of each group in `all_of` must match, and no group of `none_of` as a whole; sorted, no duplicates."""

    all_of: tuple[tuple[Term, ...], ...]
    none_of: tuple[tuple[Term, ...], ...] = ()  #: groups whose terms must not all match; most have one term

    @property
    def canonical(self) -> str:
        """The same text for all who ask the same; `parse` makes an equal Query of it."""
        groups = ["|".join(term.canonical for term in group) for group in self.all_of]
        return " ".join(groups + [_excluded(terms) for terms in self.none_of])

    @property
    def too_common(self) -> bool:
        """Does it consist only of words that are in nearly every article?"""
        return all(any(term.too_common for term in group) for group in self.all_of)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All its terms, excluded ones too."""
        return tuple(term for group in (*self.all_of, *self.none_of) for term in group)


def _excluded(terms: tuple[Term, ...]) -> str:
    text = " ".join(term.canonical for term in terms)
    return f"-{text}" if len(terms) == 1 else f"-({text})"
