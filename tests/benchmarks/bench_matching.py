"""How fast an article finds the queries it answers: python -m tests.benchmarks.bench_matching [number of queries …]

1. Word forms, in three languages at once: the same index for articles in English, Russian and Kazakh, whose words are
   in all their forms, with a warm word cache; the curve over the number of queries.
2. Exact words, English: ahocorasick_rs and hyperscan have every word and phrase of the same queries in one automaton or
   database and give the same answers, which is checked; none of the three cuts sentences. What the sentences cost is
   shown beside it.

Articles have 600 words that come by Zipf, queries are distinct: one word, a phrase, or both of two, every tenth with an
exclusion, their words by a flatter Zipf. Times are of the processor, for the machine may be busy.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import accumulate, product
from pathlib import Path

import ahocorasick_rs
from pymorphy3 import MorphAnalyzer

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.matching.query import Query
from config.concepts import load_concepts

HYPERSCAN = find_spec("hyperscan") is not None  #: there is none for some machines

WORDS_OF_ARTICLE, ARTICLES, VOCABULARY = 600, 60, 40_000
GOALS = {"en": (1.5, 8.0), "ru": (6.0, 8.0), "kk": (6.0, 8.0)}  #: ms at 100,000 and at 1,000,000 queries
GOAL_MEMORY = 450  #: MB at 1,000,000
UNFOLLOWED = 200  #: the commonest words are those of grammar, which nobody follows
FLATNESS = 5_000  #: what is followed is spread wider than what is written
MOST_PATTERNS = 100_000  #: hyperscan needs minutes and gigabytes for more
LATIN = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "ti", "vo", "za", "bri", "cle", "dra"]
KAZAKH = {
    "а": ["ба", "жа", "қа", "ла", "мо", "ну", "са", "та", "ша", "ды", "рғы", "ты", "қо", "мұ"],
    "е": ["бе", "же", "ке", "ле", "мө", "ну", "се", "те", "ше", "ді", "ргі", "ті", "кө", "мү"],
}
KAZAKH_ENDS = {
    "а": ["", "", "ға", "да", "дан", "ның", "дар", "дардың", "ы", "ында"],
    "е": ["", "", "ге", "де", "ден", "нің", "дер", "дердің", "і", "інде"],
}


def made_up(chance: random.Random) -> list[list[str]]:
    """English words without plurals, none like a surname: one form each, so that exact words are the same task."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(LATIN, k=chance.randint(2, 5))) + "x"] = None
    return [[word] for word in words]


def english(chance: random.Random) -> list[list[str]]:
    return [[word, word + "s"] for (word,) in made_up(chance)]


def russian(chance: random.Random) -> list[list[str]]:
    """Nouns and adjectives of the dictionary, each with its forms."""
    analyzer = MorphAnalyzer(lang="ru")
    lemmas = sorted(
        {
            normal
            for word, tag, normal, _, _ in analyzer.dictionary.iter_known_words()
            if word == normal and tag.POS in ("NOUN", "ADJF") and word.isalpha() and 4 <= len(word) <= 12
        }
    )
    chosen = chance.sample(lemmas, 6_000)
    lexemes = [sorted({form.word for form in analyzer.parse(lemma)[0].lexeme}) for lemma in chosen]
    return [[lemma, *forms] for lemma, forms in zip(chosen, lexemes, strict=True)]


def kazakh(chance: random.Random) -> list[list[str]]:
    words: dict[str, str] = {}
    while len(words) < VOCABULARY // 2:
        row = chance.choice("ае")
        words["".join(chance.choices(KAZAKH[row], k=chance.randint(2, 4))) + "з"] = row
    return [[stem + end for end in KAZAKH_ENDS[row]] for stem, row in words.items()]


def articles(chance: random.Random, words: Sequence[Sequence[str]]) -> list[str]:
    """Titles and paragraphs of sentences of twelve words, the commonest words drawn most often, in any form."""
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    texts = []
    for _ in range(ARTICLES):
        drawn = [chance.choice(forms) for forms in chance.choices(words, cum_weights=weights, k=WORDS_OF_ARTICLE)]
        lines = [" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, WORDS_OF_ARTICLE, 12)]
        texts.append("\n\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4)))
    return texts


def typed_queries(chance: random.Random, words: Sequence[Sequence[str]]) -> Iterator[str]:
    """Distinct queries without end: a word, a phrase or both of two; every tenth excludes something."""
    followed = [forms[0] for forms in words[UNFOLLOWED:]]
    weights = list(accumulate(1 / (rank + FLATNESS) for rank in range(len(followed))))
    seen: set[str] = set()
    while True:
        one, two, three = chance.choices(followed, cum_weights=weights, k=3)
        shape = chance.random()
        text = one if shape < 0.2 else f'"{one} {two}"' if shape < 0.4 else " ".join(sorted((one, two)))
        text = f"{text} -{three}" if chance.random() < 0.1 else text
        if text not in seen:
            seen.add(text)
            yield text


def milliseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """The median over all texts of the best of three, after a first round that warms what can be warm."""
    for text in texts:
        work(text)
    return statistics.median(min(_milliseconds(work, text) for _ in range(3)) for text in texts)


def _milliseconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return (time.process_time() - began) * 1_000


def memory() -> float:
    """MB that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 / 1024


# ------------------------------------------------------------------------------------------------ 2. exact words


class Yardstick:
    """The same answers from which words and phrases were found: the queries that wait at the rarest of their parts."""

    def __init__(self, queries: Sequence[Query]) -> None:
        asked = [([group[0] for group in query.all_of], [terms[0] for terms in query.none_of]) for query in queries]
        named = Counter(term for wanted, _ in asked for term in wanted)
        terms = {term for parts in asked for part in parts for term in part}
        numbers = {term: number for number, term in enumerate(terms)}
        self.patterns = [" ".join(term.words) for term in numbers]
        self._waiting: dict[int, list[tuple[int, set[int], set[int]]]] = {}
        for query_id, (wanted, unwanted) in enumerate(asked):
            rarest = min(wanted, key=lambda term: (-len(term.words), named[term]))
            row = (query_id, {numbers[term] for term in wanted}, {numbers[term] for term in unwanted})
            self._waiting.setdefault(numbers[rarest], []).append(row)

    def answered(self, found: set[int]) -> list[int]:
        candidates = [row for number in self._waiting.keys() & found for row in self._waiting[number]]
        return sorted(row[0] for row in candidates if found >= row[1] and found.isdisjoint(row[2]))


def unpunctuated(text: str) -> str:
    """A phrase may run over a sentence's end, though not over a paragraph's."""
    return text.replace(". ", " ")


def by_ahocorasick(yardstick: Yardstick) -> Callable[[str], list[int]]:
    automaton = ahocorasick_rs.AhoCorasick(yardstick.patterns)

    def answered(text: str) -> list[int]:
        folded = f" {unpunctuated(text).casefold()} "
        return yardstick.answered(
            {
                pattern
                for pattern, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
                if not folded[start - 1].isalnum() and not folded[end].isalnum()
            }
        )

    return answered


def by_hyperscan(yardstick: Yardstick) -> Callable[[str], list[int]]:
    import hyperscan

    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_CASELESS
    expressions = [rf"\b{pattern}\b".encode() for pattern in yardstick.patterns]
    numbers = list(range(len(expressions)))
    database.compile(expressions=expressions, ids=numbers, elements=len(expressions), flags=[flags] * len(expressions))

    def answered(text: str) -> list[int]:
        found: set[int] = set()
        database.scan(unpunctuated(text).encode(), match_event_handler=lambda number, *_: found.add(number))
        return yardstick.answered(found)

    return answered


def exact_words(count: int) -> None:
    chance = random.Random(7)
    words = made_up(chance)
    texts = articles(chance, words)
    typed = typed_queries(chance, words)
    queries = [parse(next(typed)) for _ in range(count)]
    index = Index()
    began = time.process_time()
    for query_id, query in enumerate(queries):
        index.add(query_id, query)
    add_us = (time.process_time() - began) / count * 1_000_000
    yardstick = Yardstick(queries)
    gc.collect()
    gc.freeze()  # what is built is not looked through again while somebody is timed
    rivals = {"ahocorasick_rs": by_ahocorasick(yardstick)}
    if HYPERSCAN and count <= MOST_PATTERNS:
        rivals["hyperscan"] = by_hyperscan(yardstick)

    def ours(text: str) -> list[int]:
        return index.answered(AnalyzedText(text, language="en"))

    def shown(text: str) -> object:
        return index.match(AnalyzedText(text, language="en"))

    for (name, theirs), text in product(rivals.items(), texts):
        if ours(text) != theirs(text):
            raise SystemExit(f"the index and {name} don't give the same answers")
    hits = statistics.median(len(ours(text)) for text in texts)
    ids_ms, match_ms = milliseconds(ours, texts), milliseconds(shown, texts)
    line = f"{count:>9,} queries, {hits:.0f} answered: {ids_ms:.2f} ms, with their sentences {match_ms:.2f} ms"
    for name, theirs in rivals.items():
        theirs_ms = milliseconds(theirs, texts)
        line += f" · {name} {theirs_ms:.2f} ms, ratio {ids_ms / theirs_ms:.2f}"
    print(f"{line} · adding one {add_us:.1f} µs", flush=True)


# ------------------------------------------------------------------------------------------------ 1. word forms


def word_forms(counts: Sequence[int]) -> None:
    chance = random.Random(11)
    words = {"en": english(chance), "ru": russian(chance), "kk": kazakh(chance)}
    texts = {language: articles(chance, forms) for language, forms in words.items()}
    endless = [typed_queries(chance, forms) for forms in words.values()]
    typed = [next(endless[number % 3]) for number in range(max(counts))]  # held before memory is looked at
    concepts = Concepts(load_concepts())
    before = memory()
    index = Index(concepts)
    for name in ("AI", "waste", "Aktau", "Токаев", "мұнай"):
        index.add(len(index), parse(name, concepts))
    for count in sorted(counts):
        while len(index) < count:
            index.add(len(index), parse(typed[len(index)], concepts))
        line = f"{count:>9,} queries, {memory() - before:4.0f} MB:"
        for language, some in texts.items():

            def matched(text: str, language: str = language) -> list[int]:
                return index.answered(AnalyzedText(text, language=language, concepts=concepts))

            def shown(text: str, language: str = language) -> object:
                return index.match(AnalyzedText(text, language=language, concepts=concepts))

            hits = statistics.median(len(matched(text)) for text in some)
            ids_ms, match_ms = milliseconds(matched, some), milliseconds(shown, some)
            line += f"  {language} {ids_ms:.2f} ms ({hits:.0f} answered; with sentences {match_ms:.2f})"
        print(line, flush=True)


if __name__ == "__main__":
    asked = [int(number) for number in sys.argv[1:]] or [1_000, 10_000, 100_000, 1_000_000]
    print(f"Word forms. Goals: at 100,000 {GOALS['en'][0]} ms en, {GOALS['ru'][0]} ms ru and kk;", end=" ")
    print(f"at 1,000,000 {GOALS['en'][1]} ms and {GOAL_MEMORY} MB; cost must not grow as the queries do.")
    word_forms(asked)
    print("Exact words, median of an article. Goal at 100,000 and more: ratio under 1.")
    for number in asked:
        if number >= 10_000:
            exact_words(number)
