"""Forked processes share the tests: each test runs once, and whatever goes wrong in one of them is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def test_every_test_runs_once_and_failures_and_lost_processes_are_reported(tmp_path: Path) -> None:
    (tmp_path / "test_few.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "test_gone.py").write_text(GONE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q -rf -p no:hypothesispytest\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.sharing", "--processes", "3"]
    found = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False
    )
    ran = [line.split() for line in (tmp_path / "ran.txt").read_text().splitlines()]
    assert sorted(int(number) for number, _ in ran) == list(range(40))
    assert len({process for _, process in ran}) > 1
    assert found.returncode == 1
    assert "2 failed, 39 passed" in found.stdout
    assert "test_gone - its process ended" in found.stdout
    assert "said by 7" in found.stdout
    assert "said by 8" not in found.stdout + found.stderr
