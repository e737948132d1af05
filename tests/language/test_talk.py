"""Words of talk, and words that topics are made of."""

from __future__ import annotations

import pytest

from bot.language.talk import is_talk_word


@pytest.mark.parametrize("word", ["you", "молодец", "сен", "замолчи", "разбудил", "рано", "жарайсың", "білесіңдер"])
def test_what_people_say_to_each_other_is_talk(word: str) -> None:
    assert is_talk_word(word)


@pytest.mark.parametrize(
    "word", ["gold", "золото", "стали", "алтын", "ел", "через", "тенгиз", "kaspi", "теңіз", "сілкінісі", "курс", ""]
)
def test_what_news_is_made_of_is_not(word: str) -> None:
    assert not is_talk_word(word)
