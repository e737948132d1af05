"""Short articles, and a window that takes them as the worker does."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from bot.language.detect import language as language_of
from bot.matching.analysis import AnalyzedText
from bot.model import Article
from bot.model.stories import Assignment, StoryMember
from bot.stories.window import StoryWindow
from tests.builders import NOW, article, default_concepts

CONCEPTS = default_concepts()


def told(text: str, *, hours: float = 0, source: str = "", number: int = 1, language: str = "") -> Article:
    """An article of these paragraphs, which " ¶ " separates: headline, first lines, body."""
    title, *rest = text.split(" ¶ ")
    at = NOW + timedelta(hours=hours)
    return article(
        title,
        id=number,
        source_key=source or f"source-{number}",
        language=language or language_of(text),
        teaser=rest[0] if rest else "",
        body="\n\n".join(rest[1:]) or None,
        published_at=at,
        first_seen_at=at,
    )


class Newsroom:
    """Takes articles as they come."""

    def __init__(self) -> None:
        self.window = StoryWindow(CONCEPTS)
        self.assigned: dict[int, Assignment] = {}
        self.stories: dict[int, int] = {}
        self._numbers = count(1)

    def take(self, text: str, *, hours: float = 0, source: str = "", language: str = "") -> int:
        """The story of one more article."""
        one = told(text, hours=hours, source=source, number=next(self._numbers), language=language)
        return self.take_article(one)

    def take_article(self, one: Article, *, now: datetime | None = None) -> int:
        """The same for an article that is made already."""
        assigned = self.window.assign(one, AnalyzedText.of(one, CONCEPTS), now or one.published_at)
        story = assigned.story_id or one.id
        self.assigned[one.id], self.stories[one.id] = assigned, story
        self.window.add(member(one, assigned, number=self.window.number + 1))
        return story


def member(one: Article, assigned: Assignment, *, number: int) -> StoryMember:
    """An assigned article as it is loaded."""
    return StoryMember(
        number=number,
        article_id=one.id,
        story_id=assigned.story_id or one.id,
        source_key=one.source_key,
        language=one.language,
        published_at=one.published_at,
        features=assigned.features,
    )


def features(text: str, *, hours: float = 0, source: str = "", number: int = 1, language: str = "") -> str:
    """What an article is compared by, with nothing in the window."""
    one = told(text, hours=hours, source=source, number=number, language=language)
    return StoryWindow(CONCEPTS).assign(one, AnalyzedText.of(one, CONCEPTS), one.published_at).features
