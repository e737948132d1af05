"""Why a chat got an article, or did not.

article, chat ─┬─ owed      ─▶ the follows that it matches, the record of the delivery
               ├─ not owed  ─▶ the follows that it matches, the reason
               └─ no match  ─▶ the nearest follows, and what the article lacks of each
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import or_

from bot.i18n.translator import Translator
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.query import Query
from bot.messages.found import opening_paragraph
from bot.messages.message import Line
from bot.messages.nearness import nearness
from bot.messages.text import tidy
from bot.model import Article, Cause, Chat, FollowMode, Match, PageState, Subscription
from bot.storage.store import DeliveryRecord, Store

MAX_NEAR_MISSES = 3  #: near misses returned


class MatchPlace(StrEnum):
    """Where in an article a match is."""

    HEADLINE = "headline"
    LEAD = "lead"
    TEXT = "text"
    WHOLE = "whole"  #: the query asks only for its source or language


class NotOwed(StrEnum):
    """Why an article that matches a follow was never owed."""

    LEFT_OUT = "left_out"  #: the chat leaves out its source
    OTHER_LANGUAGE = "other_language"  #: the chat does not read it
    BEFORE_FIRST_POLL = "before_first_poll"  #: it was in the feed when its source was first polled
    TOO_OLD = "too_old"  #: older than the catch-up span when it was first seen
    DIGEST_ONLY = "digest_only"  #: every follow of it comes in digests only
    MUTED = "muted"  #: so it is, or it is muted
    FOLLOWED_LATER = "followed_later"
    BEING_ENQUEUED = "being_enqueued"  #: it will be owed in a moment
    PAGE_AWAITED = "page_awaited"
    NOT_FOUND_THEN = "not_found_then"  #: its text or the grammar has changed since


@dataclass(frozen=True, kw_only=True)
class MatchedFollow:
    """A follow that the article matches."""

    follow: Subscription
    query: Query
    match: Match
    place: MatchPlace


@dataclass(frozen=True, kw_only=True)
class NearMiss:
    """A follow that the article nearly matches."""

    follow: Subscription
    query: Query
    lacks: Line  #: `has **Aktau**, but not **waste**`


@dataclass(frozen=True, kw_only=True)
class Why:
    """Everything known about one article and one chat."""

    article: Article
    follows: int  #: how many the chat has
    answered: tuple[MatchedFollow, ...]
    delivery: DeliveryRecord | None  #: None: never owed
    not_owed: NotOwed | None  #: set if it matches a follow and was never owed
    near: tuple[NearMiss, ...]  #: the nearest first; () if it matches a follow or was owed
    in_other_language: bool  #: the chat does not read its language
    left_out: bool  #: the chat leaves out its source
    elsewhere: Article | None = None  #: of the same event in another language, if it was dropped for that


def why(
    article: Article,
    chat: Chat,
    *,
    store: Store,
    concepts: Concepts,
    languages: Sequence[str],
    left_out: Collection[str] = (),
    now: datetime,
    translate: Translator,
) -> Why:
    """Why the chat got the article, or did not.

    `languages`: those that the chat reads; () for all. `left_out`: keys of the sources that it leaves out.
    """
    follows = store.follows.subscriptions(chat)
    queries = [(each, parse(each.canonical, concepts)) for each in follows]
    stored = {each.query_id: each.match for each in store.articles.reasons(chat, article.id)}
    answered = _answered(article, queries, stored, concepts)
    delivery = store.outbox.delivery_record(chat, article.id)
    unread = bool(languages) and article.language not in languages
    owed, out = delivery is not None, article.source_key in left_out
    return Why(
        article=article,
        follows=len(follows),
        answered=answered,
        delivery=delivery,
        not_owed=_not_owed(article, answered, unread, out, store, now) if answered and not owed else None,
        near=() if answered or owed else _near_misses(article, queries, concepts, translate),
        in_other_language=unread,
        left_out=out,
        elsewhere=store.alone.elsewhere(article.id) if delivery and delivery.cause is Cause.NOT_ALONE else None,
    )


def _answered(
    article: Article, queries: Sequence[tuple[Subscription, Query]], stored: dict[int, Match], concepts: Concepts
) -> tuple[MatchedFollow, ...]:
    """The follows that it matches: with the stored match if there is one, else with a new one."""
    analyzed = AnalyzedText.of(article, concepts)
    found = ((follow, query, stored.get(follow.query_id) or find(query, analyzed)) for follow, query in queries)
    return tuple(
        MatchedFollow(follow=follow, query=query, match=match, place=_place(article, match))
        for follow, query, match in found
        if match is not None
    )


def _place(article: Article, match: Match) -> MatchPlace:
    sentence = tidy(match.sentence)
    if not match.spans:
        return MatchPlace.WHOLE
    if sentence in tidy(article.title):
        return MatchPlace.HEADLINE
    return MatchPlace.LEAD if sentence in tidy(opening_paragraph(article)) else MatchPlace.TEXT


def _not_owed(
    article: Article, answered: Sequence[MatchedFollow], unread: bool, out: bool, store: Store, now: datetime
) -> NotOwed:
    if out:
        return NotOwed.LEFT_OUT
    if unread:
        return NotOwed.OTHER_LANGUAGE
    if article.silent:
        return _silent(article, store, now)
    if min(each.follow.created_at for each in answered) > article.first_seen_at:
        return NotOwed.FOLLOWED_LATER
    if quiet := _kept_quiet(article, answered):
        return quiet
    if store.outbox.fanout_pending(article.id):
        return NotOwed.BEING_ENQUEUED
    return NotOwed.PAGE_AWAITED if article.page_state is PageState.AWAITING else NotOwed.NOT_FOUND_THEN


def _kept_quiet(article: Article, answered: Sequence[MatchedFollow]) -> NotOwed | None:
    """Why all follows that it matches bring no alerts, by how they come now; None: one of them does."""
    attentions = [each.follow.attention for each in answered]
    digest = [each.mode is FollowMode.DIGEST for each in attentions]
    muted = [each.muted_until_at is not None and each.muted_until_at > article.first_seen_at for each in attentions]
    if all(digest):
        return NotOwed.DIGEST_ONLY
    return NotOwed.MUTED if all(map(or_, digest, muted)) else None


def _silent(article: Article, store: Store, now: datetime) -> NotOwed:
    health = store.sources.health(now)
    first = next((each.first_polled_at for each in health if each.key == article.source_key), None)
    return NotOwed.BEFORE_FIRST_POLL if first is None or article.first_seen_at <= first else NotOwed.TOO_OLD


def _near_misses(
    article: Article, queries: Sequence[tuple[Subscription, Query]], concepts: Concepts, translate: Translator
) -> tuple[NearMiss, ...]:
    """The nearest follows, with what the article lacks of each."""
    found = [
        (nearby.share, NearMiss(follow=follow, query=query, lacks=nearby.clauses))
        for follow, query in queries
        if (nearby := nearness(query, follow.typed, article, concepts, translate=translate)) is not None
    ]
    found.sort(key=lambda one: -one[0])
    return tuple(near for _, near in found[:MAX_NEAR_MISSES])
