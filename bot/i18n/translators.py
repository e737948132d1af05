"""The translator of each language, from catalogues in gettext's format. Pure.

the text of a .po file ─▶ compiled in memory ─▶ a Translator
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from gettext import GNUTranslations

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.i18n.languages import DEFAULT
from bot.i18n.translator import ENGLISH, Translator


def translator(language: str, catalogue: str) -> Translator:
    """The texts of a language from its catalogue, the text of a .po file; what it lacks stays English."""
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.StringIO(catalogue), locale=language))
    compiled.seek(0)
    return Translator(language, GNUTranslations(compiled))


class Translators:
    """The translators by language: `translators("kk")`."""

    def __init__(self, others: Mapping[str, Translator] | None = None, *, default: str = DEFAULT) -> None:
        """`others`: those of languages beside English; `default`: the language of chats of which none is known."""
        self._by_language = {DEFAULT: ENGLISH, **(others or {})}
        self._default = default

    def __call__(self, language: str | None) -> Translator:
        """That of a language; None: of a chat whose language is not known."""
        return self._by_language.get(language or self._default, ENGLISH)


ONLY_ENGLISH = Translators()
