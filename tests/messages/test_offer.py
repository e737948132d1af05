"""What a chat is told of topics that bring too much, with a way to get fewer of each."""

from __future__ import annotations

import pytest

from bot.matching.concepts import NO_CONCEPTS
from bot.matching.grammar import parse
from bot.messages.offer import TooMuch, offer
from bot.model import Subscription
from config.translations import load_translations
from tests.builders import NOW, actions, labels, written


def much(typed: str, a_day: int = 25, number: int = 7) -> TooMuch:
    one = Subscription(query_id=number, typed=typed, canonical=parse(typed).canonical, created_at=NOW)
    return TooMuch(follow=one, a_day=a_day)


@pytest.mark.parametrize(
    ("language", "said", "buttons"),
    [
        ("en", "**Kaspi** brings about 25 alerts a day. Too many?", ["Headlines only", "One digest a day"]),
        ("ru", "По теме **Kaspi** приходит около 25 новостей в день.", ["Только в заголовках", "Дайджест раз в день"]),
        ("kk", "**Kaspi** тақырыбынан күніне шамамен 25 жаңалық келеді.", ["Тек тақырыбында", "Күніне бір дайджест"]),
    ],
)
def test_one_topic_is_named_in_the_first_line_with_two_ways_to_get_less(
    language: str, said: str, buttons: list[str]
) -> None:
    message = offer([much("Kaspi")], NO_CONCEPTS, translate=load_translations()(language))
    assert written(message).startswith(said)
    assert labels(message) == [buttons]
    assert actions(message) == ["narrow #7 title", "daily #7"]
    assert message.quiet


def test_what_is_in_headlines_only_already_can_only_come_in_digests() -> None:
    message = offer([much("title:Kaspi")], NO_CONCEPTS, translate=load_translations()("en"))
    assert actions(message) == ["daily #7"]


def test_of_several_each_has_its_row_that_names_it() -> None:
    message = offer(
        [much("Kaspi", 40), much("Almaty traffic jams", 21, 8)], NO_CONCEPTS, translate=load_translations()("en")
    )
    assert written(message).startswith(
        "Some topics bring a lot of alerts. Get fewer with one tap:\n"
        "**Kaspi** · ≈40 alerts a day\n**Almaty traffic jams** · ≈21 alerts a day"
    )
    assert labels(message) == [
        ["Kaspi: Headlines only", "Kaspi: One digest a day"],
        ["Almaty traffi…: Headlines only", "Almaty traffi…: One digest a day"],
    ]


def test_about_a_channel_it_is_named_and_its_buttons_are_tagged() -> None:
    message = offer(
        [much("Kaspi")],
        NO_CONCEPTS,
        channel="News",
        channel_id="-1001234567890123",
        translate=load_translations()("en"),
    )
    assert written(message).startswith("This is about **News**.")
    assert actions(message) == ["for -1001234567890123 narrow #7 title", "for -1001234567890123 daily #7"]
    assert all(len(action.encode()) <= 64 for action in actions(message))
