"""What may have been meant by a word that stands nowhere, in words."""

from __future__ import annotations

from bot.answers.suggestion import Suggestion, suggest
from bot.i18n.catalogue import near as texts
from bot.matching.query import Query
from bot.messages.message import Line, bold
from bot.messages.wording import shown
from handlers.request import Request


def meant_by(query: Query, typed: str, request: Request) -> Suggestion | None:
    """The nearest follow that the archive holds, if it holds nothing of a typed word."""
    return suggest(query, typed, store=request.store, concepts=request.rules.concepts)


def did_you_mean(meant: Suggestion, request: Request) -> Line:
    """`Nothing on павадок yet. Did you mean паводок?`"""
    return request.sentence(texts.DID_YOU_MEAN, word=bold(shown(meant.word)), other=bold(shown(meant.other)))
