"""What intake stores is stored once, and stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import intake, platforms
from bot.i18n.text import Phrase
from bot.model import Entry, Key, KeyKind, Match, PageState, Source, WayState
from bot.storage.store import Store
from tests.builders import finished_poll, plain_words
from tests.storage.conftest import NOW, SOURCE, Room, chat, known, later


def test_an_entry_is_stored_once_and_known_by_any_of_its_keys(room: Room) -> None:
    first = room.add_article(1)
    assert first is not None
    assert room.add_article(1) is None
    assert room.add_article(2, title="Title 1") is None, "the same headline in the same minute is the same news"
    assert room.add_article(2, title="Title 1", at=later(minutes=1)) is not None, "at another minute it is news"
    assert known(room.store, [Key(kind=KeyKind.ID, value="kt-eng 1")], NOW) == first
    assert known(room.store, [], NOW) is None


def test_the_strongest_key_wins_where_keys_name_two_articles(room: Room) -> None:
    by_id = room.add_article(1)
    by_title = room.add_article(2)
    keys = [
        Key(kind=KeyKind.TITLE, value=f"title 2 {NOW:%Y%m%d%H%M}"),
        Key(kind=KeyKind.ID, value="kt-eng 1"),
    ]
    assert by_id != by_title
    assert known(room.store, keys, NOW) == by_id


def test_a_headline_edited_under_the_same_id_updates_the_article(room: Room) -> None:
    article_id = room.add_article(1, title="Old words")
    assert room.add_article(1, title="New words") is None
    assert article_id is not None
    article = room.store.articles.get(article_id)
    assert article is not None
    assert article.title == "New words"
    again = [Key(kind=KeyKind.TITLE, value=f"new words {NOW:%Y%m%d%H%M}")]
    assert known(room.store, again, NOW) == article_id, "its new headline is a key too"


def test_the_key_of_an_undated_title_expires(room: Room) -> None:
    entry = Entry(guid=None, link=None, title="Weather", teaser="", published_at=None)
    key = Key(kind=KeyKind.TITLE, value="kt-eng weather", expires_at=later(days=7))
    first = room.store.articles.add_entry(SOURCE, entry, [key], silent=False, page_due_at=None, now=NOW)
    assert (
        room.store.articles.add_entry(SOURCE, entry, [key], silent=False, page_due_at=None, now=later(days=6)) is None
    )
    fresh = replace(key, expires_at=later(days=15))
    second = room.store.articles.add_entry(SOURCE, entry, [fresh], silent=False, page_due_at=None, now=later(days=8))
    assert second not in (None, first)


def test_a_weak_key_lives_while_its_entry_is_listed_and_some_time_after(room: Room) -> None:
    keys = [Key(kind=KeyKind.TITLE, value=f"kt-eng {title}", expires_at=later(days=7)) for title in ("a\0", "b", "c%")]
    other = Key(kind=KeyKind.TITLE, value="kt-eng-2 a", expires_at=later(days=7))
    minute = Key(kind=KeyKind.TITLE, value=f"kt-eng {NOW}")
    for key in (*keys, other, minute):
        entry = Entry(guid=None, link=None, title="Weather", teaser="", published_at=None)
        room.store.articles.add_entry(SOURCE, entry, [key], silent=False, page_due_at=None, now=NOW)
    articles = room.store.articles
    articles.keep_titles(SOURCE, [*keys, minute], unlisted_until=later(days=7))
    room.store.sweep(later(days=90), bodies_before=NOW)
    assert [known(room.store, [key], later(days=90)) is not None for key in (*keys, other, minute)] == [
        True,
        True,
        True,
        False,
        True,
    ]
    articles.keep_titles(SOURCE, keys[:1], unlisted_until=later(days=97))
    assert [known(room.store, [key], later(days=96)) is not None for key in keys] == [True, True, True]
    assert [known(room.store, [key], later(days=97)) is not None for key in keys] == [True, False, False]
    articles.keep_titles(SOURCE, [], unlisted_until=later(days=98))
    assert known(room.store, keys[:1], later(days=98)) is None


def test_what_a_source_listed_without_an_id_gets_the_one_that_its_feed_has(room: Room) -> None:
    url = Key(kind=KeyKind.URL, value="kt.kz/a")
    ids = [Key(kind=KeyKind.ID, value=f"kt-eng {number}") for number in range(3)]
    entry = Entry(guid=None, link="https://kt.kz/a", title="A", teaser="", published_at=NOW)

    def add(source: Source, *keys: Key) -> int | None:
        return room.store.articles.add_entry(source, entry, keys, silent=False, page_due_at=None, now=NOW)

    first = add(SOURCE, url)
    room.store.sources.sync([SOURCE, replace(SOURCE, key="other")], NOW)
    assert add(replace(SOURCE, key="other"), ids[0], url) is None
    assert known(room.store, ids[:1], NOW) is None, "another source's id is not its own"
    assert add(SOURCE, ids[1], url) is None
    assert known(room.store, ids[1:2], NOW) == first
    assert add(SOURCE, ids[2], url) is None
    assert known(room.store, ids[2:], NOW) is None, "an id that changes at each poll would fill the database"


def test_a_day_without_a_time_is_shown_as_now_while_it_lasts(room: Room) -> None:
    for number, at in enumerate((NOW - timedelta(hours=23), NOW - timedelta(hours=25))):
        entry = Entry(guid=None, link=None, title=str(number), teaser="", published_at=at, day_only=True)
        room.store.articles.add_entry(SOURCE, entry, [], silent=False, page_due_at=None, now=NOW)
    shown = [article.published_at for article in room.store.articles.published(later(days=-2))]
    assert shown == [NOW, NOW - timedelta(hours=25)]


def test_a_date_in_the_future_is_clamped_for_showing(room: Room) -> None:
    entry = Entry(guid=None, link=None, title="Tomorrow", teaser="", published_at=later(days=1))
    room.store.articles.add_entry(SOURCE, entry, [], silent=False, page_due_at=None, now=NOW)
    (article,) = room.store.articles.published(NOW - timedelta(days=1))
    assert article.published_at == NOW


def test_two_pollers_cannot_store_one_article_twice(room: Room) -> None:
    other = Store.open(room.url)

    def enter(store: Store) -> list[int | None]:
        return [
            store.articles.add_entry(
                SOURCE,
                Entry(guid=None, link=None, title=str(number), teaser="", published_at=NOW),
                [Key(kind=KeyKind.ID, value=str(number))],
                silent=False,
                page_due_at=NOW,
                now=NOW,
            )
            for number in range(50)
        ]

    with ThreadPoolExecutor(2) as pool:
        stored = [article for found in pool.map(enter, [room.store, other]) for article in found if article]
    other.close()
    assert len(stored) == len(set(stored)) == 50
    assert len(room.store.articles.published(NOW)) == 50


def test_an_undated_title_is_kept_while_it_is_listed_however_long_it_is(room: Room) -> None:
    articles = room.store.articles
    title = Key(kind=KeyKind.TITLE, value=f"{SOURCE.key} {'a long title ' * 60}", expires_at=later(days=7))
    entry = Entry(guid=None, link=None, title="A long title", teaser="", published_at=None)
    assert articles.add_entry(SOURCE, entry, [title], silent=True, page_due_at=None, now=NOW) is not None
    articles.keep_titles(SOURCE, [title], unlisted_until=later(days=7))
    assert articles.known({entry: [title]}, later(days=100)) == {entry}


def test_entries_are_known_by_any_key_that_has_not_expired(room: Room) -> None:
    first, second, third = (
        Entry(guid=None, link=None, title=title, teaser="", published_at=None) for title in ("A", "B", "C")
    )
    number = Key(kind=KeyKind.ID, value="kt-eng 1")
    weak = Key(kind=KeyKind.TITLE, value="kt-eng b", expires_at=later(days=7))
    for entry, key in ((first, number), (second, weak)):
        room.store.articles.add_entry(SOURCE, entry, [key], silent=True, page_due_at=None, now=NOW)
    same_value = Key(kind=KeyKind.URL, value="kt-eng 1")
    asked = {first: [same_value, number], second: [weak], third: [same_value]}
    assert room.store.articles.known(asked, later(days=6)) == {first, second}
    assert room.store.articles.known(asked, later(days=8)) == {first}
    assert room.store.articles.known({}, NOW) == set()


def test_a_poll_stores_what_the_next_one_needs(room: Room) -> None:
    first, second = plain_words("answered 503"), Phrase(intake.NOT_REACHED, {"reason": Phrase(platforms.NO_SUCH_HOST)})
    room.store.sources.fail_poll("kt-eng", first, next_poll_at=later(minutes=5), now=NOW)
    room.store.sources.fail_poll("kt-eng", second, next_poll_at=later(minutes=9), now=later(minutes=5))
    (health,) = room.store.sources.health(later(minutes=6))
    assert (health.failures, health.last_error, health.failing_since_at) == (2, second, NOW)
    finished = replace(finished_poll(), etag='"a"', body_hash="b")
    room.store.sources.finish_poll("kt-eng", finished, later(minutes=10))
    state = room.store.sources.poll_state("kt-eng")
    assert (state.etag, state.body_hash, state.failures) == ('"a"', "b", 0)
    assert state.first_polled_at == later(minutes=10)
    (health,) = room.store.sources.health(later(minutes=11))
    assert health.failing_since_at is None
    assert health.last_error == second, "the last error is kept"


def test_what_a_server_said_of_a_way_is_kept_by_address_while_the_file_names_it(room: Room) -> None:
    sources = room.store.sources
    address = SOURCE.ways[0].address
    for way in (
        WayState(source_key=SOURCE.key, address=address, every=60),
        WayState(source_key=SOURCE.key, address="b"),
    ):
        sources.record_way(way)
    moved = WayState(source_key=SOURCE.key, address=address, moved_to="https://new.kz/rss", every=90)
    sources.record_way(moved)
    state = sources.poll_state(SOURCE.key)
    assert state.ways[address] == moved
    assert not state.is_gone(SOURCE.ways[0])
    sources.sync([SOURCE], NOW)
    assert sources.ways() == [moved], "the file names only this one"
    sources.record_way(replace(moved, gone_at=NOW))
    assert sources.poll_state(SOURCE.key).is_gone(SOURCE.ways[0])
    sources.sync([replace(SOURCE, enabled=False)], NOW)
    sources.sync([SOURCE], NOW)
    assert sources.ways() == [], "a source that was disabled begins anew"


def test_a_source_removed_from_the_file_is_disabled_and_not_deleted(room: Room) -> None:
    room.add_article(1)
    room.store.sources.sync([replace(SOURCE, key="other")], NOW)
    assert [health.key for health in room.store.sources.health(NOW)] == ["other"]
    assert len(room.store.articles.published(NOW)) == 1
    assert room.store.articles.pages_due(NOW, 10) == []


def test_pages_that_will_alert_come_first_then_the_newest(room: Room) -> None:
    silent = room.add_article(1, silent=True)
    old = room.add_article(2, at=later(minutes=-5))
    new = room.add_article(3)
    assert [due.article.id for due in room.store.articles.pages_due(NOW, 10)] == [new, old, silent]
    assert room.store.articles.pages_due(NOW, 10, exclude_sources=["kt-eng"]) == []


def test_a_page_that_fails_is_due_again_until_it_is_given_up(room: Room) -> None:
    article_id = room.add_article(1)
    assert article_id is not None
    room.store.articles.fail_page(article_id, plain_words("answered 500"), next_at=later(minutes=1), now=NOW)
    assert room.store.articles.pages_due(NOW, 10) == []
    (due,) = room.store.articles.pages_due(later(minutes=1), 10)
    assert due.attempts == 1
    assert room.store.articles.unmatched(NOW, 10) == []
    room.store.articles.fail_page(article_id, plain_words("answered 500"), next_at=None, now=NOW)
    assert [article.page_state for article in room.store.articles.unmatched(NOW, 10)] == [PageState.GIVEN_UP]


def test_an_article_with_a_late_page_is_matched_on_its_teaser_and_later_for_further_chats(room: Room) -> None:
    teaser, body = room.follow(chat("1"), "teaser"), room.follow(chat("2"), "body")
    article_id = room.add_article(1)
    assert article_id is not None
    assert room.store.articles.unmatched(later(minutes=14), 10) == []
    assert [article.id for article in room.store.articles.unmatched(later(minutes=15), 10)] == [article_id]
    last_follow_id, _ = room.store.follows.queries_after(0)
    found = [Match(query_id=teaser, sentence="t", spans=())]
    assert room.store.articles.store_matches(
        article_id, matches=found, last_follow_id=last_follow_id, now=later(minutes=15)
    )
    room.fan_out()
    assert room.store.articles.unmatched(later(minutes=16), 10) == []
    assert room.match(article_id, teaser, body, at=later(hours=1))
    room.fan_out()
    assert {delivery.chat.id for delivery in room.claim(at=later(hours=1))} == {"1", "2"}
    assert room.store.outbox.count_deliveries() == {"sending": 2}


def test_a_match_made_without_the_newest_follow_is_refused(room: Room) -> None:
    article_id = room.add_article(1)
    assert article_id is not None
    last_follow_id, _ = room.store.follows.queries_after(0)
    query_id = room.follow(chat(), "AI")
    assert not room.store.articles.store_page(article_id, body="AI", matches=[], last_follow_id=last_follow_id, now=NOW)
    newest, queries = room.store.follows.queries_after(last_follow_id)
    assert queries == [(query_id, "AI")]
    assert room.store.articles.store_page(article_id, body="AI", matches=[], last_follow_id=newest, now=NOW)
    assert room.store.follows.queries_after(newest) == (newest, [])


def test_a_silent_article_is_matched_and_owed_to_nobody(room: Room) -> None:
    query_id = room.follow(chat(), "AI")
    article_id = room.add_article(1, silent=True)
    assert room.match(article_id, query_id)
    room.fan_out()
    assert room.claim() == []
    assert article_id is not None
    assert [reason.typed for reason in room.store.articles.reasons(chat(), article_id)] == ["AI"]


def test_a_page_may_set_the_date_and_retention_drops_only_the_body(room: Room) -> None:
    article_id = room.add_article(1)
    assert article_id is not None
    published_at = later(hours=-3)
    room.store.articles.store_page(
        article_id, body="Text", matches=[], last_follow_id=0, now=NOW, published_at=published_at
    )
    article = room.store.articles.get(article_id)
    assert article is not None
    assert (article.body, article.published_at) == ("Text", published_at)
    room.store.sweep(later(days=31), bodies_before=later(days=1))
    article = room.store.articles.get(article_id)
    assert article is not None
    assert (article.title, article.url, article.body) == ("Title 1", "http://127.0.0.1/1", None)


def test_a_disabled_source_is_unfinished_until_its_last_article_is_matched(room: Room) -> None:
    article_id = room.add_article(1)
    assert room.store.sources.unfinished() == [], "an enabled source is not listed"
    room.store.sources.sync([], NOW)
    assert room.store.sources.unfinished() == ["kt-eng"]
    room.match(article_id)
    assert room.store.sources.unfinished() == []


def test_when_articles_appeared_is_told_newest_first_and_no_more_than_asked_for(room: Room) -> None:
    for number in range(4):
        room.add_article(number, at=later(minutes=-number))
    appeared = room.store.sources.appearances("kt-eng", later(minutes=-2), 10)
    assert [published_at for published_at, _ in appeared] == [NOW, later(minutes=-1), later(minutes=-2)]
    assert all(first_seen_at >= published_at for published_at, first_seen_at in appeared)
    assert len(room.store.sources.appearances("kt-eng", later(minutes=-2), 2)) == 2
    assert room.store.sources.appearances("another", later(minutes=-2), 10) == []
