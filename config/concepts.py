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
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.errors import StatedProblem
from bot.model import Concept
from config.tables import tables_of, text_of

DEFAULT_NAME = "config/concepts.toml"
LANGUAGES = ("en", "ru", "kk")

#: the expected value, for type errors
EXPECTED = {
    "key": "a short name of a-z, 0-9 and -, such as aktau, that never changes",
    "en": 'a list of names, for example ["Aktau", "Aqtau"]',
    "ru": 'a list of names, for example ["Актау"]',
    "kk": 'a list of names, for example ["Ақтау"]',
    "proper": "a list of those of its names that are words too",
    "common": "a list of forms that are an ordinary word",
    "kind": '"place" or "person"; nothing else has one',
    "not_in": 'a list of phrases that have a name of it and mean another thing, for example ["воздушное судно"]',
    "given": "a list of a person's given names and patronymics, in any language",
    "part_of": 'a list of keys of other concepts, for example ["aktau"]',
    "drop": "a list of names to take out of the concept",
}

_HEAD = re.compile(r"""\s*\[\[\s*["']?concept["']?\s*\]\]""")


def fold_name(name: str) -> str:
    """The form by which names are compared: NFC, case-folded, ё = е, single spaces."""
    one = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(one.replace("ё", "е").split())


def _name(text: str) -> str:
    """A name as it is stored: NFC, single spaces. Raises ValueError."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(letter.isalpha() for letter in name):
        wrong = f"the name {text!r} has no letter" if name else "a name is empty"
        raise ValueError(f'{wrong}. Right: a name, for example "Aktau"')
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
    label: str  #: its key in brackets, if it has one
    first: int  #: its first line, from 1; 0: unknown
    lines: tuple[str, ...]

    def describe(self, problem: str, key: str, value: str | None = None) -> str:
        """The problem with its line: that of the value, else of the key, else of the table."""
        line = f"line {self.first + self._offset(key, value)}: " if self.first else ""
        return f"{self.file}: {line}[[concept]] {self.number}{self.label}: {problem}."

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
    texts = [(DEFAULT_NAME, text_of(DEFAULT_NAME, None))]
    return concepts_of(texts + ([(str(path), text_of(str(path), path))] if path else []))


def concepts_of(texts: list[tuple[str, str]]) -> tuple[Concept, ...]:
    """The concepts of these files (name, text), each adding to the ones before it.

    Raises:
        StatedProblem: as `load_concepts`.
    """
    checked_tables = [table for name, text in texts for table in _checked_tables(name, text)]
    drafts: dict[str, _Draft] = {}
    problems: list[str] = []
    for table in checked_tables:
        key = table.table.key
        problems += _add(drafts.setdefault(key, _Draft(key=key)), table)
    problems += _duplicate_names(drafts, {id(table): number for number, table in enumerate(checked_tables)})
    problems += _unknown_part_of(drafts)
    if problems:
        raise StatedProblem("\n".join(problems))
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
            problems.append(
                location.describe(f'key "{checked.key}" is that of table {first.number} too. Right: one', "key")
            )
        checked_tables.append(_CheckedTable(table=checked, location=location))
    if problems:
        raise StatedProblem("\n".join(problems))
    return checked_tables


def _locations(name: str, text: str, tables: list[Any]) -> Iterator[_TableLocation]:
    """Where each table is. tomllib gives no lines, so the lines that begin with [[concept]] are counted.

    If their number is not that of the tables (inline tables, a header within a long string), lines are unknown.
    """
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    known = len(heads) == len(tables)
    for number, table in enumerate(tables):
        label = f' ("{table["key"]}")' if isinstance(table, dict) and "key" in table else ""
        begin, end = ([*heads, len(lines)][number : number + 2]) if known else (-1, -1)
        yield _TableLocation(file=name, number=number + 1, label=label, first=begin + 1, lines=tuple(lines[begin:end]))


def _describe_problem(location: _TableLocation, problem: Any) -> str:
    """One validation error of a table: the key, what is wrong, what is expected."""
    key = str(problem["loc"][0]) if problem["loc"] else "concept"
    value = problem["input"] if isinstance(problem["input"], str) else None
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, _Table.model_fields, n=1)
        right = near[0] if near else ", ".join(_Table.model_fields)
        return location.describe(f'key "{key}" is not known. Right: {right}', key)
    if problem["type"] == "missing":
        return location.describe(f'key "{key}" is missing. Right: {EXPECTED[key]}', key)
    if problem["type"] == "value_error":
        return location.describe(f'key "{key}": {problem["ctx"]["error"]}', key, value)
    right = EXPECTED.get(key, "a table")
    return location.describe(f'key "{key}" can\'t be {problem["input"]!r}. Right: {right}', key, value)


def _add(draft: _Draft, checked_tables: _CheckedTable) -> Iterator[str]:
    """Remove the table's dropped names from the draft, then add its own; yields problems."""
    table, location = checked_tables.table, checked_tables.location
    if not (draft.all_names() or table.en or table.ru or table.kk or table.drop):
        yield location.describe("it has no name. Right: at least one, under en, ru or kk", "key")
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


def _no_name_of(key: str, name: str, draft: _Draft) -> str:
    names = draft.all_names()
    near = difflib.get_close_matches(fold_name(name), names, n=1)
    right = f'"{names[near[0]]}"' if near else "one of its names"
    return f'key "{key}": "{name}" is no name of "{draft.key}". Right: {right}'


def _duplicate_names(drafts: dict[str, _Draft], order: dict[int, int]) -> Iterator[str]:
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
            where = f'"{other}" ({table.location.file}, table {table.location.number})'
            yield checked_tables.location.describe(
                f'key "{code}": "{name}" is a name of {where} too. Right: only one of them', code, name
            )


def _unknown_part_of(drafts: dict[str, _Draft]) -> Iterator[str]:
    for draft in drafts.values():
        for key, checked_tables in draft.part_of.items():
            other, _, language = key.partition(":")
            if other not in drafts or other == draft.key or language not in ("", *LANGUAGES):
                near = difflib.get_close_matches(other, drafts.keys() - {draft.key}, n=1)
                right = f'"{near[0]}"' if near else "the key of another concept"
                yield checked_tables.location.describe(
                    f'key "part_of": "{key}" is no other concept. Right: {right}', "part_of", key
                )
