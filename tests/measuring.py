"""Which lines and branches the tests run: measured by each process that runs them, put together at the end.

    MEASURED_INTO=FOLDER pytest -n 4          each process writes what it ran into the folder
    python -m tests.measuring FOLDER …        one table of it all, and whether it is enough

What is imported is instrumented, and no more once it has run: the tests take a fifth longer by it, not twice as long as
with a tracer.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import slipcover

VARIABLE = "MEASURED_INTO"
ROOMS = ("bot", "handlers", "config")
EXCLUDED = ("if TYPE_CHECKING:", r"\.\.\.$")  #: lines that no test can run


class Measuring:
    """What one process runs, from the first import on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = slipcover.Slipcover(immediate=True, branch=True, source=list(ROOMS), exclude_also=list(EXCLUDED))
        matcher = slipcover.FileMatcher(sources=[Path(room).resolve() for room in ROOMS])
        slipcover.ImportManager(self._seen, matcher).__enter__()

    def write(self) -> None:
        """Leave what was run in the folder; each process that was forked from another leaves its own."""
        (self._folder / f"{os.getpid()}.json").write_text(json.dumps(self._seen.get_coverage()), encoding="utf-8")


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
    found = together(asked.folder)
    slipcover.print_coverage(found, skip_covered=True)
    pure = [name for name in found["files"] if any(fnmatch(name, each) for each in asked.pure.split(","))]
    lacking = [name for name in pure if found["files"][name]["summary"]["percent_covered"] < 100]
    whole = found["summary"]["percent_covered"]
    sys.stdout.write(f"\n{whole:.1f} % of all, {len(pure) - len(lacking)} of {len(pure)} pure files whole\n")
    for name in lacking:
        sys.stdout.write(f"not whole: {name}\n")
    return int(bool(lacking) or whole < asked.whole)


def together(folder: Path) -> dict[str, Any]:
    """What all processes ran."""
    first, *others = (json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json")))
    for other in others:
        slipcover.merge_coverage(first, other)
    return dict(first)


if __name__ == "__main__":
    sys.exit(main())
