"""/following: the list, with how many articles each follow brought in the last 7 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.answers.archive import complete_since
from bot.answers.preview import YOUNG
from bot.matching.grammar import parse
from bot.messages.dates import news_so_far, span_name
from bot.messages.message import Button, Message, Paragraph, bold, line
from bot.messages.wording import shown
from bot.model import Subscription
from handlers.phrases import first_read_progress, nothing_followed, you_follow
from handlers.request import Request

SPAN = timedelta(days=7)


def answer(request: Request) -> Message:
    """One line a follow; the archive is searched anew, and the span that it really has is named."""
    follows = request.follows()
    if not follows:
        return nothing_followed(request.kind)
    since = complete_since(request.store, request.now - SPAN, request.now)
    heading = line(f"{you_follow(request.kind)}, with how many articles came {_within(since, request.now)}:")
    lines = [line(bold(shown(each.typed)), f" · {_brought(each, request)}") for each in follows]
    paragraphs: list[Paragraph] = [(heading, *lines), *first_read_progress(request)]
    buttons = (Button("Digest of the week", "digest week"), Button("Unfollow …", "unfollow"))
    return Message(paragraphs=tuple(paragraphs), private=True, buttons=(buttons,))


def _within(since: datetime | None, now: datetime) -> str:
    """`in the last 7 days`, `in the 2 days I have`."""
    if since is None:
        return "in the last 7 days"
    span = now - since
    return f"({news_so_far(span)})" if span < YOUNG else f"in the {span_name(span)} I have"


def _brought(follow: Subscription, request: Request) -> str:
    """How many articles one follow brought."""
    query = parse(follow.canonical, request.rules.concepts)
    found = request.store.search.find(
        query, request.now - SPAN, limit=0, languages=request.languages, concepts=request.rules.concepts
    )
    return f"{'' if found.exact else 'about '}{found.count:,}"
