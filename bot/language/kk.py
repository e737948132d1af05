from __future__ import annotations


def bases(word: str) -> tuple[str, ...]:
    out = [word]
    for s in ("да", "де", "та", "те", "ның", "нің", "ға", "ге", "дағы", "дың", "тың", "лар", "лер", "дар", "тар"):
        if word.endswith(s) and len(word) - len(s) >= 3:
            out.append(word[: -len(s)])
    return tuple(out)


def query_bases(word: str) -> tuple[str, ...]:
    return (word,)
