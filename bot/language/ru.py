from __future__ import annotations

import pymorphy3

_m = None


def _a():
    global _m
    if _m is None:
        _m = pymorphy3.MorphAnalyzer()
    return _m


def bases(word: str) -> tuple[str, ...]:
    s: dict[str, float] = {}
    for p in _a().parse(word):
        n = p.normal_form.replace("ё", "е")
        s[n] = s.get(n, 0) + p.score
    return tuple(n for n, v in sorted(s.items(), key=lambda x: -x[1]) if v >= 0.1)


def query_bases(word: str) -> tuple[str, ...]:
    b = bases(word)
    return (word,) if word in b else b


def is_known(word: str) -> bool:
    return bool(_a().word_is_known(word))


def common_word(word: str) -> bool:
    return is_known(word) and any(
        not any(g in p.tag for g in ("Name", "Surn", "Geox")) and p.score > 0.05 for p in _a().parse(word)
    )
