"""The tokens of a text: words with their offsets and the forms by which they are compared.

    text ─ TOKEN ─▶ raw word ─┬─ exact    as written, folded: "kazakhstan's"
                              ├─ stem     without possessive: "kazakhstan"; its base forms are compared
                              └─ acronym  "AI" for AI, AIs and AI's; "" otherwise

Offsets refer to the original text: folding is applied to a copied word and may change its length.

A few names contain a sign: C++, C#, .NET. A hashtag that joins words is one token, and each of its words is another:

    #AlmatyMarathon ─▶ almatymarathon, almaty, marathon

People type Cyrillic with similar Latin letters (ə, i, h, c) and omit the dots of ё: in a Cyrillic word Latin
look-alikes become Cyrillic, and ё becomes е. An entirely Latin word stays Latin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

#: where Unicode has combining marks: the planes of scripts, and the last block of variation selectors
_LETTERS, _VARIATIONS = range(0x20000), range(0xE0100, 0xE01F0)


def _class_of_marks() -> str:
    """Combining marks and invisible joiners, as ranges for a regular expression's class."""
    points = [p for p in (*_LETTERS, *_VARIATIONS) if unicodedata.category(chr(p)) in ("Mn", "Mc", "Me")]
    points = sorted({*points, *map(ord, INVISIBLE)})
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"  #: soft hyphen and joiners: invisible within a word
APOSTROPHES = "'’ʼ"
_MARKS = _class_of_marks()
_LETTER = f"[^\\W_ʼ{INVISIBLE}]"
#: the only names that a sign distinguishes from another word: Latin letters before ++ (C++, Notepad++), one before #
#: (C#, F#), either also after a Cyrillic С, which looks the same
_SIGN = r"(?:(?<=[A-Za-z])\+\+(?![^\W\d_])|(?<!\w[A-Za-z])(?<=[A-Za-z])#(?!\w)|(?<!\w[Сс])(?<=[Сс])(?:\+\+|#)(?!\w))?"
_DOT_NET = rf"(?<![\w.])\.(?:NET|Net|net)(?![\w{_MARKS}])"
#: letters and digits with their marks; an apostrophe between letters belongs to the word
TOKEN = re.compile(f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*|[{APOSTROPHES}]{_LETTER}+)*{_SIGN}|{_DOT_NET}")
_TOKEN_OR_BREAK = re.compile(rf"{TOKEN.pattern}|\n\s*\n|\u2029")

_INVISIBLE = str.maketrans("", "", INVISIBLE)
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
#: Latin letters and the Cyrillic ones that look like them; Y is the Kazakh Ү, y is у
_LOOK_ALIKE = ("ABCEHIKMOPTXYƏƟabceikmoptxyhəɵ", "АВСЕНІКМОРТХҮӘӨавсеікмортхуһәө")
_TO_CYRILLIC = str.maketrans(*_LOOK_ALIKE)
_LOOK_ALIKE_LETTER = re.compile(f"[{_LOOK_ALIKE[0]}]")
#: a number with letters that count as Latin, however they were typed: 1С, А4
_NUMBERED = re.compile("(?=.*[0-9])[0-9АВСЕНКМОРТХавсекмортху]+")
_TO_LATIN = str.maketrans("АВСЕНКМОРТХавсекмортху", "ABCEHKMOPTXabcekmoptxy")
_LATIN = re.compile("[A-Za-z\u00aa-\u02af]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_CYRILLIC_WORD = re.compile("[Ѐ-ҁҊ-ԯ]+")  # without combining marks
_DOTTED = re.compile(f"ё(?![{_MARKS}])|Ё(?![{_MARKS}])")  # with more marks it is another letter
_POSSESSIVE = re.compile(f"(?:[{APOSTROPHES}][sS][{INVISIBLE}]*)+$")
_SIGNED = re.compile(r".*(?:\+\+|#)", re.DOTALL)
_ONE_LATIN_LETTER = {"с++": "c++", "с#": "c#"}  #: typed on a Cyrillic keyboard
_TAG = re.compile(r"#(?:\w*_)?")  #: what precedes a word of a hashtag
_WHOLE = re.compile(".+", re.DOTALL)

#: endings written after an acronym in Russian and in Kazakh: ЦИКа, ЦОДов; АҚШтың, АЭСтерде, ЖЭОсына
_RUSSIAN_ENDING = "[ая]ми?|[ая]х|ов|[ое]м|ей|[ауеыиюя]"
_PLURAL = "(?:[лдт][ае]р)"
_CASE = "(?:[ндт](?:ың|ің)|[дтн](?:ан|ен)|[дт][ае](?:ғы|гі)?|[ндт][ыі]|[ғқ]а|[гк]е|[мбп]ен)"
_OWN_CASE = "(?:ның|нің|нда(?:ғы)?|нде(?:гі)?|нан|нен|на|не|н|мен)"  #: after "his" and "its"
_KAZAKH_ENDING = f"{_PLURAL}?{_CASE}|{_PLURAL}|{_PLURAL}?с?[ыі]{_OWN_CASE}?"
#: after two capitals one or two letters may be a word with a capital too many: ОНа, ВСем
_ENDING = f"(?:(?<=[A-ZА-ЯӘҒҚҢӨҰҮҺІ]{{3}})(?:{_RUSSIAN_ENDING}|{_KAZAKH_ENDING})|ов|ами?|ах|(?=..)(?:{_KAZAKH_ENDING}))"
_FOREIGN = re.compile(f"([a-z][a-z0-9]{{2,}})(?:{_RUSSIAN_ENDING}|{_KAZAKH_ENDING})")
_LATIN_ACRONYM = re.compile(f"([A-Z]{{2,5}})(?:s|{_ENDING})?")
_CYRILLIC_ACRONYM = re.compile(f"([А-ЯӘҒҚҢӨҰҮҺІ]{{2,5}})(?:{_ENDING})?")


class Token(NamedTuple):
    """A word with its offsets and forms; or a paragraph break, whose forms are all empty."""

    start: int
    end: int
    stem_end: int  #: the end without a possessive
    exact: str
    stem: str
    acronym: str


def tokens(text: str) -> Iterator[Token]:
    """The words of a text and its paragraph breaks in order; the words of a hashtag follow the whole of it."""
    for found in _TOKEN_OR_BREAK.finditer(text):
        raw, start, end = found.group(), found.start(), found.end()
        if raw[0].isspace():
            yield Token(start, end, end, "", "", "")
        else:
            yield _token(found)
            if start and text[start - 1] in "#_":
                cut = _of_tag(text, found)
                yield from map(_token, cut if len(cut) > 1 else ())


def _token(found: re.Match[str]) -> Token:
    raw, start, end = found.group(), found.start(), found.end()
    return Token(start, end, start + len(without_possessive(raw)), exact(raw), stem(raw), acronym(raw))


def typed_words(text: str) -> list[re.Match[str]]:
    """The matches of the words in a typed text; each word that a hashtag joins is one."""
    return [part for found in TOKEN.finditer(text) for part in _of_tag(text, found)]


def _of_tag(text: str, found: re.Match[str]) -> list[re.Match[str]]:
    """The words joined in a hashtag; for any other word that word."""
    raw, start = found.group(), found.start()
    before = text.rfind("#", 0, start)
    if before < 0 or not _TAG.fullmatch(text, before, start):
        return [found]
    ends = [*(at for at in range(1, len(raw)) if _begins_another(raw, at)), len(raw)]
    places = zip([0, *ends], ends, strict=False)
    return [part for left, right in places if (part := _WHOLE.match(text, start + left, start + right))]


def _begins_another(raw: str, at: int) -> bool:
    """Does another word of a hashtag begin at this index: a capital after lower case, or at a number (but 5G)?"""
    before, here = raw[at - 1], raw[at]
    behind_two, with_another = raw[max(at - 2, 0) : at], raw[at : at + 2]
    if before.isalnum() and here.isalnum() and before.isdigit() != here.isdigit():
        letters = behind_two if before.isalpha() else with_another
        return len(letters) > 1 and letters.isalpha()
    if not here.isupper():
        return False
    return (len(behind_two) > 1 and behind_two.islower()) or (before.isupper() and with_another[1:].islower())


def without_possessive(raw: str) -> str:
    """Kazakhstan’s → Kazakhstan."""
    return raw if raw.isalpha() else _POSSESSIVE.sub("", raw)


def fold(raw: str) -> str:
    """The normalised word: NFC, case-folded, one kind of apostrophe, no invisible characters."""
    if raw.isascii():
        return raw.lower()
    if _CYRILLIC_WORD.fullmatch(raw):
        return raw.lower().replace("ё", "е")  # the rest of this function would give the same
    if _SIGNED.fullmatch(raw):
        plain = unicodedata.normalize("NFC", raw.translate(_INVISIBLE).casefold()).translate(_ONE_APOSTROPHE)
        return _ONE_LATIN_LETTER.get(plain, plain)
    folded = _normalised(raw).casefold()
    one = _one_script(unicodedata.normalize("NFC", folded)).translate(_ONE_APOSTROPHE)
    return re.sub("'+", "'", one).strip("'")


def exact(raw: str) -> str:
    """The form by which quoted words are compared."""
    return fold(raw)


@lru_cache(maxsize=4_000)
def stem(raw: str) -> str:
    """The form whose bases are compared: folded, without a possessive; "ai" for AIs."""
    folded = fold(without_possessive(acronym(raw) or raw))
    bare = without_possessive(folded)
    return bare if bare == folded else fold(bare)  # AО'S: beside a Latin letter a Cyrillic one was left as it is


def acronym(raw: str) -> str:
    """The two to five capitals of a word, without an ending in lower case: АҚШ of АҚШтың; "" if it is not an acronym.

    Words with other endings (ГАИшник, ООНовский) are words of their own.
    """
    if raw.islower():
        return ""
    bare = without_possessive(raw.translate(_INVISIBLE))
    found = _LATIN_ACRONYM.fullmatch(bare) or _CYRILLIC_ACRONYM.fullmatch(_normalised(bare))  # AIдың is not АІдың
    return found.group(1) if found else ""


def latin_stem(word: str) -> str:
    """The Latin stem of a folded word with a Cyrillic ending: "tiktok" of tiktokта; "" for other words."""
    found = _FOREIGN.fullmatch(word)
    return found[1] if found else ""


def _normalised(raw: str) -> str:
    return raw if raw.isascii() else _one_script(unicodedata.normalize("NFC", raw.translate(_INVISIBLE)))


def _one_script(word: str) -> str:
    """The word in Cyrillic letters, if it has only Cyrillic letters and look-alikes; ё is е."""
    if _NUMBERED.fullmatch(word):
        return word.translate(_TO_LATIN)
    if latin_stem(word.casefold()):
        return word  # TikTokта, in which every letter has a look-alike
    word = _DOTTED.sub(lambda found: "е" if found.group() == "ё" else "Е", word)
    if not _LOOK_ALIKE_LETTER.search(word) or not _CYRILLIC.search(word):
        return word
    cyrillic = unicodedata.normalize("NFC", word.translate(_TO_CYRILLIC))
    return word if _LATIN.search(cyrillic) else cyrillic
