from __future__ import annotations

from bot.i18n.translator import ENGLISH
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.reread import reread_message
from bot.model import Concept, Subscription
from tests.builders import NOW, actions, labels, written

CONCEPTS = Concepts([Concept(key="ai", en=("AI",), ru=("ИИ",), kk=("ЖИ",))])


def follow(typed: str, number: int = 1) -> Subscription:
    """A follow as it is read today."""
    return Subscription(query_id=number, typed=typed, canonical=parse(typed, CONCEPTS).canonical, created_at=NOW)


def test_a_chat_is_told_what_its_follows_mean_now_and_can_switch_the_names_off() -> None:
    message = reread_message([follow("AI", 3), follow("title:gold", 4)], CONCEPTS, translate=ENGLISH)
    assert written(message) == (
        "I understand these topics better now:\n\n"
        "**AI**: articles with **AI**.\nAlso finds: ИИ, ЖИ\n\n"
        "**title:gold**: articles with **gold** in the headline.\n\n"
        "Not what you want? Change it: /edit AI -> …"
    )
    assert labels(message) == [["Only «AI»"]]
    assert actions(message) == ["only #3"]


def test_one_follow_is_told_alone() -> None:
    assert written(reread_message([follow("AI")], CONCEPTS, translate=ENGLISH)).startswith(
        "I understand this topic better now:\n\n**AI**"
    )


def test_of_very_many_twenty_are_told_and_the_rest_counted() -> None:
    message = reread_message([follow("AI", number) for number in range(30)], CONCEPTS, translate=ENGLISH)
    assert "And 10 more: /following" in written(message)
    assert len(labels(message)) == 8


def test_a_follow_with_little_words_is_told_as_it_is_read_now() -> None:
    text = written(reread_message([follow("gold and zinc"), follow("news of gold")], CONCEPTS, translate=ENGLISH))
    assert "**gold and zinc**: articles with both **gold** and **zinc**.\nRead as: gold + zinc" in text
    assert "**news of gold**: articles with **gold**.\nRead as: gold · left out: news, of" in text
