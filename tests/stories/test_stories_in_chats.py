"""What one chat gets of a story: by two follows, with stories switched off and on again, in a message of several."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.model import Chat, DeliveryState
from bot.worker.run import App
from tests.platforms.telegram.kept import Shown
from tests.platforms.telegram.server import ME, TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import at_work, is_in, publish, telegram_at, until

pytestmark = pytest.mark.usefixtures("frequent_upkeep")
PERSON = Chat(platform="telegram", id="7")
SENT, JOINED = DeliveryState.SENT, DeliveryState.JOINED


@dataclass
class Talk:
    """A person who talks to a worker, and the articles of one story that come to that person."""

    room: Room
    server: TelegramServer
    app: App
    first: int | None = None
    number: int = 0

    async def says(self, text: str) -> str:
        before = len(self.server.texts())
        await self.server.say(text)
        await self.server.receives("sendMessage", before + 1)
        return self.server.texts()[before]

    async def comes(self, state: DeliveryState, *, follow: int = 0, alone: bool = False) -> int:
        self.number += 1
        first = None if alone else self.first
        article_id = publish(self.room, self.app, PERSON, self.number, first, follow=follow)
        self.first = self.first or article_id
        await until(lambda: is_in(self.room, PERSON, article_id, state))
        await until(lambda: not self.room.edits())
        return article_id

    def alerts(self) -> list[Shown]:
        return [each for each in self.server.kept.of(7) if "AI story" in plain(each.text)]


def plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


@pytest.fixture
async def talk(room: Room) -> AsyncIterator[Talk]:
    async with talking(room) as made:
        yield made


@asynccontextmanager
async def talking(room: Room) -> AsyncIterator[Talk]:
    async with TelegramServer() as server, at_work(room, telegram_at(server)) as app:
        made = Talk(room, server, app)
        await made.says("/follow AI")
        yield made


async def test_two_follows_that_meet_different_articles_of_a_story_are_one_alert_that_names_both(talk: Talk) -> None:
    await talk.says("/follow waste")
    await talk.comes(SENT)
    assert "🔔 AI" in talk.alerts()[0].text
    await talk.comes(JOINED, follow=1)
    (alert,) = talk.alerts()
    assert "🔔 AI, waste" in alert.text
    assert "also: " in alert.text
    await talk.says("/unfollow AI")
    await talk.comes(JOINED, follow=0)
    assert "🔔 waste" in talk.alerts()[0].text, "what is followed no more is no reason any more"


async def test_with_stories_off_in_the_middle_that_one_comes_by_itself_and_later_ones_join_again(talk: Talk) -> None:
    await talk.comes(SENT)
    await talk.says("/settings stories off")
    await talk.comes(SENT)
    await talk.says("/settings stories on")
    await talk.comes(JOINED)
    first, second = talk.alerts()
    assert (first.edited, second.edited) == (1, 0)
    also = first.text.split("also: ")[1]
    assert "/3" in also.split(chr(10))[0]
    assert "/2" not in also.split(chr(10))[0], "what came by itself is not shown below another"
    assert "also: " not in second.text


async def test_the_setting_is_two_taps_on_the_screen_of_settings(talk: Talk) -> None:
    await talk.says("/settings")
    assert "settings stories" in talk.server.kept.of(7)[-1].actions
    screen = talk.server.kept.of(7)[-1]
    await talk.server.press("settings stories", message_id=screen.id)
    await until(lambda: "settings stories off" in screen.actions)
    await talk.server.press("settings stories off", message_id=screen.id)
    await until(lambda: "✓ " in screen.text or screen.edited == 2)
    await talk.comes(SENT)
    await talk.comes(SENT)
    assert len(talk.alerts()) == 2


async def test_from_the_menu_of_an_alert_what_is_shown_under_it_is_sent_by_itself(talk: Talk) -> None:
    await talk.comes(SENT)
    other = await talk.comes(JOINED)
    (alert,) = talk.alerts()
    await talk.server.press(f"more {talk.first}", message_id=alert.id)
    await until(lambda: f"apart {other} {talk.first}" in alert.actions)
    await talk.server.press(f"apart {other} {talk.first}", message_id=alert.id)
    await until(lambda: f"apart back {other} {talk.first}" in alert.actions)
    await until(lambda: is_in(talk.room, PERSON, other, SENT))
    assert "AI story 2" in plain(talk.alerts()[1].text)


async def test_from_a_message_of_several_everything_can_be_asked_of_each(room: Room) -> None:
    heads = {2: 1, 4: 3}
    ids: dict[int, int] = {}
    async with TelegramServer() as server:
        async with at_work(room, telegram_at(server)) as app:
            await Talk(room, server, app).says("/follow AI")
        for number in range(1, 9):
            ids[number] = publish(room, None, PERSON, number, ids.get(heads.get(number, 0)))
        room.fan_out(datetime.now(UTC))
        async with at_work(room, telegram_at(server)) as app:
            talk = Talk(room, server, app)
            await until(lambda: all(is_in(room, PERSON, ids[each], JOINED if each in heads else SENT) for each in ids))
            _, message = server.kept.of(7)
            assert plain(message.text).startswith("6 new: AI — AI story")
            ours = server.message("…", 7) | {"from": ME, "message_id": message.id}
            await server.say("/story", reply_to_message=ours)
            await until(lambda: len(server.kept.of(7)) == 3)
            which = server.kept.of(7)[-1]
            assert "Which one?" in which.text
            assert sorted(which.actions) == [f"story {ids[1]}", f"story {ids[3]}"]
            await server.press(message.actions[-1], message_id=message.id)
            await until(lambda: any(each.startswith("story with") for each in message.actions))
            why = next(each for each in message.actions if each.startswith("why with"))
            await server.press(why, message_id=message.id)
            await until(lambda: len(server.kept.of(7)) == 4)
            assert "tells of several articles" in server.kept.of(7)[-1].text
            assert len(server.kept.of(7)[-1].actions) == 6
            await server.press(f"story {ids[1]}", message_id=which.id)
            await until(lambda: len(server.kept.of(7)) == 5)
            story = server.kept.of(7)[-1]
            assert f"story apart {ids[2]} 1" in story.actions
            await server.press(f"story apart {ids[2]} 1", message_id=story.id)
            await until(lambda: is_in(room, PERSON, ids[2], SENT))
            assert "AI story 2" in plain(talk.alerts()[-1].text)
    assert list(room.store.story_splits.of(PERSON)) == [ids[2]]
