from __future__ import annotations

from datetime import timedelta

from bot.i18n.translator import ENGLISH
from bot.messages.digest import digest_message
from bot.model import Digest, DigestGroup, Period
from tests.builders import NOW, article, health, written

DAY = Period(name="Today", start_at=NOW - timedelta(hours=14), end_at=NOW + timedelta(hours=10))
WEEK = Period(name="Last 7 days · 19–25 Nov", start_at=DAY.end_at - timedelta(days=7), end_at=DAY.end_at)
ZONE = "Asia/Almaty"


def digest(*groups: DigestGroup, period: Period = DAY, seen: int = 12, **fields: object) -> Digest:
    return Digest(period=period, groups=groups, seen=seen, **fields)  # type: ignore[arg-type]


FULL = DigestGroup(typed="metro", articles=tuple(article(f"Story {number}", id=number) for number in range(3)))


def test_a_digest_lists_each_follow_s_articles_and_a_line_of_totals() -> None:
    assert written(
        digest_message(digest(FULL), ZONE, NOW, [health(silent_longer_than_usual=True)], translate=ENGLISH)
    ) == (
        "**Today**\n\n"
        "**metro** · 3\n"
        "13:20 [Story 0] · Kazakhstan Today\n"
        "13:20 [Story 1] · Kazakhstan Today\n"
        "13:20 [Story 2] · Kazakhstan Today\n\n"
        "3 of 12 articles."
    )


def test_a_digest_of_several_days_names_the_day_of_each_article() -> None:
    assert "25 Nov, 13:20 [Story 0]" in written(digest_message(digest(FULL, period=WEEK), ZONE, NOW, translate=ENGLISH))


def test_follows_without_articles_of_their_own_are_named() -> None:
    groups = (
        FULL,
        DigestGroup(typed="depot", articles=(), shown_above=2),
        DigestGroup(typed="AI", articles=(article("Another", id=9),), shown_above=1),
        *(DigestGroup(typed=f"zinc {number}", articles=()) for number in range(21)),
    )
    text = written(digest_message(digest(*groups), ZONE, NOW, translate=ENGLISH))
    assert "depot: 2 above\nNothing new: zinc 0, zinc 1," in text
    assert "\nNothing new: zinc 20\n" in text  # a line never outgrows a message
    assert "**AI** · 1 (1 more above)" in text


def test_a_digest_of_everything_has_no_headings() -> None:
    text = written(digest_message(digest(DigestGroup(typed="", articles=FULL.articles)), ZONE, NOW, translate=ENGLISH))
    assert "**Today**\n\n13:20 [Story 0]" in text


def test_a_short_digest_names_the_sources_that_are_silent_longer_than_usual_and_since_when() -> None:
    sources = [
        health(silent_longer_than_usual=True, last_article_at=NOW - timedelta(days=1)),
        health(name="Лента", language="ru", failing_since_at=NOW - timedelta(hours=3)),
        health(name="Jas", language="kk", silent_longer_than_usual=True, last_article_at=None),
        health(name="Heise", language="de"),
    ]
    empty = digest(DigestGroup(typed="metro", articles=()))
    assert written(digest_message(empty, ZONE, NOW, sources, translate=ENGLISH)).endswith(
        "Kazakhstan Today (English) hasn't published since 24 Nov, 14:00.\n"
        "Лента (Russian) can't be reached since 11:00.\n"
        "Jas (Kazakh) hasn't published anything yet."
    )


def test_totals_name_the_span_really_held() -> None:
    short = digest(FULL, period=WEEK, archive_since_at=NOW - timedelta(days=2))
    assert "3 of 12 articles in the last 2 days (since 23 Nov, 14:00)." in written(
        digest_message(short, ZONE, NOW, translate=ENGLISH)
    )
    nothing = digest(period=DAY, seen=0)
    assert "No articles were published." in written(digest_message(nothing, ZONE, NOW, translate=ENGLISH))
    young = digest(period=DAY, seen=0, archive_since_at=NOW - timedelta(hours=1))
    assert "No articles in the last 1 hour" in written(digest_message(young, ZONE, NOW, translate=ENGLISH))


def test_a_period_before_the_archive_is_answered_with_its_beginning() -> None:
    past = Period(name="1 November 2025", start_at=NOW - timedelta(days=24), end_at=NOW - timedelta(days=23))
    before = digest(period=past, seen=0, archive_since_at=NOW - timedelta(days=2))
    assert "I have nothing from then: my news begins on 23 Nov, 14:00." in written(
        digest_message(before, ZONE, NOW, translate=ENGLISH)
    )


def test_a_digest_says_when_full_texts_are_no_longer_kept() -> None:
    assert "I searched headlines and leads" in written(
        digest_message(digest(FULL, texts_dropped=True), ZONE, NOW, translate=ENGLISH)
    )


def test_a_story_is_one_line_with_how_many_others_tell_of_it_and_who() -> None:
    first = article("Fire", id=1)
    others = (
        article("Пожар", id=2, source_name="Tengrinews", language="ru", url="https://example.org/ru"),
        article("Өрт", id=3, source_name="Qazinform", language="kk", url=None),
        article("Fire again", id=4, source_name="Qazinform", language="kk"),
        article("Fire out", id=5),
    )
    made = digest(DigestGroup(typed="fire", articles=(first, article("Rain", id=6))), also={1: others})
    assert written(digest_message(made, ZONE, NOW, translate=ENGLISH)).endswith(
        "**fire** · 2\n"
        "13:20 [Fire] · Kazakhstan Today · +4: [Tengrinews RU], [Qazinform KK]\n"
        "13:20 [Rain] · Kazakhstan Today\n\n"
        "2 stories.\n6 of 12 articles."
    )


def test_who_tells_of_a_story_is_named_as_far_as_there_is_room_and_nobody_twice() -> None:
    first = article("Fire", id=1)
    many = tuple(article(id=number, source_name=f"Source {number}") for number in range(2, 9))
    made = digest(DigestGroup(typed="fire", articles=(first,)), also={1: many})
    text = written(digest_message(made, ZONE, NOW, translate=ENGLISH))
    assert "· +7: [Source 2 EN], [Source 3 EN], [Source 4 EN]\n" in text
    made = digest(DigestGroup(typed="fire", articles=(first,)), also={1: (article(id=2),)})
    assert "[Fire] · Kazakhstan Today · +1\n" in written(digest_message(made, ZONE, NOW, translate=ENGLISH))
