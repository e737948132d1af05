"""The lists of headlines on a page, the likeliest first, with their selectors. Runs in the reader's child process.

candidates ─ score roughly ─▶ the best ─ score what their selectors really find ─▶ one for each list of articles
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from bot.intake.discover.candidates import FEWEST, Candidate, Candidates
from bot.intake.discover.extract import headlines
from bot.intake.discover.facts import Facts, facts_of
from bot.intake.discover.fields import Fields
from bot.intake.discover.results import FoundList, ListRules
from bot.intake.discover.scoring import LOWEST, Item, Scorer

#: Candidates whose selectors are tried.
TRIED = 28
#: Lists that are told.
TOLD = 3
#: Scores so near to the best are equal, and the better name decides.
NEARLY = 0.96


class _Tried(NamedTuple):
    candidate: Candidate
    score: float
    items: list[Item]

    @property
    def urls(self) -> frozenset[str]:
        return frozenset(item.link.url for item in self.items)


def find_lists(
    root: Any, base: str, zone: tzinfo, listed: Collection[str] = (), *, now: datetime | None = None
) -> tuple[FoundList, ...]:
    """The lists of a parsed page that was read at `base`; `listed`: its articles as its JSON-LD names them.

    `now` None: dates without a day or a year are not read.
    """
    facts = facts_of(root, base)
    scorer = Scorer(facts)
    rough = sorted(
        ((scorer.score(each.elements), each) for each in Candidates(facts).collect()),
        key=lambda pair: (-pair[0], -pair[1].goodness),
    )
    tried = list(_try(root, _varied(rough), scorer, frozenset(listed)))
    return tuple(_found(root, best, facts, base, zone, now) for best in _best_of_each(tried)[:TOLD])


def _varied(rough: Sequence[tuple[float, Candidate]]) -> Iterator[Candidate]:
    """The best candidates, at most eight for the same elements' links."""
    seen: dict[tuple[int, Any], int] = {}
    count = 0
    for score, candidate in rough:
        same = (len(candidate.elements), candidate.elements[0])
        seen[same] = seen.get(same, 0) + 1
        if score > 0 and seen[same] <= 8:
            yield candidate
            count += 1
        if count == TRIED:
            return


def _try(root: Any, candidates: Iterator[Candidate], scorer: Scorer, listed: frozenset[str]) -> Iterator[_Tried]:
    for candidate in candidates:
        elements = root.cssselect(candidate.selector)
        items = scorer.items(elements)
        if len(items) < FEWEST:
            continue
        score = scorer.score(elements)
        if listed:
            score *= 1 + 0.5 * sum(item.link.url in listed for item in items) / len(items)
        if score >= LOWEST:
            yield _Tried(candidate, score, items)


def _best_of_each(tried: list[_Tried]) -> list[_Tried]:
    """The best selector of each list of articles, the best list first."""
    left = sorted(tried, key=lambda one: -one.score)
    best: list[_Tried] = []
    while left:
        first = left[0]
        alike = [one for one in left if _alike(one.urls, first.urls)]
        near = [one for one in alike if one.score >= NEARLY * first.score]
        best.append(max(near, key=lambda one: (one.candidate.goodness + one.score / first.score, one.score)))
        left = [
            one
            for one in left
            if one not in alike and len(one.urls & first.urls) < 0.5 * min(len(one.urls), len(first.urls))
        ]
    return best


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.6 * len(one | other)


def _found(root: Any, tried: _Tried, facts: Facts, base: str, zone: tzinfo, now: datetime | None) -> FoundList:
    fields = Fields(tried.items, facts, base)
    link = fields.link()
    rules = ListRules(item=tried.candidate.selector, link=link, title=fields.title(link), date=fields.date())
    return FoundList(rules=rules, headlines=headlines(root, rules, base, zone, now), score=round(tried.score, 3))
