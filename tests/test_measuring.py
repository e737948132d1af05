"""What the tests run is measured whole, whichever process runs it, and at no price for what runs again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.measuring import ROOMS, VARIABLE, WHOLE

HOME = Path(__file__).resolve().parents[1]
COUNTED = """
def sign(number):
    if number < 0:
        return "-"
    for _ in range(number):
        pass
    return "+"

def never():
    return 1
"""
#: a fork runs the one branch, its parent the other one
FORKED = """
import os
from tests.measuring import begin

measuring = begin()
from bot import counted

if os.fork() == 0:
    counted.sign(-1)
    measuring.write()
    os._exit(0)
os.wait()
counted.sign(2)
measuring.write()
"""
AGAIN = """
import sys
from tests.measuring import begin

measuring = begin()
from bot import counted

def told(frame, event, arg):
    if event in ("call", "c_call"):
        print(frame.f_code.co_name if event == "call" else arg.__name__)

counted.sign(-1)
counted.sign(1)
sys.setprofile(told)
counted.sign(-1)
counted.sign(1)
sys.setprofile(None)
"""


def measured(folder: Path, code: str) -> str:
    for room in ROOMS:
        (folder / room).mkdir()
    (folder / "bot" / "__init__.py").touch()
    (folder / "bot" / "counted.py").write_text(COUNTED, encoding="utf-8")
    environment = {"PYTHONPATH": str(HOME), VARIABLE: str(folder)}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def test_what_forks_ran_is_put_together_and_what_nobody_ran_is_missing(tmp_path: Path) -> None:
    measured(tmp_path, FORKED)
    found = json.loads((tmp_path / WHOLE).read_text("utf-8"))["files"]["bot/counted.py"]
    assert found["executed_lines"] == [2, 3, 4, 5, 6, 7, 9]
    assert found["missing_lines"] == [10]
    assert found["executed_branches"] == [[3, 4], [3, 5], [5, 6], [5, 7]]
    assert found["missing_branches"] == []


def test_of_what_was_seen_nothing_is_called_again(tmp_path: Path) -> None:
    called = measured(tmp_path, AGAIN).split()
    assert called == ["sign", "sign", "setprofile"]
