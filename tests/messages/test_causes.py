"""A cause is put into words, the platform's own where it gave some."""

from __future__ import annotations

import pytest

from bot.i18n.catalogue import delivery as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.messages.causes import SENTENCES, cause_text, given_up_text
from bot.model import Cause
from config.translations import load_translations


def test_every_cause_has_its_words() -> None:
    assert set(SENTENCES) == set(Cause)


@pytest.mark.parametrize(
    ("cause", "detail", "why", "given_up"),
    [
        (Cause.BAD_MESSAGE, "can't parse entities", "can't parse entities", "can't parse entities"),
        (Cause.UNFOLLOWED, None, "no longer followed", "no longer followed"),
        (Cause.TIMEOUT, "Timed out", "Timed out", "gave up after a day: Timed out"),
        (Cause.MAYBE_SENT, None, "may have been sent", "gave up after a day: may have been sent"),
        (Cause.MAYBE_SENT, "OSError in sending", "may have been sent: OSError in sending",
         "gave up after a day: may have been sent: OSError in sending"),
        (None, None, "I don't know why", "I don't know why"),
    ],
)  # fmt: skip
def test_why(cause: Cause | None, detail: str | None, why: str, given_up: str) -> None:
    assert cause_text(cause, detail, translate=ENGLISH) == why
    assert given_up_text(cause, detail, translate=ENGLISH) == given_up


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Cause.OURS, "TimeoutError при подготовке сообщения"),
        (Cause.MAYBE_SENT, "возможно, отправлено: TimeoutError при подготовке сообщения"),
    ],
)
def test_words_of_ours_are_read_in_the_language_of_who_asks(cause: Cause, said: str) -> None:
    stored = to_json(Phrase(texts.NOT_MADE, {"error": "TimeoutError"}))
    assert cause_text(cause, stored, translate=load_translations()("ru")) == said
