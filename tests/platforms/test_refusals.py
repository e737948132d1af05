"""docs/delivery.md has the table of every refusal, exactly as the code has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery.retry import CHAT_LOST_AFTER, CHAT_PAUSES, GIVE_UP_AFTER
from bot.model import ChatLost, ChatRefused, GiveUp, RetryAt, Stop, Verdict
from bot.platforms.refusals import Meaning, Refusals, verdict_of
from bot.platforms.slack import errors as slack
from bot.platforms.telegram import errors as telegram

PAGE = (Path(__file__).resolve().parents[2] / "docs/delivery.md").read_text(encoding="utf-8")
HTTP = ("401", "404", "409", "429", "migrate_to_chat_id")  #: Telegram's errors that are a number or a field
VERDICTS: dict[Meaning, type[Verdict] | None] = {
    Meaning.CHAT_LOST: ChatLost,
    Meaning.CHAT_REFUSED: ChatRefused,
    Meaning.MARKUP: RetryAt,
    Meaning.MESSAGE: GiveUp,
    Meaning.FAULT: RetryAt,
    Meaning.UNKNOWN: RetryAt,
    Meaning.LIMITED: RetryAt,
    Meaning.TOKEN: Stop,
}


def lines() -> Iterator[list[str]]:
    """The cells of each line of the table: meaning, Telegram's words, Slack's words, the row, the chat."""
    table = re.search(r"<!-- refusals.*?-->(.*?)<!-- /refusals -->", PAGE, re.DOTALL)
    assert table is not None
    for line in table[1].strip().splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def words(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def of(table: Refusals, meaning: Meaning) -> set[str]:
    return {said for said, refusal in table.items() if refusal.meaning is meaning}


def test_every_meaning_has_its_line() -> None:
    assert [line[0] for line in lines()] == [meaning.replace("_", " ") for meaning in Meaning]


@pytest.mark.parametrize("meaning", list(Meaning))
def test_the_line_has_exactly_the_words_of_the_code(meaning: Meaning) -> None:
    (line,) = (line for line in lines() if line[0] == meaning.replace("_", " "))
    _, on_telegram, on_slack, row, chat = line
    assert words(on_telegram) - set(HTTP) == of(telegram.FORBIDDEN, meaning) | of(telegram.BAD_REQUEST, meaning)
    assert words(on_slack) - set(HTTP) == of(slack.ERRORS, meaning) | (
        {f"{slack.RESTRICTED}_*"} if meaning is Meaning.CHAT_REFUSED else set()
    )
    assert row
    assert chat


@pytest.mark.parametrize("table", [telegram.FORBIDDEN, telegram.BAD_REQUEST, slack.ERRORS])
@pytest.mark.parametrize("plain", [False, True])
def test_every_refusal_has_the_verdict_of_its_meaning(table: Refusals, plain: bool) -> None:
    for said, refusal in table.items():
        found = verdict_of(refusal, said, plain=plain)
        given_up = plain and refusal.meaning is Meaning.MARKUP
        assert type(found) is (GiveUp if given_up else VERDICTS[refusal.meaning]), said
        if isinstance(found, RetryAt):
            assert found.plain is (refusal.meaning is Meaning.MARKUP), said


def test_the_page_says_how_long_things_are_tried() -> None:
    minutes = [int(pause.total_seconds() / 60) for pause in CHAT_PAUSES]
    assert minutes == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert "after 1, 5 and 15 minutes, 1, 3, 6 and 12 hours, and then once a day" in PAGE
    assert f"for {CHAT_LOST_AFTER.days} days" in PAGE
    assert GIVE_UP_AFTER.days == 1
    assert "After a day of attempts" in PAGE


def test_no_words_of_a_table_hide_later_ones() -> None:
    for table in (telegram.FORBIDDEN, telegram.BAD_REQUEST):
        known = list(table)
        for place, said in enumerate(known):
            assert not any(earlier in said for earlier in known[:place]), said
            assert said == said.casefold()
