"""The words of an article as they are stored in the archive, for the full-text search of the database.

Each word has a prefix letter for its kind: `w` a form that is its own base, `b` only a base, `e` only a form as written
(so most words are stored once); `c` capitals, `t` and `k` a base and capitals in the headline, `l` a language, `s` a
source.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.matching.analysis import AnalyzedText
from bot.model import Article

LONGEST = 100  #: characters of a word that are compared; PostgreSQL accepts no word over 2 KB

#: FTS5 splits words at these characters, so they are replaced
_SIGNS = str.maketrans({chr(code): chr(0x2400 + code) for code in range(128) if not chr(code).isalnum()})


def archive_text(article: Article) -> str:
    """The words of an article as they are stored, separated by spaces."""
    analyzed = AnalyzedText.of(article)
    keys, forms, title = (
        _word_keys(analyzed.words),
        {key[1:] for key in analyzed.exact_words},
        _word_keys(analyzed.title.words),
    )
    bases = {key for key in keys if not key.isupper()}
    capitals = {key for key in title if key.isupper()}
    forms.discard("")  # a paragraph break
    found = {"c": keys - bases, "w": bases & forms, "b": bases - forms, "e": forms - bases, "k": capitals}
    found |= {"t": title - capitals, "l": {article.language}, "s": {article.source_key}}
    return " ".join(" ".join(_archive_words(kind, some)) for kind, some in found.items() if some)


def _word_keys(keys: set[str]) -> set[str]:
    """The keys that are words, without language and source."""
    return {key for key in keys if key and ":" not in key}


def _archive_words(kind: str, keys: set[str]) -> Iterable[str]:
    joined = "".join(keys)
    if joined.isalnum() and len(max(keys, key=len)) <= LONGEST:  # nearly always, and ten times faster
        return [kind + key for key in keys]
    return [archive_word(kind, key) for key in keys]


def archive_word(kind: str, key: str) -> str:
    """One word with the prefix letter of its kind, of letters and digits only."""
    return kind + (key if key.isalnum() else key.translate(_SIGNS))[:LONGEST]
