"""The feeds that feedparser tests itself with: odd, broken and hostile ones from twenty years.

They are fetched through pip on first use, from wherever pip is told to look, and kept in `.cache`; they are not ours to
commit. `python -m tests.feeds` fetches them ahead.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

VERSION = "6.0.14"
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "feeds"
SUFFIXES = (".xml", ".z", ".gz", ".json", ".html")


def feedparser_feeds() -> Iterator[bytes]:
    """The bodies of all its test feeds."""
    with tarfile.open(_archive()) as archive:
        for member in archive:
            if member.isfile() and "/tests/" in member.name and member.name.endswith(SUFFIXES):
                file = archive.extractfile(member)
                assert file is not None
                yield file.read()


def _archive() -> Path:
    found = list(CACHE.glob("feedparser-*.tar.gz"))
    if not found:
        CACHE.mkdir(parents=True, exist_ok=True)
        options = [
            "--no-deps",
            "--no-binary",
            ":all:",
            "--no-build-isolation",
            "--disable-pip-version-check",
            "--quiet",
        ]
        wanted = [f"feedparser=={VERSION}", "--dest", str(CACHE)]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, *wanted], check=True)
        found = list(CACHE.glob("feedparser-*.tar.gz"))
    return found[0]


if __name__ == "__main__":
    print(f"{sum(1 for _ in feedparser_feeds())} feeds are there")
