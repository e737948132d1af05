"""What people ask of digests on time in plain words."""

from __future__ import annotations

import pytest

from bot.platforms.typed_text import spoken_command
from bot.speech.digest_wishes import digest_wish


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ("присылай дайджест каждое утро в 8", "каждое утро в 8"),
        ("send me a digest every morning at 8", "every morning at 8"),
        ("Send me a digest every day at 8 a.m.", "every day at 8 a.m."),
        ("күн сайын таңғы 8-де дайджест жібер", "күн сайын таңғы 8-де"),
        ("хочу получать дайджест по будням в 9:00 и 18:00", "по будням в 9:00 и 18:00"),
        ("Пожалуйста, присылайте сводку каждый понедельник в 10", "каждый понедельник в 10"),
        ("send me the news every day at 7:30 am", "every day at 7:30 am"),
        ("новости каждый день в 9 утра", "каждый день в 9 утра"),
        ("жаңалықтарды күн сайын кешкі 7-де жіберіп тұр", "күн сайын кешкі 7-де"),
        ("weekly digest please", "weekly"),
        ("можно мне дайджест раз в неделю?", "раз в неделю"),
        ("send me a digest every minute", "every minute"),
        ("turn off the digest", "off"),
        ("отключи дайджест", "off"),
        ("не присылай больше дайджест", "off"),
        ("дайджестті өшір", "off"),
        ("when is the next digest?", "schedule"),
        ("когда придёт дайджест?", "schedule"),
        ("дайджест қашан келеді", "schedule"),
        ("подпиши меня на дайджест", "schedule"),
        ("сводка ежедневно 8:30", "ежедневно 8:30"),
        ("жаңалық күн сайын 8:30", "күн сайын 8:30"),
        ("digest daily 8:30", "daily 8:30"),
        ("дайджест по будням в 9", "по будням в 9"),
        ("перенеси дайджест на 9 утра", "на 9 утра"),
        ("измени время дайджеста на 9:30", "на 9:30"),
        ("move my digest to 9:00", "9:00"),
        ("дайджестті сағат 9-ға ауыстыр", "сағат 9-ға"),
        ("күн сайын 8:30", "күн сайын 8:30"),
        ("every day at 8:30", "every day at 8:30"),
        ("каждый понедельник в 9", "каждый понедельник в 9"),
        ("пн-пт 9:00", "пн-пт 9:00"),
    ],
)
def test_it_is_understood(said: str, arguments: str) -> None:
    assert spoken_command(said) == ("digest", arguments)


@pytest.mark.parametrize(
    "said",
    ["digest", "send me news about AI every morning", "news every day", "хочу новости про Актау", "stop the news",
     "дайджест за неделю", "digest monday", "summary of the match at 9", "word " * 30 + "digest", "the digest is late",
     "every day", "monday 9:00", "friday at 13", "every minute",
     "каждый день 25:00", "8:30", "9 мая каждый год"],
)  # fmt: skip
def test_what_asks_for_something_else_is_left_to_others(said: str) -> None:
    assert digest_wish(said) is None
