"""What an error carries: a text with its parts, which is English only where it is printed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import FetchError, LastingFetchError, ParseError, PassingFetchError, PhrasedError, StatedProblem
from bot.i18n.catalogue import intake, platforms
from bot.i18n.keys import from_json, to_json
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from tests.builders import plain_words


@pytest.mark.parametrize("kind", [FetchError, LastingFetchError, PassingFetchError, ParseError, StatedProblem])
def test_an_error_is_english_where_it_is_printed(kind: type[PhrasedError]) -> None:
    within = Phrase(intake.NOT_REACHED, {"reason": Phrase(platforms.NO_SUCH_HOST)})
    error = kind(intake.ROBOTS_NOT_READ, error=within)
    assert str(error) == "robots.txt could not be reached: no such host"
    assert from_json(to_json(error.phrase)) == error.phrase


def test_an_error_is_passed_on_by_its_phrase() -> None:
    error = PassingFetchError(intake.ASKED_TO_WAIT, retry_after=timedelta(seconds=9))
    assert error.phrase.parts == {}, "how long to wait is no part of the text"
    again = PassingFetchError(error.phrase, retry_after=error.retry_after)
    assert (again.phrase, again.retry_after) == (error.phrase, timedelta(seconds=9))


@pytest.mark.parametrize("count", [1, 2, 3, 3_000])
def test_several_problems_are_as_many_lines(count: int) -> None:
    problem = StatedProblem.of_several([plain_words(f"problem {number}") for number in range(count)])
    assert str(problem).split("\n") == [f"problem {number}" for number in range(count)]
    assert ENGLISH(from_json(to_json(problem.phrase))) == str(problem)
