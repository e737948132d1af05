"""Work in a copy of the process, which keeps no memory of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
ASKED = """
import sys
from bot.children import apart

def work():
    import colorsys
    open({file!r}, "a").write("done")
    {then}

print(apart(work), "colorsys" in sys.modules)
"""


@pytest.mark.parametrize(
    ("then", "told"), [("", "True False\n"), ("1 / 0", "False False\n"), ("sys.exit(0)", "False False\n")]
)
def test_what_is_done_apart_is_done_once_and_leaves_nothing_in_memory(then: str, told: str, tmp_path: Path) -> None:
    """In a process of its own: in one with threads, as that of the tests may be, nothing is to be copied."""
    asked = ASKED.format(file=str(tmp_path / "file"), then=then)
    shown = subprocess.run([sys.executable, "-c", asked], cwd=HOME, capture_output=True, text=True, check=True)
    assert shown.stdout == told
    assert (tmp_path / "file").read_text() == "done"
    assert shown.stderr == ""
