"""Russian nouns as they are named: "за ценами" are цены. By the dictionary; a word that it lacks stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.language import ru

CASES = ("accs", "ablt", "loct", "datv", "gent")
_DECLINED = frozenset(("NOUN", "ADJF", "PRTF"))
_VERBS = frozenset(("VERB", "INFN", "GRND"))


def nominative(word: str, case: str) -> tuple[str, bool] | None:
    """The nominative of a folded noun or adjective in this case, in its number, and whether it is a noun; else None.

    None also where the word may be of two: банке, of a bank or of a jar.
    """
    found = set(_nominatives(word, case))
    return found.pop() if len(found) == 1 else None


def any_nominatives(word: str) -> list[str]:
    """Every nominative that a folded word may be a form of."""
    return [written for case in CASES for written, _ in _nominatives(word, case)]


def _nominatives(word: str, case: str) -> Iterator[tuple[str, bool]]:
    for parse in ru.known_parses(word):
        tag = parse[1]
        if tag.POS in _DECLINED and tag.case == case and not _is_of_several_called(tag):
            same = {"case": "nomn", "number": tag.number, "gender": tag.gender}
            forms = ((form[1], form[0]) for form in parse[4][-1][0].get_lexeme(parse))
            found = [form for marks, form in forms if all(getattr(marks, mark) == of for mark, of in same.items())]
            yield from ((form.replace("ё", "е"), tag.POS == "NOUN") for form in found[:1])


def _is_of_several_called(tag: Any) -> bool:
    """Is it a given name in the plural? Илон is no several women called Илона."""
    return tag.number == "plur" and "Name" in tag


def is_nominative(word: str) -> bool:
    """May this folded word be a noun or an adjective as it is named?"""
    return any(tag.POS in _DECLINED and tag.case == "nomn" for _, tag, *_ in ru.known_parses(word))


def is_noun(word: str) -> bool:
    """Is this folded word a noun before it is anything else?"""
    parses = ru.known_parses(word)
    return bool(parses) and parses[0][1].POS == "NOUN"


def is_adjective(word: str) -> bool:
    """Is this folded word an adjective before it is anything else?"""
    parses = ru.known_parses(word)
    return bool(parses) and parses[0][1].POS in ("ADJF", "PRTF")


def is_verb(word: str) -> bool:
    """Is this folded word a verb, and nothing else?"""
    parses = ru.known_parses(word)
    return bool(parses) and all(parse[1].POS in _VERBS for parse in parses)
