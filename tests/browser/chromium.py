"""Finds the Chromium that the tests of pages drive, and installs it where that is possible: make browser.

`python -m tests.browser.chromium` says in one line what is missing, if it can do nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The tests of pages need Chromium: install it (Debian: apt-get install chromium), or name it: make browser "
    "CHROMIUM=/path/to/chromium"
)


def find() -> str | None:
    """The path of the one that CHROMIUM names, or of the first that is installed."""
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """By Debian's packages, as root; where that is not possible nothing happens."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], check=False, stdout=subprocess.DEVNULL, env=environment)


def main() -> int:
    """Have one installed; returns the exit code."""
    if find() is None:
        install()
    if find() is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
