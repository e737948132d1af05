"""Articles as a chat is told of them: those of one story together, the one that it would rather read first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Article, Chat, Preferences
from bot.storage.store import Store


@dataclass(frozen=True, kw_only=True)
class StoryView:
    """How a chat wants to be told of stories."""

    joined: bool = True  #: False: each article by itself
    languages: tuple[str, ...] = ()  #: those that it reads, the one that it prefers first; empty: all
    taken_out: frozenset[int] = frozenset()  #: articles that it took out of their stories

    @classmethod
    def of(cls, chat: Chat, preferences: Preferences, languages: Sequence[str], store: Store) -> StoryView:
        """How this chat does."""
        if not preferences.stories:
            return cls(joined=False)
        return cls(languages=tuple(languages), taken_out=frozenset(store.story_splits.of(chat)))

    def key(self, article: Article) -> int:
        """The same for all that it is told of together."""
        if article.story_id is None or not self.joined or article.id in self.taken_out:
            return -article.id
        return article.story_id

    def together(self, articles: Iterable[Article]) -> dict[int, tuple[Article, ...]]:
        """The articles by their keys: in the language that the chat prefers first, and the earlier ones."""
        found: dict[int, dict[int, Article]] = {}
        for each in articles:
            found.setdefault(self.key(each), {})[each.id] = each
        return {key: tuple(sorted(story.values(), key=self._rank)) for key, story in found.items()}

    def _rank(self, article: Article) -> tuple[int, float, int]:
        preferred = self.languages.index(article.language) if article.language in self.languages else 0
        return preferred, article.published_at.timestamp(), article.id


EACH_BY_ITSELF = StoryView(joined=False)


def newest_first(stories: Iterable[tuple[Article, ...]]) -> list[tuple[Article, ...]]:
    """By the articles that stand for them."""
    return sorted(stories, key=lambda story: (story[0].published_at, story[0].id), reverse=True)
