"""Words of three languages that mean a command."""

from __future__ import annotations

import pytest

from bot.messages.said import command_said, is_talk, without_schemes


@pytest.mark.parametrize(
    ("command", "texts"),
    [
        (
            ("unfollow", "all"),
            ("stop", "STOP!!!", "Стоп.", "хватит", "Отпишите меня!", "тоқта", "unsubscribe me"),
        ),
        (
            ("start", ""),
            ("hi", "Hi 👋", "hello!", "Привет!", "Здравствуйте.", "Сәлем", "салем", "Қайырлы таң!"),
        ),
        (("why", ""), ("why", "Why?!", "why this?", "Почему?", "зачем это", "неге", "Неліктен?")),
        (("help", ""), ("help", "Help me!", "помощь", "Что ты умеешь?", "көмек")),
    ],
)
def test_a_word_or_a_few_mean_a_command_in_three_languages(command: tuple[str, str], texts: tuple[str, ...]) -> None:
    assert {command_said(text) for text in texts} == {command}


@pytest.mark.parametrize(
    "text",
    ["stop signs", "hi-fi", "Почему растут цены", "", "help desk", "kaspi.kz", "км/ч"],
)
def test_more_words_mean_what_they_say(text: str) -> None:
    assert command_said(text) is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://kt.kz/eng/a_1.html", "https://kt.kz/eng/a_1.html"),
        ("HTTPS://kaspi.kz", "HTTPS://kaspi.kz"),
        ("www.kt.kz/eng/a_1.html", "www.kt.kz/eng/a_1.html"),
        ("Gold is found\n\nhttps://kt.kz/eng/a_1.html?x=1", "https://kt.kz/eng/a_1.html?x=1"),
        ("why? https://kt.kz/eng/a_1.html", "https://kt.kz/eng/a_1.html"),
    ],
)
def test_a_link_asks_why_the_article_came_or_did_not(text: str, link: str) -> None:
    assert command_said(text) == ("why", link)


def test_the_address_of_a_site_among_words_is_one_of_them() -> None:
    assert command_said("https://kaspi.kz credit") is None
    assert without_schemes("https://kaspi.kz credit, http://www.kt.kz/") == "kaspi.kz credit, kt.kz"
    assert without_schemes("https://kt.kz/eng/a_1.html") == "https://kt.kz/eng/a_1.html"


def test_only_the_question_itself_asks_why() -> None:
    assert command_said("Why?") == ("why", "")
    assert command_said("https://kt.kz/eng/a_1.html") != ("why", "")
    assert command_said("stop") != ("why", "")


@pytest.mark.parametrize("text", ["thanks!", "Спасибо 👍", "рахмет", "👍", "…", "ok"])
def test_talk_asks_for_nothing(text: str) -> None:
    assert is_talk(text)
    assert command_said(text) is None


def test_news_are_no_talk() -> None:
    assert not any(map(is_talk, ("good news", "AI", "спасибо президенту", "why")))


@pytest.mark.parametrize(
    "text", ["нет, спасибо!", "спс пока", "no thanks", "рахмет, сау бол", "жоқ рахмет", "ok great 👍"]
)
def test_talk_may_be_of_several_pieces(text: str) -> None:
    assert is_talk(text)


@pytest.mark.parametrize("text", ["нет воды", "ok oil", "сау бала"])
def test_a_topic_beside_talk_is_none(text: str) -> None:
    assert not is_talk(text)
