"""One text for people: a whole sentence, button or heading, with named parts in braces.

The tools that extract texts for translation look for calls of Text and Plural, so their arguments are literals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter


@dataclass(frozen=True)
class Text:
    """A text with one form: `Text("{query} is too long.")`."""

    english: str
    context: str = ""  #: what tells it from another text that is the same in English


@dataclass(frozen=True)
class Plural:
    """A text that depends on its part `count`: `Plural("{count} article", "{count} articles")`."""

    one: str
    many: str
    context: str = ""


@dataclass(frozen=True, kw_only=True)
class PerChat:
    """One sentence in three: about the person who reads it, a chat of several, and a channel."""

    you: Text | Plural
    chat: Text | Plural
    channel: Text | Plural


@dataclass(frozen=True)
class Phrase:
    """A text with its parts, not yet in any language: what an error carries."""

    text: Text | Plural
    parts: Mapping[str, str | int | Phrase] = field(default_factory=dict)  #: words from outside, numbers, other texts


def combined(phrases: Sequence[Phrase], by: Text) -> Phrase:
    """One phrase of several, at least one; `by` is the text between two, with the parts `first` and `last`.

    They are put together by halves, so that a thousand are not nested a thousand deep.
    """
    if len(phrases) == 1:
        return phrases[0]
    half = len(phrases) // 2
    return Phrase(by, {"first": combined(phrases[:half], by), "last": combined(phrases[half:], by)})


def pieces(template: str) -> Iterator[tuple[str, str | None]]:
    """Each literal of a template, with the name of the part behind it; None behind the last."""
    for literal, name, _, _ in Formatter().parse(template):
        yield literal, name
