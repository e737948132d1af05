"""Language detection: by letters and, for a short text, by the endings of its words.

Latin letters mean English. A Cyrillic letter is evidence for the language that uses it more often: nine letters exist
only in Kazakh; щ ё ь ю в ч о и are much more frequent in Russian. Each adds its weight, the log-likelihood ratio of
Russian to Kazakh, and the sum decides. A few hundred letters are as reliable as a whole book.

In a short text names and quoted words weigh less, as they keep their spelling in the other language (Фильм «Қыз Жібек»
переснимут); function words and endings weigh more. If the sum is undecided, the source's language is used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from bot.language.common import words

LANGUAGES = ("en", "ru", "kk")
KAZAKH_LETTERS = "әғқңөұүһі"

_READ = 1500  #: characters examined
_SHORT = 400  #: characters up to which words are examined too
_UNSURE = 6.0  #: a smaller weight leaves a headline undecided; half of it a longer text
_HEADLINE = 60  #: characters up to which a text counts as a headline
#: a short text is Kazakh if one in so many words, without names and quotes, has a Kazakh letter
_ONE_OF = 4
_MAYBE_NAME = 0.5  #: share of a word with a capital at the start of a sentence, which may be a name
_FEW = 3  #: words; if all words of a longer text have capitals, they don't mark names
_NAME = 0.25  #: share of the Kazakh letters of a name, which may occur in either language
_QUOTED_SHARE = 0.2  #: share of a quoted word, its ending included
_NAME_OTHERS = 0.8  #: share of the other letters of a name or a quoted word
_SURE = 8.0  #: weight of a letter that only Kazakh has

_LATIN = "abcdefghijklmnopqrstuvwxyz"
#: log-likelihood ratios from letter frequencies in running text; negative: Kazakh
_LETTERS = {
    **dict.fromkeys(KAZAKH_LETTERS, -_SURE),
    **{"ы": -1.5, "ж": -0.7, "ш": -0.7, "д": -0.5, "а": -0.4, "з": -0.2, "т": -0.1, "м": -0.1, "р": -0.1, "б": -0.1},
    **{"л": 0.0, "е": 0.1, "н": 0.1, "с": 0.3, "к": 0.4, "у": 0.5, "п": 0.6, "й": 0.7, "я": 0.7, "г": 0.8, "ф": 1.0},
    **{"ъ": 1.0, "х": 1.1, "и": 1.1, "ц": 1.4, "о": 1.6, "э": 1.6, "ч": 2.2, "ю": 2.3, "в": 2.4, "ь": 2.5},
    **{"ё": 3.5, "щ": 3.5},
}
#: of the endings of words of four letters or more; the longer ending counts
_ENDS = {
    **dict.fromkeys(
        words("ого его ому ему ые ое ая яя ую юю ых их ах ях ами ями ыми ими ии ию ью ть ой ом ем ние"), 4.0
    ),
    **dict.fromkeys(words("ый ий ие ее им ей ов ев го ки ти ва ия ок ну ку ту ду ле не те ре ве"), 1.5),
    **dict.fromkeys(words("ды ты лы ры ет ат ал ен"), -1.5),
    **dict.fromkeys(words("ын сы ыз ан ай ар да ау ып"), -3.0),
    **dict.fromkeys(words("лар дар тар лер дер тер ары ына нда нде сын ясы нан нен дан ден тан тен мен бен пен"), -5.0),
}
#: of function words that only one of the two languages has
_SMALL = {
    **dict.fromkeys(
        words(
            """
            в и с к о на по из за от до об что как для это его при или под над был без во со ко у но уже была были было
            вот если бы ли же ещё еще чем тем кто где когда все всех их ее её он она они мы вы я нет только после между
            этого года году том том между ведь ранее сказал будет может могут можно нужно через так также который
            января февраля марта апреля мая июня июля августа сентября октября ноября декабря
            """
        ),
        6.0,
    ),
    **dict.fromkeys(
        words(
            """
            мен бен пен де деп деген деді ал бар бұл ол туралы бойынша болды болады болып болса болған немесе емес керек
            екен еді ма ба па ме бе пе сол осы да бір жыл жылы жаз мынау оны неге жарайды жоқ және үшін ең еш көп қазір
            бүгін
            """
        ),
        -6.0,
    ),
}
#: of spellings: except in names and loans, some letters precede no ы in Russian and no и in Kazakh; case endings
_SPELLINGS = (
    (re.compile("[кгхжшчщуий]ы|яс[ыі]"), -2.0),
    (re.compile("[кгхжшчщ]и"), 2.0),
    (re.compile(r"[сц]к(?:ий|ая|ое|ие|ого|ому|ую|ой|ом|их|им|ими)\b"), 5.0),
    #: Russian participles and past forms: передан, найден, закрыта, оштрафован; ушла
    (
        re.compile(
            r"\b(?:(?:пере|вы|про|из|соз|за|при|с)дан|(?:на|о?бо|пере|про)йден|\w*(?:держан|ведён|веден|жден|ждён)|"
            r"\w+(?:ован|крыт|нят|ранен|строен|ложен|влен)|(?:у|из|раз|с|за)бит)(?:а|о|ы)?\b|\w*шл[аои]\b"
        ),
        10.0,
    ),
    (re.compile(r"(?:ын(?:а|да|ан)|и[ия](?:сын?|да|дан|мен|лар|ны)|[йу](?:[гд]е|да|д[ае]н|л[ае]р))\b"), -5.0),
)
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile('[«“„"][^«»“”„"]{1,80}[»”"]')
_STARTS = frozenset(".!?…\n•")  #: after these a sentence begins
_KAZAKH = re.compile(f"[{KAZAKH_LETTERS}]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_LETTER = re.compile(r"[^\W\d_]")
#: endings and spellings that no Kazakh word has, not even a loan; but щы: ащы, тұщы
_RUSSIAN = re.compile(
    "щ(?!ы)|.{3}(?:ого|его|ому|ему|ые|ую|ая|ое|ых|[аяыи]ми|ость|ости|[аиея]ть|ться|[ае]ни[еяюй]|[ае]нием)$"
)


def language(text: str, default: str = "en") -> str:
    """One of LANGUAGES; `default` (the language of its source) if its letters are undecided, or it has none."""
    written, text = text, text[:_READ].lower()
    letters = Counter(text)
    cyrillic = sum(letters[letter] for letter in _LETTERS)
    latin = sum(letters[letter] for letter in _LATIN)
    if not cyrillic:
        return "en" if latin else default
    if latin > cyrillic:
        return "en"
    if len(text) > _SHORT:
        weight = _of_letters(letters)
    else:
        weight = _of_words(written)
        if abs(weight) < (_UNSURE if len(text) < _HEADLINE else _UNSURE / 2) and default in ("ru", "kk"):
            return default
    return "ru" if weight > 0 else "kk"


def _of_letters(letters: Counter[str]) -> float:
    return sum(letters[letter] * each for letter, each in _LETTERS.items())


def _of_words(text: str) -> float:
    """The weight of a short text by letters and words; negative: Kazakh."""
    shares = list(_shares(text))
    plain = [word for word, share in shares if share == 1 and len(word) > 3]
    kazakh = sum(1 for word in plain if _KAZAKH.search(word))
    if kazakh and _ONE_OF * kazakh >= len(plain):
        return float("-inf")
    return sum(_of_word(word, share) for word, share in shares)


@lru_cache(maxsize=4_000)
def _of_word(word: str, share: float) -> float:
    letters = Counter(word)
    kazakh = -_SURE * sum(letters[letter] for letter in KAZAKH_LETTERS)
    others = _of_letters(letters) - kazakh
    end = (_ENDS.get(word[-3:]) or _ENDS.get(word[-2:], 0.0)) if len(word) > 3 else 0.0
    end += sum(each * len(spelling.findall(word)) for spelling, each in _SPELLINGS)
    if share == _QUOTED_SHARE:
        end *= share
    return share * kazakh + max(share, _NAME_OTHERS) * others + end + _SMALL.get(word, 0.0)


def _shares(text: str) -> Iterator[tuple[str, float]]:
    """The words of a text in lower case, each with its share: below 1 if quoted, a name, or possibly a name."""
    found = list(_WORD.finditer(text))
    quoted = [each.span() for each in _QUOTED.finditer(text)]
    large = [each.group()[0].isupper() for each in found]
    titled = len(found) > _FEW and all(
        is_large or len(each.group()) < _FEW for each, is_large in zip(found, large, strict=True)
    )
    for at, each in enumerate(found):
        share = 1.0
        if any(start < each.start() < end for start, end in quoted):
            share = _QUOTED_SHARE
        elif large[at] and not titled:
            first = not at or not _STARTS.isdisjoint(text[found[at - 1].end() : each.start()])
            followed = at + 1 < len(found) and large[at + 1]
            share = _MAYBE_NAME if first and not followed else _NAME
        yield each.group().lower(), share


def word_languages(word: str) -> tuple[str, ...]:
    """The languages that a folded word of a query may belong to; all of them if it has no letters."""
    if _KAZAKH.search(word):
        return ("kk",)
    if _CYRILLIC.search(word):
        return ("ru",) if _RUSSIAN.search(word) else ("ru", "kk")
    return ("en",) if _LETTER.search(word) else LANGUAGES
