"""The command line is made of its functions once for all calls in this process: that took most of a short call."""

from __future__ import annotations

from functools import cache

import typer.main
import typer.testing

setattr(typer.testing, "_get_command", cache(typer.main.get_command))  # noqa: B010 - it is not exported
