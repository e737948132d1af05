"""Whatever a Message contains, Telegram accepts it and shows just that."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.messages.message import (
    Aside,
    Button,
    ButtonStyle,
    FoldedAside,
    Message,
    Paragraph,
    Quote,
    Span,
    bold,
    code,
    command,
    line,
    say,
)
from bot.platforms.limits import (
    TELEGRAM_CALLBACK_BYTES,
    TELEGRAM_LABEL,
    TELEGRAM_LINK,
    TELEGRAM_RAW_BYTES,
    TELEGRAM_TEXT,
)
from bot.platforms.telegram.format import markup, texts, without_markup
from tests.platforms.telegram.server import parsed, refusal, too_long

#: what Telegram itself drops or does not show
UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e\u0333\u033f\u030a]")
INVISIBLE = regex.compile(r"[\s\p{Cf}\p{Cc}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc]")
LONG_LINK = "http://x.kz/?" + 'q&"' * 300
LINKS = st.sampled_from(
    [None, 'http://127.0.0.1/a?b=1&c="2"', LONG_LINK, "javascript:alert(1)", "https://", "ftp://x/", "нет"]
)
#: short texts, and long ones of few different characters, some with many bytes or part of graphemes
TEXTS = st.one_of(
    st.text(max_size=60),
    st.builds(lambda part, times: part * times, st.text(max_size=4), st.integers(1, 3000)),
    st.builds(
        lambda part, times: part * times,
        st.sampled_from(['"', "👨‍👩‍👧 ", "🇰🇿", "e\u0301", "&lt; "]),
        st.integers(1, 3000),
    ),
)
TIMES = st.none() | st.datetimes(timezones=st.just(UTC))  #: also those that no clock of Telegram's shows
SPANS = st.builds(
    Span, TEXTS, bold=st.booleans(), italic=st.booleans(), url=LINKS, at=TIMES, clock=st.booleans(), code=st.booleans()
)
LINES = st.lists(st.lists(SPANS, max_size=4).map(tuple), max_size=3)
BUTTONS = st.builds(Button, st.text(max_size=90), st.text(max_size=70), style=st.sampled_from(ButtonStyle))
MESSAGES = st.builds(
    Message,
    paragraphs=st.lists(st.sampled_from([tuple, Quote, Aside, FoldedAside]).flatmap(LINES.map), max_size=5).map(tuple),
    buttons=st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple),
)


def seen(text: str) -> str:
    """The visible characters of a text, without white space."""
    visible: str = INVISIBLE.sub("", UNSHOWN.sub("", text))
    return visible


def said(message: Message) -> str:
    return seen("".join(span.text for paragraph in message.paragraphs for line_ in paragraph for span in line_))


@settings(max_examples=150)
@given(MESSAGES)
def test_every_message_is_within_the_limits_and_taken_by_telegrams_own_parser(message: Message) -> None:
    found = texts(message)
    read = []
    for html in found:
        assert len(html.encode()) <= TELEGRAM_RAW_BYTES
        formatted = parsed(html)
        assert formatted["@type"] == "formattedText", formatted
        assert not too_long(formatted["entities"])
        plain = without_markup(html)
        assert [refusal({"text": text}) for text in plain] == [None] * len(plain)
        assert seen(formatted["text"]), "an invisible text is refused"
        assert len(formatted["text"]) <= TELEGRAM_TEXT
        read.append(formatted["text"])
    assert seen("".join(read)) == (said(message) or "…")
    keys = markup(message)
    for row in keys.inline_keyboard if isinstance(keys, InlineKeyboardMarkup) else ():
        for key in row:
            assert 0 < len(str(key.callback_data).encode()) <= TELEGRAM_CALLBACK_BYTES
            assert 0 < len(key.text) <= TELEGRAM_LABEL


@pytest.mark.parametrize(
    "paragraph",
    [
        ((*(bold(f"{number} ") for number in range(450)),),),
        tuple(line(bold(str(number)), Span(" x", italic=True, url="http://x.kz/")) for number in range(150)),
        tuple((Span(f"{number} ", url=f"http://x.kz/{number}?" + "q" * 1900),) for number in range(30)),
        ((*(Span(f"{number} ", url=f"http://x.kz/{number}?" + "ұ" * 900) for number in range(30)),),),
    ],
    ids=["many in a line", "many in lines", "long addresses in lines", "long addresses in a line"],
)
def test_no_message_has_more_entities_or_longer_addresses_than_telegram_keeps(paragraph: Paragraph) -> None:
    found = texts(Message((paragraph,)))
    assert [refusal({"text": html, "parse_mode": "HTML"}) for html in found] == [None] * len(found)
    assert 1 < len(found) < 20
    runs = sum(bool(span.text.strip()) for spans in paragraph for span in spans)
    shown = [entity for html in found for entity in parsed(html)["entities"]]
    assert len({(id(one), one["offset"]) for one in shown}) >= runs, "nothing lost its formatting"
    addresses = {span.url for spans in paragraph for span in spans if span.url}
    assert {one["type"]["url"] for one in shown if "url" in one["type"]} == addresses, "nor its address"


def test_without_its_markup_a_text_keeps_the_addresses_that_were_behind_it() -> None:
    spans = [Span(f"№ {n} <&>", bold=True, url=f"http://x.kz/?a={n}&b=" + "q" * 300) for n in range(25)]
    message = Message(tuple((line(span),) for span in spans))
    plain = [text for html in texts(message) for text in without_markup(html)]
    assert [refusal({"text": text}) for text in plain] == [None] * len(plain)
    assert "\n\n".join(plain).split("\n\n") == [f"{span.text} {span.url}" for span in spans]


@settings(max_examples=75)
@given(MESSAGES)
def test_a_plain_message_is_within_the_limits_and_says_the_same(message: Message) -> None:
    for text in texts(message, plain=True):
        assert refusal({"text": text}) is None
    unlinked = Message(
        tuple(tuple(tuple(Span(span.text) for span in row) for row in part) for part in message.paragraphs)
    )
    assert seen("".join(texts(unlinked, plain=True))) == (said(message) or "…")


@settings(max_examples=75)
@given(
    st.lists(
        st.sampled_from(["👨‍👩‍👧‍👦", "🇰🇿", "e\u0301\u0323", "क्ष", "한", "👍🏽", "a", "&", "ж"]), min_size=1, max_size=12
    ),
    st.booleans(),
)
def test_a_cut_is_never_within_a_grapheme(signs: list[str], plain: bool) -> None:
    text = "".join(signs) * (9000 // len("".join(signs)))
    between, at = set(), 0
    for sign in regex.findall(r"\X", text):
        at += len(sign)
        between.add(at)
    ends, at = [], 0
    for part in texts(say(line(bold(text[:99]), text[99:])), plain=plain):
        at += len(part if plain else parsed(part)["text"])
        ends.append(at)
    assert ends[-1] == len(text)
    assert set(ends) <= between


@pytest.mark.parametrize("plain", [False, True])
def test_urls_are_kept_whole_and_count(plain: bool) -> None:
    url = "http://x.kz/" + "y" * (TELEGRAM_LINK - 14)
    message = say(tuple(Span(f"title {number} ", url=f"{url}{number:02}") for number in range(60)))
    parts = texts(message, plain=plain)
    assert "".join(parts).count(url) == 60
    for part in parts:
        assert len(part.encode()) <= TELEGRAM_RAW_BYTES
        assert len(part if plain else parsed(part)["text"]) <= TELEGRAM_TEXT


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("white space", " \n\t\u3000"),
        ("an empty pattern of Braille", "\u2800"),
        ("joiners without anything to join", "\u200b\u200d\ufeff"),
        ("half of a character", "\ud800"),
        ("directions of writing", "\u202e"),
    ],
)
def test_invisible_text_is_never_sent_alone(why: str, text: str) -> None:
    assert texts(say(text)) == ["…"], why
    assert texts(say("news", text, "more")) == ["news\n\nmore"], why
    assert markup(say("x").with_buttons((Button(text, "follow AI"),))) is None, why


def test_a_line_is_cut_between_words_and_space_at_the_cut_is_dropped() -> None:
    parts = texts(say("слово " * 1000))
    assert {word for part in parts for word in part.split()} == {"слово"}
    assert texts(say("x" * 4096 + " " * 9000 + "y")) == ["x" * 4096, "y"]
    assert texts(say(" " * 5000 + "y")) == ["y"]
    assert texts(say("x" * 5000 + " " * 5000)) == ["x" * 4096, "x" * 904]


def test_paragraphs_are_kept_whole_where_they_can_be() -> None:
    message = say(*(f"{number} " + "слово " * 150 for number in range(12)))
    parts = texts(message)
    assert len(parts) == 3
    assert all(part.split(" ", 1)[0].isdigit() for part in parts), "each part begins with a paragraph"


def test_a_paragraph_of_lines_is_kept_whole_and_a_longer_one_is_cut_between_lines() -> None:
    lines = tuple(line(f"{number} " + "w" * 400) for number in range(4))
    assert [part.count("0 w") for part in texts(Message((lines,) * 6))] == [2, 2, 2]
    long = texts(Message(((line("heading"),), lines * 6)))
    assert long[0].startswith("heading\n\n0 w")
    assert all(part.splitlines()[-1][2:] == "w" * 400 for part in long)


def test_a_cut_never_falls_within_an_emoji_or_an_entity() -> None:
    family = "👨‍👩‍👧‍👦"
    for shift in range(12):
        parts = texts(say("x" * shift + family * 900))
        assert "".join(parts).count(family) == 900
    for part in texts(say("&" * 9000)):
        assert part.replace("&amp;", "").strip() == ""


@pytest.mark.parametrize(
    ("why", "message", "html"),
    [
        ("outside text is escaped", say("<b>&\"'"), "&lt;b&gt;&amp;&quot;'"),
        ("a linked title", say(line(Span("A", bold=True, url="http://x/?a=1&b"))), '<a href="http://x/?a=1&amp;b"><b>A</b></a>'),
        ("a link that is none", say(line(Span("A", url="javascript:1"))), "A"),
        ("a broken address", say(line(Span("A", url="http://[::1"))), "A"),
        ("a command, a tap on which sends it", say(line("Say ", command("digest"))), "Say /digest"),
        ("one that a tap would cut", say(line("Say ", command("try <a>"))), "Say <code>/try &lt;a&gt;</code>"),
        ("italics", say(line(Span("a", italic=True))), "<i>a</i>"),
        ("nothing at all", Message(), "…"),
    ],
)  # fmt: skip
def test_the_markup(why: str, message: Message, html: str) -> None:
    assert texts(message) == [html], why


def test_plain_shows_addresses_and_no_markup() -> None:
    assert texts(say(line(Span("A<b>", bold=True, url="http://x/"))), plain=True) == ["A<b> http://x/"]


def test_a_channel_is_asked_for_with_a_keyboard_of_its_own() -> None:
    keys = markup(say("Which?").with_buttons((Button("Choose a channel", request_channel=True),)))
    assert isinstance(keys, ReplyKeyboardMarkup)
    asked = keys.keyboard[0][0].request_chat
    assert asked is not None
    assert asked.chat_is_channel
    ours, theirs = asked.bot_administrator_rights, asked.user_administrator_rights
    assert ours is not None
    assert theirs is not None
    assert ours.can_post_messages
    assert theirs.can_post_messages
    assert asked.bot_is_member


def test_a_long_label_is_cut_and_the_more_button_stands_last() -> None:
    message = Message(buttons=((Button("ж" * 99, "x"),),), more=Button("⋯", "more 1"))
    keys = markup(message)
    assert isinstance(keys, InlineKeyboardMarkup)
    assert [len(row[0].text) for row in keys.inline_keyboard] == [TELEGRAM_LABEL, 1]


def test_what_is_to_be_copied_is_code_and_a_button_may_copy_or_open_an_address() -> None:
    address = Button("Share", opens="https://t.me/share/url?url=x")
    rows = ((Button("Copy", copy_text="/follow AI"), address, Button("Nowhere", opens="javascript:x")),)
    message = Message(paragraphs=((line("Send ", code("/follow <AI>")),),), buttons=rows)
    assert texts(message) == ["Send <code>/follow &lt;AI&gt;</code>"]
    keyboard = markup(message)
    assert isinstance(keyboard, InlineKeyboardMarkup)
    copied, opened = keyboard.inline_keyboard[0]
    assert copied.copy_text is not None
    assert (copied.copy_text.text, opened.url) == ("/follow AI", address.opens)


AT = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)


def kinds(html: str) -> dict[str, str]:
    """The text under each kind of entity that Telegram's own parser reads."""
    read = parsed(html)
    text = read["text"].encode("utf-16-le")
    return {
        one["type"]["@type"].removeprefix("textEntityType"): text[
            2 * one["offset"] : 2 * (one["offset"] + one["length"])
        ].decode("utf-16-le")
        for one in read["entities"]
    }


def test_a_time_is_one_that_the_client_shows_in_its_reader_s_zone() -> None:
    [html] = texts(say(line("KT · ", Span("25 Nov, 13:20", at=AT), " · ", Span("x", bold=True))))
    assert html == 'KT · <tg-time unix="1764058800" format="dt">25 Nov, 13:20</tg-time> · <b>x</b>'
    assert kinds(html) == {"DateTime": "25 Nov, 13:20", "Bold": "x"}
    assert texts(say(line(Span("13:20", at=AT, clock=True)))) == [
        '<tg-time unix="1764058800" format="t">13:20</tg-time>'
    ]
    assert texts(say(line(Span("13:20", at=AT))), plain=True) == ["13:20"]


def test_a_time_that_is_cut_in_two_is_no_time_any_more() -> None:
    found = texts(say(line("x" * (TELEGRAM_TEXT - 5), Span("25November", at=AT))))
    assert len(found) == 2
    assert "tg-time" not in "".join(found)


def test_a_quote_is_folded_with_what_is_marked_in_it() -> None:
    quote = Quote((line("One ", bold("two")), line(Span("three", url="http://x.kz/"))))
    [html] = texts(Message(((line("before"),), quote, (line("after"),))))
    assert kinds(html) == {"ExpandableBlockQuote": "One two\nthree", "Bold": "two", "TextUrl": "three"}
    assert "expandable" not in "".join(texts(Message((quote,)), plain=True))


def test_an_aside_stands_right_below_what_it_belongs_to_and_folds_if_it_is_long() -> None:
    heading, also, lead = (line("before"),), (line("also: A"),), (line("after"),)
    assert texts(Message((heading, Aside(also), lead))) == ["before\nalso: A\n\nafter"]
    [html] = texts(Message((heading, FoldedAside(also), lead)))
    assert html == "before\n<blockquote expandable>also: A</blockquote>\n\nafter"


def test_a_quote_of_nothing_to_see_is_left_out() -> None:
    assert texts(Message((Quote((line(" "),)), (line("x"),)))) == ["x"]


def test_a_quote_that_no_message_holds_is_parted_and_each_part_is_quoted() -> None:
    found = texts(Message((Quote([line("word " * 300)] * 5),)))
    assert len(found) > 1
    assert all("ExpandableBlockQuote" in kinds(html) for html in found)


def test_a_button_stands_out_as_it_is_told_to() -> None:
    keys = markup(
        say("x").with_buttons(
            (Button("Yes", "unfollow all yes", style=ButtonStyle.DANGER), Button("No", "page 1")),
            (Button("Open", opens="https://x.kz/", style=ButtonStyle.PRIMARY),),
            (Button("Copy", copy_text="AI", style=ButtonStyle.PRIMARY),),
        )
    )
    assert isinstance(keys, InlineKeyboardMarkup)
    assert [key.style for row in keys.inline_keyboard for key in row] == ["danger", None, "primary", "primary"]


def test_a_link_of_which_a_part_is_bold_is_one_link_and_its_address_is_written_once() -> None:
    url = "https://kt.kz/a?b&c"
    spans = (Span("A tram for ", url=url), Span("Aktau", bold=True, url=url), Span(" <new>", url=url))
    [html] = texts(say(spans))
    assert html == '<a href="https://kt.kz/a?b&amp;c">A tram for <b>Aktau</b> &lt;new&gt;</a>'
    assert kinds(html) == {"TextUrl": "A tram for Aktau <new>", "Bold": "Aktau"}
    assert texts(say(spans), plain=True) == without_markup(html) == [f"A tram for Aktau <new> {url}"]
