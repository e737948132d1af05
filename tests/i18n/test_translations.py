"""The catalogues of the other languages agree with the texts of the code, and mix no two languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import handlers
from bot.i18n.languages import DEFAULT, SPOKEN
from bot.i18n.text import Text, pieces
from config.translations import LOCALES, load_translations
from tests.catalogues import missing, template, updated

OTHERS = [language for language in SPOKEN if language != DEFAULT]
FORMS = {"ru": 3, "kk": 2}  #: of a Plural
#: what stands for itself within a sentence: commands of the shell, links, settings, tags of queries
VERBATIM = re.compile(
    r"`[^`]*`|[\w/-]+\.(?:txt|yaml)\b|@\w+|enabled = \w+|https?://\S+|/[a-z]+|\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:lang|source|title):\S*"
)
#: names, and words that people type as they are
NAMES = frozenset(
    "Jarshy Kaspi Telegram Slack SQLite PostgreSQL FTS5 UTC Ctrl C D RSS OPML HTML HTTP JSON http https socks4 socks5 "  # noqa: SIM905
    "cookie gzip Gone LD WordPress true OR en ru kk today".split()
)
DATE = re.compile(r"\bHH:mm\b|\bMMMM?\b|\bLLLL\b")  #: a pattern by which dates are written: letters, no words
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
RUSSIAN = re.compile(r"[ёъщ]|(?<!\w)(?:что|это|чтобы|если|только|или|для|ещё|нет)(?!\w)", re.IGNORECASE)


@cache
def catalogue(language: str) -> str:
    return (LOCALES / f"{language}.po").read_text(encoding="utf-8")


@cache
def translated(language: str) -> list[Message]:
    """What a catalogue says, without its head."""
    read = read_po(io.StringIO(catalogue(language)), locale=language, abort_invalid=True)
    return [message for message in read if message.id and all(strings(message)) and not message.fuzzy]


def ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


def parts(template: str) -> set[str]:
    return {name for _, name in pieces(template) if name}


def misfilled(message: Message) -> Iterator[str]:
    """Each form with other parts than the English text; where that may go without its count, so may each form."""
    wanted = set().union(*map(parts, ids(message)))
    optional = {"count"} if isinstance(message.id, tuple) else set()
    for form in strings(message):
        if parts(form) - wanted or wanted - parts(form) - optional:
            yield f"{ids(message)[0]!r} is {form!r}"


def foreign(language: str, words: str) -> list[str]:
    """The words of another language that a translation has."""
    said = VERBATIM.sub(" ", " ".join(literal for literal, _ in pieces(words)))
    latin = [word for word in LATIN.findall(said) if word not in NAMES]
    other = KAZAKH if language == "ru" else RUSSIAN
    return latin + [word for word in re.findall(r"[\w-]+", said) if other.search(word)]


OTHER_NAMES = [("ru", "оператор|ведёт бота|ведёт этого бота|кто его ведёт"), ("kk", "оператор|жүргізетін")]


@pytest.mark.parametrize(("language", "others"), OTHER_NAMES)
def test_who_runs_the_bot_has_one_name(language: str, others: str) -> None:
    """Владелец, иесі."""
    said = [words for message in translated(language) for words in strings(message)]
    assert [words for words in said if re.search(others, words, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_loaded_and_speaks_its_language(language: str) -> None:
    translate = load_translations()(language)
    assert translate.language == language
    summary = handlers.COMMANDS[0].summary
    assert isinstance(summary, Text)
    assert translate(summary) != summary.english


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_parts_of_its_text_in_every_form(language: str) -> None:
    assert [each for message in translated(language) for each in misfilled(message)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_plural_has_every_form_of_the_language(language: str) -> None:
    plurals = [message for message in translated(language) if isinstance(message.id, tuple)]
    assert plurals
    assert {len(strings(message)) for message in plurals} == {FORMS[language]}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_no_words_of_another_language(language: str) -> None:
    said = [message for message in translated(language) if not DATE.search(ids(message)[0])]
    mixed = {form: foreign(language, form) for message in said for form in strings(message)}
    assert {form: words for form, words in mixed.items() if words} == {}


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Новостей нет today's"), ("ru", "Новости на бүгін"), ("kk", "Жаңалық нет"), ("kk", "Only бүгін")],
)
def test_a_planted_word_of_another_language_is_found(language: str, words: str) -> None:
    assert foreign(language, words)


def test_a_planted_part_is_found() -> None:
    assert list(misfilled(Message("{query} is too long", "{qeury} слишком длинный")))
    assert list(misfilled(Message(("{count} of {all}", "{count} of {all}"), ("{count} из {all}", "{count}"))))


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_exactly_the_texts_of_the_code(language: str) -> None:
    read = read_po(io.StringIO(catalogue(language)), locale=language)
    in_code = {(message.id, message.context) for message in template() if message.id}
    assert {(message.id, message.context) for message in read if message.id} == in_code, "make messages"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_for_sure(language: str) -> None:
    assert missing(language, catalogue(language)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_to_bring_texts_into_a_catalogue_again_changes_nothing(language: str) -> None:
    once = updated(language, catalogue(language))
    assert updated(language, once) == once
