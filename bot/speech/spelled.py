"""Words as people spell them, made comparable: one script, no ё, a Russian keyboard for Kazakh. Pure.

Жаңалық, жаналык, ЖАҢАЛЫҚ ─ key ─▶ жаналык        cтоп (with a Latin c) ─ key ─▶ стоп
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.language.tokens import fold

SHORTEST_MISSPELLED = 5  #: letters from which a word with one wrong letter is still that word
_ON_RUSSIAN_KEYS = str.maketrans("әғқңөұүһі", "агкноуухи")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


def key(word: str) -> str:
    """The form by which typed words are compared."""
    return fold(word).translate(_ON_RUSSIAN_KEYS)


def in_keys(text: str) -> str:
    """The text with each word as its key, every letter in its place."""
    return _WORD.sub(lambda found: _of_same_length(found.group()), text)


@lru_cache(maxsize=4_000)
def _of_same_length(word: str) -> str:
    made = key(word)
    return made if len(made) == len(word) else word  # a letter that folds to two


def words_of(text: str) -> list[re.Match[str]]:
    """The words of a text, with their places."""
    return list(_WORD.finditer(text))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is with one letter wrong, missing, too many or swapped; None: none, or several."""
    if len(word) < SHORTEST_MISSPELLED:
        return None
    lengths = range(max(len(word) - 1, SHORTEST_MISSPELLED), len(word) + 2)
    half = (len(word) - 1) // 2  # one letter leaves the first half as it is, or the last
    begin, end = word[:half], word[-half:]
    alike = (other for other in known if len(other) in lengths and (other.startswith(begin) or other.endswith(end)))
    found = [other for other in alike if is_one_off(word, other)]
    as_long = [other for other in found if len(other) == len(word)]
    best = as_long or found
    return best[0] if len(best) == 1 else None


def is_one_off(one: str, other: str) -> bool:
    """Do two words differ by one letter, or by two neighbours swapped?"""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    ours, theirs = one[same:], other[same:]
    swapped = ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:]
    return ours[1:] == theirs[1:] or ours[1:] == theirs or ours == theirs[1:] or (len(ours) > 1 and swapped)
