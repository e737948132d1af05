"""Marks: what two articles may share, whatever their languages.

    Ақтауда, в Актау, Aktau's ─▶ "p aktau"        өрт, пожара, blaze ─▶ "g fire"        Мерке, Меркі ─▶ "w merk"

The first letter of a mark is its kind. A word of no concept and no row of the glossary is compared by the beginning of
its sound, which Russian and Kazakh endings leave alone and which names keep across scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from bot.language import ru
from bot.language.common import COMMON, FREQUENT, HEADLINE_VERBS, words
from bot.language.stopwords import STOPWORDS
from bot.language.translit import is_latin, phonetic_key
from bot.matching.concepts import Concepts
from bot.matching.people import PERSON as PERSON_KIND
from bot.model import Concept
from bot.stories.glossary import GLOSSARY
from bot.stories.routine import ROUTINE, SAYING

PLACE, ROLE, PERSON, CONCEPT, NEWS, NUMBER, WORD, BEGINNING, WHOLE = "prhcgnwbl"
SOUND = 4  #: letters of a sound that are compared
LOOSE = 3  #: in headlines so many are compared, too
EXACT = 7  #: and in headlines without a text so many, which tell words with one beginning apart
COPIES = BEGINNING + WHOLE  #: kinds that stand for a word beside its own mark

#: of a thousand articles so many have a mark of this kind
_USUAL = {PLACE: 20.0, ROLE: 100.0, PERSON: 20.0, CONCEPT: 15.0, NEWS: 25.0, WORD: 8.0, BEGINNING: 10.0}
_USUAL_MARK = {
    "p kazakhstan": 500.0,
    "p astana": 100.0,
    "p almaty": 80.0,
    "p central-asia": 40.0,
    "p russia": 60.0,
    "c exchange-rate": 25.0,
    "c covid": 60.0,
    **dict.fromkeys(("g law", "g bill", "g sign"), 60.0),  # a day brings several
    **dict.fromkeys(("g adopt", "g senate", "g mazhilis"), 40.0),
}
_UNKNOWN, _ROUTINE, _FREQUENT = 5.0, 60.0, 150.0
USUAL_NAME = 1.0  #: of a name that is no concept
USUAL_GIVEN_NAME = 20.0
_SMALL_NUMBER, _MIDDLE_NUMBER, _LARGE_NUMBER = 40.0, 10.0, 2.0
SMALL = 12  #: numbers up to this are in articles of every kind

#: concepts that are in news of every kind, as who does something
_ROLES = words("president vice-president akorda prime-minister deputy-prime-minister government parliament akim police")
_MINISTRY = "ministry-"
_REGION = "-region"

_SKIPPED = COMMON | STOPWORDS | SAYING
_SKIPPED_SOUNDS = frozenset(map(phonetic_key, _SKIPPED))
_FREQUENT_SOUNDS = frozenset(map(phonetic_key, FREQUENT))
_ROUTINE_SOUNDS = frozenset(phonetic_key(word)[: SOUND + 1] for word in ROUTINE | SAYING if len(word) > SOUND)
_HARD_C = re.compile("c(?![eiyh])")
_KAZAKH_VERB = re.compile("(.{2,}?)([аей]?)(?:ды|ді|ты|ті|ған|ген|қан|кен|мақ|мек|ып|іп|п|са|се)")
_KAZAKH_PASSIVE = re.compile("(.{3,}?)[ыі]?л")
_ENGLISH_ENDS = ("ed", "ing", "er", "ers")
_NO_STEMS = frozenset(("жыл", "ат"))  #: nouns that look like a stem: a year is no warmth (жылу), a name no shot (ату)


def sound(word: str, language: str) -> str:
    """How a folded word sounds; c is k in English words, and ц in Russian ones in Latin letters."""
    return phonetic_key(_HARD_C.sub("k", word) if language == "en" and is_latin(word) else word)


@lru_cache(maxsize=30_000)
def of_word(forms: tuple[str, ...], language: str) -> tuple[str, float]:
    """The mark of a word with these bases, and how many of a thousand articles have it; "": it says nothing."""
    if not forms or not _SKIPPED.isdisjoint(forms):
        return "", 0.0
    first = _base(forms, language)
    if first.isdigit() or len(first) < 2:
        return "", 0.0
    if key := _glossed(forms, language):
        return f"{NEWS} {key}", _USUAL_MARK.get(f"{NEWS} {key}", _USUAL[NEWS])
    sounding = sound(first, language)
    if language == "ru" and is_latin(first):
        return _of_transliterated(first, sounding)
    if not FREQUENT.isdisjoint(forms):
        usual = _FREQUENT
    elif not (ROUTINE | HEADLINE_VERBS).isdisjoint(forms):
        usual = _ROUTINE
    else:
        usual = _USUAL[WORD] if language == "en" or (language == "ru" and ru.is_known(forms[0])) else _UNKNOWN
    return f"{WORD} {sounding[:SOUND]}", usual


def _of_transliterated(word: str, sounding: str) -> tuple[str, float]:
    """A Russian word in Latin letters, or a foreign name: its forms are not known."""
    if len(word) <= 2 or sounding in _SKIPPED_SOUNDS:
        return "", 0.0
    usual = _FREQUENT if sounding in _FREQUENT_SOUNDS else _UNKNOWN
    if sounding[: SOUND + 1] in _ROUTINE_SOUNDS:
        usual = _ROUTINE
    return f"{WORD} {sounding[:SOUND]}", usual


def _base(forms: tuple[str, ...], language: str) -> str:
    """The base to compare by: in Kazakh the shortest comes last."""
    return forms[-1] if language == "kk" and len(forms[-1]) > 3 else forms[0]


def _glossed(forms: tuple[str, ...], language: str) -> str:
    """The row of the glossary that a word with these bases belongs to; "": none. Verbs are tried behind all of them."""
    known, verbs = GLOSSARY[language], _VERBS.get(language)
    derived = (verb for form in forms for verb in verbs(form)) if verbs else ()
    return next((known[form] for form in chain(forms, derived) if form in known), "")


def _kazakh_verbs(form: str) -> Iterator[str]:
    """The name of an action by a form of its verb: сілкін, тонаған, сотталды → сілкіну, тонау, соттау."""
    found = _KAZAKH_VERB.fullmatch(form)
    stems = (form, *((found[1], found[1] + found[2]) if found else ()))
    for stem in stems:
        if stem not in _NO_STEMS:
            yield stem + "у"
    for stem in stems[1:]:
        if active := _KAZAKH_PASSIVE.fullmatch(stem):
            yield active[1] + "у"


def _english_verbs(form: str) -> Iterator[str]:
    """What a form of a verb may come from: derailed, closing, winner → derail, close, win."""
    for ending in _ENGLISH_ENDS:
        if form.endswith(ending) and len(form) > len(ending) + 2:
            cut = form.removesuffix(ending)
            yield from (cut, cut + "e")
            if cut[-1] == cut[-2]:
                yield cut[:-1]


_VERBS = {"en": _english_verbs, "kk": _kazakh_verbs}


def of_number(value: float) -> tuple[str, float]:
    """The mark of a number, and how many of a thousand articles have it."""
    usual = _SMALL_NUMBER if value <= SMALL else _MIDDLE_NUMBER if value < 100 and value.is_integer() else _LARGE_NUMBER
    return f"{NUMBER} {value:.10g}", usual


def is_particular(mark: str) -> bool:
    """Is it of one event sooner than of a topic: a place, a person, a number that is not small?"""
    return mark[0] in PLACE + PERSON or (mark[0] == NUMBER and float(mark[2:]) > SMALL)


def beginning(mark: str) -> tuple[str, float]:
    """The looser mark of a word in a headline."""
    return f"{BEGINNING} {mark[2 : 2 + LOOSE]}", _USUAL[BEGINNING]


def whole(forms: tuple[str, ...], language: str) -> str:
    """The stricter mark of a word with these bases; "": its own says as much."""
    sounding = sound(_base(forms, language), language)
    return f"{WHOLE} {sounding[:EXACT]}" if len(sounding) > SOUND else ""


class ConceptMarks:
    """The marks of concepts."""

    def __init__(self, concepts: Concepts) -> None:
        self.concepts = concepts
        self._found: dict[str, tuple[str, float]] = {}

    def __getitem__(self, key: str) -> tuple[str, float]:
        """The mark of a concept, and how many of a thousand articles have it."""
        if key not in self._found:
            mark = _mark_of(self.concepts[key])
            self._found[key] = mark, _USUAL_MARK.get(mark, _USUAL[mark[0]])
        return self._found[key]


def _mark_of(concept: Concept) -> str:
    """A region is the city that it is named after: news of either is told of both."""
    if concept.kind == "place":
        return f"{PLACE} {concept.key.removesuffix(_REGION)}"
    if concept.kind == PERSON_KIND:
        return f"{PERSON} {concept.key}"
    if concept.key in _ROLES or concept.key.startswith(_MINISTRY):
        return f"{ROLE} {concept.key}"
    named = (each for name in concept.en for each in (name.lower(), name.lower().removesuffix("s")))
    row = next((GLOSSARY["en"][name] for name in named if name in GLOSSARY["en"]), "")
    return f"{NEWS} {row}" if row else f"{CONCEPT} {concept.key}"
