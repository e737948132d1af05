"""Forked processes share the tests: each test runs once, and whatever goes wrong in one of them is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.sharing import LONGEST

HOME = Path(__file__).resolve().parents[1]
TESTS = """
import os, pytest

@pytest.mark.parametrize("number", range(40))
def test_number(number, tmp_path):
    os.system(f"echo said by {number}")
    with open("ran.txt", "a") as file:
        file.write(f"{number} {os.getpid()}\\n")
    assert number != 7
"""
GONE = """
import os

def test_gone():
    os._exit(3)
"""


ORDERED = """
import time

def test_takes_a_while():
    with open("began.txt", "a") as file:
        file.write(__file__ + "\\n")
    time.sleep(0.5)
"""


def shared(folder: Path, processes: int) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder in so many processes."""
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -q -rf\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.sharing", "--processes", str(processes)]
    environment = {"PYTHONPATH": str(HOME), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_test_runs_once_and_failures_and_lost_processes_are_reported(tmp_path: Path) -> None:
    (tmp_path / "test_few.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "test_gone.py").write_text(GONE, encoding="utf-8")
    found = shared(tmp_path, 3)
    ran = [line.split() for line in (tmp_path / "ran.txt").read_text().splitlines()]
    assert sorted(int(number) for number, _ in ran) == list(range(40))
    assert len({process for _, process in ran}) > 1
    assert found.returncode == 1
    assert "2 failed, 39 passed" in found.stdout
    assert "test_gone - its process ended" in found.stdout
    assert "said by 7" in found.stdout
    assert "said by 8" not in found.stdout + found.stderr


def test_files_whose_tests_are_long_are_begun_first_so_that_none_runs_on_alone(tmp_path: Path) -> None:
    longest = tmp_path / LONGEST[0]
    names = [*(longest.with_name(name) for name in ("test_a.py", "test_b.py", "test_c.py")), longest]
    longest.parent.mkdir()
    for name in names:
        name.write_text(ORDERED, encoding="utf-8")
    assert shared(tmp_path, 2).returncode == 0
    began = [Path(line) for line in (tmp_path / "began.txt").read_text().splitlines()]
    assert sorted(began) == sorted(names)
    assert longest in began[:2], "both processes take from the front"


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (HOME / "tests" / name).is_file()] == []
