"""The base forms of a word in a text, and the keys of a word that a person typed.

    отходов ─ bases ─▶ отход ◀─ query_keys ─ отходы          a word of a text matches a typed one if they share a base

The letters of a word show which languages it may belong to. In a text, a word that could be Russian or Kazakh follows
the rules of that text's language. A typed word follows both: `мал` is cattle in Kazakh texts, and a form of "малый" in
Russian ones. A base that only one of the two has is limited to texts in that language by its key: "kk~мал".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from bot.language import en, kk, ru
from bot.language.detect import word_languages
from bot.language.tokens import latin_stem

LANGUAGE_MARK = "~"  #: in a key, after the code of the only language whose texts it applies to

#: only in loans, which Kazakh has in their dictionary form: some letters, a late о, two consonants at the beginning
_NOT_KAZAKH = re.compile("[вфцчщъьэё]|[аеиоуыюя][^о]*о|^[бвгджзклмнпрстфхцчшщ]{2}")


def bases(word: str, language: str) -> tuple[str, ...]:
    """The bases of a folded word in a text of that language, the word itself or the likeliest first."""
    if word.isascii():
        return en.bases(word) if word.isalpha() else (word,)
    if latin := latin_stem(word):
        return (*en.bases(latin), word)
    if not word.isalpha():
        return ru.bases(word) if language != "kk" else _of_last_part(word)
    languages = word_languages(word)
    if len(languages) > 1:
        languages = (language,) if language in languages else languages
    return _joined(_OF_TEXTS[one](word) for one in languages)


@lru_cache(maxsize=10_000)
def query_keys(word: str) -> tuple[str, ...]:
    """The keys of a folded typed word: its bases, marked if only one language has them."""
    if word.isascii():
        return en.query_bases(word) if word.isalpha() else (word,)
    if not word.isalpha():
        return ru.query_bases(word)
    languages = word_languages(word)
    if len(languages) == 1:
        return _OF_QUERIES[languages[0]](word)
    russian, kazakh = ru.query_bases(word), kk.query_bases(word)
    if word not in russian and ru.is_known(word) and _NOT_KAZAKH.search(word):
        return russian  # заводов: Kazakh has the loan завод, not its Russian forms
    both = [base for base in russian if base in kazakh]
    own = [f"ru{LANGUAGE_MARK}{base}" for base in russian if base not in kazakh]
    return (*both, *own, *(f"kk{LANGUAGE_MARK}{base}" for base in kazakh if base not in russian))


def query_bases(word: str) -> tuple[str, ...]:
    """The bases of a folded typed word, in all languages."""
    return tuple(key.rpartition(LANGUAGE_MARK)[2] for key in query_keys(word))


def _of_last_part(word: str) -> tuple[str, ...]:
    """The bases of a name with an apostrophe, of which the last part is inflected: О'Нилдің; else the word itself."""
    head, apostrophe, name = word.rpartition("'")
    return tuple(f"{head}'{base}" for base in kk.bases(name)) if apostrophe and name.isalpha() else (word,)


_OF_TEXTS = {"en": en.bases, "ru": ru.bases, "kk": kk.bases}
_OF_QUERIES = {"en": en.query_bases, "ru": ru.query_bases, "kk": kk.query_bases}


def _joined(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def name_bases(word: str, language: str) -> tuple[str, ...]:
    """The bases of a folded word of a name in a known language, and the word itself."""
    if not word.isalpha() or word.isascii() != (language == "en"):
        return (word,)
    return tuple(dict.fromkeys((*_OF_QUERIES[language](word), word)))
