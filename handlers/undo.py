"""Undo of an unfollow: the buttons that name what was followed, and what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.i18n.catalogue import phrases
from bot.i18n.catalogue import unfollow as texts
from bot.matching.grammar import split_follows
from bot.messages.message import Button
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Subscription
from handlers.asking import action_on, stored
from handlers.request import Request

MOST_BUTTONS = 20  #: that name follows by what was typed; where they would be more, they name them by numbers
RESTORE = "restore"  #: the action of one of several buttons, which stay
TAKE_BACK = "takeback"  #: the action that unfollows what was followed at one instant
EPOCH = datetime.fromtimestamp(0, UTC)
MICROSECOND = timedelta(microseconds=1)

_Part = list[tuple[Subscription, str]]  #: the follows of one button, each with how the button names it


def undo_button(gone: Subscription, request: Request, *, named: bool = False) -> Button:
    """Takes an Unfollow back; `named`: it says which."""
    name = shorten(tidy(gone.typed), LABEL_LIMIT)
    label = request.translate(texts.UNDO_ONE, follow=name) if named else request.translate(phrases.UNDO)
    return Button(label, action_on("undo", gone.typed, gone.query_id, request))


def taking_back(request: Request) -> tuple[Button, ...]:
    """Takes back what this very command follows: the row of one button, however much that is."""
    return (Button(request.translate(phrases.UNDO), f"{TAKE_BACK} {(request.now - EPOCH) // MICROSECOND}"),)


def taken_at(text: str) -> datetime | None:
    """When the command was given that such a button takes back; None: it names no instant."""
    return EPOCH + int(text) * MICROSECOND if re.fullmatch(r"\d{1,17}", text) else None


def undo_buttons(gone: Sequence[Subscription], request: Request) -> list[tuple[Button, ...]]:
    """Take all these Unfollows back: one button, or where one can't name so many, a row for each that is needed."""
    parts = _parts([(each, _name(each, request)) for each in gone], request)
    if len(parts) > MOST_BUTTONS:
        parts = _parts([(each, f"#{each.query_id}") for each in gone], request)
    if len(parts) == 1:
        return [(Button(request.translate(phrases.UNDO), f"undo {_joined(parts[0])}"),)]
    return [(Button(_label(part, request), f"{RESTORE} {_joined(part)}"),) for part in parts]


def named_follows(request: Request) -> list[str]:
    """What the follows that a button names were typed as; those that nobody knows any more are left out."""
    return [typed for name in split_follows(request.text) if (typed := stored(name, request))]


def _name(follow: Subscription, request: Request) -> str:
    return action_on(RESTORE, follow.typed, follow.query_id, request).removeprefix(f"{RESTORE} ")


def _parts(named: Sequence[tuple[Subscription, str]], request: Request) -> list[_Part]:
    """The follows by buttons, in their order, each as full as a button may be."""
    parts: list[_Part] = []
    for one in named:
        fuller = [*parts[-1], one] if parts else [one]
        if parts and _fits(fuller, request):
            parts[-1] = fuller
        else:
            parts.append([one])
    return parts


def _fits(part: _Part, request: Request) -> bool:
    text = _joined(part)
    apart = split_follows(text) == [name for _, name in part]  # a follow may hold a sign that joins it to the next
    return apart and len(f"{RESTORE} {text}".encode()) <= request.action_bytes


def _joined(part: _Part) -> str:
    return ", ".join(name for _, name in part)


def _label(part: _Part, request: Request) -> str:
    names = ", ".join(tidy(follow.typed) for follow, _ in part)
    return request.translate(texts.UNDO_ONE, follow=shorten(names, LABEL_LIMIT))
