"""What a platform says of a message, as the log has it: people's words may be quoted, and are not repeated."""

from __future__ import annotations

import pytest

from bot.delivery.send import for_log
from bot.model import Cause, ChatKind, ChatMoved, Edit, GiveUp, Letter, OutboxItem, Verdict
from tests.builders import article, delivery, reason

ALERT = delivery(article("Oil"), reason('title:"Жасырын сөз" oil', "Oil.", "Oil"))
EDIT = Edit(delivery=ALERT, ref="7", asked=1, attempts=0, first_attempt_at=None, plain=False)
LETTER = Letter(
    id=1,
    chat=ALERT.chat,
    chat_id=ALERT.chat_id,
    kind=ChatKind.PRIVATE,
    payload="{}",
    attempts=0,
    first_attempt_at=None,
    plain=False,
)
QUOTING = GiveUp(cause=Cause.BAD_MESSAGE, detail='can\'t parse "жасырын", an unknown tag')


@pytest.mark.parametrize(
    ("owed", "verdict", "logged"),
    [
        (ALERT, QUOTING, str(GiveUp(cause=Cause.BAD_MESSAGE, detail='can\'t parse "…", an unknown tag'))),
        (EDIT, QUOTING, str(GiveUp(cause=Cause.BAD_MESSAGE, detail='can\'t parse "…", an unknown tag'))),
        (LETTER, QUOTING, str(GiveUp(cause=Cause.BAD_MESSAGE))),
        (LETTER, ChatMoved(id="8"), str(ChatMoved(id="8"))),
    ],
)
def test_the_log_does_not_repeat_what_people_typed(owed: OutboxItem, verdict: Verdict, logged: str) -> None:
    assert for_log([owed], verdict) == logged
