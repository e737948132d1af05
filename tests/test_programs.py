"""Programs and child processes that are forked from one that is ready."""

from __future__ import annotations

import socket

import pytest

from bot.intake.reader import Reader
from tests import programs
from tests.intake.site import item, rss, source


async def test_whoever_is_killed_while_asking_for_a_program_harms_no_other() -> None:
    for said in (b"", b'{"argv": ["bot"'):
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(programs.prepare())
            if said:
                socket.send_fds(asking, [b"."], [0])
                asking.sendall(said)
    program = await programs.start("bot", "--version", stdout=programs.PIPE)
    told, _ = await program.communicate()
    assert told.startswith(b"jarshy ")
    assert program.returncode == 0


@pytest.mark.usefixtures("started_children")
async def test_a_forked_child_reads_and_ends_as_one_that_was_started() -> None:
    programs.fork_children()
    reader, one = Reader(), source()
    read = await reader.listing(rss(item("Metro", "https://kt.example/a.html")).encode(), one, one.ways[0], one.url)
    child = reader.child
    assert isinstance(child, programs.Program)
    await reader.close()
    assert [entry.title for entry in read.entries] == ["Metro"]
    assert child.returncode == 0
