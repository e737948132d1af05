"""What people read stands in the catalogue alone: no literal of the rooms that speak could reach a person."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.i18n.literals import Signatures, texts_in

ROOT = Path(__file__).parents[2]
#: those that speak to people. The newsroom of the demonstration writes articles, which nobody translates.
ROOMS = (
    "handlers",
    "bot/messages",
    "bot/answers",
    "bot/worker",
    "bot/delivery",
    "bot/platforms",
    "bot/demo/show.py",
    "bot/cli",
)


def files_of(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def signatures() -> Signatures:
    return Signatures.of([tree_of(path) for room in ROOMS for path in files_of(room)])


@pytest.mark.parametrize("room", ROOMS)
def test_what_people_read_stands_in_the_catalogue(room: str) -> None:
    paths = files_of(room)
    assert paths
    found = [
        f"{path.relative_to(ROOT)}:{line} {text!r}"
        for path in paths
        for line, text in texts_in(tree_of(path), signatures())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("a sentence", 'x = "Nothing is followed."'),
        ("one word with a capital", 'x = "Undo"'),
        ("a constant that is shown elsewhere", 'OUTDATED = "That button is out of date."'),
        ("a constant of several", 'SENTENCES = {Cause.TIMEOUT: "no answer in time"}'),
        ("one side of a condition", 'x = said if said else "nothing yet"'),
        ("what is used for want of another", 'x = said or "not known"'),
        ("a part of an f-string", 'x = f"{number} more"'),
        ("an ending glued to a word", 'x = f"{word}s"'),
        ("a word glued to a sign", 'x = f"{number}x {word}"'),
        ("a small word that is shown", 'say("nothing")'),
        ("a small word within a line", 'line(bold(name), "follows")'),
        ("a small word as a part of a text", 'translate(texts.NOTHING_ON, word="nothing")'),
        ("one side of a condition within a line", 'line("one" if alone else name)'),
        ("a label", 'Button("undo", "undo #1")'),
        ("a label by its name", 'offered(request, "Follow", "follow")'),
        ("a default", 'def f(verb: str = "now follow"): ...'),
        ("an item of a list", 'x = ["in the lead", "in the text"]'),
        ("the words of an error", 'raise QueryError("A quote is not closed")'),
        ("joined words", 'x = "a word and " + word'),
        ("a return", 'def f():\n    return "in the headline"'),
        ("what is used for want of a key", 'x = names.get(code, "not known")'),
        ("one of those that are joined", 'x = ", ".join([name, "in the lead"])'),
        ("a line that is printed", 'typer.echo(f"{count} sources are read")'),
        ("a heading of a table", 'Table("Title", show_lines=True)'),
        ("beside the log", 'x = log.info(event) or "not known"'),
    ],
)
def test_a_planted_text_is_found(kind: str, source: str) -> None:
    assert list(texts_in(ast.parse(source), PLANTED)), kind


PLANTED = Signatures.of(
    [
        ast.parse(
            "class Button:\n    label: str\n    action: str = ''\n"
            "def offered(request, label, action): ...\n"
            "def shown(text, *, action='languages toggle'): ..."
        )
    ]
)


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("documentation", '"""What it is."""\ndef f():\n    """Say it."""'),
        ("the log", 'log.warning("not delivered", reason=f"Slack said {error}")'),
        ("a bug's report", 'report_bug("sending failed", error)'),
        ("a regular expression", 'WORD = re.compile("[A-Z] or [a-z]")'),
        ("a key", 'x = headers["Content-Type"]'),
        ("a key of a dict", 'x = {"chat not found": Cause.CHAT_NOT_FOUND}'),
        ("what is compared", 'x = "too long" in detail or method == "POST"'),
        ("members of a set", 'x = frozenset({"Mn", "Почему"})'),
        ("a name", 'x = "telegram"'),
        ("a word that people type", 'x = ("почему", "неге")'),
        ("a key made of parts", 'x = f"platform:{name}"'),
        ("a command", 'line(command(f"edit {name} -> {name} -military"))'),
        ("a button's action", 'Button(translate(texts.UNDO), f"edit anyway #{number}")'),
        ("an action by its parameter's name", 'offered(request, label, f"digest {word} all")'),
        ("an action by its keyword", 'Button(label, action="unfollow all yes")'),
        ("an action that waits", 'action = f"digest today {text}"'),
        ("an action by default", 'def f(*, action: str = "languages toggle"): ...'),
        ("a setting", 'variable = "SLACK_BOT_TOKEN"'),
        ("tags", 'x = f"<a href={url}>{text}</a>"'),
        ("no letters", 'x = f"{first} · {second}"'),
        ("how a part is shown", 'x = f"{at:%Y-%m-%d %H:%M}"'),
        ("a command in a platform's form", 'x = f"/jarshy {span.command}"'),
        ("what is looked for", 'x = text.startswith("Re: ")'),
        ("a slip of ours", 'assert host, "the listener is not started"'),
        ("an empty text", 'x = ""'),
        ("the help of the command line", 'typer.Typer(help="It sends news.")'),
        ("the name of an argument", 'raise typer.BadParameter(x, param_hint="QUERY")'),
        ("a level of the log", 'configure(level="WARNING")'),
        ("the log, asked for by its name", 'logging.getLogger("bot").critical("Stopped by a bug")'),
    ],
)
def test_what_nobody_reads_is_let_alone(kind: str, source: str) -> None:
    assert not list(texts_in(ast.parse(source), PLANTED)), kind


#: what stands in a template for itself, and not for a person: Jinja's own, markup, and our name
_NO_WORDS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^<>]*>|Jarshy", re.DOTALL)
#: attributes whose value is read
_READ_ALOUD = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"')


def words_in(template: str) -> list[str]:
    """The words that a template says without the catalogue."""
    read = [_NO_WORDS.sub(" ", each) for each in (template, *_READ_ALOUD.findall(template))]
    return [word for text in read for word in re.findall(r"[^\W\d_]{2,}", text)]


@pytest.mark.parametrize("path", sorted((ROOT / "bot/web/templates").glob("*.html")), ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    assert words_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "template",
    ["<p>Nothing is here</p>", '<a title="Home">{{ x }}</a>', "{% if x %}yes{% endif %}", "<b>{{ x }} ago</b>"],
)
def test_a_word_planted_in_a_template_is_found(template: str) -> None:
    assert words_in(template)
