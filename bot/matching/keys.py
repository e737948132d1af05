"""What is looked for in a text, as keys.

    waste      a base form            "wastes    an exact form, behind a quote sign
    AI         capitals               нефт*      a beginning, in front of a star
    @ai        a concept              title:ai   any of these, in the headline
    ^маск      a surname that is an ordinary word too, where it has a capital: Маску
    kk~мал     any of these, asked of Kazakh texts alone
    lang:kk, source:kt-eng            what is known of the article beside its text

A phrase is a tuple of two or more keys that stand side by side in one paragraph; its first key says whether it is asked
of texts in one language alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import product

from bot.language.forms import ONLY, query_keys
from bot.language.tokens import fold
from bot.matching.names import SURNAME, name_keys
from bot.matching.query import Field, Term

Part = str | tuple[str, ...]  #: what is looked for: the key of a word, or those of a phrase
Place = tuple[int, int]  #: (start, end) in the text
Spots = dict[int, list[Place]]  #: places by number of the sentence in which they begin, in the text's order

EXACT, PREFIX, CONCEPT = '"', "*", "@"  #: what the keys of exact forms, beginnings and concepts are told by
TITLE = f"{Field.TITLE}:"
GIVEN = "^"  #: the key of a text in which somebody's given name stands
MOST_PHRASES = 16  #: spellings of one phrase, each word of which may have several bases
_NUMBER = re.compile(r"[1-9]\d{3,14}")  #: a number that texts may write in groups of three digits
_MORE_BEFORE, _MORE_BEHIND = re.compile(r"\d[\s.,]$"), re.compile(r"[\s.,]\d{3}(?!\d)")
_CODE = 2  #: letters of a language's code


def parts_of(term: Term) -> tuple[Part, ...]:
    """What to look for in a Reading: any of these."""
    match term.field:
        case Field.LANG | Field.SOURCE:
            return (sys.intern(f"{term.field}:{term.words[0]}"),)
        case Field.TITLE:
            return tuple(_in_title(part) for part in _parts_anywhere(term))
    return _parts_anywhere(term)


def _parts_anywhere(term: Term) -> tuple[Part, ...]:
    if term.concept:
        return (sys.intern(CONCEPT + term.concept),)
    if term.name:
        return tuple(_interned_part(part) for part in name_keys(term.words, full=term.full))
    if term.prefix:
        return (sys.intern(term.words[0] + PREFIX),)
    if term.quoted:
        keys = interned(EXACT + word for word in term.words)
        return (keys[0],) if len(keys) == 1 else (keys,)
    if term.capitals:
        return interned(term.words)
    if len(term.words) == 1 and _NUMBER.fullmatch(term.words[0]):
        return (*interned(term.words), interned(_groups(term.words[0])))
    found = [interned(query_keys(word)) for word in term.words]
    if len(found) == 1:
        return found[0]
    joined = "".join(term.words) if len(term.words) == 2 else ""  # бизнес-план is written бизнесплан, G-20 is G20
    one = joined.isalpha() or (term.words[0].isalpha() and term.words[-1].isdigit())
    return (*phrases(found), *(interned(query_keys(fold(joined))) if one and joined else ()))


def _groups(number: str) -> list[str]:
    """The groups of three digits of a number: 100000 is written 100 000, too."""
    first = len(number) % 3 or 3
    return [number[:first], *(number[at : at + 3] for at in range(first, len(number), 3))]


def goes_on(key: str, text: str, start: int, end: int) -> bool:
    """Are the groups of digits that begin with this key a part of more of them? 100 000 is not 1 100 000."""
    if not key.isdigit():
        return False
    return bool(_MORE_BEFORE.search(text, max(start - 3, 0), start) or _MORE_BEHIND.match(text, end))


def phrases(words: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Every choice of a key for each word, as phrases; those that no language has as a whole are left out."""
    made: list[tuple[str, ...]] = []
    for keys in product(*words):
        split = [split_language(key) for key in keys]
        languages = {language for language, _ in split if language}
        if len(languages) < 2:
            made.append(asked_of(next(iter(languages), ""), tuple(bare for _, bare in split)))
        if len(made) == MOST_PHRASES:
            break
    return tuple(made)


def asked_of(language: str, part: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase, asked of texts in this language alone; of all if it is empty."""
    return (sys.intern(f"{language}{ONLY}{part[0]}"), *part[1:]) if language else part


def split_language(key: str) -> tuple[str, str]:
    """The language whose texts alone are asked ("" if all are), and the bare key."""
    return (key[:_CODE], key[_CODE + 1 :]) if key[_CODE : _CODE + 1] == ONLY else ("", key)


def bare(part: Part) -> tuple[str, Part]:
    """The language whose texts alone are asked for a part ("" if all are), and the part without it."""
    if isinstance(part, str):
        return split_language(part)
    language, first = split_language(part[0])
    return (language, (first, *part[1:])) if language else ("", part)


def is_exact(part: Part) -> bool:
    """Is it looked for as written?"""
    return part[0][0] == EXACT


def is_surname(key: str) -> bool:
    """Is it that of a surname which is an ordinary word too?"""
    return key[:1] == SURNAME and key != GIVEN


def is_titled(part: Part) -> bool:
    """Is it looked for in the headline alone?"""
    return (part if isinstance(part, str) else part[0]).startswith(TITLE)


def _in_title(part: Part) -> Part:
    language, keys = bare(part)
    if isinstance(keys, str):
        return sys.intern(f"{language}{ONLY}{TITLE}{keys}" if language else TITLE + keys)
    return asked_of(language, interned(TITLE + key for key in keys))


def untitled(part: Part) -> Part:
    """The part without where it is looked for."""
    if isinstance(part, str):
        return part.removeprefix(TITLE)
    return tuple([key.removeprefix(TITLE) for key in part])


def _interned_part(part: Part) -> Part:
    return sys.intern(part) if isinstance(part, str) else interned(part)


def interned(keys: Iterable[str]) -> tuple[str, ...]:
    """The same keys, each held once however many ask for it."""
    return tuple(map(sys.intern, keys))


def joined(places: list[Place]) -> list[Place]:
    """Places in the text's order, those that overlap made one."""
    made: list[Place] = []
    for start, end in sorted(places):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
