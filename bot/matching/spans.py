"""A place in a typed text: what stands there, what is wrong with it, and the text with it corrected."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import QueryError
from bot.i18n.catalogue import query_errors as texts
from bot.i18n.text import Phrase

CONTEXT = 15  #: characters shown on either side of an error


@dataclass(frozen=True)
class SourceSpan:
    """A piece of the typed text, for error messages and for the text with the piece replaced."""

    text: str
    start: int
    end: int
    all_caps: bool = False  #: is the whole text in capitals?

    @property
    def before(self) -> str:
        """The text before it."""
        return self.text[: self.start]

    @property
    def in_or(self) -> bool:
        """Is there a | right before or after it? Then it counts as a word, never as a stop word."""
        return self.text[self.end : self.end + 1] == "|" or self.before.endswith("|")

    def replaced_with(self, piece: str) -> str:
        """The text with this piece replaced."""
        return " ".join(f"{self.text[: self.start]}{piece}{self.text[self.end :]}".split())

    def error(self, error: Phrase, remedy: Phrase, correction: str | None) -> QueryError:
        """The error at this span: what is wrong, where, what would be right, and the corrected text if there is one."""
        if self.end - self.start >= len(self.text):
            return QueryError(texts.ERROR, correction=correction, error=error, remedy=remedy)
        here = self._context()
        return QueryError(texts.ERROR_HERE, correction=correction, error=error, context=here, remedy=remedy)

    def _context(self) -> str:
        """`… waste OR …`: the span with what is around it."""
        left, right = max(self.start - CONTEXT, 0), min(self.end + CONTEXT, len(self.text))
        shown = " ".join(self.text[left:right].split())
        return f"{'…' if left else ''}{shown}{'…' if right < len(self.text) else ''}"
