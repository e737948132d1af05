"""The bot's own page in Slack, and *Why this?* in the menu of a message."""

from __future__ import annotations

import json
from typing import Any

from bot.messages.message import Button, Message, ReplyMode, say
from bot.model import ChatKind, Command
from bot.platforms.limits import SLACK_VIEW_BLOCKS
from bot.platforms.slack.home import view
from tests.platforms.recording_host import RecordingHost
from tests.platforms.slack.server import SlackServer, view_refusal
from tests.platforms.slack.test_platform import hearing

#: as our messages are made: rich text, and small print with marks
DIGEST: list[dict[str, Any]] = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "13:20 "},
                    {"type": "link", "url": "https://kt.kz/a_1.html?a=1&b=2", "text": "Gold is up"},
                ],
            }
        ],
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "also: <https://kt.kz/b_2.html|KazInform>"}]},
    {"type": "actions", "elements": [{"type": "button", "value": "digest week", "url": "https://kt.kz/no"}]},
]
ROWS = ((Button("Add a topic", "follow", field=True),), (Button("AI", "show #1 rate 1"),))


def shown(call: dict[str, Any]) -> dict[str, Any]:
    found = call["view"]
    return dict(json.loads(found)) if isinstance(found, str) else dict(found)


async def test_the_page_is_shown_when_it_is_opened_and_after_each_press() -> None:
    host = RecordingHost()
    host.reply = lambda command: say(f"heard {command.name} {command.text}".strip()).with_buttons(*ROWS)
    async with SlackServer() as server, hearing(server, host):
        await server.opens_home()
        (call,) = await server.receives("views.publish")
        assert call["user_id"] == "U7"
        assert [block["type"] for block in shown(call)["blocks"]] == ["input", "rich_text", "actions"]
        await server.presses_at_home("show #1 rate 1")
        await server.receives("views.publish", 2)
        await server.presses_at_home("follow", typed="waste Aktau")
        last = (await server.receives("views.publish", 3))[-1]
        assert "heard follow waste Aktau" in json.dumps(shown(last))
        assert server.of("chat.postMessage") == []
    heard = [(each.name, each.text, each.button, each.at_home) for each in host.received]
    assert heard == [
        ("home", "", True, True), ("show", "#1 rate 1", True, True), ("follow", "waste Aktau", False, True),
    ]  # fmt: skip
    assert {(each.chat.id, each.kind, each.person) for each in host.received} == {("D1", ChatKind.PRIVATE, "U7")}


async def test_the_other_tab_is_no_page() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.opens_home(tab="messages")
        await server.write("AI")
        await server.receives("chat.postMessage")
    assert [each.name for each in host.received] == [""]


async def test_where_only_buttons_change_the_texts_stay() -> None:
    host = RecordingHost()

    def reply(command: Command) -> Message:
        other = Message(buttons=((Button("Less", "less 1"),),), reply_mode=ReplyMode.BUTTONS)
        return other if command.name == "more" else say("An alert").with_buttons(*ROWS)

    host.reply = reply
    async with SlackServer() as server, hearing(server, host):
        await server.opens_home()
        await server.receives("views.publish")
        await server.presses_at_home("more 1")
        last = shown((await server.receives("views.publish", 2))[-1])
    assert [block["type"] for block in last["blocks"]] == ["rich_text", "actions"]
    assert "An alert" in json.dumps(last)


def test_a_long_page_is_one_that_slack_takes() -> None:
    long = say(*(f"line {number} " + "x" * 500 for number in range(300))).with_buttons(*ROWS)
    made = view(long, "D1")
    assert len(made["blocks"]) == SLACK_VIEW_BLOCKS
    assert view_refusal(made) == ""


async def test_why_is_asked_of_a_message_by_its_menu() -> None:
    host = RecordingHost()
    host.reply = lambda _command: say("because", private=True)
    link = "see <https://kt.kz/a_1.html>"
    async with SlackServer() as server, hearing(server, host):
        await server.asks_of_message({"bot_id": "B1", "text": "Gold is up", "ts": "17.5"})
        await server.receives("respond")
        await server.asks_of_message({"user": "U2", "text": link, "ts": "18.5"})
        await server.receives("respond", 2)
        await server.asks_of_message({"bot_id": "B1", "blocks": DIGEST, "ts": "19.5"})
        await server.receives("respond", 3)
    assert [(each.name, each.text, each.reply_to, each.reply_links) for each in host.received] == [
        ("why", "", "17.5", ""),
        ("why", link, "18.5", ""),
        ("why", "", "19.5", "https://kt.kz/a_1.html?a=1&b=2 https://kt.kz/b_2.html"),
    ]
