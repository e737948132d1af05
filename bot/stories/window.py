"""The articles of the last days, and the story that the next one joins. Of very many it holds the latest.

article, AnalyzedText ─ reading ─▶ Features ─ candidates ─ likeness ─▶ its story, or a new one ─▶ Assignment
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush, nlargest
from operator import attrgetter

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.model import Article
from bot.model.stories import Assignment, StoryMember
from bot.stories.candidates import Candidates
from bot.stories.features import Features, loaded
from bot.stories.likeness import WINDOW_MINUTES, is_copy, likeness, threshold, too_far
from bot.stories.marks import ConceptMarks
from bot.stories.meaning import Gist
from bot.stories.rarity import rarity
from bot.stories.reading import read

WINDOW = timedelta(minutes=WINDOW_MINUTES)
MOST_HELD = 20_000  #: articles of the window, the latest: some 160 MB of full texts
NEAREST = 0.8  #: weight of the likeness to the nearest article of a story; the rest is the mean of those to its NEAR
NEAR = 3
MOST_COMPARED = 10  #: of a story's articles, the latest
GROWTH = 0.1  #: the threshold rises by this share of it whenever a story doubles
MOST_GROWTH = 0.5
NEARLY = 0.5  #: share of the threshold from which an article is said to have nearly joined


@dataclass(frozen=True, slots=True)
class _Held:
    """An article of the window."""

    article_id: int
    story_id: int
    published_at: datetime
    features: Features


@dataclass(frozen=True, slots=True)
class _Found:
    """A story that an article may join."""

    story_id: int
    score: float
    threshold: float
    nearest: _Held

    @property
    def surplus(self) -> float:
        """How far above the threshold it is."""
        return self.score - self.threshold

    @property
    def rank(self) -> tuple[float, int]:
        """What it is chosen by: the surplus, and of two that fit alike the older one."""
        return self.surplus, -self.story_id


def _nearest(scores: dict[int, float]) -> tuple[int, float]:
    """The article that scores most, with its score; the oldest of several."""
    return max(scores.items(), key=lambda each: (each[1], -each[0]))


class StoryWindow:
    """The articles of the last days. Not thread-safe; owned by the Matcher."""

    def __init__(self, concepts: Concepts) -> None:
        self.number = 0  #: of the newest member added; 0: none
        self._concepts = ConceptMarks(concepts)
        self._candidates = Candidates()
        self._held: dict[int, _Held] = {}  #: by article
        self._stories: defaultdict[int, list[int]] = defaultdict(list)  #: their articles, in the order of assignment
        self._by_time: list[tuple[datetime, int]] = []  #: a heap of instants of publication, with the articles

    def __len__(self) -> int:
        """The number of articles in the window."""
        return len(self._held)

    def add(self, member: StoryMember) -> None:
        """Add an assigned article; one that is in the window already is replaced."""
        self.number = max(self.number, member.number)
        self._remove(member.article_id)
        features = loaded(member.features)
        if features is None:
            return
        held = _Held(member.article_id, member.story_id, member.published_at, features)
        self._held[held.article_id] = held
        heappush(self._by_time, (held.published_at, held.article_id))
        if not features.round_up:
            self._candidates.add(held.article_id, features.weights)
            self._stories[held.story_id].append(held.article_id)
        while len(self._held) > MOST_HELD:
            self._forget_first()

    def forget_before(self, at: datetime) -> None:
        """Forget what was published before an instant."""
        while self._by_time and self._by_time[0][0] < at:
            self._forget_first()

    def assign(self, article: Article, text: AnalyzedText, now: datetime, meaning: Gist | None = None) -> Assignment:
        """The story that an article joins; nothing is changed. `new_sentences` are found by whoever has the texts.

        `meaning`: by the second voice; None: the words alone decide.
        """
        features, stored = read(article, text, self._concepts, self._rarity, meaning)
        found = None if features.round_up else self._best(article.id, features, now)
        if found is None:
            return Assignment(article_id=article.id, story_id=None, features=stored)
        nearest_id = found.nearest.article_id
        if found.surplus < 0:
            near = nearest_id if found.score >= NEARLY * found.threshold else None
            return Assignment(article_id=article.id, story_id=None, nearest_id=near, features=stored)
        return Assignment(
            article_id=article.id,
            story_id=found.story_id,
            score=found.score,
            nearest_id=nearest_id,
            copied=is_copy(features, found.nearest.features),
            features=stored,
        )

    def _best(self, article_id: int, features: Features, now: datetime) -> _Found | None:
        """The story that fits best; the older one of two that fit alike.

        First each is compared by its likely articles; by its latest only one that can still be the best.
        """
        likely: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for each, score in self._scores(self._candidates.likely(features.weights), article_id, features, now).items():
            likely[self._held[each].story_id][each] = score
        hopes = [self._found(features, dict([_nearest(scores)])) for scores in likely.values()]
        best: _Found | None = None
        for hope in sorted(hopes, key=attrgetter("rank"), reverse=True):
            if best is not None and best.rank >= hope.rank:
                break
            scores = likely[hope.story_id]
            latest = [each for each in self._stories[hope.story_id][-MOST_COMPARED:] if each not in scores]
            found = self._found(features, scores | self._scores(latest, article_id, features, now))
            best = max(best or found, found, key=attrgetter("rank"))
        return best

    def _scores(self, articles: Iterable[int], article_id: int, features: Features, now: datetime) -> dict[int, float]:
        """How alike others are to an article, of those that may be compared with it."""
        held = [self._held[each] for each in articles if each != article_id]
        return {
            each.article_id: likeness(features, each.features) for each in held if self._is_near(each, features, now)
        }

    def _found(self, features: Features, scores: dict[int, float]) -> _Found:
        """A story by what its articles score."""
        nearest_id, score = _nearest(scores)
        nearest = self._held[nearest_id]
        near = nlargest(NEAR, scores.values())
        growth = min(GROWTH * math.log2(len(self._stories[nearest.story_id])), MOST_GROWTH)
        return _Found(
            story_id=nearest.story_id,
            score=NEAREST * score + (1 - NEAREST) * sum(near) / len(near),
            threshold=threshold(features, nearest.features) * (1 + growth),
            nearest=nearest,
        )

    def _rarity(self, mark: str, usual: float) -> float:
        return rarity(usual, self._candidates.having(mark), len(self._held))

    def _is_near(self, held: _Held, features: Features, now: datetime) -> bool:
        """Is an article within the window of another, and not about to be forgotten?"""
        return held.published_at >= now - WINDOW and not too_far(held.features, features)

    def _forget_first(self) -> None:
        """Forget the article that was published first, unless it was replaced meanwhile."""
        published_at, article_id = heappop(self._by_time)
        held = self._held.get(article_id)
        if held and held.published_at == published_at:
            self._remove(article_id)

    def _remove(self, article_id: int) -> None:
        held = self._held.pop(article_id, None)
        if held is None:
            return
        if not held.features.round_up:
            self._candidates.remove(article_id, held.features.weights)
            self._stories[held.story_id].remove(article_id)
            if not self._stories[held.story_id]:
                del self._stories[held.story_id]
