"""Starting, listening and stopping: the real client against a server that refuses as Telegram does."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from structlog.testing import capture_logs

from bot import bugs
from bot.errors import SendError, StatedProblem, StorageError
from bot.i18n.catalogue import storage as storage_texts
from bot.i18n.translator import ENGLISH
from bot.messages.message import say
from bot.model import ChatKind, RetryAt
from bot.platforms import in_flight
from bot.platforms.protocol import ProfileTexts
from bot.platforms.telegram import TelegramPlatform, webhook
from bot.platforms.telegram import listener as room
from bot.platforms.telegram import profile as profile_room
from tests.platforms.recording_host import RecordingHost, listening
from tests.platforms.telegram.listening import CHAT, listening_bot, shortened
from tests.platforms.telegram.server import TOKEN, TelegramServer


async def test_a_command_is_received_once_answered_and_confirmed() -> None:
    host = RecordingHost()
    async with TelegramServer() as server:
        async with listening_bot(server, host):
            await server.say("/follow AI,\nwaste")
            await server.receives("sendMessage")
            await server.receives("setMyCommands", 2)
        assert server.texts(7) == ["heard follow"]
        async with listening_bot(server, host):
            await asyncio.sleep(0.1)
    (heard,) = host.received
    assert (heard.name, heard.text, heard.kind, heard.may_change, heard.is_operator) == (
        "follow", "AI,\nwaste", ChatKind.PRIVATE, True, True,
    )  # fmt: skip
    assert json.loads(server.of("setMyCommands")[1]["commands"]) == [{"command": "follow", "description": "hear"}]


async def test_a_wrong_token_is_a_clear_message_without_the_token() -> None:
    async with TelegramServer() as server:
        wrong = TelegramPlatform(token="1:wrong-wrong-wrong-wrong-wrong", api_url=server.url)
        for ask in (wrong.listener.start(RecordingHost()), wrong.probe()):
            with pytest.raises(StatedProblem, match="TELEGRAM_BOT_TOKEN is refused") as caught:
                await ask
            assert "wrong-" not in str(caught.value)
        await wrong.listener.stop()
    with pytest.raises(StatedProblem, match="TELEGRAM_BOT_TOKEN"):
        TelegramPlatform(token="")


async def test_telegram_being_down_at_the_start_is_retried() -> None:
    with shortened(room, PAUSES=(0.05,)):
        async with TelegramServer() as server:
            server.down = True
            async with listening_bot(server) as platform:
                with pytest.raises(StatedProblem, match="can't be reached"):
                    await platform.probe()
                await asyncio.sleep(0.2)
                server.down = False
                server.fail("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1)
                await server.say("/help")
                await server.receives("sendMessage")
                await platform.probe()


async def test_telegram_not_answering_at_the_start_delays_no_other() -> None:
    with shortened(room, IDENTIFY_TIMEOUT=0.1, PAUSES=(0.05,)):
        async with TelegramServer() as server:
            server.hang("getMe")
            server.hang("getMe")
            began = time.monotonic()
            async with listening_bot(server, timeout=0.3):
                assert time.monotonic() - began < 2
                await server.say("/help")
                await server.receives("sendMessage")


async def test_a_proxys_page_at_the_start_is_no_refusal_of_the_token() -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.05,)):
        async with TelegramServer() as server:
            server.fail("getMe", 404, "<html>no such place</html>")
            server.fail("getMe", 401, "<html>log in first</html>")
            server.fail("getUpdates", 404, "<html>no such place</html>")
            async with listening_bot(server, host):
                await server.say("/help")
                await server.receives("sendMessage")
    assert host.reasons == []


async def test_another_poller_is_named_and_retried(capsys: pytest.CaptureFixture[str]) -> None:
    with shortened(room, PAUSES=(0.05,)):
        async with TelegramServer() as server:
            server.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
            async with listening_bot(server):
                await server.say("/help")
                await server.receives("sendMessage")
    told = capsys.readouterr().out
    assert "another program asks for updates with the same token" in told


async def test_an_answer_of_telegram_that_can_not_be_parsed_does_not_end_the_polling() -> None:
    with shortened(room, PAUSES=(0.05,)):
        async with TelegramServer() as server:
            server.fail("getUpdates", 200, "neither updates nor an error")
            async with listening_bot(server):
                await server.say("/help")
                await server.receives("sendMessage")


async def test_an_update_that_the_library_can_not_parse_is_a_bug_that_does_not_end_the_polling() -> None:
    counted = bugs.counts.total()
    with shortened(room, PAUSES=(0.05,)):
        async with TelegramServer() as server, listening_bot(server):
            await server.happen(message={"odd": True})
            async with asyncio.timeout(60):
                while sum(call.method == "getUpdates" for call in server.attempts) < 3:
                    await asyncio.sleep(0.01)
            assert bugs.counts.total() > counted
            server.forget()
            await server.say("/help")
            await server.receives("sendMessage")


@pytest.mark.parametrize("typed", ["/try Жасырын-7731", "/жасырын-7731", "жасырын, 7731?"])
async def test_the_log_says_why_an_answer_was_refused_without_the_words_that_the_refusal_quotes(typed: str) -> None:
    host = RecordingHost()
    with capture_logs() as lines:
        async with TelegramServer() as server, listening_bot(server, host):
            server.refuse(400, 'Bad Request: can\'t parse entities: tag "жасырын-7731" is not closed')
            await server.say(typed)
            async with asyncio.timeout(10):
                while not any(line["event"] == "answer not sent" for line in lines):
                    await asyncio.sleep(0.01)
    (line,) = [line for line in lines if line["event"] == "answer not sent"]
    assert "parse entities" in line["reason"]
    assert "жасырын" not in str(line)
    assert "7731" not in str(line)


async def test_a_profile_that_can_not_be_set_does_not_stop_the_listener() -> None:
    async with TelegramServer() as server:
        server.fail("setMyDescription", 429, "Too Many Requests: retry after 9999", retry_after=9999)
        server.fail("setMyCommands", 400, "Bad Request: no")
        server.hang("setMyShortDescription")
        async with listening_bot(server):
            await server.say("/help")
            await server.receives("sendMessage")


async def test_a_profile_is_set_only_where_it_differs() -> None:
    async with TelegramServer() as server:
        for start in (1, 2):
            async with listening_bot(server):
                await server.receives("getMyShortDescription", start)
                await asyncio.sleep(0.05)
        assert len(server.of("setMyCommands")) == 2, "one for each scope"
        assert len(server.of("setMyDescription")) == len(server.of("setMyShortDescription")) == 1


async def test_a_profile_is_set_in_each_language_and_for_everybody_else() -> None:
    profile = {
        code: ProfileTexts(menu=(("follow", f"hear {code}"),), description=f"d {code}", short_description=f"s {code}")
        for code in ("", "ru", "kk")
    }
    async with TelegramServer() as server:
        for start in (3, 6):
            async with listening(TelegramPlatform(token=TOKEN, api_url=server.url, profile=profile)):
                await server.receives("getMyShortDescription", start)
                await asyncio.sleep(0.05)
        menus, about = server.of("setMyCommands"), server.of("setMyDescription")
    assert [(menu.get("language_code", ""), json.loads(menu["commands"])[0]["description"]) for menu in menus] == [
        (code, f"hear {code}") for code in ("", "ru", "kk") for _scope in range(2)
    ]
    assert [(said.get("language_code", ""), said["description"]) for said in about] == [
        ("", "d "), ("ru", "d ru"), ("kk", "d kk"),
    ]  # fmt: skip


async def test_a_language_of_which_the_profile_can_not_be_set_keeps_no_other_from_its_own() -> None:
    texts = ProfileTexts(menu=(("follow", "x"),), description="d", short_description="s")
    async with TelegramServer() as server:
        server.fail("setMyDescription", 400, "Bad Request: no")
        async with listening(TelegramPlatform(token=TOKEN, api_url=server.url, profile={"": texts, "kk": texts})):
            (said,) = await server.receives("setMyDescription")
    assert said["language_code"] == "kk"


async def test_a_menu_has_eight_commands_at_most() -> None:
    async with TelegramServer() as server:
        menu = tuple((f"command{number}", "x" * 300) for number in range(20))
        profile = ProfileTexts(menu=menu, description="d", short_description="s")
        platform = TelegramPlatform(token=TOKEN, api_url=server.url, profile={"": profile})
        async with listening(platform):
            both = await server.receives("setMyCommands", 2)
    assert [len(json.loads(one["commands"])) for one in both] == [8, 8]


async def test_stopping_takes_less_than_five_seconds_whatever_hangs() -> None:
    host = RecordingHost()
    host.gate = asyncio.Event()
    with shortened(in_flight, FINISH_TIMEOUT=0.3), shortened(room, CONFIRM_TIMEOUT=0.2):
        async with TelegramServer() as server:
            async with listening_bot(server, host) as platform:
                await server.say("/help slow")
                await server.say("/help slow")
                await host.wait_received(1)
                server.hang("getUpdates")
                began = time.monotonic()
                await platform.listener.stop()
            assert time.monotonic() - began < 2
    assert in_flight.FINISH_TIMEOUT + room.CONFIRM_TIMEOUT < 5
    assert len(host.received) == 1


async def test_an_answer_in_flight_is_finished_when_stopped() -> None:
    host = RecordingHost()
    host.gate = asyncio.Event()
    async with TelegramServer() as server, listening_bot(server, host) as platform:
        await server.say("/help slow")
        await host.wait_received(1)
        stopping = asyncio.create_task(platform.listener.stop())
        await asyncio.sleep(0.05)
        host.gate.set()
        await stopping
        assert server.texts() == ["heard help"]


async def test_a_token_revoked_meanwhile_is_reported_and_asked_for_again() -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.05,), LONG_POLL=0.1):
        async with TelegramServer() as server, listening_bot(server, host):
            await server.say("/help")
            await server.receives("sendMessage")
            server.revoke()
            await host.wait_refused()
            server.relent()
            await server.say("/help")
            await server.receives("sendMessage", 2)
    assert set(host.reasons) == {"the token was rejected"}


@pytest.mark.parametrize(("status", "said"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_updates_that_are_refused_though_the_token_is_good_are_asked_for_again(status: int, said: str) -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.05,)):
        async with TelegramServer() as server:
            server.fail("getUpdates", status, said)
            async with listening_bot(server, host):
                await server.say("/help")
                await server.receives("sendMessage")
    assert (host.reasons, host.reports) == ([], [])


@pytest.mark.parametrize("trouble", ["webhook", "another poller", "refused", "comes and goes"])
async def test_updates_that_do_not_come_for_long_are_reported_once_and_once_when_they_come_again(
    trouble: str,
) -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.02,), PATIENCE=0.3, CALM=0.3, LONG_POLL=0.1):
        async with TelegramServer() as server, listening_bot(server, host):
            await reported(host, "")
            if trouble == "webhook":
                await server.set_webhook("https://other.example/hook/secret")
            elif trouble == "refused":
                server.revoke(method="getUpdates")
            elif trouble == "another poller":
                server.other_poller = True
            while trouble == "comes and goes" and len(host.reports) < 2:
                server.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
                await asyncio.sleep(0.05)
            await reported(host, "", TROUBLES[trouble])
            await asyncio.sleep(0.3)
            server.relent()
            server.webhook, server.other_poller = "", False
            await reported(host, "", TROUBLES[trouble], "")
            await server.say("/help")
            await server.receives("sendMessage")
    assert host.reasons == []


TROUBLES = {
    "webhook": "a webhook is set for this bot (other.example)",
    "another poller": "another program asks for updates",
    "comes and goes": "another program asks for updates",
    "refused": "Telegram refuses the token when it is asked for updates",
}


async def reported(host: RecordingHost, *starts: str) -> None:
    """Wait until just these reports were made, in the words with which they begin; empty: all is well."""
    async with asyncio.timeout(10):
        while len(host.reports) < len(starts):
            await asyncio.sleep(0.01)
    assert len(host.reports) == len(starts), host.reports
    assert all(
        said.startswith(start) and bool(said) == bool(start) for said, start in zip(host.reports, starts, strict=True)
    )


async def test_a_webhook_is_deleted_where_that_is_wanted_and_nothing_that_came_is_lost() -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.02,)):
        async with TelegramServer() as server:
            await server.set_webhook("https://other.example/hook/secret")
            await server.say("/help")
            async with listening_bot(server, host, take_over=True):
                await server.receives("sendMessage")
            (deleted,) = server.of("deleteWebhook")
    assert "drop_pending_updates" not in deleted or deleted["drop_pending_updates"] in ("false", "False")
    assert host.reports == []


async def test_a_webhook_that_comes_back_again_and_again_is_reported_and_left() -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.02,), PATIENCE=0.2):
        async with TelegramServer() as server, listening_bot(server, host, take_over=True):
            async with asyncio.timeout(10):
                while not host.reports:
                    if not server.webhook:
                        await server.set_webhook("https://other.example/hook/secret")
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
    assert host.reports[0].startswith("a webhook was deleted, and another program set it again (other.example)")
    assert len(server.of("deleteWebhook")) == webhook.MOST_TAKE_OVERS


async def test_an_answer_about_a_webhook_that_can_not_be_read_ends_nothing() -> None:
    host = RecordingHost()
    with shortened(room, PAUSES=(0.02,), PATIENCE=0.1):
        async with TelegramServer() as server, listening_bot(server, host):
            await server.set_webhook("https://[of.nobody/hook")
            async with asyncio.timeout(10):
                while not host.reports:
                    await asyncio.sleep(0.01)
            with pytest.raises(StatedProblem, match="can't be read"):
                await TelegramPlatform(token=TOKEN, api_url=server.url).probe()
            server.webhook = ""
            await server.say("/help")
            await server.receives("sendMessage")
    assert host.reports[0].startswith("a webhook is set for this bot, or another program")


async def test_who_is_refused_and_gets_no_answer_to_the_question_is_not_refused() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        for status, said in ((502, "<html>bad gateway</html>"), (429, "Too Many Requests: retry after 9")):
            server.fail("sendMessage", 401, "Unauthorized")
            server.fail("getMe", status, said)
            with pytest.raises(SendError) as caught:
                await platform.sender.send(CHAT, say("x"))
            assert isinstance(caught.value.verdict, RetryAt)
            server.fail("getMe", status, said)
            assert await platform.is_refused() is None


async def test_a_probe_says_plainly_that_a_webhook_is_set() -> None:
    async with TelegramServer() as server:
        await server.set_webhook("https://other.example/hook/secret")
        platform = TelegramPlatform(token=TOKEN, api_url=server.url)
        with pytest.raises(StatedProblem, match=r"a webhook is set for this bot \(other.example\).*JARSHY_TAKE_OVER"):
            await platform.probe()
        wanted = TelegramPlatform(token=TOKEN, api_url=server.url, take_over=True)
        remark = await wanted.probe()
        assert remark is not None
        assert "other.example" in ENGLISH(remark)
        assert server.webhook, "checking changes nothing"
        server.webhook = ""
        assert await platform.probe() is None


async def test_chats_are_answered_in_parallel_and_each_in_order() -> None:
    host = RecordingHost()
    host.gate = asyncio.Event()
    host.reply = lambda command: say(command.text)
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/help slow", 7)
        await server.say("/help second", 7)
        await server.say("/help other", 8)
        await server.receives("sendMessage")
        assert server.texts() == ["other"]
        host.gate.set()
        for number in range(20):
            await server.say(f"/help {number}", 7)
            await asyncio.sleep(0.002)
        await server.receives("sendMessage", 23)
    assert server.texts(7) == ["slow", "second", *(str(number) for number in range(20))]


async def test_where_the_bot_is_opened_is_kept_as_telegram_told_it_also_after_the_database_was_away() -> None:
    told: list[str] = []

    def keep(address: str) -> None:
        told.append(address)
        if len(told) == 1:
            raise StorageError(storage_texts.LEASE_LOST, lease="none")

    with shortened(profile_room, RETRY_AFTER=0.0):
        async with TelegramServer() as server, listening_bot(server, keep_address=keep):
            await server.receives("setMyCommands")
    assert told == ["https://t.me/JarshyBot"] * 2
