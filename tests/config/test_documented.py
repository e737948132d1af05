"""docs/sources.md: every key stands there, and every example is read as it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.intake.kinds.document import Document
from bot.intake.kinds.readers import read
from bot.model import WayKind
from config.rules import PageTable
from config.sources import SourceTable, load_sources
from config.ways import WAY_KEYS
from tests.config.test_sources import written

TEXT = (Path(__file__).resolve().parents[2] / "docs/sources.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"```toml\n(.+?)```\n```(?:xml|html|json)\n(.+?)```\n\n((?:\|[^\n]*\n)+)", re.DOTALL)
_TOML = re.compile(r"```toml\n(.+?)```", re.DOTALL)


class Example(NamedTuple):
    kind: str
    toml: str
    document: str
    rows: list[list[str]]


def examples() -> list[Example]:
    sections = re.split(r"^### (\w+)\n", TEXT, flags=re.MULTILINE)[1:]
    found = []
    for kind, section in zip(sections[::2], sections[1::2], strict=True):
        for toml, document, table in _EXAMPLE.findall(section):
            rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
            found.append(Example(kind, toml, document, rows))
    return found


def test_every_kind_has_an_example() -> None:
    assert {example.kind for example in examples()} == set(WayKind)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.kind)
def test_an_example_is_read_as_it_says(tmp_path: Path, example: Example) -> None:
    (source,) = load_sources(written(tmp_path, example.toml))
    (way,) = source.ways
    assert way.kind == example.kind
    now = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
    body = example.document.encode()
    listing = read(Document(body=body, url=way.url, charset="utf-8", source=source, way=way, now=now))
    zone = ZoneInfo(source.timezone)
    shown = [
        [entry.title, entry.link or "", f"{entry.published_at.astimezone(zone):%Y-%m-%d %H:%M}", entry.text]
        for entry in listing.entries
        if entry.published_at is not None
    ]
    assert shown == example.rows
    assert listing.problems == ()


@pytest.mark.parametrize("toml", _TOML.findall(TEXT))
def test_what_the_document_shows_is_a_valid_file(tmp_path: Path, toml: str) -> None:
    assert load_sources(written(tmp_path, toml))


def keys_of(heading: str) -> set[str]:
    table = TEXT.partition(f"| key of {heading} |")[2].partition("\n\n")[0]
    return set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))


def test_every_key_stands_in_the_document() -> None:
    assert keys_of("`[[source]]`") == set(SourceTable.model_fields)
    assert keys_of("`[source.page]`") == set(PageTable.model_fields)
    assert keys_of("a way") == set(WAY_KEYS)
