"""Load the concepts file and the operator's own file, which adds to it: parsed, checked, and made into Concepts.

config/concepts.toml ─┐
                      ├─ tables with their lines ─▶ one draft per key ─▶ checked as a whole ─▶ Concepts
JARSHY_CONCEPTS ──────┘
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.errors import StatedProblem
from bot.i18n.catalogue import config_files as texts
from bot.i18n.text import Phrase
from bot.model import Concept
from config.problems import InvalidValueError
from config.tables import describe_invalid, place_of, tables_of, text_of

DEFAULT_NAME = "config/concepts.toml"
LANGUAGES = ("en", "ru", "kk")

#: the expected value, for type errors
EXPECTED = {
    "key": Phrase(texts.CONCEPT_KEY),
    "en": Phrase(texts.CONCEPT_NAMES, {"example": '["Aktau", "Aqtau"]'}),
    "ru": Phrase(texts.CONCEPT_NAMES, {"example": '["Актау"]'}),
    "kk": Phrase(texts.CONCEPT_NAMES, {"example": '["Ақтау"]'}),
    "proper": Phrase(texts.CONCEPT_PROPER),
    "common": Phrase(texts.CONCEPT_COMMON),
    "kind": Phrase(texts.CONCEPT_KIND),
    "not_in": Phrase(texts.CONCEPT_NOT_IN, {"example": '["воздушное судно"]'}),
    "given": Phrase(texts.CONCEPT_GIVEN),
    "part_of": Phrase(texts.CONCEPT_PART_OF, {"example": '["aktau"]'}),
    "drop": Phrase(texts.CONCEPT_DROP),
}

_HEAD = re.compile(r"""\s*\[\[\s*["']?concept["']?\s*\]\]""")


def fold_name(name: str) -> str:
    """The form by which names are compared: NFC, case-folded, ё = е, single spaces."""
    one = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(one.replace("ё", "е").split())


def _name(text: str) -> str:
    """A name as it is stored: NFC, single spaces. Raises InvalidValueError."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(letter.isalpha() for letter in name):
        if name:
            raise InvalidValueError(texts.NAME_WITHOUT_LETTER, name=repr(text))
        raise InvalidValueError(texts.NAME_EMPTY)
    return name


_Names = Annotated[list[Annotated[str, AfterValidator(_name)]], Field(default_factory=list)]


class _Table(BaseModel):
    """[[concept]]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(pattern=r"^[a-z0-9-]{1,64}$")
    en: _Names
    ru: _Names
    kk: _Names
    proper: _Names
    common: _Names
    part_of: list[str] = Field(default_factory=list)
    kind: Literal["", "place", "person"] = ""
    not_in: _Names
    given: _Names
    drop: _Names


@dataclass(frozen=True, kw_only=True)
class _TableLocation:
    """Where a table is in its file."""

    file: str
    number: int  #: of the table in its file, from 1
    place: Phrase  #: which table it is
    first: int  #: its first line, from 1; 0: unknown
    lines: tuple[str, ...]

    def describe(self, problem: Phrase, key: str, value: str | None = None) -> Phrase:
        """The problem with its line: that of the value, else of the key, else of the table."""
        parts: dict[str, str | int | Phrase] = {"name": self.file, "place": self.place, "problem": problem}
        if not self.first:
            return Phrase(texts.IN_TABLE, parts)
        return Phrase(texts.IN_LINE, {**parts, "line": str(self.first + self._offset(key, value))})

    def _offset(self, key: str, value: str | None) -> int:
        opening = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
        begins = next((offset for offset, line in enumerate(self.lines) if opening.match(line)), 0)
        if value is None:
            return begins
        quoted = [mark + fold_name(value) + mark for mark in "\"'"]
        rest = enumerate(self.lines[begins:], begins)
        return next((offset for offset, line in rest if any(name in fold_name(line) for name in quoted)), begins)


@dataclass(frozen=True, kw_only=True)
class _CheckedTable:
    """A valid table, and where it is."""

    table: _Table
    location: _TableLocation


@dataclass(kw_only=True)
class _Draft:
    """A concept while tables are added to it. `names`: language → folded name → (name, the table it came from)."""

    key: str
    names: dict[str, dict[str, tuple[str, _CheckedTable]]] = field(
        default_factory=lambda: {code: {} for code in LANGUAGES}
    )
    proper: set[str] = field(default_factory=set)  #: folded
    common: set[str] = field(default_factory=set)  #: folded
    part_of: dict[str, _CheckedTable] = field(default_factory=dict)
    kind: str = ""
    not_in: dict[str, str] = field(default_factory=dict)  #: by folded form
    given: dict[str, str] = field(default_factory=dict)  #: by folded form

    def all_names(self) -> dict[str, str]:
        """Folded name → name, in all languages."""
        return {form: name for known in self.names.values() for form, (name, _) in known.items()}

    def concept(self, keys: set[str]) -> Concept:
        """The finished Concept; `keys`: those of all concepts."""
        names = {code: tuple(name for name, _ in known.values()) for code, known in self.names.items()}
        proper = {name for known in names.values() for name in known if fold_name(name) in self.proper}
        return Concept(
            key=self.key,
            **names,
            proper=frozenset(proper),
            common=frozenset(self.common),
            part_of=frozenset(key for key in self.part_of if key.partition(":")[0] in keys),
            kind=self.kind,
            not_in=tuple(self.not_in.values()),
            given=tuple(self.given.values()),
        )


def load_concepts(path: Path | None = None) -> tuple[Concept, ...]:
    """The project's concepts in their order, with what the operator's file `path` adds or removes.

    Raises:
        StatedProblem: with line, table and key of everything that is invalid.
    """
    files = [(DEFAULT_NAME, text_of(DEFAULT_NAME, None))]
    return concepts_of((*files, *([(str(path), text_of(str(path), path))] if path else [])))


@lru_cache(maxsize=1)
def concepts_of(files: tuple[tuple[str, str], ...]) -> tuple[Concept, ...]:
    """The concepts of these files (name, text), each adding to the ones before it; kept, for files seldom change.

    Raises:
        StatedProblem: as `load_concepts`.
    """
    checked_tables = [table for name, text in files for table in _checked_tables(name, text)]
    drafts: dict[str, _Draft] = {}
    problems: list[Phrase] = []
    for table in checked_tables:
        key = table.table.key
        problems += _add(drafts.setdefault(key, _Draft(key=key)), table)
    problems += _duplicate_names(drafts, {id(table): number for number, table in enumerate(checked_tables)})
    problems += _unknown_part_of(drafts)
    if problems:
        raise StatedProblem.of_several(problems)
    kept = {key: draft for key, draft in drafts.items() if draft.all_names()}
    return tuple(draft.concept(set(kept)) for draft in kept.values())


def _checked_tables(name: str, text: str) -> list[_CheckedTable]:
    """The tables of one file, each valid and with a unique key. Raises StatedProblem."""
    tables = tables_of(name, text, "concept")
    checked_tables, problems = [], []
    seen: dict[str, _TableLocation] = {}
    for table, location in zip(tables, _locations(name, text, tables), strict=True):
        try:
            checked = _Table.model_validate(table)
        except ValidationError as error:
            problems += [_describe_problem(location, problem) for problem in error.errors()]
            continue
        first = seen.setdefault(checked.key, location)
        if first is not location:
            same = Phrase(texts.KEY_OF_TWO_TABLES, {"key": checked.key, "number": str(first.number)})
            problems.append(location.describe(same, "key"))
        checked_tables.append(_CheckedTable(table=checked, location=location))
    if problems:
        raise StatedProblem.of_several(problems)
    return checked_tables


def _locations(name: str, text: str, tables: list[Any]) -> Iterator[_TableLocation]:
    """Where each table is. tomllib gives no lines, so the lines that begin with [[concept]] are counted.

    If their number is not that of the tables (inline tables, a header within a long string), lines are unknown.
    """
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    known = len(heads) == len(tables)
    for number, table in enumerate(tables):
        place = place_of("concept", number + 1, table)
        begin, end = ([*heads, len(lines)][number : number + 2]) if known else (-1, -1)
        yield _TableLocation(file=name, number=number + 1, place=place, first=begin + 1, lines=tuple(lines[begin:end]))


def _describe_problem(location: _TableLocation, problem: Any) -> Phrase:
    """One validation error of a table: the key, what is wrong, what is expected."""
    key = str(problem["loc"][0]) if problem["loc"] else "concept"
    value = problem["input"] if isinstance(problem["input"], str) and problem["type"] != "extra_forbidden" else None
    wrong = describe_invalid(key, problem, _Table.model_fields, EXPECTED, Phrase(texts.A_TABLE))
    return location.describe(wrong, key, value)


def _add(draft: _Draft, checked_tables: _CheckedTable) -> Iterator[Phrase]:
    """Remove the table's dropped names from the draft, then add its own; yields problems."""
    table, location = checked_tables.table, checked_tables.location
    if not (draft.all_names() or table.en or table.ru or table.kk or table.drop):
        yield location.describe(Phrase(texts.CONCEPT_WITHOUT_NAME), "key")
    for name in table.drop:
        form = fold_name(name)
        if form not in draft.all_names():
            yield location.describe(_no_name_of("drop", name, draft), "drop", name)
        for known in draft.names.values():
            known.pop(form, None)
        draft.proper.discard(form)
    for code in LANGUAGES:
        for name in getattr(table, code):
            draft.names[code].setdefault(fold_name(name), (name, checked_tables))
    for name in table.proper:
        if fold_name(name) not in draft.all_names():
            yield location.describe(_no_name_of("proper", name, draft), "proper", name)
    draft.proper |= {fold_name(name) for name in table.proper}
    draft.common |= {fold_name(name) for name in table.common}
    for key in table.part_of:
        draft.part_of.setdefault(key, checked_tables)
    draft.kind = table.kind or draft.kind
    draft.not_in |= {fold_name(phrase): phrase for phrase in table.not_in}
    draft.given |= {fold_name(name): name for name in table.given}


def _no_name_of(key: str, name: str, draft: _Draft) -> Phrase:
    names = draft.all_names()
    near = difflib.get_close_matches(fold_name(name), names, n=1)
    parts = {"field": key, "name": name, "concept": draft.key}
    if near:
        return Phrase(texts.NO_NAME_OF_CONCEPT_NEAREST, {**parts, "right": names[near[0]]})
    return Phrase(texts.NO_NAME_OF_CONCEPT, parts)


def _duplicate_names(drafts: dict[str, _Draft], order: dict[int, int]) -> Iterator[Phrase]:
    """Problems for names of two concepts, located at the later table."""
    claims = [
        (order[id(checked_tables)], code, form, name, draft.key, checked_tables)
        for draft in drafts.values()
        for code, known in draft.names.items()
        for form, (name, checked_tables) in known.items()
    ]
    first: dict[str, tuple[str, _CheckedTable]] = {}
    for _, code, form, name, key, checked_tables in sorted(claims, key=lambda claim: claim[0]):
        other, table = first.setdefault(form, (key, checked_tables))
        if other != key:
            where = {"file": table.location.file, "number": str(table.location.number)}
            parts = {"field": code, "name": name, "concept": other, **where}
            yield checked_tables.location.describe(Phrase(texts.NAME_OF_TWO_CONCEPTS, parts), code, name)


def _unknown_part_of(drafts: dict[str, _Draft]) -> Iterator[Phrase]:
    for draft in drafts.values():
        for key, checked_tables in draft.part_of.items():
            other, _, language = key.partition(":")
            if other not in drafts or other == draft.key or language not in ("", *LANGUAGES):
                near = difflib.get_close_matches(other, drafts.keys() - {draft.key}, n=1)
                wrong = Phrase(texts.NO_OTHER_CONCEPT, {"key": key})
                if near:
                    wrong = Phrase(texts.NO_OTHER_CONCEPT_NEAREST, {"key": key, "right": near[0]})
                yield checked_tables.location.describe(wrong, "part_of", key)
