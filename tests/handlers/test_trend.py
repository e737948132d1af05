"""/trend, /report and its table: asked in three languages, shown as a picture and as text, honest about the rest."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind
from bot.platforms.limits import TELEGRAM_CAPTION
from bot.platforms.telegram.format import texts as telegram_texts
from bot.platforms.typed_text import spoken_command
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room, world
from tests.telling import is_one_story

GROUP = Chat(platform="telegram", id="-5")
PNG = b"\x89PNG"


@world
def news(room: Room) -> Room:
    """Thirty days of news: waste each day, AI each fifth."""
    room.knows(concepts=CONCEPTS, translators=load_translations()).reads(SOURCE, RUSSIAN, KAZAKH)
    for days in range(30):
        room.publish(f"Waste {days}", "Waste is sorted.", ago=timedelta(days=days, hours=1))
        if days % 5 == 1:
            room.publish(f"ИИ считает {days}", "Все новости города.", ago=timedelta(days=days, hours=2), source=RUSSIAN)
    return room


def says(room: Room, text: str, language: str = "en", chat: Chat = PERSON, **fields: Any) -> Message:
    name, rest = spoken_command(text)
    return room.types(f"/{name} {rest}", chat, language=language, **fields)


def picture(message: Message) -> bytes:
    assert message.attachment is not None
    assert message.attachment.picture
    return message.attachment.content


def test_a_trend_is_a_picture_with_its_numbers_as_text(news: Room) -> None:
    message = says(news, "/trend AI")
    assert written(message) == (
        "**AI** · 6 articles\nLast 30 days · 27 Oct – 25 Nov · ≈1 a week\nPeak · 30 Oct: 1 — [ИИ считает 26]\n\n"
        "27–28 Oct: 0\n29 Oct – 4 Nov: 2\n5–11 Nov: 1\n12–18 Nov: 1\n19–25 Nov: 2 so far"
    )
    assert picture(message).startswith(PNG)
    assert message.attachment is not None
    assert message.attachment.name == "trend-2025-11-25.png"
    assert message.attachment.alt == "Chart: AI · Last 30 days · 27 Oct – 25 Nov"
    assert message.attachment.instead == "(I can't send pictures here.)"
    assert labels(message) == [["Week", "Quarter"], ["Report"]]
    assert not message.private, "a picture is for the whole group"


@pytest.mark.parametrize(
    ("typed", "language", "first", "period"),
    [
        ("/trend week AI", "en", "**AI** · 2 articles", "Last 7 days"),
        ("trend AI quarter", "en", "**AI** · 6 articles", "Last 91 days"),
        ("/chart AI 3 months", "en", "**AI** · 6 articles", "Last 91 days"),
        ("/тренд ИИ за неделю", "ru", "**ИИ** · 2 статьи", "За 7 дней"),
        ("график ИИ за квартал", "ru", "**ИИ** · 6 статей", "За 91 день"),
        ("/үрдіс ЖИ апта", "kk", "**ЖИ** · 2 мақала", "Соңғы 7 күн"),
        ("/урдис ЖИ тоқсан", "kk", "**ЖИ** · 6 мақала", "Соңғы 91 күн"),
        ("/TREND@JarshyBot AI week", "en", "", ""),
    ],
)
def test_it_is_asked_for_in_three_languages(news: Room, typed: str, language: str, first: str, period: str) -> None:
    text = written(says(news, typed, language))
    assert first in text
    assert period in text


def test_several_topics_share_one_picture_and_name_their_numbers(news: Room) -> None:
    message = says(news, "/trend week AI, waste")
    text = written(message)
    assert text.startswith("**AI** · 2 articles\nPeak · ")
    assert "**waste** · 7 articles" in text
    assert "AI · waste\n19 Nov: 1 · 1\n20 Nov: 0 · 1" in text
    assert picture(message) != picture(says(news, "/trend week AI"))
    assert written(says(news, "/trend week AI vs. waste")) == text
    five = says(news, "/trend AI, waste, gold, tin, zinc")
    assert "A chart shows up to 4 topics, so these are the first." in written(five)
    assert "zinc" not in written(five)


def test_alone_it_shows_the_busiest_of_what_is_followed(news: Room) -> None:
    assert written(says(news, "/trend")).startswith("What shall I chart? For example: /trend AI")
    for topic in ("gold", "tin", "zinc", "AI", "waste"):
        news.types(f"/follow {topic}")
    text = written(says(news, "/trend week"))
    assert text.startswith("**waste** · 7 articles")
    assert text.count("**") == 8, "four topics"
    assert "up to 4" not in text, "nothing was asked for that is not there"


def test_nothing_has_no_picture_and_a_day_alone_is_only_a_number(news: Room) -> None:
    message = says(news, "/trend gold")
    assert message.attachment is None
    assert written(message).startswith("**gold** · nothing\nLast 30 days")
    today = says(news, "/trend waste today")
    assert (today.attachment, written(today)) == (None, "**waste** · 1 article\nToday")


def test_a_young_archive_says_how_little_it_holds(room: Room) -> None:
    room.knows(concepts=CONCEPTS, sources=(SOURCE,)).read_since(timedelta(days=3))
    room.publish("AI counts", ago=timedelta(days=1))
    message = says(room, "/trend AI")
    assert "I have only 3 days of news so far" in written(message)
    assert "22–25 Nov: 1 so far" not in written(message)
    assert "24 Nov: 1\n25 Nov: 0 so far" in written(message), "of days that are not held there is no number"
    assert picture(message)


def test_buttons_show_another_period_in_place_and_survive_any_topic(news: Room) -> None:
    topic = '"solar mine" -(gold OR "' + "очень длинная тема " * 2 + '") waste'
    message = says(news, f"/trend {topic}")
    assert all(len(action.encode()) <= 64 for action in actions(message))
    pressed = news.presses(actions(message)[0])
    assert written(pressed).startswith(f"**{topic[:20]}"[:10])
    assert pressed.reply_mode is ReplyMode.REPLACE
    assert news.presses(actions(message)[-1]).reply_mode is ReplyMode.NEW, "a report leaves the chart where it is"
    stale = news.presses("trend =week #999999")
    assert stale.attachment is None


def test_what_can_not_be_asked_says_why(news: Room) -> None:
    assert "Missing closing quote" in written(says(news, '/trend "waste'))
    message = says(news, "/report week (waste")
    assert labels(message) == [["Report on «(waste)»"]]
    assert written(news.presses(actions(message)[0])).startswith("**(waste)**")
    assert "isn't a date" in written(says(news, "/trend 31.02 AI"))
    assert written(says(news, "/trend 0 days AI")) == "I don't understand **0 days**."
    assert labels(says(news, "/trend AI, ИИ, AI"))[0] == ["Week", "Quarter"], "one topic, once"
    assert written(says(news, "/trend AI, ИИ, AI")).count("**") == 2
    assert "in the future" in written(says(news, "/report 2035-01-01 AI"))


def test_a_report_says_how_much_where_and_who_was_first(news: Room) -> None:
    message = says(news, "/report week AI, waste")
    text = written(message)
    assert text.startswith("**AI, waste** · 9 articles\nLast 7 days · 19–25 Nov · ≈10 a week\n\n")
    assert "Topics: waste 7, AI 2\nLanguages: English 7, Russian 2\nSources: Kazakhstan Today 9" in text
    assert "First: Kazakhstan Today, 19 Nov, 12:00 — [ИИ считает 6]" in text
    assert "**Headlines**\n25 Nov · [Waste 0] · Kazakhstan Today" in text
    assert "24 Nov: 2\n25 Nov: 1 so far" in text
    assert picture(message)
    assert labels(message) == [["Month", "Quarter"], ["Chart", "Table"]]
    assert written(says(news, "/report week AI")).startswith("**AI** · 2 articles")


@pytest.mark.parametrize(
    ("typed", "language", "said"),
    [
        ("/report month", "en", "**All topics** · 30 articles"),
        ("/отчёт неделя", "ru", "**Все темы** · 7 статей"),
        ("/есеп апта", "kk", "**Барлық тақырып** · 7 мақала"),
        ("/report all month", "en", "**All topics** · 30 articles"),
    ],
)
def test_without_topics_it_reports_on_all_that_is_followed(news: Room, typed: str, language: str, said: str) -> None:
    assert says(news, typed, language).attachment is None
    news.types("/follow waste")
    assert written(says(news, typed, language)).startswith(said)


def test_nothing_to_report_has_neither_picture_nor_table(news: Room) -> None:
    message = says(news, "/report week gold")
    assert message.attachment is None
    assert written(message) == "**gold** · nothing\nLast 7 days · 19–25 Nov"
    assert labels(message) == [["Month", "Quarter"], ["Chart"]]


def rows(message: Message) -> list[list[str]]:
    assert message.attachment is not None
    content = message.attachment.content
    assert content.startswith(b"\xef\xbb\xbf"), "else a spreadsheet reads something else than UTF-8"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_has_the_articles_with_their_topics(news: Room) -> None:
    news.publish('AI sorts waste, "well"; they say', "Both.", ago=timedelta(minutes=5), link="http://127.0.0.1/x")
    message = says(news, "/report week csv AI, waste")
    assert written(message) == "10 articles in the table · Last 7 days · 19–25 Nov"
    table = rows(message)
    assert table[0] == ["Date", "Headline", "Source", "Language", "Topics", "Link", "Story"]
    assert table[1] == [
        "2025-11-25 13:55", 'AI sorts waste, "well"; they say', "Kazakhstan Today", "English", "AI, waste",
        "http://127.0.0.1/x", "1",
    ]  # fmt: skip
    assert len(table) == 11
    russian, kazakh = Chat(platform="telegram", id="2"), Chat(platform="telegram", id="3")
    assert rows(says(news, "/отчёт неделя таблица ИИ", "ru", russian))[0][0] == "Дата"
    assert rows(says(news, "/есеп апта кесте отходы", "kk", kazakh))[1][3] == "ағылшынша"
    pressed = news.presses(actions(says(news, "/report week AI"))[3])
    assert len(rows(pressed)) == 4


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+7 700", "-waste", "@SUM(A1)", " =1+1", "＝1+1"])
def test_nothing_in_a_table_is_a_formula(news: Room, title: str) -> None:
    news.publish(title, "Gold is found.", ago=timedelta(minutes=5))
    assert rows(says(news, "/report csv gold"))[1][1] == f"'{title.strip()}"


def test_an_empty_table_is_only_said(news: Room) -> None:
    message = says(news, "/report week csv gold")
    assert (message.attachment, written(message)) == (
        None,
        "Nothing to put into a table · Last 7 days · 19–25 Nov",
    )
    assert written(says(news, "/report csv")).startswith("What shall I report on? For example: /report week csv AI")
    assert "isn't a date" in written(says(news, "/report csv 31.02 AI"))


def test_the_file_of_a_group_says_where_to_ask_for_it(news: Room) -> None:
    message = says(news, "/report csv AI", chat=GROUP, kind=ChatKind.GROUP)
    assert message.attachment is not None
    assert message.attachment.instead == "(I can't send the file here. Write to me in private, and ask there.)"


def test_for_a_channel_it_charts_the_channel_s_topics(news: Room) -> None:
    news.happens("manage -1001 Gazette")
    news.types("/follow waste")
    message = says(news, "/trend week")
    assert written(message).startswith("For **Gazette**:\n\n**waste** · 7 articles")
    assert picture(message)
    assert all(len(action.encode()) <= 64 for action in actions(message))
    assert "**waste**" in written(news.presses(actions(message)[0]))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_text_of_a_usual_trend_fits_below_its_picture(news: Room, language: str) -> None:
    for typed in ("/trend AI", "/trend quarter AI", "/trend week AI, waste"):
        (text,) = telegram_texts(says(news, typed, language), plain=True)
        assert len(text.replace("http://127.0.0.1/", "")) <= TELEGRAM_CAPTION


def test_a_report_counts_stories_and_has_each_once_among_its_headlines(news: Room) -> None:
    numbers = [news.publish(f"Waste story {number}", "Waste.", ago=timedelta(hours=number)) for number in (3, 2, 1)]
    is_one_story(news.store, news.now, *numbers)
    text = written(says(news, "/report week waste"))
    assert text.startswith("**waste** · 8 stories · 10 articles\n")
    assert text.count("Waste story") == 1
    assert "25 Nov · [Waste story 3] · Kazakhstan Today · +2\n" in text
    table = says(news, "/report week csv waste")
    assert written(table) == "8 stories, 10 articles in the table · Last 7 days · 19–25 Nov"
    assert {row[-1] for row in rows(table)[1:]} == set(map(str, range(1, 9)))
    assert {row[-1] for row in rows(table) if row[1].startswith("Waste story")} == {"1"}
    news.store.story_splits.split(PERSON, numbers[0], "", news.now)
    assert written(says(news, "/report week waste")).startswith("**waste** · 9 stories · 10 articles\n")
    again = rows(says(news, "/report week csv waste"))
    assert len({row[-1] for row in again if row[1].startswith("Waste story")}) == 2, "what was taken apart is two"
    news.presses("settings stories off")
    text = written(says(news, "/report week waste"))
    assert text.startswith("**waste** · 10 articles\n")
    assert "+2" not in text
