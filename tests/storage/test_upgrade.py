"""A database of the first release is migrated with all its data."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config

from bot.matching.concepts import NO_CONCEPTS
from bot.matching.grammar import parse
from bot.matching.query import GRAMMAR
from bot.storage import migrations
from bot.storage.store import Store, migrate
from tests.storage.conftest import NOW, chat, later

OLD_ROWS = (
    "INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('kt-rus', 'KT', 'ru', 300, true, 0)",
    "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, silent)"
    " VALUES ('kt-rus', 'Waste', '', '2026-03-02 09:00:00.000000', '2026-03-02 09:00:00.000000', 'read', 1, false)",
    "INSERT INTO query (canonical, typed, grammar, created_at) VALUES ('waste', 'waste', 1, '2026-03-02 09:00:00')",
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at)"
    " VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', '2026-03-02 09:00:00.000000')",
    "INSERT INTO subscription (chat_id, query_id, typed, created_at)"
    " VALUES (1, 1, 'waste', '2026-03-02 09:00:00.000000')",
)


def migrate_to(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for row in OLD_ROWS:
            connection.execute(sqlalchemy.text(row))
    engine.dispose()


def test_the_data_of_the_first_tables_is_upgraded(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/jarshy.db"
    migrate_to(url, "0001")
    migrate(url)
    store = Store.open(url)
    (article,) = store.articles.published(NOW)
    assert (article.title, article.language) == ("Waste", "ru"), "that of its source, until its text is analysed"
    row = store.chats.get(chat())
    assert row is not None
    assert row.languages == ()
    assert [follow.typed for follow in store.follows.subscriptions(chat())] == ["waste"]
    assert store.follows.unannounced(9) == []
    assert store.follows.reread(parse, GRAMMAR, later(days=1)) == 1
    assert store.search.find(parse("waste"), NOW, concepts=NO_CONCEPTS).count == 1
    assert [store.search.index_words(9), store.search.index_words(9)] == [1, 0]
    assert store.search.find(parse("waste"), NOW, concepts=NO_CONCEPTS).count == 1
    store.close()
