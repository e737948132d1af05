"""Pictures and files: with their text below, behind a long one, and what is sent where they are refused."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace

import pytest

from bot.messages.message import Attachment, Button, Message, ReplyMode, bold, line, say
from bot.model import Chat, Command
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import CHAT, listening_bot
from tests.platforms.telegram.server import TelegramServer

GROUP = Chat(platform="telegram", id="-5", thread="9")


def png(width: int = 2, height: int = 2) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE = Attachment(name="trend.png", content=png(), picture=True, alt="AI", instead="(no picture <here>)")
TABLE = Attachment(name="news.csv", content=b"date;title", instead="(no file here)")
SHORT = replace(say(bold("62 & more")).with_buttons((Button("Week", "trend week AI"),)), attachment=PICTURE)
LONG = Message((*((line("word " * 200),) for _ in range(2)),), buttons=SHORT.buttons, attachment=PICTURE)


async def test_a_picture_comes_with_its_text_below_it_and_its_buttons() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        refs = await platform.sender.send(GROUP, SHORT)
    (sent,) = server.of("sendPhoto")
    assert sent["photo"] == PICTURE.content
    assert (sent["photo name"], sent["caption"], sent["message_thread_id"]) == (
        "trend.png",
        "<b>62 &amp; more</b>",
        "9",
    )
    assert "trend week AI" in sent["reply_markup"]
    assert len(refs) == 1
    assert server.texts() == []


async def test_a_text_that_is_too_long_for_a_caption_goes_first_with_the_buttons() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        refs = await platform.sender.send(CHAT, LONG)
    (photo,) = server.of("sendPhoto")
    (text,) = server.of("sendMessage")
    assert "caption" not in photo
    assert "reply_markup" not in photo
    assert "trend week AI" in text["reply_markup"]
    assert len(set(refs)) == 2


async def test_a_file_is_a_document_whose_kind_is_not_guessed() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        await platform.sender.send(CHAT, replace(say("12 articles"), attachment=TABLE))
        await platform.sender.send(CHAT, Message(attachment=TABLE))
    table, alone = server.of("sendDocument")
    assert (table["document"], table["document name"], table["caption"]) == (b"date;title", "news.csv", "12 articles")
    assert table["disable_content_type_detection"] == "true"
    assert "caption" not in alone


async def test_plain_it_has_neither_markup_nor_buttons() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        await platform.sender.send(CHAT, SHORT, plain=True)
    (sent,) = server.of("sendPhoto")
    assert sent["caption"] == "62 & more"
    assert "parse_mode" not in sent
    assert "reply_markup" not in sent


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("the chat takes no pictures", "Bad Request: not enough rights to send photos to the chat"),
        ("it can't be read", "Bad Request: IMAGE_PROCESS_FAILED"),
        ("it has odd sides", "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("its administrator forbids them", "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"),
    ],
)
async def test_a_refused_picture_goes_as_a_file(why: str, said: str) -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.fail("sendPhoto", 400, said)
        await platform.sender.send(CHAT, SHORT)
    (sent,) = server.of("sendDocument")
    assert sent["document"] == PICTURE.content, why
    assert "trend week AI" in sent["reply_markup"]


async def test_where_files_are_refused_too_the_text_goes_out_and_says_so() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.fail("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
        server.fail("sendDocument", 400, "Bad Request: not enough rights to send documents to the chat")
        await platform.sender.send(CHAT, SHORT)
    (sent,) = server.of("sendMessage")
    assert sent["text"] == "<b>62 &amp; more</b>\n\n(no picture &lt;here&gt;)"
    assert "trend week AI" in sent["reply_markup"]


async def test_behind_a_long_text_a_refused_file_leaves_a_line_of_its_own() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.fail("sendDocument", 400, "Bad Request: CHAT_SEND_DOCS_FORBIDDEN")
        await platform.sender.send(CHAT, replace(LONG, attachment=TABLE))
        assert server.texts()[-1] == "(no file here)"
        server.fail("sendDocument", 400, "Bad Request: wrong file identifier/HTTP URL specified")
        await platform.sender.send(CHAT, replace(LONG, attachment=replace(TABLE, instead="")))
    assert server.texts()[-1] == "…", "it always says something"


async def test_a_button_that_redraws_a_picture_changes_it_in_place() -> None:
    host = RecordingHost()
    host.reply = lambda _: replace(SHORT, reply_mode=ReplyMode.REPLACE)
    async with TelegramServer() as server, listening_bot(server, host):
        await server.press("trend week AI", message_id=55)
        await server.receives("editMessageMedia")
        host.reply = lambda _: replace(say("done"), attachment=TABLE, reply_mode=ReplyMode.REPLACE)
        await server.press("trend week AI", message_id=56)
        edits = await server.receives("editMessageMedia", 2)
        server.fail("editMessageMedia", 400, "Bad Request: message can't be edited")
        await server.press("trend week AI", message_id=57)
        await server.receives("sendDocument")
    kinds = [json.loads(each["media"])["type"] for each in edits]
    assert kinds == ["photo", "document"]
    assert [each["message_id"] for each in edits] == ["55", "56"]
    assert edits[0]["file"] == PICTURE.content


async def test_a_private_answer_with_a_file_in_a_group_goes_to_who_asked_alone() -> None:
    host = RecordingHost()
    host.reply = lambda _: replace(say("Everything I know", private=True), attachment=TABLE)
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/mydata", -5, person=7)
        (sent,) = await server.receives("sendDocument")
        assert (sent["chat_id"], server.of("sendMessage")[0]["chat_id"]) == ("7", "-5")
        assert "ephemeral_message_parameters" in server.of("sendMessage")[0]
        server.strangers.add("7")
        await server.say("/mydata", -5, person=7)
        said = await server.receives("sendMessage", 3)
    assert (said[-1]["chat_id"], said[-1]["text"]) == ("-5", "(no file here)")
    assert json.loads(said[-1]["ephemeral_message_parameters"])["receiver_user_id"] == 7
    assert len(server.of("sendDocument")) == 1


async def test_a_press_is_answered_by_a_message_where_there_is_a_file() -> None:
    host = RecordingHost()
    host.reply = lambda command: replace(say("Here", private=True), attachment=TABLE) if _is_press(command) else say("")
    async with TelegramServer() as server, listening_bot(server, host):
        await server.press("export")
        await server.receives("sendDocument")
    assert all("text" not in each for each in server.of("answerCallbackQuery"))


def _is_press(command: Command) -> bool:
    return command.button


async def test_an_edit_of_a_message_leaves_its_picture() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        await platform.sender.edit(CHAT, "5", SHORT)
    assert [each["text"] for each in server.of("editMessageText")] == ["<b>62 &amp; more</b>"]


async def test_refused_markup_below_a_picture_is_left_out_and_the_picture_stays() -> None:
    host = RecordingHost()
    host.reply = lambda _: SHORT
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("sendPhoto", 400, "Bad Request: can't parse entities: x")
        await server.say("/trend AI")
        (sent,) = await server.receives("sendPhoto")
        assert (sent["caption"], "parse_mode" in sent) == ("62 & more", False)
        host.reply = lambda _: replace(LONG, paragraphs=())
        server.fail("sendPhoto", 400, "Bad Request: BUTTON_DATA_INVALID")
        await server.say("/trend AI")
        await server.receives("sendPhoto", 2)
