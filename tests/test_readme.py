"""README and the other documents agree with the code."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

import bot
import handlers
from bot.i18n.translator import ENGLISH
from bot.intake.http import USER_AGENT
from bot.storage.engine import OLDEST_POSTGRESQL
from config.settings import Settings, variable
from tests import databases

HOME = Path(__file__).resolve().parents[1]
ROOTS = ("bot", "handlers", "config")
README = (HOME / "README.md").read_text(encoding="utf-8")
WORKFLOW = (HOME / ".github/workflows/check.yml").read_text(encoding="utf-8")
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def table(name: str) -> list[list[str]]:
    """The cells of the table between two markers, without its head."""
    found = re.search(rf"<!-- {name}:.*?-->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in found[1].strip().splitlines()[2:]]


def jobs() -> dict[str, str]:
    """The text of each job of CI, by its name."""
    parts = re.split(r"^  ([\w-]+):\n", WORKFLOW.partition("\njobs:\n")[2], flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_table_of_commands_is_the_registry() -> None:
    assert table("commands") == [[f"`/{spec.usage}`", ENGLISH(spec.summary)] for spec in handlers.COMMANDS]


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
    assert procfile.splitlines() == [
        f"{name}: python -m bot {command}"
        for name, command in (("release", "migrate"), ("web", "web"), ("worker", "worker"))
    ]


def test_ci_runs_the_one_gate_that_readme_names_and_the_pages_in_a_browser() -> None:
    assert "make check" in README
    assert "make browser" in README
    assert (HOME / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("\nmake check\nexec make browser")
    assert "run: .ci/run" in jobs()["check"]


def test_ci_runs_every_python_that_is_supported_and_the_oldest_postgresql() -> None:
    oldest, beyond = map(int, re.findall(r"3\.(\d+)", str(PROJECT["requires-python"])))
    assert f"python: {json.dumps([f'3.{minor}' for minor in range(oldest, beyond)])}" in jobs()["check"]
    assert f'postgresql: ["{OLDEST_POSTGRESQL}", ' in jobs()["postgresql"]
    assert databases.VARIABLE in jobs()["postgresql"]


def test_ci_has_one_gate_behind_all_its_jobs() -> None:
    needed = re.search(r"needs: \[(.*)\]", jobs()["all-green"])
    assert needed
    assert {*needed[1].split(", "), "all-green"} == set(jobs())
    assert "if: always()" in jobs()["all-green"], "what is skipped counts as good"


def test_ci_names_the_commit_of_every_action() -> None:
    actions = re.findall(r"uses: (.*)", WORKFLOW)
    assert actions
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in actions)


def test_the_version_is_said_in_one_place() -> None:
    assert "version" in PROJECT["dynamic"]
    assert "version" not in PROJECT
    files = [HOME / "pyproject.toml", *(file for root in ROOTS for file in (HOME / root).rglob("*.py"))]
    saying = [file for file in files if f'"{bot.__version__}"' in file.read_text(encoding="utf-8")]
    assert saying == [HOME / "bot/__init__.py"]
    assert f"/{bot.__version__} " in USER_AGENT
