"""Where else a command is to work is told from what it asks."""

from __future__ import annotations

import pytest

from bot.speech.elsewhere import directed, elsewhere

TOPIC = "https://t.me/c/1234567/8"


@pytest.mark.parametrize(
    ("typed", "rest", "target"),
    [
        ("AI in #ai-news", "AI", "#ai-news"),
        ("AI in <#C1A2|ai-news>", "AI", "<#C1A2|ai-news>"),
        ("AI in <#C1A2>.", "AI", "<#C1A2>"),
        ("AI, waste into #новости", "AI, waste", "#новости"),
        ("AI in the #ai-news channel", "AI", "#ai-news"),
        ("AI in channel #ai-news", "AI", "#ai-news"),
        ("AI in @ainews", "AI", "@ainews"),
        (f"AI in {TOPIC}", "AI", TOPIC),
        ("AI in t.me/ainews/8.", "AI", "t.me/ainews/8"),
        ("AI in https://acme.slack.com/archives/C1A2", "AI", "https://acme.slack.com/archives/C1A2"),
        ("daily 8:30 in #ai-news", "daily 8:30", "#ai-news"),
        ("in #ai-news", "", "#ai-news"),
        ("ИИ в #ai-news", "ИИ", "#ai-news"),
        ("ИИ в канале @ainews", "ИИ", "@ainews"),
        ("ИИ в тему " + TOPIC, "ИИ", TOPIC),
        ("ЖИ #ai-news арнасына", "ЖИ", "#ai-news"),
        ("ЖИ @ainews арнасында", "ЖИ", "@ainews"),
        (f"ЖИ {TOPIC} тақырыбына", "ЖИ", TOPIC),
        ("ЖИ @ainews тобына", "ЖИ", "@ainews"),
        ("ЖИ <#C1A2|ai-news>-ке", "ЖИ", "<#C1A2|ai-news>"),
        ("ЖИ @ainews-қа", "ЖИ", "@ainews"),
        ("#ai-news арнасына ЖИ", "ЖИ", "#ai-news"),
        ("#ai-news арнасында", "", "#ai-news"),
        ("AI for @aigul in #ai-news", "AI for @aigul", "#ai-news"),
        ("AI in #ai-news for @aigul, @bob", "AI for @aigul, @bob", "#ai-news"),
        ("AI for @aigul", "AI for @aigul", ""),
        ("fire in Almaty", "fire in Almaty", ""),
        ("investment in C#", "investment in C#", ""),
        ("AI in #", "AI in #", ""),
        ("пожар в Алматы", "пожар в Алматы", ""),
        ("in #ai-news tomorrow", "in #ai-news tomorrow", ""),
        ("mail in me@example.kz", "mail in me@example.kz", ""),
        ("login #ai-news", "login #ai-news", ""),
        ("", "", ""),
    ],
)
def test_which_place(typed: str, rest: str, target: str) -> None:
    assert elsewhere(typed) == (rest, target)


def test_a_place_is_put_behind_as_it_is_read() -> None:
    assert elsewhere(directed("AI, waste", "#ai-news")) == ("AI, waste", "#ai-news")
    assert elsewhere(directed("", "#ai-news")) == ("", "#ai-news")
    assert directed("AI", "") == "AI"
