"""What people type and press, as the platforms hand it on, from the wire to what is followed and said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Cause, Chat
from bot.storage.store import Store
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import ME, TelegramServer
from tests.stories.running import slack_at, telegram_at, until, working
from tests.stories.test_updates import answers

PERSON, GROUP = Chat(platform="telegram", id="7"), Chat(platform="telegram", id="-5")
DIRECT, CHANNEL = Chat(platform="slack", id="D1"), Chat(platform="slack", id="C1")
AS_GROUP = {"id": -5, "type": "supergroup", "title": "N"}  #: an anonymous administrator
Stores = Callable[[], Store]


@pytest.fixture
def store(stores: Stores) -> Store:
    return stores()


def follows(store: Store, chat: Chat) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(chat)]


def button(sent: dict[str, Any], label: str) -> str:
    """The action of a button under a message of either platform."""
    if "reply_markup" in sent:
        keys = [key for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
        return next(str(key["callback_data"]) for key in keys if key["text"] == label)
    keys = [key for block in sent["blocks"] if block["type"] == "actions" for key in block["elements"]]
    return next(str(key["value"]) for key in keys if key["text"]["text"] == label)


def labels(sent: dict[str, Any]) -> list[str]:
    return [key["text"] for row in json.loads(sent.get("reply_markup", "{}")).get("inline_keyboard", []) for key in row]


async def test_what_slack_adds_to_typed_words_is_not_followed(store: Store, stores: Stores) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.mention("Follow <http://kaspi.kz|kaspi.kz>, *AI*, “solid fuel” –sport, AT&amp;T, C#, `нефт*`")
        await server.write("• follow _gold_\n• ~zinc~ :rocket:")
        await server.slash("/follow", "<https://www.kt.kz/> ‘heavy metal’")
        await server.mention("hey <@UBOT>, unfollow C# please", thread_ts="1.0")
        await server.receives("chat.postMessage", 4)
    assert follows(store, CHANNEL) == [
        "AI", '"solid fuel" -sport', "AT&T", "нефт*", 'kt.kz "heavy metal"'
    ]  # fmt: skip
    assert follows(store, DIRECT) == ["gold", "zinc"]
    assert any("kaspi.kz" in said for said in answers(server))
    assert all("http and" not in said for said in answers(server))


async def test_what_keyboards_add_on_telegram_and_a_mention_anywhere_are_not_followed(
    store: Store, stores: Stores
) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("@JarshyBot follow “solid\u00a0fuel” —sport", -5, sender_chat=AS_GROUP)
        await server.say("follow AT&T, @JarshyBot", -5, sender_chat=AS_GROUP)
        await server.say("/Follow@jarshybot\nC#\n/follow нефт*", -5, sender_chat=AS_GROUP)
        await server.show("/follow https://kaspi.kz @JarshyBot", -5, sender_chat=AS_GROUP)
        await server.receives("sendMessage", 4)
    assert follows(store, GROUP) == ['"solid fuel" -sport', "AT&T", "C#", "нефт*"]
    assert any("I don't read <b>kaspi.kz</b>" in text for text in server.texts())


async def test_talk_below_an_alert_is_not_answered_on_telegram(stores: Stores) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        alert = server.message("an alert", -5, kind="supergroup") | {"from": ME}
        for talk in ("at last!", "hi", "stop", "good news for Aktau"):
            await server.say(talk, -5, reply_to_message=alert)
        await server.say("почему?", -5, reply_to_message=alert)
        (said,) = await server.receives("sendMessage")
        await server.say("@JarshyBot why", -5, reply_to_message=alert)
        await server.receives("sendMessage", 2)
    assert "isn't one of my alerts" in said["text"]


async def test_in_a_slack_thread_the_answer_stays_in_the_thread(stores: Stores) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.mention("&gt; an alert\nwhy, <@UBOT>?", thread_ts="17.5")
        await server.mention("why", thread_ts="17.5")
        await server.mention("follow AI", thread_ts="17.5")
        (said,) = await server.receives("chat.postMessage")
        told = await server.receives("chat.postEphemeral", 2)
    assert {each["thread_ts"] for each in (said, *told)} == {"17.5"}


async def test_on_telegram_all_is_unfollowed_by_its_button_alone_and_comes_back(store: Store, stores: Stores) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow AI, gold, zinc")
        await server.say("/unfollow all yes")
        asked = (await server.receives("sendMessage", 2))[1]
        assert asked["text"] == "Unfollow all 3 topics?"
        assert follows(store, PERSON) == ["AI", "gold", "zinc"]
        await server.press(button(asked, "Yes, unfollow all"))
        (gone,) = await server.receives("editMessageText")
        assert follows(store, PERSON) == []
        await server.press(button(gone, "Undo"))
        await server.receives("editMessageText", 2)
    assert follows(store, PERSON) == ["AI", "gold", "zinc"]


async def test_on_slack_all_is_unfollowed_by_its_button_alone_and_comes_back(store: Store, stores: Stores) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.slash("/follow", "AI, gold, zinc")
        await server.receives("chat.postMessage")
        await server.slash("/unfollow", "all yes")
        (asked,) = await server.receives("respond")
        assert follows(store, CHANNEL) == ["AI", "gold", "zinc"]
        await server.press(button(asked, "Yes, unfollow all"))
        gone = (await server.receives("respond", 2))[1]
        assert follows(store, CHANNEL) == []
        await server.press(button(gone, "Undo"))
        await server.receives("respond", 3)
    assert follows(store, CHANNEL) == ["AI", "gold", "zinc"]


WORDS = (
    ("stop", "Unfollow the only topic?"), ("СТОП!", "Unfollow the only topic?"), ("тоқта", "Unfollow the only topic?"),
    ("hi", "Hi, I'm"), ("Привет", "Hi, I'm"), ("Сәлем!", "Hi, I'm"),
    ("https://kt.kz/eng/a_1.html", "I haven't seen"),
)  # fmt: skip


async def test_a_word_or_a_link_gets_what_it_means_on_telegram(store: Store, stores: Stores) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow AI")
        for word, _ in (*WORDS, ("/stop", "")):
            await server.say(word)
        sent = await server.receives("sendMessage", len(WORDS) + 2)
    for (_, expected), said in zip((*WORDS, ("", "Unfollow the only")), sent[1:], strict=True):
        assert expected in said["text"]
    assert follows(store, PERSON) == ["AI"]


async def test_a_word_or_a_link_gets_what_it_means_on_slack(store: Store, stores: Stores) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.write("follow AI")
        for word, _ in WORDS:
            await server.write(f"<{word}|{word.partition('://')[2]}>" if "://" in word else word)
        sent = await server.receives("chat.postMessage", len(WORDS) + 1)
    for (_, expected), said in zip(WORDS, sent[1:], strict=True):
        assert expected in said["text"]
    assert follows(store, DIRECT) == ["AI"]


async def test_what_was_not_written_to_us_now_changes_nothing(store: Store, stores: Stores) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "B"}
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.happen(edited_message=server.message("/follow waste", 7))
        await server.say("/follow AI", forward_origin=origin)
        await server.say("/follow AI", -5, forward_origin=origin)
        (said,) = await server.receives("sendMessage")
    assert "That was a forwarded message" in said["text"]
    async with SlackServer() as slack, working(stores(), slack_at(slack)):
        await slack.mention("follow AI", edited={"user": "U7", "ts": "2.0"})
        await slack.write("/me thinks", subtype="message_changed", message={"text": "follow AI", "user": "U7"})
        await slack.write("follow zinc", subtype="me_message")
        await slack.receives("chat.postMessage")
    assert [follows(store, chat) for chat in (PERSON, GROUP, CHANNEL, DIRECT)] == [[], [], [], ["zinc"]]


async def test_a_reminder_s_digest_is_shown_to_all_in_the_channel(stores: Stores) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.mention("follow AI")
        await server.receives("chat.postMessage")
        await server.remind("digest today")
        told = (await server.receives("chat.postMessage", 2))[1]
    assert told["text"].startswith("Today")


async def test_an_old_button_in_a_forum_says_that_it_is_too_old_and_does_nothing(store: Store, stores: Stores) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        server.members["-5", 7] = {"status": "creator", "is_anonymous": False}
        await server.say("/follow AI", -5, sender_chat=AS_GROUP)
        await server.receives("sendMessage")
        (followed,) = store.follows.subscriptions(GROUP)
        await server.press(f"unfollow #{followed.query_id}", -5, too_old=True, is_forum=True)
        (told,) = await server.receives("answerCallbackQuery")
        assert "too old" in told["text"]
        assert follows(store, GROUP) == ["AI"]
        await server.press(f"unfollow #{followed.query_id}", -5, too_old=True)
        await server.receives("answerCallbackQuery", 2)
        assert len(server.texts()) == 1
    assert follows(store, GROUP) == []


async def test_an_old_button_says_so_too_where_topics_are_known_though_the_group_is_not_said_to_have_any(
    store: Store, stores: Stores
) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow AI", -5, sender_chat=AS_GROUP)
        await server.say("/follow AI", -5, sender_chat=AS_GROUP, message_thread_id=44, is_topic_message=True)
        await server.receives("sendMessage", 2)
        (followed,) = store.follows.subscriptions(GROUP)
        await server.press(f"unfollow #{followed.query_id}", -5, too_old=True)
        (told,) = await server.receives("answerCallbackQuery")
    assert "too old" in told["text"]
    assert follows(store, GROUP) == ["AI"]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("first", ["moved from", "moved to", "came"])
async def test_a_group_that_moved_goes_on_without_a_greeting(
    store: Store, stores: Stores, first: str, apart: bool
) -> None:
    new = Chat(platform="telegram", id="-1005")
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow AI", -5, sender_chat=AS_GROUP)
        await server.receives("sendMessage")
        await server.migrate(-5, -1005, first=first, apart=apart)
        await until(lambda: follows(store, new) == ["AI"] and follows(store, GROUP) == [])
        await server.say("/following", -1005)
        await server.receives("sendMessage", 2)
    assert not any("Hi, I'm" in text for text in server.texts())


async def test_who_was_away_is_offered_one_digest_of_the_week(store: Store, stores: Stores) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow AI")
        await server.receives("sendMessage")
        store.chats.deactivate(PERSON, Cause.BLOCKED, datetime.now(UTC))
        await server.say("/following")
        said = (await server.receives("sendMessage", 2))[1]
    assert labels(said).count("Digest of the week") == 1


async def test_in_a_slack_group_message_nobody_is_told_to_invite(stores: Stores) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        server.private |= {"G5", "G6"}
        await server.slash("/follow", "AI", channel="G5", name="mpdm-ann--bob--cem-1")
        (said,) = await server.receives("respond")
        await server.slash("/follow", "AI", channel="G6", name="privategroup")
        other = (await server.receives("respond", 2))[1]
    assert "/invite" not in said["text"]
    assert "message me directly" in said["text"]
    assert "/invite @Jarshy" in other["text"]
