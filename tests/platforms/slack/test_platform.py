"""The real clients against a server that refuses as Slack does."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

import config
from bot.errors import SendError, StatedProblem
from bot.messages.message import SILENCE, Button, Message, ReplyMode, say
from bot.model import Chat, ChatKind, ChatRefused, Command, GiveUp, RetryAt, Verdict
from bot.platforms.slack import SlackPlatform
from bot.platforms.slack import listener as room
from tests.platforms.recording_host import RecordingHost, listening
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, ME, SLACKBOT, SlackServer

CHAT = Chat(platform="slack", id="C1")


@asynccontextmanager
async def hearing(server: SlackServer, host: RecordingHost | None = None) -> AsyncIterator[SlackPlatform]:
    made = SlackPlatform(
        bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url.rstrip("/"), operators=frozenset({"U7"})
    )
    async with listening(made, host) as platform:
        yield platform


async def test_a_command_is_acknowledged_and_answered_in_the_channel() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        name = await server.slash("/follow", "AI -&gt; &lt;b&gt; <#C9|waste> <https://x.kz/a|b> <@U1|ann>")
        assert await server.acks(name) < 3
        (sent,) = await server.receives("chat.postMessage")
    (heard,) = host.received
    assert (heard.name, heard.text) == ("follow", "AI -> <b> #waste https://x.kz/a @ann")
    assert (heard.chat, heard.kind, heard.title) == (CHAT, ChatKind.GROUP, "#news")
    assert (heard.may_change, heard.can_post, heard.is_operator) == (True, True, True)
    assert (heard.facts.mention, heard.facts.invitation) == ("@Jarshy", "/invite @Jarshy")
    assert (sent["channel"], sent["text"]) == ("C1", "heard follow")
    assert not sent["unfurl_links"]
    assert not sent["unfurl_media"]


async def test_a_slow_answer_is_acknowledged_at_once() -> None:
    gate = asyncio.Event()
    host = RecordingHost()

    async def answer(command: Command) -> Message:
        await gate.wait()
        return say("late")

    host.answer = answer  # type: ignore[method-assign]  # slow
    async with SlackServer() as server, hearing(server, host):
        name = await server.slash("/digest", "today")
        assert await server.acks(name) < 1
        assert server.of("chat.postMessage") == []
        gate.set()
        await server.receives("chat.postMessage")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ("help", "")),
        ("follow AI", ("follow", "AI")),
        ("/digest week", ("digest", "week")),
        ("list", ("following", "")),
        ("why <https://kt.kz/a_1.html|kt.kz/a>", ("why", "https://kt.kz/a_1.html")),
        ("edit AI -&gt; AI -military", ("edit", "AI -> AI -military")),
    ],
)
async def test_every_command_works_as_an_argument_of_jarshy_too(typed: str, expected: tuple[str, str]) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/jarshy", typed)
        await server.receives("chat.postMessage")
    assert [(command.name, command.text) for command in host.received] == [expected]


async def test_a_command_without_its_slash_is_understood_where_the_bot_is_addressed() -> None:
    host = RecordingHost()
    typed = ("why <https://kt.kz/a_1.html>", "try waste Aktau", "languages", "languages of the world")
    async with SlackServer() as server, hearing(server, host):
        for text in typed:
            await server.event(type="app_mention", channel="C1", user="U7", text=f"<@{ME}> {text}")
        await server.receives("chat.postMessage", len(typed))
    heard = [(command.name, command.text) for command in host.received]
    assert heard == [
        ("why", "https://kt.kz/a_1.html"), ("try", "waste Aktau"), ("languages", ""), ("", "languages of the world"),
    ]  # fmt: skip


async def test_a_message_in_a_thread_is_a_reply_to_its_first_message() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.event(type="app_mention", channel="C1", user="U7", text=f"<@{ME}> why", thread_ts="17.5")
        await server.receives("chat.postMessage")
    (heard,) = host.received
    assert (heard.name, heard.text, heard.reply_to) == ("why", "", "17.5")


@pytest.mark.parametrize("private", [False, True])
async def test_in_a_thread_the_answer_goes_into_the_thread(private: bool) -> None:
    host = RecordingHost()
    host.reply = lambda command: say("because", private=private)
    async with SlackServer() as server, hearing(server, host):
        await server.mention("why", thread_ts="17.5")
        (told,) = await server.receives("chat.postEphemeral" if private else "chat.postMessage")
        await server.mention("why")
        _, other = await server.receives("chat.postEphemeral" if private else "chat.postMessage", 2)
        await server.write("AI", thread_ts="18.5")
        direct = (await server.receives("chat.postMessage", 1 if private else 3))[-1]
    assert (told["thread_ts"], direct["thread_ts"]) == ("17.5", "18.5")
    assert "thread_ts" not in other


async def test_a_button_in_a_thread_is_answered_there() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.press("follow AI", thread="17.5")
        (told,) = await server.receives("chat.postMessage")
    assert told["thread_ts"] == "17.5"


async def test_what_is_written_anew_is_heard_and_what_is_edited_or_told_is_not() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.mention("follow AI", edited={"user": "U7", "ts": "2.0"})
        await server.write("follow AI", edited={"user": "U7", "ts": "2.0"})
        changed = {"type": "message", "user": "U7", "text": "follow AI"}
        await server.write("", subtype="message_changed", message=changed, previous_message=changed)
        await server.write("joined", subtype="channel_join")
        await server.mention("thanks! :+1:")
        await server.write("set up a reminder “digest today”", subtype="reminder_add")
        await server.write("follow AI", bot_id="B9")
        await server.write("", subtype="file_share", files=[{"id": "F1"}])
        await server.write("follow AI", subtype="file_share", files=[{"id": "F1"}])
        await server.write("follow waste", subtype="thread_broadcast", thread_ts="1.5")
        await server.write("follow zinc", subtype="me_message")
        await server.receives("chat.postMessage", 4)
    assert [(command.name, command.text, command.wordless) for command in host.received] == [
        ("", "", True), ("follow", "AI", False), ("follow", "waste", False), ("follow", "zinc", False)
    ]  # fmt: skip


async def test_talk_with_a_mention_in_a_channel_is_not_answered() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        for talk in ("ask <@UBOT>", "<@UBOT> спасибо", "<@UBOT> is great", "<@UBOT>-ты көрдіңдер ме", "gold, <@UBOT>"):
            await server.mention(talk)
        await server.mention("why not <@UBOT>", thread_ts="1.0")
        await server.mention("stickers :wave: <@UBOT> :wave:")
        await server.mention("<@UBOT> gold, zinc")
        await server.mention("стоп, <@UBOT>")
        await server.receives("chat.postMessage", 2)
    assert [(each.name, each.text) for each in host.received] == [("", "gold, zinc"), ("unfollow", "all")]


async def test_a_message_that_was_passed_on_directly_comes_with_the_addresses_of_its_links() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*<https://kt.kz/eng/a_1.html|A depot>*\nKT"}}
    alert = {"is_share": True, "text": "", "message_blocks": [{"message": {"blocks": [section]}}]}
    post = {"is_msg_unfurl": True, "text": "News of <https://akorda.kz/x|Aktau>"}
    preview = {"title": "A page", "text": "of a link", "original_url": "https://kt.kz/"}
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.write("", attachments=[alert])
        await server.write("look at that", attachments=[post])
        await server.write("any news about gold?", attachments=[post])
        await server.write("why?", attachments=[post])
        await server.write("follow AI", attachments=[post])
        await server.write("gold", attachments=[preview])
        await server.receives("chat.postMessage", 6)
        await server.mention("", attachments=[post])
        await server.receives("chat.postMessage", 7)
    assert [(each.name, each.text, each.forwarded) for each in host.received] == [
        ("", "A depot https://kt.kz/eng/a_1.html\nKT", True),
        ("", "News of Aktau https://akorda.kz/x", True),
        ("", "News of Aktau https://akorda.kz/x", True),
        ("", "News of Aktau https://akorda.kz/x", True),
        ("follow", "AI", False),
        ("", "gold", False),
        ("", "News of Aktau https://akorda.kz/x", True),
    ]


async def test_a_reminder_is_a_command_whose_answer_everybody_sees() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("news", private=True)
    async with SlackServer() as server, hearing(server, host):
        await server.remind("digest today")
        (told,) = await server.receives("chat.postMessage")
        await server.mention("follow AI", user=SLACKBOT)
        old = {"user": "", "username": "slackbot", "subtype": "bot_message", "bot_id": "B01"}
        await server.mention(f"Erinnerung: <@{ME}> digest week.", **old)
        await server.mention("help")
        await server.receives("chat.postEphemeral")
    assert told["channel"] == "C1"
    heard = [(command.name, command.text) for command in host.received]
    assert heard == [("digest", "today"), ("digest", "week"), ("help", "")]


async def test_in_a_group_message_nobody_is_told_to_invite() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.private |= {"G5", "G6"}
        await server.slash("/follow", "AI", channel="G5", name="mpdm-ann--bob--cem-1")
        await server.slash("/follow", "AI", channel="G6", name="privategroup")
        await server.receives("respond", 2)
    heard = [(command.facts.closed, command.facts.invitation, command.title) for command in host.received]
    assert heard == [(True, "", ""), (False, "/invite @Jarshy", "")]


async def test_errors_and_lists_are_ephemeral() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("only you", private=True)
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/following")
        (told,) = await server.receives("respond")
    assert (told["response_type"], told["text"]) == ("ephemeral", "only you")
    assert server.of("chat.postMessage") == []


async def test_a_public_channel_is_joined_by_itself() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/follow", "AI", channel="C2")
        await server.receives("chat.postMessage")
    assert server.of("conversations.join") == [{"channel": "C2"}]
    assert host.received[0].can_post


async def test_in_a_private_channel_without_the_bot_the_answer_says_at_once_that_it_can_not_post() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.private |= {"C3", "C4"}
        server.members.add("C4")
        await server.slash("/follow", "AI", channel="C3")
        (told,) = await server.receives("respond")
        await server.slash("/follow", "AI", channel="C4")
        await server.receives("chat.postMessage")
    assert [command.can_post for command in host.received] == [False, True]
    assert told["response_type"] == "ephemeral"


async def test_where_the_bot_can_not_post_the_answer_uses_the_response_url() -> None:
    async with SlackServer() as server, hearing(server):
        await server.slash("/digest", "today", channel="C5")
        (told,) = await server.receives("respond")
    assert told["response_type"] == "in_channel"


async def test_a_button_answers_in_place() -> None:
    host = RecordingHost()
    keys = ((Button("Undo", "undo #1"),),)
    answers = {
        "new": say("new"),
        "replace": say("replaced", reply_mode=ReplyMode.REPLACE),
        "keys": Message(reply_mode=ReplyMode.BUTTONS, buttons=keys),
        "nothing": SILENCE,
    }
    host.reply = lambda command: answers[command.name]
    text = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    }
    async with SlackServer() as server, hearing(server, host):
        await server.press("nothing 1")
        await server.press("new 1")
        await server.receives("chat.postMessage")
        await server.press("replace 1")
        await server.receives("respond", 1)
        await server.press("keys 1", blocks=[text, {"type": "actions", "elements": []}])
        replaced, changed = await server.receives("respond", 2)
    assert all(command.button and command.text == "1" for command in host.received)
    assert replaced["replace_original"]
    assert replaced["text"] == "replaced"
    assert changed["replace_original"]
    assert changed["blocks"][0] == text, "its text stays"
    assert changed["blocks"][1]["elements"][0]["value"] == "undo #1"
    assert len(changed["blocks"]) == 2


async def test_joining_and_leaving_are_events() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.event(type="member_joined_channel", user="U9", channel="C1")
        await server.event(type="member_joined_channel", user=ME, channel="C1", inviter="U7")
        await server.event(type="channel_left", channel="C1")
        await server.event(type="message", channel="D1", channel_type="im", user="U7", text="waste &amp; AI")
        await server.event(type="message", channel="D1", channel_type="im", bot_id="B1", text="we ourselves")
        await server.event(type="app_mention", channel="C1", user="U7", text=f"<@{ME}> waste")
        await server.event(type="team_join", user={"id": "U1"})
        await server.receives("chat.postMessage", 4)
        await server.event(type="app_uninstalled")
        async with asyncio.timeout(5):
            while not host.reasons:
                await asyncio.sleep(0.01)
    heard = {(command.name, command.chat.id, command.text, command.event) for command in host.received}
    assert heard == {
        ("start", "C1", "", True),
        ("lost", "C1", "channel left", True),
        ("", "D1", "waste & AI", False),
        ("", "C1", "waste", False),
    }


async def test_a_repeated_envelope_is_answered_once() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/follow", "AI", trigger="same")
        await server.slash("/follow", "AI", trigger="same")
        await server.slash("/digest")
        await server.receives("chat.postMessage", 2)
    assert [command.name for command in host.received] == ["follow", "digest"]


async def test_an_answer_that_fails_does_not_affect_the_next_one() -> None:
    host = RecordingHost()

    def says(command: Command) -> Message:
        if len(host.received) == 1:
            raise RuntimeError("a fault of ours")
        return say("well")

    host.reply = says
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/digest")
        server.fail("chat.postMessage", "<html>", 502)
        await server.slash("/digest")
        await server.slash("/digest")
        await server.receives("chat.postMessage")


@pytest.mark.parametrize(
    ("error", "status", "verdict"),
    [
        *(
            (name, 200, ChatRefused)
            for name in ("channel_not_found", "not_in_channel", "is_archived", "restricted_action")
        ),
        *((name, 200, RetryAt) for name in ("invalid_auth", "account_inactive", "token_revoked", "missing_scope")),
        *((name, 200, RetryAt) for name in ("rate_limited", "fatal_error", "internal_error")),
        *((name, 200, RetryAt) for name in ("msg_too_long", "no_text", "invalid_blocks", "msg_blocks_too_long")),
        ("ratelimited", 429, RetryAt),
        ("<html>bad gateway</html>", 502, RetryAt),
        ("<html>a proxy</html>", 200, RetryAt),
        ("service_unavailable", 503, RetryAt),
        ("something_new", 200, RetryAt),
    ],
)
async def test_each_error_is_a_verdict(error: str, status: int, verdict: type[Verdict]) -> None:
    async with SlackServer() as server, hearing(server) as platform:
        server.fail("chat.postMessage", error, status, Retry_After="33")
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, say("x"))
        found = caught.value.verdict
        assert isinstance(found, verdict), found
        assert BOT_TOKEN not in str(caught.value)
        if status == 429:
            assert isinstance(found, RetryAt)
            assert found.after == timedelta(seconds=33)
        if isinstance(found, RetryAt) and found.plain:
            server.fail("chat.postMessage", error)
            with pytest.raises(SendError) as caught:
                await platform.sender.send(CHAT, say("x"), plain=True)
            assert isinstance(caught.value.verdict, GiveUp)
        assert await platform.sender.send(CHAT, say("working again"))


async def test_an_unreachable_server_is_a_temporary_error() -> None:
    async with SlackServer() as server:
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)
        await platform.probe()
    with pytest.raises(SendError) as caught:
        await platform.sender.send(CHAT, say("x"))
    assert isinstance(caught.value.verdict, RetryAt)
    with pytest.raises(StatedProblem, match="can't be reached"):
        await platform.probe()
    await platform.sender.close()


@pytest.mark.parametrize(
    ("bot", "app", "named"),
    [("xoxb-wrong-one", APP_TOKEN, "SLACK_BOT_TOKEN"), (BOT_TOKEN, "xapp-wrong-one", "SLACK_APP_TOKEN")],
)
async def test_a_wrong_token_is_a_clear_message_without_the_token(bot: str, app: str, named: str) -> None:
    async with SlackServer() as server:
        wrong = SlackPlatform(bot_token=bot, app_token=app, api_url=server.url)
        for ask in (wrong.listener.start(RecordingHost()), wrong.probe()):
            with pytest.raises(StatedProblem, match=f"{named} is refused") as caught:
                await ask
            assert "wrong-one" not in str(caught.value)
        await wrong.listener.stop()


async def test_slack_being_down_at_the_start_is_retried() -> None:
    pauses = room.PAUSES
    room.PAUSES = (0.05,)
    try:
        async with SlackServer() as server:
            server.down = True
            host = RecordingHost()
            async with hearing(server, host):
                await asyncio.sleep(0.2)
                server.down = False
                await server.slash("/digest")
                await server.receives("chat.postMessage")
            server.down = True
            async with hearing(server, host):
                await asyncio.sleep(0.1)
                server.fail("auth.test", "account_inactive")
                server.down = False
                async with asyncio.timeout(5):
                    while not host.reasons:
                        await asyncio.sleep(0.01)
    finally:
        room.PAUSES = pauses
    assert "SLACK_BOT_TOKEN is refused" in host.reasons[0]


async def test_a_socket_that_slack_renews_is_opened_again() -> None:
    async with SlackServer() as server, hearing(server):
        await server.slash("/digest")
        await server.receives("chat.postMessage")
        await server.hang_up()
        await server.slash("/digest")
        await server.receives("chat.postMessage", 2)


def test_the_manifest_subscribes_to_what_the_code_handles() -> None:
    manifest = (Path(config.__file__).parent / "slack-manifest.yaml").read_text(encoding="utf-8")
    assert re.findall(r"command: /(\w+)", manifest) == list(room.COMMANDS)
    events = manifest.partition("bot_events:")[2].partition("interactivity")[0]
    assert set(re.findall(r"- ([\w.]+)", events)) == {
        "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted", "channel_id_changed",
        "channel_left",
        "channel_unarchive", "group_archive", "group_deleted", "group_left", "group_unarchive",
        "member_joined_channel", "message.im", "tokens_revoked",
    }  # fmt: skip
    assert "socket_mode_enabled: true" in manifest
    for scope in (
        "chat:write",
        "commands",
        "channels:join",
        "channels:read",
        "groups:read",
        "im:history",
        "users:read",
    ):
        assert f"- {scope}\n" in manifest
