"""README and the other documents agree with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import handlers
from config.settings import Settings, variable

HOME = Path(__file__).resolve().parents[1]
README = (HOME / "README.md").read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """The cells of the table between two markers, without its head."""
    found = re.search(rf"<!-- {name}:.*?-->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in found[1].strip().splitlines()[2:]]


def test_the_table_of_commands_is_the_registry() -> None:
    assert table("commands") == [[f"`/{spec.usage}`", spec.summary] for spec in handlers.COMMANDS]


def test_every_usage_begins_with_its_name() -> None:
    assert all(spec.usage.split()[0] == spec.name for spec in handlers.COMMANDS)


def test_the_table_of_settings_is_what_the_environment_may_say() -> None:
    def shown(value: object) -> str:
        return f"`{value}`" if value else "not set"

    expected = [
        [f"`{variable(name)}`", shown(field.default), field.description]
        for name, field in Settings.model_fields.items()
    ]
    assert table("settings") == expected


def test_the_first_screen_names_the_two_commands() -> None:
    screen = "\n".join(README.splitlines()[:36])
    assert "make demo" in screen
    assert "make run" in screen
    assert "/follow AI" in screen


def test_the_example_of_an_environment_names_every_variable_and_sets_none() -> None:
    lines = (HOME / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line[1:].partition("=")[0] for line in lines if re.match(r"#[A-Z_]+=", line)}
    assert named == {variable(name) for name in Settings.model_fields}
    assert all(line.startswith("#") or not line for line in lines)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_a_document_links_to_is_there(name: str) -> None:
    text = (HOME / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (HOME / name).parent.joinpath(target).exists(), target
    for target in re.findall(r"`((?:bot|config|handlers|tests|docs)/[\w/.-]+)`", text):
        assert (HOME / target).exists(), target


def test_every_recipe_ends_with_a_command_that_tests_it() -> None:
    recipes = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(recipes) == 5
    for recipe in recipes:
        command = recipe.rstrip().splitlines()[-2]
        tested = re.findall(r"\btests/[\w/.]+", command)
        assert "-m pytest " in command
        assert tested
        assert all((HOME / path).exists() for path in tested), command


def test_the_glossary_names_every_noun_of_the_model() -> None:
    words = (HOME / "docs/glossary.md").read_text(encoding="utf-8")
    for noun in re.findall(r"^class (\w+)", (HOME / "bot/model.py").read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^\|[^|]*\b{noun}\b[^|]*\|", words, re.MULTILINE), noun


def test_decisions_are_dated_and_the_newest_comes_first() -> None:
    heads = re.findall(r"^## (.*)", (HOME / "docs/decisions.md").read_text(encoding="utf-8"), re.MULTILINE)
    dates = [head[:10] for head in heads]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d: .+", head) for head in heads)
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_place(name: str) -> None:
    text = (HOME / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    pins = [line for line in lines if not line.startswith(" ")]
    assert all(re.match(r"[\w.-]+==\S+ ", pin + " ") for pin in pins)
    assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}( \\)?", line) for line in lines if line.startswith(" "))
    assert "http" not in re.sub(r"http(core|x)|aiohttp", "", text)
    assert "file:/" not in text


def test_the_tools_are_pinned_on_top_of_the_same_runtime() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (HOME / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.txt") < pins("requirements-dev.txt")


def test_a_host_starts_commands_that_exist() -> None:
    procfile = (HOME / "Procfile").read_text(encoding="utf-8")
    assert procfile.splitlines() == ["release: python -m bot migrate", "worker: python -m bot worker"]


def test_ci_runs_the_one_gate_that_readme_names() -> None:
    assert "make check" in README
    assert (HOME / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("exec make check")
    assert ".ci/run" in (HOME / ".github/workflows/check.yml").read_text(encoding="utf-8")
