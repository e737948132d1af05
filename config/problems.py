"""What a validator raises: pydantic passes it on as the problem of its field."""

from __future__ import annotations

from bot.errors import PhrasedError


class InvalidValueError(PhrasedError, ValueError):
    """The value of a variable or of a key is wrong; the phrase says how, and what would be right."""
