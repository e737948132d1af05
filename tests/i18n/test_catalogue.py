"""Every text of the catalogue is whole, can be filled in, and is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from bot.i18n.keys import texts_by_key
from bot.i18n.text import Plural, Text

ROOT = Path(__file__).parents[2]
CATALOGUE = "bot.i18n.catalogue"
SPEAKING = ("bot", "handlers", "config")


def forms(text: Text | Plural) -> tuple[str, ...]:
    return (text.english,) if isinstance(text, Text) else (text.one, text.many)


def problems(text: Text | Plural) -> Iterator[str]:
    """What is wrong with a text."""
    parts: list[set[str]] = []
    for form in forms(text):
        if not form or form != form.strip() or "  " in form:
            yield "glued: a text has no spaces at its ends"
        fields = [(name, spec, shape) for _, name, spec, shape in Formatter().parse(form) if name is not None]
        if any(not name.isidentifier() or name != name.lower() or spec or shape for name, spec, shape in fields):
            yield "a part is a small name, and nothing else"
        parts.append({name for name, _, _ in fields})
    if isinstance(text, Plural) and parts[1] - {"count"} != parts[0] - {"count"}:
        yield "both forms have the same parts"
    if isinstance(text, Plural) and "count" in parts[0] - parts[1]:
        yield "of one, its count may be left out; of many, not of many alone"


@pytest.mark.parametrize("key", texts_by_key())
def test_a_text_is_whole_and_its_parts_are_named(key: str) -> None:
    assert not list(problems(texts_by_key()[key]))


#: `{rows} rows`, `{waiting} pages`, `{number} of {all} articles`: a number before what it counts
COUNTED = re.compile(
    r"\{(?:number|count|all|found|rows|tables|waiting|left|stored|problems|articles|stories|bytes|expected|entries|pages)"
    r"\} (?:more )?(?!was\b|has\b)(?:\w+[^\Wsu]s|\w*ies|match)\b"
)
#: numbers that are never one, being a limit or beyond one; and what is no number, or followed by a verb
NOT_COUNTED = {"kinds.too_many_undated", "meaning.too_long", "operating.more_chats", "access.how", "cli.found"}


def counted(text: Text | Plural) -> bool:
    """Does it count something with a word for several, also where that is one?"""
    return COUNTED.search(forms(text)[0]) is not None


def test_what_counts_something_has_plural_forms() -> None:
    assert counted(Text("{rows} rows in {tables} tables"))
    assert counted(Plural("{count} story of {articles} articles", "{count} stories of {articles} articles"))
    assert not counted(Plural("{count} article", "{count} articles"))
    assert not counted(Plural("{number} article", "{number} articles"))
    assert {key for key, text in texts_by_key().items() if counted(text)} == NOT_COUNTED


def test_a_sentence_in_three_has_the_same_parts_in_each() -> None:
    texts = texts_by_key()
    sentences = [key.removesuffix(".you") for key in texts if key.endswith(".you")]
    assert "follow.now" in sentences
    for key in sentences:
        assert parts_of(texts[f"{key}.you"]) == parts_of(texts[f"{key}.chat"]) == parts_of(texts[f"{key}.channel"])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("it ends in a space", Text("You follow ")),
        ("it begins with one", Plural(" {count} article", " {count} articles")),
        ("it is empty", Text("")),
        ("a part without a name", Text("{} is too long")),
        ("a part with a number", Text("{0} is too long")),
        ("a part that is shown otherwise", Text("{count:,} articles")),
        ("a part of a part", Text("{article.title}")),
        ("a part that one form lacks", Plural("{count} article", "{count} articles of {source}")),
        ("a count that the many lack", Plural("{count} article", "articles")),
    ],
)
def test_a_planted_fault_is_found(kind: str, text: Text | Plural) -> None:
    assert list(problems(text)), kind


def test_one_may_go_without_its_count() -> None:
    assert not list(problems(Plural("an article of {source}", "{count} articles of {source}")))


def used_in(tree: ast.Module) -> Iterator[str]:
    """The texts that a file names, by their keys: `from … import follow as texts`, `texts.X`; or `import X`."""
    modules: dict[str, str] = {}
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == CATALOGUE:
            modules |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{CATALOGUE}."):
            area = str(node.module).removeprefix(f"{CATALOGUE}.")
            yield from (f"{area}.{each.name}" for each in node.names)
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def used_in_template(template: str) -> set[str]:
    """The texts that a template names: `page.HEADING`."""
    return {".".join(found) for found in re.findall(r"\b([a-z_]+)\.([A-Z][A-Z_]+)\b", template)}


def used_within(area: str, tree: ast.Module) -> Mapping[str, set[str]]:
    """The texts that a constant of the catalogue holds, for example one for each kind of chat."""
    found: dict[str, set[str]] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if isinstance(target, ast.Name):
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - {target.id}
            found[f"{area}.{target.id}"] = {f"{area}.{name}" for name in names}
    return found


@cache
def speaking() -> list[tuple[Path, ast.Module]]:
    """The files of the catalogue, and those that import it."""
    paths = (path for room in SPEAKING for path in sorted((ROOT / room).rglob("*.py")))
    sources = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return [
        (path, ast.parse(source)) for path, source in sources if CATALOGUE in source or path.parent.name == "catalogue"
    ]


def test_every_text_is_used() -> None:
    used: set[str] = set()
    within: dict[str, set[str]] = {}
    for path, tree in speaking():
        used |= set(used_in(tree))
        if path.parent.name == "catalogue":
            within |= used_within(path.stem, tree)
    used |= {
        name for path in (ROOT / "bot/web/templates").iterdir() for name in used_in_template(path.read_text("utf-8"))
    }
    used |= {name for key, names in within.items() if key in used for name in names}
    named = {name.lower() for name in used}
    assert {key for key in texts_by_key() if _constant(key) not in named} == set()


def _constant(key: str) -> str:
    """`follow.now` for `follow.now.you`: one of a constant that holds several."""
    return ".".join(key.split(".")[:2])


def test_a_text_that_nobody_names_is_found() -> None:
    source = "from bot.i18n.catalogue import follow as texts, formats\nfrom bot.i18n.catalogue.near import INSTEAD\n"
    tree = ast.parse(f"{source}x = translate(texts.TOO_LONG, last=formats.OR)\ny = other.NOT_OURS\n")
    assert set(used_in(tree)) == {"follow.TOO_LONG", "formats.OR", "near.INSTEAD"}
    assert used_in_template("<p>{{ t(page.HEADING) }} {{ front.sources }}</p>") == {"page.HEADING"}
    constants = ast.parse("YOU = Text('You')\nBY_KIND: Mapping[str, Text] = {'private': YOU}\n")
    assert used_within("follow", constants)["follow.BY_KIND"] >= {"follow.YOU"}


#: what fills a text in, by its last name; an error keeps it with its parts
FILLING = re.compile(r"(ENGLISH|translate|_?sentence|_narrate|\w+Error|StatedProblem)")
NO_PARTS = {"correction", "retry_after", "translate"}  #: arguments of these that are no part of the text


def misfilled(tree: ast.Module) -> Iterator[str]:
    """Each text that is filled in without one of its parts, or with one that it does not have."""
    nodes = list(ast.walk(tree))
    areas = {each.asname or each.name: each.name for each in imports_of(nodes)}
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        filled = FILLING.fullmatch(getattr(call.func, "attr", getattr(call.func, "id", "")))
        given = {each.arg for each in call.keywords}
        keys = [key for argument in call.args for key in keys_in(argument, areas)]
        if not filled or not keys or None in given:  # **parts: known when it runs
            continue
        wanted = [parts_of(text) for key in keys for text in texts_named(key)]
        if any(each - given for each in wanted) or given - set().union(*wanted) - NO_PARTS - {"count"}:
            yield f"line {call.lineno}: {', '.join(keys)}"


def imports_of(nodes: Iterable[ast.AST]) -> Iterator[ast.alias]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == CATALOGUE:
            yield from node.names


def keys_in(argument: ast.expr, areas: Mapping[str, str]) -> list[str]:
    """The keys of `texts.X`, and of both sides of a condition."""
    if isinstance(argument, ast.IfExp):
        return [*keys_in(argument.body, areas), *keys_in(argument.orelse, areas)]
    if isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name) and argument.value.id in areas:
        return [f"{areas[argument.value.id]}.{argument.attr.lower()}"]
    return []


def texts_named(key: str) -> list[Text | Plural]:
    return _named().get(key, [])


@cache
def _named() -> dict[str, list[Text | Plural]]:
    """The texts of each constant of the catalogue."""
    found: dict[str, list[Text | Plural]] = {}
    for key, text in texts_by_key().items():
        found.setdefault(_constant(key), []).append(text)
    return found


def parts_of(text: Text | Plural) -> set[str]:
    """Those that it can't go without; every Plural needs its count."""
    named = {name for form in forms(text) for _, name, _, _ in Formatter().parse(form) if name}
    return named | ({"count"} if isinstance(text, Plural) else set())


def test_every_text_is_filled_in_with_its_own_parts() -> None:
    found = [f"{path.relative_to(ROOT)} {each}" for path, tree in speaking() for each in misfilled(tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        ("a part is missing", "translate(texts.OR, first=word)"),
        ("all are missing", "translate(texts.AND)"),
        ("a part is another's", "sentence(translate, texts.AND, first=a, last=b, query=c)"),
        ("a count is missing", "translate(texts.DAYS)"),
        ("one side of a condition lacks a part", "translate(texts.JUST_NOW if now else texts.AGO_DAYS)"),
        ("an error lacks a part", "raise QueryError(texts.AND, first=a)"),
    ],
)
def test_a_text_that_is_filled_in_wrongly_is_found(kind: str, call: str) -> None:
    source = f"from bot.i18n.catalogue import formats as texts\n{call}\n"
    assert list(misfilled(ast.parse(source))), kind
