"""A digest: the articles of a period, grouped by query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.answers.archive import articles_by_query, complete_since, that_are_read
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.model import Article, Chat, Digest, DigestGroup, PageState, Period, Subscription
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


def digest_of_follows(
    period: Period,
    chat: Chat,
    follows: Sequence[Subscription],
    *,
    store: Store,
    concepts: Concepts,
    languages: Sequence[str],
    left_out: Collection[str] = (),
    now: datetime,
) -> Digest:
    """The same of what a chat follows, mostly from the matches that are stored: no text is read for these.

    What is not stored is looked for in the texts: the articles that were not matched yet, and those of follows that
    are younger than the period. Of a follow that wants only what no other language has, only that is in it.
    """
    start, end = period.start_at, period.end_at
    stored = {one.article.id: one for one in store.digests.published(chat, start, end)}
    found: dict[int, dict[int, Article]] = {each.query_id: {} for each in follows}
    for one in stored.values():
        for query_id in one.follows:
            if query_id in found:
                found[query_id][one.article.id] = one.article
    young = [each for each in follows if each.asked_at is None or each.asked_at > start]
    texts = store.articles.published(start, end) if young else store.articles.unmatched_published(start, end)
    waiting = store.articles.unmatched_published(start, end) if young else texts
    for queries, articles in ((young, texts), (follows, waiting)):
        asked = {each.query_id: parse(each.canonical, concepts) for each in queries} if articles else {}
        for query_id, matching in articles_by_query(asked, articles, concepts).items():
            found[query_id] |= {each.id: each for each in matching}
    for each in follows:
        found[each.query_id] = _alone(each, found[each.query_id], store, now)
    seen, dropped = store.articles.count_published(start, end, languages, left_out)
    by_follow = [(each.typed, _as_read(found[each.query_id].values(), languages, left_out)) for each in follows]
    return Digest(
        period=period,
        groups=tuple(_each_once(by_follow)),
        seen=seen,
        archive_since_at=complete_since(store, start, now),
        texts_dropped=dropped and bool(young),
    )


def _alone(one: Subscription, found: dict[int, Article], store: Store, now: datetime) -> dict[int, Article]:
    """Of a follow that wants only what no other language has, what no other language had."""
    span = one.attention.alone_for
    had = store.alone.not_alone(found.values(), span, now) if span and found else ()
    return {number: article for number, article in found.items() if number not in had}


def _as_read(articles: Iterable[Article], languages: Sequence[str], left_out: Collection[str]) -> list[Article]:
    newest = sorted(articles, key=lambda each: (each.published_at, each.id), reverse=True)
    return that_are_read(newest, languages, left_out)


def _grouped(asked: Sequence[Asked], articles: Sequence[Article], concepts: Concepts) -> list[DigestGroup]:
    found = articles_by_query({index: query for index, (_, query) in enumerate(asked)}, articles, concepts)
    return _each_once([(typed, found[index]) for index, (typed, _) in enumerate(asked)])


def _each_once(found: Sequence[tuple[str, Sequence[Article]]]) -> list[DigestGroup]:
    """Each article in the first group that it is in."""
    shown: set[int] = set()
    groups: list[DigestGroup] = []
    for typed, articles in found:
        own = tuple(article for article in articles if article.id not in shown)
        shown |= {article.id for article in own}
        groups.append(DigestGroup(typed=typed, articles=own, shown_above=len(articles) - len(own)))
    return groups
