"""The second voice: two articles are one story by their words, and the more so if they mean the same."""

from __future__ import annotations

import json
from array import array
from dataclasses import replace

import pytest

from bot.matching.analysis import AnalyzedText
from bot.model import Article
from bot.stories.everyday import EVERYDAY
from bot.stories.features import loaded as loaded_features
from bot.stories.likeness import explain
from bot.stories.meaning import LONGEST, STEPS, Gist, Scale, alike, dumped, everyday, loaded, mixed, read, scale
from tests.builders import NOW, article
from tests.meaning.made import vector
from tests.story_grouping.building import CONCEPTS, Newsroom, told

MEASURED = scale([vector(each) for each in everyday()])
assert MEASURED is not None


def meant(text: str, language: str) -> Gist:
    assert MEASURED is not None
    return MEASURED.meaning("made", language, vector(text))


FIRE, IN_RUSSIAN, BRIDGE = meant("A fire at the mill", "en"), meant("Пожар на заводе", "ru"), meant("Мост", "ru")


def test_everyday_news_is_told_line_by_line_in_three_languages() -> None:
    assert set(EVERYDAY) == {"en", "ru", "kk"}
    assert len({len(lines) for lines in EVERYDAY.values()}) == 1
    assert len(everyday()) == len(set(everyday()))


def test_unrelated_news_is_not_alike_and_translations_are_in_whatever_language() -> None:
    assert alike(FIRE, FIRE) == 1.0
    assert (alike(FIRE, IN_RUSSIAN) or 0) > 0.8
    assert (alike(IN_RUSSIAN, BRIDGE) or 0) < 0.3, "one language alone makes nothing alike"


def test_a_model_for_which_all_translations_differ_is_none() -> None:
    lines = {language: [vector(f"{language} {at}") for at in range(20)] for language in EVERYDAY}
    assert Scale.of(lines) is None
    assert Scale.of({language: [[1.0] * 16] * 20 for language in EVERYDAY}) is None


def test_nobody_can_tell_how_alike_the_vectors_of_two_models_are() -> None:
    assert alike(FIRE, None) is None
    assert alike(None, FIRE) is None
    assert alike(FIRE, replace(FIRE, voice="other")) is None
    assert alike(FIRE, replace(FIRE, vector=array("b", [STEPS] * 16))) is None


def test_it_is_stored_in_as_many_bytes_as_it_has_numbers() -> None:
    stored = json.dumps(dumped(FIRE))
    assert len(stored) < 60 + len(FIRE.vector) * 4 / 3
    again = loaded(json.loads(stored))
    assert again is not None
    assert again.vector == FIRE.vector
    assert alike(again, FIRE) == pytest.approx(1.0, abs=0.01)
    assert loaded(None) is None


def test_what_means_the_same_is_more_alike_and_what_does_not_is_less() -> None:
    assert mixed(0.3, FIRE, IN_RUSSIAN, bare=False) > 0.3
    assert mixed(0.3, IN_RUSSIAN, BRIDGE, bare=False) < 0.3
    assert mixed(0.3, FIRE, None, bare=False) == 0.3


def test_it_says_more_of_bare_headlines_of_which_words_say_less() -> None:
    assert mixed(0.3, FIRE, FIRE, bare=True) > mixed(0.3, FIRE, FIRE, bare=False)
    assert mixed(0.3, FIRE, BRIDGE, bare=True) < mixed(0.3, FIRE, BRIDGE, bare=False)


def test_a_vector_that_is_the_middle_of_its_language_is_like_nothing() -> None:
    assert MEASURED is not None
    middle = MEASURED.meaning("made", "en", MEASURED.centres["en"])
    assert set(middle.vector) == {0}
    assert alike(middle, FIRE) == pytest.approx(0.0, abs=0.1)


def test_headline_and_first_lines_are_read_as_any_model_can_take_them() -> None:
    assert read(article("A \ud800 half\0", teaser="and  more", body="Text.\n\nMore.")) == "A ? half and more"
    assert read(article("A fire", body="In Taraz.\n\nMore.")) == "A fire In Taraz."
    assert read(article("A fire")) == "A fire"
    assert read(article("V Taraze sgorel zavod, 24 ranenyh", language="ru")) == "в таразе сгорел завод, 24 раненых"
    assert len(read(article("A", body="word " * 1_000))) <= LONGEST


def stored(one: Article, meaning: Gist | None) -> str:
    return Newsroom().window.assign(one, AnalyzedText.of(one, CONCEPTS), NOW, meaning).features


def test_without_a_second_voice_nothing_of_it_is_stored() -> None:
    features = stored(told("Fire at a sugar mill in Taraz"), None)
    assert '"e"' not in features
    read_again = loaded_features(features)
    assert read_again is not None
    assert read_again.meaning is None


def test_it_is_a_part_of_what_articles_are_compared_by() -> None:
    fire = told("Fire at a sugar mill in Taraz ¶ Two workers were hurt.")
    russian = told("Пожар на сахарном заводе в Таразе ¶ Пострадали двое рабочих.", number=2)
    by_words = explain(stored(fire, None), stored(russian, None))
    by_both = explain(stored(fire, FIRE), stored(russian, IN_RUSSIAN))
    apart = explain(stored(fire, FIRE), stored(russian, BRIDGE))
    assert apart.score < by_words.score < by_both.score
    assert by_both.shared == by_words.shared
    assert explain(stored(fire, FIRE), stored(russian, None)).score == by_words.score


def test_what_shares_no_words_is_no_story_whatever_it_means() -> None:
    fire, elsewhere = told("Fire at a sugar mill in Taraz"), told("Semey has a new bridge", number=2)
    assert explain(stored(fire, FIRE), stored(elsewhere, FIRE)).score == 0.0
