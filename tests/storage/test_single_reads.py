"""What reads with one statement is in no transaction; what needs a second statement takes one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest
from sqlalchemy import Connection, text

from bot.storage.database import Database
from bot.storage.engine import open_engine

STORAGE = Path("bot/storage")
FILES = sorted(file for file in STORAGE.rglob("*.py") if ".single_read()" in file.read_text("utf-8"))
AGAIN = (ast.While, ast.Lambda, ast.FunctionDef)  #: what is in it may be done more than once


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(open_engine(database_url))
    yield database
    database.close()


def in_transaction(db: Connection) -> bool:
    """Does the driver say so, after a statement?"""
    db.execute(text("SELECT 1")).all()
    driver: Any = db.connection.driver_connection
    if db.dialect.name == "sqlite":
        return bool(driver.in_transaction)
    return bool(driver.info.transaction_status != 0)


def test_a_single_read_begins_no_transaction_and_leaves_none_out_for_others(database: Database) -> None:
    for _ in range(2):
        with database.single_read() as db:
            assert not in_transaction(db)
        with database.read_transaction() as db:
            assert in_transaction(db)
            if db.dialect.name == "postgresql":
                assert db.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        with database.write_transaction() as db:
            assert in_transaction(db)
            if db.dialect.name == "postgresql":
                assert db.scalar(text("SHOW transaction_isolation")) == "read committed"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_single_read_asks_once(file: Path) -> None:
    blocks = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if is_single_read(node)]
    assert blocks
    for block in blocks:
        assert [again for each in block.body for again in uses(each)] == [False], f"{file}:{block.lineno}"


def test_a_second_statement_is_found() -> None:
    for body in (
        "db.scalar(a); db.scalar(b)",
        "[db.scalar(each) for each in several]",
        "look(lambda: db.scalar(a))",
    ):
        (block,) = ast.parse(f"with self._database.single_read() as db: {body}").body
        assert is_single_read(block)
        assert [again for each in block.body for again in uses(each)] != [False]


def is_single_read(node: ast.AST) -> TypeGuard[ast.With]:
    return isinstance(node, ast.With) and ast.unparse(node.items[0]).endswith(".single_read() as db")


def uses(node: ast.AST, again: bool = False) -> Iterator[bool]:
    """Each use of the connection, and whether it may be one of several: what a loop goes over is asked for once."""
    if isinstance(node, ast.Name) and node.id == "db":
        yield again
    once: tuple[ast.AST, ...] = ()
    if isinstance(node, ast.For):
        once = (node.iter,)
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        once = (node.generators[0].iter,)
    yield from (use for part in once for use in uses(part, again))
    for child in parts_of(node):
        if child not in once:
            yield from uses(child, again or bool(once) or isinstance(node, AGAIN))


def parts_of(node: ast.AST) -> Iterator[ast.AST]:
    """What it consists of; of a comprehension what each of its loops does."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.comprehension):
            yield from (child.iter, *child.ifs)
        else:
            yield child
