"""A chat that is owed much gets few messages, and every article is named in one that no platform splits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.fold import next_parcel, should_fold
from bot.i18n.translator import ENGLISH
from bot.i18n.translators import ONLY_ENGLISH
from bot.messages.folded import MOST, folded
from bot.messages.message import say
from bot.messages.payload import to_json
from bot.messages.summary import TITLE_LIMIT, alert
from bot.model import Attention, ChatKind, Delivery, FollowMode, Letter, OutboxItem
from bot.platforms.limits import SLACK_ALL_BLOCKS, SLACK_BLOCKS
from bot.platforms.slack import format as slack
from bot.platforms.telegram import format as telegram
from config.translations import load_translations
from tests.builders import NOW, article, delivery, labels, reason, written

ZONE = "Asia/Almaty"


def owed(
    count: int, *, title: str = "Title", url: str = "https://example.org/a", kind: str = "private"
) -> list[Delivery]:
    why = reason("AI", "AI it is.", "AI")
    return [
        delivery(article(f"{title} {number}", id=number, url=f"{url}/{number}"), why, kind=ChatKind(kind))
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("why", "count", "delay", "folds"),
    [
        ("one is never folded", 1, 99.0, False),
        ("a few go each by itself", 5, 4.0, False),
        ("more than five are folded", 6, 0.0, True),
        ("a few that the chat's own rate would hold up are folded", 2, 40.0, True),
    ],
)
def test_what_is_folded(why: str, count: int, delay: float, folds: bool) -> None:
    assert should_fold(count, delay) is folds, why


def test_a_folded_message_names_title_link_time_source_and_follow() -> None:
    message, carried = folded(owed(2), ZONE, NOW, translate=ENGLISH)
    assert carried == 2
    assert written(message) == (
        "**2 new: AI — Title 1**\n\n[Title 1]\n13:20 · Kazakhstan Today\n\n[Title 0]\n13:20 · Kazakhstan Today"
    )


def test_a_channels_readers_are_told_of_no_follows() -> None:
    message, _ = folded(owed(2, kind="channel"), ZONE, NOW, translate=ENGLISH)
    assert written(message).startswith("**2 articles**")
    assert "🔔" not in written(message)
    assert message.more is None


def test_what_is_not_folded_is_an_alert_of_its_own() -> None:
    some = owed(3)
    parcel = next_parcel(some, NOW, fold=False, translators=ONLY_ENGLISH)
    assert (parcel.message, parcel.deliveries, parcel.plain) == (
        alert(some[0], ZONE, NOW, translate=ENGLISH),
        (some[0],),
        False,
    )


def test_one_that_fits_with_no_other_is_an_alert_of_its_own() -> None:
    first, second = owed(2)
    plain = replace(second, plain=True)
    parcel = next_parcel([first, plain], NOW, fold=True, translators=ONLY_ENGLISH)
    assert (parcel.message, parcel.deliveries) == (alert(first, ZONE, NOW, translate=ENGLISH), (first,))


def test_what_was_refused_together_goes_alone_and_plain_ones_are_folded_with_plain_ones() -> None:
    some = owed(6)
    parcel = next_parcel([replace(some[0], alone=True), *some[1:]], NOW, fold=True, translators=ONLY_ENGLISH)
    assert parcel.deliveries == (replace(some[0], alone=True),)
    plain = [replace(each, plain=True) for each in some[:3]]
    parcel = next_parcel([*plain, *some[3:]], NOW, fold=True, translators=ONLY_ENGLISH)
    assert (parcel.deliveries, parcel.plain) == (tuple(plain), True)
    parcel = next_parcel([*some[:2], replace(some[2], alone=True)], NOW, fold=True, translators=ONLY_ENGLISH)
    assert parcel.deliveries == tuple(some[:2])


def test_a_chat_is_written_to_in_its_own_language() -> None:
    translators = load_translations()
    kazakh = [replace(each, language="kk") for each in owed(2)]
    assert written(next_parcel(kazakh, NOW, fold=True, translators=translators).message).startswith(
        "**2 жаңа: AI — Title 1**"
    )
    russian = [replace(each, language="ru") for each in kazakh]
    tomorrow = NOW + timedelta(days=1)
    assert "25 ноября, 13:20" in written(next_parcel(russian, tomorrow, fold=False, translators=translators).message)
    assert written(next_parcel(owed(2), NOW, fold=True, translators=translators).message).startswith("**2 new: AI")


def quiet(count: int, **fields: Any) -> list[Delivery]:
    return [replace(each, quiet=True, **fields) for each in owed(count)]


def test_what_came_in_a_quiet_time_is_one_message_without_a_sound_however_little_it_is() -> None:
    some = [*quiet(40), *owed(1)]
    parcel = next_parcel(some, NOW, fold=False, translators=ONLY_ENGLISH)
    assert parcel.deliveries == tuple(some[:40]), "one message carries all of it, with pages"
    assert parcel.message.quiet
    assert parcel.message.buttons
    parcel = next_parcel([*quiet(1), *owed(1)], NOW, fold=False, translators=ONLY_ENGLISH)
    assert parcel.message == replace(alert(owed(1)[0], ZONE, NOW, translate=ENGLISH), quiet=True)


def test_without_markup_or_in_a_channel_there_are_no_pages_so_it_takes_more_messages() -> None:
    for some in (quiet(40, plain=True), quiet(40, kind=ChatKind.CHANNEL)):
        parcel = next_parcel(some, NOW, fold=False, translators=ONLY_ENGLISH)
        assert len(parcel.deliveries) == MOST
        assert parcel.message.quiet
        assert not parcel.message.buttons


def test_what_was_refused_together_after_a_quiet_time_goes_alone_without_a_sound() -> None:
    parcel = next_parcel(quiet(2, alone=True), NOW, fold=False, translators=ONLY_ENGLISH)
    assert len(parcel.deliveries) == 1
    assert parcel.message.quiet


def test_a_letter_goes_alone_and_what_stands_before_it_is_folded() -> None:
    some, message = owed(2), say("The source is working again.")
    letter = Letter(
        id=1,
        chat=some[0].chat,
        chat_id=some[0].chat_id,
        kind=ChatKind.PRIVATE,
        payload=to_json(message),
        attempts=0,
        first_attempt_at=None,
        plain=False,
    )
    assert next_parcel([*some, letter], NOW, fold=True, translators=ONLY_ENGLISH).deliveries == tuple(some)
    parcel = next_parcel([letter, *some], NOW, fold=True, translators=ONLY_ENGLISH)
    assert (parcel.message, parcel.deliveries) == (message, (letter,))


def parcels(some: list[Delivery]) -> list[tuple[OutboxItem, ...]]:
    """What each message carries until nothing is left; each is checked against both platforms."""
    carried: list[tuple[OutboxItem, ...]] = []
    while some:
        parcel = next_parcel(some, NOW, fold=True, translators=ONLY_ENGLISH)
        carried.append(parcel.deliveries)
        some = some[len(parcel.deliveries) :]
        for plain in (False, True):
            texts = telegram.texts(parcel.message, plain=plain)
            payloads = slack.payloads(parcel.message, plain=plain)
            assert len(texts) == len(payloads) == 1, "no platform has to split it"
            blocks = payloads[0].get("blocks", [])
            assert len(blocks) <= SLACK_BLOCKS
            assert len(json.dumps(blocks, ensure_ascii=False).encode()) <= SLACK_ALL_BLOCKS
            (shown,) = texts if plain else telegram.without_markup(texts[0])
            for each in parcel.deliveries:
                assert isinstance(each, Delivery)
                title = each.article.title.split()[-1]
                assert title in shown
                assert title in payloads[0]["text"], "nothing is cut off in notifications"
    return carried


@pytest.mark.parametrize(
    ("why", "count", "title", "url"),
    [
        ("short ones", 600, "T", "https://example.org"),
        ("long Cyrillic titles", 120, "Ж" * (TITLE_LIMIT - 10), "https://example.org/" + "a" * 80),
        ("long addresses", 120, "T", "https://example.org/" + "a" * 900),
        ("addresses that no platform shows", 120, "T", "https://example.org/" + "a" * 3000),
        ("markup characters", 120, "<&>" * 60, "https://example.org/?a=1&b=2&c=<3>"),
        ("emoji", 120, "👩‍👩‍👧‍👦" * 20, "https://example.org"),
    ],
)
def test_however_many_are_all_named_in_messages_that_fit(why: str, count: int, title: str, url: str) -> None:
    some = owed(count, title=title, url=url, kind=ChatKind.CHANNEL)
    assert [each for part in parcels(some) for each in part] == some, why


def test_short_ones_fill_a_message_up() -> None:
    some = owed(60, title="T", url="https://example.org", kind=ChatKind.CHANNEL)
    assert len(parcels(some)[0]) == MOST
    assert len(parcels(owed(MOST, title="T", url="https://example.org"))[0]) == MOST


@pytest.mark.parametrize(("plain", "carried"), [(False, 60), (True, MOST)])
def test_very_many_are_one_message_with_pages_where_they_can_be_turned(plain: bool, carried: int) -> None:
    some = [replace(each, plain=plain) for each in owed(60)]
    parcel = next_parcel(some, NOW, fold=True, translators=ONLY_ENGLISH)
    assert len(parcel.deliveries) == carried
    assert ("Page 1 of 6" in written(parcel.message)) is not plain
    assert (labels(parcel.message) == [["More"]]) is not plain
    assert "🌙" not in written(parcel.message)
    assert not parcel.message.quiet, "it has a sound, as any alert"


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=400), st.text(max_size=1200)), min_size=6, max_size=40))
def test_a_folded_message_fits_whatever_its_titles_and_urls(parts: list[tuple[str, str]]) -> None:
    why = reason("AI", "AI it is.", "AI")
    some = [
        delivery(article(f"{title} N{number}", id=number, url=f"https://example.org/{path}"), why)
        for number, (title, path) in enumerate(parts)
    ]
    left = list(some)
    while left:
        message, carried = folded(left, ZONE, NOW, translate=ENGLISH)
        left = left[carried:]
        for plain in (False, True):
            assert len(telegram.texts(message, plain=plain)) == 1
            assert len(slack.payloads(message, plain=plain)) == 1


@pytest.mark.parametrize("fold", [False, True])
@pytest.mark.parametrize("kind", [ChatKind.PRIVATE, ChatKind.CHANNEL])
def test_what_its_follows_want_silent_is_sent_without_a_sound(fold: bool, kind: ChatKind) -> None:
    loud = owed(2, kind=kind)
    silent = Attention(mode=FollowMode.SILENT)
    quiet = [replace(each, reasons=tuple(replace(why, attention=silent) for why in each.reasons)) for each in loud]
    assert not next_parcel(loud, NOW, fold=fold, translators=ONLY_ENGLISH).message.quiet
    assert next_parcel(quiet, NOW, fold=fold, translators=ONLY_ENGLISH).message.quiet
    assert not next_parcel([quiet[0], loud[1]], NOW, fold=True, translators=ONLY_ENGLISH).message.quiet


def test_a_follow_up_is_a_reply_by_itself_and_none_among_several() -> None:
    first, second = owed(2)
    reply = replace(first, reply_to="1001", new_sentences=("It is new.",))
    alone = next_parcel([reply, second], NOW, fold=False, translators=ONLY_ENGLISH)
    assert (alone.reply_to, alone.deliveries) == ("1001", (reply,))
    assert "It is new." in written(alone.message)
    together = next_parcel([reply, second], NOW, fold=True, translators=ONLY_ENGLISH)
    assert (together.reply_to, len(together.deliveries)) == (None, 2)
    assert next_parcel([second], NOW, fold=False, translators=ONLY_ENGLISH).reply_to is None
