"""A Message as text for a terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.message import Button, ButtonStyle, Message, ReplyMode, Span, bold, command, line, say
from bot.platforms.cleaning import one_line
from bot.platforms.terminal.format import PLAIN, Look, choices, render, write

LINKED = Look(width=200)
UNLINKED = Look(width=200, links=False)
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=\d+)?;[\x20-\x7e\u00a0-\U0010ffff]*?\x1b\\")
ALERT = Message(
    paragraphs=(
        (line(Span("Trams", bold=True, url="https://courier.example/1")), line("Courier · 25 Nov, 13:20")),
        (line("› … washed with ", bold("water"), " …"),),
        (line("🔔 water, metro"),),
    ),
    buttons=((Button("Unfollow water", "unfollow #1"), Button("Unfollow metro", "unfollow #2")),),
    more=Button("⋯", "more 7"),
)


def shown(message: Message, look: Look = PLAIN) -> str:
    return write(render(message, range(1, len(choices(message)) + 1), look), look)


def test_an_alert_as_plain_text() -> None:
    assert shown(ALERT) == (
        "Trams (https://courier.example/1)\nCourier · 25 Nov, 13:20\n\n› … washed with water …\n\n"
        "🔔 water, metro   [3] ⋯\n\n[1] Unfollow water  [2] Unfollow metro\n"
    )


def test_a_title_is_an_osc_8_link_where_they_are_shown() -> None:
    assert re.search(
        r"\x1b\]8;id=\d+;https://courier\.example/1\x1b\\\x1b\[1mTrams\x1b\[0m\x1b\]8;;\x1b\\", shown(ALERT, LINKED)
    )
    assert "(https" not in shown(ALERT, LINKED)


def test_an_address_is_readable_where_links_are_not_shown() -> None:
    assert "Trams\x1b[0m (https://courier.example/1)" in shown(ALERT, UNLINKED)


def test_found_words_are_bold() -> None:
    assert "washed with \x1b[1mwater\x1b[0m …" in shown(ALERT, LINKED)


@pytest.mark.parametrize(
    ("message", "text", "reason"),
    [
        (say(line("Try ", command("digest today"), ".")), "Try /digest today.\n", "a command has its slash"),
        (say("[bold]no[/] :smile:"), "[bold]no[/] :smile:\n", "rich's own markup in a text means nothing"),
        (say(line(Span("x", url="javascript:alert(1)"))), "x\n", "only http and https are links"),
        (say(line(Span("x", url="https://a/\x1b]0;t\x07"))), "x\n", "an address with control characters is none"),
        (say(line(Span("https://a/", url="https://a/"))), "https://a/\n", "an address is not written twice"),
        (say(line(Span("a\x1b[2Jb\x9b31mc"))), "a[2Jb31mc\n", "escape sequences lose what makes them one"),
        (say("one\r\ntwo\tthree"), "one two three\n", "line breaks and tabs of a text are spaces"),
        (say("a\u202egnp.exe"), "agnp.exe\n", "nothing turns the direction of what follows"),
        (say("\ud800x"), "x\n", "half a character can't be written"),
        (Message(more=Button("⋯", "more 1")), "[1] ⋯\n", "a button without a text stands alone"),
        (
            Message(buttons=((Button("Choose a channel", request_channel=True), Button("Done", "manage done")),)),
            "[1] Done\n",
            "a button that only Telegram has is left out",
        ),
        (
            Message(
                paragraphs=((line("old"),),), buttons=((Button("Undo", "undo #1"),),), reply_mode=ReplyMode.BUTTONS
            ),
            "[1] Undo\n",
            "where only buttons change, only buttons are shown",
        ),
        (
            Message(buttons=((Button("A", "a"),), (Button("B", "b"),))),
            "[1] A\n[2] B\n",
            "a row of buttons is a line",
        ),
        (Message(more=Button("⋯")), "\n", "⋯ that does nothing is left out"),
    ],
)
def test_each_part_of_a_message(message: Message, text: str, reason: str) -> None:
    assert shown(message) == text, reason


spans = st.builds(
    Span,
    st.text(),
    bold=st.booleans(),
    italic=st.booleans(),
    url=st.none() | st.text() | st.builds("https://{}".format, st.text()),
    command=st.none() | st.text(),
)
buttons = st.builds(Button, st.text(), st.text())
messages = st.builds(
    Message,
    paragraphs=st.lists(st.lists(st.lists(spans, max_size=3).map(tuple), max_size=3).map(tuple), max_size=3).map(tuple),
    buttons=st.lists(st.lists(buttons, max_size=3).map(tuple), max_size=3).map(tuple),
    reply_mode=st.sampled_from(ReplyMode),
    more=st.none() | buttons,
)


@given(messages, st.sampled_from([PLAIN, LINKED, UNLINKED, Look(width=20)]))
def test_no_text_from_outside_can_control_the_terminal(message: Message, look: Look) -> None:
    left = OURS.sub("", shown(message, look))
    assert one_line(left.replace("\n", "")) == left.replace("\n", "")
    left.encode()


def test_the_address_of_a_link_of_which_a_part_is_bold_is_written_once() -> None:
    url = "https://kt.kz/a"
    message = say((Span("A tram for ", url=url), Span("Aktau", bold=True, url=url), Span("!")))
    assert write(render(message, (), PLAIN), PLAIN) == "A tram for Aktau (https://kt.kz/a)!\n"


def test_what_takes_much_away_has_a_red_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    message = say("Sure?").with_buttons((Button("Yes", "yes", style=ButtonStyle.DANGER), Button("No", "no")))
    shown = write(render(message, (1, 2), Look()), Look())
    assert "\x1b[1;31m[1]\x1b[0m Yes" in shown
    assert "\x1b[1;36m[2]\x1b[0m No" in shown
