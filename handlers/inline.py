"""Inline mode: `@bot AI` in any chat lists the latest articles about it, one of which is inserted there.

    typed ─┬─ topics ──▶ what matches them ─ else what begins so ─┐
           └─ nothing ─▶ what matches the person's follows, else the newest ─▶ a page, and a button that opens the bot

Nothing is stored: who only looks is no chat, and a chat that is paused stays so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.i18n.catalogue import asking
from bot.i18n.catalogue import inline as texts
from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.deep_link import payload
from bot.messages.inline import InlineAnswer, inline_result
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article, Command
from bot.rules import Rules
from bot.storage.store import Store
from handlers.admission import is_open_to
from handlers.asking import Refused, read
from handlers.request import Request

SPAN = timedelta(days=30)  #: of the archive that is searched
PAGE = 10  #: articles of one page
MOST = 50  #: articles in all
MOST_TOPICS = 3  #: typed with commas between them, or followed, that are searched
BEGINNING = re.compile(r"\w{3}")  #: how a text ends whose last word may still be being typed
START = "inline"  #: opens the bot with its ordinary start


def find(asked: Command, offset: str, store: Store, rules: Rules, now: datetime) -> InlineAnswer:
    """What is offered for what was typed; `offset`: that of an earlier answer, or anything."""
    if not is_open_to(asked, store, rules):
        return InlineAnswer()
    request = Request.of(asked, store.chats.get(asked.chat), rules=rules, store=store, now=now)
    start = min(int(offset), MOST) if re.fullmatch(r"[0-9]{1,4}", offset) else 0
    typed = split_follows(asked.text)[:MOST_TOPICS]
    label, code = (request.translate(texts.CHOOSE), START) if not request.follows() else ("", "")
    if typed:
        articles, label, code = _of_topics(list(map(tidy, typed)), start + PAGE + 1, request)
    else:
        articles = _of_person(start + PAGE + 1, request)
    page = articles[start : min(start + PAGE, MOST)]
    more = start + PAGE < min(len(articles), MOST)
    return InlineAnswer(
        results=tuple(inline_result(one, request.zone.key, now, translate=request.translate) for one in page),
        next_offset=str(start + PAGE) if more else "",
        label=label,
        payload=code,
    )


def _of_topics(typed: Sequence[str], limit: int, request: Request) -> tuple[list[Article], str, str]:
    """The newest articles about these topics, and the button: its label, and what it opens the bot with."""
    asked = [query for each in typed if (query := _understood(each, request)) is not None]
    if not asked:
        return [], request.translate(texts.NOT_UNDERSTOOD), START
    found = _newest([query for _, query in asked], limit, request)
    topic = asked[0][0]
    if not found and BEGINNING.fullmatch(typed[-1][-3:]):
        begun = _understood(f"{typed[-1]}*", request)
        found = _newest([begun[1]], limit, request) if begun else []
    label = request.translate(asking.FOLLOW if found else texts.NOTHING, query=shorten(topic, LABEL_LIMIT))
    return found, label, _payload(topic, request)


def _understood(typed: str, request: Request) -> tuple[str, Query] | None:
    """A topic with its query; of one that is not typed to its end, the nearest that can be asked."""
    asked = read(typed, request, common=True)
    if not isinstance(asked, Refused):
        return typed, asked
    corrected = read(asked.correction, request, common=True) if asked.correction else None
    return (asked.correction, corrected) if asked.correction and isinstance(corrected, Query) else None


def _payload(topic: str, request: Request) -> str:
    """Of a link to the topic; one that is too long to be written into it is not stored for a look."""
    try:
        return payload(topic, _too_long)
    except OverflowError:
        return START


def _too_long() -> tuple[int, str]:
    raise OverflowError


def _newest(queries: Sequence[Query], limit: int, request: Request) -> list[Article]:
    """The newest articles that match any of these."""
    found: dict[int, Article] = {}
    for query in queries:
        result = request.store.search.find(
            query,
            request.now - SPAN,
            limit=limit,
            languages=request.languages,
            left_out=request.left_out,
            concepts=request.rules.concepts,
        )
        found |= {article.id: article for article, _ in result.latest}
    return sorted(found.values(), key=lambda one: (one.published_at, one.id), reverse=True)[:limit]


def _of_person(limit: int, request: Request) -> list[Article]:
    """What matches the person's follows: as found when it came, or of the newest follows now; else the newest."""
    start_at, search = request.now - SPAN, request.store.search
    follows = request.follows()
    found = search.latest(
        start_at, limit=limit, languages=request.languages, left_out=request.left_out, of=request.command.chat
    )
    if follows and not found:
        latest = follows[-MOST_TOPICS:]
        found = _newest([parse(each.canonical, request.rules.concepts) for each in latest], limit, request)
    return found or search.latest(start_at, limit=limit, languages=request.languages, left_out=request.left_out)
