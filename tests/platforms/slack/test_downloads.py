"""Files that are shared with the bot on Slack come with the command, as text."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import FileFault, SentFile
from bot.platforms.documents import MOST_BYTES
from tests.platforms.recording_host import RecordingHost
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.test_platform import hearing

LIST = "AI\nҚазақстан".encode()
HAD = SentFile(name="topics.txt", text="AI\nҚазақстан")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", ("import", "", HAD)),
        ("import", ("import", "", HAD)),
        ("Импорт", ("import", "", HAD)),
        ("import AI", ("import", "AI", None)),
        ("follow AI", ("follow", "AI", None)),
    ],
)
async def test_a_file_in_a_direct_conversation(text: str, command: tuple[str, str, SentFile | None]) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.write(text, subtype="file_share", files=[server.file("topics.txt", LIST)])
        await host.wait_received(1)
    (heard,) = host.received
    assert (heard.name, heard.text, heard.document) == command


async def test_a_file_with_a_mention_in_a_channel() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.mention("import", files=[server.file("topics.txt", LIST)])
        await host.wait_received(1)
        picture = server.file("a.png", b"", "image/png")
        await server.write("", subtype="file_share", files=[picture])
        await host.wait_received(2)
    assert [(each.name, each.document, each.wordless) for each in host.received] == [
        ("import", HAD, False),
        ("", None, True),
    ]


async def test_a_file_of_which_only_the_id_is_told_is_looked_up() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.write("", files=[server.file("topics.txt", LIST, url_private_download=None)])
        await host.wait_received(1)
    assert host.received[0].document == HAD


@pytest.mark.parametrize(
    ("content", "more", "fault"),
    [
        (b"", {"size": MOST_BYTES + 1}, FileFault.TOO_LARGE),
        (b"A" * (MOST_BYTES + 9), {"size": 0}, FileFault.TOO_LARGE),
        (b"\x00", {}, FileFault.NO_TEXT),
        (LIST, {"url_private_download": "https://files.slack.com.evil.example/a"}, FileFault.NOT_FETCHED),
        (LIST, {"url_private_download": "http://127.0.0.1:1/a"}, FileFault.NOT_FETCHED),
    ],
)
async def test_a_file_is_not_had_for_a_reason(content: bytes, more: dict[str, Any], fault: FileFault) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.write("", files=[server.file("topics.txt", content, **more)])
        await host.wait_received(1)
    assert host.received[0].document == SentFile(name="topics.txt", fault=fault)


async def test_without_the_scope_the_page_to_sign_in_is_no_list() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.scopes = "chat:write"
        await server.write("", files=[server.file("topics.txt", LIST)])
        await host.wait_received(1)
    assert host.received[0].document == SentFile(name="topics.txt", fault=FileFault.NOT_FETCHED)
