"""Names of concepts typed in another script, or on a keyboard that was set to another language.

    qaldyq, othody, карагандыда ─ key ─▶ waste, waste, karagandy
    gfdjljr, jn[jls             ─ fix_layout ─▶ паводок, отходы

Typed words are compared by a phonetic key, and only if they are not words themselves: not in the Russian dictionary,
and not so short in Latin letters that they could be English. A sound that two concepts share names neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product

from bot.language import kk, ru
from bot.language.common import COMMON, words
from bot.language.given_names import may_be_given_name
from bot.language.tokens import TOKEN, acronym, fold, stem
from bot.language.translit import is_latin, other_layouts, phonetic_key
from bot.model import Concept

CACHE_SIZE = 5_000  #: pieces of typed text whose result is cached
MIN_SOUND = 4  #: letters of a sound that is compared; one less if it cannot be an English word
MIN_LATIN = 5  #: letters from which a Latin word is compared though it looks English
MIN_HALF_TYPED = 6  #: letters of the sound of a word that has some Kazakh letters and may lack others
MIN_EXACT = 7  #: letters of a word that sounds exactly like a name and is meant even if it looks like a given name
MIN_STEM = 5  #: letters of a sound before an ending
MIN_READABLE = 5  #: letters of a name that is accepted though its keys look like an English word
MIN_PART = 3  #: letters of each part of a word with hyphens: AC-DC is not ФС-ВС
MIN_RETYPED = 4  #: keys of a word that is tried in another layout
#: sequences of Latin letters that English does not have: qazaq, zhol, gaz
_NOT_ENGLISH = re.compile("q(?!u)|zh|kh|[^o]z$|[^\\x00-\\x7f]")
#: Russian words in Latin letters, too short for the rule, that English does not have
_SHORT_RUSSIAN = words("neft ugol")
#: what transliteration never contains: English endings and double vowels, c for к or с
_ENGLISH = re.compile("c(?!h)")
_DOUBLED = re.compile("ing$|oo|ee|ck")
_ONSETS = (
    "b bl br c ch chr cl cr d dr dw f fl fr g gh gl gn gr h j k kn kl kr l m n p ph pl pr ps qu r rh s sc sch scr "
    "sh shr sk sl sm sn sp spl spr squ st str sv sw t th thr tr ts tw v w wh wr x y z"
)
_BEGINNING = "|".join(sorted(_ONSETS.split(), key=len, reverse=True))
#: looks like an English word: a possible onset, a vowel soon, and no j, q or v before a consonant
_READABLE = re.compile(
    f"(?!y[^aeiou])(?:{_BEGINNING})?[aeiouy](?:(?![bcdfghj-np-tvwxz]{{5}}|[jv](?:[^aeiouy]|$)|q(?:[^u]|$))[a-z'])*"
)
_KAZAKH = re.compile("[әғқңөұүһі]")
#: endings by sound: of Kazakh nouns (number, whose, case; after н, т the sound of нын, тын is -in), of Russian ones
_KAZAKH_ENDS = frozenset(
    "".join(parts)
    for parts in product(
        words("lar ler dar der tar ter") | {""},
        ("", "i", "si", "imiz"),
        words("nin din tin in ga ge ka ke da de ta te nda nde dan den tan ten nan nen men ben pen ni di ti dagi degi")
        | {""},
    )
)
_RUSSIAN_ENDS = words("a u om em e i ov ev ei am ami ah oi ogo omu im ih imi iu ia oe aia uiu iah iam iami ii")
_LAST_VOWELS = re.compile("[aeiou]+$")
_FLEETING = re.compile("(?<=[bdgklmnprstvJ])[oe](?=[kts]+$)")
#: a sequence of keys that are letters in one layout or another
_KEYS = re.compile(r"[A-Za-z\[\];',.`{}<>0-9=-]{4,}|[Ѐ-ԯ]{4,}")
#: the end of an address, which makes sense as it is: b.kz is not июля
_ADDRESS = re.compile(r"[a-z0-9.-]+\.(?:kz|ru|com|org|net|info|io|kg|uz|by|ua|me|tv|ai)", re.IGNORECASE)
_SIGNS = ".,;'`<>[]{}-="


class PhoneticNames:
    """The names of concepts by their phonetic keys."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = tuple(concepts)
        self._in_this_layout = lru_cache(maxsize=CACHE_SIZE)(self._in_other_layout)

    def key(self, typed: Sequence[str]) -> str | None:
        """The key of the concept whose name these words sound like, in any form; None: no concept, or several."""
        folded = [stem(raw) for raw in typed]
        if len(folded) > 1 and all(len(word) >= MIN_SOUND for word in folded) and "".join(folded) in self._exact:
            return self._exact["".join(folded)]  # Кызыл-Орда
        if len(folded) == 1 and _KAZAKH.search(folded[0]):
            return self._kazakh_sounds.get(phonetic_key(folded[0]))
        found = self._match_sound(folded)
        exact = len(folded) > 1 or (len(folded[0]) >= MIN_EXACT and not _DOUBLED.search(folded[0]))
        meant = any(map(_is_unknown_word, folded)) or (exact and self._by_script[0].get(_sound(folded)) == found)
        return found if found and meant and COMMON.isdisjoint(folded) else None

    def _match_sound(self, folded: Sequence[str]) -> str | None:
        sound = _sound(folded)
        if len(sound) < MIN_SOUND - is_latin(folded[0]):
            return None
        sounds = self._by_script[not is_latin(folded[0])]
        if sound in sounds:
            return sounds[sound]
        found = next(filter(None, self._without_ending(sound, len(phonetic_key(folded[-1])) - 1, sounds)), None)
        return None if found and any(map(_ENGLISH.search, folded)) else found

    def begins_name(self, word: str) -> bool:
        """Does a name of several words begin with a word that sounds like this folded one?"""
        return phonetic_key(word) in self._firsts

    def has_word(self, word: str) -> bool:
        """Is this folded word one of a name?"""
        return word in self._words

    def fix_layout(self, text: str) -> str:
        """The text with words that make sense only in another keyboard layout converted to it, character by character.

        Words too short to decide follow the others: gj;fh d frnfe.
        """
        found = _KEYS.sub(lambda found: found[0] if _is_address(found) else self._in_this_layout(found[0]), text)
        if found == text:
            return text
        pieces = list(zip(text.split(" "), found.split(" "), strict=True))
        if any(one == other for one, other in pieces if len(one) >= MIN_READABLE):
            return found
        return " ".join(_lowercase_in_other_layout(other) if one == other else other for one, other in pieces)

    def _in_other_layout(self, piece: str) -> str:
        for bare in dict.fromkeys((piece, piece.rstrip(_SIGNS), piece.strip(_SIGNS))):
            at = piece.find(bare)
            for candidate in () if len(bare) < MIN_RETYPED else other_layouts(bare):
                if self._is_intended(fold(candidate), instead_of=bare.lower()):
                    return f"{piece[:at]}{candidate}{piece[at + len(bare) :]}"
        return piece

    def _is_intended(self, candidate: str, *, instead_of: str) -> bool:
        """Does this make sense, and what was typed does not?"""
        if instead_of in self._exact or ru.has(instead_of):
            return False
        if all(map(_READABLE.fullmatch, instead_of.split("-"))):
            return len(candidate) >= MIN_READABLE and candidate in self._words
        return self._makes_sense(candidate)

    def _makes_sense(self, word: str) -> bool:
        """Is it a word of the Russian dictionary or of concepts' names, or several with hyphens?"""
        parts = word.split("-")
        return all(part.isalpha() and len(part) >= MIN_PART and self._is_known(part) for part in parts)

    def _is_known(self, word: str) -> bool:
        return word in self._words or ru.has(word) or any(base in self._exact for base in kk.query_bases(word))

    def _without_ending(self, sound: str, longest: int, sounds: Mapping[str, str | None]) -> Iterator[str | None]:
        for length in range(len(sound) - 1, max(MIN_SOUND, len(sound) - longest) - 1, -1):
            head, end = sound[:length], sound[length:]
            if length >= MIN_STEM and (end in _KAZAKH_ENDS or end in _RUSSIAN_ENDS):
                yield sounds.get(head)
            if end in _RUSSIAN_ENDS:
                yield self._stems.get(head)

    @cached_property
    def _exact(self) -> dict[str, str]:
        """The concept of each name of one word, folded."""
        return {stem(name): one.key for one in self._concepts for name in one.names if name.isalpha()}

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word of the names, folded."""
        return frozenset(stem(raw) for one in self._concepts for name in one.names for raw in TOKEN.findall(name))

    @cached_property
    def _by_script(self) -> tuple[dict[str, str | None], dict[str, str | None]]:
        """The concept of each name by its sound: of all, and only of those in Cyrillic: халық is people, Halyk a bank.

        Both at once, because a sound takes the most: the dictionary is asked for each name.
        """
        named = [(name, one.key) for one in self._concepts for name in one.names]
        sounds = [(is_latin(name), sound, key) for name, key in named for sound in _sounds_of(name)]
        return (
            _by_sound((sound, key) for _, sound, key in sounds),
            _by_sound((sound, key) for latin, sound, key in sounds if not latin),
        )

    @cached_property
    def _kazakh_sounds(self) -> dict[str, str | None]:
        """The same, only of Kazakh names long enough for one that lacks some of its Kazakh letters: туркістан."""
        named = ((phonetic_key(name.lower()), one.key) for one in self._concepts for name in one.kk if name.isalpha())
        return _by_sound((sound, key) for sound, key in named if len(sound) >= MIN_HALF_TYPED)

    @cached_property
    def _stems(self) -> dict[str, str | None]:
        """The same, of Russian names of one word without their inflected ending."""
        return _by_sound((sound, one.key) for one in self._concepts for name in one.ru for sound in _stems_of(name))

    @cached_property
    def _firsts(self) -> frozenset[str]:
        runs = [TOKEN.findall(name) for one in self._concepts for name in one.names]
        return frozenset(phonetic_key(stem(raws[0])) for raws in runs if len(raws) > 1)


def is_wrong_layout(piece: str) -> bool:
    """Is it a word of the Russian dictionary typed in the Latin layout, with a comma for б?"""
    return len(piece) >= MIN_RETYPED and "," in piece and ru.has(other_layouts(piece.lower())[0])


def _lowercase_in_other_layout(word: str) -> str:
    candidate = other_layouts(word)[0]
    return candidate if word.islower() and is_latin(word) and ru.has(candidate) else word


def _sound(folded: Iterable[str]) -> str:
    return "".join(map(phonetic_key, folded))


def _is_address(found: re.Match[str]) -> bool:
    """Is it a site, or the name or the server of somebody's mail: @durov, a@b.kz?"""
    around = found.string[max(found.start() - 1, 0) : found.end() + 1]
    return "@" in around or bool(_ADDRESS.fullmatch(found[0]))


@lru_cache(maxsize=4_000)
def _is_unknown_word(word: str) -> bool:
    """Is this not a known word, so that it may be a name in another spelling?"""
    if is_latin(word):
        if _DOUBLED.search(word):
            return False
        long_enough = len(word) >= MIN_LATIN or word in _SHORT_RUSSIAN or bool(_NOT_ENGLISH.search(word))
        return not may_be_given_name(word) and long_enough
    return not (_KAZAKH.search(word) or may_be_given_name(word) or ru.is_known(word))


def _sounds_of(name: str) -> Iterator[str]:
    raws = TOKEN.findall(name)
    if len(raws) > 1:
        yield "".join(phonetic_key(stem(raw)) for raw in raws)
    elif not acronym(name):
        word = stem(name)
        bases = ru.query_bases(word) if ru.has(word) else (word,)
        yield from dict.fromkeys(map(phonetic_key, (word, *bases)))


def _stems_of(name: str) -> Iterator[str]:
    raws = TOKEN.findall(name)
    if len(raws) == 1 and not acronym(name):
        sound = phonetic_key(stem(name))
        yield from {one for one in (_LAST_VOWELS.sub("", sound), _FLEETING.sub("", sound)) if one != sound}


def _by_sound(pairs: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """The concept of each sound; None for a sound that two concepts share."""
    found: dict[str, str | None] = {}
    for sound, key in pairs:
        found[sound] = key if found.get(sound, key) == key else None
    return found
