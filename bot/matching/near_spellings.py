"""Words that are spelled nearly like one: what a person may have meant who typed a word that stands nowhere.

    павадок ─ spellings ─▶ паводок 0.5, подавок …          the nearest that the archive holds is offered

One letter left out, put in, changed or swapped with the next costs 1; letters that are often taken for each other, a
Kazakh one for the Russian one beside it (қ, к) or an unstressed vowel for another (а, о), and a doubled letter cost
less, and so some of them may stand in one word. The first letter is hardly ever wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

MIN_LETTERS = 4  #: letters; of a shorter word too much is near
LONG_WORD = 6  #: letters from which on two slips of the ear may stand in one word
MAX_SPELLINGS = 900  #: that are looked up, the nearest first
PAIR_COST, SOUND_COST, EDIT_COST = (
    0.1,
    0.5,
    1.0,
)  #: what a Kazakh letter, a vowel or double letter, and any other slip cost

_PAIRS = ("кқ", "гғ", "аә", "оө", "уұ", "уү", "иі", "ыі", "нң", "хһ", "эе")
_VOWELS = ("ао", "еи", "ие", "оа", "ыи", "яе", "ae", "ea", "ie", "ei", "iy", "ao", "oa")
_KAZAKH = "абвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіьэюяә"
_ALPHABETS = {"latin": "abcdefghijklmnopqrstuvwxyz", "russian": "абвгдежзийклмнопрстуфхцчшщъыьэюя", "kazakh": _KAZAKH}
_PAIRED_LETTERS: Mapping[str, str] = {
    letter: "".join(other for pair in _PAIRS if letter in pair for other in pair if other != letter)
    for letter in set("".join(_PAIRS))
}
_SIMILAR_VOWELS: Mapping[str, str] = {
    letter: "".join(pair[1] for pair in _VOWELS if pair[0] == letter) for letter in {pair[0] for pair in _VOWELS}
}


def near_spellings(word: str, *, pairs_only: bool = False) -> dict[str, float]:
    """Near spellings of a folded word with what they cost, the nearest first; none of a word that is short or mixed.

    `pairs_only`: those alone that have a Kazakh letter for a Russian one, or the other way round.
    """
    alphabet = _alphabet(word)
    if len(word) < MIN_LETTERS or not alphabet:
        return {}
    found: dict[str, float] = {}
    paired = {word: 0.0, **_with_paired_letters(word)}
    for near, cost in paired.items():
        _note(found, near, cost)
    if not pairs_only:
        sound_alikes = dict(_sound_alikes(word))
        for near in sound_alikes:
            _note(found, near, SOUND_COST)
            for other in _sound_alikes(near) if len(word) >= LONG_WORD else ():
                _note(found, other[0], 2 * SOUND_COST)
        for near in _edits(word, alphabet):
            _note(found, near, EDIT_COST)
    found.pop(word, None)
    return dict(sorted(found.items(), key=lambda one: one[1])[:MAX_SPELLINGS])


def _note(found: dict[str, float], near: str, cost: float) -> None:
    found[near] = min(cost, found.get(near, cost))


def _alphabet(word: str) -> str:
    return next((letters for letters in _ALPHABETS.values() if set(word) <= set(letters)), "")


def _with_paired_letters(word: str) -> dict[str, float]:
    """The word with Kazakh letters for Russian ones, in any of the places."""
    found = {word: 0.0}
    for at, letter in enumerate(word):
        for other in _PAIRED_LETTERS.get(letter, ""):
            if len(found) * 2 > MAX_SPELLINGS // 2:
                return found
            found |= {f"{near[:at]}{other}{near[at + 1 :]}": cost + PAIR_COST for near, cost in found.items()}
    return found


def _sound_alikes(word: str) -> Iterator[tuple[str, float]]:
    """The word with another unstressed vowel, or a letter doubled or no longer double."""
    for at in range(1, len(word)):
        left, letter, right = word[:at], word[at], word[at + 1 :]
        yield from ((f"{left}{other}{right}", SOUND_COST) for other in _SIMILAR_VOWELS.get(letter, ""))
        yield (f"{left}{right}", SOUND_COST) if letter == left[-1] else (f"{left}{letter}{letter}{right}", SOUND_COST)


def _edits(word: str, alphabet: str) -> Iterator[str]:
    """The word with one letter out, in, changed or swapped; the first stays."""
    for at in range(1, len(word) + 1):
        left, right = word[:at], word[at:]
        yield from (f"{left}{letter}{right}" for letter in alphabet)
        if right:
            yield f"{left}{right[1:]}"
            yield from (f"{left}{letter}{right[1:]}" for letter in alphabet)
        if len(right) > 1:
            yield f"{left}{right[1]}{right[0]}{right[2:]}"
