"""Who may change what is followed, from the wire to the table: asked when it is used, and told to who asked alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.model import Chat
from bot.platforms import tries
from bot.platforms.slack import access
from bot.platforms.telegram import rights
from bot.storage.store import Store
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, until, working

CHANNEL = Chat(platform="telegram", id="-1009")
GROUP = Chat(platform="telegram", id="-5")
US = 123456


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(tries, "PAUSES", (0.01, 0.01))


def followed(store: Store, chat: Chat) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(chat)]


def asked(server: TelegramServer, method: str = "getChatMember") -> int:
    """How often a method was called, whatever it answered."""
    return sum(call.method == method for call in server.attempts)


async def choose_channel(server: TelegramServer, **ours: object) -> None:
    server.members["-1009", 7] = {"status": "administrator"}
    server.members["-1009", US] = {"status": "administrator"} | ours
    shared = {"request_id": 1, "chat_id": -1009, "title": "City news"}
    await server.happen(message=server.message("", 7) | {"chat_shared": shared})
    await server.receives("sendMessage")


@pytest.mark.parametrize(
    ("why", "now"),
    [
        ("put out", {"status": "left"}),
        ("a member only", {"status": "member"}),
        ("without the right to post", {"status": "administrator", "can_post_messages": False}),
    ],
)
async def test_who_is_no_longer_an_administrator_changes_nothing_more_and_is_told_so(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch, why: str, now: dict[str, object]
) -> None:
    monkeypatch.setattr(rights, "SEEN_FOR", 0.0)
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await choose_channel(server)
        await server.say("/follow gold")
        await server.receives("sendMessage", 2)
        assert followed(store, CHANNEL) == ["gold"], why
        server.members["-1009", 7] = now
        await server.say("/unfollow gold")
        *_, told = await server.receives("sendMessage", 3)
        assert "no longer an admin" in told["text"]
        assert "City news" in told["text"]
        await server.press("for -1009 unfollow #1")
        *_, toast = await server.receives("answerCallbackQuery")
        assert "no longer managing that channel" in toast["text"]
        await server.say("/follow silver")
        await server.receives("sendMessage", 4)
    assert followed(store, CHANNEL) == ["gold"]
    assert followed(store, Chat(platform="telegram", id="7")) == ["silver"], "back to your own chat"


async def test_a_button_about_a_channel_asks_for_rights_too(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "SEEN_FOR", 0.0)
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await choose_channel(server)
        await server.press("for -1009 follow gold")
        await server.receives("sendMessage", 2)
        server.members["-1009", 7] = {"status": "member"}
        await server.press("for -1009 follow silver")
        *_, told = await server.receives("sendMessage", 3)
    assert "no longer an admin" in told["text"]
    assert followed(store, CHANNEL) == ["gold"]


async def test_rights_are_asked_once_a_minute_and_not_for_what_changes_nothing(stores: Callable[[], Store]) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await choose_channel(server)
        before = asked(server)
        for place, text in enumerate(("/follow gold", "/follow silver", "/following", "/digest today")):
            await server.say(text)
            await server.receives("sendMessage", 2 + place)
        assert asked(server) == before, "it was seen when the channel was chosen"


@pytest.mark.parametrize(
    ("status", "words", "parameters"),
    [
        (400, "Bad Request: member list is inaccessible", {}),
        (400, "Bad Request: user not found", {}),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED", {}),
        (429, "Too Many Requests: retry after 40", {"retry_after": 40}),
        (502, "Bad Gateway", {}),
        (502, "<html>bad gateway</html>", {}),
    ],
)
async def test_who_can_not_be_asked_for_is_looked_for_among_the_administrators(
    stores: Callable[[], Store], status: int, words: str, parameters: dict[str, int]
) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        server.members["-5", 8] = {"status": "creator"}
        server.fail("getChatMember", status, words, times=9, **parameters)
        await server.say("/follow gold", -5, person=8)
        await server.receives("sendMessage")
        await server.say("/follow silver", -5, person=7)
        _, told = await server.receives("sendMessage", 2)
        assert asked(server, "getChatAdministrators") == 1, "the list is kept"
    assert followed(store, GROUP) == ["gold"]
    assert told["text"] == "Only admins can change this chat's topics."


async def test_what_fails_in_passing_is_asked_again(stores: Callable[[], Store]) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        server.members["-5", 8] = {"status": "administrator"}
        server.fail("getChatMember", 502, "Bad Gateway", times=2)
        await server.say("/follow gold", -5, person=8)
        await server.receives("sendMessage")
        assert (asked(server), asked(server, "getChatAdministrators")) == (3, 0)
    assert followed(store, GROUP) == ["gold"]


async def test_what_can_not_be_seen_is_not_called_forbidden_and_is_not_asked_for_again_at_once(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        for method in ("getChatMember", "getChatAdministrators"):
            server.fail(method, 400, "Bad Request: member list is inaccessible", times=20)
        server.members["-5", 8] = {"status": "creator"}
        await server.say("/follow gold", -5, person=8)
        (told,) = await server.receives("sendMessage")
        for _ in range(5):
            await server.press("follow gold", -5, person=8)
        toasts = await server.receives("answerCallbackQuery", 5)
        assert asked(server) == 1
        assert len(server.texts()) == 1
    assert "couldn't see whether you're an admin" in told["text"]
    assert {toast["text"] for toast in toasts} == {told["text"]}
    assert followed(store, GROUP) == []


async def test_a_channel_whose_rights_can_not_be_seen_stays_managed_and_its_follows_are_shown(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "SEEN_FOR", 0.0)
    monkeypatch.setattr(rights, "UNSEEN_FOR", 0.0)
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await choose_channel(server)
        await server.say("/follow gold")
        await server.receives("sendMessage", 2)
        server.fail("getChatMember", 502, "Bad Gateway", times=3)
        server.fail("getChatAdministrators", 400, "Bad Request: member list is inaccessible")
        await server.say("/follow silver")
        *_, told = await server.receives("sendMessage", 3)
        assert "couldn't see" in told["text"]
        await server.say("/following")
        *_, told = await server.receives("sendMessage", 4)
        assert "gold" in told["text"]
        await server.say("/follow silver")
        await server.receives("sendMessage", 5)
    assert followed(store, CHANNEL) == ["gold", "silver"]


async def test_a_channel_can_not_be_chosen_while_its_rights_can_not_be_seen(stores: Callable[[], Store]) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        server.fail("getChatMember", 502, "Bad Gateway", times=3)
        server.fail("getChatAdministrators", 502, "Bad Gateway", times=3)
        await choose_channel(server)
        (told,) = server.texts()
    assert "couldn't see" in told


async def test_thirty_curious_members_cost_a_group_no_message(stores: Callable[[], Store]) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        server.members["-5", 8] = {"status": "creator"}
        await server.say("/follow gold", -5, person=8)
        await server.receives("sendMessage")
        for person in range(100, 130):
            await server.press("unfollow #1" if person % 2 else "follow zinc", -5, person=person)
        toasts = await server.receives("answerCallbackQuery", 30)
        assert len(server.texts()) == 1
    assert {(toast["text"], toast["show_alert"]) for toast in toasts} == {
        ("Only admins can change this chat's topics.", "true")
    }
    assert followed(store, GROUP) == ["gold"]


async def test_a_press_is_answered_before_its_message_is_changed(stores: Callable[[], Store]) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow gold")
        await server.receives("sendMessage")
        await server.press("unfollow #1")
        await server.receives("editMessageText")
    pressed = [call.method for call in server.calls if call.method in ("answerCallbackQuery", "editMessageText")]
    assert pressed == ["answerCallbackQuery", "editMessageText"]


async def test_a_toast_survives_passing_errors_and_one_that_comes_too_late_costs_a_group_nothing(
    stores: Callable[[], Store],
) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        server.fail("answerCallbackQuery", 502, "Bad Gateway", times=2)
        await server.press("unfollow #1", -5)
        await server.receives("answerCallbackQuery")
        late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        server.fail("answerCallbackQuery", 400, late, times=2)
        await server.press("unfollow #1", -5)
        await server.press("for -1009 follow gold")
        (told,) = await server.receives("sendMessage")
    assert (told["chat_id"], "no longer managing that channel" in told["text"]) == ("7", True)


async def test_a_refused_button_on_slack_is_answered_to_who_pressed_alone(stores: Callable[[], Store]) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        for _ in range(30):
            await server.press("only #99")
        told = await server.receives("respond", 30)
        assert server.of("chat.postMessage") == []
    assert {(each["response_type"], each["replace_original"]) for each in told} == {("ephemeral", False)}


async def test_before_every_kind_of_change_the_bot_joins_a_channel_on_slack(stores: Callable[[], Store]) -> None:
    store = stores()
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.slash("/jarshy", "languages en", channel="C8")
        await until(lambda: bool(server.of("conversations.join")))
        await server.receives("chat.postMessage")
        await server.slash("/following", channel="C9")
        await server.receives("respond")
    assert [each["channel"] for each in server.of("conversations.join")] == ["C8"]
    assert followed(store, Chat(platform="slack", id="C8")) == []


@pytest.mark.parametrize("error", ["ratelimited", "internal_error", "missing_scope"])
async def test_a_channel_on_slack_that_can_not_be_asked_about_is_not_called_closed(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    monkeypatch.setattr(access, "PAUSES", (0.01, 0.01))
    store = stores()
    async with SlackServer() as server, working(stores(), slack_at(server)):
        for method in ("conversations.join", "conversations.info"):
            server.fail(method, error, times=3)
        await server.slash("/follow", "gold")
        (told,) = await server.receives("chat.postMessage")
    assert "invite" not in told["text"]
    assert followed(store, Chat(platform="slack", id="C1")) == ["gold"]
