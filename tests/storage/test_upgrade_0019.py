"""A database of a release without settings, quiet hours and modes goes on as it was, with what it owes."""

from __future__ import annotations

from datetime import timedelta

from bot.messages.message import say
from bot.messages.payload import to_json
from bot.model import Attention, Delivery, FollowMode, Letter, Preferences, QuietHours
from bot.storage.store import Store
from tests.storage.conftest import NOW, chat
from tests.storage.old_releases import AT, upgraded_from

PAYLOAD = to_json(say("A notice.")).replace(":", r"\:")
BEFORE = (
    "INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('kt', 'KT', 'en', 300, true, 0)",
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, language, created_at) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', 'kk', {AT})",
    f"INSERT INTO query (canonical, typed, grammar, created_at) VALUES ('ai', 'AI', 3, {AT})",
    f"INSERT INTO subscription (chat_id, query_id, typed, created_at) VALUES (1, 1, 'AI', {AT})",
    *(
        "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, "
        f"silent) VALUES ('kt', 'Title {number}', '', {AT}, {AT}, 'read', 0, false)"
        for number in (1, 2, 3)
    ),
    *(
        f"INSERT INTO match (article_id, query_id, sentence, spans) VALUES ({number}, 1, 'AI it is.', '[[0, 2]]')"
        for number in (1, 2, 3)
    ),
    *(
        "INSERT INTO delivery (article_id, chat_id, lane, state, fair_at, not_before, attempts, plain, alone, cause, "
        f"ref) VALUES ({number}, 1, 'telegram', '{state}', {number}, {AT}, 0, false, false, {cause}, {ref})"
        for number, state, cause, ref in (
            (1, "sent", "NULL", "'77'"), (2, "pending", "NULL", "NULL"), (3, "held", "'flood'", "NULL"),
        )
    ),
    "INSERT INTO letter (chat_id, lane, kind, due_at, payload, state, attempts, plain) "
    f"VALUES (1, 'telegram', 'notice', {AT}, '{PAYLOAD}', 'pending', 0, false)",
)  # fmt: skip


#: the store of a migrated database of the release before
upgraded = upgraded_from("0018", BEFORE)


def test_what_was_owed_is_sent_and_nothing_twice(upgraded: Store) -> None:
    upgraded.outbox.release_held(NOW, 9)
    owed = upgraded.outbox.claim("telegram", NOW, 9, per_chat=9)
    assert [each.article.id for each in owed if isinstance(each, Delivery)] == [2, 3]
    assert [each.payload for each in owed if isinstance(each, Letter)] == [to_json(say("A notice."))]
    assert upgraded.outbox.claim("telegram", NOW, 9) == []
    assert upgraded.outbox.count_deliveries() == {"sent": 1, "sending": 2}


def test_an_old_chat_is_reached_as_before_until_it_chooses(upgraded: Store) -> None:
    record = upgraded.chats.get(chat())
    assert record is not None
    assert (record.preferences, record.snoozed_until_at, record.language) == (Preferences(), None, "kk")
    (follow,) = upgraded.follows.subscriptions(chat())
    assert (follow.attention, follow.followed_by, follow.asked_at) == (Attention(), "", follow.created_at)
    assert upgraded.digests.schedule(chat()) is None


def test_an_old_chat_chooses(upgraded: Store) -> None:
    hours = QuietHours(start=23 * 60, end=8 * 60)
    upgraded.preferences.set_quiet_hours(chat(), hours, NOW)
    upgraded.attention.set(chat(), 1, mode=FollowMode.SILENT)
    schedule = upgraded.digests.set(chat(), (0, 1), (510,), NOW)
    record = upgraded.chats.get(chat())
    assert record is not None
    assert record.preferences.quiet_hours == hours
    assert upgraded.follows.subscriptions(chat())[0].attention.mode is FollowMode.SILENT
    assert NOW < schedule.next_at <= NOW + timedelta(days=7)
