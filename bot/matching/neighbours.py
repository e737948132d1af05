"""The longer name around one occurrence of a word, found by its neighbours. longer_names.py counts such names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.language.common import words
from bot.language.forms import bases
from bot.language.tokens import TOKEN, exact, stem, without_possessive
from bot.matching import heads
from bot.matching.analysis import AnalyzedText
from bot.matching.keys import TextSpan

MAX_NEIGHBOURS = 3  #: words of a name on either side
MAX_QUOTED_WORDS = 5  #: words of a name in quotes; longer quotes are speech
CONTEXT_CHARACTERS = 100  #: characters examined on either side

_OPENING, _CLOSING = '«“„"', '»”“"'
_GAP = re.compile(rf"[ \u00a0]?[{_OPENING}{_CLOSING}]?[ \u00a0]?|-|\. ?")  #: between two words of one name

#: titles before people's names, not part of them
TITLES = words("mr mrs ms dr sir president prime minister king queen prince judge senator governor mayor secretary")
#: abbreviations that are not initials
_SHORTENED = {"обл": "область", **{short: head for short, head in heads.RUSSIAN_SHORT.items() if len(short) > 1}}
_PLURAL = re.compile("улиц|.*(?:[аяи]ми|[ая]х|[ая]м|ов|ей|[бвгдзклмнпрстфхц]ы)")
#: Kazakh case endings; a word with one ends a name
_CASE = re.compile("(.+?)(?:н?[дт][ае]н?|н[ае]н|[нғг][ае]|[қк][ае]|н?[ндт]?[ыі]ң|н?[ндт][ыі]|[мбп]ен)")


@dataclass(frozen=True)
class Neighbour:
    """A word next to an occurrence."""

    surface: str
    start: int
    gap: str  #: the text between it and the next word towards the occurrence
    language: str  #: of the text

    @property
    def end(self) -> int:
        """Its end in the text."""
        return self.start + len(self.surface)

    @cached_property
    def exact(self) -> str:
        """As written, folded."""
        return exact(self.surface)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """Its base forms."""
        return _bases(_SHORTENED.get(self.exact) or stem(self.surface), self.language)

    @property
    def has_capital(self) -> bool:
        """Is it written with a capital?"""
        return self.surface[0].isupper()


@dataclass(frozen=True)
class NameInContext:
    """An occurrence with its neighbours in text order, and how many of them belong to its name (0 and 0: none)."""

    source: str  #: the whole text
    span: TextSpan
    language: str
    before: tuple[Neighbour, ...] = ()
    after: tuple[Neighbour, ...] = ()
    left: int = 0
    right: int = 0
    head: tuple[Neighbour, str] | None = None  #: the head noun, and how it is shown: көшесінде, "көшесі"

    @property
    def other_words(self) -> tuple[Neighbour, ...]:
        """The other words of the name."""
        return self._before + self.after[: self.right]

    @property
    def surface(self) -> str:
        """The word itself."""
        return self.source[slice(*self.span)]

    @property
    def is_base(self) -> bool:
        """Is the word itself in its base form?"""
        return _bases(stem(self.surface), self.language)[0] == exact(self.surface)

    @property
    def _before(self) -> tuple[Neighbour, ...]:
        return self.before[len(self.before) - self.left :]

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name, as they are shown."""
        return (*map(self._shown, self._before), self.surface, *map(self._shown, self.after[: self.right]))

    def _shown(self, word: Neighbour) -> str:
        if self.head and word is self.head[0]:
            return self.head[1]
        return (
            word.surface[: _length_without_case(word)]
            if self.right and word is self.after[self.right - 1]
            else word.surface
        )

    @property
    def text(self) -> str:
        """The name as it is shown."""
        gaps = [word.gap for word in self.other_words]
        return "".join(
            f"{word}{'-' if gap == '-' else ' '}" for word, gap in zip(self.words, [*gaps, ""], strict=True)
        ).strip()


def name_at(analyzed: AnalyzedText, span: TextSpan) -> NameInContext:
    """The word at a span of a text, with the longer name around it if there is one.

    Of several words, the first one that is not a head noun counts: Абай in Абай көшесі, Абая in улица Абая.
    """
    span = _first_word(analyzed, span)
    name = NameInContext(analyzed.text, span, analyzed.language, _before(analyzed, span[0]), _after(analyzed, span[1]))
    surface = analyzed.text[slice(*span)]
    if not surface[0].isupper():
        return replace(name, before=(), after=())
    inside = _quoted(name)
    if inside is not None:
        return inside
    longer = _with_head(_with_capitalised_words(name))
    return longer if longer.other_words and analyzed.capital_is_significant(span) else name


def _first_word(analyzed: AnalyzedText, span: TextSpan) -> TextSpan:
    found = [match.span() for match in TOKEN.finditer(analyzed.text, *span)]
    if len(found) < 2:
        return span
    first = Neighbour(analyzed.text[slice(*found[0])], found[0][0], "", analyzed.language)
    known_heads = analyzed.language == "ru" and not heads.HEADS_RUSSIAN.isdisjoint((*first.bases, first.exact))
    return found[1] if known_heads else found[0]


def _before(analyzed: AnalyzedText, start: int) -> tuple[Neighbour, ...]:
    """The words right before an offset, as far as they can belong to one name with it."""
    found: list[Neighbour] = []
    first = max(start - CONTEXT_CHARACTERS, 0)
    for match in reversed(list(TOKEN.finditer(analyzed.text, first, start))):
        gap = analyzed.text[match.end() : start]
        if (
            len(found) == MAX_QUOTED_WORDS
            or not _GAP.fullmatch(gap)
            or (gap[:1] == "." and exact(match.group()) not in _SHORTENED)
        ):
            break
        if without_possessive(match.group()) != match.group():
            break
        start = match.start()
        found.append(Neighbour(match.group(), start, gap, analyzed.language))
    return tuple(reversed(found))


def _after(analyzed: AnalyzedText, end: int) -> tuple[Neighbour, ...]:
    found: list[Neighbour] = []
    for match in TOKEN.finditer(analyzed.text, end, end + CONTEXT_CHARACTERS):
        gap = analyzed.text[end : match.start()]
        if len(found) == MAX_QUOTED_WORDS or not _GAP.fullmatch(gap) or gap[:1] == ".":
            break
        surface = without_possessive(match.group())
        found.append(Neighbour(surface, match.start(), gap, analyzed.language))
        end = match.start() + len(surface)
    return tuple(found)


def _quoted(name: NameInContext) -> NameInContext | None:
    """The name in quotes, if the word is quoted together with others; else None."""
    start, end = name.span
    left = next(
        (
            at
            for at in range(start - 1, max(start - CONTEXT_CHARACTERS, 0) - 1, -1)
            if name.source[at] in _OPENING + _CLOSING
        ),
        -1,
    )
    right = next(
        (at for at in range(end, min(end + CONTEXT_CHARACTERS, len(name.source))) if name.source[at] in _CLOSING), -1
    )
    if left < 0 or right < 0 or name.source[left] not in _OPENING or name.source[left + 1].isspace():
        return None
    before = [word for word in name.before if word.start > left]
    after = [word for word in name.after if word.end <= right]
    ends = (after[-1].end if after else end) == right
    starts = (before[0].start if before else start) == left + 1
    if not (starts and ends and before + after) or len(before + after) >= MAX_QUOTED_WORDS:
        return None
    return replace(name, left=len(before), right=len(after))


def _with_capitalised_words(name: NameInContext) -> NameInContext:
    """The name extended by neighbours with a capital."""
    left = right = 0
    for word in reversed(name.before[-MAX_NEIGHBOURS:]):
        opened = left == 0 and _is_quoted(name)
        if (
            not word.has_capital
            or not _joins(word.gap, opened)
            or _has_case_ending(word)
            or _may_begin_sentence(name.source, word.start)
        ):
            break
        left += 1
    last = Neighbour(name.source[slice(*name.span)], name.span[0], "", name.language)
    for word in name.after[:MAX_NEIGHBOURS]:
        if not word.has_capital or not _joins(word.gap, False) or _has_case_ending(last):
            break
        right, last = right + 1, word
    return replace(name, left=left, right=right)


def _may_begin_sentence(text: str, at: int) -> bool:
    """Can a sentence begin here, so that a capital is not significant?"""
    before = text[max(at - 3, 0) : at].rstrip(f" \u00a0{_OPENING}")
    return not before or not (before[-1].isalnum() or before[-1] in ",;:)»”—–-")


def _joins(gap: str, opened: bool) -> bool:
    """Does this gap join two words to one name? In ФК «Астана» it does, in he said «Астана …» it does not."""
    quote = gap.strip("\u00a0 .-")
    return not quote or (opened and quote in _OPENING)


def _is_quoted(name: NameInContext) -> bool:
    """Is the word alone in quotes?"""
    start, end = name.span
    return name.source[start - 1 : start] in tuple(_OPENING) and name.source[end : end + 1] in tuple(_CLOSING)


def _has_case_ending(word: Neighbour) -> bool:
    """Does it have a Kazakh case ending, after which no name continues?"""
    return _length_without_case(word) < len(word.surface)


def _length_without_case(word: Neighbour) -> int:
    """The number of letters of a word without its Kazakh case ending."""
    found = _CASE.fullmatch(word.exact) if word.language == "kk" else None
    return len(found[1]) if found and found[1] in word.bases else len(word.surface)


def _with_head(name: NameInContext) -> NameInContext:
    """The name with its head noun, if it has one."""
    for word, shown, left, right in _heads(name):
        return replace(name, left=left, right=right, head=(word, shown))
    return name


def _heads(name: NameInContext) -> Iterator[tuple[Neighbour, str, int, int]]:
    """Possible head nouns: (word, how it is shown, left, right), the last two the extent of the name with it."""
    after = {"kk": heads.HEADS_KAZAKH, "en": heads.HEADS_ENGLISH}.get(name.language, frozenset())
    first = max(name.right - 1, 0)  # with a capital it is in the run already
    for right, word in enumerate(name.after[first : name.right + 1] if after else (), start=first + 1):
        if (known := after.intersection(word.bases)) and (_joins(word.gap, False) or _is_quoted(name)):
            yield word, word.surface if name.language == "en" else min(known), name.left, right
    before = name.before[: len(name.before) - name.left][-1:] if name.language == "ru" else ()
    known_heads = (
        heads.HEADS_RUSSIAN | heads.HEADS_RUSSIAN_QUOTED if name.left == 0 and _is_quoted(name) else heads.HEADS_RUSSIAN
    )
    for word in before:
        known = known_heads.intersection((*word.bases, word.exact, _SHORTENED.get(word.exact, "")))
        if known and not _PLURAL.fullmatch(word.exact):
            yield word, min(known), name.left + 1, name.right


@lru_cache(maxsize=2_000)
def _bases(word: str, language: str) -> tuple[str, ...]:
    return bases(word, language)
