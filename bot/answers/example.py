"""An article to show how the posts of a channel look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.errors import QueryError
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.model import Article, Chat, Reason
from bot.storage.store import Store

SPAN = timedelta(days=30)  #: of the archive that is looked at
MOST_SEARCHED = 3  #: follows that are searched for: a person waits


def example_article(
    chat: Chat, *, store: Store, concepts: Concepts, languages: Sequence[str], now: datetime
) -> tuple[Article, tuple[Reason, ...]] | None:
    """The newest article that a follow of the chat matched, else one that its follows find, else the newest of all.

    The last has no reasons. None: there is no article.
    """
    matched = store.post_styles.newest_match(chat, languages)
    article = store.articles.get(matched) if matched is not None else None
    if article is not None:
        return article, store.articles.reasons(chat, article.id)
    return _found(chat, store, concepts, languages, now) or _newest(store, languages, now)


def _found(
    chat: Chat, store: Store, concepts: Concepts, languages: Sequence[str], now: datetime
) -> tuple[Article, tuple[Reason, ...]] | None:
    for follow in store.follows.subscriptions(chat)[-MOST_SEARCHED:][::-1]:
        try:
            query = parse(follow.canonical, concepts)
        except QueryError:  # it was followed under an older grammar
            continue
        found = store.search.find(query, now - SPAN, concepts=concepts, limit=1, languages=tuple(languages))
        for article, match in found.latest:
            return article, (Reason(query_id=follow.query_id, typed=follow.typed, match=match),)
    return None


def _newest(store: Store, languages: Sequence[str], now: datetime) -> tuple[Article, tuple[Reason, ...]] | None:
    articles = store.articles.published(now - SPAN, limit=50)
    article = next((each for each in articles if not languages or each.language in languages), None)
    return None if article is None else (article, ())
