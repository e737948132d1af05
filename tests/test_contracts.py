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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program's code, for planting violations."""
    for root in ROOTS:
        shutil.copytree(HOME / root, tmp_path / root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / ".importlinter", tmp_path)
    return tmp_path


def lint(folder: Path) -> str:
    """The output of lint-imports for a tree with a violation."""
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


def test_a_library_out_of_its_home_fails_whichever_it_is(copy: Path) -> None:
    libraries = [library for contract in contracts("protected") for library in contract["protected_modules"].split()]
    foreign = sorted(set(libraries) - {"handlers", "config", "structlog"})
    leases = copy / "bot/worker/leases.py"
    planted = "".join(f"import {library}\n" for library in foreign)
    leases.write_text(leases.read_text(encoding="utf-8") + planted, encoding="utf-8")
    output = lint(copy)
    assert {"sqlalchemy", "aiohttp", "telegram"} < set(foreign)
    for library in foreign:
        assert f"bot.worker.leases -> {library} " in output


def test_a_file_without_a_layer_fails_in_every_package(copy: Path) -> None:
    names = [package for package in packages(copy) if not package.startswith(ALIKE)]
    for package in names:
        (copy / package.replace(".", "/") / "another.py").write_text('"""Without a layer."""\n', encoding="utf-8")
    output = lint(copy)
    for package in names:
        assert f"{package}.another" in output


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("bot/matching/query.py", "import bot.storage.store", "Imports go downward only"),
        ("handlers/help.py", "import bot.platforms.terminal", "Handlers know no platform, and send nothing"),
        ("bot/intake/poll.py", "import config.settings", "Only what is started reads the settings"),
    ],
)
def test_an_import_that_goes_upward_fails(copy: Path, file: str, line: str, contract: str) -> None:
    changed = copy / file
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert re.search(rf"^{re.escape(contract)}.*BROKEN$", lint(copy), re.MULTILINE)


def test_every_library_that_the_program_needs_has_a_home() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=~!;]", needed)[0].strip().lower().replace("-", "_") for needed in project["dependencies"]}
    homes = {library for contract in contracts("protected") for library in contract["protected_modules"].split()}
    assert {IMPORTED_AS.get(name, name) for name in names} - UNSEEN <= homes
