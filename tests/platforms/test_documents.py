"""Files that people send: which are read, and what text they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model import FileFault, SentFile
from bot.platforms.documents import MOST_BYTES, is_readable, sent_file
from bot.platforms.terminal.paths import file_at

TEXT = "AI\nҚазақстан мұнайы\n“өңір”"
RUSSIAN = "отходы\nзолото"


@pytest.mark.parametrize(
    ("name", "kind", "readable"),
    [
        ("topics.txt", "", True),
        ("Темы.TXT", "text/plain", True),
        ("feeds.opml", "text/x-opml", True),
        ("feeds", "application/xml", True),
        ("jarshy-data.json", "application/json", True),
        ("list", "text/plain", True),
        ("report.pdf", "application/pdf", False),
        ("page.html", "text/html", False),
        ("me.vcf", "text/vcard", False),
        ("day.ics", "text/calendar", False),
        ("", "", False),
    ],
)
def test_what_may_be_a_list_is_read(name: str, kind: str, readable: bool) -> None:
    assert is_readable(name, kind) is readable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_is_read_as_programs_write_it(encoding: str) -> None:
    assert sent_file("a.txt", TEXT.encode(encoding)) == SentFile(name="a.txt", text=TEXT)


def test_a_text_of_a_russian_windows_is_read() -> None:
    assert sent_file("a.txt", RUSSIAN.encode("cp1251")).text == RUSSIAN


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00", b"PK\x03\x04\x98", "AI".encode("utf-16-le"), b"\xff\xfe\x00", b"\x98\xff"]
)
def test_what_is_no_text_is_not_read(content: bytes) -> None:
    assert sent_file("a.txt", content) == SentFile(name="a.txt", fault=FileFault.NO_TEXT)


def test_a_page_is_no_list() -> None:
    assert sent_file("topics.txt", b"\n<!DOCTYPE html><html>AI").fault is FileFault.NO_TEXT
    assert sent_file("a.opml", b'<?xml version="1.0"?><opml/>').fault is None


def test_a_file_has_a_limit() -> None:
    assert sent_file("a.txt", b"A" * MOST_BYTES).fault is None
    assert sent_file("a.txt", b"A" * (MOST_BYTES + 1)).fault is FileFault.TOO_LARGE


def test_at_the_terminal_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "my topics.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = file_at(f'"{path}"')
    assert found == SentFile(name=str(path), text=TEXT)
    path.write_bytes(b"A" * (MOST_BYTES + 1))
    assert file_at(str(path)) == SentFile(name=str(path), fault=FileFault.TOO_LARGE)


@pytest.mark.parametrize(
    "typed", ["/no/such/topics.txt", "./topics.opml", "nothing-here.txt", "/x\0y/z", "~/none.json"]
)
def test_a_path_that_leads_nowhere_is_said_so(typed: str) -> None:
    assert file_at(typed) == SentFile(name=typed, fault=FileFault.NOT_FOUND)


@pytest.mark.parametrize("typed", ["", "AI", "AI\nwaste", "electric cars", "https://a.kz/list.txt", "kt.kz"])
def test_topics_are_no_path(typed: str) -> None:
    assert file_at(typed) is None
