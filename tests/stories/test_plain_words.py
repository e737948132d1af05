"""Plain words and commands in three languages, through the real clients, in one conversation each."""

from __future__ import annotations

from collections.abc import Callable

from bot.model import Chat
from bot.storage.store import Store
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, working

AS_GROUP = {"id": -5, "type": "supergroup", "title": "N"}  #: an anonymous administrator
Stores = Callable[[], Store]
#: what is said, and how the answer begins; in one conversation, so each sees what the ones before did
CONVERSATION = (
    ("хочу следить за новостями про Актау", "Актау"),
    ("/жазылу алтын", "алтын"),
    ("подписка zinc", "zinc"),
    ("на что я подписан?", "zinc"),
    ("как отписаться?", "unfollow"),
    ("не присылай про zinc", "zinc"),
    ("/дайджест сегодня", "Today"),
    ("кеше не болды?", "Yesterday"),
    ("/cтоп", "Unfollow all 2"),  # with a Latin c
    ("меню", "/follow"),
    ("сөйле қазақша", "қазақша"),
    ("что нового?", "Today"),
)


def followed(store: Store, chat: Chat) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(chat)]


async def test_three_languages_are_understood_in_one_chat_on_telegram(stores: Stores) -> None:
    store, chat = stores(), Chat(platform="telegram", id="7")
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        for place, (said, part) in enumerate(CONVERSATION, start=1):
            await server.say(said)
            answer = (await server.receives("sendMessage", place))[-1]["text"]
            assert part.casefold() in answer.casefold(), said
    assert followed(store, chat) == ["Актау", "алтын"]


async def test_three_languages_are_understood_in_one_chat_on_slack(stores: Stores) -> None:
    store, chat = stores(), Chat(platform="slack", id="D1")
    async with SlackServer() as server, working(stores(), slack_at(server)):
        for place, (said, part) in enumerate(CONVERSATION, start=1):
            await server.write(said)
            answer = (await server.receives("chat.postMessage", place))[-1]["text"]
            assert part.casefold() in answer.casefold(), said
    assert followed(store, chat) == ["Актау", "алтын"]


async def test_in_a_group_a_command_in_cyrillic_needs_our_name_only_where_other_bots_may_have_it(
    stores: Stores,
) -> None:
    store, group = stores(), Chat(platform="telegram", id="-5")
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        for said in ("/подписка AI", "/жазылу@JarshyBot алтын", "@JarshyBot хочу новости про zinc"):
            await server.say(said, -5, sender_chat=AS_GROUP)
        await server.receives("sendMessage", 3)
        for said in (
            "хочу новости про газ",
            "/menu",
            "/news",
            "/подписка@other_bot газ",
            "стоп",
            "что нового?",
            "меню",
        ):
            await server.say(said, -5, sender_chat=AS_GROUP)
        await server.say("/menu@JarshyBot", -5, sender_chat=AS_GROUP)
        last = (await server.receives("sendMessage", 4))[-1]
        assert "/follow" in last["text"]
        assert len(server.texts()) == 4
    assert followed(store, group) == ["AI", "алтын", "zinc"]


async def test_in_a_slack_channel_wishes_are_obeyed_where_it_is_mentioned(stores: Stores) -> None:
    store, channel = stores(), Chat(platform="slack", id="C1")
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.mention("<@UBOT> Ақтау туралы жаңалықтарды жіберіп тұр")
        await server.mention("<@UBOT> подписка ИИ")
        await server.slash("/jarshy", "хочу новости про золото")
        await server.slash("/jarshy", "подписка zinc")
        await server.receives("chat.postMessage", 4)
    assert followed(store, channel) == ["Ақтау", "ИИ", "золото", "zinc"]
