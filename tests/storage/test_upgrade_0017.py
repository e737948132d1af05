"""A database of a release in which nobody left sources out or asked for sites goes on as it was."""

from __future__ import annotations

from bot.model import Asker, AskResult, ChatKind
from bot.storage.store import Store
from tests.storage.conftest import NOW, chat
from tests.storage.old_releases import AT, upgraded_from

BEFORE = (
    "INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('kt', 'KT', 'en', 300, true, 0)",
    "INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('nur', 'Nur', 'ru', 300, true, 0)",
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', {AT})",
)


#: the store of a migrated database of the release before
upgraded = upgraded_from("0015", BEFORE)


def test_an_old_chat_leaves_nothing_out_until_it_does(upgraded: Store) -> None:
    record = upgraded.chats.get(chat())
    assert record is not None
    assert record.left_out == ()
    assert upgraded.left_out.leave_out(chat(), ["nur"])
    assert not upgraded.left_out.leave_out(chat(), ["kt"])


def test_an_old_chat_asks_for_a_site(upgraded: Store) -> None:
    who = Asker(
        platform="telegram",
        person="1",
        name="",
        chat=chat(),
        kind=ChatKind.PRIVATE,
        language=None,
        directly=False,
        decides=True,
    )
    result, proposal = upgraded.proposals.ask("example.kz", "https://example.kz/", who, NOW)
    assert result is AskResult.LOOKING
    assert proposal is not None
    assert proposal.askers == (who,)
