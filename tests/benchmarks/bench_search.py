"""How fast the archive answers a query, beside reading all of its texts: python -m tests.benchmarks.bench_search

Articles of 600 words whose words come by Zipf from a made-up vocabulary, all in the span that is searched. The
yardstick matches every text of a sample and is scaled up. Only ratios within one run count.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.matching.analysis import AnalyzedText
from bot.matching.archive_words import archive_text
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.query import Query
from bot.model import Concept, Entry, Source, Way
from bot.storage import articles as storage_articles
from bot.storage.search import INDEX_VERSION
from bot.storage.store import Store, migrate
from tests.benchmarks.bench_matching import made_up

ARTICLES, WORDS_OF_ARTICLE, TITLE, SENTENCE, SAMPLE = 100_000, 600, 8, 12, 500
POOL = 1_500_000  #: words drawn, of which every article takes some at a stride of its own
GOAL_MS, GOAL_STORE_MS, GOAL_LIST_MS, ROUNDS = 300.0, 1.0, 200.0, 5
GOAL_TALLY_MS = 1_000.0
LISTED = 200  #: topics of a list, each with its count
NAME = 300  #: the word of this rank is a name and a word: it is written large every other time
BATCH = 2_000
SOURCE = Source(key="bench", name="Bench", language="en", ways=(Way(url="http://127.0.0.1/rss"),))
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A generated article."""

    title: str
    body: str
    words: set[str]  #: of the whole, as drawn
    of_title: set[str]


def pieces(count: int, words: list[str]) -> Iterator[Piece]:
    chance = random.Random(7)
    pool = chance.choices(words, [1 / (rank + 2) for rank in range(len(words))], k=POOL)
    pool = [word.capitalize() if word == words[NAME] and at % 2 else word for at, word in enumerate(pool)]
    for _ in range(count):
        stride = chance.randint(1, POOL // WORDS_OF_ARTICLE - 1)
        start = chance.randrange(POOL - stride * WORDS_OF_ARTICLE)
        drawn = pool[start : start + stride * WORDS_OF_ARTICLE : stride]
        title, rest = drawn[:TITLE], drawn[TITLE:]
        lines = [" ".join(rest[at : at + SENTENCE]) + "." for at in range(0, len(rest), SENTENCE)]
        body = "\n\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4))
        yield Piece(
            title=" ".join(title), body=body, words=set(map(str.lower, drawn)), of_title=set(map(str.lower, title))
        )


def written(piece: Piece) -> str:
    """What `words_of` writes, from what is known of these words: each is its own base, and none are capitals."""
    own = [f"w{word}" for word in piece.words] + [f"t{word}" for word in piece.of_title]
    return " ".join((*own, "len", "sbench"))


def fill(path: Path, count: int, words: list[str]) -> None:
    """The archive, written past the store, which would wait for the disk each time."""
    article = (
        "INSERT INTO article (id, source_key, title, teaser, body, published_at, first_seen_at, page_state,"
        " page_attempts, silent, language, indexed) VALUES (?, 'bench', ?, '', ?, ?, ?, 'read', 1, 0, 'en', ?)"
    )
    made = pieces(count, words)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA synchronous=OFF")
        for at in range(0, count, BATCH):
            some = [next(made) for _ in range(min(BATCH, count - at))]
            times = [str((SINCE + (number + at + 1) * (NOW - SINCE) / (count + 1)).replace(tzinfo=None))
                     for number in range(len(some))]  # fmt: skip
            db.executemany(
                article,
                [
                    (at + number + 1, piece.title, piece.body, when, when, INDEX_VERSION)
                    for number, (piece, when) in enumerate(zip(some, times, strict=True))
                ],
            )
            db.executemany(
                "INSERT INTO article_words (rowid, words) VALUES (?, ?)",
                [(at + number + 1, written(piece)) for number, piece in enumerate(some)],
            )
            db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def typed_queries(words: list[str]) -> dict[str, str]:
    return {
        "rare word": words[30_000],
        "frequent word": words[5],
        "two words": f"{words[50]} {words[400]}",
        "either of three": f"{words[50]} OR {words[60]} OR {words[70]}",
        "quoted word": f'"{words[100]}"',
        "phrase of frequent words": f'"{words[3]} {words[9]}"',
        "phrase of rarer words": f'"{words[200]} {words[900]}"',
        "concept, a name that is a word": words[NAME],
        "exclusion": f"{words[20]} -{words[200]}",
        "exclusion of a phrase": f'{words[20]} -"{words[3]} {words[9]}"',
        "beginning, three letters": "bri*",
        "beginning, six letters": f"{words[700][:6]}*",
        "in the headline": f"title:{words[30]}",
    }


def milliseconds(store: Store, query: Query) -> float:
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        store.search.find(query, SINCE, concepts=NO_CONCEPTS)
        spent.append((time.perf_counter() - began) * 1_000)
    return statistics.median(spent)


def listing(store: Store, words: list[str]) -> float:
    """What it takes to count each topic of a long list, most of them words and some of them phrases, in ms."""
    typed = [*words[20_000:20_150], *(f'"{words[rank]} {words[rank + 1_000]}"' for rank in range(8_000, 8_050))]
    asked = {number: parse(text, NO_CONCEPTS) for number, text in enumerate(typed[:LISTED])}
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        store.search.counts(asked, SINCE, concepts=NO_CONCEPTS)
        spent.append((time.perf_counter() - began) * 1_000)
    return statistics.median(spent)


def tallying(store: Store, words: list[str]) -> float:
    """What the numbers of a month's chart of four topics take, day by day, in ms; of one of them texts must be read."""
    typed = [words[50], f"{words[60]} {words[400]}", words[5], f'"{words[3]} {words[9]}"']
    asked = {number: parse(text, NO_CONCEPTS) for number, text in enumerate(typed)}
    instants = [SINCE + timedelta(days=day) for day in range(31)]
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        store.tallies.count(asked, instants, concepts=NO_CONCEPTS)
        spent.append((time.perf_counter() - began) * 1_000)
    return statistics.median(spent)


def storing(store: Store, words: list[str]) -> float:
    """What the language and the words of a text add to the storing of a page, in ms: every other page goes without."""
    index_text = vars(storage_articles)["index_text"]
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number, piece in enumerate(pieces(300, words)):
        entry = Entry(guid=None, link=None, title=piece.title, teaser="", published_at=NOW)
        article_id = store.articles.add_entry(SOURCE, entry, [], silent=True, page_due_at=NOW, now=NOW)
        article = store.articles.get(article_id or 0)
        assert article is not None
        AnalyzedText.of(replace(article, body=piece.body))  # as matching has just done
        noted = bool(number % 2)
        vars(storage_articles)["index_text"] = index_text if noted else lambda db, article_id: None
        began = time.perf_counter()
        store.articles.store_page(article.id, body=piece.body, matches=[], last_follow_id=0, now=NOW)
        spent[noted].append((time.perf_counter() - began) * 1_000)
        vars(storage_articles)["index_text"] = index_text
    return statistics.median(spent[True]) - statistics.median(spent[False])


def main(count: int) -> int:
    words = [word for (word,) in made_up(random.Random(7))]
    concepts = Concepts([Concept(key="name", en=(words[NAME], f"{words[900]} {words[40]}"),
                                 proper=frozenset({words[NAME]}))])  # fmt: skip
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        migrate(f"sqlite:///{path}")
        store = Store.open(f"sqlite:///{path}")
        store.sources.sync([SOURCE], NOW)
        began = time.perf_counter()
        fill(path, count, words)
        size = sum(each.stat().st_size for each in Path(folder).iterdir()) / 1_000_000
        print(
            f"{count:,} articles of {WORDS_OF_ARTICLE} words, {size:,.0f} MB, in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        sample = store.articles.published(SINCE, limit=SAMPLE)
        for article_id, piece in enumerate(pieces(20, words), 1):
            article = store.articles.get(article_id)
            assert article is not None
            assert set(archive_text(article).split()) == set(written(piece).split()), "the archive is none of ours"
        for what, typed in typed_queries(words).items():
            query = parse(typed, concepts)
            took, found = milliseconds(store, query), store.search.find(query, SINCE, concepts=NO_CONCEPTS)
            began = time.perf_counter()
            held = sum(find(query, AnalyzedText.of(article, concepts)) is not None for article in sample)
            whole = (time.perf_counter() - began) * 1_000 * count / len(sample)
            said = f"{'' if found.exact else 'about '}{found.count:,}"
            scaled = round(held * count / len(sample))
            print(
                f"{what:<32}{took:>7.0f} ms for {said:>14}"
                f" · all texts {whole:>8,.0f} ms for about {scaled:>7,} · {whole / took:,.0f} x",
                flush=True,
            )
            if took >= GOAL_MS:
                missed.append(what)
        took = listing(store, words)
        print(f"a list of {LISTED} topics, each counted: {took:.0f} ms (goal {GOAL_LIST_MS:.0f})", flush=True)
        if took >= GOAL_LIST_MS:
            missed.append("a list of topics")
        took = tallying(store, words)
        print(f"a month of four topics, day by day: {took:.0f} ms (goal {GOAL_TALLY_MS:.0f})", flush=True)
        if took >= GOAL_TALLY_MS:
            missed.append("a month of four topics")
        added = storing(store, words)
        print(f"storing a page with its words, beside one without: {added:.2f} ms more (goal {GOAL_STORE_MS:.0f})")
        if added >= GOAL_STORE_MS:
            missed.append("storing")
        store.close()
    said = f"Missed: {', '.join(missed)}" if missed else "None was missed."
    print(f"Goal: every median under {GOAL_MS:.0f} ms. {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES))
