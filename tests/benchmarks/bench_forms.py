"""How well words find their forms, and languages are told apart, against treebanks.

    python -m tests.benchmarks.bench_forms FOLDER

FOLDER holds forms-kk.tsv, forms-ru.tsv and forms-en.tsv: a comment, then lines of lemma, form and how often the form
stands for it, with tabs between. They are CC BY-SA and no part of this project; make them from the treebanks named in
TREEBANKS. Each lemma of four letters or more is asked as a query against all forms of its file; a form that is found is
right if the treebank gives it that lemma. Every pair counts as often as it occurs.

A second yardstick is whole running text: if FOLDER holds text-kk.tsv (or -ru, -en), whose lines are a word, how often
it stands there, + if it may be anything but a noun, adjective or name, and its lemmas as such; any finite-state
analyser makes it. Each frequent word that is its own only lemma is asked, and every word of the text is in the pool: a
word found is right if it may have that lemma, and one is missed if it can't be anything else.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.language.detect import language
from bot.language.forms import bases, query_keys
from bot.language.tokens import fold
from bot.matching.keys import split_language

Bases = Callable[[str], Iterable[str]]

TREEBANKS = "UD_Kazakh-KTB, UD_Russian-GSD and UD_English-EWT of https://universaldependencies.org"
SHORTEST = 4  #: letters of a lemma that is asked
AT_A_TIME = 4  #: words of a text whose language is told
SHUFFLES = 5
DETECTION_GOAL = 0.97
FREQUENT = 20  #: how often a lemma stands in a running text for being asked
RUNNING_GOAL = 0.99


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a language's forms must reach."""

    f1: float  #: of precision and recall
    precision: float  #: of the pairs found, how many are right


@dataclass(frozen=True, kw_only=True)
class Score:
    """What they reach; each pair counts as often as it occurs."""

    right: int  #: pairs found that the treebank has
    wrong: int  #: pairs found that it has not
    missed: int  #: pairs it has that were not found

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


GOALS = {
    "kk": Goal(f1=0.975, precision=0.96),
    "ru": Goal(f1=0.965, precision=0.96),
    "en": Goal(f1=0.95, precision=0.98),
}


def rows_of(path: Path) -> list[tuple[str, str, int]]:
    """The (lemma, form, how often) of a file, folded."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cut = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(fold(lemma), fold(form), int(often)) for lemma, form, often in cut]


def rules_of(code: str) -> tuple[Bases, Bases]:
    """What a typed word is asked for in texts of a language, and what a word of such a text is: the users' own path."""

    def asked(word: str) -> Iterable[str]:
        return [key for language, key in map(split_language, query_keys(word)) if language in ("", code)]

    return asked, lambda word: bases(word, code)


def score(rows: list[tuple[str, str, int]], query_bases: Bases, bases: Bases) -> Score:
    """Every lemma against every form, by an index of the forms' bases."""
    often: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for lemma, form, count in rows:
        often[form] += count
        pairs[lemma, form] += count
    forms_of: defaultdict[str, set[str]] = defaultdict(set)
    for form in often:
        for base in bases(form):
            forms_of[base].add(form)
    queries = sorted({lemma for lemma, _ in pairs if len(lemma) >= SHORTEST})
    found = {(query, form) for query in queries for base in query_bases(query) for form in forms_of[base]}
    right = sum(pairs[pair] for pair in found)
    return Score(
        right=right,
        wrong=sum(often[form] for query, form in found if (query, form) not in pairs),
        missed=sum(count for (lemma, _), count in pairs.items() if len(lemma) >= SHORTEST) - right,
    )


class Read(NamedTuple):
    """A word of a running text."""

    often: int
    lemmas: frozenset[str]  #: of the nouns, adjectives and names that it may be
    else_: bool  #: may it be anything else?


def running_text(path: Path) -> dict[str, Read]:
    """The words of a file of running text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cut = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {word: Read(int(often), frozenset(lemmas.split()), bool(other)) for word, often, other, lemmas in cut}


def score_running(text: dict[str, Read], query_bases: Bases, bases: Bases) -> Score:
    """Every frequent dictionary form against every word of the text; a word counts as often as it stands there."""
    often: Counter[str] = Counter()
    forms_of: defaultdict[str, set[str]] = defaultdict(set)
    archive_text: defaultdict[str, set[str]] = defaultdict(set)
    for word, read in text.items():
        often.update(dict.fromkeys(read.lemmas, read.often))
        for base in bases(word):
            forms_of[base].add(word)
        for lemma in read.lemmas:
            archive_text[lemma].add(word)
    right = wrong = missed = 0
    for query in sorted(word for word, read in text.items() if read.lemmas == {word} and often[word] >= FREQUENT):
        found = {form for base in query_bases(query) for form in forms_of[base]}
        right += sum(text[form].often for form in found & archive_text[query])
        wrong += sum(text[form].often for form in found - archive_text[query])
        sure = {form for form in archive_text[query] if text[form].lemmas == {query} and not text[form].else_}
        missed += sum(text[form].often for form in sure - found)
    return Score(right=right, wrong=wrong, missed=missed)


def report_running(code: str, path: Path) -> bool:
    """Print what one language reaches on running text; is it enough?"""
    reached = score_running(running_text(path), *rules_of(code))
    print(
        f"{code}  running text: P {reached.precision:.4f}  R {reached.recall:.4f} (goal {RUNNING_GOAL} each)  "
        f"{reached.right} right, {reached.wrong} wrong, {reached.missed} missed"
    )
    return min(reached.precision, reached.recall) >= RUNNING_GOAL


def detection(code: str, forms: list[str]) -> float:
    """How many of the texts made of four forms are told to be of this language."""
    texts = [" ".join(forms[at : at + AT_A_TIME]) for at in range(0, len(forms), AT_A_TIME)]
    return sum(language(text) == code for text in texts) / max(1, len(texts))


def report(code: str, path: Path) -> bool:
    """Print what one language reaches; is it enough?"""
    rows = rows_of(path)
    in_order = [form for _, form, _ in rows]
    shuffled = [random.Random(seed).sample(in_order, len(in_order)) for seed in range(SHUFFLES)]
    orders = [detection(code, forms) for forms in (in_order, *shuffled)]
    enough = min(orders) >= DETECTION_GOAL
    print(f"{code}  language told: {orders[0]:.3f} in order, {min(orders[1:]):.3f} shuffled (goal {DETECTION_GOAL})")
    rules = rules_of(code)
    goal, reached = GOALS[code], score(rows, *rules)
    each = _seconds_a_word(rules[1], in_order) * 1e6
    print(
        f"{code}  forms: P {reached.precision:.4f} (goal {goal.precision})  R {reached.recall:.4f}  "
        f"F1 {reached.f1:.4f} (goal {goal.f1})  {each:.1f} µs a word"
    )
    return enough and reached.f1 >= goal.f1 and reached.precision >= goal.precision


def _seconds_a_word(bases: Bases, forms: list[str]) -> float:
    began = time.perf_counter()
    for form in forms:
        tuple(bases(form))
    return (time.perf_counter() - began) / max(1, len(forms))


def main(arguments: list[str]) -> int:
    """0 if all goals are met, or there is nothing to measure; 1 if one is missed; 2 if a file is missing."""
    if not arguments:
        print(f"Give the folder of forms-kk.tsv, forms-ru.tsv and forms-en.tsv, made from {TREEBANKS}.")
        return 0
    paths = {code: Path(arguments[0]) / f"forms-{code}.tsv" for code in GOALS}
    missing = [str(path) for path in paths.values() if not path.is_file()]
    if missing:
        print(f"Not there: {', '.join(missing)}. Make them from {TREEBANKS}.")
        return 2
    enough = [report(code, path) for code, path in paths.items()]
    texts = {code: Path(arguments[0]) / f"text-{code}.tsv" for code in GOALS}
    enough += [report_running(code, path) for code, path in texts.items() if path.is_file()]
    return 0 if all(enough) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
