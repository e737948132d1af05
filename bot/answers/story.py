"""What is known of a story, as a chat sees it, and why two articles are, or are not, one.

article ─▶ its story ─ without what the chat took out ─▶ who was first, who copied, what was new
article ─▶ the nearest one ─▶ what both have, and what speaks against it
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Article, Chat, OldTitle, StoryEntry
from bot.storage.store import Store
from bot.stories.likeness import Likeness, explain


@dataclass(frozen=True, kw_only=True)
class TakenOut:
    """An article that a chat took out of the story."""

    article: Article
    person_name: str  #: who said so, in a chat of several; "": not told


@dataclass(frozen=True, kw_only=True)
class Told:
    """A story as a chat sees it."""

    entries: tuple[StoryEntry, ...]  #: in the order of publication
    taken_out: tuple[TakenOut, ...]
    separable: frozenset[int]  #: those that the chat can take out: all but the one that began it there
    old_titles: Mapping[int, tuple[OldTitle, ...]]  #: headlines that its articles had before, by their ids

    @property
    def is_alone(self) -> bool:
        """Does no other article tell of it, or did none before the chat took them out?"""
        return len(self.entries) < 2 and not self.taken_out

    def copied_from(self, entry: StoryEntry) -> int | None:
        """The place, from 1, of the article whose words it has; None: it has its own, or that one is not here."""
        ids = [each.article.id for each in self.entries]
        return ids.index(entry.nearest_id) + 1 if entry.copied and entry.nearest_id in ids else None

    def first_by_language(self) -> dict[str, Article]:
        """The earliest article in each language, in the order in which the languages came."""
        found: dict[str, Article] = {}
        for each in self.entries:
            found.setdefault(each.article.language, each.article)
        return found


def told(article: Article, chat: Chat, store: Store) -> Told:
    """The story of an article; of one that the chat took out, that one alone."""
    whole, out = store.stories.of(article.id), store.story_splits.of(chat)
    alone = article.id in out
    stays = [each for each in whole if (each.article.id == article.id if alone else each.article.id not in out)]
    ids = [each.article.id for each in stays]
    taken_out = tuple(
        TakenOut(article=each.article, person_name=out[each.article.id]) for each in whole if each.article.id in out
    )
    return Told(
        entries=tuple(stays),
        taken_out=taken_out,
        separable=store.story_splits.separable(chat, ids) if len(ids) > 1 else frozenset(),
        old_titles=store.stories.old_titles(ids),
    )


def others_of(article: Article, store: Store) -> int:
    """How many other articles tell of the same story."""
    return 0 if article.story_id is None else max(store.stories.size(article.story_id) - 1, 0)


@dataclass(frozen=True, kw_only=True)
class Kinship:
    """How an article stands to another one."""

    other: Article
    together: bool  #: are they in one story?
    copied: bool = False  #: is it nearly the words of the other?
    apart: bool = False  #: has the chat said that it is not the same story?
    likeness: Likeness | None = None  #: None: what they are compared by is no longer kept


def nearest(article: Article, chat: Chat, store: Store) -> Kinship | None:
    """The article because of which it joined its story, or nearly another one; None: nothing was like it."""
    own = next((each for each in store.stories.of(article.id) if each.article.id == article.id), None)
    other = store.articles.get(own.nearest_id) if own is not None and own.nearest_id is not None else None
    if own is None or other is None:
        return None
    found = _kinship(article, other, store.story_splits.of(chat), store)
    joined = own.score is not None
    return Kinship(
        other=other, together=joined, copied=joined and own.copied, apart=found.apart, likeness=found.likeness
    )


def between(one: Article, other: Article, chat: Chat, store: Store) -> Kinship:
    """How two articles stand to each other."""
    return _kinship(one, other, store.story_splits.of(chat), store)


def _kinship(one: Article, other: Article, out: Collection[int], store: Store) -> Kinship:
    features = store.stories.features([one.id, other.id])
    both = one.id in features and other.id in features
    together = one.story_id is not None and one.story_id == other.story_id
    return Kinship(
        other=other,
        together=together,
        apart=together and (one.id in out or other.id in out),
        likeness=explain(features[one.id], features[other.id]) if both else None,
    )


def distinct(articles: Sequence[Article]) -> list[Article]:
    """One article of each story, and those that are in none."""
    found: dict[int, Article] = {}
    for each in articles:
        found.setdefault(-each.id if each.story_id is None else each.story_id, each)
    return list(found.values())
