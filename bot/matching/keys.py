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

from bot.language.forms import LANGUAGE_MARK, query_keys
from bot.language.tokens import fold
from bot.matching.names import SURNAME, name_patterns
from bot.matching.query import Field, Term

Pattern = str | tuple[str, ...]  #: what is looked for: the key of a word, or those of a phrase
TextSpan = tuple[int, int]  #: (start, end) in the text
Occurrences = dict[int, list[TextSpan]]  #: places by number of the sentence in which they begin, in the text's order

EXACT, PREFIX, CONCEPT = '"', "*", "@"  #: what the keys of exact forms, beginnings and concepts are told by
TITLE = f"{Field.TITLE}:"
GIVEN = "^"  #: the key of a text in which somebody's given name stands
MAX_PHRASES = 16  #: spellings of one phrase, each word of which may have several bases
_NUMBER = re.compile(r"[1-9]\d{3,14}")  #: a number that texts may write in groups of three digits
_MORE_BEFORE, _MORE_BEHIND = re.compile(r"\d[\s.,]$"), re.compile(r"[\s.,]\d{3}(?!\d)")
_CODE = 2  #: letters of a language's code


def patterns_of(term: Term) -> tuple[Pattern, ...]:
    """What to look for in a Reading: any of these."""
    match term.field:
        case Field.LANG | Field.SOURCE:
            return (sys.intern(f"{term.field}:{term.words[0]}"),)
        case Field.TITLE:
            return tuple(_in_title(pattern) for pattern in _parts_anywhere(term))
    return _parts_anywhere(term)


def _parts_anywhere(term: Term) -> tuple[Pattern, ...]:
    if term.concept:
        return (sys.intern(CONCEPT + term.concept),)
    if term.name:
        return tuple(
            _interned_part(pattern) for pattern in name_patterns(term.words, given_required=term.given_required)
        )
    if term.prefix:
        return (sys.intern(term.words[0] + PREFIX),)
    if term.quoted:
        keys = intern_all(EXACT + word for word in term.words)
        return (keys[0],) if len(keys) == 1 else (keys,)
    if term.capitals:
        return intern_all(term.words)
    if len(term.words) == 1 and _NUMBER.fullmatch(term.words[0]):
        return (*intern_all(term.words), intern_all(_groups(term.words[0])))
    found = [intern_all(query_keys(word)) for word in term.words]
    if len(found) == 1:
        return found[0]
    joined = "".join(term.words) if len(term.words) == 2 else ""  # бизнес-план is written бизнесплан, G-20 is G20
    one = joined.isalpha() or (term.words[0].isalpha() and term.words[-1].isdigit())
    return (*phrase_patterns(found), *(intern_all(query_keys(fold(joined))) if one and joined else ()))


def _groups(number: str) -> list[str]:
    """The groups of three digits of a number: 100000 is written 100 000, too."""
    first = len(number) % 3 or 3
    return [number[:first], *(number[at : at + 3] for at in range(first, len(number), 3))]


def is_part_of_longer_number(key: str, text: str, start: int, end: int) -> bool:
    """Are the groups of digits that begin with this key a part of more of them? 100 000 is not 1 100 000."""
    if not key.isdigit():
        return False
    return bool(_MORE_BEFORE.search(text, max(start - 3, 0), start) or _MORE_BEHIND.match(text, end))


def phrase_patterns(words: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Every choice of a key for each word, as phrases; those that no language has as a whole are left out."""
    made: list[tuple[str, ...]] = []
    for keys in product(*words):
        split = [split_language(key) for key in keys]
        languages = {language for language, _ in split if language}
        if len(languages) < 2:
            made.append(for_language(next(iter(languages), ""), tuple(split_pattern for _, split_pattern in split)))
        if len(made) == MAX_PHRASES:
            break
    return tuple(made)


def for_language(language: str, pattern: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase, asked of texts in this language alone; of all if it is empty."""
    return (sys.intern(f"{language}{LANGUAGE_MARK}{pattern[0]}"), *pattern[1:]) if language else pattern


def split_language(key: str) -> tuple[str, str]:
    """The language whose texts alone are asked ("" if all are), and the bare key."""
    return (key[:_CODE], key[_CODE + 1 :]) if key[_CODE : _CODE + 1] == LANGUAGE_MARK else ("", key)


def split_pattern(pattern: Pattern) -> tuple[str, Pattern]:
    """The language whose texts alone are asked for a part ("" if all are), and the part without it."""
    if isinstance(pattern, str):
        return split_language(pattern)
    language, first = split_language(pattern[0])
    return (language, (first, *pattern[1:])) if language else ("", pattern)


def is_exact(pattern: Pattern) -> bool:
    """Is it looked for as written?"""
    return pattern[0][0] == EXACT


def is_surname(key: str) -> bool:
    """Is it that of a surname which is an ordinary word too?"""
    return key[:1] == SURNAME and key != GIVEN


def is_title_only(pattern: Pattern) -> bool:
    """Is it looked for in the headline alone?"""
    return (pattern if isinstance(pattern, str) else pattern[0]).startswith(TITLE)


def _in_title(pattern: Pattern) -> Pattern:
    language, keys = split_pattern(pattern)
    if isinstance(keys, str):
        return sys.intern(f"{language}{LANGUAGE_MARK}{TITLE}{keys}" if language else TITLE + keys)
    return for_language(language, intern_all(TITLE + key for key in keys))


def without_title(pattern: Pattern) -> Pattern:
    """The part without where it is looked for."""
    if isinstance(pattern, str):
        return pattern.removeprefix(TITLE)
    return tuple([key.removeprefix(TITLE) for key in pattern])


def _interned_part(pattern: Pattern) -> Pattern:
    return sys.intern(pattern) if isinstance(pattern, str) else intern_all(pattern)


def intern_all(keys: Iterable[str]) -> tuple[str, ...]:
    """The same keys, each held once however many ask for it."""
    return tuple(map(sys.intern, keys))


def merge_spans(spans: list[TextSpan]) -> list[TextSpan]:
    """Places in the text's order, those that overlap made one."""
    made: list[TextSpan] = []
    for start, end in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
