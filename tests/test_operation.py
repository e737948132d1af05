"""The dashboard, the alert rules and the document name figures that there are, and all of them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.counting import BUCKET
from bot.figures import FIGURES
from bot.gauges import GAUGES
from bot.i18n.translator import ENGLISH
from bot.messages.causes import SENTENCES
from bot.model import Cause

HOME = Path(__file__).resolve().parents[1]
DOCS = HOME / "docs"
LEVELS = {"debug", "info", "warning", "error", "critical"}
REPORTS = {"report_failure", "report_bug"}  #: of bot/bugs.py: their fields are those of the line
LABELS = {figure.name: set(figure.labels) for figure in (*FIGURES, *GAUGES)}
BUCKETS = {figure.name + BUCKET: {*figure.labels, "le"} for figure in FIGURES if figure.buckets}
KNOWN = LABELS | BUCKETS

RULE = re.compile(
    r"      - alert: (?P<name>Jarshy\w+)\n"
    r"        expr: (?:(?P<one>\S.*)|>-\n(?P<several>(?:          .+\n)+?))\n?"
    r"(?:        for: (?P<wait>\d+[mh])\n)?"
    r"        labels:\n          severity: (?P<severity>critical|warning)\n"
    r"        annotations:\n          summary: (?P<summary>.+)\n"
)


def expressions(dashboard: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def rules() -> list[dict[str, str]]:
    return [found.groupdict() for found in RULE.finditer(text("alert-rules.yaml"))]


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def check(expression: str) -> None:
    """It names figures that there are, and labels that one of them has; its brackets are closed."""
    names = re.findall(r"\bjarshy_\w+", expression)
    assert names or expression.startswith("up{"), expression
    assert set(names) <= KNOWN.keys(), expression
    labels = {label for found in re.findall(r"\b(?:by|on) \(([\w, ]+)\)", expression) for label in found.split(", ")}
    labels |= set(re.findall(r"[{,](\w+)=", expression)) - {"job"}
    for label in labels:
        assert any(label in KNOWN[name] for name in names), f"{label}: {expression}"
    for opened, closed in ("()", "[]", "{}"):
        assert expression.count(opened) == expression.count(closed), expression


def test_the_dashboard_names_figures_that_there_are() -> None:
    dashboard = json.loads(text("grafana-dashboard.json"))
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    for expression in expressions(dashboard):
        check(expression)


def test_the_dashboard_shows_every_figure() -> None:
    shown = " ".join(expressions(json.loads(text("grafana-dashboard.json"))))
    left_out = {"jarshy_build_info", "jarshy_source_poll_interval_seconds"}
    assert {name for name in LABELS if not re.search(rf"\b{name}", shown)} == left_out


def test_every_rule_is_whole_and_names_figures_that_there_are() -> None:
    found, head = rules(), text("alert-rules.yaml")
    assert len(found) == head.count("- alert:") == 10, "each has an expression, a severity and a summary"
    assert head.splitlines()[1:4] == ["groups:", "  - name: jarshy", "    rules:"]
    for rule in found:
        check(" ".join((rule["one"] or rule["several"]).split()))


@pytest.mark.parametrize("name", [rule["name"] for rule in rules()])
def test_the_document_says_of_every_alert_what_to_do(name: str) -> None:
    assert f"**{name}.** " in text("operation.md")


@pytest.mark.parametrize("name", LABELS)
def test_the_document_says_of_every_figure_what_it_means_and_its_labels(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| ([^|]*)\|", text("operation.md"), re.MULTILINE)
    assert row is not None, name
    assert {label for label in row[1].strip().split(", ") if label} == LABELS[name]


def section(title: str) -> str:
    return text("operation.md").partition(f"## {title}\n")[2].partition("\n## ")[0]


def logged() -> Iterator[str]:
    """The fields of every line that is logged."""
    files = (path for room in ("bot", "handlers", "config") for path in (HOME / room).rglob("*.py"))
    for source in (file.read_text("utf-8") for file in files):
        if any(name in source for name in ("log.", *REPORTS)):  # to read them all takes a second
            yield from logged_in(ast.parse(source))


def logged_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_log(node.func):
            yield from (field.arg for field in node.keywords if field.arg not in (None, "exc_info"))


def _is_log(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return isinstance(called.value, ast.Name) and called.value.id == "log" and called.attr in LEVELS
    return isinstance(called, ast.Name) and called.id in REPORTS


def test_the_document_names_every_field_of_the_log_and_no_other() -> None:
    rows = [line for line in section("The log").splitlines() if line.startswith("| `")]
    named = [field for row in rows for field in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert len(set(named)) == len(named), "one word for one thing"
    assert set(named) == {*logged(), "repeated"}


def test_the_document_says_of_every_cause_what_it_means() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section("Why something was not sent"), re.MULTILINE)
    assert rows == [(cause.value, ENGLISH(SENTENCES[cause])) for cause in Cause]


def test_the_causes_that_the_document_names_are_some() -> None:
    told = section("What to do").partition("**JarshyManyRefusals.**")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", told)) <= {cause.value for cause in Cause}
