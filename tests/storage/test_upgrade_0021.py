"""A database of a release without stories goes on as it was: its articles are in none, and what it owes is owed."""

from __future__ import annotations

from sqlalchemy import select

from bot.model import Assignment, Attention, Delivery, Entry, FollowUps, Key, KeyKind, OldTitle
from bot.storage import schema as t
from bot.storage.store import Store
from tests.storage.conftest import NOW, SOURCE, chat, later
from tests.storage.old_releases import AT, upgraded_from

BEFORE = (
    "INSERT INTO source (key, name, language, every, enabled, failures) "
    "VALUES ('kt-eng', 'Kazakhstan Today', 'en', 300, true, 0)",
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, language, created_at) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', 'kk', {AT})",
    "INSERT INTO preference (chat_id, mode, silent, mentions_silent, extract) "
    "VALUES (1, 'instant', true, false, 'short')",
    f"INSERT INTO query (canonical, typed, grammar, created_at) VALUES ('ai', 'AI', 3, {AT})",
    f"INSERT INTO subscription (chat_id, query_id, typed, created_at) VALUES (1, 1, 'AI', {AT})",
    "INSERT INTO attention (query_id, chat_id, mode, rings, mentions) VALUES (1, 1, 'instant', true, '[]')",
    *(
        "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, "
        f"silent, matched_at) VALUES ('kt-eng', 'Title {number}', '', {AT}, {AT}, '{state}', 0, false, {matched})"
        for number, state, matched in ((1, "read", AT), (2, "awaiting", AT), (3, "awaiting", "NULL"))
    ),
    *(
        f"INSERT INTO match (article_id, query_id, sentence, spans) VALUES ({number}, 1, 'AI it is.', '[[0, 2]]')"
        for number in (1, 2)
    ),
    *(
        "INSERT INTO delivery (article_id, chat_id, lane, state, fair_at, not_before, attempts, plain, alone, ref, "
        f"revision) VALUES ({number}, 1, 'telegram', '{state}', {number}, {AT}, 0, false, false, {ref}, {revision})"
        for number, state, ref, revision in ((1, "sent", "'77'", "1"), (2, "pending", "NULL", "NULL"))
    ),
    "INSERT INTO article_key (kind, value, article_id) VALUES ('id', 'kt-eng 1', 1)",
)  # fmt: skip


#: the store of a migrated database of the release before
upgraded = upgraded_from("0020", BEFORE)


def test_an_old_chat_gets_one_alert_per_story_and_what_is_new_of_it(upgraded: Store) -> None:
    record = upgraded.chats.get(chat())
    assert record is not None
    assert (record.preferences.stories, record.preferences.follow_ups) == (True, FollowUps.NEW)
    assert record.preferences.silent, "what it has chosen stays"
    (follow,) = upgraded.follows.subscriptions(chat())
    assert follow.attention == Attention(rings=True)


def test_what_was_owed_is_sent_by_itself_and_nothing_twice(upgraded: Store) -> None:
    owed = upgraded.outbox.claim("telegram", NOW, 9)
    assert [(each.article.id, each.also, each.reply_to) for each in owed if isinstance(each, Delivery)] == [
        (2, (), None)
    ]
    assert upgraded.outbox.count_deliveries() == {"sent": 1, "sending": 1}


def test_old_articles_are_in_no_story_until_they_are_matched(upgraded: Store) -> None:
    assert upgraded.stories.members_after(0, 9) == []
    assert [upgraded.stories.of(number) for number in (1, 2, 3)] == [(), (), ()]
    for number in (2, 3):
        known = next(iter(upgraded.stories.members_after(0, 9)), None)
        assert upgraded.articles.store_page(
            number,
            body="The port is open.",
            matches=[],
            last_follow_id=1,
            now=later(hours=1),
            assignment=Assignment(article_id=number, story_id=known.story_id if known else None, features="{}"),
            last_number=known.number if known else 0,
        )
    assert [entry.article.id for entry in upgraded.stories.of(2)] == [2, 3]


def test_an_alert_of_before_is_redrawn_if_its_headline_changes(upgraded: Store) -> None:
    entry = Entry(guid=None, link=None, title="Another title", teaser="", published_at=NOW)
    keys = [Key(kind=KeyKind.ID, value="kt-eng 1")]
    upgraded.articles.add_entry(SOURCE, entry, keys, silent=False, page_due_at=None, now=NOW)
    assert upgraded.stories.old_titles([1]) == {1: (OldTitle(title="Title 1", until_at=NOW),)}
    with upgraded.database.read_transaction() as db:
        assert db.scalars(select(t.redraw.c.article_id)).all() == [1]
