"""What was typed, of what Slack makes of it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.platforms.slack.markup import said, typed
from bot.platforms.typed_text import spoken_command
from tests.platforms.slack.server import ME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://kaspi.kz|kaspi.kz>", "kaspi.kz"),
        ("<http://kaspi.kz/|Kaspi.kz>, <https://kt.kz/eng|https://kt.kz/eng>", "Kaspi.kz, https://kt.kz/eng"),
        ("<mailto:a@b.kz|a@b.kz> <tel:+77011234567|+77011234567>", "a@b.kz +77011234567"),
        ("<https://kt.kz/a_1.html|the article>", "https://kt.kz/a_1.html"),
        ("<https://kt.kz/_a_/*b*?x=1&amp;y=2>", "https://kt.kz/_a_/*b*?x=1&y=2"),
        ("<#C1|news> <#C2> <#C3|> <@U1|ann> <@U2> <!here> <!channel|channel>", "#news @ann"),
        ("<!subteam^S1|@editors> <!date^1|25 Nov>", "@editors 25 Nov"),
        ("AT&amp;T &lt;b&gt; &amp;amp; salt&amp;not", "AT&T <b> &amp; salt&not"),
        ("*AI* _waste_ ~zinc~ `gold`", "AI waste zinc gold"),
        ("*_AI_*, (*waste* OR _zinc_)", "AI, (waste OR zinc)"),
        ("*<http://kaspi.kz|kaspi.kz>*", "kaspi.kz"),
        ("```follow AI```", "follow AI"),
        ("нефт* газ* 5*6*7 a_b_c C# C++ ~5000", "нефт* газ* 5*6*7 a_b_c C# C++ ~5000"),
        ("*нефт**", "нефт*"),
        (":newspaper: AI :+1::skin-tone-2: 10:30:00 title:AI source:kt-eng", "AI 10:30:00 title:AI source:kt-eng"),
        ("AI :arrow_right: waste", "AI → waste"),
        ("&gt; an alert\n&gt; its lead\nwhy", "why"),
        ("&gt; AI", "AI"),
        ("• AI\n• waste", "AI\nwaste"),
        ("1. AI\n2. waste", "AI\nwaste"),
        ("2. AI\n3. waste", "2. AI\n3. waste"),
        (f"AI, <@{ME}> waste", "AI, waste"),
        (f"<@{ME}>: AI", "AI"),
        (f"AI <@{ME}|jarshy>", "AI"),
        ("“solid fuel” –sport", '"solid fuel" -sport'),
    ],
)
def test_what_slack_adds_is_taken_off(text: str, expected: str) -> None:
    assert typed(text, ME) == expected


def rich(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": kind, "elements": list(elements)}


def word(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def message(text: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "blocks": [{"type": "rich_text", "block_id": "b", "elements": list(parts)}]}


def test_rich_text_tells_a_star_that_was_typed_from_bold() -> None:
    bold = rich({"type": "user", "user_id": ME}, word(" follow "), word("нефт*", bold=True))
    assert said(message(f"<@{ME}> follow *нефт**", bold), ME) == "follow нефт*"
    assert said(message("*AI* waste*", rich(word("*AI* waste*"))), ME) == "*AI* waste*"


def test_rich_text_has_links_emoji_and_lists_as_they_were_typed() -> None:
    link, emoji = {"type": "link", "url": "http://kaspi.kz", "text": "kaspi.kz"}, {"type": "emoji", "name": "rocket"}
    items = rich(rich(link), rich(word("AI"), emoji), kind="rich_text_list")
    assert said(message("…", rich(word("follow\n")), items), ME) == "follow\n\nkaspi.kz\nAI"
    arrow = rich(word("edit AI "), {"type": "emoji", "name": "arrow_right"}, word(" waste"))
    assert said(message("…", arrow), ME) == "edit AI → waste"


def test_what_is_quoted_is_left_out_unless_it_is_all() -> None:
    quote = rich(word("AI is here"), kind="rich_text_quote")
    assert said(message("…", quote, rich(word("why"))), ME) == "why"
    assert said(message("…", quote), ME) == "AI is here"


def test_what_rich_text_names_by_a_number_is_read_where_it_is_spelled() -> None:
    channel = rich(word("follow "), {"type": "channel", "channel_id": "C9"})
    assert said(message("follow <#C9|waste>", channel), ME) == "follow #waste"
    assert said({"text": "*AI*", "blocks": [{"type": "section"}]}, ME) == "AI"
    assert said({"text": "*AI*", "blocks": [{"type": "rich_text", "elements": [{"odd": 1}]}]}, ME) == "AI"


@pytest.mark.parametrize(
    "text",
    [
        "*a " * 13_000, "*_~`" * 10_000, "'a b " * 8_000, "'" + "a " * 20_000, "‘" * 40_000, "," * 40_000 + "x",
        "\n" * 40_000 + "x", "a\n" * 20_000, ":" * 40_000, ":a" * 20_000, "<" * 40_000, "&gt;\n" * 8_000, "```a" * 999,
        "hi, " * 10_000, "- " * 20_000, "–" * 40_000, "https://" * 5_000,
    ],
)  # fmt: skip
def test_a_long_text_is_read_within_a_moment(text: str) -> None:
    began = time.perf_counter()
    spoken_command(typed(text, ME))
    assert time.perf_counter() - began < 5
