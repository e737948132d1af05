"""Chats of a release that knew no language are spoken to in one as soon as they speak."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import ChatKind, Command
from bot.storage.store import Store, migrate
from tests import databases
from tests.storage.conftest import NOW, chat
from tests.storage.old_releases import AT, make_older

CHATS = (
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', {AT})",
)


@pytest.fixture(params=databases.KINDS)
def upgraded(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[Store]:
    """The store of a migrated database of the release before."""
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path}/older.db")
    else:
        with server.fresh(empty=True) as url:
            yield from opened(url)


def opened(url: str) -> Iterator[Store]:
    make_older(url, "0014", CHATS)
    migrate(url)
    store = Store.open(url)
    yield store
    store.close()


def test_the_language_of_an_old_chat_is_not_known_until_it_speaks(upgraded: Store) -> None:
    before = upgraded.chats.get(chat())
    assert before is not None
    assert before.language is None
    asked = Command(chat=chat(), kind=ChatKind.PRIVATE, name="help", text="", language="uz")
    assert upgraded.chats.upsert(asked, NOW, timezone="Asia/Almaty").language == "ru"
