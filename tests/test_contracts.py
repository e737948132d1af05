"""The contracts of .importlinter have no gaps: a planted violation of each kind fails."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
ROOTS = ("bot", "handlers", "config")
RULES = configparser.ConfigParser()
RULES.read(HOME / ".importlinter", encoding="utf-8")
#: libraries that no file imports: a driver that SQLAlchemy loads, data, and what another library needs
UNSEEN = {"psycopg", "tzdata", "lxml_html_clean"}
#: packages whose files are all alike, so that none of them has a layer
ALIKE = ("bot.storage.migrations", "bot.i18n.catalogue")
#: import names that differ from the distribution's
IMPORTED_AS = {"python_telegram_bot": "telegram", "backports.zstd": "backports", "pillow": "PIL"}


def contracts(kind: str) -> list[configparser.SectionProxy]:
    return [RULES[name] for name in RULES.sections() if RULES[name].get("type") == kind]


def packages(folder: Path) -> Iterator[str]:
    """The packages of a tree, by their import name."""
    for root in ROOTS:
        for init in (folder / root).rglob("__init__.py"):
            yield ".".join(init.parent.relative_to(folder).parts)


UPWARD = (
    ("bot/matching/query.py", "bot.storage.store", "Imports go downward only"),
    ("handlers/help.py", "bot.platforms.terminal", "Handlers know no platform, and send nothing"),
    ("bot/intake/poll.py", "config.settings", "Only what is started reads the settings"),
)


def foreign() -> list[str]:
    """The libraries that the tables of leases have no business with: all that have a home."""
    libraries = {library for contract in contracts("protected") for library in contract["protected_modules"].split()}
    return sorted(libraries - {"handlers", "config", "structlog"})


def layered(folder: Path) -> list[str]:
    return [package for package in packages(folder) if not package.startswith(ALIKE)]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What lint-imports says of a copy of the program's code with a violation of each kind; each is named there."""
    copy = tmp_path_factory.mktemp("copy")
    for root in ROOTS:
        shutil.copytree(HOME / root, copy / root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / ".importlinter", copy)
    for package in layered(copy):
        (copy / package.replace(".", "/") / "another.py").write_text('"""Without a layer."""\n', encoding="utf-8")
    planted = (*(("bot/worker/leases.py", library) for library in foreign()), *(each[:2] for each in UPWARD))
    for file, imported in planted:
        with (copy / file).open("a", encoding="utf-8") as code:
            code.write(f"\nimport {imported}\n")
    return lint(copy)


def lint(folder: Path) -> str:
    """The output of lint-imports for a tree with violations."""
    ended = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    return ended.stdout


def test_a_library_out_of_its_home_fails_whichever_it_is(said: str) -> None:
    assert {"sqlalchemy", "aiohttp", "telegram"} < {*foreign()}
    for library in foreign():
        assert f"bot.worker.leases -> {library} " in said


def test_a_file_without_a_layer_fails_in_every_package(said: str) -> None:
    for package in layered(HOME):
        assert f"{package}.another" in said


@pytest.mark.parametrize(("file", "imported", "contract"), UPWARD)
def test_an_import_that_goes_upward_fails(said: str, file: str, imported: str, contract: str) -> None:
    assert re.search(rf"^{re.escape(contract)}.*BROKEN$", said, re.MULTILINE)
    broken = re.search(rf"^{re.escape(contract)}[^\n]*\n-+\n(.*?)(?=^-{{5,}}$|\Z)", said, re.MULTILINE | re.DOTALL)
    assert broken is not None
    module = file.removesuffix(".py").replace("/", ".")
    assert f"{module} -> {imported} " in broken[1]


def test_every_library_that_the_program_needs_has_a_home() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=~!;]", needed)[0].strip().lower().replace("-", "_") for needed in project["dependencies"]}
    homes = {library for contract in contracts("protected") for library in contract["protected_modules"].split()}
    assert {IMPORTED_AS.get(name, name) for name in names} - UNSEEN <= homes
