"""Match archived articles with queries: a new follow can show yesterday's news."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.matching.concepts import Concepts
from bot.matching.index import Index
from bot.matching.query import Query
from bot.model import Article
from bot.storage.store import Store

JOINED_LATE = timedelta(days=1)  #: after the first of the others
FEED_REACH = timedelta(days=30)  #: how old the entries of a first poll may be


def articles_by_query(
    asked: Mapping[int, Query], articles: Sequence[Article], concepts: Concepts
) -> dict[int, list[Article]]:
    """The articles that match each query, by the query's id, in the order given."""
    index = Index(concepts)
    for query_id, query in asked.items():
        index.add(query_id, query)
    found: dict[int, list[Article]] = {query_id: [] for query_id in asked}
    for article in articles:
        for match in index.match(article):
            found[match.query_id].append(article)
    return found


def that_are_read(
    articles: Sequence[Article], languages: Sequence[str], left_out: Collection[str] = ()
) -> list[Article]:
    """The articles in these languages (all of them if `languages` is empty), but none of sources that are left out."""
    return [
        article
        for article in articles
        if (not languages or article.language in languages) and article.source_key not in left_out
    ]


def complete_since(
    store: Store, start_at: datetime, now: datetime, polls: Mapping[str, datetime | None] | None = None
) -> datetime | None:
    """Since when the archive is complete, if that is later than `start_at`; else None.

    A source is complete since its first poll, and as far back as its feed went then; the newest source decides. One
    that joined the others later does not: what they have is no less for it. `polls`: the first ones, if they are known.
    """
    polls = store.sources.first_polls() if polls is None else polls
    first = {key: at for key, at in polls.items() if at is not None}
    joined_late = min(first.values(), default=now) + JOINED_LATE
    first = {key: at for key, at in first.items() if at < joined_late}
    young = {key: at for key, at in first.items() if at > start_at}
    if not young:
        return None
    reach = store.articles.oldest(young, min(young.values()) - FEED_REACH, max(young.values()))
    since = max(min(at, reach.get(key, at)) for key, at in young.items())
    return since if since > start_at else None
