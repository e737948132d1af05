"""Groups in which people talk, posts that they pass on, and who changed what: from the wire to the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.model import Chat
from bot.rules import Rules
from bot.storage.store import Store
from config.translations import load_translations
from tests.handlers.conftest import CONCEPTS
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import ME, TelegramServer
from tests.stories.running import slack_at, telegram_at, working

GROUP = Chat(platform="telegram", id="-5")
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "B"}
RULES = Rules(concepts=CONCEPTS, translators=load_translations())
TALK = ("AI", "стоп", "почему так?", "қайда", "https://kt.kz/eng/a_1.html", "спросите у @JarshyBot", "/quiz@QuizBot")
#: by the language: who reads it, the beginning of the answer to a follow, and its end
FOLLOWED = (
    ("en", -5, "✅ This chat follows", "· added by Aida"),
    ("ru", -6, "✅ Этот чат следит", "· Aida"),
    ("kk", -7, "✅ Бұл чат", "· Aida"),
)
IN_POST = (
    ("en", 7, "In this post", "follow Aktau"),
    ("ru", 8, "В этом посте", "follow Актау"),
    ("kk", 9, "Осы жазбада", "follow Ақтау"),
)


def actions(sent: dict[str, Any]) -> list[str]:
    keyboard = json.loads(sent.get("reply_markup", "{}")).get("inline_keyboard", [])
    return [key["callback_data"] for row in keyboard for key in row]


async def test_a_telegram_group_talks_undisturbed_and_each_change_names_who_made_it(
    stores: Callable[[], Store],
) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server), RULES):
        for language, group, _, _ in FOLLOWED:
            server.language = language
            server.members[str(group), 8] = {"status": "creator", "is_anonymous": False}
            alert = server.message("an alert", group, kind="supergroup") | {"from": ME}
            for talk in TALK:
                await server.say(talk, group, reply_to_message=alert)
            await server.say("/follow gold", group, person=8)
        sent = await server.receives("sendMessage", len(FOLLOWED))
        by_chat = {int(each["chat_id"]): each["text"].split("\n")[0] for each in sent}
        for _, group, begins, ends in FOLLOWED:
            assert by_chat[group].startswith(begins)
            assert by_chat[group].endswith(ends)


async def test_in_a_telegram_group_a_refusal_is_a_toast_and_why_is_open_to_all(stores: Callable[[], Store]) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server), RULES):
        server.members["-5", 8] = {"status": "creator", "is_anonymous": False}
        server.language = "ru"
        await server.say("/follow gold", -5, person=8)
        await server.receives("sendMessage")
        (followed,) = store.follows.subscriptions(GROUP)
        await server.press("more 1", -5, person=7)
        (menu,) = await server.receives("editMessageReplyMarkup")
        assert actions(menu) == ["why 1", "less 1"]
        await server.press(f"unfollow #{followed.query_id} 1", -5, person=7)
        toasts = await server.receives("answerCallbackQuery", 2)
        assert "могут только администраторы" in toasts[-1]["text"]
        await server.press("why 1", -5, person=7)
        *_, why = await server.receives("answerCallbackQuery", 3)
        assert "ссылку" in why["text"], "of an article that is gone it says what to send"
        await server.press(f"unfollow #{followed.query_id} 1", -5, person=8)
        *_, undo = await server.receives("editMessageReplyMarkup", 2)
        keys = json.loads(undo["reply_markup"])["inline_keyboard"]
        assert keys[0][0]["text"] == "Вернуть: gold · Aida"
        assert store.follows.subscriptions(GROUP) == []


async def test_a_post_passed_on_to_telegram_offers_its_names_and_a_voice_gets_one_line(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    voice = {"file_id": "f", "file_unique_id": "f", "duration": 1}
    async with TelegramServer() as server, working(stores(), telegram_at(server), RULES):
        for language, person, _, _ in IN_POST:
            server.language = language
            await server.say("В Актау перерабатывают отходы", person, person=person, forward_origin=ORIGIN)
        sent = {int(each["chat_id"]): each for each in await server.receives("sendMessage", len(IN_POST))}
        for _, person, begins, action in IN_POST:
            assert sent[person]["text"].startswith(begins)
            assert action in actions(sent[person])
        await server.press("follow Aktau", 7)
        await server.receives("sendMessage", 4)
        spoken = server.message("", 7) | {"voice": voice}
        del spoken["text"]
        await server.happen(message=spoken)
        *_, told = await server.receives("sendMessage", 5)
    assert "I only read text" in told["text"]
    assert [each.typed for each in store.follows.subscriptions(Chat(platform="telegram", id="7"))] == ["Aktau"]


async def test_a_slack_channel_talks_undisturbed_and_each_change_names_who_made_it(
    stores: Callable[[], Store],
) -> None:
    locales = {"U7": "en-US", "U8": "ru-RU", "U9": "kk-KZ"}
    expected = {"C1": "· added by Aliya", "C2": "· Bolat", "C3": "· Сәуле"}
    async with SlackServer() as server, working(stores(), slack_at(server), RULES):
        server.locales |= locales
        for person, name in (("U7", "Aliya"), ("U8", "Bolat"), ("U9", "Сәуле")):
            server.profiles[person] = {"profile": {"display_name": name}}
        for channel, person in (("C1", "U7"), ("C2", "U8"), ("C3", "U9")):
            for talk in ("ask <@UBOT>", "<@UBOT> рахмет", "<@UBOT> is great", "спросите у <@UBOT>"):
                await server.mention(talk, channel, user=person, thread_ts="1.0")
            await server.mention("follow gold", channel, user=person)
        posts = {post["channel"]: post["text"] for post in await server.receives("chat.postMessage", 3)}
    assert set(posts) == set(expected)
    assert all(ends in posts[channel] for channel, ends in expected.items())


async def test_a_message_shared_with_the_bot_on_slack_offers_its_names(stores: Callable[[], Store]) -> None:
    shared = {"is_share": True, "text": "В Актау перерабатывают отходы"}
    async with SlackServer() as server, working(stores(), slack_at(server), RULES):
        server.locales |= {"U7": "en-US", "U8": "ru-RU", "U9": "kk-KZ"}
        for person, channel in (("U7", "D1"), ("U8", "D2"), ("U9", "D3")):
            await server.event(
                type="message", channel=channel, channel_type="im", user=person, text="", attachments=[shared]
            )
        posts = {post["channel"]: str(post) for post in await server.receives("chat.postMessage", 3)}
        await server.write("", subtype="file_share", files=[{"id": "F1"}])
        *_, told = await server.receives("chat.postMessage", 4)
    for (_, _, begins, action), channel in zip(IN_POST, ("D1", "D2", "D3"), strict=True):
        assert begins in posts[channel]
        assert action in posts[channel]
    assert "I only read text" in told["text"]
