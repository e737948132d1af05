"""A digest: the stories of a period, grouped by query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.answers.archive import articles_by_query, complete_since, that_are_read
from bot.answers.by_story import EACH_BY_ITSELF, StoryView, newest_first
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
    view: StoryView = EACH_BY_ITSELF,
    now: datetime,
) -> Digest:
    """The stories of the period; each one is in the group of the first query that it matches.

    `asked` empty: all articles in one group. `languages`: those that the chat reads; () for all. `left_out`: keys
    of the sources that it leaves out.
    """
    articles = that_are_read(store.articles.published(period.start_at, period.end_at), languages, left_out)
    groups, also = _each_once(_found(asked, articles, concepts) if asked else [("", articles)], view)
    dropped = any(each.body is None and each.page_state is PageState.READ for each in articles) if asked else False
    return Digest(
        period=period,
        groups=groups,
        also=also,
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
    view: StoryView = EACH_BY_ITSELF,
    now: datetime,
) -> Digest:
    """The same of what a chat follows, mostly from the matches that are stored: no text is read for these.

    What is not stored is looked for in the texts: the articles that were not matched yet, and those of follows that
    are younger than the period. Of a follow that wants only what no other language has, only that is in it.
    """
    start, end = period.start_at, period.end_at
    young = [each for each in follows if each.asked_at is None or each.asked_at > start]
    found = _of_each(period, chat, follows, young, store=store, concepts=concepts)
    for each in follows:
        found[each.query_id] = _alone(each, found[each.query_id], store, now)
    seen, dropped = store.articles.count_published(start, end, languages, left_out)
    by_follow = [(each.typed, _as_read(found[each.query_id].values(), languages, left_out)) for each in follows]
    groups, also = _each_once(by_follow, view)
    return Digest(
        period=period,
        groups=groups,
        also=also,
        seen=seen,
        archive_since_at=complete_since(store, start, now),
        texts_dropped=dropped and bool(young),
    )


def _of_each(
    period: Period,
    chat: Chat,
    follows: Sequence[Subscription],
    young: Sequence[Subscription],
    *,
    store: Store,
    concepts: Concepts,
) -> dict[int, dict[int, Article]]:
    """The articles of each follow by their ids: what is stored, and of those that are `young` what their texts say."""
    start, end = period.start_at, period.end_at
    found: dict[int, dict[int, Article]] = {each.query_id: {} for each in follows}
    for one in store.digests.published(chat, start, end):
        for query_id in one.follows:
            if query_id in found:
                found[query_id][one.article.id] = one.article
    texts = store.articles.published(start, end) if young else store.articles.unmatched_published(start, end)
    waiting = store.articles.unmatched_published(start, end) if young else texts
    for queries, articles in ((young, texts), (follows, waiting)):
        asked = {each.query_id: parse(each.canonical, concepts) for each in queries} if articles else {}
        for query_id, matching in articles_by_query(asked, articles, concepts).items():
            found[query_id] |= {each.id: each for each in matching}
    return found


def _alone(one: Subscription, found: dict[int, Article], store: Store, now: datetime) -> dict[int, Article]:
    """Of a follow that wants only what no other language has, what no other language had."""
    span = one.attention.alone_for
    had = store.alone.not_alone(found.values(), span, now) if span and found else ()
    return {number: article for number, article in found.items() if number not in had}


def _as_read(articles: Iterable[Article], languages: Sequence[str], left_out: Collection[str]) -> list[Article]:
    newest = sorted(articles, key=lambda each: (each.published_at, each.id), reverse=True)
    return that_are_read(newest, languages, left_out)


def _found(
    asked: Sequence[Asked], articles: Sequence[Article], concepts: Concepts
) -> list[tuple[str, Sequence[Article]]]:
    found = articles_by_query({index: query for index, (_, query) in enumerate(asked)}, articles, concepts)
    return [(typed, found[index]) for index, (typed, _) in enumerate(asked)]


def _each_once(
    found: Sequence[tuple[str, Sequence[Article]]], view: StoryView
) -> tuple[tuple[DigestGroup, ...], dict[int, tuple[Article, ...]]]:
    """Each story in the first group that it is in, as one of its articles; and the others, by that one."""
    stories = view.together(article for _, articles in found for article in articles)
    shown: set[int] = set()
    groups: list[DigestGroup] = []
    for typed, articles in found:
        keys = dict.fromkeys(map(view.key, articles))
        own = newest_first(stories[key] for key in keys if key not in shown)
        shown |= keys.keys()
        first = tuple(story[0] for story in own)
        groups.append(DigestGroup(typed=typed, articles=first, shown_above=len(keys) - len(own)))
    return tuple(groups), {story[0].id: story[1:] for story in stories.values() if len(story) > 1}
