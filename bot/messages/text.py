"""Cutting texts for showing: at a sentence's end, else at a word with …, never within a grapheme."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.language.sentences import sentences
from bot.messages.message import Line, Span

ELLIPSIS = "…"
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
HANGUL_JAMO = range(0x1100, 0x1200)
EMOJI_TAGS = range(0xE0020, 0xE0080)
EXTENDING = {"Mn", "Mc", "Me", "Cn"}  #: categories of marks; Cn: newer than this Python, it may be one
JOINED_BEFORE = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")  #: no marks, and yet part of what stands before
JOINED_BEHIND = frozenset(  #: letters that are part of what stands behind (Malayalam, Sharada, Zanabazar …)
    "\u200d\u0d4e\U000111c2\U000111c3\U000113d1\U0001193f\U00011941\U00011d46\U00011f02"
    "\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88\U00011a89"
)
VIRAMA = 9  #: combining class of the sign that joins two Indic consonants

Spans = Sequence[tuple[int, int]]  #: (start, end) of found words, sorted


def tidy(text: str) -> str:
    """The text on one line, its runs of white space made single spaces."""
    return " ".join(text.split())


def one_line(text: str) -> str:
    """The text with each white space made a plain space, so that offsets in it stay true."""
    return "".join(" " if letter.isspace() else letter for letter in text)


def splits_grapheme(text: str, at: int) -> bool:
    """Would a cut before text[at], 0 < at < len(text), go through what a reader sees as one character?

    Stricter than Unicode's rule where that is simpler: a cut that is refused only moves to the left.
    """
    before, after = text[at - 1], text[at]
    if after in JOINED_BEFORE or unicodedata.category(after) in EXTENDING:
        return True
    if ord(after) in SKIN_TONES or ord(after) in EMOJI_TAGS:
        return True
    if before in JOINED_BEHIND or unicodedata.combining(before) == VIRAMA or unicodedata.category(before) == "Cf":
        return True
    if ord(before) in HANGUL_JAMO or ord(after) in HANGUL_JAMO or before + after == "\r\n":
        return True
    return ord(after) in FLAG_LETTERS and _flag_letters_before(text, at) % 2 == 1


def _flag_letters_before(text: str, at: int) -> int:
    count = 0
    while count < at and ord(text[at - 1 - count]) in FLAG_LETTERS:
        count += 1
    return count


def whole(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` characters that ends between graphemes.

    A single grapheme longer than the limit (a letter under a thousand marks) is cut all the same.
    """
    if len(text) <= limit:
        return text
    at = limit
    while at and splits_grapheme(text, at):
        at -= 1
    return text[: at or limit]


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters: the text, or its beginning cut at a word, with …."""
    if len(text) <= limit:
        return text
    start = whole(text, limit - len(ELLIPSIS))
    space = start.rfind(" ")
    if not text[len(start)].isspace() and space > limit // 2 and not splits_grapheme(text, space):
        start = start[:space]
    return start.rstrip(" ,;:–—-") + ELLIPSIS


def opening(text: str, limit: int, most: int = 2) -> str:
    """The first sentences (at most `most`) that fit into `limit`; a first one that doesn't fit is cut at a word."""
    end = 0
    for _, end_at in sentences(text)[:most]:
        if end_at > limit:
            break
        end = end_at
    return text[:end] if end else shorten(text, limit)


def marked(text: str, spans: Spans) -> Line:
    """The text with what stands in the spans bold; spans outside of it are ignored, overlapping ones joined."""
    parts: list[Span] = []
    done = 0
    for start, end in spans:
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            parts.append(Span(text[done:start]))
        parts.append(Span(text[start:end], bold=True))
        done = end
    if done < len(text):
        parts.append(Span(text[done:]))
    return tuple(parts)


def around(text: str, spans: Spans, limit: int) -> Line:
    """The part of a sentence around its found words, those bold, with … where something is left out.

    The first found word always shows; others show if they stand near enough.
    """
    text, start, end = _window(text, spans, limit)
    shown = text[start:end]
    inner = [(left - start, min(right, end) - start) for left, right in spans if start <= left < end]
    before = (Span(ELLIPSIS + " "),) if start > 0 else ()
    after = (Span(" " + ELLIPSIS),) if end < len(text) else ()
    return (*before, *marked(shown, inner), *after)


def _window(text: str, spans: Spans, limit: int) -> tuple[str, int, int]:
    """The text with its white space made plain spaces (offsets stay), and what of it to show."""
    text = one_line(text)
    end = len(text.rstrip())
    if end <= limit:
        return text[:end], 0, end
    first = min(spans[0][0], end) if spans else 0
    last = min(max((right for _, right in spans), default=0), end)
    if last - first > limit:
        last = first
    start = max(0, min(first - (limit - (last - first)) // 2, end - limit))
    start = _after_space(text, start, first)
    stop = min(end, start + limit)
    return text[:end], start, _before_space(text, stop, max(last, start + 1), end)


def _after_space(text: str, start: int, first: int) -> int:
    """Where a word begins between `start` and `first`; else the next place between graphemes."""
    if start == 0:
        return 0
    space = text.rfind(" ", start - 1, start) + 1 or text.find(" ", start, first) + 1
    start = space or start
    while start < first and (text[start] == " " or splits_grapheme(text, start)):
        start += 1
    return start


def _before_space(text: str, stop: int, last: int, end: int) -> int:
    """Where a word ends between `last` and `stop`; else the last place between graphemes."""
    if stop >= end or text[stop] == " ":
        return stop
    space = text.rfind(" ", last, stop)
    if space > 0:
        return space
    at = stop
    while at > last and splits_grapheme(text, at):
        at -= 1
    return stop if splits_grapheme(text, at) else at
