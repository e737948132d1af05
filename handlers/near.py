"""What may have been meant by a word that stands nowhere, in words."""

from __future__ import annotations

from bot.answers.suggestion import Suggestion, suggest
from bot.i18n.catalogue import near as texts
from bot.matching.query import Query
from bot.messages.message import Line, bold
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT, shown
from handlers.request import Request


def meant_by(query: Query, typed: str, request: Request) -> Suggestion | None:
    """The nearest follow that the archive holds, if it holds nothing of a typed word."""
    return suggest(query, typed, store=request.store, concepts=request.rules.concepts)


def did_you_mean(meant: Suggestion, request: Request) -> Line:
    """`Nothing on павадок yet. Did you mean паводок?`"""
    return request.sentence(texts.DID_YOU_MEAN, word=bold(shown(meant.word)), other=bold(shown(meant.other)))


def instead_label(meant: Suggestion, request: Request) -> str:
    """`паводок instead`, on the button that follows it in place of what was typed."""
    return request.translate(texts.INSTEAD, follow=shorten(meant.typed, LABEL_LIMIT))
