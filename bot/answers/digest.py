"""A digest: the articles of a period, grouped by query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.answers.archive import articles_by_query, complete_since, that_are_read
from bot.matching.concepts import Concepts
from bot.matching.query import Query
from bot.model import Article, Digest, DigestGroup, PageState, Period
from bot.storage.store import Store

Asked = tuple[str, Query]  #: a query as typed, and parsed


def digest_of(
    period: Period,
    asked: Sequence[Asked],
    *,
    store: Store,
    concepts: Concepts,
    languages: Sequence[str],
    left_out: Collection[str] = (),
    now: datetime,
) -> Digest:
    """The articles of the period; each one is in the group of the first query that it matches.

    `asked` empty: all articles in one group. `languages`: those that the chat reads; () for all. `left_out`: keys
    of the sources that it leaves out.
    """
    articles = that_are_read(store.articles.published(period.start_at, period.end_at), languages, left_out)
    groups = _grouped(asked, articles, concepts) if asked else [DigestGroup(typed="", articles=tuple(articles))]
    dropped = any(each.body is None and each.page_state is PageState.READ for each in articles) if asked else False
    return Digest(
        period=period,
        groups=tuple(groups),
        seen=len(articles),
        archive_since_at=complete_since(store, period.start_at, now),
        texts_dropped=dropped,
    )


def _grouped(asked: Sequence[Asked], articles: Sequence[Article], concepts: Concepts) -> list[DigestGroup]:
    found = articles_by_query({index: query for index, (_, query) in enumerate(asked)}, articles, concepts)
    shown: set[int] = set()
    groups: list[DigestGroup] = []
    for index, (typed, _) in enumerate(asked):
        own = tuple(article for article in found[index] if article.id not in shown)
        shown |= {article.id for article in own}
        groups.append(DigestGroup(typed=typed, articles=own, shown_above=len(found[index]) - len(own)))
    return groups
