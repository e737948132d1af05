"""The endings of Kazakh words: what may follow what, all chains put together once, and the row of a stem's vowels.

Rules of school grammars: harmony of vowels, and suffixes that follow the sound before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.language.kk_words import OF_TIME

# Sounds, by the letter that a suffix stands behind. У, и and often ю are glides here: даму·дың, Әли·дің, жою·ды.
VOWELS = "аәеоөұүыіэюя"
_GLIDES = "йуирю"
_NASALS = "мнң"
_BUZZING = "зж"
_MUTE = "бвгғдкқпстфхһцчшщ"
_OPEN = VOWELS + _GLIDES + "л"
_VOICED = _GLIDES + "л" + _NASALS + _BUZZING
_ALL = _VOICED + _MUTE

BACK, FRONT = "ы", "і"  #: the rows of vowels, named by their narrow one
BOTH = BACK + FRONT
#: и and ю go with either row; у goes with the vowel before it
_HARMONY = {**dict.fromkeys("аоұыя", BACK), **dict.fromkeys("әөүіеэ", FRONT), **dict.fromkeys("ию", BOTH)}
_SPELLING = {BACK: str.maketrans("AIGQ", "аығқ"), FRONT: str.maketrans("AIGQ", "еігк")}

#: a suffix (A stands for а/е, I for ы/і, G for ғ/г, Q for қ/к), and what it may stand behind
_Suffix = tuple[str, str]
_PLURALS = (("лAр", VOWELS + _GLIDES), ("дAр", "л" + _NASALS + _BUZZING), ("тAр", _MUTE))
#: of the adjectives, which are words of their own
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
#: I am, we are; behind а and е verbs end so: саламын, I put, is no сала; behind a place they do: Алматыдамын
_BEING = (
    *(("мIн", "ыі" + _GLIDES + "л" + _NASALS), ("бIн", _BUZZING), ("пIн", _MUTE)),
    *(("мIз", _GLIDES + "л"), ("бIз", _NASALS + _BUZZING), ("пIз", _MUTE)),
)
_BEING_THERE = (("мIн", VOWELS), ("мIз", VOWELS))
_MORE = (("рAQ", VOWELS), ("IрAQ", _ALL))
#: the suffixes that may follow in each place of a word, and the places they lead to
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
_RARE = frozenset(_MINE + _LIKE + _BEING + _MORE)  #: begin no ending behind a base of three letters
#: of persons who speak or are spoken to, and of likeness: no form of a name
_PERSONAL = frozenset(_MINE + _YOURS + _LIKE + _LIKE_HIS + _BEING + _BEING_THERE + _MORE)
_NEVER = 99  #: letters that no base has


class Ending(NamedTuple):
    """What must stand before an ending."""

    harmony: str  #: of vowels
    after: str  #: the letters it may stand behind
    stems: tuple[str, ...]  #: how a stem must end besides
    shortest: int  #: letters that a base has at least
    surely: int  #: letters of a base from which on a person who types the form means the base
    of_names: bool  #: may a name have it?
    his: bool  #: does it begin with the third person's possession?


def harmonised(suffix: str, harmony: str) -> str:
    """A suffix with the vowels of a row."""
    return suffix.translate(_SPELLING[harmony])


def _chains(place: str, harmony: str, left: str = "") -> Iterator[tuple[str, tuple[_Suffix, ...]]]:
    """Each ending that may stand in this place of a word, behind the letters `left`, with its suffixes."""
    for suffixes, then in _GRAMMAR[place]:
        for suffix in suffixes:
            if not left or left[-1] in suffix[1]:
                text = harmonised(suffix[0], harmony)
                yield text, (suffix,)
                yield from ((text + more, (suffix, *others)) for more, others in _chains(then, harmony, text))


def _surely(place: str, text: str, first: _Suffix) -> int:
    """How long a base must be for this ending to leave no doubt that it is one."""
    if first in _RARE or place == "time":
        return _NEVER  # келісім, тікелей, көктемгі: words of their own as often as not
    if place == "his":
        return 6  # қазына, тұрғын: words of their own, not of қазы, тұрғы
    if first in _ACCUSATIVE and first[1] != VOWELS:
        return 7  # so do adjectives end: маңызды
    if first in _INSTRUMENTAL:
        return 5  # Өскемен
    if len(text) > 3 or first in _GENITIVE:
        return 3
    if text in ("ын", "ін"):
        return 6  # еркін, серпін: nouns of their own
    return 4 if len(text) > 1 else 5


def _table() -> dict[str, tuple[Ending, ...]]:
    """All endings, some 2,000, by their letters."""
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
LONGEST = max(map(len, ENDINGS))  #: letters of an ending


def harmony_of(stem: str) -> str:
    """The rows that suffixes of this stem may have: empty if it has no vowel."""
    if stem[-1] == "ь":
        return FRONT
    if stem.endswith(("ов", "ев", "х", "ә")) or "ь" in stem[-2:]:
        return BOTH  # Тоқаевтың, Медведевтің; цехтар; күнәлар; Шольцке
    if stem[-1] == "у" and len(stem) > 3 and stem[-2] not in VOWELS:
        return BOTH  # Бакуге, Нетаньяхуге
    harmony = _harmony_of_vowels(stem)
    return BOTH if harmony == BACK and stem.endswith(("к", "г", "кт")) else harmony  # педагогтер, факті


def _harmony_of_vowels(stem: str) -> str:
    """That of the last vowel."""
    for place in range(len(stem) - 1, -1, -1):
        letter = stem[place]
        if letter in _HARMONY:
            return _HARMONY[letter]
        if letter == "у" and place < len(stem) - 1:
            return BOTH  # in loans: институтта, ресурстар
    return BOTH if "у" in stem else ""
