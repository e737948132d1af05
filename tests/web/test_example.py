"""The alert that the public page draws says in each language what an alert says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.i18n.languages import SPOKEN
from bot.messages.summary import alert
from bot.web.example import example_alert, example_delivery
from config.translations import load_translations
from tests.builders import written

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
TOPICS = {"en": "AI", "ru": "ИИ", "kk": "ЖИ"}


@pytest.mark.parametrize("language", SPOKEN)
def test_it_has_a_title_a_source_the_beginning_and_the_sentence_with_the_topic_in_bold(language: str) -> None:
    message = example_alert("Asia/Almaty", NOW, load_translations()(language))
    title, beginning, sentence, bell = written(message).split("\n\n")
    assert title.endswith(" · 13:58")
    assert TOPICS[language] not in beginning
    assert f"**{TOPICS[language]}**" in sentence
    assert bell == f"🔔 {TOPICS[language]}"


@pytest.mark.parametrize("language", SPOKEN)
def test_it_is_what_is_sent_for_such_an_article(language: str) -> None:
    translate = load_translations()(language)
    sent = alert(example_delivery("Asia/Almaty", NOW, translate), "Asia/Almaty", NOW, translate=translate)
    assert example_alert("Asia/Almaty", NOW, translate).paragraphs == sent.paragraphs
