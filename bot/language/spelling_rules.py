"""Spellings of a word by rules: a piece of it, what that becomes, and the cost; the cheapest are searched for.

read_rules("sh=ш,сх~3 s=с h=х") ─ spellings of "shum" ─▶ шум, схум      ^ and $ in a piece: the word's begin and end
"""

from __future__ import annotations

from typing import NamedTuple

BEAM = 24  #: width of the beam search
SPREAD = 3.2  #: a spelling that costs this much more than the cheapest is dropped
SPLIT = 2.5  #: extra cost of a shorter piece where a longer one fits: s·h
_START, _END = "^", "$"


class Rules(NamedTuple):
    """What each piece of a word may become, with costs."""

    pieces: dict[str, tuple[tuple[str, float], ...]]
    longest: int


def read_rules(table: str) -> Rules:
    """Parse a table of "piece=one,another~2": the cost follows ~; without it, it is the position in the list."""
    pieces: dict[str, tuple[tuple[str, float], ...]] = {}
    for word in table.split():
        piece, _, outputs = word.partition("=")
        outs = [out.partition("~") for out in outputs.split(",")]
        pieces[piece] = tuple((out, float(price) if price else float(at)) for at, (out, _, price) in enumerate(outs))
    return Rules(pieces, max(map(len, pieces)))


def spellings(word: str, rules: Rules, limit: int, spread: float = SPREAD) -> tuple[str, ...]:
    """The cheapest spellings, by beam search: at each offset of the word, the cheapest outputs that reach it."""
    marked = f"{_START}{word}{_END}"
    reached: list[dict[str, float]] = [{"": 0.0}, *({} for _ in marked)]
    for at in range(len(marked)):
        heads = cheapest(reached[at], max(BEAM, limit))
        for piece, out, price in _transliterations(marked, at, rules):
            ahead = reached[at + len(piece)]
            for head, paid in heads:
                if paid + price < ahead.get(head + out, float("inf")):
                    ahead[head + out] = paid + price
    found = cheapest(reached[-1], limit)
    return tuple(spelling for spelling, price in found if price <= found[0][1] + spread)


def cheapest(prices: dict[str, float], limit: int) -> list[tuple[str, float]]:
    """So many outputs at most with their costs, the cheapest first."""
    return sorted(prices.items(), key=lambda item: (item[1], item[0]))[:limit]


def _transliterations(marked: str, at: int, rules: Rules) -> list[tuple[str, str, float]]:
    """The rules that apply at an offset of a word: (the piece, what it becomes, its cost)."""
    found: list[tuple[str, str, float]] = []
    for length in range(rules.longest, 0, -1):
        piece = marked[at : at + length]
        if len(piece) == length and piece in rules.pieces:
            split = SPLIT if found else 0.0
            found += [(piece, out, price + split) for out, price in rules.pieces[piece]]
    letter = marked[at]
    if letter not in rules.pieces:
        found.append((letter, "" if letter in (_START, _END) else letter, SPLIT if found else 0.0))
    return found
