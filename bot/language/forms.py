"""The base forms of a word in a text, and of a word that a person typed; the letters say whose rules count.

    отходов ─ bases ─▶ отход ◀─ query_bases ─ отходы          a word of a text answers a typed one if they share a base

A word that could be Russian or Kazakh is read by the rules of the text it stands in; typed alone, by both, unless the
Russian dictionary knows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from bot.language import en, kk, ru
from bot.language.detect import word_languages


def bases(word: str, language: str) -> tuple[str, ...]:
    """The bases of a folded word in a text of that language, the word itself or the likeliest first."""
    if word.isascii():
        return en.bases(word) if word.isalpha() else (word,)
    if not word.isalpha():
        return (word,)
    languages = word_languages(word)
    if len(languages) > 1:
        languages = (language,) if language in languages else languages
    return _joined(_OF_TEXTS[one](word) for one in languages)


@lru_cache(maxsize=50_000)
def query_bases(word: str) -> tuple[str, ...]:
    """The bases that a folded word means when a person types it."""
    if word.isascii():
        return en.query_bases(word) if word.isalpha() else (word,)
    if not word.isalpha():
        return (word,)
    languages = word_languages(word)
    if len(languages) > 1 and ru.is_known(word):
        languages = ("ru",)
    return _joined(_OF_QUERIES[one](word) for one in languages)


_OF_TEXTS = {"en": en.bases, "ru": ru.bases, "kk": kk.bases}
_OF_QUERIES = {"en": en.query_bases, "ru": ru.query_bases, "kk": kk.query_bases}


def _joined(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def name_bases(word: str, language: str) -> tuple[str, ...]:
    """The bases of a folded word of a name whose language is known, and the word itself."""
    if not word.isalpha() or word.isascii() != (language == "en"):
        return (word,)
    return tuple(dict.fromkeys((*_OF_QUERIES[language](word), word)))
