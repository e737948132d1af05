"""Pictures and files: uploaded first, shared behind the text, and left out where Slack refuses them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.errors import SendError
from bot.i18n.translator import ENGLISH
from bot.messages.message import Attachment, Message, say
from bot.model import Chat, RetryAt, Stop
from bot.platforms import tries
from tests.platforms.recording_host import RecordingHost
from tests.platforms.slack.server import SCOPES, SlackServer
from tests.platforms.slack.test_platform import CHAT, hearing

PICTURE = Attachment(name="trend.png", content=b"png", picture=True, alt="AI: 62", instead="(no picture here)")
SHOWN = replace(say("62 articles"), attachment=PICTURE)
PRIVATE = replace(SHOWN, paragraphs=say("Everything", private=True).paragraphs, private=True)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "PAUSES", (0.01, 0.01))


def shared(server: SlackServer) -> list[tuple[str, str, bytes]]:
    """Channel, thread and content of each file that was shared."""
    return [
        (each["channel_id"], each.get("thread_ts", ""), server.files[json.loads(each["files"])[0]["id"]])
        for each in server.of("files.completeUploadExternal")
    ]


async def test_a_picture_is_shared_behind_its_text_with_words_for_who_cannot_see_it() -> None:
    async with SlackServer() as server, hearing(server) as platform:
        refs = await platform.sender.send(CHAT, SHOWN)
        await platform.sender.send(CHAT, Message(attachment=PICTURE))
    texts = [each["text"] for each in server.of("chat.postMessage")]
    assert texts == ["62 articles", "trend.png"]
    assert shared(server) == [("C1", "", b"png")] * 2
    (asked, _) = server.of("files.getUploadURLExternal")
    assert (asked["filename"], asked["alt_txt"]) == ("trend.png", "AI: 62")
    assert len(refs) == 1


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled"])
async def test_without_the_right_to_upload_the_text_goes_out_and_says_so(error: str) -> None:
    async with SlackServer() as server, hearing(server) as platform:
        if error == "missing_scope":
            server.scopes = SCOPES.replace(",files:write", "")
        else:
            server.fail("files.getUploadURLExternal", error)
        await platform.sender.send(CHAT, SHOWN)
    (sent,) = server.of("chat.postMessage")
    assert sent["text"] == "62 articles\n\n(no picture here)"
    assert shared(server) == []


async def test_a_check_says_that_pictures_can_not_be_sent() -> None:
    async with SlackServer() as server, hearing(server) as platform:
        assert await platform.probe() is None
        server.scopes = SCOPES.replace(",files:write", "")
        said = await platform.probe()
    assert said is not None
    assert "files:write" in ENGLISH(said)


async def test_bytes_that_are_refused_leave_the_text_and_a_fault_leaves_nothing_sent() -> None:
    async with SlackServer() as server, hearing(server) as platform:
        server.fail("upload", "", 413)
        await platform.sender.send(CHAT, SHOWN)
        assert len(server.of("chat.postMessage")) == 1
        server.fail("files.getUploadURLExternal", "ratelimited", 429, Retry_After="33")
        server.fail("upload", "", 503)
        for _ in range(2):
            with pytest.raises(SendError) as caught:
                await platform.sender.send(CHAT, SHOWN)
            assert isinstance(caught.value.verdict, RetryAt)
            assert not caught.value.verdict.maybe_sent, "the text comes with the next attempt, once"
        assert len(server.of("chat.postMessage")) == 1
        server.revoke()
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, SHOWN)
        assert isinstance(caught.value.verdict, Stop), "a refused token is no fault of the file"


async def test_a_file_that_can_not_be_shared_leaves_a_line_behind_its_text() -> None:
    async with SlackServer() as server, hearing(server) as platform:
        server.fail("files.completeUploadExternal", "not_in_channel", times=2)
        await platform.sender.send(CHAT, SHOWN)
        await platform.sender.send(CHAT, replace(SHOWN, attachment=replace(PICTURE, instead="")))
        texts = [each["text"] for each in server.of("chat.postMessage")]
        assert texts == ["62 articles", "(no picture here)", "62 articles"]
        host = RecordingHost()
    host.reply = lambda _: SHOWN
    async with SlackServer() as server, hearing(server, host):
        server.fail("files.completeUploadExternal", "not_in_channel")
        await server.mention("trend AI")
        sent = await server.receives("chat.postMessage", 2)
    assert sent[1]["text"] == "(no picture here)"


async def test_an_answer_in_a_thread_has_its_picture_there() -> None:
    host = RecordingHost()
    host.reply = lambda _: SHOWN
    async with SlackServer() as server, hearing(server, host):
        await server.mention("trend AI", thread_ts="17.0")
        await server.receives("files.completeUploadExternal")
    assert shared(server) == [("C1", "17.0", b"png")]


async def test_a_fault_while_a_file_for_an_answer_is_uploaded_is_tried_again_and_then_done_without() -> None:
    host = RecordingHost()
    host.reply = lambda _: SHOWN
    async with SlackServer() as server, hearing(server, host):
        server.fail("upload", "", 503)
        await server.slash("/jarshy", "trend AI")
        await server.receives("files.completeUploadExternal")
        server.fail("files.getUploadURLExternal", "internal_error", times=3)
        await server.slash("/jarshy", "trend AI")
        _, without = await server.receives("chat.postMessage", 2)
    assert without["text"] == "62 articles\n\n(no picture here)"


async def test_what_one_person_sees_alone_has_its_file_in_their_own_conversation() -> None:
    host = RecordingHost()
    host.reply = lambda _: PRIVATE
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/jarshy", "mydata")
        (said,) = await server.receives("respond")
        assert (said["response_type"], said["text"]) == ("ephemeral", "Everything")
        await server.receives("files.completeUploadExternal")
        await server.write("mydata")
        await server.receives("files.completeUploadExternal", 2)
    assert shared(server) == [("D-U7", "", b"png"), ("D1", "", b"png")]


async def test_a_chat_that_is_a_person_is_their_own_conversation() -> None:
    async with SlackServer() as server, hearing(server) as platform:
        await platform.sender.send(Chat(platform="slack", id="U9"), SHOWN)
    assert shared(server) == [("D-U9", "", b"png")]
