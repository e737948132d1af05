"""After a new installation public channels are joined by ourselves; at any other time nobody is imposed upon."""

from __future__ import annotations

import pytest

from bot.errors import SendError
from bot.messages.message import say
from bot.model import Cause, Chat, ChatRefused
from bot.platforms.slack import SlackPlatform
from tests.platforms.slack.server import SlackServer

OUTSIDE = Chat(platform="slack", id="C2", workspace="T1")


def platform(server: SlackServer, *, rejoins: bool) -> SlackPlatform:
    server.workspace("T1").tokens["xoxb-T1"] = "good"
    return SlackPlatform(bot_token="xoxb-T1", workspace="T1", api_url=server.url, rejoins=lambda: rejoins)


async def test_a_public_channel_is_joined_again_and_the_message_posted_once() -> None:
    async with SlackServer() as server:
        made = platform(server, rejoins=True)
        await made.sender.send(OUTSIDE, say("news"))
        await made.sender.send(OUTSIDE, say("more"))
        assert [each["text"] for each in server.of("chat.postMessage")] == ["news", "more"]
        assert server.asked["conversations.join"] == 1
        await made.sender.close()


@pytest.mark.parametrize(("rejoins", "private"), [(False, False), (True, True)])
async def test_the_channel_waits_that_is_private_or_may_have_put_us_out(rejoins: bool, private: bool) -> None:
    async with SlackServer() as server:
        if private:
            server.private.add("C2")
        made = platform(server, rejoins=rejoins)
        with pytest.raises(SendError) as caught:
            await made.sender.send(OUTSIDE, say("news"))
        assert caught.value.verdict == ChatRefused(cause=Cause.KICKED, detail="not_in_channel")
        assert server.of("chat.postMessage") == []
        await made.sender.close()
