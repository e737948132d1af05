"""What concepts ask of a text; a Reading answers it.

A Reading asks its concepts which of them it names, and they ask it back where their names stand: this is the seam.
"""

from __future__ import annotations

from typing import Protocol

from bot.matching.keys import Part, Place


class Text(Protocol):
    """A text whose words were looked up."""

    text: str
    language: str
    words: set[str]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Neighbouring base forms."""
        ...

    def may_ask(self, language: str) -> bool:
        """Is what is asked of texts in this language alone asked of this one?"""
        ...

    def holds(self, part: Part) -> bool:
        """Does it stand anywhere in the text?"""
        ...

    def places(self, part: Part) -> list[Place]:
        """Where words or a phrase stand, in order."""
        ...

    def sentence_at(self, offset: int) -> Place:
        """Where the sentence that holds this place of the text begins and ends."""
        ...

    def capital_says(self, place: Place) -> bool:
        """Does the capital of the word at this place tell a name?"""
        ...
