"""What may have been meant by a word that stands nowhere, in words."""

from __future__ import annotations

from bot.answers.suggestion import Suggestion, suggest
from bot.matching.query import Query
from bot.messages.message import Line, bold
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT, shown
from bot.messages.words import ENGLISH, filled
from handlers.request import Request


def meant_by(query: Query, typed: str, request: Request) -> Suggestion | None:
    """The nearest follow that the archive holds, if it holds nothing of a typed word."""
    return suggest(query, typed, store=request.store, concepts=request.rules.concepts)


def did_you_mean(meant: Suggestion) -> Line:
    """`Nothing on павадок yet. Did you mean паводок?`"""
    return filled(ENGLISH.nothing_on, word=(bold(shown(meant.word)),), other=(bold(shown(meant.other)),))


def instead_label(meant: Suggestion) -> str:
    """`паводок instead`, on the button that puts it in the place of what was followed."""
    return ENGLISH.instead.format(name=shorten(meant.typed, LABEL_LIMIT))
