"""Kazakh word forms: the words that a word may be a form of, by the rules of sound and order, without a dictionary.

    stem ─ plural ─ possession ─ case ─ "what is there" ─ plural ─ case       қала·лар·ы·нда·ғы·лар·ды

All endings are put together once, each with the sounds that its first suffix may stand behind. A word is then looked up
from its end: what stands before an ending is a base if it has vowels of the ending's row and a last sound that the
ending may follow. So Алматы is no form of алма: behind a vowel the accusative is -ны. Every legal base counts, for only
the words around it could tell which is meant.

The rules are those of school grammars: harmony of vowels, suffixes that follow the sound before them, п к қ voiced
before a vowel (кітап, кітабы), a narrow vowel that falls out (орын, орны), soft endings of loans (факт, фактілер).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.language.common import COMMON, words

#: look like a form of another word, are a word of their own, and mean that nearly always
WHOLE = words(
    """
    маңызды мәнді тиімді өнімді білімді сенімді табысты бақытты атақты қажетті тиісті қасиетті өзекті белсенді міндетті
    шартты нақты мықты қатты әділетті қабілетті талантты дарынды ақылды мазмұнды тартымды қызықты көрікті сәтті құрметті
    жауапты ерікті өкілетті ықпалды беделді басты байланысты тұрақты қуатты қауіпті зиянды қарқынды құнды көлемді
    кезекті ауқымды өркениетті айыпты төзімді білікті ұтымды өтімді типті мақсатты құдіретті жасанды туынды қосынды
    айқынды шекті пәрменді тиянақты атты
    басқа қысқа бірге теңге сауда пайда майдан түркімен судан тағы ұлы ойын отын алтын астық кейде қайда бағам жалаң
    кейін үшін дейін тегін бүгін жақын жалпы қарсы арқылы қорғасын қарағанды қарағанда бойында барысында сайын қатысты
    алды асты жазды қойды түсті тапты көшті етті елді
    мені сені оны бізді сізді оларды маған саған оған бізге сізге оларға менде сенде онда бізде сізде оларда менен
    сенен одан бізден сізден олардан менің сенің оның біздің сіздің олардың мұнда мұны бұдан бұны соны соның содан
    """
)
#: the nouns of two letters; anything else so short is no base
SHORT = words("ай ас аң ат ел ер ет ән ит іс ой от оқ су ту ұл ұн үй үн би")
#: words of time, to whose end alone -ғы is added: жылғы, кешкі
OF_TIME = ("жыл", "күн", "ғасыр", "таң", "кеш", "түн", "көктем", "жаз", "күз", "қыс", "бүгін", "ертең", "кеше", "биыл")

# Sounds, by the letter that a suffix stands behind. У and и are glides here: даму·дың, Әли·дің.
_VOWELS = "аәеоөұүыіэюя"
_GLIDES = "йуир"
_NASALS = "мнң"
_BUZZING = "зж"
_MUTE = "бвгғдкқпстфхһцчшщ"
_OPEN = _VOWELS + _GLIDES + "л"
_VOICED = _GLIDES + "л" + _NASALS + _BUZZING
_ALL = _VOICED + _MUTE

BACK, FRONT = "ы", "і"  #: the rows of vowels, named by their narrow one
BOTH = BACK + FRONT
#: и and ю go with either row; у goes with the vowel before it
_ROW = {**dict.fromkeys("аоұыя", BACK), **dict.fromkeys("әөүіеэ", FRONT), **dict.fromkeys("ию", BOTH)}
_SPELLING = {BACK: str.maketrans("AIGQ", "аығқ"), FRONT: str.maketrans("AIGQ", "еігк")}

#: a suffix (A stands for а/е, I for ы/і, G for ғ/г, Q for қ/к), and what it may stand behind
_Suffix = tuple[str, str]
_PLURALS = (("лAр", _VOWELS + _GLIDES), ("дAр", "л" + _NASALS + _BUZZING), ("тAр", _MUTE))
_HIS = (("сI", _VOWELS), ("I", _ALL))
_MINE = (("м", _VOWELS), ("Iм", _ALL), ("ң", _VOWELS), ("Iң", _ALL))
_OURS = (("мIз", _VOWELS), ("IмIз", _ALL), ("ңIз", _VOWELS), ("IңIз", _ALL))
_GENITIVE = (("нIң", _VOWELS + _NASALS), ("дIң", _GLIDES + "л" + _BUZZING), ("тIң", _MUTE))
_DATIVE = (("GA", _VOWELS + _VOICED), ("QA", _MUTE))
_ACCUSATIVE = (("нI", _VOWELS), ("дI", _VOICED), ("тI", _MUTE))
_LOCATIVE = (("дA", _VOWELS + _VOICED), ("тA", _MUTE))
_ABLATIVE = (("дAн", _OPEN + _BUZZING), ("нAн", _NASALS), ("тAн", _MUTE))
_INSTRUMENTAL = (("мен", _OPEN + _NASALS), ("бен", _BUZZING), ("пен", _MUTE))
_OWNED = (("нікі", _VOWELS + _NASALS), ("дікі", _GLIDES + "л" + _BUZZING), ("тікі", _MUTE))
_LIKE = (("дAй", _VOWELS + _VOICED), ("тAй", _MUTE))
_CASES = (*_GENITIVE, *_DATIVE, *_ACCUSATIVE, *_ABLATIVE, *_INSTRUMENTAL, *_OWNED)
_CASES_OF_HIS = tuple((suffix, BOTH) for suffix in ["нIң", "нA", "н", "нAн", "мен", "нікі", "ндAй", "ншA"])
_CASES_OF_MINE = tuple((suffix, _NASALS) for suffix in ["нIң", "A", "дI", "нAн", "мен", "нікі", "дAй", "шA"])
_THERE = (("GI", _VOWELS),)
_IN_TIME = (("GI", _VOWELS + _VOICED), ("QI", _MUTE))
#: I am, we are
_BEING = (
    *(("мIн", _OPEN + _NASALS), ("бIн", _BUZZING), ("пIн", _MUTE)),
    *(("мIз", _VOICED), ("бIз", _BUZZING), ("пIз", _MUTE)),
)
_MORE = (("рAQ", _VOWELS), ("IрAQ", _ALL))
#: the suffixes that may follow in each place of a word, and the places they lead to
_GRAMMAR: dict[str, tuple[tuple[tuple[_Suffix, ...], str], ...]] = {
    "stem": (
        *((_PLURALS, "plural"), (_HIS, "his"), (_MINE, "mine"), (_OURS, "ours")),
        *((_CASES, ""), (_LOCATIVE, "place"), (_LIKE, ""), (_BEING, ""), (_MORE, "")),
    ),
    "plural": ((_HIS, "his"), (_MINE, "mine"), (_OURS, "ours"), (_CASES, ""), (_LOCATIVE, "place"), (_LIKE, "")),
    "his": ((_CASES_OF_HIS, ""), ((("ндA", BOTH),), "place")),
    "mine": ((_CASES_OF_MINE, ""), (_LOCATIVE, "place")),
    "ours": ((_CASES, ""), (_LOCATIVE, "place")),
    "place": ((_THERE, "there"),),
    "time": ((_IN_TIME, "there"),),
    "there": ((_PLURALS, "those there"), (_CASES + _LOCATIVE, "")),
    "those there": ((_CASES + _LOCATIVE, ""),),
    "": (),
}
_RARE = frozenset(_MINE + _LIKE + _BEING + _MORE)  #: begin no ending behind a base of three letters
_NEVER = 99  #: letters that no base has


class _Ending(NamedTuple):
    """What must stand before an ending."""

    row: str  #: of vowels
    after: str  #: the letters it may stand behind
    stems: tuple[str, ...]  #: how a stem must end besides
    shortest: int  #: letters that a base has at least
    surely: int  #: letters of a base from which on a person who types the form means the base


def _chains(place: str, row: str, left: str = "") -> Iterator[tuple[str, _Suffix]]:
    """Each ending that may stand in this place of a word, behind the letters `left`, with its first suffix."""
    for suffixes, then in _GRAMMAR[place]:
        for suffix in suffixes:
            if not left or left[-1] in suffix[1]:
                text = suffix[0].translate(_SPELLING[row])
                yield text, suffix
                yield from ((text + more, suffix) for more, _ in _chains(then, row, text))


def _surely(text: str, first: _Suffix) -> int:
    """How long a base must be for this ending to leave no doubt that it is one."""
    if first in _RARE:
        return _NEVER  # келісім, тікелей: words of their own as often as not
    if first in _ACCUSATIVE and first[1] != _VOWELS:
        return 7  # so do adjectives end: маңызды
    if len(text) > 3 or first in _GENITIVE:
        return 3
    if text in ("ын", "ін"):
        return 6  # еркін, серпін: nouns of their own
    return 4 if len(text) > 1 else 5


def _table() -> dict[str, tuple[_Ending, ...]]:
    """All endings, some 1,600, by their letters."""
    table: dict[str, dict[_Ending, None]] = {}
    for place, stems in (("stem", ("",)), ("his", ("",)), ("time", OF_TIME)):
        for row in BOTH:
            for text, first in _chains(place, row):
                shortest = 4 if first in _RARE else 3
                ending = _Ending(row, first[1], stems, shortest, _surely(text, first))
                table.setdefault(text, {})[ending] = None
    return {text: tuple(endings) for text, endings in table.items()}


_VOICELESS = {"ғ": "қ", "г": "к", "б": "п"}
_TWOFOLD = ("цес", "рес", "тал")  #: loans that lose one of two letters before a suffix: процес·ке, метал·дар
_ENDINGS = _table()
_LONGEST = max(map(len, _ENDINGS))


def bases(word: str) -> tuple[str, ...]:
    """The word and all it may be a form of, for a folded Kazakh word."""
    return tuple(dict.fromkeys((word, *(base for base, _ in _found(word)))))


def query_bases(word: str) -> tuple[str, ...]:
    """The word and what it surely is a form of: what a person means who types it."""
    return tuple(dict.fromkeys((word, *(base for base, ending in _found(word) if len(base) >= ending.surely))))


def _found(word: str) -> Iterator[tuple[str, _Ending]]:
    """The bases behind a word, the longest stem first, each with the ending it lost."""
    if word in WHOLE or word in COMMON:
        return
    for cut in range(len(word) - 1, max(1, len(word) - _LONGEST - 1), -1):
        for ending in _ENDINGS.get(word[cut:], ()):
            for base in _stems(word[:cut], ending, word[cut] in BOTH):
                if (len(base) >= ending.shortest or base in SHORT) and ending.row in _row(base):
                    yield base, ending


def _stems(stem: str, ending: _Ending, before_vowel: bool) -> Iterator[str]:
    sounding = stem[:-1] if stem[-1] == "ь" else stem
    if sounding[-1] not in ending.after or not stem.endswith(ending.stems):
        return
    yield from _before_vowel(stem, ending.row) if before_vowel else _before_consonant(stem)


def _before_consonant(stem: str) -> Iterator[str]:
    """What a stem's end was before a consonant: without the і that eases hard clusters, twofold."""
    yield stem
    if stem.endswith(("кті", "сті", "скі", "пті")):
        yield stem[:-1]  # факті·лер
    if stem.endswith(_TWOFOLD):
        yield stem + stem[-1]


def _before_vowel(stem: str, row: str) -> Iterator[str]:
    """What a stem's end was before ы or і: voiceless, with a narrow vowel, soft, twofold."""
    last, before = stem[-1], stem[-2]
    if before in _VOWELS + "иу":
        if last in _VOICELESS:
            yield stem[:-1] + _VOICELESS[last]
        if last in "ғқк":
            return
    yield stem
    if before in "рлйу" and last in "нлзқкп":
        yield stem[:-1] + row + last
    if last == "л" and len(stem) > 2:
        yield stem + "ь"
    if stem.endswith(_TWOFOLD):
        yield stem + stem[-1]


def _row(stem: str) -> str:
    """The rows that suffixes of this stem may have: empty if it has no vowel."""
    if stem[-1] == "ь":
        return FRONT
    if stem.endswith(("ов", "ев", "х", "ә")):
        return BOTH  # Тоқаевтың, Медведевтің; цехтар; күнәлар
    row = _row_of_vowels(stem)
    return BOTH if row == BACK and stem.endswith(("к", "г", "кт")) else row  # педагогтер, факті


def _row_of_vowels(stem: str) -> str:
    """That of the last vowel."""
    for place in range(len(stem) - 1, -1, -1):
        letter = stem[place]
        if letter in _ROW:
            return _ROW[letter]
        if letter == "у" and place < len(stem) - 1:
            return BOTH  # in loans: институтта, ресурстар
    return BOTH if "у" in stem else ""
