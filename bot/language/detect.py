"""Which language a text is written in, by its letters and, if it is short, by the ends of its words.

Latin letters are English. In Cyrillic a letter speaks for the language that uses it oftener: nine stand in Kazakh
alone; щ ё ь ю в ч о и are much commoner in Russian. Each adds its weight, the logarithm of how many times likelier it
is in Russian than in Kazakh, and the sum decides. A few hundred letters are as sure as a whole book.
"""

from __future__ import annotations

import re
from collections import Counter

from bot.language.common import words

LANGUAGES = ("en", "ru", "kk")
KAZAKH_LETTERS = "әғқңөұүһі"

_READ = 1500  #: characters read of a text
_SHORT = 400  #: characters up to which words are looked at too
_UNSURE = 6.0  #: a weight that says little of a short text
#: a short text is Kazakh if one word of so many has a Kazakh letter; in Russian only a name may
_ONE_OF = 4

_LATIN = "abcdefghijklmnopqrstuvwxyz"
#: logarithms, from the frequency of letters in running text; below zero speaks for Kazakh
_LETTERS = {
    **dict.fromkeys(KAZAKH_LETTERS, -8.0),
    **{"ы": -1.5, "ж": -0.7, "ш": -0.7, "д": -0.5, "а": -0.4, "з": -0.2, "т": -0.1, "м": -0.1, "р": -0.1, "б": -0.1},
    **{"л": 0.0, "е": 0.1, "н": 0.1, "с": 0.3, "к": 0.4, "у": 0.5, "п": 0.6, "й": 0.7, "я": 0.7, "г": 0.8, "ф": 1.0},
    **{"ъ": 1.0, "х": 1.1, "и": 1.1, "ц": 1.4, "о": 1.6, "э": 1.6, "ч": 2.2, "ю": 2.3, "в": 2.4, "ь": 2.5},
    **{"ё": 3.5, "щ": 3.5},
}
#: the same of the ends of words of four letters or more: the longer end counts
_ENDS = {
    **dict.fromkeys(
        words("ого его ому ему ые ое ая яя ую юю ых их ах ях ами ями ыми ими ии ию ью ть ой ом ем ние"), 4.0
    ),
    **dict.fromkeys(words("ый ий ие ее им ей ов ев го ки ти ва ия ок ну ку ту ду ле не те ре ве"), 1.5),
    **dict.fromkeys(words("ды ты лы ры ет ат ал ен"), -1.5),
    **dict.fromkeys(words("ын сы ыз ан ай ар да ау ып"), -3.0),
    **dict.fromkeys(words("лар дар тар лер дер тер ары ына нда нде сын ясы нан нен дан ден тан тен мен бен пен"), -5.0),
}
#: small words that only one of the two has
_SMALL = {
    **dict.fromkeys(words("в и с к о на по из за не от до об что как для это его при или под над был без"), 4.0),
    **dict.fromkeys(words("мен бен пен де деп ал бар бұл ол туралы бойынша болды"), -4.0),
}
#: the same of spellings: Russian has no ы and Kazakh no и behind some letters, but in names and loans; Kazakh cases
_SPELLINGS = (
    (re.compile("[кгхжшчщуий]ы|яс[ыі]"), -2.0),
    (re.compile("[кгхжшчщ]и"), 2.0),
    (re.compile(r"(?:ын(?:а|да|ан)|и[ия](?:сын?|да|дан|мен|лар|ны)|[йу](?:[гд]е|да|д[ае]н|л[ае]р))\b"), -5.0),
)
_WORD = re.compile(r"[^\W\d_]+")
_KAZAKH = re.compile(f"[{KAZAKH_LETTERS}]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_LETTER = re.compile(r"[^\W\d_]")
#: endings and spellings that no Kazakh word has, not even a loan; щы is in ащы, тұщы
_RUSSIAN = re.compile(
    "щ(?!ы)|.{3}(?:ого|его|ому|ему|ые|ую|ая|ое|ых|[аяыи]ми|ость|ости|[аиея]ть|ться|[ае]ни[еяюй]|[ае]нием)$"
)


def language(text: str, default: str = "en") -> str:
    """One of LANGUAGES; `default` (what its source writes) where its letters leave it open, or there are none."""
    text = text[:_READ].lower()
    letters = Counter(text)
    cyrillic = sum(letters[letter] for letter in _LETTERS)
    latin = sum(letters[letter] for letter in _LATIN)
    if not cyrillic:
        return "en" if latin else default
    if latin > cyrillic:
        return "en"
    weight = sum(letters[letter] * each for letter, each in _LETTERS.items())
    if len(text) <= _SHORT:
        weight += _by_words(text)
        if abs(weight) < _UNSURE and default in ("ru", "kk"):
            return default
    return "ru" if weight > 0 else "kk"


def _by_words(text: str) -> float:
    """What the words of a short text speak for: below zero for Kazakh."""
    every = _WORD.findall(text)
    found = [word for word in every if len(word) > 3]
    if _KAZAKH.search(text) and _ONE_OF * sum(1 for word in found if _KAZAKH.search(word)) >= len(found):
        return float("-inf")
    ends = sum(_ENDS.get(word[-3:]) or _ENDS.get(word[-2:], 0.0) for word in found)
    small = sum(_SMALL.get(word, 0.0) for word in every)
    return ends + small + sum(weight * len(spelling.findall(text)) for spelling, weight in _SPELLINGS)


def word_languages(word: str) -> tuple[str, ...]:
    """The languages that a folded word of a query may be of; all of them if it has no letters."""
    if _KAZAKH.search(word):
        return ("kk",)
    if _CYRILLIC.search(word):
        return ("ru",) if _RUSSIAN.search(word) else ("ru", "kk")
    return ("en",) if _LETTER.search(word) else LANGUAGES
