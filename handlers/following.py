"""/following: the list, with how many articles each follow brought in the last 7 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.answers.archive import complete_since
from bot.answers.preview import YOUNG
from bot.i18n.catalogue import common, phrases
from bot.i18n.catalogue import following as texts
from bot.i18n.formats import duration
from bot.matching.grammar import parse
from bot.messages.message import Button, Line, Message, Paragraph, bold
from bot.messages.wording import shown
from bot.model import Subscription
from handlers.phrases import first_read_progress, nothing_followed
from handlers.request import Request

SPAN = timedelta(days=7)


def answer(request: Request) -> Message:
    """One line a follow; the archive is searched anew, and the span that it really has is named."""
    follows = request.follows()
    if not follows:
        return nothing_followed(request)
    since = complete_since(request.store, request.now - SPAN, request.now)
    lines = [_brought(each, request) for each in follows]
    paragraphs: list[Paragraph] = [(_heading(since, request), *lines), *first_read_progress(request)]
    digest = Button(request.translate(phrases.DIGEST_OF_WEEK), "digest week")
    buttons = (digest, Button(request.translate(texts.UNFOLLOW), "unfollow"))
    return Message(paragraphs=tuple(paragraphs), private=True, buttons=(buttons,))


def _heading(since: datetime | None, request: Request) -> Line:
    """`You follow, with how many articles came in the last 7 days:`; or in the span that there is."""
    if since is None:
        return request.sentence(texts.IN_WEEK)
    span = request.now - since
    return request.sentence(texts.IN_ONLY_SPAN if span < YOUNG else texts.IN_SPAN, span=duration(span))


def _brought(follow: Subscription, request: Request) -> Line:
    """`AI · 12`: how many articles one follow brought."""
    query = parse(follow.canonical, request.rules.concepts)
    found = request.store.search.find(
        query,
        request.now - SPAN,
        limit=0,
        languages=request.languages,
        left_out=request.left_out,
        concepts=request.rules.concepts,
    )
    text = common.FOLLOW_AND_COUNT if found.exact else texts.BROUGHT_ABOUT
    return request.sentence(text, follow=bold(shown(follow.typed)), count=found.count)
