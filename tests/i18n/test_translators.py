"""A catalogue is compiled in memory, and each language has its translator."""

from __future__ import annotations

import pytest

from bot.i18n.text import Plural, Text
from bot.i18n.translator import ENGLISH
from bot.i18n.translators import ONLY_ENGLISH, Translators, translator

RUSSIAN = r"""
msgid ""
msgstr ""
"Language: ru\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"
"Content-Type: text/plain; charset=utf-8\n"

msgid "Done"
msgstr "Готово"

msgctxt "a button"
msgid "Done"
msgstr "Закрыть"

msgid "{count} article"
msgid_plural "{count} articles"
msgstr[0] "{count} новость"
msgstr[1] "{count} новости"
msgstr[2] "{count} новостей"

#, fuzzy
msgid "Undo"
msgstr "Назад"

msgid "Back"
msgstr ""
"""
ARTICLES = Plural("{count} article", "{count} articles")


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 новость"), (2, "2 новости"), (11, "11 новостей"), (21, "21 новость"), (0, "0 новостей")],
)
def test_each_number_has_its_form(count: int, words: str) -> None:
    assert translator("ru", RUSSIAN)(ARTICLES, count=count) == words


def test_the_context_tells_two_texts_apart() -> None:
    translate = translator("ru", RUSSIAN)
    assert (translate(Text("Done")), translate(Text("Done", context="a button"))) == ("Готово", "Закрыть")


@pytest.mark.parametrize("text", ["Undo", "Back", "Not in the catalogue"])
def test_what_is_not_translated_for_sure_stays_english(text: str) -> None:
    assert translator("ru", RUSSIAN)(Text(text)) == text


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert translator("ru", RUSSIAN)(Text("{all}"), all=12_345) == "12\xa0345"


def test_a_chat_whose_language_is_not_known_gets_the_default() -> None:
    russian = translator("ru", RUSSIAN)
    translators = Translators({"ru": russian}, default="ru")
    assert translators(None) is russian
    assert translators("en") is ENGLISH


def test_a_language_without_a_catalogue_is_english() -> None:
    assert ONLY_ENGLISH("kk") is ENGLISH
    assert ONLY_ENGLISH(None) is ENGLISH
    assert Translators(default="kk")(None) is ENGLISH
