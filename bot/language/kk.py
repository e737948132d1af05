"""Kazakh word forms: the words that a word may be a form of, by the rules of sound and order, without a dictionary.

    stem ─ plural ─ possession ─ case ─ "what is there" ─ plural ─ case       қала·лар·ы·нда·ғы·лар·ды

All endings are put together once, each with the sounds that its first suffix may stand behind. A word is then looked up
from its end: what stands before an ending is a base if it has vowels of the ending's row and a last sound that the
ending may follow. So Алматы is no form of алма: behind a vowel the accusative is -ны. Every legal base counts, for only
the words around it could tell which is meant.

The rules are those of school grammars: harmony of vowels, suffixes that follow the sound before them, п к қ voiced
before a vowel (кітап, кітабы), a narrow vowel that falls out of some nouns (орын, орны), soft endings of loans (факт,
фактілер), loans that lose the last of two consonants (класқа, туристер).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.common import COMMON
from bot.language.kk_endings import (
    ADJECTIVES,
    BACK,
    BOTH,
    ENDINGS,
    FRONT,
    LONGEST,
    VOWELS,
    Ending,
    harmonised,
    harmony_of,
)
from bot.language.kk_words import FLEETING, NO_CONVERBS, NOT_FORMS, OWN_STEMS, TWO_LETTER_NOUNS

_VOICELESS = {"ғ": "қ", "г": "к", "б": "п"}
_EASED = ("кті", "сті", "скі", "пті")  #: факті·лер
#: ends of loans that lose the second of two letters before a suffix: процес·ке, клас·қа, метал·дар
_TWOFOLD = ("цес", "рес", "клас", "крос", "тал", "бал", "грам", "грип", "ват")
#: ends of loans that lose т before a suffix: турис·тер, тес·тер
_BEFORE_T = ("ис", "тес", "рес", "фес", "екс", "пос", "дкас")
#: behind such names -ы is rather a participle's: өскені, that it grew, is not of an Өскен
_LIKE_PARTICIPLES = ("ған", "ген", "қан", "кен")

#: a noun of action by -ла or -ландыр: its stem
_ACTION = re.compile("(.{4,}(?:[лдт][ае]|[ае]н[дт][ыі]р))у")
#: the past and the present, of them and of us, and what goes on from the verb; behind a vowel and behind a consonant
_AFTER_VOWEL = ("дI", "дIQ", "йдI", "ймIз", "GAн", "п", "йтIн", "сA", "мAQ", "мAQшI")
_AFTER_CONSONANT = ("дI", "дIQ", "AдI", "AмIз", "GAн", "Iп", "AтIн", "сA", "мAQ", "мAQшI")

_CONVERB = re.compile(".*[ыіаеи]п|..+[мбп][ае]й")
#: the past and the present of the verbs that help others
_HELPS = re.compile(
    "(?:(?:қал|ал|сал|бол|бар|тұр|отыр|қой|таста)ды|(?:шық|жат|қайт|бат)ты)(?:м|қ|ң|ңыз|ңдар|ңыздар)?"
    "|(?:(?:кел|бер|жүр|көр|кір|жібер)ді|(?:кет|түс|өт|жет)ті)(?:м|к|ң|ңіз|ңдер|ңіздер)?"
    "|(?:қала|ала|сала|бола|бара|тұра|қоя|шыға|жата)(?:м|мын|мыз|сың|сыз|ды)"
    "|(?:келе|бере|жүре|көре|кіре|кете|түсе|өте)(?:м|мін|міз|сің|сіз|ді)"
)


def bases(word: str) -> tuple[str, ...]:
    """The word and all it may be a form of, for a folded Kazakh word."""
    return tuple(dict.fromkeys((word, *(base for base, _ in _found(word)))))


def query_bases(word: str) -> tuple[str, ...]:
    """The word and what it surely is a form of: what a person means who types it."""
    return tuple(dict.fromkeys((word, *(base for base, ending in _found(word) if len(base) >= ending.surely))))


def name_bases(word: str) -> tuple[str, ...]:
    """The folded word and the proper names it may be a form of: in a case, in the plural, or someone's.

    Ours too (Қазақстанымыз), but nothing of mine or yours, like it or more so: Наурызым is no form of Наурыз; nor what
    is rather a participle of a verb, as өскені.
    """
    found = (
        base
        for base, ending in _found(word)
        if ending.of_names and not (ending.his and base.endswith(_LIKE_PARTICIPLES))
    )
    return tuple(dict.fromkeys((word, *found)))


def adjectives(noun: str) -> tuple[str, ...]:
    """The adjectives in -лық of a folded noun, which also name residents: бюджет, бюджеттік; Ақтау, ақтаулық.

    Two where the row is in doubt (банктық, банктік), none of what is no Kazakh word.
    """
    stem = _without_last_of_two(noun)
    sounding = stem.removesuffix("ь")
    suffixes = [suffix for suffix, after in ADJECTIVES if sounding[-1:] and sounding[-1] in after]
    return tuple(stem + harmonised(suffix, harmony) for suffix in suffixes for harmony in harmony_of(noun))


def verbs(noun: str) -> tuple[str, ...]:
    """The frequent finite forms, participles and converbs of the verb that a folded noun of action is made of.

    Of those made by -ла and -ландыр alone, whose stem is long enough to be nothing else: экспорттау, экспорттады,
    экспортталды; газдандыру, газдандырылды.
    """
    found = _ACTION.fullmatch(noun)
    if found is None:
        return ()
    stem, harmony = found.group(1), harmony_of(noun[:-1])
    open_end = stem[-1] in VOWELS
    passive = stem + ("" if open_end else harmonised("I", harmony)) + ("н" if open_end and stem[-2] == "л" else "л")
    own = _AFTER_VOWEL if open_end else _AFTER_CONSONANT
    return tuple(
        base + harmonised(end, harmony) for base, ends in ((stem, own), (passive, _AFTER_CONSONANT)) for end in ends
    )


def after_converb(previous: str, word: str) -> bool:
    """Is this word a verb, for it helps the converb before it? In келіп қалдық, қалдық is no waste. Both are folded.

    True for the past and the present of the verbs that help others, behind -п (келіп, бастап) and -май (үлгермей).
    """
    return bool(_HELPS.fullmatch(word) and _CONVERB.fullmatch(previous)) and previous not in NO_CONVERBS


def _found(word: str) -> Iterator[tuple[str, Ending]]:
    """The bases behind a word, the longest stem first, each with the ending it lost."""
    if word in NOT_FORMS or word in OWN_STEMS or word in COMMON:
        return
    for cut in range(len(word) - 1, max(1, len(word) - LONGEST - 1), -1):
        for ending in ENDINGS.get(word[cut:], ()):
            for base in _stems(word[:cut], ending, word[cut] in BOTH):
                if (len(base) >= ending.shortest or base in TWO_LETTER_NOUNS) and ending.harmony in harmony_of(base):
                    yield base, ending
                    if base in OWN_STEMS:
                        return


def _stems(stem: str, ending: Ending, before_vowel: bool) -> Iterator[str]:
    sounding = stem[:-1] if stem[-1] == "ь" else stem
    if sounding[-1] not in ending.after or not stem.endswith(ending.stems):
        return
    yield from _before_vowel(stem, ending.harmony) if before_vowel else _before_consonant(stem)


def _before_consonant(stem: str) -> Iterator[str]:
    """What a stem's end was before a consonant: without the і that eases hard clusters, or whole."""
    yield stem
    if stem.endswith(_EASED):
        yield stem[:-1]
    yield from _whole(stem)


def _before_vowel(stem: str, harmony: str) -> Iterator[str]:
    """What a stem's end was before ы or і: with a narrow vowel, voiceless, soft, whole."""
    last, before = stem[-1], stem[-2]
    fuller = stem[:-1] + harmony + last
    if fuller in FLEETING:
        yield fuller
    if before in VOWELS + "иу":
        if last in _VOICELESS:
            yield stem[:-1] + _VOICELESS[last]
        if last in "ғқк":
            return
    yield stem
    if len(stem) > 2 and (last in "лр" or (harmony == FRONT and harmony_of(stem) == BACK)):
        yield stem + "ь"  # ролі, лагері, Рязані
    yield from _whole(stem)


def _whole(stem: str) -> Iterator[str]:
    """A loan with the last of two consonants that it loses before a suffix."""
    if stem.endswith(_TWOFOLD):
        yield stem + stem[-1]
    if stem.endswith(_BEFORE_T):
        yield stem + "т"


def _without_last_of_two(noun: str) -> str:
    """The stem of a loan as it stands before a suffix: класс, клас; турист, турис."""
    stem = noun[:-1]
    return stem if noun in _whole(stem) else noun
