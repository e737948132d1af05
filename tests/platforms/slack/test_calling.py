"""On Slack a follow calls people by their ids, as they were mentioned."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages.message import Message, Span
from bot.platforms.slack.commands import slash_command, text_message
from bot.platforms.slack.format import payloads

ME = "U0BOT"


def slash(text: str, command: str = "/follow") -> tuple[str, str]:
    body = {"command": command, "text": text, "channel_id": "C1", "user_id": "U9"}
    asked = slash_command(body, frozenset(), ME)
    return asked.name, asked.text


def mentioned(text: str, **event: Any) -> tuple[str, str] | None:
    asked = text_message({"type": "app_mention", "channel": "C1", "user": "U9", "text": text, **event}, frozenset(), ME)
    return (asked.name, asked.text) if asked else None


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("AI for <@U1A2|ann>", "AI for <@U1A2>"),
        ("AI for <@U1>", "AI for <@U1>"),
        ("AI, waste for <@U1A2> and <@U3B4|bob>", "AI, waste for <@U1A2>, <@U3B4>"),
        ("ИИ для <@U1A2>", "ИИ for <@U1A2>"),
        (f"AI for <@{ME}>", "AI"),
        ("AI <@U1A2|ann>", "AI @ann"),
        ("*AI* for <@U1A2>", "AI for <@U1A2>"),
    ],
)
def test_who_is_mentioned_behind_a_follow_is_kept_by_id(typed: str, asked: str) -> None:
    assert slash(typed) == ("follow", asked)
    assert slash(f"follow {typed}", "/jarshy") == ("follow", asked)
    assert mentioned(f"<@{ME}> follow {typed}") == ("follow", asked)


def test_another_command_calls_nobody() -> None:
    assert slash("AI for <@U1A2|ann>", "/unfollow") == ("unfollow", "AI")


def test_with_rich_text_it_is_the_same() -> None:
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    }
    assert mentioned(f"<@{ME}> follow AI for <@U1A2>", blocks=[rich]) == ("follow", "AI for <@U1A2>")


def test_a_person_is_shown_as_a_mention() -> None:
    message = Message(paragraphs=(((Span("🔔 AI "), Span("<@U1A2>", mention="U1A2")),),))
    (payload,) = payloads(message)
    elements = payload["blocks"][0]["elements"][0]["elements"]
    assert elements[-1] == {"type": "user", "user_id": "U1A2"}
