"""Which lines and branches the tests run: measured by each process that runs them, put together by the first of them.

    MEASURED_INTO=FOLDER pytest …             each fork leaves in the folder what it ran, the first process all of it
    python -m tests.measuring FOLDER …        a table of it, and whether it is enough

What is imported is instrumented, and no more once it has run: `tests/probes.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sys
from fnmatch import fnmatch
from pathlib import Path

import slipcover

from tests import probes

VARIABLE = "MEASURED_INTO"
ROOMS = ("bot", "handlers", "config")
EXCLUDED = ("if TYPE_CHECKING:", r"\.\.\.$")  #: lines that no test can run
WHOLE = "whole.json"  #: in the folder


class Measuring:
    """What one process and its forks run, from the first import on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = os.getpid()
        self._probes = probes.Slipcover(immediate=True, branch=True, source=list(ROOMS), exclude_also=list(EXCLUDED))
        matcher = slipcover.FileMatcher(sources=[Path(room).resolve() for room in ROOMS])
        slipcover.ImportManager(self._probes, matcher).__enter__()

    def write(self) -> None:
        """A fork leaves what it has seen; the first process ends after all of them, and tells what there was to see."""
        if (process := os.getpid()) != self._first:
            (self._folder / f"{process}.seen").write_bytes(pickle.dumps(self._probes.seen()))
            return
        for file in self._folder.glob("*.seen"):
            self._probes.add(pickle.loads(file.read_bytes()))
        (self._folder / WHOLE).write_text(json.dumps(self._probes.get_coverage()), encoding="utf-8")


def begin() -> Measuring | None:
    """Measure from now on if the environment says where to; to be called before anything else is imported."""
    folder = os.environ.get(VARIABLE)
    return Measuring(Path(folder)) if folder else None


def main() -> int:
    """The table of all files; 1 where it is not enough."""
    parser = argparse.ArgumentParser(prog="python -m tests.measuring")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--whole", type=float, default=0.0, help="percent of all rooms that must be run")
    parser.add_argument("--pure", default="", help="patterns of files, by commas, of which everything must be run")
    asked = parser.parse_args()
    found = json.loads((asked.folder / WHOLE).read_text("utf-8"))
    slipcover.print_coverage(found, skip_covered=True)
    pure = [name for name in found["files"] if any(fnmatch(name, each) for each in asked.pure.split(","))]
    lacking = [name for name in pure if found["files"][name]["summary"]["percent_covered"] < 100]
    whole = found["summary"]["percent_covered"]
    sys.stdout.write(f"\n{whole:.1f} % of all, {len(pure) - len(lacking)} of {len(pure)} pure files whole\n")
    for name in lacking:
        sys.stdout.write(f"not whole: {name}\n")
    return int(bool(lacking) or whole < asked.whole)


if __name__ == "__main__":
    sys.exit(main())
