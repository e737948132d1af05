"""Links that follow a topic: what fits is written into them, what does not is named by a number with a proof."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.deep_link import LENGTH, _check, payload, typed_in
from bot.messages.text import tidy

LONG = "водоснабжение Актау опреснительная установка -спорт -футбол"


def nobody() -> tuple[int, str]:
    raise AssertionError("it finds room")


def nothing(number: int) -> str | None:
    raise AssertionError(f"{number}: nothing was named by its number")


def named(topics: dict[int, str]) -> Callable[[int], str | None]:
    return lambda number: topics.get(number)


def signed(body: bytes) -> str:
    return "f_" + base64.urlsafe_b64encode(_check(body) + body).decode().rstrip("=")


@pytest.mark.parametrize(
    "typed",
    [
        "AI",
        "Алматы",
        "жер сілкінісі",
        "Қазақстан Республикасы Ұлттық Банкі, АҚШ",
        '"Port of Aktau" -sport',
        "title:ИИ lang:kk",
        "🚇 метро",
        "👩\u200d🚀",
        "нефт*",
        "x" * 43,
        "ж" * 42,
        "中文新闻",
    ],
)
def test_a_short_topic_comes_back_from_its_link_as_it_was_typed(typed: str) -> None:
    made = payload(typed, nobody)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", made)
    assert typed_in(made, nothing) == typed


@given(st.text(min_size=1, max_size=40).map(tidy).filter(lambda text: bool(text) and text.isprintable()))
def test_whatever_was_typed_comes_back(typed: str) -> None:
    made = payload(typed, lambda: (7, typed))
    assert len(made) <= LENGTH
    assert typed_in(made, named({7: typed})) == typed


def test_a_long_topic_is_named_by_its_number_and_only_with_the_proof_of_its_words() -> None:
    made = payload(LONG, lambda: (12, LONG))
    assert len(made) <= LENGTH
    assert typed_in(made, named({12: LONG})) == LONG
    assert typed_in(made, named({12: "what another chat follows in private"})) is None
    assert typed_in(made, named({})) is None


@pytest.mark.parametrize("number", [0, 1, 12, 2**63 - 1, 2**63, 2**64 - 1])
def test_who_counts_numbers_up_learns_nothing(number: int) -> None:
    body = b"\xfe" + number.to_bytes(8) + bytes(16)
    assert typed_in(signed(body), lambda _: "somebody's topic") is None


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nothing", ""),
        ("the mark alone", "f_"),
        ("of another bot", "ref_12345"),
        ("of another bot, which looks like ours", "f_QUk"),
        ("64 characters", "f_" + "A" * 62),
        ("too long", "f_" + "A" * 400),
        ("no base64", "f_%%%%"),
        ("of an impossible length", "f_QUkxx"),
        ("Cyrillic", "f_Алматы"),
        ("words", "f_ AI"),
        ("with padding", payload("AI ML", nobody) + "="),
        ("in capitals", payload("AI", nobody).upper()),
        ("bytes that are no text", signed(b"\x80\x81")),
        ("a letter that the alphabet lacks", signed(b"\xff\x98\xff")),
        ("what nobody can type", signed(b"a\x00b")),
        ("a line break, which parts topics", signed(b"AI\nwaste")),
        ("white space around", signed(b" AI ")),
        ("only a check", signed(b"")),
        ("only the mark of an alphabet", signed(b"\xff")),
        ("a number without its proof", signed(b"\xfe" + bytes(8))),
    ],
)
def test_what_is_none_of_ours_names_nothing(what: str, said: str) -> None:
    assert typed_in(said, named({})) is None, what


@pytest.mark.parametrize("typed", ["AI", "Алматы", "жер сілкінісі", '"Port of Aktau" -sport'])
def test_a_link_that_was_cut_anywhere_names_nothing(typed: str) -> None:
    whole = payload(typed, nobody)
    assert [whole[:end] for end in range(len(whole)) if typed_in(whole[:end], nothing) is not None] == []
