"""Whatever a Message contains, Slack accepts it and shows just that."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.messages.message import Aside, Button, ButtonStyle, FoldedAside, Message, Quote, Span, bold, command, line, say
from bot.platforms.limits import SLACK_ALL_BLOCKS, SLACK_BLOCKS, SLACK_LABEL, SLACK_TEXT
from bot.platforms.slack.format import buttons, payloads
from tests.platforms.slack.server import refusal

LINKS = st.sampled_from([None, "http://127.0.0.1/a?b=1&c=2", "javascript:alert(1)", "https://", "нет", "http://[::1"])
TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
SPANS = st.builds(
    Span, st.text(max_size=60), bold=st.booleans(), italic=st.booleans(), url=LINKS, at=TIMES, clock=st.booleans()
)
LINES = st.lists(st.lists(SPANS, max_size=4).map(tuple), max_size=3)
BUTTONS = st.builds(Button, st.text(max_size=90), st.text(max_size=70), style=st.sampled_from(ButtonStyle))
MESSAGES = st.builds(
    Message,
    paragraphs=st.lists(st.sampled_from([tuple, Quote, Aside, FoldedAside]).flatmap(LINES.map), max_size=5).map(tuple),
    buttons=st.lists(st.lists(BUTTONS, max_size=7).map(tuple), max_size=12).map(tuple),
)  # fmt: skip


def words(payload: dict[str, Any]) -> str:
    return "".join(
        part.get("text") or part["fallback"]
        for block in payload["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"][0]["elements"]
    )


def check(message: Message) -> list[dict[str, Any]]:
    found = payloads(message)
    for payload in found:
        assert refusal(payload) == ""
        assert len(payload["blocks"]) <= SLACK_BLOCKS
        assert len(json.dumps(payload["blocks"], ensure_ascii=False).encode()) <= SLACK_ALL_BLOCKS
        assert 0 < len(payload["text"]) <= SLACK_TEXT
        parsed = Block.parse_all(payload["blocks"])
        assert len(parsed) == len(payload["blocks"])
        for block in parsed:
            assert block.to_dict()
    for payload in payloads(message, plain=True):
        assert "blocks" not in payload
        assert payload["text"]
    return found


@settings(deadline=None, max_examples=120)
@given(MESSAGES)
def test_every_message_is_within_the_limits_and_taken_by_slacks_own_models(message: Message) -> None:
    check(message)


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=30), st.integers(1, 2000))
def test_what_is_too_long_is_split_and_nothing_is_lost(text: str, times: int) -> None:
    found = check(say(line(bold("Title "), f"{text} " * times)))
    kept = "".join("".join(words(payload) for payload in found).split())
    unshown = [chr(point) for point in (*range(9), *range(11, 32), 127, 0x2028, 0x2029, *range(0x202A, 0x202F))]
    wanted = "".join("".join(letter for letter in "Title" + text * times if letter not in unshown).split())
    assert kept == wanted


def test_a_list_of_a_thousand_lines_is_split_between_lines() -> None:
    message = Message(paragraphs=(tuple(line(f"{number} «Ақтау» & <b>") for number in range(1000)),))
    shown = [row for payload in check(message) for row in words(payload).split("\n") if row]
    assert "".join(shown).count("«Ақтау» & <b>") == 1000


@pytest.mark.parametrize(
    ("why", "message", "elements"),
    [
        ("outside text can't turn into markup", say("*a* <b> _c_ &"), [{"type": "text", "text": "*a* <b> _c_ &"}]),
        (
            "a linked title",
            say(line(Span("A", bold=True, url="http://x/?a&b"))),
            [{"type": "link", "url": "http://x/?a&b", "text": "A", "style": {"bold": True}}],
        ),
        ("a link that is none", say(line(Span("A", url="javascript:1"))), [{"type": "text", "text": "A"}]),
        ("its own command", say(line(command("digest"))), [{"type": "text", "text": "/digest"}]),
        ("any other command", say(line(command("help"))), [{"type": "text", "text": "/jarshy help"}]),
        (
            "a command with arguments, to be copied",
            say(line(command("try AI"))),
            [{"type": "text", "text": "/jarshy try AI", "style": {"code": True}}],
        ),
        ("nothing at all", Message(), [{"type": "text", "text": "…"}]),
    ],
)
def test_the_blocks(why: str, message: Message, elements: list[dict[str, Any]]) -> None:
    assert payloads(message)[0]["blocks"][0]["elements"][0]["elements"] == elements, why


def test_the_fallback_is_escaped() -> None:
    assert payloads(say("a & <b>"))[0]["text"] == "a &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    ("why", "message", "text"),
    [
        ("a linked title", say(line(Span("A tram", bold=True, url="https://kt.kz/a?b&c"))), "A tram"),
        (
            "an address in a sentence",
            say("See https://www.kt.kz/eng/1.html, and (http://a.kz)."),
            "See kt.kz, and (a.kz).",
        ),
        ("an address that is its own label", say(line(Span("https://kt.kz/a", url="https://kt.kz/a"))), "kt.kz"),
        ("an address that can't be read", say("https://[::1 is none"), " is none"),
        ("nothing but what shows nothing", say("https://["), "…"),
        ("a command", say(line("Type ", command("follow AI"))), "Type /follow AI"),
    ],
)
def test_a_notification_shows_words_and_no_urls(why: str, message: Message, text: str) -> None:
    (payload,) = payloads(message)
    assert payload["text"] == text.strip(), why


def test_without_blocks_the_text_is_the_message_and_keeps_its_urls() -> None:
    message = say(line(Span("A tram", url="https://kt.kz/a?b&c")))
    assert payloads(message, plain=True) == [{"text": "A tram (https://kt.kz/a?b&amp;c)"}]


def test_the_address_of_a_link_of_which_a_part_is_bold_is_written_once() -> None:
    url = "https://kt.kz/a"
    message = say((Span("A tram for ", url=url), Span("Aktau", bold=True, url=url), Span("!")))
    assert payloads(message, plain=True) == [{"text": "A tram for Aktau (https://kt.kz/a)!"}]
    links = check(message)[0]["blocks"][0]["elements"][0]["elements"]
    assert [(each.get("url"), each.get("style")) for each in links] == [
        (url, None),
        (url, {"bold": True}),
        (None, None),
    ]


@settings(deadline=None, max_examples=60)
@given(MESSAGES)
def test_no_notification_contains_a_url(message: Message) -> None:
    assert not any("http://127.0.0.1" in payload["text"] for payload in payloads(message))


def test_long_labels_are_cut_and_the_more_button_stands_last() -> None:
    message = Message(buttons=((Button("ж" * 99, "x"),),), more=Button("⋯", "more 1"))
    rows = payloads(message)[0]["blocks"][1:]
    assert [len(row["elements"][0]["text"]["text"]) for row in rows] == [SLACK_LABEL, 1]


def test_a_button_may_open_an_address_and_one_that_only_copies_is_left_out() -> None:
    message = say("x").with_buttons((Button("Share", opens="https://example.org/a"), Button("Copy", copy_text="AI")))
    (row,) = buttons(message)
    assert [(each["url"], "value" in each) for each in row["elements"]] == [("https://example.org/a", False)]


def test_a_time_is_shown_in_its_reader_s_zone_and_told_in_words_where_that_can_t_be() -> None:
    at = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
    message = say(line("KT · ", Span("25 Nov, 13:20", at=at), " · ", Span("13:20", at=at, clock=True)))
    (payload,) = check(message)
    dates = [part for part in payload["blocks"][0]["elements"][0]["elements"] if part["type"] == "date"]
    assert [(one["timestamp"], one["format"], one["fallback"]) for one in dates] == [
        (1764058800, "{date_short}, {time}", "25 Nov, 13:20"),
        (1764058800, "{time}", "13:20"),
    ]
    assert payload["text"] == "KT · 25 Nov, 13:20 · 13:20"


def test_a_quote_is_a_quote() -> None:
    (payload,) = check(Message((Quote((line("One ", bold("two")),)), (line("three"),))))
    kinds = [block["elements"][0]["type"] for block in payload["blocks"]]
    assert kinds == ["rich_text_quote", "rich_text_section"]


def test_an_aside_is_small_print() -> None:
    at = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
    also = line("also: ", Span("A & <B>", url="http://x.kz/?a&b|c"), " (ru) ", Span("13:20", at=at, clock=True))
    (payload,) = check(Message(((line("title"),), FoldedAside((also, line("more"))))))
    _, small = payload["blocks"]
    (element,) = small["elements"]
    assert (small["type"], element["type"], element["verbatim"]) == ("context", "mrkdwn", True)
    shown = "also: <http://x.kz/?a&amp;b%7cc|A &amp; &lt;B&gt;> (ru) <!date^1764058800^{time}|13:20>\nmore"
    assert element["text"] == shown
    assert payload["text"] == "title\n\nalso: A &amp; &lt;B&gt; (ru) 13:20\nmore"


@pytest.mark.parametrize(
    "text", ["*bold*", "_italic_", "~gone~", "`code`", ":fire:", "<!here>", "<@U7>", "a|b", "@here"]
)
def test_nothing_from_outside_turns_into_markup_in_small_print(text: str) -> None:
    (payload,) = check(Message((Aside((line(Span(text), " ", Span(text, url="http://x.kz/")),)),)))
    written = payload["blocks"][0]["elements"][0]["text"]
    assert not any(mark in written for mark in "*_~`")
    assert ":fire:" not in written
    assert written.count("<") == written.count(">") == written.count("http://x.kz/") == 1
    assert written.partition("<http://x.kz/|")[2].count("|") == 0


def test_a_long_aside_is_several_blocks() -> None:
    names = [Span(f"Source {number} ", url=f"http://x.kz/{number}" + "a" * 270) for number in range(12)]
    (payload,) = check(Message((FoldedAside((tuple(names),)),)))
    assert len(payload["blocks"]) > 1


def test_a_button_stands_out_as_it_is_told_to() -> None:
    (row,) = buttons(
        say("x").with_buttons(
            (
                Button("Yes", "yes", style=ButtonStyle.DANGER),
                Button("No", "no"),
                Button("Do", "do", style=ButtonStyle.PRIMARY),
            )
        )
    )
    assert [each.get("style") for each in row["elements"]] == ["danger", None, "primary"]
