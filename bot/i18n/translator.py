"""From a text with its parts to the words of one language. Pure."""

from __future__ import annotations

from functools import lru_cache
from gettext import NullTranslations

from bot.i18n.text import Phrase, Plural, Text, pieces


class Translator:
    """The texts of one language: `translate(TOO_LONG, query="AI", count=3)`."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language  #: "en"; Babel formats numbers and dates by it
        self._translations = translations

    def __call__(self, text: Text | Plural | Phrase, **parts: str | int | Phrase) -> str:
        """The text in this language, its parts in place; a Phrase brings its own.

        Raises:
            KeyError: a part that the text names is missing.
        """
        if isinstance(text, Phrase):
            return self(text.text, **{**text.parts, **parts})
        template = self.template(text, parts.get("count"))
        return "".join(literal + (self.part(parts[name]) if name else "") for literal, name in pieces(template))

    def template(self, text: Text | Plural, count: object = None) -> str:
        """The text with its parts still in braces; `count` chooses among the forms of a Plural.

        Raises:
            TypeError: a Plural without a whole number as its count.
        """
        if isinstance(text, Text):
            if text.context:
                return self._translations.pgettext(text.context, text.english)
            return self._translations.gettext(text.english)
        if not isinstance(count, int):
            raise TypeError(f"{text.many!r} needs its count, a whole number")
        if text.context:
            return self._translations.npgettext(text.context, text.one, text.many, count)
        return self._translations.ngettext(text.one, text.many, count)

    def part(self, part: str | int | Phrase) -> str:
        """One part in words: a number with its groups of digits, `12,345`."""
        if isinstance(part, int):
            return _number(part, self.language)
        return self(part) if isinstance(part, Phrase) else part


@lru_cache(maxsize=4_000)
def _number(number: int, language: str) -> str:
    """It takes longer than all else about a sentence, and most numbers are small."""
    from babel.numbers import format_decimal  # imported only where it is used: the reader of feeds needs none

    return str(format_decimal(number, locale=language))


ENGLISH = Translator("en", NullTranslations())
