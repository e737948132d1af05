"""The topic of a wish: without what stands around it, in the nominative."""

from __future__ import annotations

import pytest

from bot.speech.topics import may_be_topic, topic_of


@pytest.mark.parametrize(
    ("said", "language", "topic"),
    [
        ("про Актау туралы", "kk", "Актау"),
        ("AI туралы", "kk", "AI"),
        ("зимней", "ru", "зимней"),  # an adjective alone has no noun to go with
        ("за ценами на бензин", "ru", "цены на бензин"),
        ("Актау и Алматы", "ru", "Актау, Алматы"),
    ],
)
def test_what_stands_around_a_topic_is_left_out(said: str, language: str, topic: str) -> None:
    assert topic_of(said, language) == topic


def test_half_of_what_is_quoted_is_no_topic() -> None:
    assert not may_be_topic('"sports')
    assert not may_be_topic("«спорт")
    assert may_be_topic('"sports"')


def test_a_kazakh_converb_is_the_beginning_of_a_request() -> None:
    assert not may_be_topic("маған көмектесіп")
