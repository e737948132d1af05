"""The terminal as a chat, without a terminal: typed lines, pipes, a screen that is gone."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import SendError
from bot.messages.message import SILENCE, Attachment, Button, say
from bot.model import ChatKind, Stop
from bot.platforms.terminal import TerminalPlatform
from bot.platforms.terminal.lines import LONGEST_LINE, read_lines
from bot.platforms.terminal.listener import LOCAL
from bot.platforms.terminal.screen import REMEMBERED
from tests import programs
from tests.platforms.recording_host import RecordingHost

PROGRAM = "tests.platforms.terminal.chat_program"


async def started(host: RecordingHost) -> TerminalPlatform:
    host.reply = lambda command: SILENCE
    platform = TerminalPlatform(lambda: None, read_at_start=False)
    await platform.listener.start(host)
    return platform


@pytest.mark.parametrize(
    ("typed", "name", "text", "reason"),
    [
        ("/follow AI, waste", "follow", "AI, waste", "a command and its text"),
        ("  /DIGEST   today ", "digest", "today", "a command's case and spaces don't matter"),
        ("/follow\nAI\nwaste", "follow", "AI\nwaste", "a pasted list keeps its lines"),
        ("/help", "help", "", "a command may stand alone"),
        ("waste Aktau", "", "waste Aktau", "without a slash it is plain text"),
        ("/", "", "", "a slash alone asks for nothing"),
        ("“solid fuel” –sport", "", '"solid fuel" -sport', "what a keyboard puts in is taken out"),
        ("stop", "unfollow", "all", "a word may mean a command"),
        ("12", "", "12", "a number without a button is plain text"),
        ("²", "", "²", "a digit that no number has is plain text"),
    ],
)
async def test_a_typed_line_is_a_command(typed: str, name: str, text: str, reason: str) -> None:
    host = RecordingHost()
    assert await (await started(host)).listener.type(typed)
    (command,) = host.received
    assert (command.name, command.text, command.button) == (name, text, False), reason
    assert (command.chat, command.kind, command.may_change) == (LOCAL, ChatKind.TERMINAL, True)


async def test_a_file_is_written_beside_those_of_its_name_and_its_path_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform = TerminalPlatform(lambda: None, read_at_start=False, folder=tmp_path)
    message = replace(say("62 articles"), attachment=Attachment(name="../trend.png", content=b"1", picture=True))
    for _ in range(2):
        await platform.sender.send(LOCAL, message)
    await platform.sender.send(LOCAL, replace(message, attachment=Attachment(name="..", content=b"2")))
    first, second, unnamed = (tmp_path / name for name in ("trend.png", "trend-2.png", "file"))
    assert (first.read_bytes(), second.read_bytes(), unnamed.read_bytes()) == (b"1", b"1", b"2")
    printed = capsys.readouterr().out
    assert printed.count("62 articles") == 3
    assert f"📎 {second}" in printed


async def test_where_no_file_can_be_written_the_text_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform = TerminalPlatform(lambda: None, read_at_start=False, folder=tmp_path / "gone")
    attached = Attachment(name="trend.png", content=b"1", instead="(no picture here)")
    await platform.sender.send(LOCAL, replace(say("62 articles"), attachment=attached))
    assert "62 articles\n\n(no picture here)" in capsys.readouterr().out
    assert os.listdir(tmp_path) == []


async def test_a_terminal_is_always_reachable() -> None:
    await TerminalPlatform(lambda: None).probe()


async def test_an_empty_line_asks_nothing_and_quit_leaves() -> None:
    host = RecordingHost()
    platform = await started(host)
    assert await platform.listener.type("   ")
    assert not await platform.listener.type("/quit")
    assert host.received == []


async def test_a_number_presses_its_button_as_long_as_it_is_remembered(capsys: pytest.CaptureFixture[str]) -> None:
    host = RecordingHost()
    platform = await started(host)
    for number in range(1, REMEMBERED + 1):
        await platform.sender.send(LOCAL, say("x").with_buttons((Button("Undo", f"undo #{number}"),)))
    await platform.listener.type("1")
    await platform.listener.type("[2]")
    assert [(one.name, one.text, one.button) for one in host.received] == [
        ("undo", f"#{REMEMBERED}", True),
        ("undo", "#2", True),
    ]
    assert "[999] Undo" in capsys.readouterr().out


async def test_every_message_has_its_own_reference_and_silence_prints_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    platform = await started(RecordingHost())
    assert await platform.sender.send(LOCAL, say("a")) == ("1",)
    assert await platform.sender.send(LOCAL, SILENCE, plain=True) == ("2",)
    assert capsys.readouterr().out == "a\n\n"


async def test_a_terminal_that_is_gone_stops_the_platform() -> None:
    platform = await started(RecordingHost())
    before, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.stdout.close()
    try:
        with pytest.raises(SendError) as error:
            await platform.sender.send(LOCAL, say("a"))
    finally:
        sys.stdout = before
    assert isinstance(error.value.verdict, Stop)
    assert await platform.is_refused(), "it stays away"
    assert not await (await started(RecordingHost())).is_refused()


async def test_characters_that_the_terminal_lacks_become_question_marks() -> None:
    platform = await started(RecordingHost())
    written = io.BytesIO()
    before, sys.stdout = sys.stdout, io.TextIOWrapper(written, encoding="ascii")
    try:
        await platform.sender.send(LOCAL, say("жаршы 🔔 news"))
        assert written.getvalue() == b"????? ? news\n\n"
    finally:
        sys.stdout = before


async def _lines_of(content: bytes) -> list[str]:
    read, write = os.pipe()
    try:
        os.write(write, content)
        os.close(write)
        return [line async for line in read_lines(read)]
    finally:
        os.close(read)


async def test_lines_are_read_until_the_end_even_broken_ones() -> None:
    assert await _lines_of("/follow Ақтау\n\n/help".encode()) == ["/follow Ақтау", "", "/help"]
    assert await _lines_of(b"\xff\n") == ["�"]
    assert await _lines_of(b"") == []


async def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    read, write = os.pipe()
    lines = read_lines(read)
    first = asyncio.ensure_future(anext(lines))
    for _ in range(3):
        await asyncio.to_thread(os.write, write, b"x" * LONGEST_LINE)
    os.close(write)
    assert LONGEST_LINE <= len(await first) <= LONGEST_LINE + 4096
    os.close(read)


async def test_a_closed_input_has_no_lines() -> None:
    read, write = os.pipe()
    os.close(read)
    os.close(write)
    assert [line async for line in read_lines(read)] == []


async def test_a_script_is_answered_line_by_line_then_the_program_ends() -> None:
    child = await programs.start(PROGRAM, stdin=programs.PIPE, stdout=programs.PIPE)
    out, _ = await asyncio.wait_for(child.communicate(b"/follow a\n/quiet\nplain\n"), 20)
    assert out.decode() == "heard 'follow' 'a' typed\n\nheard '' 'plain' typed\n\nstopped\n"
    assert child.returncode == 0


async def test_quit_in_a_script_ends_it_there() -> None:
    child = await programs.start(PROGRAM, stdin=programs.PIPE, stdout=programs.PIPE)
    out, _ = await asyncio.wait_for(child.communicate(b"/quit\n/follow a\n"), 20)
    assert out.decode() == "stopped\n"


async def test_an_empty_device_as_input_ends_it_at_once() -> None:
    child = await programs.start(PROGRAM, stdout=programs.PIPE)
    out, _ = await asyncio.wait_for(child.communicate(), 20)
    assert out.decode() == "stopped\n"


async def test_sigterm_ends_it_while_the_pipe_is_open() -> None:
    child = await programs.start(PROGRAM, stdin=programs.PIPE, stdout=programs.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(b"/follow a\n")
    assert (await asyncio.wait_for(child.stdout.readline(), 20)).startswith(b"heard 'follow'")
    child.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(child.wait(), 20) == 0
    child.stdin.close()
