"""What messages of Telegram bring besides words: posts passed on, quotes, hidden links, pictures, voices."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import ME, TelegramServer

USER = {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "B"}}
NEWS = {"id": -1009, "type": "channel", "title": "News", "username": "city_news"}
CHANNEL = {"type": "channel", "date": 1, "chat": NEWS, "message_id": 17}
OTHER_BOT = {"id": 99, "is_bot": True, "first_name": "Quiz", "username": "QuizBot"}
FILE = {"file_id": "f", "file_unique_id": "f"}
PHOTO = [FILE | {"width": 1, "height": 1}]
Heard = tuple[str, str, bool, bool]


def hidden(url: str, offset: int = 0, length: int = 4) -> dict[str, Any]:
    return {"type": "text_link", "offset": offset, "length": length, "url": url}


async def heard(*messages: dict[str, Any], chat: int = 7) -> list[Heard]:
    """What is heard of these messages, in one chat."""
    host = RecordingHost()
    kind = "private" if chat > 0 else "supergroup"
    async with TelegramServer() as server, listening_bot(server, host):
        for fields in messages:
            message = server.message("", chat, kind=kind) | fields
            await server.happen(message={name: value for name, value in message.items() if value != ""})
        await server.say("/help", chat)
        async with asyncio.timeout(30):
            while "help" not in [each.name for each in host.received]:
                await asyncio.sleep(0.01)
    return [(each.name, each.text, each.forwarded, each.wordless) for each in host.received if each.name != "help"]


async def test_what_is_passed_on_in_private_comes_with_all_its_links() -> None:
    links = [hidden("https://kt.kz/a"), hidden("tg://user?id=1", 5), hidden("https://kt.kz/b", 10)]
    assert await heard(
        {"text": "Gold rises", "forward_origin": USER},
        {"text": "Gold rises again", "forward_origin": CHANNEL, "entities": links},
        {"caption": "Look at that", "photo": PHOTO, "caption_entities": links[:1], "forward_origin": USER},
        {"text": "/follow AI", "forward_origin": USER},
        {"text": "/follow@QuizBot AI", "forward_origin": USER},
        {"text": "стоп", "forward_origin": USER},
        {"text": "A card", "via_bot": OTHER_BOT},
        {"photo": PHOTO, "forward_origin": CHANNEL},
        {"voice": FILE | {"duration": 1}, "forward_origin": USER},
    ) == [
        ("", "Gold rises", True, False),
        ("", "Gold rises again\nhttps://kt.kz/a\nhttps://kt.kz/b\nhttps://t.me/city_news/17", True, False),
        ("", "Look at that\nhttps://kt.kz/a", True, False),
        ("follow", "AI", True, False),
        ("", "стоп", True, False),
        ("", "A card", True, False),
        ("", "https://t.me/city_news/17", True, False),
        ("", "", True, True),
    ]


async def test_in_private_what_has_no_words_is_told_from_what_telegram_reports() -> None:
    user = {"id": 7, "first_name": "A"}
    assert (
        await heard(
            {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
            {"contact": {"phone_number": "1", "first_name": "A"}},
            {"dice": {"emoji": "🎲", "value": 1}},
            {"photo": PHOTO},
            {"voice": FILE | {"duration": 1}},
            {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}},
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
            {"write_access_allowed": {}},
            {
                "invoice": {
                    "title": "t",
                    "description": "d",
                    "start_parameter": "",
                    "currency": "KZT",
                    "total_amount": 1,
                }
            },
            {"new_chat_members": [user | {"is_bot": False}]},
        )
        == [("", "", False, True)] * 5
    )


async def test_a_place_asks_for_its_time_zone_no_more_exactly_than_that_needs() -> None:
    place = {"latitude": 43.65107, "longitude": -51.15803}
    ours = {"message_id": 5, "date": 0, "chat": {"id": -5, "type": "supergroup"}, "from": ME, "text": "Time zone"}
    asked = [("timezone", "43.7 -51.2", False, False)]
    assert await heard({"location": place}) == asked
    assert await heard({"location": place}, {"location": place, "reply_to_message": ours}, chat=-5) == asked
    (passed_on,) = await heard({"location": place, "forward_origin": USER})
    assert passed_on[0] == "", "it is where somebody else is"


async def test_in_private_a_quote_is_what_a_bare_question_or_command_is_about() -> None:
    quote = {"text": "solid fuel", "position": 0}
    own = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "Gold rises at https://kt.kz/a"}
    own["from"] = {"id": 7, "is_bot": False, "first_name": "A"}
    alert = own | {"from": ME}
    outside = {"origin": CHANNEL, "chat": NEWS, "message_id": 17, "link_preview_options": {"url": "https://kt.kz/p"}}
    assert await heard(
        {"text": "/follow", "reply_to_message": own, "quote": quote},
        {"text": "why?", "reply_to_message": own},
        {"text": "/why", "reply_to_message": own},
        {"text": "👆", "reply_to_message": own},
        {"text": "zinc", "reply_to_message": own},
        {"text": "спасибо", "reply_to_message": own},
        {"text": "/digest", "reply_to_message": own},
        {"text": "/follow", "reply_to_message": own},
        {"text": "why", "reply_to_message": alert, "quote": quote},
        {"text": "look at that", "external_reply": outside, "quote": quote},
        {"text": "что нового про Актау?", "external_reply": outside},
        {"text": "почему", "external_reply": outside},
        {"text": "/follow AI", "external_reply": outside, "quote": quote},
    ) == [
        ("follow", "solid fuel", False, False),
        ("", "Gold rises at https://kt.kz/a", True, False),
        ("", "Gold rises at https://kt.kz/a", True, False),
        ("", "Gold rises at https://kt.kz/a", True, False),
        ("", "zinc", False, False),
        ("", "", False, False),
        ("digest", "", False, False),
        ("follow", "Gold rises at https://kt.kz/a", False, False),
        ("why", "", False, False),
        ("", "solid fuel\nhttps://kt.kz/p\nhttps://t.me/city_news/17", True, False),
        ("", "https://kt.kz/p\nhttps://t.me/city_news/17", True, False),
        ("", "https://kt.kz/p\nhttps://t.me/city_news/17", True, False),
        ("follow", "AI", False, False),
    ]


async def test_in_private_words_that_hide_a_link_are_that_link_and_a_command_is_not() -> None:
    assert await heard(
        {"text": "Gold is dear", "entities": [hidden("https://kt.kz/a")]},
        {"caption": "Gold is dear", "photo": PHOTO, "caption_entities": [hidden("https://kt.kz/a")]},
        {"text": "/follow gold", "entities": [hidden("https://kt.kz/a")]},
        {"text": "Gold is dear", "entities": [hidden("tg://resolve?domain=x")]},
    ) == [
        ("why", "https://kt.kz/a", False, False),
        ("why", "https://kt.kz/a", False, False),
        ("follow", "gold", False, False),
        ("", "Gold is dear", False, False),
    ]


async def test_a_group_may_talk_in_every_way_and_only_what_is_asked_of_us_is_heard() -> None:
    alert = {"message_id": 5, "date": 1, "chat": {"id": -5, "type": "supergroup", "title": "N"}, "text": "an alert"}
    theirs = alert | {"from": {"id": 9, "is_bot": False, "first_name": "B"}, "text": "see https://kt.kz/a"}
    alert["from"] = ME
    service = {"message_id": 1, "date": 0, "chat": {"id": -5, "type": "supergroup", "title": "N"}}
    poll = {"id": "1", "question": "Why?", "options": [], "total_voter_count": 0, "is_closed": False}
    poll |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "members_only": False}
    poll |= {"allows_revoting": False}
    assert await heard(
        {"text": "AI", "reply_to_message": alert},
        {"text": "стоп", "reply_to_message": alert},
        {"text": "https://kt.kz/eng/a_1.html", "reply_to_message": alert},
        {"text": "почему так дорого?", "reply_to_message": alert},
        {"text": "why", "reply_to_message": theirs},
        {"text": "👍", "reply_to_message": alert},
        {"text": "/quiz@QuizBot now"},
        {"text": "@QuizBot follow AI"},
        {"text": "/follow AI", "via_bot": OTHER_BOT},
        {"text": "@JarshyBot AI", "forward_origin": USER},
        {"text": "/follow AI", "from": OTHER_BOT},
        {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
        {"voice": FILE | {"duration": 1}},
        {"photo": PHOTO, "caption": "Aktau at night"},
        {"location": {"latitude": 1.0, "longitude": 0.0}},
        {"new_chat_members": [{"id": 8, "is_bot": False, "first_name": "A"}]},
        {"left_chat_member": {"id": 8, "is_bot": False, "first_name": "A"}},
        {"pinned_message": service},
        {"new_chat_title": "AI"},
        {"poll": poll},
        {"text": "", "caption": "", "new_chat_photo": PHOTO},
        {"text": "Неге?", "reply_to_message": alert},
        {"text": "@JarshyBot", "reply_to_message": theirs},
        {"text": "@JarshyBot why", "reply_to_message": theirs},
        {"text": "/why", "reply_to_message": theirs},
        {"photo": PHOTO, "caption": "@JarshyBot solid fuel"},
        chat=-5,
    ) == [
        ("renamed", "AI", False, False),
        ("why", "", False, False),
        ("", "see https://kt.kz/a", True, False),
        ("", "see https://kt.kz/a", True, False),
        ("", "see https://kt.kz/a", True, False),
        ("", "solid fuel", False, False),
    ]


@pytest.mark.parametrize("chat", [7, -5])
async def test_an_album_speaks_once_and_with_its_words(chat: int) -> None:
    host = RecordingHost()
    kind = "private" if chat > 0 else "supergroup"
    async with TelegramServer() as server, listening_bot(server, host):
        for album, captions in (
            ("1", ("", "/follow AI", "")),
            ("2", ("/follow zinc", "/follow zinc")),
            ("3", ("", "")),
        ):
            updates = []
            for caption in captions:
                picture = server.message("", chat, kind=kind) | {"photo": PHOTO, "media_group_id": album}
                del picture["text"]
                updates.append(picture | ({"caption": caption} if caption else {}))
            await server.happen_together(*({"message": picture} for picture in updates))
        await server.show("/follow zinc", chat, media_group_id="2")  # told later than the others
        await server.say("/help", chat)
        await server.receives("sendMessage", 4 if chat > 0 else 3)
    assert [(each.name, each.text) for each in host.received if not each.wordless] == [
        ("follow", "AI"), ("follow", "zinc"), ("help", "")
    ]  # fmt: skip
    assert sum(each.wordless for each in host.received) == (chat > 0)
