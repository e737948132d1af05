"""Databases of older releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot.storage import migrations
from bot.storage.engine import open_engine
from bot.storage.store import Store, migrate
from tests import databases

AT = "'2026-03-02 09:00:00.000000'"
#: article, chat, state, not before, attempts, reason, ref
OutboxItem = tuple[int, int, str, str, int, str | None, str | None]


def make_older(url: str, revision: str, statements: Sequence[str]) -> None:
    """Migrate an empty database to that revision, and execute the statements."""
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.connect().execution_options(writes=True) as db, db.begin():
        if engine.dialect.name == "postgresql":
            db.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        config.attributes["connection"] = db
        command.upgrade(config, revision)
        for statement in statements:
            db.execute(text(statement))
    engine.dispose()


@cache
def step_to(revision: str) -> databases.Fill:
    """Migrates a database of the revision before."""
    return lambda url: make_older(url, revision, ())


def older(revision: str) -> tuple[databases.Fill, ...]:
    """Fills an empty database with the tables of that revision: all of them climb to theirs together, step by step."""
    return tuple(step_to(f"{number:04}") for number in range(1, int(revision) + 1))


@cache
def upgraded(revision: str, statements: tuple[str, ...]) -> tuple[databases.Fill, ...]:
    """Fills an empty database with the tables of that revision and these rows, and migrates it to this release."""

    def upgrade(url: str) -> None:
        make_older(url, revision, statements)
        migrate(url)

    return (*older(revision), upgrade)


def upgraded_from(revision: str, statements: Sequence[str]) -> Any:
    """A fixture for tests on both databases: the store of one that was made so."""

    @pytest.fixture(params=databases.KINDS)
    def made(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[Store]:
        fills = upgraded(revision, tuple(statements))
        with databases.fresh(request.param, server, tmp_path, *fills, empty=True) as url:
            store = Store.open(url)
            yield store
            store.close()

    return made


def release_0005(owed: Sequence[OutboxItem]) -> list[str]:
    """Six chats, a channel that one of them manages, three articles, their follows, and deliveries."""
    chat = "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at, rested_at, rest_reason) "
    statements = [
        "INSERT INTO source (key, name, language, every, enabled, failures) "
        "VALUES ('kt-eng', 'Kazakhstan Today', 'en', 300, true, 0)",
        *(
            f"{chat}VALUES ('{'slack' if row == 6 else 'telegram'}', '{row}', '', 'private', '', "
            f"'Asia/Almaty', {AT}, NULL, NULL)"
            for row in range(1, 7)
        ),
        f"{chat}VALUES ('telegram', '-100', '', 'channel', 'Gazette', 'Asia/Almaty', {AT}, {AT}, "
        "'Forbidden: bot was kicked from the channel chat')",
        f"{chat}VALUES ('telegram', 'gone', '', 'private', '', 'Asia/Almaty', {AT}, NULL, NULL)",
        "UPDATE chat SET managing_id = 7 WHERE id = 1",
        "DELETE FROM chat WHERE id = 8",
        f"INSERT INTO query (canonical, typed, grammar, created_at) VALUES ('ai', 'AI', 1, {AT})",
        *(
            f"INSERT INTO subscription (chat_id, query_id, typed, created_at) VALUES ({row}, 1, 'AI', {AT})"
            for row in range(1, 8)
        ),
        *(
            "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, "
            f"page_attempts, silent) VALUES ('kt-eng', 'Title {number}', '', {AT}, {AT}, 'read', 0, false)"
            for number in (1, 2, 3)
        ),
        *(
            f"INSERT INTO match (article_id, query_id, sentence, spans) VALUES ({number}, 1, 'AI it is.', '[[0, 2]]')"
            for number in (1, 2, 3)
        ),
        "INSERT INTO article_key (kind, value, article_id) VALUES ('id', 'kt-eng 1', 1)",
    ]
    for article, row, state, not_before, attempts, reason, ref in owed:
        platform = "slack" if row == 6 else "telegram"
        sent_at = AT if state == "sent" else "NULL"
        claimed = "'worker', " + AT if state == "sending" else "NULL, NULL"
        statements.append(
            "INSERT INTO delivery (article_id, chat_id, platform, state, fair_at, not_before, attempts, "
            "first_attempt_at, plain, alone, reason, ref, sent_at, claimed_by, claimed_until) VALUES "
            f"({article}, {row}, '{platform}', '{state}', {article}, '{not_before}', {attempts}, "
            f"{AT if attempts else 'NULL'}, false, false, {_quoted(reason)}, {_quoted(ref)}, {sent_at}, {claimed})"
        )
    return statements


def _quoted(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''").replace(":", r"\:") + "'"
