from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.translator import ENGLISH
from bot.messages.message import Button
from bot.messages.summary import AlertContext, alert
from bot.model import Extract, LinkPreview, Match, Preferences, Reason
from tests.builders import NOW, article, delivery, reason, written

TEASER = "Builders begin in May. The depot will stand in the west of the city. It is the second one."
WATER = "It has a hall whose trains will be washed with recycled water."
BODY = f"{TEASER}\n\nMany guests came.\n\n{WATER}"
ZONE = "Asia/Almaty"


def test_an_alert_looks_as_it_is_drawn() -> None:
    of = article(teaser=TEASER, body=BODY)
    message = alert(
        delivery(of, reason("water", WATER, "water"), reason("metro", of.title, "metro")), ZONE, NOW, translate=ENGLISH
    )
    assert written(message) == (
        "[A second line for the Almaty **metro** depot]\n"
        "Kazakhstan Today · 13:20\n\n"
        "Builders begin in May. The depot will stand in the west of the city.\n\n"
        "› It has a hall whose trains will be washed with recycled **water**.\n\n"
        "🔔 water, metro"
    )
    assert message.more == Button("⋯", "more 7")
    assert message.buttons == ()


def test_words_found_in_the_lead_are_bold_there_and_no_sentence_follows() -> None:
    of = article(teaser=TEASER)
    sentence = "The depot will stand in the west of the city."
    text = written(alert(delivery(of, reason("depot", sentence, "depot")), ZONE, NOW, translate=ENGLISH))
    assert "The **depot** will stand" in text
    assert "›" not in text


def test_a_word_beyond_the_cut_of_the_lead_shows_its_sentence() -> None:
    of = article(teaser=TEASER)
    text = written(
        alert(delivery(of, reason("second", "It is the second one.", "second")), ZONE, NOW, translate=ENGLISH)
    )
    assert "› It is the **second** one." in text


def test_a_match_in_the_title_alone_needs_no_sentence() -> None:
    of = article(teaser=TEASER)
    assert "›" not in written(alert(delivery(of, reason("metro", of.title, "metro")), ZONE, NOW, translate=ENGLISH))


def test_without_a_teaser_the_lead_is_the_beginning_of_the_body() -> None:
    of = article(body="Guests came.\n\nIt rained.")
    assert "\n\nGuests came.\n\n🔔" in written(
        alert(delivery(of, reason("metro", of.title)), ZONE, NOW, translate=ENGLISH)
    )


def test_a_teaser_cut_short_by_its_feed_gives_way_to_the_body_that_begins_with_it() -> None:
    whole = "Builders of the new depot begin in May, as the ministry of transport said on Monday in the capital."
    of = article(teaser=whole[:85], body=f"{whole}\n\nMore.")
    assert whole in written(alert(delivery(of, reason("metro", of.title)), ZONE, NOW, translate=ENGLISH))


def test_without_teaser_and_page_the_title_stands_alone() -> None:
    of = article(url=None)
    text = written(alert(delivery(of, reason("metro", of.title)), ZONE, NOW, translate=ENGLISH))
    assert text == f"**{of.title}**\nKazakhstan Today · 13:20\n\n🔔 metro"


def test_one_sentence_found_by_two_follows_stands_once_with_both_words_bold() -> None:
    reasons = (reason("water", WATER, "water"), reason("trains", WATER, "trains", query_id=2))
    text = written(alert(delivery(article(), *reasons), ZONE, NOW, translate=ENGLISH))
    assert text.count("›") == 1
    assert "**trains**" in text
    assert "**water**" in text


def test_follows_that_find_no_room_are_counted() -> None:
    reasons = [reason(f"a rather long follow of number {number}", WATER, query_id=number) for number in range(30)]
    last = written(alert(delivery(article(), *reasons), ZONE, NOW, translate=ENGLISH)).splitlines()[-1]
    assert last.startswith("🔔 a rather long follow of number 0, ")
    assert last.endswith(" and 27 more")


def test_an_article_of_another_year_says_so() -> None:
    of = article(published_at=NOW - timedelta(days=400), first_seen_at=NOW - timedelta(days=400))
    owed = delivery(of, reason("metro", of.title))
    assert "21 Oct 2024, 14:00" in written(alert(owed, ZONE, NOW, translate=ENGLISH))
    assert "Today · 14:00" in written(alert(owed, ZONE, translate=ENGLISH)), (
        "without a clock, as when it was first seen"
    )
    yesterday = alert(owed, ZONE, NOW - timedelta(days=399), translate=ENGLISH)
    assert "Today · 21 Oct, 14:00" in written(yesterday)


texts = st.text(max_size=3000)


@given(title=st.text(min_size=1, max_size=3000), teaser=texts, body=st.none() | texts, sentence=texts, typed=texts)
def test_no_text_makes_an_alert_fail_or_grow_beyond_its_limit(
    title: str, teaser: str, body: str | None, sentence: str, typed: str
) -> None:
    of = article(title, teaser=teaser, body=body, source_name=typed)
    spans = ((0, min(5, len(sentence))),) if sentence else ()
    found = Match(query_id=1, sentence=sentence, spans=spans)
    second = found._replace(sentence=sentence[1:])
    reasons = (Reason(query_id=1, typed=typed, match=found), Reason(query_id=2, typed=typed, match=second))
    message = alert(delivery(of, *reasons), ZONE, NOW, translate=ENGLISH)
    shown = "\n\n".join("\n".join("".join(s.text for s in one) for one in part) for part in message.paragraphs)
    assert len(shown) <= 1250
    assert all("\n" not in span.text for part in message.paragraphs for one in part for span in one)


def as_set(**fields: object) -> str:
    of = article(teaser=TEASER, body=BODY)
    owed = delivery(of, reason("water", WATER, "water"))
    preferences = Preferences(**fields)  # type: ignore[arg-type]  # checked by its tests
    return written(alert(replace(owed, preferences=preferences), ZONE, NOW, translate=ENGLISH))


def test_without_text_the_sentence_that_matched_still_stands_there() -> None:
    assert as_set(extract=Extract.NONE) == (
        "[A second line for the Almaty metro depot]\nKazakhstan Today · 13:20\n\n"
        "› It has a hall whose trains will be washed with recycled **water**.\n\n🔔 water"
    )


def test_a_long_text_holds_what_was_found_in_it_and_may_be_folded() -> None:
    assert as_set(extract=Extract.LONG) == (
        "[A second line for the Almaty metro depot]\nKazakhstan Today · 13:20\n\n"
        f"{TEASER}\nMany guests came.\nIt has a hall whose trains will be washed with recycled **water**.\n\n"
        "🔔 water"
    )
    of = article(title="X", teaser="", body="")
    owed = replace(delivery(of, reason("x", "X", "X")), preferences=Preferences(extract=Extract.LONG))
    assert written(alert(owed, ZONE, NOW, translate=ENGLISH)).count("\n\n") == 1, "there is no text"


def test_the_badge_stands_always_or_never_where_that_is_set() -> None:
    assert "Today · EN · 13:20" in as_set(badge=True)
    several = AlertContext(languages=frozenset(("en", "ru")))
    owed = delivery(article(teaser=TEASER), reason("metro", "metro", "metro"))
    shown = [
        " · EN · " in written(alert(each, ZONE, NOW, translate=ENGLISH, context=several))
        for each in (owed, replace(owed, preferences=Preferences(badge=False)))
    ]
    assert shown == [True, False]


def test_a_preview_is_shown_where_it_is_set_and_there_is_a_link() -> None:
    owed = replace(delivery(article(), reason("x", "X", "X")), preferences=Preferences(preview=LinkPreview.ABOVE))
    assert alert(owed, ZONE, NOW, translate=ENGLISH).preview is LinkPreview.ABOVE
    assert alert(replace(owed, article=article(url="")), ZONE, NOW, translate=ENGLISH).preview is None
    assert alert(delivery(article(), reason("x", "X", "X")), ZONE, NOW, translate=ENGLISH).preview is None
