"""Alerts of a group say who has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.fold import next_parcel
from bot.i18n.translator import ENGLISH
from bot.i18n.translators import ONLY_ENGLISH
from bot.messages.summary import alert
from bot.messages.tasks import is_shared_out, with_task
from bot.model import Attention, ChatKind, Delivery, Preferences, Task, TaskState
from tests.builders import NOW, actions, article, delivery, labels, reason, written


def owed(kind: ChatKind) -> Delivery:
    return delivery(article(), reason("metro", "A second line for the metro.", "metro"), kind=kind)


@pytest.mark.parametrize(
    ("kind", "teamwork", "shared"),
    [
        (ChatKind.GROUP, None, True),
        (ChatKind.GROUP, False, False),
        (ChatKind.CHANNEL, None, False),
        (ChatKind.CHANNEL, True, True),
        (ChatKind.PRIVATE, None, False),
        (ChatKind.TERMINAL, None, False),
    ],
)
def test_where_alerts_are_shared_out(kind: ChatKind, teamwork: bool | None, shared: bool) -> None:
    assert is_shared_out(kind, Preferences(teamwork=teamwork)) is shared
    made = replace(owed(kind), preferences=Preferences(teamwork=teamwork))
    message = next_parcel([made], NOW, fold=False, translators=ONLY_ENGLISH).message
    assert (["✋ I'll take it", "✅ Done"] in labels(message)) is shared


@pytest.mark.parametrize(
    ("state", "name", "line", "left"),
    [
        (TaskState.TAKEN, "Aliya", "✋ Aliya, ", ["done 345", "reopen 345"]),
        (TaskState.DONE, "Aliya", "✅ Aliya, ", ["reopen 345"]),
        (TaskState.DONE, "", "✅ Somebody, ", ["reopen 345"]),
    ],
)
def test_who_has_it_stands_last(state: TaskState, name: str, line: str, left: list[str]) -> None:
    made = owed(ChatKind.GROUP)
    made = replace(made, article=replace(made.article, id=345))
    message = alert(made, made.timezone, NOW, translate=ENGLISH)
    task = Task(state=state, person_name=name, changed_at=NOW + timedelta(minutes=5))
    shown = with_task(message, made, task, NOW, ENGLISH)
    assert written(shown).split("\n")[-1].startswith(line)
    assert [action for action in actions(shown) if not action.startswith("more")] == left


def test_whom_a_follow_calls_stands_behind_the_bell() -> None:
    called = Attention(mentions=("@aigul", "<@U1A2>"))
    made = owed(ChatKind.PRIVATE)
    made = replace(made, reasons=tuple(replace(each, attention=called) for each in made.reasons))
    message = alert(made, made.timezone, NOW, translate=ENGLISH)
    spans = message.paragraphs[-1][0]
    assert [(span.text, span.mention) for span in spans if span.text.strip()][1:] == [
        ("@aigul", ""),
        ("<@U1A2>", "U1A2"),
    ]
