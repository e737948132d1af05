"""Kazakh word forms: the words that a word may be a form of, by phonology and suffix order, without a dictionary.

    stem ─ plural ─ possession ─ case ─ "what is there" ─ plural ─ case       қала·лар·ы·нда·ғы·лар·ды

All endings are generated once, each with the sounds that it may follow. A word is then analysed from its end: what
precedes an ending is a base if its vowels have the ending's harmony and its last sound is one that the ending may
follow. So Алматы is not a form of алма: after a vowel the accusative is -ны. Every valid base counts, as only the
context could tell which one is right.

The rules are those of school grammars: vowel harmony, assimilation of suffixes to the sound before them, п к қ voiced
before a vowel (кітап, кітабы), a narrow vowel that some nouns drop (орын, орны), front endings of loans (факт,
фактілер), loans that drop the last of two consonants (класқа, туристер).
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
from bot.language.kk_words import (
    FLEETING,
    NO_CONVERBS,
    NOT_FORMS,
    OWN_STEMS,
    TWO_LETTER_NOUNS,
    VERBAL_ADVERBS,
    WITHOUT_HARM,
)

_VOICELESS = {"ғ": "қ", "г": "к", "б": "п"}
_EASED = ("кті", "сті", "скі", "пті")  #: факті·лер
#: endings of loans that drop the second of two equal letters before a suffix: процес·ке, клас·қа, метал·дар
_TWOFOLD = ("цес", "рес", "клас", "крос", "тал", "бал", "грам", "грип", "ват")
#: endings of loans that drop т before a suffix: турис·тер, тес·тер
_BEFORE_T = ("ис", "тес", "рес", "фес", "екс", "пос", "дкас")
#: after these endings of names -ы is rather a participle's: өскені (that it grew) is not a form of Өскен
_LIKE_PARTICIPLES = ("ған", "ген", "қан", "кен")

#: a verbal noun in -ла or -ландыр: its stem
_ACTION = re.compile("(.{4,}(?:[лдт][ае]|[ае]н[дт][ыі]р))у")
#: past and present (3rd person, 1st plural), participles and converbs; after a vowel and after a consonant
_AFTER_VOWEL = ("дI", "дIQ", "йдI", "ймIз", "GAн", "п", "йтIн", "сA", "мAQ", "мAQшI")
_AFTER_CONSONANT = ("дI", "дIQ", "AдI", "AмIз", "GAн", "Iп", "AтIн", "сA", "мAQ", "мAQшI")

_CONVERB = re.compile(".*[ыіаеи]п|..+[мбп][ае]й")
#: past and present of auxiliary verbs
_HELPS = re.compile(
    "(?:(?:қал|ал|сал|бол|бар|тұр|отыр|қой|таста)ды|(?:шық|жат|қайт|бат)ты)(?:м|қ|ң|ңыз|ңдар|ңыздар)?"
    "|(?:(?:кел|бер|жүр|көр|кір|жібер)ді|(?:кет|түс|өт|жет)ті)(?:м|к|ң|ңіз|ңдер|ңіздер)?"
    "|(?:қала|ала|сала|бола|бара|тұра|қоя|шыға|жата)(?:м|мын|мыз|сың|сыз|ды)"
    "|(?:келе|бере|жүре|көре|кіре|кете|түсе|өте)(?:м|мін|міз|сің|сіз|ді)"
)


def bases(word: str) -> tuple[str, ...]:
    """A folded Kazakh word and every word that it may be a form of."""
    return tuple(dict.fromkeys((word, *(base for base, _ in _found(word)))))


def query_bases(word: str) -> tuple[str, ...]:
    """A folded word and the words that it certainly is a form of: the bases of a typed word."""
    return tuple(dict.fromkeys((word, *(base for base, ending in _found(word) if len(base) >= ending.surely))))


def name_bases(word: str) -> tuple[str, ...]:
    """A folded word and the proper names that it may be a form of: cases, plural, possessive of the 3rd person.

    Also "our" (Қазақстанымыз), but not "my", "your", similative or comparative: Наурызым is not a form of Наурыз; nor a
    form that is rather a participle, such as өскені.
    """
    found = (
        base
        for base, ending in _found(word)
        if ending.of_names and not (ending.his and base.endswith(_LIKE_PARTICIPLES))
    )
    return tuple(dict.fromkeys((word, *found)))


def adjectives(noun: str) -> tuple[str, ...]:
    """The adjectives in -лық of a folded noun, which also name residents: бюджет, бюджеттік; Ақтау, ақтаулық.

    Two if the harmony is uncertain (банктық, банктік), () for what is not a Kazakh word.
    """
    stem = _without_last_of_two(noun)
    sounding = stem.removesuffix("ь")
    suffixes = [suffix for suffix, after in ADJECTIVES if sounding[-1:] and sounding[-1] in after]
    return tuple(stem + harmonised(suffix, harmony) for suffix in suffixes for harmony in harmony_of(noun))


def verbs(noun: str) -> tuple[str, ...]:
    """The frequent finite forms, participles and converbs of the verb of a folded verbal noun.

    Only for verbs in -ла and -ландыр with a stem long enough to be unambiguous: экспорттау, экспорттады, экспортталды;
    газдандыру, газдандырылды. () for others.
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
    """Is this folded word an auxiliary verb after a converb? In келіп қалдық, қалдық is not waste.

    True for past and present forms of auxiliary verbs after -п (келіп, бастап), -май (үлгермей), an adverb of such
    verbs (таң қалдық) and "without" (сусыз қалдық), unless that rather describes a thing (зиянсыз қалдық).
    """
    if not _HELPS.fullmatch(word):
        return False
    if previous in VERBAL_ADVERBS or (previous.endswith(("сыз", "сіз")) and previous not in WITHOUT_HARM):
        return True
    return bool(_CONVERB.fullmatch(previous)) and previous not in NO_CONVERBS


def _found(word: str) -> Iterator[tuple[str, Ending]]:
    """The bases of a word, the longest stem first, each with the ending removed."""
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
    """The dictionary forms of a stem before a consonant: itself, without the linking і, with a dropped consonant."""
    yield stem
    if stem.endswith(_EASED):
        yield stem[:-1]
    yield from _whole(stem)


def _before_vowel(stem: str, harmony: str) -> Iterator[str]:
    """The dictionary forms of a stem before ы or і: a dropped vowel, voiceless, with ь, a dropped consonant."""
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
    """A loan with the consonant that it drops before a suffix."""
    if stem.endswith(_TWOFOLD):
        yield stem + stem[-1]
    if stem.endswith(_BEFORE_T):
        yield stem + "т"


def _without_last_of_two(noun: str) -> str:
    """The stem of a loan before a suffix: класс, клас; турист, турис."""
    stem = noun[:-1]
    return stem if noun in _whole(stem) else noun
