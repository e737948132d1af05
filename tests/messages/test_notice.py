"""Notices for operators are in their language, with the reason in it."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from bot.errors import StatedProblem
from bot.i18n.catalogue import causes, intake, notice, platforms
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH, Translator
from bot.messages.causes import cause_phrase
from bot.messages.notice import platform_cut_off, platform_refused, source_fails
from bot.model import Cause
from tests.builders import NOW, health, plain_words, written

REASON = Phrase(intake.REDIRECTED_TO_FAILURE, {"url": "https://kt.example/", "error": Phrase(intake.TOO_MUCH_MEMORY)})


class Kazakh(NullTranslations):
    """A few texts."""

    def gettext(self, message: str) -> str:
        return {
            "needs too much memory to read": "оқуға жад жетпейді",
            "redirected to another place: {url} (which {error})": "{url} мекенжайына бағыттады ({error})",
            "the token was rejected": "токен қабылданбады",
            notice.TOKEN_REFUSED_WHY.english: "Жауабы: {reason}.",
            notice.CUT_OFF_WHY.english: "Себебі: {reason}.",
            platforms.SLACK_SOCKETS_FAIL.english: "сокеттер ашылмайды ({error})",
            platforms.SLACK_SOCKET_CLOSED.english: "себепсіз жабылды",
        }.get(message, message)


KAZAKH = Translator("kk", Kazakh())


def test_a_failing_source_is_reported_with_its_reason() -> None:
    failing = health(failing_since_at=NOW, last_error=REASON)
    assert written(source_fails(failing, translate=ENGLISH)).splitlines()[-1:] == [
        "Since 2025-11-25 09:00 UTC: redirected to another place: https://kt.example/ (which needs too much memory to "
        "read). I try again at least once an hour and will tell you when it's back."
    ]
    assert "https://kt.example/ мекенжайына бағыттады (оқуға жад жетпейді)" in written(
        source_fails(failing, translate=KAZAKH)
    )


def test_a_failing_source_whose_reason_nobody_kept_is_reported_too() -> None:
    assert "UTC: I don't know why." in written(source_fails(health(failing_since_at=NOW), translate=ENGLISH))


def test_a_refused_token_is_reported_in_the_language_of_the_operator() -> None:
    reason = cause_phrase(Cause.TOKEN_REFUSED, None)
    assert "It says: the token was rejected." in written(platform_refused("slack", reason, translate=ENGLISH))
    assert "Жауабы: токен қабылданбады." in written(platform_refused("slack", reason, translate=KAZAKH))


def test_what_keeps_a_platform_silent_is_told_in_one_language() -> None:
    reason = Phrase(platforms.SLACK_SOCKETS_FAIL, {"error": Phrase(platforms.SLACK_SOCKET_CLOSED)})
    assert "end at once, or can't be opened (closed without a reason)." in written(
        platform_cut_off("slack", reason, translate=ENGLISH)
    )
    assert "Себебі: сокеттер ашылмайды (себепсіз жабылды)." in written(
        platform_cut_off("slack", reason, translate=KAZAKH)
    )


@pytest.mark.parametrize(
    ("cause", "detail", "phrase"),
    [
        (None, None, Phrase(causes.UNKNOWN)),
        (Cause.FLOOD, None, Phrase(causes.FLOOD)),
        (Cause.FLOOD, "", Phrase(causes.FLOOD)),
        (Cause.MAYBE_SENT, "in sending", Phrase(causes.MAYBE_SENT_DETAIL, {"detail": plain_words("in sending")})),
    ],
)
def test_a_cause_is_a_phrase(cause: Cause | None, detail: str | None, phrase: Phrase) -> None:
    assert cause_phrase(cause, detail) == phrase


def test_the_platforms_own_words_stand_as_they_are() -> None:
    assert KAZAKH(cause_phrase(Cause.REFUSED, "account_inactive")) == "account_inactive"


def test_a_refused_token_of_the_start_is_reported_as_it_was_stated() -> None:
    problem = StatedProblem(platforms.TELEGRAM_TOKEN_REFUSED)
    assert f"It says: {problem}." in written(platform_refused("telegram", problem.phrase, translate=ENGLISH))
