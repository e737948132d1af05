"""A file is sent at the terminal by its path, behind the command."""

from __future__ import annotations

from pathlib import Path

from bot.model import FileFault, SentFile
from tests.platforms.recording_host import RecordingHost
from tests.platforms.terminal.test_platform import started


async def test_a_list_is_imported_by_the_path_of_its_file(tmp_path: Path) -> None:
    host = RecordingHost()
    path = tmp_path / "topics.txt"
    path.write_text("AI", encoding="utf-8")
    listener = (await started(host)).listener
    for typed in (f"/import {path}", f"/импорт {path}", f"/import {path}.txt", "/import AI", f"/follow {path}"):
        assert await listener.type(typed)
    assert [(each.name, each.document) for each in host.received] == [
        ("import", SentFile(name=str(path), text="AI")),
        ("import", SentFile(name=str(path), text="AI")),
        ("import", SentFile(name=f"{path}.txt", fault=FileFault.NOT_FOUND)),
        ("import", None),
        ("follow", None),
    ]
    assert [each.text for each in host.received[:4]] == ["", "", "", "AI"]
