"""Finds the literals of a source file that a person could read: what stands there and not in the catalogue.

    literal ─ no letter ─ documentation ─ the nearest thing around it that says what it is for ─▶ shown, or code

A literal is a text unless it is known to be none: the rules below are few, and each is tested with a planted fault. An
f-string is one literal, its parts are shown as {}.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

#: calls whose words are read: a literal there is a text even if it is one small word
SHOWING = frozenset({"bold", "line", "say", "sentence", "Span", "translate"})
#: calls whose words are for the log, for a library or for the program itself
CODE = re.compile(
    r"(log|self\.logger|logging|logging\.getLogger\(.*\)|re|os|unicodedata)\.[\w.]+|report_bug|report_failure|getattr|TypeVar|SlackRequestError"
    r"|.*\.(strftime|encode|decode)|command|self\._type"
)
#: methods whose first argument is looked for
PROBING = frozenset(
    {"count", "endswith", "find", "get", "partition", "removeprefix", "removesuffix", "replace", "split", "startswith"}
)
#: parameters and fields that hold what is typed or pressed, in any language
TYPED = frozenset({"action", "usage", "command", "mention", "invitation"})
#: of the command line: its help, which is no message, and names of the program itself
USAGE = frozenset({"help", "level", "param_hint"})
#: constants that are compared with what a platform says, that are a platform's own formats, or typed by people
COMPARED = frozenset(
    {
        "__all__",
        "DATED",
        "EXAMPLES",
        "FOLLOWS",
        "LOST_MESSAGE",
        "NOT_MODIFIED",
        "NOT_TEXT",
        "REFUSED_BY",
        "REFUSED_FILE",
    }
)

_TOKEN = re.compile(r"[^\s\x00]+")  #: a key, a name, a word that people type
_SETTING = re.compile(r"[A-Z]+(_[A-Z]+)+")
_SLASH_COMMAND = re.compile(r"/[a-z]+( \x00)*")
_MARKUP = re.compile(r"(<[^<>]*>|\x00)+")
_PART = "\x00"


class _Purpose(Enum):
    """What a literal is for, by what is around it."""

    SHOWN = "shown"
    CODE = "code"


@dataclass(frozen=True)
class Signatures:
    """The names of the parameters of functions and classes, by the name of what is called."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, trees: list[ast.Module]) -> Signatures:
        """Those that are defined in these files."""
        found: dict[str, tuple[str, ...]] = {}
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    found[node.name] = tuple(each.arg for each in node.args.args if each.arg != "self")
                elif isinstance(node, ast.ClassDef):
                    targets = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
                    found[node.name] = tuple(each.id for each in targets if isinstance(each, ast.Name))
        return cls(found)


def texts_in(tree: ast.Module, signatures: Signatures) -> Iterator[tuple[int, str]]:
    """(line, literal) of each that a person could read."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in parents:
        literal = _literal(node)
        if literal is None or _is_no_value(node, parents[node]):
            continue
        if not any(map(str.isalpha, literal.replace(_PART, ""))):
            continue
        purpose = _purpose(node, parents, signatures)
        if purpose is _Purpose.SHOWN or (purpose is None and not _is_code(literal)):
            yield getattr(node, "lineno", 0), literal.replace(_PART, "{}")


def _is_no_value(node: ast.AST, parent: ast.AST) -> bool:
    """Is it documentation, a piece of an f-string, or how a part of one is shown?"""
    is_format = isinstance(parent, ast.FormattedValue) and parent.format_spec is node
    return is_format or isinstance(parent, ast.JoinedStr | ast.Expr)


def _literal(node: ast.AST) -> str | None:
    """The text of a literal, its parts as a sign; None: it is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else _PART for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_code(literal: str) -> bool:
    """A small word without spaces, none of it glued to a part; the name of a setting; a command; tags."""
    glued = re.search(rf"\w{_PART}|{_PART}\w", literal)
    token = _TOKEN.fullmatch(literal.replace(_PART, "-")) and literal == literal.lower() and not glued
    return bool(token or any(shape.fullmatch(literal) for shape in (_SETTING, _SLASH_COMMAND, _MARKUP)))


def _purpose(node: ast.AST, parents: Mapping[ast.AST, ast.AST], signatures: Signatures) -> _Purpose | None:
    """What a literal is for, by the nearest thing around it that tells; None: nothing does."""
    while node in parents:
        child, node = node, parents[node]
        purpose = _purpose_in(node, child, signatures)
        if purpose is not None:
            return purpose
        if isinstance(node, ast.stmt):
            return None
    return None


def _purpose_in(node: ast.AST, child: ast.AST, signatures: Signatures) -> _Purpose | None:
    match node:
        case ast.Compare() | ast.Set() | ast.MatchValue() | ast.Assert():
            return _Purpose.CODE
        case ast.Subscript(slice=inner) if inner is child:
            return _Purpose.CODE
        case ast.Dict(keys=keys) if child in keys:
            return _Purpose.CODE
        case ast.keyword(arg=name) if name in TYPED | USAGE:
            return _Purpose.CODE
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _Purpose.CODE if name in TYPED | USAGE | COMPARED else None
        case ast.arguments():
            return _default_of(node, child)
        case ast.Call():
            return _purpose_in_call(node, child, signatures)
    return None


def _default_of(arguments: ast.arguments, child: ast.AST) -> _Purpose | None:
    """Is it the default of a parameter that is typed?"""
    names = [each.arg for each in arguments.args][-len(arguments.defaults) :] if arguments.defaults else []
    pairs = [*zip(names, arguments.defaults, strict=True)]
    pairs += [
        (each.arg, default)
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    ]
    return next((_Purpose.CODE for name, default in pairs if default is child and name in TYPED), None)


def _purpose_in_call(call: ast.Call, child: ast.AST, signatures: Signatures) -> _Purpose | None:
    if child is call.func:
        return None
    called = ast.unparse(call.func)
    if CODE.fullmatch(called):
        return _Purpose.CODE
    name = called.rpartition(".")[2]
    parameters = signatures.names.get(name, ())
    place = call.args.index(child) if child in call.args else len(parameters)
    if place == 0 and name in PROBING and isinstance(call.func, ast.Attribute):
        return _Purpose.CODE
    parameter = parameters[place] if place < len(parameters) else ""
    if parameter in TYPED:
        return _Purpose.CODE
    return _Purpose.SHOWN if name in SHOWING or parameter == "label" else None
