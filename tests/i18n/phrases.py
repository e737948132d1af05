"""The texts of a phrase and of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from bot.i18n.keys import texts_by_key
from bot.i18n.text import Phrase, Plural, Text


def texts_of(phrase: Phrase) -> Iterator[Text | Plural]:
    """Its text, and those of its parts."""
    yield phrase.text
    for part in phrase.parts.values():
        if isinstance(part, Phrase):
            yield from texts_of(part)


def keys_of(phrase: Phrase, area: str) -> set[str]:
    """The keys of those that stand in an area of the catalogue, without its name."""
    texts = set(texts_of(phrase))
    return {key for key in keys_in(area) if texts_by_key()[f"{area}.{key}"] in texts}


def keys_in(area: str) -> set[str]:
    """Every key of an area of the catalogue, without its name."""
    return {key.removeprefix(f"{area}.") for key in texts_by_key() if key.startswith(f"{area}.")}
