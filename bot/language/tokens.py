"""Words of a text, with their places in it and the forms by which they are compared.

    text ─ TOKEN ─▶ raw word ─┬─ exact    as written, folded: "kazakhstan's"
                              ├─ stem     without possessive: "kazakhstan"; its base forms are what is compared
                              └─ acronym  "AI" for AI, AIs and AI's; empty for all else

Offsets are those of the text as it came: folding happens to a cut-out word and may change its length.

A sign belongs to a few names: C++, C#, .NET. A hashtag that joins words is each of them, and the whole of it:

    #AlmatyMarathon ─▶ almatymarathon, almaty, marathon

People type Cyrillic with Latin letters that look alike (ə, i, h, c) and leave out the dots of ё: a Cyrillic word has
Cyrillic letters only, and ё is е. A word wholly Latin stays Latin.
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


INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"  #: soft hyphen and joiners: stand within a word and are not seen
APOSTROPHES = "'’ʼ"
_MARKS = _class_of_marks()
_LETTER = f"[^\\W_ʼ{INVISIBLE}]"
#: the only names whose sign tells them from another word: Latin letters before ++ (C++, Notepad++), one before #
#: (C#, F#), either also behind a Cyrillic С, which looks the same
_SIGN = r"(?:(?<=[A-Za-z])\+\+(?![^\W\d_])|(?<!\w[A-Za-z])(?<=[A-Za-z])#(?!\w)|(?<!\w[Сс])(?<=[Сс])(?:\+\+|#)(?!\w))?"
_DOT_NET = rf"(?<![\w.])\.(?:NET|Net|net)(?![\w{_MARKS}])"
#: letters and digits with their marks; an apostrophe between letters belongs to the word
TOKEN = re.compile(f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*|[{APOSTROPHES}]{_LETTER}+)*{_SIGN}|{_DOT_NET}")
_TOKEN_OR_BREAK = re.compile(rf"{TOKEN.pattern}|\n\s*\n|\u2029")

_INVISIBLE = str.maketrans("", "", INVISIBLE)
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
#: Latin letters beside the Cyrillic ones that look like them; Y is the Kazakh Ү, y is у
_LOOK_ALIKE = ("ABCEHIKMOPTXYƏƟabceikmoptxyhəɵ", "АВСЕНІКМОРТХҮӘӨавсеікмортхуһәө")
_TO_CYRILLIC = str.maketrans(*_LOOK_ALIKE)
_LOOK_ALIKE_LETTER = re.compile(f"[{_LOOK_ALIKE[0]}]")
#: a number with letters that are Latin by their looks, whatever they were typed as: 1С, А4
_NUMBERED = re.compile("(?=.*[0-9])[0-9АВСЕНКМОРТХавсекмортху]+")
_TO_LATIN = str.maketrans("АВСЕНКМОРТХавсекмортху", "ABCEHKMOPTXabcekmoptxy")
_LATIN = re.compile("[A-Za-z\u00aa-\u02af]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_CYRILLIC_WORD = re.compile("[Ѐ-ҁҊ-ԯ]+")  # without combining marks
_DOTTED = re.compile(f"ё(?![{_MARKS}])|Ё(?![{_MARKS}])")  # a letter with more marks is another one
_POSSESSIVE = re.compile(f"(?:[{APOSTROPHES}][sS][{INVISIBLE}]*)+$")
_SIGNED = re.compile(r".*(?:\+\+|#)", re.DOTALL)
_ONE_LATIN_LETTER = {"с++": "c++", "с#": "c#"}  #: typed on a Cyrillic keyboard
_TAG = re.compile(r"#(?:\w*_)?")  #: what stands before a word of a hashtag
_WHOLE = re.compile(".+", re.DOTALL)

#: what is written right behind an acronym in Russian and in Kazakh: ЦИКа, ЦОДов; АҚШтың, АЭСтерде, ЖЭОсына
_RUSSIAN_ENDING = "[ая]ми?|[ая]х|ов|[ое]м|ей|[ауеыиюя]"
_PLURAL = "(?:[лдт][ае]р)"
_CASE = "(?:[ндт](?:ың|ің)|[дтн](?:ан|ен)|[дт][ае](?:ғы|гі)?|[ндт][ыі]|[ғқ]а|[гк]е|[мбп]ен)"
_OWN_CASE = "(?:ның|нің|нда(?:ғы)?|нде(?:гі)?|нан|нен|на|не|н|мен)"  #: behind "his" and "its"
_KAZAKH_ENDING = f"{_PLURAL}?{_CASE}|{_PLURAL}|{_PLURAL}?с?[ыі]{_OWN_CASE}?"
#: behind two capitals a letter or two may be a word begun too large: ОНа, ВСем
_ENDING = f"(?:(?<=[A-ZА-ЯӘҒҚҢӨҰҮҺІ]{{3}})(?:{_RUSSIAN_ENDING}|{_KAZAKH_ENDING})|ов|ами?|ах|(?=..)(?:{_KAZAKH_ENDING}))"
_FOREIGN = re.compile(f"([a-z][a-z0-9]{{2,}})(?:{_RUSSIAN_ENDING}|{_KAZAKH_ENDING})")
_LATIN_ACRONYM = re.compile(f"([A-Z]{{2,5}})(?:s|{_ENDING})?")
_CYRILLIC_ACRONYM = re.compile(f"([А-ЯӘҒҚҢӨҰҮҺІ]{{2,5}})(?:{_ENDING})?")


class Token(NamedTuple):
    """A word, or the end of a paragraph (then every form is empty), with its place and its forms."""

    start: int
    end: int
    stem_end: int  #: the end without a possessive
    exact: str
    stem: str
    acronym: str


def tokens(text: str) -> Iterator[Token]:
    """The words of a text and its paragraphs' ends, in order; those of a hashtag behind the whole of it."""
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
    """The words of a typed text as they stand, those that a hashtag joins each for itself."""
    return [part for found in TOKEN.finditer(text) for part in _of_tag(text, found)]


def _of_tag(text: str, found: re.Match[str]) -> list[re.Match[str]]:
    """The words that are joined in a word of a hashtag; any other word is one."""
    raw, start = found.group(), found.start()
    before = text.rfind("#", 0, start)
    if before < 0 or not _TAG.fullmatch(text, before, start):
        return [found]
    ends = [*(at for at in range(1, len(raw)) if _begins_another(raw, at)), len(raw)]
    places = zip([0, *ends], ends, strict=False)
    return [part for left, right in places if (part := _WHOLE.match(text, start + left, start + right))]


def _begins_another(raw: str, at: int) -> bool:
    """Does another word of a hashtag begin here: behind a small letter, before a number? One letter is none (5G)."""
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
    """One spelling of a word: NFC, case-folded, one sort of apostrophe, nothing invisible."""
    if raw.isascii():
        return raw.lower()
    if _CYRILLIC_WORD.fullmatch(raw):
        return raw.lower().replace("ё", "е")  # what follows would say the same
    if _SIGNED.fullmatch(raw):
        plain = unicodedata.normalize("NFC", raw.translate(_INVISIBLE).casefold()).translate(_ONE_APOSTROPHE)
        return _ONE_LATIN_LETTER.get(plain, plain)
    folded = _normalised(raw).casefold()
    one = _one_script(unicodedata.normalize("NFC", folded)).translate(_ONE_APOSTROPHE)
    return re.sub("'+", "'", one).strip("'")


def exact(raw: str) -> str:
    """The form by which quoted words are compared."""
    return fold(raw)


@lru_cache(maxsize=20_000)
def stem(raw: str) -> str:
    """The form whose bases are those of the word: folded, without a possessive; of AIs it is ai."""
    return without_possessive(fold(without_possessive(acronym(raw) or raw)))


def acronym(raw: str) -> str:
    """The two to five capitals this word consists of, but for an ending in small letters: АҚШ of АҚШтың; or nothing.

    What is behind a hyphen is a word of its own; of other endings (ГАИшник, ООНовский) the word is another one.
    """
    if raw.islower():
        return ""
    bare = without_possessive(raw.translate(_INVISIBLE))
    found = _LATIN_ACRONYM.fullmatch(bare) or _CYRILLIC_ACRONYM.fullmatch(_normalised(bare))  # AIдың is not АІдың
    return found.group(1) if found else ""


def latin_stem(word: str) -> str:
    """The Latin word that a folded one is with a Cyrillic ending right behind it: tiktokта; or nothing."""
    found = _FOREIGN.fullmatch(word)
    return found[1] if found else ""


def _normalised(raw: str) -> str:
    return raw if raw.isascii() else _one_script(unicodedata.normalize("NFC", raw.translate(_INVISIBLE)))


def _one_script(word: str) -> str:
    """Cyrillic throughout, if Cyrillic letters and letters that look like such are all it has; ё is е."""
    if _NUMBERED.fullmatch(word):
        return word.translate(_TO_LATIN)
    if latin_stem(word.casefold()):
        return word  # TikTokта, of which all letters have twins
    word = _DOTTED.sub(lambda found: "е" if found.group() == "ё" else "Е", word)
    if not _LOOK_ALIKE_LETTER.search(word) or not _CYRILLIC.search(word):
        return word
    cyrillic = unicodedata.normalize("NFC", word.translate(_TO_CYRILLIC))
    return word if _LATIN.search(cyrillic) else cyrillic
