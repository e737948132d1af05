"""The endings of Kazakh words: all chains of suffixes, generated once, and the vowel harmony of a stem.

Rules of school grammars: vowel harmony, and assimilation of a suffix to the sound before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.language.kk_words import OF_TIME

# Sounds, by the letter that a suffix stands after. У, и and often ю are glides here: даму·дың, Әли·дің, жою·ды.
VOWELS = "аәеоөұүыіэюя"
_GLIDES = "йуирю"
_NASALS = "мнң"
_BUZZING = "зж"
_MUTE = "бвгғдкқпстфхһцчшщ"
_OPEN = VOWELS + _GLIDES + "л"
_VOICED = _GLIDES + "л" + _NASALS + _BUZZING
_ALL = _VOICED + _MUTE

BACK, FRONT = "ы", "і"  #: the harmonies, back and front, each named by its narrow vowel
BOTH = BACK + FRONT
#: и and ю go with either harmony; у follows the vowel before it
_HARMONY = {**dict.fromkeys("аоұыя", BACK), **dict.fromkeys("әөүіеэ", FRONT), **dict.fromkeys("ию", BOTH)}
_SPELLING = {BACK: str.maketrans("AIGQ", "аығқ"), FRONT: str.maketrans("AIGQ", "еігк")}

#: a suffix (A stands for а/е, I for ы/і, G for ғ/г, Q for қ/к), and what it may stand after
_Suffix = tuple[str, str]
_PLURALS = (("лAр", VOWELS + _GLIDES), ("дAр", "л" + _NASALS + _BUZZING), ("тAр", _MUTE))
#: of adjectives, which are words of their own
ADJECTIVES = (("лIQ", VOWELS + _GLIDES), ("дIQ", "л" + _NASALS + _BUZZING), ("тIQ", _MUTE))
_HIS = (("сI", VOWELS), ("I", _ALL))
_MINE = (("м", VOWELS), ("Iм", _ALL), ("ң", VOWELS), ("Iң", _ALL))
_OURS = (("мIз", VOWELS), ("IмIз", _ALL))
_YOURS = (("ңIз", VOWELS), ("IңIз", _ALL))
_GENITIVE = (("нIң", VOWELS + _NASALS), ("дIң", _GLIDES + "л" + _BUZZING), ("тIң", _MUTE))
_DATIVE = (("GA", VOWELS + _VOICED), ("QA", _MUTE))
_ACCUSATIVE = (("нI", VOWELS), ("дI", _VOICED), ("тI", _MUTE))
_LOCATIVE = (("дA", VOWELS + _VOICED), ("тA", _MUTE))
_ABLATIVE = (("дAн", _OPEN + _BUZZING), ("нAн", _NASALS), ("тAн", _MUTE))
_INSTRUMENTAL = (
    *(("мен", _OPEN + _NASALS), ("бен", _BUZZING), ("пен", _MUTE)),
    *(("менен", _OPEN + _NASALS), ("бенен", _BUZZING), ("пенен", _MUTE)),
)
_POSSESSED = (("нікі", VOWELS + _NASALS), ("дікі", _GLIDES + "л" + _BUZZING), ("тікі", _MUTE))
_LIKE = (("дAй", VOWELS + _VOICED), ("тAй", _MUTE))
_CASES = (*_GENITIVE, *_DATIVE, *_ACCUSATIVE, *_ABLATIVE, *_INSTRUMENTAL, *_POSSESSED)
_CASES_OF_HIS = tuple((suffix, BOTH) for suffix in ["нIң", "нA", "н", "нAн", "мен", "менен", "нікі", "ншA"])
_LIKE_HIS = (("ндAй", BOTH),)
_CASES_OF_MINE = tuple((suffix, _NASALS) for suffix in ["нIң", "A", "дI", "нAн", "мен", "нікі", "дAй", "шA"])
_THERE = (("GI", VOWELS),)
_IN_TIME = (("GI", VOWELS + _VOICED), ("QI", _MUTE))
#: I am, we are; not after а and е, where verbs end so: саламын (I put) is not сала; but after a locative: Алматыдамын
_BEING = (
    *(("мIн", "ыі" + _GLIDES + "л" + _NASALS), ("бIн", _BUZZING), ("пIн", _MUTE)),
    *(("мIз", _GLIDES + "л"), ("бIз", _NASALS + _BUZZING), ("пIз", _MUTE)),
)
_BEING_THERE = (("мIн", VOWELS), ("мIз", VOWELS))
_MORE = (("рAQ", VOWELS), ("IрAQ", _ALL))
#: the suffixes that may follow in each state, and the state that each leads to
_GRAMMAR: dict[str, tuple[tuple[tuple[_Suffix, ...], str], ...]] = {
    "stem": (
        *((_PLURALS, "plural"), (_HIS, "his"), (_MINE, "mine"), (_OURS + _YOURS, "ours")),
        *((_CASES, ""), (_LOCATIVE, "place"), (_LIKE, ""), (_BEING, ""), (_MORE, "")),
    ),
    "plural": (
        (_HIS, "his"),
        (_MINE, "mine"),
        (_OURS + _YOURS, "ours"),
        (_CASES, ""),
        (_LOCATIVE, "place"),
        (_LIKE, ""),
    ),
    "his": ((_CASES_OF_HIS + _LIKE_HIS, ""), ((("ндA", BOTH),), "place")),
    "mine": ((_CASES_OF_MINE, ""), (_LOCATIVE, "place")),
    "ours": ((_CASES, ""), (_LOCATIVE, "place")),
    "place": ((_THERE, "there"), (_BEING + _BEING_THERE, "")),
    "time": ((_IN_TIME, "there"),),
    "there": ((_PLURALS, "those there"), (_CASES + _LOCATIVE, "")),
    "those there": ((_CASES + _LOCATIVE, ""),),
    "": (),
}
_RARE = frozenset(_MINE + _LIKE + _BEING + _MORE)  #: never after a base of three letters
#: first and second person, similative, comparative: names don't have them
_PERSONAL = frozenset(_MINE + _YOURS + _LIKE + _LIKE_HIS + _BEING + _BEING_THERE + _MORE)
_NEVER = 99  #: more letters than any base has


class Ending(NamedTuple):
    """An ending's conditions on its stem."""

    harmony: str  #: BACK or FRONT
    after: str  #: the letters it may follow
    stems: tuple[str, ...]  #: required ends of the stem
    shortest: int  #: least letters of a base
    surely: int  #: letters of a base from which a typed form certainly means that base
    of_names: bool  #: can names have it?
    his: bool  #: does it begin with the possessive of the third person?


def harmonised(suffix: str, harmony: str) -> str:
    """A suffix with the letters of a harmony."""
    return suffix.translate(_SPELLING[harmony])


def _chains(place: str, harmony: str, left: str = "") -> Iterator[tuple[str, tuple[_Suffix, ...]]]:
    """Each chain of suffixes from this state after the letters `left`: its text and its suffixes."""
    for suffixes, then in _GRAMMAR[place]:
        for suffix in suffixes:
            if not left or left[-1] in suffix[1]:
                text = harmonised(suffix[0], harmony)
                yield text, (suffix,)
                yield from ((text + more, (suffix, *others)) for more, others in _chains(then, harmony, text))


def _surely(place: str, text: str, first: _Suffix) -> int:
    """How many letters make a base certain before this ending."""
    if first in _RARE or place == "time":
        return _NEVER  # келісім, тікелей, көктемгі: often words of their own
    if place == "his":
        return 6  # қазына, тұрғын: words of their own, not of қазы, тұрғы
    if first in _ACCUSATIVE and first[1] != VOWELS:
        return 7  # adjectives end like this too: маңызды
    if first in _INSTRUMENTAL:
        return 5  # Өскемен
    if len(text) > 3 or first in _GENITIVE:
        return 3
    if text in ("ын", "ін"):
        return 6  # еркін, серпін: nouns of their own
    return 4 if len(text) > 1 else 5


def _table() -> dict[str, tuple[Ending, ...]]:
    """All endings, about 2,000, by their letters."""
    table: dict[str, dict[Ending, None]] = {}
    for place, stems in (("stem", ("",)), ("his", ("",)), ("time", OF_TIME)):
        for harmony in BOTH:
            for text, chain in _chains(place, harmony):
                first = chain[0]
                ending = Ending(
                    harmony=harmony,
                    after=first[1],
                    stems=stems,
                    shortest=4 if first in _RARE else 3,
                    surely=_surely(place, text, first),
                    of_names=_PERSONAL.isdisjoint(chain),
                    his=first in _HIS,
                )
                table.setdefault(text, {})[ending] = None
    return {text: tuple(endings) for text, endings in table.items()}


ENDINGS = _table()
LONGEST = max(map(len, ENDINGS))  #: letters of the longest ending


def harmony_of(stem: str) -> str:
    """The harmonies that suffixes of this stem may have: BACK, FRONT, BOTH, or "" without a vowel."""
    if stem[-1] == "ь":
        return FRONT
    if stem.endswith(("ов", "ев", "х", "ә")) or "ь" in stem[-2:]:
        return BOTH  # Тоқаевтың, Медведевтің; цехтар; күнәлар; Шольцке
    if stem[-1] == "у" and len(stem) > 3 and stem[-2] not in VOWELS:
        return BOTH  # Бакуге, Нетаньяхуге
    harmony = _harmony_of_vowels(stem)
    return BOTH if harmony == BACK and stem.endswith(("к", "г", "кт")) else harmony  # педагогтер, факті


def _harmony_of_vowels(stem: str) -> str:
    """The harmony of the last vowel."""
    for place in range(len(stem) - 1, -1, -1):
        letter = stem[place]
        if letter in _HARMONY:
            return _HARMONY[letter]
        if letter == "у" and place < len(stem) - 1:
            return BOTH  # in loans: институтта, ресурстар
    return BOTH if "у" in stem else ""
