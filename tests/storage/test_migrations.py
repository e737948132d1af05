"""A database of an older version is migrated with all its data."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot.storage import migrations
from bot.storage import schema as t
from bot.storage.store import Store, migrate
from tests.storage.conftest import NOW, alerts, chat

BEFORE = """
INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('kt', 'KT', 'en', 1, 1, 0);
INSERT INTO chat (id, platform, native_id, thread, kind, title, timezone, created_at)
VALUES (1, 'telegram', '1', '', 'private', '', 'Asia/Almaty', '2026-03-02 09:00:00.000000');
INSERT INTO query (id, canonical, typed, grammar, created_at) VALUES (1, 'ai', 'AI', 1, '2026-03-02 09:00:00.000000');
INSERT INTO subscription (chat_id, query_id, typed, created_at) VALUES (1, 1, 'AI', '2026-03-02 09:00:00.000000');
INSERT INTO article (id, source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, silent)
VALUES (1, 'kt', 'One', '', '2026-03-02 08:00:00.000000', '2026-03-02 08:00:00.000000', 'read', 0, 0),
(2, 'kt', 'Two', '', '2026-03-02 08:00:00.000000', '2026-03-02 08:00:00.000000', 'read', 0, 0);
INSERT INTO match (article_id, query_id, sentence, spans) VALUES (1, 1, 'AI', '[[0, 2]]'), (2, 1, 'AI', '[[0, 2]]');
INSERT INTO delivery (chat_id, article_id, state, not_before, attempts, plain, ref, sent_at)
VALUES (1, 1, 'sent', '2026-03-02 08:00:00.000000', 1, 0, '77', '2026-03-02 08:00:00.000000'),
(1, 2, 'sending', '2026-03-02 08:00:00.000000', 0, 1, NULL, NULL);
INSERT INTO fanout (article_id, cursor, created_at) VALUES (2, 1, '2026-03-02 08:00:00.000000');
"""


def test_what_was_owed_before_deliveries_had_an_order_is_still_owed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/jarshy.db"
    engine = sqlalchemy.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0002")
        for statement in BEFORE.split(";\n"):
            if statement.strip():
                db.execute(text(statement))
    engine.dispose()
    migrate(url)
    store = Store.open(url)
    assert store.outbox.count_deliveries() == {"sent": 1, "pending": 1}
    (delivery,) = alerts(store, "telegram", NOW, 9)
    assert (delivery.chat, delivery.article.title, delivery.plain) == (chat("1"), "Two", True)
    with store.database.engine.connect() as db:
        sent = db.execute(t.delivery.select().where(t.delivery.c.article_id == 1)).mappings().one()
        assert (sent["ref"], sent["lane"]) == ("77", "telegram")
        assert db.scalar(text("SELECT place FROM fanout")) == 0
        assert "WITHOUT ROWID" in (db.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'delivery'")) or "")
    store.close()
