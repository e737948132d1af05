"""A database of a release that knew no doubt: of its digests, those that it was sending are in doubt, no others."""

from __future__ import annotations

from bot.model import Letter
from bot.storage.store import Store
from tests.storage.conftest import chat, later
from tests.storage.old_releases import AT, upgraded_from

#: of each chat: kind, state and cause of a letter
LETTERS = (
    ("digest", "sending", "NULL"),
    ("digest", "pending", "'maybe_sent'"),
    ("digest", "pending", "NULL"),
    ("digest", "pending", "'unreachable'"),
    ("digest", "pending", "'timeout'"),
    ("notice", "sending", "NULL"),
    ("digest", "sent", "NULL"),
)
CLAIMED = f"'solo', {AT}"
BEFORE = (
    *(
        "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) "
        f"VALUES ('telegram', '{number}', '', 'private', '', 'Asia/Almaty', {AT})"
        for number in range(1, len(LETTERS) + 1)
    ),
    *(
        "INSERT INTO letter (chat_id, lane, kind, due_at, fair_at, payload, state, attempts, plain, cause, claimed_by, "
        f"claimed_until) VALUES ({number}, 'telegram', '{kind}', {AT}, {number}, '{{}}', '{state}', 0, false, {cause}, "
        f"{CLAIMED if state == 'sending' else 'NULL, NULL'})"
        for number, (kind, state, cause) in enumerate(LETTERS, 1)
    ),
    f"INSERT INTO digest_schedule VALUES (1, '0 1', '510', {AT}, {AT})",
)

#: the store of a migrated database of the release before
upgraded = upgraded_from("0021", BEFORE)


def test_what_may_have_been_sent_is_in_doubt_and_is_not_sent_twice(upgraded: Store) -> None:
    upgraded.outbox.recover()
    owed = [each for each in upgraded.outbox.claim("telegram", later(hours=1), 9) if isinstance(each, Letter)]
    assert {each.chat.id: each.in_doubt for each in owed} == {
        "1": True, "2": True, "3": False, "4": False, "5": True, "6": False,
    }  # fmt: skip


def test_a_chat_that_had_a_schedule_has_it_and_no_last_digest_yet(upgraded: Store) -> None:
    schedule = upgraded.digests.schedule(chat())
    assert schedule is not None
    assert (schedule.minutes, schedule.last_since_at) == ((510,), None)
