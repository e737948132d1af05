"""The archive of a period matched anew: a follow made today sees yesterday's news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.matching.index import Index
from bot.matching.query import Query, parse
from bot.model import Article, Subscription
from bot.storage.store import Store


def queries(subscriptions: Sequence[Subscription]) -> dict[int, Query]:
    """The queries followed, by id."""
    return {each.query_id: parse(each.canonical) for each in subscriptions}


def index_of(asked: Mapping[int, Query]) -> Index:
    """One index over some queries."""
    index = Index()
    for query_id, query in asked.items():
        index.add(query_id, query)
    return index


def answering(asked: Mapping[int, Query], articles: Sequence[Article]) -> dict[int, list[Article]]:
    """The articles that answer each query, in the order given."""
    index = index_of(asked)
    found: dict[int, list[Article]] = {query_id: [] for query_id in asked}
    for article in articles:
        for match in index.match(article.text):
            found[match.query_id].append(article)
    return found


def latest(asked: Mapping[int, Query], articles: Sequence[Article]) -> dict[int, Article]:
    """The first of the articles that answers each query; stops as soon as each has one."""
    index = index_of(asked)
    found: dict[int, Article] = {}
    for article in articles:
        if len(found) == len(asked):
            break
        for match in index.match(article.text):
            found.setdefault(match.query_id, article)
    return found


def held_since(store: Store, start_at: datetime, articles: Sequence[Article], now: datetime) -> datetime | None:
    """Since when the archive of a period is whole, if that is later than its beginning; else None.

    A source is held from its first poll on, and as far back as the feed then reached; the youngest source decides.
    """
    oldest: dict[str, datetime] = {}
    for article in articles:
        oldest[article.source_key] = min(article.published_at, oldest.get(article.source_key, now))
    since = [
        min(source.first_polled_at, oldest.get(source.key, now))
        for source in store.source_health(now)
        if source.first_polled_at is not None and source.first_polled_at > start_at
    ]
    return max(since) if since else None
