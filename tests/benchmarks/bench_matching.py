"""How fast an article finds the queries it answers, beside ahocorasick_rs finding the same exact words.

    python -m tests.benchmarks.bench_matching [number of queries …]

Articles of 600 words whose words come by Zipf from a made-up vocabulary, distinct queries of one or two words (both, or
a phrase), some with an exclusion, their words by a flatter Zipf. The yardstick has every word and phrase of the queries
in one automaton and gives the same answers, which is checked; neither then cuts sentences. What an Index spends on the
sentences is shown beside it. Only ratios within one run count.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable

import ahocorasick_rs

from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.matching.query import Query

WORDS_OF_ARTICLE, ARTICLES, VOCABULARY = 600, 60, 40_000
GOAL_MS, GOAL_ADD_US = 1.0, 100.0
UNFOLLOWED = 200  #: the commonest words are those of grammar, which nobody follows
#: what is followed is spread wider than what is written
FLATNESS = 5_000
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ke",
    "li",
    "mo",
    "nu",
    "pa",
    "re",
    "ti",
    "vo",
    "za",
    "bri",
    "cle",
    "dra",
]


def vocabulary(chance: random.Random) -> list[str]:
    """Made-up words without plurals, so that exact words and normal forms are the same task."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) + "n"] = None
    return list(words)


def articles(chance: random.Random, words: list[str]) -> list[str]:
    """Titles and paragraphs of sentences of twelve words, the commonest words drawn most often."""
    weights = [1 / (rank + 2) for rank in range(len(words))]
    texts = []
    for _ in range(ARTICLES):
        drawn = chance.choices(words, weights, k=WORDS_OF_ARTICLE)
        lines = [" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, WORDS_OF_ARTICLE, 12)]
        texts.append("\n\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4)))
    return texts


def typed_queries(chance: random.Random, words: list[str], count: int) -> list[str]:
    """Distinct queries: half of them phrases or one word, half both-of; every tenth excludes something."""
    followed = words[UNFOLLOWED:]
    weights = [1 / (rank + FLATNESS) for rank in range(len(followed))]
    typed: dict[str, None] = {}
    while len(typed) < count:
        one, two, three = chance.choices(followed, weights, k=3)
        shape = chance.random()
        text = one if shape < 0.2 else f'"{one} {two}"' if shape < 0.4 else " ".join(sorted((one, two)))
        typed[f"{text} -{three}" if chance.random() < 0.1 else text] = None
    return list(typed)


def milliseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """The median over all texts, each after a first round that warms what can be warm."""
    for text in texts:
        work(text)
    spent = []
    for text in texts:
        began = time.process_time()
        work(text)
        spent.append((time.process_time() - began) * 1_000)
    return statistics.median(spent)


def yardstick(queries: list[Query]) -> Callable[[str], list[int]]:
    """The same answers by ahocorasick_rs: all words and phrases in one automaton, a look at the signs around each
    find, then the queries that wait at the rarest of their parts."""
    asked = [([group[0] for group in query.all_of], list(query.none_of)) for query in queries]
    named = Counter(term for wanted, _ in asked for term in wanted)
    numbers = {term: number for number, term in enumerate({term for parts in asked for part in parts for term in part})}
    waiting: dict[int, list[tuple[int, set[int], set[int]]]] = {}
    for query_id, (wanted, unwanted) in enumerate(asked):
        rarest = min(wanted, key=lambda term: (-len(term.words), named[term]))
        row = (query_id, {numbers[term] for term in wanted}, {numbers[term] for term in unwanted})
        waiting.setdefault(numbers[rarest], []).append(row)
    automaton = ahocorasick_rs.AhoCorasick([" ".join(term.words) for term in numbers])

    def answered(text: str) -> list[int]:
        folded = f" {text.casefold()} "
        found = {
            pattern
            for pattern, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
            if not folded[start - 1].isalnum() and not folded[end].isalnum()
        }
        candidates = [row for number in waiting.keys() & found for row in waiting[number]]
        return sorted(row[0] for row in candidates if found >= row[1] and found.isdisjoint(row[2]))

    return answered


def measure(count: int) -> None:
    """One row of figures for one number of queries."""
    chance = random.Random(7)
    words = vocabulary(chance)
    texts = articles(chance, words)
    queries = [parse(text) for text in typed_queries(chance, words, count)]
    index, theirs = Index(), yardstick(queries)
    began = time.process_time()
    for query_id, query in enumerate(queries):
        index.add(query_id, query)
    add_us = (time.process_time() - began) / count * 1_000_000
    for text in texts:
        if index.answered(text) != theirs(text):
            raise SystemExit("the index and its yardstick don't give the same answers")
    hits = statistics.median(len(index.answered(text)) for text in texts)
    ids_ms, match_ms, theirs_ms = (milliseconds(work, texts) for work in (index.answered, index.match, theirs))
    print(
        f"{count:>9,} queries, {hits:.0f} answered: {ids_ms:.2f} ms, with their sentences {match_ms:.2f} ms"
        f" · ahocorasick_rs {theirs_ms:.2f} ms, the same answers without sentences · ratio {ids_ms / theirs_ms:.2f}"
        f" · adding one {add_us:.1f} µs"
    )


if __name__ == "__main__":
    print(
        f"Median per article. Goals at 100,000: under {GOAL_MS} ms, ratio under 1, adding under {GOAL_ADD_US:.0f} µs."
    )
    for asked_for in sys.argv[1:] or ("1000", "10000", "100000"):
        measure(int(asked_for))
