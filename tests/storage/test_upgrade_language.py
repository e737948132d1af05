"""Chats of a release that knew no language are spoken to in one as soon as they speak."""

from __future__ import annotations

from bot.model import ChatKind, Command
from bot.storage.store import Store
from tests.storage.conftest import NOW, chat
from tests.storage.old_releases import AT, upgraded_from

CHATS = (
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', {AT})",
)


#: the store of a migrated database of the release before
upgraded = upgraded_from("0014", CHATS)


def test_the_language_of_an_old_chat_is_not_known_until_it_speaks(upgraded: Store) -> None:
    before = upgraded.chats.get(chat())
    assert before is not None
    assert before.language is None
    asked = Command(chat=chat(), kind=ChatKind.PRIVATE, name="help", text="", language="uz")
    assert upgraded.chats.upsert(asked, NOW, timezone="Asia/Almaty").language == "ru"
