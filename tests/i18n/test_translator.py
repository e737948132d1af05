from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import formats
from bot.i18n.catalogue import formats as texts
from bot.i18n.keys import from_any_release, from_json, texts_by_key, to_json
from bot.i18n.text import Phrase, Plural, Text
from bot.i18n.translator import ENGLISH, Translator

ALMATY = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 11, 29, 8, 20, tzinfo=UTC)


class Marked(NullTranslations):
    """Says what was looked up."""

    def gettext(self, message: str) -> str:
        return f"1:{message}"

    def pgettext(self, context: str, message: str) -> str:
        return f"{context}:{message}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{n}:{msgid2}"

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return f"{context}:{n}:{msgid2}"


@pytest.mark.parametrize(
    ("text", "parts", "words"),
    [
        (Text("It is here."), {}, "It is here."),
        (Text("{query} is too long."), {"query": "{AI}"}, "{AI} is too long."),
        (Text("{a} of {b}"), {"a": 1, "b": 12_345}, "1 of 12,345"),
        (Plural("{count} article", "{count} articles"), {"count": 1}, "1 article"),
        (Plural("{count} article", "{count} articles"), {"count": 2_000}, "2,000 articles"),
        (Plural("one", "many", context="of"), {"count": 0}, "many"),
        (Text("in {span}"), {"span": Phrase(texts.DAYS, {"count": 2})}, "in 2 days"),
        (Text("same", context="as before"), {}, "same"),
    ],
)
def test_a_text_is_said_with_its_parts(text: Text | Plural, parts: dict[str, str | int | Phrase], words: str) -> None:
    assert ENGLISH(text, **parts) == words
    assert ENGLISH(Phrase(text, parts)) == words


def test_gettext_is_asked_with_context_and_count() -> None:
    translate = Translator("en", Marked())
    assert translate(Text("Go")) == "1:Go"
    assert translate(Text("Go", context="button")) == "button:Go"
    assert translate(Plural("a", "b"), count=3) == "3:b"
    assert translate(Plural("a", "b", context="button"), count=3) == "button:3:b"


def test_a_part_that_is_missing_is_a_bug() -> None:
    with pytest.raises(KeyError):
        ENGLISH(Text("{query} is too long."))
    with pytest.raises(TypeError, match="needs its count"):
        ENGLISH(Plural("a", "b"))


def test_dates_are_told_in_the_zone() -> None:
    assert formats.moment(NOW, ALMATY, NOW, ENGLISH) == "29 Nov, 13:20"
    assert formats.moment(NOW.replace(year=2023), ALMATY, NOW, ENGLISH) == "29 Nov 2023, 14:20"  # UTC+6 till 2024
    assert formats.clock(NOW, ALMATY, ENGLISH) == "13:20"
    assert formats.day_name(date(2025, 9, 5), ENGLISH) == "5 September 2025"


@pytest.mark.parametrize(
    ("span", "words", "past"),
    [
        (timedelta(seconds=20), "1 minute", "just now"),
        (timedelta(minutes=2), "2 minutes", "2 minutes ago"),
        (timedelta(minutes=119), "1 hour", "1 hour ago"),
        (timedelta(days=3, hours=23), "3 days", "3 days ago"),
    ],
)
def test_spans_are_told_in_their_largest_unit(span: timedelta, words: str, past: str) -> None:
    assert ENGLISH(formats.duration(span)) == words
    assert ENGLISH(formats.ago(NOW - span, NOW)) == past


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(words: list[str], said: str) -> None:
    assert formats.listed(words, ENGLISH) == said
    assert formats.listed(words, ENGLISH, texts.OR) == said.replace("and", "or")


def test_a_mere_list_has_commas_only() -> None:
    assert formats.enumerated(["a", "b", "c"], ENGLISH) == "a, b, c"


def test_a_language_without_a_name_is_shown_by_its_code() -> None:
    assert [formats.language_name(code, ENGLISH) for code in ("kk", "de")] == ["Kazakh", "de"]


def test_a_phrase_is_stored_by_its_key() -> None:
    phrase = Phrase(texts.AND, {"first": "вода", "last": Phrase(texts.DAYS, {"count": 2})})
    assert '"formats.and"' in to_json(phrase)
    assert from_json(to_json(phrase)) == phrase


@pytest.mark.parametrize("stored", ["[]", '{"text": 1}', "{"])
def test_what_is_no_phrase_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"no phrase|Expecting property name"):
        from_json(stored)


def test_a_text_of_another_release_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        from_json('{"text": "formats.gone", "parts": {}}')


def test_so_is_one_whose_parts_had_other_names() -> None:
    with pytest.raises(KeyError, match="count"):
        from_json('{"text": "formats.days", "parts": {"number": 2}}')


@pytest.mark.parametrize("stored", ["answered 503", '{"text": "formats.gone", "parts": {}}', "1", "null"])
def test_what_another_release_stored_is_shown_as_it_is(stored: str) -> None:
    assert ENGLISH(from_any_release(stored)) == stored


def test_no_two_texts_are_the_same() -> None:
    texts = list(texts_by_key().values())
    assert len(set(texts)) == len(texts), sorted(str(text) for text in texts if texts.count(text) > 1)
