"""The Commands for what people and Telegram do."""

from __future__ import annotations

import pytest

from bot.i18n.catalogue import causes, platforms
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.messages.message import SILENCE, say
from bot.model import TOO_OLD, Chat, ChatKind
from bot.platforms.telegram import moves, rights
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import listening_bot, shortened
from tests.platforms.telegram.server import ME, TOKEN, TelegramServer

#: a member with restricted rights, as Telegram sends it
MAY = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "is_member", "can_edit_tag", "can_react_to_messages",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/follow@JarshyBot AI", ("follow", "AI")),
        ("/follow@OtherBot AI", None),
        ("good morning", None),
        ("@jarshybot, what is new?", ("digest", "today")),
        ("@jarshybot, solid fuel", ("", "solid fuel")),
        ("@jarshybot what do you think?", None),
        ("спросите у @jarshybot", None),
        ("solid fuel, @jarshybot", None),
        ("@JarshyBot follow AI", ("follow", "AI")),
        ("@JarshyBot: /Follow AI", ("follow", "AI")),
        ("/follow AI @JarshyBot, waste", ("follow", "AI , waste")),
        ("follow AI, waste @JARSHYBOT!", ("follow", "AI, waste")),
        ("Hey @JarshyBot, follow AI please", ("follow", "AI")),
        ("“follow AI” @JarshyBot", ("follow", "AI")),
        ("/FOLLOW@jarshybot:\u00a0AI", ("follow", "AI")),
        ("/follow\nAI\nwaste", ("follow", "AI\nwaste")),
        ("/follow AI\n/follow@JarshyBot waste\n/follow, zinc", ("follow", "AI\nwaste\nzinc")),
        ("/follow metro –Moscow “solid\u00a0fuel” COVID—19", ("follow", 'metro -Moscow "solid fuel" COVID-19')),
        ("@JarshyBot digest", ("digest", "")),
        ("@JarshyBot", ("", "")),
        ("@JarshyBot стоп", ("unfollow", "all")),
        ("/stop", ("unfollow", "all")),
        ("/quit", ("quit", "")),
        ("/stop@OtherBot", None),
        ("@JarshyBot look: https://kt.kz/eng/a_1.html", ("why", "https://kt.kz/eng/a_1.html")),
        ("follow AI", None),
        ("thanks, @JarshyBot 👍", None),
        ("stop", None),
        ("https://kt.kz/eng/a_1.html", None),
    ],
)
async def test_a_group_is_not_answered_unless_the_bot_is_addressed(text: str, expected: tuple[str, str] | None) -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say(text, -5)
        await server.say("/help", -5)
        await server.receives("sendMessage", 1 if expected is None else 2)
    heard = [(command.name, command.text) for command in host.received]
    assert heard == ([expected] if expected else []) + [("help", "")]
    assert host.received[0].title == "Newsroom"


async def test_only_administrators_change_a_group_and_anonymous_ones_count() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        server.members["-5", 8] = {"status": "creator", "is_anonymous": False}
        await server.say("/follow AI", -5, person=7)
        await server.say("/follow AI", -5, person=8)
        await server.say("/follow AI", -5, person=9, sender_chat={"id": -5, "type": "supergroup", "title": "N"})
        await server.press("unfollow #1", -5, person=7)
        await server.press("unfollow #1", -5, person=8)
        server.fail("getChatMember", 400, "Bad Request: user not found")
        await server.say("/follow AI", -5, person=10)
        await server.receives("sendMessage", 6)
    assert [command.may_change for command in host.received] == [False, True, True, False, True, False]
    assert all(command.facts.shared_groups and command.facts.manages_channels for command in host.received)


async def test_an_administrator_who_hides_is_not_named_because_of_a_press() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        server.members["-5", 8] = {"status": "creator", "is_anonymous": True}
        server.members["-5", 9] = {"status": "creator", "is_anonymous": False}
        for person in (8, 8, 9):
            await server.press("unfollow #1", -5, person=person)
        await server.say("/follow AI", -5, sender_chat={"id": -5, "type": "supergroup", "title": "N"})
        await server.receives("sendMessage", 4)
    assert [(each.person_name, each.may_change) for each in host.received] == [
        ("", True), ("", True), ("Aida", True), ("", True)
    ]  # fmt: skip


async def test_a_topic_is_answered_in_the_topic() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/help", -5, message_thread_id=44, is_topic_message=True)
        (sent,) = await server.receives("sendMessage")
    assert sent["message_thread_id"] == "44"
    assert host.received[0].chat == Chat(platform="telegram", id="-5", thread="44")


async def test_edited_messages_edited_posts_and_bare_pictures_are_ignored() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.happen(edited_message=server.message("/follow AI", 7))
        await server.happen(edited_channel_post=server.message("/follow AI", -9, kind="channel"))
        picture = server.message("", 7)
        del picture["text"]
        await server.happen(message=picture)
        await server.say("/help")
        await server.receives("sendMessage")
    assert [command.name for command in host.received] == ["help"]


async def test_the_caption_of_a_picture_is_heard() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.show("/follow AI")
        await server.show("@JarshyBot why", -5)
        await server.show("a cat", -5)
        await server.receives("sendMessage", 2)
    assert [(command.name, command.text) for command in host.received] == [("follow", "AI"), ("why", "")]


async def test_what_is_forwarded_is_marked_in_private_and_not_heard_in_a_group() -> None:
    host = RecordingHost()
    origin = {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "B"}}
    async with TelegramServer() as server, listening_bot(server, host):
        for text in ("/follow AI", "@JarshyBot follow AI", "/unfollow all yes"):
            await server.say(text, -5, forward_origin=origin)
        await server.say("/follow AI", forward_origin=origin)
        await server.say("/help")
        await server.receives("sendMessage", 2)
    assert [(command.name, command.forwarded) for command in host.received] == [("follow", True), ("help", False)]


async def test_of_words_that_are_a_link_the_address_is_asked_about() -> None:
    host = RecordingHost()
    link = {"type": "text_link", "offset": 5, "length": 4, "url": "https://kt.kz/eng/a_1.html"}
    command = {"type": "bot_command", "offset": 0, "length": 4}
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/why this")
        await server.happen(message=server.message("/why this", 7) | {"entities": [command, link]})
        await server.receives("sendMessage", 2)
    assert [asked.text for asked in host.received] == ["this", "https://kt.kz/eng/a_1.html"]


async def test_a_press_of_which_telegram_no_longer_tells_the_topic_is_told_from_others() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        for forum in (True, False):
            await server.press("unfollow #1", -5, too_old=True, is_forum=forum)
        await server.receives("answerCallbackQuery", 2)
    heard = [(command.name, command.text, command.topic_known) for command in host.received]
    assert heard == [(TOO_OLD, "", False), ("unfollow", "#1", False)]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("first", ["moved from", "moved to", "came"])
async def test_a_group_that_moved_is_not_said_to_have_added_us(first: str, apart: bool) -> None:
    host = RecordingHost()
    host.reply = lambda command: SILENCE if command.event else say("well")
    async with TelegramServer() as server, listening_bot(server, host):
        await server.migrate(-5, -1005, first=first, apart=apart)
        await server.say("/help")
        await server.receives("sendMessage")
        await host.wait_received(4)
        with shortened(moves, SETTLED_AFTER=0.05):
            await server.membership(-1006, "supergroup", "left", "member")
            await host.wait_received(5)
    heard = {(command.name, command.chat.id, command.text) for command in host.received}
    assert heard == {
        ("migrated", "-5", "-1005"), ("start", "-1005", "moved"), ("start", "-1006", ""), ("help", "7", "")
    }  # fmt: skip


async def test_joining_and_leaving_are_events() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("hello") if command.name == "start" else SILENCE
    async with TelegramServer() as server, listening_bot(server, host):
        await server.membership(7, "private", "member", "kicked")
        await server.membership(-5, "supergroup", "left", "member")
        await server.membership(-9, "channel", "left", "administrator", can_post_messages=True)
        await server.membership(-9, "channel", "administrator", "administrator", can_post_messages=False)
        await server.membership(7, "private", "kicked", "member")
        await server.happen(message=server.message("", -5) | {"migrate_to_chat_id": -1005})
        topic = {"message_thread_id": 9, "is_topic_message": True, "forum_topic_reopened": {}}
        await server.happen(message=server.message("", -5) | topic)
        await server.say("/help")
        await server.receives("sendMessage", 2)
        await host.wait_received(8)
    events = {(command.name, command.chat.id, command.text) for command in host.received}
    assert events == {
        ("lost", "7", to_json(Phrase(causes.BLOCKED))),
        ("start", "-5", ""),
        ("start", "-9", ""),
        ("lost", "-9", to_json(Phrase(platforms.PUT_OUT_OR_SILENCED))),
        ("migrated", "-5", "-1005"),
        ("opened", "7", ""),
        ("opened", "-5", ""),
        ("help", "7", ""),
    }
    assert sorted(sent["chat_id"] for sent in server.of("sendMessage")) == ["-5", "7"], "never in a channel"
    counted = {chat.id: kind for chat, kind in host.counted}
    assert counted == {"-5": ChatKind.GROUP, "7": ChatKind.PRIVATE}, "of the chat that got the answer"


async def test_a_chosen_channel_comes_with_the_rights_of_person_and_bot() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        rights = dict.fromkeys(
            ["can_be_edited", "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users",
             "is_anonymous", "can_restrict_members", "can_promote_members", "can_manage_video_chats",
             "can_post_stories", "can_edit_stories", "can_delete_stories"], False
        )  # fmt: skip
        server.members["-9", 7] = {"status": "creator", "is_anonymous": False}
        server.members["-9", 123456] = {"status": "administrator", **rights, "can_post_messages": True}
        for channel in (-9, -10):
            shared = {"request_id": 1, "chat_id": channel, "title": "City news"}
            await server.happen(message=server.message("", 7) | {"chat_shared": shared})
        await server.receives("sendMessage", 2)
    first, second = host.received
    assert (first.name, first.text, first.may_change, first.can_post) == ("manage", "-9 City news", True, True)
    assert (second.may_change, second.can_post) == (False, False)


async def test_in_a_group_a_reply_to_the_bot_is_talk_unless_it_asks_why() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        ours = server.message("an alert", -5, kind="supergroup") | {"from": ME}
        theirs = server.message("a joke", -5, kind="supergroup")
        for talk in ("ha ha", "good news", "stop", "AI", "hi", "https://kt.kz/eng/a_1.html", "почему это", "why not"):
            await server.say(talk, -5, reply_to_message=ours)
        await server.say("why?", -5, reply_to_message=theirs)
        await server.say("write to info@jarshybot.kz", -5)
        for question in ("Why?!", "почему", "НЕГЕ?"):
            await server.say(question, -5, reply_to_message=ours)
        await server.say("@jarshybot gold", -5, reply_to_message=theirs)
        await server.receives("sendMessage", 4)
    heard = [(command.name, command.text, command.reply_to != "") for command in host.received]
    assert heard == [*[("why", "", True)] * 3, ("", "gold", True)]


async def test_the_links_of_a_message_of_ours_that_is_answered_are_known_and_nobody_elses() -> None:
    host = RecordingHost()
    linked = {"text": "13:20 Gold is up · kt.kz", "entities": [
        {"type": "text_link", "offset": 6, "length": 10, "url": "https://kt.kz/a_1.html?a=1&b=2"},
        {"type": "text_link", "offset": 11, "length": 2, "url": "https://kt.kz/b_2.html"},
        {"type": "text_link", "offset": 14, "length": 2, "url": "tg://user?id=1"},
    ]}  # fmt: skip
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/why", 7, reply_to_message=server.message("…", 7) | linked | {"from": ME})
        await server.say("/story", 7, reply_to_message=server.message("…", 7) | {"from": ME})
        await server.receives("sendMessage", 2)
    assert [each.reply_links for each in host.received] == [
        "https://kt.kz/a_1.html?a=1&b=2 https://kt.kz/b_2.html", "",
    ]  # fmt: skip


async def test_a_command_names_the_message_that_it_answers_but_not_the_topic_it_stands_in() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        alert = server.message("an alert", -5, kind="supergroup") | {"from": ME}
        topic = server.message("", -5, kind="supergroup")
        topic["forum_topic_created"] = {"name": "News", "icon_color": 7322096}
        await server.say("/why@JarshyBot", -5, reply_to_message=alert)
        await server.say("/why", -5, reply_to_message=topic, message_thread_id=44, is_topic_message=True)
        await server.say("/why", 7)
        await server.receives("sendMessage", 3)
    answered = {(command.chat.id, command.chat.thread): command.reply_to for command in host.received}
    assert answered == {("-5", ""): str(alert["message_id"]), ("-5", "44"): "", ("7", ""): ""}


async def test_plain_text_in_a_private_chat_is_addressed_to_the_bot_without_a_check_of_rights() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("  waste Aktau ")
        await server.press("unfollow #12")
        await server.receives("answerCallbackQuery")
        assert not server.of("getChatMember")
    said, pressed = host.received
    assert (said.name, said.text, said.may_change, said.button) == ("", "waste Aktau", True, False)
    assert (pressed.name, pressed.text, pressed.may_change, pressed.button) == ("unfollow", "#12", True, True)
    assert said.kind is pressed.kind is ChatKind.PRIVATE


async def test_rights_are_asked_for_once_a_minute() -> None:
    async with TelegramServer() as server, listening_bot(server):
        for _ in range(3):
            await server.say("/following", -5)
        await server.receives("sendMessage", 3)
        assert len(server.of("getChatMember")) == 1


async def test_somebody_who_writes_as_another_channel_may_change_nothing() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/follow AI", -5, sender_chat={"id": -77, "type": "channel", "title": "Other"})
        await server.say("a post", -5, sender_chat={"id": -77, "type": "channel"}, is_automatic_forward=True)
        await server.receives("sendMessage")
    assert [command.may_change for command in host.received] == [False]


async def test_who_writes_as_the_channel_of_the_group_may_change_what_it_follows() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        server.linked = {-5: -77, -6: -78}
        for group in (-5, -5, -6):
            await server.say("/follow AI", group, sender_chat={"id": -77, "type": "channel", "title": "City"})
        await server.receives("sendMessage", 3)
        assert len(server.of("getChat")) == 2, "the answer is kept for a minute"
        assert not server.of("getChatMember")
    assert {command.chat.id: command.may_change for command in host.received} == {"-5": True, "-6": False}
    assert all(command.rights_seen for command in host.received)


@pytest.mark.parametrize("status", [400, 502])
async def test_where_it_can_not_be_seen_whose_group_it_is_nobody_is_called_a_stranger(status: int) -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        with shortened(rights, PAUSES=(0.01, 0.01)):
            server.fail("getChat", status, "Bad", times=3)
            await server.say("/follow AI", -5, sender_chat={"id": -77, "type": "channel", "title": "City"})
            await server.receives("sendMessage")
    assert [(command.may_change, command.rights_seen) for command in host.received] == [(False, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/follow AI", ("follow", "AI")),
        ("/follow@JarshyBot AI, waste", ("follow", "AI, waste")),
        ("\u200b/unfollow AI", ("unfollow", "AI")),
        ("/follow@OtherBot AI", None),
        ("follow AI", None),
        ("@JarshyBot follow AI", None),
        ("why", None),
        ("Big news: /follow AI", None),
        ("/follow AI\n\nand read our long post about it", None),
        ("/", None),
        ("https://kt.kz/eng/a_1.html", None),
    ],
)
async def test_a_post_is_a_command_if_it_is_nothing_else(text: str, expected: tuple[str, str] | None) -> None:
    host = RecordingHost()
    host.reply = lambda command: SILENCE if command.kind is ChatKind.CHANNEL else say("heard")
    async with TelegramServer() as server, listening_bot(server, host):
        await server.post(text, -9)
        await server.say("/help")
        await server.receives("sendMessage")
    posted = [command for command in host.received if command.kind is ChatKind.CHANNEL]
    assert [(command.name, command.text) for command in posted] == ([expected] if expected else [])
    assert all((command.may_change, command.person, command.event) == (True, "", False) for command in posted)


async def test_what_is_forwarded_to_a_channel_captions_and_posts_of_bots_are_no_commands() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        origin = {"type": "hidden_user", "sender_user_name": "A", "date": 1}
        await server.post("/follow AI", -9, forward_origin=origin)
        await server.post("/follow AI", -9, via_bot=ME)
        await server.post("/follow AI", -9, **{"from": ME})
        await server.happen(channel_post=server.message("", -9, kind="channel") | {"caption": "/follow AI"})
        await server.say("/help")
        await server.receives("sendMessage")
    assert [command.name for command in host.received] == ["help"]


async def test_an_answer_in_a_channel_goes_there_and_that_we_came_to_it_to_who_added_us() -> None:
    async with TelegramServer() as server, listening_bot(server):
        await server.post("/follow AI", -9, **{"from": {"id": 7, "is_bot": False, "first_name": "A"}})
        await server.membership(-9, "channel", "left", "administrator", can_post_messages=True)
        sent = await server.receives("sendMessage", 2)
    assert {each["chat_id"]: each["text"] for each in sent} == {"-9": "heard follow", "7": "heard start"}


async def test_a_chat_that_is_renamed_is_an_event() -> None:
    host = RecordingHost()
    host.reply = lambda command: SILENCE
    async with TelegramServer() as server, listening_bot(server, host):
        await server.post("", -9, new_chat_title="City")
        await server.happen(message=server.message("", -5, kind="group") | {"new_chat_title": "Town"})
        await host.wait_received(2)
    renamed = {(command.name, command.chat.id, command.text, command.event) for command in host.received}
    assert renamed == {("renamed", "-9", "City", True), ("renamed", "-5", "Town", True)}


async def test_a_reply_thread_is_no_topic_and_a_button_in_a_topic_is() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/help", -5, message_thread_id=44)
        pressed = server.message("x", -5, kind="supergroup") | {"message_thread_id": 44, "is_topic_message": True}
        who = {"id": 7, "is_bot": False, "first_name": "Aida"}
        query = {"id": "1", "from": who, "chat_instance": "1", "data": "undo #1"}
        await server.happen(callback_query=query | {"message": pressed})
        await server.happen(callback_query=query | {"inline_message_id": "9"})
        sent = await server.receives("sendMessage", 2)
        await server.receives("answerCallbackQuery", 2)
    assert [command.chat.thread for command in host.received] == ["", "44"]
    assert [one.get("message_thread_id") for one in sent] == [None, "44"]


async def test_a_person_who_adds_the_bot_to_a_channel_but_never_wrote_to_it_is_not_answered() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("sendMessage", 403, "Forbidden: bot can't initiate conversation with a user")
        await server.membership(-9, "channel", "left", "administrator", can_post_messages=True)
        await server.say("/help", 8)
        await server.receives("sendMessage")
    assert [(command.name, command.kind) for command in host.received if command.event] == [("start", ChatKind.CHANNEL)]
    assert [call.params["chat_id"] for call in server.attempts if call.method == "sendMessage"] == ["7", "8"]


async def test_a_change_of_other_rights_is_no_event() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.membership(-5, "supergroup", "member", "administrator")
        await server.membership(-5, "supergroup", "member", "restricted", **dict.fromkeys(MAY, False))
        await server.say("/help")
        await server.receives("sendMessage")
        await host.wait_received(2)
    assert {command.name for command in host.received} == {"lost", "help"}


async def test_the_token_is_not_logged_when_telegram_revokes_it(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramServer() as server, listening_bot(server):
        server.fail("getChatMember", 401, f"Unauthorized {TOKEN}")
        server.fail("sendMessage", 401, f"Unauthorized {TOKEN}")
        await server.say("/follow AI", -5)
        await server.say("/help", -5)
        await server.receives("sendMessage")
    said = capsys.readouterr()
    assert "rights not known" in said.out
    assert TOKEN not in said.out + said.err + caplog.text


async def test_the_language_of_a_person_comes_with_what_they_write_press_and_do() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/help")
        server.language = "ru-RU"
        await server.say("/help")
        server.language = "kk"
        await server.press("help")
        await server.membership(-5, "supergroup", "left", "member")
        await host.wait_received(4)
    assert sorted((command.event, command.button, command.language) for command in host.received) == [
        (False, False, ""), (False, False, "ru-RU"), (False, True, "kk"), (True, False, "kk"),
    ]  # fmt: skip
