"""The glossary and the code use the same words, and none of those that were replaced."""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
GLOSSARY = (HOME / "docs/glossary.md").read_text(encoding="utf-8")
ROOMS = ("bot", "handlers", "config")

#: idioms that stood for dozens of things, and belong to none of the glossary's words
FORBIDDEN = frozenset(
    """
    AT_ONCE OWN article_by_ref meet run_of shouted untell
    """.split()  # noqa: SIM905  # words as people write them
)


@lru_cache(maxsize=1)
def nodes_by_file() -> dict[str, tuple[ast.AST, ...]]:
    """Every file of the program, its module first, taken apart once for all that look into it.

    It is read by the tests, for all test processes import this file; and no garbage is looked for meanwhile, for all of
    it stays.
    """
    paths = [path for room in ROOMS for path in (HOME / room).rglob("*.py")]
    gc.disable()
    try:
        return {path.relative_to(HOME).as_posix(): walked(ast.parse(path.read_text("utf-8"))) for path in paths}
    finally:
        gc.enable()


def walked(module: ast.Module) -> tuple[ast.AST, ...]:
    """What `ast.walk` finds, in half the time; without what says of a name whether it is read or written."""
    found: list[ast.AST] = [module]
    for node in found:  # which grows
        for name in node._fields:
            part = getattr(node, name, None)
            if isinstance(part, list):
                found += [each for each in part if isinstance(each, ast.AST)]
            elif isinstance(part, ast.AST) and not isinstance(part, ast.expr_context):
                found.append(part)
    return tuple(found)


def rows() -> Iterator[tuple[str, frozenset[str]]]:
    """Each word of the tables with the names that are forbidden for it."""
    for line in GLOSSARY.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "word":
            for word in re.sub(r"\(.*?\)", "", cells[0]).split(","):
                yield word.strip(), frozenset(re.findall(r"`(\w+)`", cells[2]))


WORDS = dict(rows())


def identifiers(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Every name that a file defines, reads or passes, without leading underscores."""
    for node in nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name.lstrip("_")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name.lstrip("_")
            case ast.alias(name=name, asname=other):
                yield from (part.lstrip("_") for part in (*name.split("."), other or ""))


def types(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The classes and the type aliases of a file."""
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Module):
            yield from aliases(node)


def aliases(module: ast.Module) -> Iterator[str]:
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) if name[:1].isupper() and not name.isupper():
                yield name


def definitions(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names of the functions, classes, fields, constants and tables of a file."""
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case ast.Call(func=ast.Name(id="Table"), args=[ast.Constant(value=str(name)), *_]):
                yield name


def parts(name: str) -> set[str]:
    """The words of a name, in lower case: is_stopword, LeaseKeeper."""
    return set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()))


@lru_cache(maxsize=1)
def all_types() -> frozenset[str]:
    return frozenset(name for nodes in nodes_by_file().values() for name in types(nodes))


@lru_cache(maxsize=1)
def definitions_by_word() -> dict[str, list[set[str]]]:
    """The words of each name that is defined, plurals in the singular too, under each of them."""
    found: dict[str, list[set[str]]] = {}
    for name in {name for nodes in nodes_by_file().values() for name in definitions(nodes)}:
        words = {form for word in parts(name) for form in (word, word.removesuffix("s"))}
        for word in words:
            found.setdefault(word, []).append(words)
    return found


def test_no_replaced_name_comes_back() -> None:
    forbidden = FORBIDDEN.union(*WORDS.values())
    found = {
        (name, path) for path, nodes in nodes_by_file().items() for name in identifiers(nodes) if name in forbidden
    }
    assert not found


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_of_the_glossary_is_in_the_code(word: str) -> None:
    if word[0].isupper():
        assert word in all_types()
    else:
        assert any(parts(word) <= of_name for of_name in definitions_by_word().get(max(parts(word)), ()))


def test_a_word_has_one_meaning() -> None:
    words = [word for word, _ in rows()]
    assert sorted(words) == sorted(WORDS)


def test_the_glossary_has_every_noun_of_the_model() -> None:
    model = [
        node
        for path, (module, *_) in nodes_by_file().items()
        if path.startswith("bot/model/")
        for node in ast.iter_child_nodes(module)
    ]
    assert {node.name for node in model if isinstance(node, ast.ClassDef)} <= WORDS.keys()


@pytest.mark.parametrize(
    "planted",
    ["def heard(): ...", "class _Spot: ...", "store.lose(chat)", "send(skeleton=1)", "from bot import LITTLE as words"],
)
def test_a_replaced_name_that_is_planted_is_found(planted: str) -> None:
    assert FORBIDDEN.union(*WORDS.values()).intersection(identifiers(walked(ast.parse(planted))))
