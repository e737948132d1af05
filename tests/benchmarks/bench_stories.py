"""Grouping into stories: how good, and what it costs beyond matching.

    python -m tests.benchmarks.bench_stories [DEV.jsonl] [PAIRS.tsv]

DEV.jsonl holds articles with their `story` (by default tests/story_grouping/dev.jsonl), PAIRS.tsv two headlines and 1
or 0 in each line: are they one story? The cost is the CPU time of `StoryWindow.assign` for an article that matching has
read, with 10,000 articles in the window, made of the sentences of DEV.jsonl with other names and numbers.
"""

from __future__ import annotations

import gc
import random
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.matching.analysis import AnalyzedText
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.model import Article
from bot.stories.likeness import explain
from bot.stories.window import StoryWindow
from tests.benchmarks.bench_matching import memory
from tests.builders import article, default_concepts
from tests.story_grouping.building import member
from tests.story_grouping.grouping import DEV, Gold, Score, across_languages, clusters, gold, merged, rows, score

IN_WINDOW = 10_000
TIMED = 1_000
FOLLOWED = ("AI", "waste", "Aktau", "Токаев", "мұнай", "пожар OR өрт", "суд")
SYLLABLES = ("бар", "дау", "кен", "нур", "сай", "тал", "мур", "жан", "бек", "тем", "ер", "ай", "кун", "сар", "кош")
GOALS = {"all": (0.97, 0.80), "across": (0.95, 0.75), "pairs": 0.86, "p99": 5.0, "merged": 2}
START = datetime(2025, 5, 27, 12, tzinfo=UTC)


def shown(each: Score) -> str:
    """A score as the table has it."""
    return f"P {each.precision:.3f} R {each.recall:.3f} F1 {each.f1:.3f}"


def quality(path: Path) -> None:
    """Print the first rows of the table."""
    known, found = gold(path), clusters(rows(path))
    for title, goal, each in (
        ("all pairs", GOALS["all"], score(known, found)),
        ("across languages", GOALS["across"], score(known, found, across_languages(known))),
    ):
        print(f"{title:<24} {shown(each)}   goal P, R: {goal}", flush=True)
    wrong = list(merged(known, found))
    print(f"{'stories merged wrongly':<24} {len(wrong)}   goal: {GOALS['merged']} at most   {wrong}", flush=True)


def headline(number: int, title: str) -> str:
    """The features of a headline alone, with nothing in the window."""
    one = article(title, id=number, source_key=f"s{number}", language="ru", published_at=START)
    concepts = default_concepts()
    return StoryWindow(concepts).assign(one, AnalyzedText.of(one, concepts), START).features


def pairs(path: Path) -> Score:
    """How good the likeness of two headlines is, with the threshold of the code."""
    right = wrong = missed = 0
    features: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        one, other, is_same = line.split("\t")
        for title in (one, other):
            if title not in features:
                features[title] = headline(len(features), title)
        likeness = explain(features[one], features[other])
        together = likeness.score >= likeness.threshold
        right += together and is_same == "1"
        wrong += together and is_same != "1"
        missed += not together and is_same == "1"
    return Score(right, wrong, missed)


def made_up(known: Gold, count: int) -> Iterator[Article]:
    """Articles without end of the headlines and sentences of others, with names and numbers of their own."""
    chance = random.Random(5)
    texts = {language: [row for row in known.values() if row["lang"] == language] for language in ("en", "ru", "kk")}
    sentences = {
        language: [part for row in some for part in re.split(r"(?<=\.)\s+", f"{row['lead']} {row['body']}")]
        for language, some in texts.items()
    }
    for number in range(count):
        language = chance.choice(("en", "ru", "ru", "kk", "kk"))
        name = "".join(chance.sample(SYLLABLES, 3)).capitalize()
        title = _renumbered(chance.choice(texts[language])["title"], chance)
        body = [_renumbered(each, chance) for each in chance.sample(sentences[language], 12)]
        at = START + timedelta(seconds=20 * number)
        yield article(
            f"{title} {name}",
            id=number + 1,
            source_key=f"s{chance.randrange(12)}",
            language=language,
            teaser=body[0],
            body=" ".join(body[1:6]) + "\n\n" + " ".join(body[6:]),
            published_at=at,
            first_seen_at=at,
        )


def _renumbered(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+", lambda found: str(chance.randrange(2, 10 ** len(found[0]))), text)


def cost(known: Gold) -> None:
    """Print what an article costs, and the memory of the window."""
    concepts = default_concepts()
    index = Index(concepts)
    for number, typed in enumerate(FOLLOWED):
        index.add(number, parse(typed, concepts))
    window = StoryWindow(concepts)
    before, spent = memory(), []
    for number, one in enumerate(made_up(known, IN_WINDOW + TIMED), 1):
        if number == IN_WINDOW:
            held = memory() - before
            gc.collect()
            gc.freeze()  # what is built is not looked through again while somebody is timed
        text = AnalyzedText.of(one, concepts)
        index.match(text)
        began = time.process_time()
        assigned = window.assign(one, text, one.published_at)
        spent.append((time.process_time() - began) * 1_000)
        window.add(member(one, assigned, number=number))
    timed = sorted(spent[IN_WINDOW:])
    median, p99 = timed[len(timed) // 2], timed[int(len(timed) * 0.99)]
    print(f"{'cost with 10,000':<24} median {median:.2f} ms, p99 {p99:.2f} ms   goal: p99 under {GOALS['p99']} ms")
    print(f"{'the window':<24} {held:.0f} MB, {held * 1024 / IN_WINDOW:.1f} KB an article", flush=True)


def main(path: Path, headlines: Path | None) -> None:
    """Print the table."""
    quality(path)
    if headlines:
        each = pairs(headlines)
        print(f"{'pairs of headlines':<24} {shown(each)}   goal F1: {GOALS['pairs']}", flush=True)
    cost(gold(path))


if __name__ == "__main__":
    given = [Path(each) for each in sys.argv[1:]]
    main(given[0] if given else DEV, given[1] if len(given) > 1 else None)
