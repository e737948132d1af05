"""The documents name what is there, and decisions have all their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import app
from config.settings import Settings, variable

HOME = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*HOME.glob("*.md"), *HOME.glob("docs/**/*.md")])
DECISIONS = sorted(file for file in HOME.glob("docs/decisions/*.md") if file.name != "README.md")
#: what a decision must look like below its title
DECISION = re.compile(
    r"\*\*Date:\*\* (\S+)\n\n\*\*Question:\*\* .+?\n\n\*\*Answer:\*\* .+?\n\n\*\*Price:\*\* .+?", re.DOTALL
)
CODE = re.compile(r"`([^`\n]+)`")
ROOTS = {file.name for folder in (HOME, HOME / "bot") for file in folder.iterdir() if file.is_dir()}
PATH = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(ROOTS)))})/[\w./-]*|[\w./-]+/[\w.-]+\.(?:py|toml|md|ya?ml|txt)", re.ASCII
)


def named(path: Path) -> str:
    return str(path.relative_to(HOME))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def decisions(file: Path) -> dict[str, str]:
    """The text of each decision of a file, by its title."""
    parts = re.split(r"^## (.+)\n", read(file), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def sources() -> Iterator[Path]:
    """What is written by hand and may cite a document."""
    for folder in ("bot", "handlers", "config", "tests", ".github", ".ci"):
        yield from (file for file in (HOME / folder).rglob("*") if file.is_file() and file.suffix != ".pyc")
    yield from (HOME / name for name in ("Makefile", "pyproject.toml", ".importlinter", ".env.example"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", read(document)):
        assert document.parent.joinpath(target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_path_that_a_document_names_as_code_is_there(document: Path) -> None:
    """From the top of the repository, or, where the place is plain, from within `bot/`."""
    for code in CODE.findall(read(document)):
        if PATH.fullmatch(code):
            assert (HOME / code).exists() or (HOME / "bot" / code).exists(), code


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_that_a_document_names_can_be_called(document: Path) -> None:
    text = read(document)
    goals = set(re.findall(r"^([a-z]+):", read(HOME / "Makefile"), re.MULTILINE))
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) <= goals
    assert set(re.findall(r"python -m bot ([a-z]+)", text)) <= commands
    for module in re.findall(r"python -m ((?:bot|tests)\.[\w.]+)", text):
        assert (HOME / module.replace(".", "/")).with_suffix(".py").exists(), module
    for path in re.findall(r"(?<=pytest )[\w/. ]+|(?<= )tests/[\w/.]+", text):
        assert all((HOME / one).exists() for one in path.split()), path


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_variable_that_a_document_names_is_read(document: Path) -> None:
    known = {variable(name) for name in Settings.model_fields}
    assert set(re.findall(r"\b(?:JARSHY|TELEGRAM|SLACK)_[A-Z_]+\b", read(document))) <= known


def test_the_steps_of_a_deployment_stay_in_the_folder_in_which_they_began() -> None:
    """What is pasted after a step that leaves the clone would look for `deploy/` elsewhere."""
    steps = re.findall(r"```sh\n(.*?)```", read(HOME / "docs/deployment.md"), re.DOTALL)
    lines = [line.strip() for step in steps for line in step.splitlines()]
    assert any(line.startswith("(cd ") for line in lines)
    assert [line for line in lines if re.search(r"(?<![(\w])cd ", line)] == []


def test_every_document_that_code_cites_is_there() -> None:
    cited = {
        (named(file), document)
        for file in sources()
        for document in re.findall(r"(?:docs/(?:[\w-]+/)*)?\b[\w-]+\.md\b", file.read_text("utf-8", errors="replace"))
    }
    assert "docs/architecture.md" in {document for _, document in cited}
    names = {name for file in DOCUMENTS for name in (named(file), file.name)}
    assert {(file, document) for file, document in cited if document not in names} == set()


def test_the_architecture_has_a_row_for_every_room() -> None:
    text = read(HOME / "docs/architecture.md")
    rooms = {named(file) for file in (HOME / "bot").glob("*.py")}
    rooms |= {named(file.parent) for file in (HOME / "bot").glob("*/__init__.py")}
    rows = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    assert {room for room in rooms - {"bot/__init__.py"} if not re.search(rf"`{re.escape(room)}/?`", rows)} == set()


def test_the_architecture_has_a_row_for_every_file_of_matching() -> None:
    section = read(HOME / "docs/architecture.md").partition("| file of `bot/matching/` |")[2].partition("\n\n")[0]
    rows = {name for line in section.splitlines()[2:] for name in CODE.findall(line.split("|")[1])}
    assert rows == {file.stem for file in (HOME / "bot/matching").glob("*.py")} - {"__init__"}


def test_every_recipe_ends_with_a_command_that_tests_it() -> None:
    recipes = [part for part in read(HOME / "CONTRIBUTING.md").split("\n## ") if part.startswith("Add a ")]
    assert len(recipes) == 5
    for recipe in recipes:
        command = recipe.rstrip().splitlines()[-2]
        tested = re.findall(r"\btests/[\w/.]+", command)
        assert "-m pytest " in command
        assert tested


@pytest.mark.parametrize("file", DECISIONS, ids=named)
def test_every_decision_has_a_date_a_question_an_answer_and_a_price(file: Path) -> None:
    for title, text in decisions(file).items():
        found = DECISION.fullmatch(text.strip())
        assert found, title
        assert date.fromisoformat(found[1]).isoformat() == found[1], title
        assert text.count("**Date:**") == 1, title


@pytest.mark.parametrize("file", DECISIONS, ids=named)
def test_the_newest_decision_of_a_room_comes_first(file: Path) -> None:
    dates = re.findall(r"^\*\*Date:\*\* (\S+)", read(file), re.MULTILINE)
    assert dates
    assert dates == sorted(dates, reverse=True)


def test_every_room_with_decisions_is_in_their_index_and_no_decision_stands_twice() -> None:
    index = re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", read(HOME / "docs/decisions/README.md"), re.MULTILINE)
    titles = [title for file in DECISIONS for title in decisions(file)]
    assert sorted(index) == sorted(file.name for file in DECISIONS)
    assert len(titles) == len(set(titles))
