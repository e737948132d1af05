"""A database of a release that knew no doubt of what was held: of that, what it was sending is in doubt, together."""

from __future__ import annotations

from bot.model import Delivery
from bot.storage.store import Store
from tests.storage.conftest import later
from tests.storage.old_releases import AT, upgraded_from

#: of each article: state, cause, and whether it came in a quiet time
DELIVERIES = (
    ("sending", "NULL", True),
    ("sending", "NULL", True),
    ("pending", "'timeout'", True),
    ("pending", "'unreachable'", True),
    ("pending", "NULL", True),
    ("sending", "NULL", False),
    ("pending", "'maybe_sent'", False),
)
CLAIMED = "'solo'"
BEFORE = (
    "INSERT INTO source (key, name, language, every, enabled, failures) "
    "VALUES ('kt-eng', 'Kazakhstan Today', 'en', 300, true, 0)",
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', {AT})",
    f"INSERT INTO query (canonical, typed, grammar, created_at) VALUES ('ai', 'AI', 3, {AT})",
    f"INSERT INTO subscription (chat_id, query_id, typed, created_at) VALUES (1, 1, 'AI', {AT})",
    *(
        statement
        for number, (state, cause, quiet) in enumerate(DELIVERIES, 1)
        for statement in (
            "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, "
            f"silent, matched_at) VALUES ('kt-eng', 'Title {number}', '', {AT}, {AT}, 'read', 0, false, {AT})",
            f"INSERT INTO match (article_id, query_id, sentence, spans) VALUES ({number}, 1, 'AI it is.', '[[0, 2]]')",
            "INSERT INTO delivery (article_id, chat_id, lane, state, fair_at, not_before, attempts, plain, alone, "
            f"quiet, cause, claimed_by) VALUES ({number}, 1, 'telegram', '{state}', {number}, {AT}, 0, false, false, "
            f"{quiet}, {cause}, {CLAIMED if state == 'sending' else 'NULL'})",
        )
    ),
)

#: the store of a migrated database of the release before
upgraded = upgraded_from("0022", BEFORE)


def test_what_may_have_been_sent_together_is_in_doubt_together_and_nothing_else_is(upgraded: Store) -> None:
    upgraded.outbox.recover()
    owed = upgraded.outbox.claim("telegram", later(hours=1), 9, per_chat=9)
    claimed = [each for each in owed if isinstance(each, Delivery)]
    assert {each.article.id for each in claimed if each.in_doubt} == {1, 2, 3}
    assert len({each.begun_at for each in claimed if each.in_doubt}) == 1
    assert [each.article.id for each in claimed][:3] == [1, 2, 3], "they go first"
    assert len(claimed) == len(DELIVERIES)
