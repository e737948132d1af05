"""Files that are sent to the bot on Telegram come with the command, as text."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Chat, Command, FileFault, SentFile
from bot.platforms.documents import MOST_BYTES
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import TelegramServer

LIST = "AI\nҚазақстан".encode()
HAD = SentFile(name="topics.txt", text="AI\nҚазақстан")


@pytest.mark.parametrize(
    ("name", "more", "command"),
    [
        pytest.param("topics.txt", {}, ("import", HAD), id="alone"),
        pytest.param("topics.txt", {"caption": "my topics"}, ("import", HAD), id="with words"),
        pytest.param("topics.txt", {"caption": "/import"}, ("import", HAD), id="with the command"),
        pytest.param("topics.txt", {"caption": "/импорт"}, ("import", HAD), id="with its Russian name"),
        pytest.param("topics.txt", {"caption": "/follow AI"}, ("follow", None), id="with another command"),
        pytest.param(
            "topics.txt", {"caption": "/import AI"}, ("import", None), id="with topics of its own, which count"
        ),
        pytest.param("report.pdf", {}, ("", None), id="what is no list"),
        pytest.param(
            "report.pdf", {"caption": "/import"}, ("import", SentFile(name="report.pdf", text="AI\nҚазақстан")),
            id="whatever it is called, if the command says so",
        ),
    ],
)  # fmt: skip
async def test_a_file_in_a_private_chat(name: str, more: dict[str, Any], command: tuple[str, SentFile | None]) -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.send_file(name, LIST, **more)
        await host.wait_received(1)
    (heard,) = host.received
    assert (heard.name, heard.document) == command


async def test_a_file_that_was_passed_on_is_a_list_too() -> None:
    host = RecordingHost()
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Aida"}
    async with TelegramServer() as server, listening_bot(server, host):
        await server.send_file("topics.txt", LIST, forward_origin=origin)
        await host.wait_received(1)
    assert [(each.name, each.document, each.forwarded) for each in host.received] == [("import", HAD, False)]


async def test_in_a_group_only_an_administrator_is_given_what_a_file_holds() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        server.members[("-5", 8)] = {"status": "administrator"}
        await server.send_file("topics.txt", LIST, -5)  # talk
        await server.send_file("topics.txt", LIST, -5, caption="/import", person=9)
        await server.send_file("topics.txt", LIST, -5, caption="/import", person=8)
        await host.wait_received(2)
        fetched = len(server.of("getFile"))
    assert [(each.may_change, each.document) for each in host.received] == [
        (False, SentFile(name="topics.txt")),
        (True, HAD),
    ]
    assert fetched == 1


async def test_the_command_may_answer_a_file_or_a_list() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        file = server.message("", 7) | {"document": server.document("topics.txt", LIST)}
        await server.say("/import", reply_to_message=file)
        await server.say("/import", reply_to_message=server.message("AI\nwaste", 7))
        await host.wait_received(2)
    assert [(each.text, each.document) for each in host.received] == [("", HAD), ("AI\nwaste", None)]


async def test_a_file_is_not_had_for_a_reason() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        message = server.message("", 7)
        large = server.document("large.txt", b"", size=MOST_BYTES + 1)
        untold = server.document("untold.txt", b"A" * (MOST_BYTES + 1), size=0)
        await server.happen(message=message | {"document": large})
        await server.happen(message=message | {"document": untold})
        await host.wait_received(2)
        server.fail("getFile", 400, "Bad Request: file is too big")
        await server.send_file("big.txt", b"")
        await host.wait_received(3)
        await server.send_file("picture.txt", b"\x00")
        await host.wait_received(4)
        server.fail("getFile", 502, "Bad Gateway")
        await server.send_file("away.txt", LIST)
        await host.wait_received(5)
        await server.send_file("gone.txt", LIST)
        server.files.clear()
        await host.wait_received(6)
    faults = [each.document.fault for each in host.received if each.document]
    assert faults[:3] == [FileFault.TOO_LARGE] * 3
    assert faults[3:5] == [FileFault.NO_TEXT, FileFault.NOT_FETCHED]


async def test_a_list_for_a_channel_asks_for_the_rights_there() -> None:
    host = RecordingHost()
    channel = Chat(platform="telegram", id="-100")

    def changed(command: Command) -> Chat | None:
        return channel if command.document else None

    host.changes = changed
    async with TelegramServer() as server, listening_bot(server, host):
        await server.send_file("topics.txt", LIST)
        await host.wait_received(1)
        asked = server.of("getChatMember")
    assert [each["chat_id"] for each in asked] == ["-100"]
    assert not host.received[0].may_change
