"""Who else wrote of what an alert tells, and which article stands first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.translator import ENGLISH
from bot.messages.also import MOST_NAMED, NAMED_OPENLY
from bot.messages.folded import folded
from bot.messages.message import Aside, Button, Message, Quote
from bot.messages.post import post
from bot.messages.summary import AlertContext, alert
from bot.model import Article, ChatKind, Delivery, Extract, Match, PostStyle, Preferences
from bot.platforms.slack import format as slack
from bot.platforms.telegram import format as telegram
from tests.builders import NOW, article, default_concepts, delivery, reason, written

ZONE = "Asia/Almaty"
TITLE = "A second line for the Almaty metro depot"
CONTEXT = AlertContext(concepts=default_concepts(), languages=frozenset({"en", "ru", "kk"}))
FIRST = article(teaser="The depot will stand in the west.")
RUSSIAN = article(
    "В Алматы построят второе депо метро",
    id=8,
    source_name="Tengrinews",
    language="ru",
    url="https://tengri.example/8",
    teaser="Депо метро появится на западе города.",
    published_at=NOW + timedelta(minutes=10),
)
KAZAKH = article(
    "Алматыда метроның екінші депосы салынады",
    id=9,
    source_name="Qazinform",
    language="kk",
    url="https://qazinform.example/9",
    teaser="Метро депосы қаланың батысында болады.",
    published_at=NOW + timedelta(minutes=25),
)


def owed(*also: Article, languages: tuple[str, ...] = (), preferences: Preferences | None = None) -> Delivery:
    metro = replace(reason("metro", TITLE, "metro"), canonical="metro")
    return replace(delivery(FIRST, metro), also=also, languages=languages, preferences=preferences or Preferences())


def shown(of: Delivery) -> Message:
    return alert(of, ZONE, NOW, translate=ENGLISH, context=CONTEXT)


def test_who_else_wrote_of_it_stands_under_the_source() -> None:
    message = shown(owed(RUSSIAN, KAZAKH))
    assert written(message) == (
        f"[{TITLE.replace('metro', '**metro**')}]\n"
        "Kazakhstan Today · EN · 13:20\n\n"
        "also: [Tengrinews] (ru) 14:10 · [Qazinform] (kk) 14:25\n\n"
        "The depot will stand in the west.\n\n"
        "🔔 metro · in the headline"
    )
    links = [span.url for span in message.paragraphs[1][0] if span.url]
    assert links == [RUSSIAN.url, KAZAKH.url]
    assert message.buttons == ((Button("🧵 Story", "story 7"),),)


def test_an_alert_of_which_nobody_else_wrote_is_as_it_was() -> None:
    message = shown(owed())
    assert message.buttons == ()
    assert not any(isinstance(part, Aside) for part in message.paragraphs)


def test_another_day_is_named_and_the_time_is_that_of_the_chat() -> None:
    early = replace(RUSSIAN, published_at=NOW - timedelta(days=1))
    text = written(alert(owed(early), "Europe/London", NOW, translate=ENGLISH, context=CONTEXT))
    assert "also: [Tengrinews] (ru) 24 Nov, 09:00" in text


@pytest.mark.parametrize(
    ("of", "named"),
    [
        (owed(RUSSIAN, languages=("ru",)), "also: [Kazakhstan Today] 13:20"),
        (owed(RUSSIAN, preferences=Preferences(badge=False)), "also: [Tengrinews] 14:10"),
        (owed(replace(RUSSIAN, url=None)), "also: Tengrinews (ru) 14:10"),
    ],
)
def test_languages_are_named_where_the_chat_reads_several(of: Delivery, named: str) -> None:
    assert named in written(shown(of))


@pytest.mark.parametrize(("others", "folds"), [(NAMED_OPENLY, False), (NAMED_OPENLY + 1, True)])
def test_more_than_three_are_folded_where_a_client_can(others: int, *, folds: bool) -> None:
    message = shown(owed(*[replace(RUSSIAN, id=number) for number in range(10, 10 + others)]))
    assert isinstance(message.paragraphs[1], Quote) is folds


def test_of_a_story_of_four_hundred_articles_a_dozen_are_named() -> None:
    text = written(shown(owed(*[replace(RUSSIAN, id=number) for number in range(10, 410)])))
    assert text.count("[Tengrinews]") == MOST_NAMED
    assert f"14:10 and {400 - MOST_NAMED} more\n" in text


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=30))
def test_whatever_their_addresses_no_platform_splits_the_alert(lengths: list[int]) -> None:
    others = [replace(RUSSIAN, id=10 + place, url="https://x.kz/" + "a" * size) for place, size in enumerate(lengths)]
    of = owed(*others, preferences=Preferences(extract=Extract.LONG))
    message = shown(replace(of, article=replace(FIRST, body="The depot will stand in the west. " * 50)))
    assert len(telegram.texts(message)) == 1
    if max(lengths) < 1000:
        assert len(slack.payloads(message)) == 1


def test_the_preferred_language_stands_first_and_the_first_one_among_the_others() -> None:
    message = shown(owed(RUSSIAN, KAZAKH, languages=("kk", "ru", "en")))
    assert written(message) == (
        "[Алматыда **метроның** екінші депосы салынады]\n"
        "Qazinform · KK · 14:25\n\n"
        "also: [Kazakhstan Today] (en) 13:20 · [Tengrinews] (ru) 14:10\n\n"
        "**Метро** депосы қаланың батысында болады.\n\n"
        "🔔 metro · in the headline"
    )
    assert message.more == Button("⋯", "more 7"), "its buttons name the article that came first"
    assert message.buttons == ((Button("🧵 Story", "story 7"),),)


def test_the_order_of_languages_decides_as_far_as_they_have_come() -> None:
    assert "Tengrinews · RU · 14:10\n\nalso: [Kazakhstan Today]" in written(
        shown(owed(RUSSIAN, languages=("kk", "ru", "en")))
    )
    assert "Kazakhstan Today · EN" in written(shown(owed(RUSSIAN, KAZAKH, languages=("en", "kk"))))
    assert "Kazakhstan Today · EN" in written(shown(owed(RUSSIAN, KAZAKH)))


def test_the_sentence_that_matched_is_that_of_the_article_that_is_shown() -> None:
    head = replace(FIRST, title="The depot", body="The depot.\n\nThe metro will grow.")
    of = replace(
        owed(), article=head, reasons=(replace(reason("metro", "The metro will grow.", "metro"), canonical="metro"),)
    )
    russian = replace(
        RUSSIAN, title="Второе депо", teaser="Город растёт.", body="Город растёт.\n\nМетро станет длиннее."
    )
    text = written(shown(replace(of, also=(russian,), languages=("ru", "en"))))
    assert "› **Метро** станет длиннее." in text
    assert "will grow" not in text


def test_a_follow_that_only_what_joined_answers_is_named_without_a_sentence() -> None:
    water = replace(reason("water", "", query_id=2), canonical="water")
    text = written(shown(replace(owed(RUSSIAN), reasons=(*owed().reasons, water))))
    assert "🔔 metro, water" in text
    assert "›" not in text


def test_a_follow_whose_query_can_be_read_no_more_marks_nothing() -> None:
    old = replace(owed().reasons[0], canonical="((")
    text = written(shown(replace(owed(RUSSIAN, languages=("ru",)), reasons=(old,))))
    assert "В Алматы построят второе депо метро" in text
    unloaded = replace(old, canonical="", match=Match(query_id=1, sentence="", spans=()))
    assert written(shown(replace(owed(RUSSIAN, languages=("ru",)), reasons=(unloaded,)))) == text


def test_a_headline_that_changed_is_the_one_that_is_shown() -> None:
    assert "A **metro** depot for Almaty" in written(
        shown(replace(owed(RUSSIAN), article=replace(FIRST, title="A metro depot for Almaty")))
    )


def test_a_sentence_that_was_the_old_headline_is_shown_no_more() -> None:
    renamed = replace(FIRST, title="The depot is begun", revision=2)
    assert TITLE in written(shown(replace(owed(), article=replace(renamed, revision=1)))).replace("**", "")
    text = written(shown(replace(owed(), article=renamed)))
    assert "The depot is begun" in text
    assert "second line" not in text
    kept = replace(owed().reasons[0], match=reason("metro", FIRST.teaser, "depot").match)
    assert "The **depot** will stand" in written(shown(replace(owed(), article=renamed, reasons=(kept,))))


def test_what_is_followed_no_more_has_no_bell() -> None:
    assert "🔔" not in written(shown(replace(owed(RUSSIAN), reasons=())))


def test_a_channels_post_names_others_where_it_shows_its_source() -> None:
    of = replace(owed(RUSSIAN), kind=ChatKind.CHANNEL)
    message = post(of, ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert "Kazakhstan Today · EN · 13:20\n\nalso: [Tengrinews] (ru) 14:10" in written(message)
    assert message.buttons == ()
    bare = replace(of, style=PostStyle(source=False))
    assert "also" not in written(post(bare, ZONE, NOW, translate=ENGLISH, context=CONTEXT))


def test_a_message_of_several_names_them_in_a_few_words() -> None:
    others = [replace(RUSSIAN, id=number) for number in (11, 12)]
    both = [owed(RUSSIAN, KAZAKH, *others), replace(owed(), article=replace(FIRST, id=20))]
    message, carried = folded(both, ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert carried == 2
    assert "\nalso: [Tengrinews] (ru) · [Qazinform] (kk) and 2 more" in written(message)
    assert written(message).count("also") == 1


def test_there_the_preferred_language_stands_first_too() -> None:
    both = [owed(KAZAKH, languages=("kk", "en")), replace(owed(), article=replace(FIRST, id=20))]
    text = written(folded(both, ZONE, NOW, translate=ENGLISH, context=CONTEXT)[0])
    assert "[Алматыда **метроның** екінші депосы салынады]" in text


def test_a_channel_without_sources_does_not_name_others_either() -> None:
    both = [
        replace(owed(RUSSIAN), kind=ChatKind.CHANNEL, style=PostStyle(source=False)),
        replace(owed(RUSSIAN), kind=ChatKind.CHANNEL, article=replace(FIRST, id=20), style=PostStyle(source=False)),
    ]
    assert "also" not in written(folded(both, ZONE, NOW, translate=ENGLISH, context=CONTEXT)[0])
