"""Imports without what a library takes along if it is installed, and we never use: it costs memory in every process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(module: str) -> Iterator[None]:
    """Meanwhile a module that was not imported yet is as if it were not installed."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # so that an import of it raises ImportError
    try:
        yield
    finally:
        del sys.modules[module]
