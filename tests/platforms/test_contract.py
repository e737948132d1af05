"""What every platform promises, asked of the real clients against servers on loopback, and of the terminal.

A stage is one platform with its server: what people see there, and how it is told to refuse.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.errors import SendError
from bot.messages.message import Aside, Button, Message, Span, bold, line, say
from bot.model import Cause, Chat, ChatKind, ChatLost, ChatRefused, Command, GiveUp, Received, RetryAt, Stop, Verdict
from bot.platforms import tries
from bot.platforms.protocol import Platform
from bot.platforms.slack import SlackPlatform
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.terminal import TerminalPlatform
from tests.platforms.recording_host import RecordingHost, stop
from tests.platforms.slack.kept import EDITS_A_MINUTE
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer

Capture = pytest.CaptureFixture[str]

LINK = "https://example.org/tram"
ALERT = Message(
    paragraphs=((line(Span("A tram & <more>", bold=True, url=LINK)), line("The Steppe Courier")),),
    more=Button("⋯", "more 7"),
)
LONG = Message(tuple((line(f"{number} " * 1500),) for number in range(10, 14)), buttons=((Button("Undo", "undo #1"),),))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message, or an edit of one, as the platform received it."""

    text: str
    edits: str = ""  #: the id of the message that it replaces
    marked_up: bool = True
    actions: tuple[str, ...] = ()  #: of its buttons
    replies_to: str = ""  #: the id of the message to which it is a reply that all see


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One platform, with what can be observed and done at its server."""

    platform: Platform
    chat: Chat
    shown: Callable[[], list[Shown]]
    refuse_edit: Callable[[str], None]  #: make the next edit fail; a key of REFUSALS
    delete: Callable[[str], None]  #: its readers delete the message with this id
    lose_chat: Callable[[], None]  #: make the chat unreachable
    ask: Callable[[], Awaitable[object]]  #: type /help
    calls: Callable[[], set[str]]  #: the methods that were called
    questions: Callable[[], int]  #: how often it was asked whether the token is good
    revoke: Callable[[], None]  #: refuse the token for every call
    relent: Callable[[], None]  #: and no more


#: what both say against an edit, in words of their own, and what it means
REFUSALS: dict[str, Verdict] = {
    "gone": GiveUp(cause=Cause.MESSAGE_GONE),
    "too old": GiveUp(cause=Cause.BAD_MESSAGE),
    "not ours": GiveUp(cause=Cause.BAD_MESSAGE),
    "markup": RetryAt(cause=Cause.BAD_MESSAGE, plain=True),
    "no such chat": ChatRefused(cause=Cause.CHAT_NOT_FOUND),
    "token": RetryAt(cause=Cause.REFUSED),  # it is good, if it is asked for directly
    "flood": RetryAt(cause=Cause.FLOOD, after=timedelta(seconds=33)),
    "down": RetryAt(cause=Cause.SERVER_ERROR, maybe_sent=True),
}
TELEGRAM_SAYS = {
    "gone": (400, "Bad Request: message to edit not found"),
    "too old": (400, "Bad Request: message can't be edited"),
    "not ours": (400, "Bad Request: MESSAGE_ID_INVALID"),
    "markup": (400, "Bad Request: can't parse entities: x"),
    "no such chat": (400, "Bad Request: chat not found"),
    "token": (401, "Unauthorized"),
    "flood": (429, "Too Many Requests: retry after 33"),
    "down": (502, "Bad Gateway"),
}
SLACK_SAYS = {
    "gone": ("message_not_found", 200),
    "too old": ("edit_window_closed", 200),
    "not ours": ("cant_update_message", 200),
    "markup": ("invalid_blocks", 200),
    "no such chat": ("channel_not_found", 200),
    "token": ("token_revoked", 200),
    "flood": ("ratelimited", 429),
    "down": ("<html>bad gateway</html>", 502),
}


@asynccontextmanager
async def telegram() -> AsyncIterator[Stage]:
    async with TelegramServer() as server:

        def shown() -> list[Shown]:
            return [
                Shown(
                    text=call.params["text"],
                    edits=str(call.params.get("message_id", "")),
                    marked_up="parse_mode" in call.params,
                    actions=tuple(
                        key["callback_data"]
                        for row in json.loads(call.params.get("reply_markup", "{}")).get("inline_keyboard", [])
                        for key in row
                    ),
                    replies_to=str(json.loads(call.params.get("reply_parameters", "{}")).get("message_id", "")),
                )
                for call in server.calls
                if call.method in ("sendMessage", "editMessageText")
            ]

        def refuse(what: str) -> None:
            status, said = TELEGRAM_SAYS[what]
            server.fail("editMessageText", status, said, **({"retry_after": 33} if what == "flood" else {}))

        platform = TelegramPlatform(token=TOKEN, api_url=server.url)
        yield Stage(
            platform=platform,
            chat=Chat(platform="telegram", id="7"),
            shown=shown,
            refuse_edit=refuse,
            delete=lambda ref: server.kept.delete(7, int(ref)),
            lose_chat=lambda: server.refuse(403, "Forbidden: bot was blocked by the user"),
            ask=lambda: server.say("/help"),
            calls=lambda: {call.method for call in server.attempts},
            questions=lambda: sum(call.method == "getMe" for call in server.attempts),
            revoke=server.revoke,
            relent=server.relent,
        )
        await stop(platform)


@asynccontextmanager
async def slack() -> AsyncIterator[Stage]:
    async with SlackServer() as server:

        def shown() -> list[Shown]:
            return [
                Shown(
                    text=call.params["text"],
                    edits=call.params.get("ts", ""),
                    marked_up=bool(call.params.get("blocks")),
                    actions=tuple(
                        key["value"]
                        for block in call.params.get("blocks") or []
                        if block["type"] == "actions"
                        for key in block["elements"]
                    ),
                    replies_to=call.params.get("thread_ts", "") if call.params.get("reply_broadcast") else "",
                )
                for call in server.calls
                if call.method in ("chat.postMessage", "chat.update")
            ]

        def refuse(what: str) -> None:
            error, status = SLACK_SAYS[what]
            server.fail("chat.update", error, status, times=1, **({"Retry_After": "33"} if what == "flood" else {}))

        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)
        yield Stage(
            platform=platform,
            chat=Chat(platform="slack", id="C1"),
            shown=shown,
            refuse_edit=refuse,
            delete=lambda ref: server.kept.delete("C1", ref),
            lose_chat=lambda: server.foreign.add("C1"),
            ask=lambda: server.slash("/jarshy", "help"),
            calls=lambda: {method for method, times in server.asked.items() if times},
            questions=lambda: server.asked["auth.test"],
            revoke=server.revoke,
            relent=server.relent,
        )
        await stop(platform)


NETWORKS = (telegram, slack)


@pytest.fixture(params=NETWORKS, ids=lambda make: make.__name__)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with request.param() as made:
        yield made


async def refusal(sending: Awaitable[object]) -> SendError:
    with pytest.raises(SendError) as caught:
        await sending
    return caught.value


# ------------------------------------------------------------------------------------------------------------ send


async def test_a_sender_works_without_a_listener(stage: Stage) -> None:
    refs = await stage.platform.sender.send(stage.chat, ALERT)
    (shown,) = stage.shown()
    assert len(refs) == 1
    assert refs[0]
    assert "A tram &amp; &lt;more&gt;" in shown.text
    assert shown.actions == ("more 7",)
    assert stage.calls() <= {"sendMessage", "chat.postMessage"}, "no call for the identity, or for updates"


async def test_a_message_that_is_too_long_is_split_and_each_part_has_its_id(stage: Stage) -> None:
    refs = await stage.platform.sender.send(stage.chat, LONG)
    shown = stage.shown()
    assert len(set(refs)) == len(shown) > 1
    assert [part.actions for part in shown] == [()] * (len(shown) - 1) + [("undo #1",)]
    words = [word for part in shown for word in part.text.split()]
    assert words == [str(number) for number in range(10, 14) for _ in range(1500)]


async def test_a_plain_message_has_no_markup_and_no_buttons_and_shows_its_urls(stage: Stage) -> None:
    await stage.platform.sender.send(stage.chat, ALERT, plain=True)
    (shown,) = stage.shown()
    assert LINK in shown.text
    assert (shown.marked_up, shown.actions) == (False, ())


async def test_sending_after_close_is_a_temporary_error_and_surely_not_sent(stage: Stage) -> None:
    sender = stage.platform.sender
    await sender.send(stage.chat, ALERT)
    await sender.close()
    for sending in (sender.send(stage.chat, ALERT), sender.edit(stage.chat, "1", ALERT)):
        found = (await refusal(sending)).verdict
        assert isinstance(found, RetryAt)
        assert (found.maybe_sent, found.plain) == (False, False)
        assert "closed" in found.detail


# ------------------------------------------------------------------------------------------------------------ edit


async def test_an_edit_replaces_text_and_buttons_of_the_message_that_was_sent(stage: Stage) -> None:
    sender = stage.platform.sender
    (ref,) = await sender.send(stage.chat, ALERT)
    await sender.edit(stage.chat, ref, say(bold("Corrected")).with_buttons((Button("Why", "why 7"),)))
    _, edit = stage.shown()
    assert (edit.edits, edit.marked_up, edit.actions) == (ref, True, ("why 7",))
    assert "Corrected" in edit.text


async def test_a_plain_edit_removes_markup_and_buttons(stage: Stage) -> None:
    (ref,) = await stage.platform.sender.send(stage.chat, ALERT)
    await stage.platform.sender.edit(stage.chat, ref, ALERT, plain=True)
    _, edit = stage.shown()
    assert (edit.edits, edit.marked_up, edit.actions) == (ref, False, ())
    assert LINK in edit.text


async def test_an_edit_without_buttons_removes_them(stage: Stage) -> None:
    (ref,) = await stage.platform.sender.send(stage.chat, ALERT)
    await stage.platform.sender.edit(stage.chat, ref, say("Withdrawn"))
    _, edit = stage.shown()
    assert (edit.text, edit.marked_up, edit.actions) == ("Withdrawn", True, ())


async def test_an_edit_that_is_too_long_is_cut_and_keeps_its_buttons(stage: Stage) -> None:
    (ref,) = await stage.platform.sender.send(stage.chat, ALERT)
    await stage.platform.sender.edit(stage.chat, ref, LONG)
    _, edit = stage.shown()
    assert edit.text.startswith("10 10")
    assert edit.actions == ("undo #1",)


@pytest.mark.parametrize(("what", "meant"), REFUSALS.items(), ids=REFUSALS)
async def test_a_refused_edit_has_the_verdict_of_a_refused_message(stage: Stage, what: str, meant: Verdict) -> None:
    (ref,) = await stage.platform.sender.send(stage.chat, ALERT)
    stage.refuse_edit(what)
    corrected = say("Corrected")
    found = (await refusal(stage.platform.sender.edit(stage.chat, ref, corrected))).verdict
    assert type(found) is type(meant)
    if what != "down":  # for a foreign page, Telegram's client can't tell the cause
        assert getattr(found, "cause", None) == getattr(meant, "cause", None)
    if isinstance(found, RetryAt) and isinstance(meant, RetryAt):
        assert (found.after, found.plain, found.maybe_sent) == (meant.after, meant.plain, meant.maybe_sent)
    await stage.platform.sender.edit(stage.chat, ref, corrected)
    assert len(stage.shown()) == 2


async def test_a_token_is_refused_if_it_is_refused_twice_and_good_again_when_it_is_taken(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "PAUSES", (0.01, 0.01))
    platform = stage.platform
    assert await platform.is_refused() is False
    stage.revoke()
    for attempt in (
        platform.sender.send(stage.chat, ALERT),
        platform.sender.edit(stage.chat, "1.0" if platform.name == "slack" else "1", ALERT),
        platform.sender.answer(asked(stage), ALERT, lambda *_: None),
    ):
        assert isinstance((await refusal(attempt)).verdict, Stop)
    assert await platform.is_refused() is True
    stage.relent()
    assert await platform.is_refused() is False
    await platform.sender.send(stage.chat, ALERT)


async def test_many_messages_that_are_refused_at_once_ask_once_whether_the_token_is_meant(stage: Stage) -> None:
    await stage.platform.sender.send(stage.chat, ALERT)
    before = stage.questions()
    stage.revoke()
    attempts = [refusal(stage.platform.sender.send(stage.chat, ALERT)) for _ in range(30)]
    assert {type(found.verdict) for found in await asyncio.gather(*attempts)} == {Stop}
    assert stage.questions() - before < 10


async def test_an_edit_that_changes_nothing_is_a_success(stage: Stage) -> None:
    (ref,) = await stage.platform.sender.send(stage.chat, ALERT)
    await stage.platform.sender.edit(stage.chat, ref, ALERT)
    assert {shown.text for shown in stage.shown()} == {stage.shown()[0].text}


async def test_a_message_that_its_readers_deleted_can_be_edited_no_more(stage: Stage) -> None:
    (ref,) = await stage.platform.sender.send(stage.chat, ALERT)
    stage.delete(ref)
    found = (await refusal(stage.platform.sender.edit(stage.chat, ref, say("Corrected")))).verdict
    assert isinstance(found, GiveUp)


async def test_telegram_takes_no_edit_of_a_message_that_is_two_days_old() -> None:
    async with TelegramServer() as server:
        platform = TelegramPlatform(token=TOKEN, api_url=server.url)
        chat = Chat(platform="telegram", id="7")
        (ref,) = await platform.sender.send(chat, ALERT)
        server.kept.grow_old()
        assert isinstance((await refusal(platform.sender.edit(chat, ref, say("Corrected")))).verdict, GiveUp)
        await platform.sender.close()


async def test_slack_limits_edits_by_themselves() -> None:
    async with SlackServer() as server:
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)
        chat = Chat(platform="slack", id="C1")
        (ref,) = await platform.sender.send(chat, ALERT)
        for number in range(EDITS_A_MINUTE):
            await platform.sender.edit(chat, ref, say(str(number)))
        found = (await refusal(platform.sender.edit(chat, ref, say("once more")))).verdict
        assert found == RetryAt(
            cause=Cause.FLOOD, detail="ratelimited", after=timedelta(seconds=30), whole_platform=True
        )
        await platform.sender.send(chat, ALERT)
        await platform.sender.close()


async def test_an_edit_in_flight_is_finished_when_the_sender_is_closed() -> None:
    async with SlackServer() as server:
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)
        hold = server.hold("chat.update")
        editing = asyncio.create_task(platform.sender.edit(Chat(platform="slack", id="C1"), "1.0", ALERT))
        while not server.asked["chat.update"]:
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.1, hold.set)
        await platform.sender.close()
        assert editing.done()
        await editing


# ----------------------------------------------------------------------------------------------------------- reply


async def test_a_reply_stands_below_the_message_that_it_follows_up_and_all_see_it(stage: Stage) -> None:
    (first,) = await stage.platform.sender.send(stage.chat, ALERT)
    await stage.platform.sender.send(stage.chat, say("It opens"), reply_to=first)
    assert [(shown.text, shown.replies_to) for shown in stage.shown()][1] == ("It opens", first)


async def test_of_a_long_reply_the_first_part_is_the_reply(stage: Stage) -> None:
    (first,) = await stage.platform.sender.send(stage.chat, ALERT)
    refs = await stage.platform.sender.send(stage.chat, LONG, reply_to=first)
    assert len(refs) > 1
    assert stage.shown()[1].replies_to == first


async def test_a_reply_to_a_message_that_was_deleted_is_sent_by_itself(stage: Stage) -> None:
    (first,) = await stage.platform.sender.send(stage.chat, ALERT)
    stage.delete(first)
    (ref,) = await stage.platform.sender.send(stage.chat, say("It opens"), reply_to=first)
    assert ref
    assert stage.shown()[-1].text == "It opens"


@pytest.mark.parametrize("said", ["message to be replied not found", "REPLY_MESSAGE_ID_INVALID"])
async def test_an_older_telegram_server_that_knows_no_such_reply_gets_it_by_itself(said: str) -> None:
    async with TelegramServer() as server:
        platform = TelegramPlatform(token=TOKEN, api_url=server.url)
        server.fail("sendMessage", 400, f"Bad Request: {said}")
        await platform.sender.send(Chat(platform="telegram", id="7"), say("It opens"), reply_to="5")
        assert "reply_parameters" not in server.of("sendMessage")[-1]
        await platform.sender.close()


async def test_what_slack_refuses_for_another_reason_is_no_less_a_reply() -> None:
    async with SlackServer() as server:
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)
        server.fail("chat.postMessage", "is_archived")
        found = await refusal(platform.sender.send(Chat(platform="slack", id="C1"), say("It opens"), reply_to="5.0"))
        assert isinstance(found.verdict, ChatRefused)
        assert server.of("chat.postMessage") == []
        await platform.sender.close()


# ---------------------------------------------------------------------------------------------------------- answer


def asked(stage: Stage) -> Received:
    """A command as it may be stored: nothing is known but the command."""
    chat = stage.chat
    return Received(command=Command(chat=chat, kind=ChatKind.GROUP, name="help", text="", person="7"))


async def test_a_sender_answers_what_another_process_received(stage: Stage) -> None:
    counted: list[tuple[Chat, ChatKind]] = []
    await stage.platform.sender.answer(asked(stage), ALERT, lambda *sent: counted.append(sent))
    (shown,) = stage.shown()
    assert shown.actions == ("more 7",)
    assert counted == [(stage.chat, ChatKind.GROUP)]
    await stage.platform.sender.answer(asked(stage), LONG, lambda *sent: counted.append(sent))
    assert len(counted) == len(stage.shown()) > 2, "each message counts"


async def test_an_answer_that_reaches_nobody_is_an_error_with_its_verdict(stage: Stage) -> None:
    counted: list[tuple[Chat, ChatKind]] = []
    stage.lose_chat()
    found = await refusal(stage.platform.sender.answer(asked(stage), ALERT, lambda *sent: counted.append(sent)))
    assert isinstance(found.verdict, (ChatLost, ChatRefused))
    assert counted == []


# ---------------------------------------------------------------------------------------------------------- listen


async def test_a_listener_may_stop_and_start_again_while_its_sender_goes_on(stage: Stage) -> None:
    host, listener = RecordingHost(), stage.platform.listener
    for round_ in (1, 2):
        await listener.start(host)
        await stage.ask()
        async with asyncio.timeout(20):
            while len(host.counted) < round_:
                await asyncio.sleep(0.01)
        await listener.stop()
        await stage.platform.sender.send(stage.chat, ALERT)
    assert [command.name for command in host.received] == ["help", "help"]
    assert [chat for chat, _ in host.counted] == [stage.chat] * 2, "an answer is counted, an alert is not"
    assert len(stage.shown()) == 4


async def test_what_is_received_is_stored_without_a_token_before_it_is_answered(stage: Stage) -> None:
    host = RecordingHost()
    stored: list[Received] = []

    def says(_command: Command) -> Message:
        stored.extend(host.inbox.pending.values())
        return ALERT

    host.reply = says
    await stage.platform.listener.start(host)
    await stage.ask()
    async with asyncio.timeout(20):
        while not stored or host.inbox.pending:
            await asyncio.sleep(0.01)
    (received,) = stored
    written = json.dumps(dict(received.context))
    assert json.loads(written) == received.context
    assert not any(token in written for token in (TOKEN, BOT_TOKEN, APP_TOKEN))
    assert received.update_id
    assert received.command.name == "help"


async def test_probing_does_not_affect_the_listener_and_the_sender(stage: Stage) -> None:
    host = RecordingHost()
    await stage.platform.probe()
    await stage.platform.listener.start(host)
    await stage.platform.probe()
    await stage.ask()
    await host.wait_received(1)


# -------------------------------------------------------------------------------------------------------- terminal


async def test_a_terminal_prints_the_headline_of_an_edited_alert_and_who_else_tells_of_it(capsys: Capture) -> None:
    platform = TerminalPlatform(lambda: None, read_at_start=False)
    local = Chat(platform="terminal", id="local")
    (ref,) = await platform.sender.send(local, ALERT)
    (first,), also = ALERT.paragraphs, Aside((line("also: ", Span("Qazinform", url=LINK), " 14:25"),))
    lead = (line("The tram is new."),)
    capsys.readouterr()
    edited = replace(ALERT, paragraphs=(first, also, lead))
    await platform.sender.edit(local, ref, edited, plain=True)
    assert capsys.readouterr().out == f"A tram & <more> ({LINK})\nalso: Qazinform ({LINK}) 14:25\n\n"
    await platform.sender.edit(local, ref, say("Page 2"), plain=True)
    assert capsys.readouterr().out == "Page 2\n\n", "what is no alert is printed again"
    await platform.sender.send(local, say("It opens"), plain=True, reply_to=ref)
    assert capsys.readouterr().out == "↳ It opens\n\n"


async def test_a_terminal_prints_the_whole_message_and_prints_an_edit_again(capsys: Capture) -> None:
    platform = TerminalPlatform(lambda: None, read_at_start=False)
    local = Chat(platform="terminal", id="local")
    (ref,) = await platform.sender.send(local, LONG)
    printed = capsys.readouterr().out
    assert printed.count("10 ") == printed.count("13 ") == 1500
    assert "[1] Undo" in printed
    await platform.sender.edit(local, ref, replace(ALERT, more=None), plain=True)
    printed = capsys.readouterr().out
    assert printed.startswith(f"A tram & <more> ({LINK})\nThe Steppe Courier")
    await platform.sender.close()
