"""Examples of what can be typed, fit for who speaks a language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.i18n.text import Phrase


@dataclass(frozen=True, kw_only=True)
class Examples:
    """One query for each rule that the search tips name."""

    word: str
    both: str
    either: str
    brackets: str
    without: str
    without_both: str
    phrase: str
    only: str
    beginning: str
    headline: str
    in_language: str
    source: str  #: with the key of a source in place of {key}
    several: str
    until: str  #: the end of a pause


EXAMPLES: Mapping[str, Examples] = {
    "en": Examples(
        word="Aktau",
        both="waste Aktau",
        either="Aktau OR Alatau",
        brackets="(port OR pier) oil",
        without="metro -Moscow",
        without_both="metro -(night train)",
        phrase='"water supply"',
        only="=AI",
        beginning="petrol*",
        headline="title:AI",
        in_language="waste lang:kk",
        source="waste source:{key}",
        several="AI, waste, Aktau",
        until="until Monday",
    ),
    "ru": Examples(
        word="Актау",
        both="отходы Актау",
        either="Актау ИЛИ Алатау",
        brackets="(порт ИЛИ причал) нефть",
        without="метро -Москва",
        without_both="метро -(ночной поезд)",
        phrase='"питьевая вода"',
        only="=ИИ",
        beginning="нефт*",
        headline="заголовок:ИИ",
        in_language="отходы язык:kk",
        source="отходы источник:{key}",
        several="ИИ, отходы, Актау",
        until="до понедельника",
    ),
    "kk": Examples(
        word="Ақтау",
        both="қалдық Ақтау",
        either="Ақтау НЕМЕСЕ Алатау",
        brackets="(порт НЕМЕСЕ айлақ) мұнай",
        without="метро -Мәскеу",
        without_both="метро -(түнгі пойыз)",
        phrase='"ауыз су"',
        only="=ЖИ",
        beginning="мұнай*",
        headline="тақырып:ЖИ",
        in_language="қалдық тіл:kk",
        source="қалдық дереккөз:{key}",
        several="ЖИ, қалдық, Ақтау",
        until="дүйсенбіге дейін",
    ),
}

#: the examples that errors of queries carry, and which rule each shows
_OF_ERRORS = {
    "waste": "word", "нефт*": "beginning", "(Aktau OR Alatau) waste": "brackets", "Aktau OR Alatau": "either",
    "Aktau OR Alatau -waste": "without", '"artificial intelligence"': "phrase",
}  # fmt: skip
_ENGLISH = "en"  #: theirs are English but for one


def in_words_of(language: str, error: Phrase) -> Phrase:
    """The error of a query with its example in the words of a language, also within the phrases that it is made of."""
    return Phrase(
        error.text,
        {
            name: in_words_of(language, part)
            if isinstance(part, Phrase)
            else _said(part, EXAMPLES[language], language)
            if name == "example" and language in EXAMPLES
            else part
            for name, part in error.parts.items()
        },
    )


def _said(example: str | int, examples: Examples, language: str) -> str:
    shown = str(example)
    if shown.startswith("Aktau -"):  # stands before what was typed to be left out
        return shown.replace("Aktau", examples.word, 1)
    if shown not in _OF_ERRORS or (language == _ENGLISH and shown.isascii()):
        return shown
    return str(getattr(examples, _OF_ERRORS[shown]))
