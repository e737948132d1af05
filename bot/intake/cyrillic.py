"""In which encoding is a text that has Cyrillic letters? Told by which letters stand next to each other (pure).

In Russian and Kazakh some two hundred pairs of letters make up three quarters of all text. Read in its own encoding a
text shows them; read in another one it shows letters too, but not these pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

#: Encodings of Cyrillic letters as found on the web, the commonest first: of equal ones the first is taken.
ENCODINGS = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
#: The standard of Kazakhstan: windows-1251 with Kazakh letters in place of Serbian and Ukrainian ones.
KAZAKH = "kz1048"
#: Bytes of words that are looked at: more tell no more.
SAMPLE = 3_000

#: Pairs of letters of which none is small: so long no text shouts.
ALL_CAPITALS = 40

#: The commonest pairs of letters in Russian and in Kazakh, counted in this project's own texts.
_PAIRS = frozenset(
    "ст ан та ра ро на ка ин ов ал ор ен ск ни ки ар ер ко но ос во ма ат ли ль од то аз те тр по ми ий ол ас ла ре "  # noqa: SIM905 - thirty lines as a list
    "ны ис ри за ел не ти ва он ме пр ый га го ак да до ба ле ет ам се от ло ур ав ил ит ес ом мо ок ек ия ев са ик "
    "ци су уд ем об нс ая ай ау ог кт ве па нт де бо ди гр ть рт нн ты нк бе че ры им тв со ру ей дн ед ад рс ие ви "
    "жа ой ул вы иц ах ое ае ды це ич пи ив оп чи из си ну зи ез ша ши жи уч ют вл бы ыл сь ся қа ық ын тт ті ік ді "
    "қт рі ғы қы кө лі ыс сі ыз ін ағ кі ың қо рл ұр ше гі ыр ір іс аң іл ұл ім ге жо ым ең тү лд ға лы".split()
)
#: Words of at least two bytes that are not ASCII, with what stands around them.
_WORD = re.compile(rb"[\x80-\xff]+")
#: What does not stand next to the letters of Russian and Kazakh in a text that is read rightly; Serbian ones among it.
_NO_LETTERS = re.compile("[ЂЃЉЊЏђѓљњџ]|[^\u0400-\u052f«»“”„’‘—–…№\u00a0\u00ad°§•·©®™]")
_CAPITAL_WITHIN = re.compile("[а-яёђ-џәіңғүұқөһ](?=[А-ЯЁЂ-ЏӘІҢҒҮҰҚӨҺ])")
#: Қ Ң Ә are letters of Macedonian in windows-1251; Ү Ғ Ө are letters of Ukrainian, which has no ы.
_KAZAKH_ONLY = re.compile("[қңә]")
_KAZAKH_TOO = re.compile("[үғө]")
_SERBIAN = re.compile("[љњђџ]")


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How well the letters of a text fit an encoding."""

    encoding: str
    share: float  #: of the neighbouring letters, how many are common pairs; less what can't be; about 0.7 if it fits
    pairs: int  #: neighbouring bytes that were judged
    alone: int  #: letters, if they are Latin ones, without a neighbour that is not ASCII

    @property
    def is_in_words(self) -> bool:
        """Do the bytes that are not ASCII stand in words, as Cyrillic ones do, rather than within Latin ones?"""
        return self.pairs > self.alone

    @property
    def is_sure(self) -> bool:
        """Is it Cyrillic, in this encoding, whatever was declared?"""
        return self.pairs >= 6 and self.share >= 0.5 and self.is_in_words

    @property
    def is_likely(self) -> bool:
        """Is it Cyrillic, in this encoding, where nothing is declared?"""
        return self.pairs >= 1 and self.share >= 0.3 and self.is_in_words


def best_fit(body: bytes) -> Fit:
    """The encoding of Cyrillic letters that fits the body best."""
    words = _words(body)
    found = max((_fit(words, name) for name in ENCODINGS), key=lambda each: each.share)
    return replace(found, encoding=KAZAKH) if _is_kazakh(words, found) else found


def fit(body: bytes, encoding: str) -> Fit:
    """How well the body fits one encoding of one byte a letter."""
    return _fit(_words(body), encoding)


def _words(body: bytes) -> list[bytes]:
    words, size = [], 0
    for found in _WORD.finditer(body):
        words.append(found[0])
        size += len(found[0])
        if size >= SAMPLE:
            break
    return words


def _fit(words: list[bytes], encoding: str) -> Fit:
    common = against = small = 0
    pairs = sum(map(len, words)) - len(words)
    for word in words:
        text = word.decode(encoding, "replace")
        lowered = text.lower()
        small += text != text.upper()
        against += len(_NO_LETTERS.findall(text)) + len(_CAPITAL_WITHIN.findall(text))
        common += sum(one + other in _PAIRS for one, other in pairwise(lowered))
    penalty = 0.2 if pairs > ALL_CAPITALS and not small else 0.0  # so Hebrew comes out in KOI8-R
    alone = sum(len(word) == 1 and word[0] >= 0xC0 for word in words)
    return Fit(encoding=encoding, share=(common - against) / max(pairs, 1) - penalty, pairs=pairs, alone=alone)


def _is_kazakh(words: list[bytes], found: Fit) -> bool:
    """Is what fits windows-1251 Kazakh? Ukrainian and Belarusian have no Қ, Ң, Ә there, and Serbian has Љ or Њ."""
    if found.encoding != "cp1251":
        return False
    text = b" ".join(words).decode(KAZAKH, "ignore").lower()
    if _SERBIAN.search(text):
        return False
    return bool(_KAZAKH_ONLY.search(text)) or ("ы" in text and bool(_KAZAKH_TOO.search(text)))
