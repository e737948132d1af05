"""Variables of the environment, and of `.env`, that look like settings and are none: misspelled, or of another release.

names ─▶ ours? ─ no ─▶ like one of ours? ─▶ a Stray, with the nearest
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic_settings import DotEnvSettingsSource

from config.settings import Settings, variable

OWN_PREFIX = "JARSHY_"  #: nobody else names a variable so
ALIKE = 0.84  #: difflib's ratio from which another variable is one of ours misspelled
NEAR = 0.6  #: the same for one with our prefix, which is ours in any case
SHORTEST = 8  #: letters of a name of ours that another one may be like: PORT is like too many


@dataclass(frozen=True, kw_only=True)
class Stray:
    """A variable that nobody reads."""

    name: str
    nearest: str  #: the setting that may be meant; "": none is like it


def strays(names: Iterable[str]) -> list[Stray]:
    """Those of these variables that seem to be meant for us and are not read, in the order of their names."""
    known = [variable(field) for field in Settings.model_fields]
    given = {name.upper() for name in names}
    unset = [name for name in known if len(name) >= SHORTEST and name not in given]
    found = []
    for name in sorted(given - set(known)):
        own = name.startswith(OWN_PREFIX)
        near = _own(name, known) if own else next(iter(get_close_matches(name, unset, n=1, cutoff=ALIKE)), "")
        if own or near:
            found.append(Stray(name=name, nearest=near))
    return found


def _own(name: str, known: Iterable[str]) -> str:
    """The setting that a name with our prefix may mean, by what stands behind it: JARSHY_PORT is PORT; "": none."""
    by_rest = {each.removeprefix(OWN_PREFIX): each for each in known}
    near = get_close_matches(name.removeprefix(OWN_PREFIX), by_rest, n=1, cutoff=NEAR)
    return by_rest[near[0]] if near else ""


def variables() -> set[str]:
    """The names of all variables of the environment and of `.env`."""
    if not Path(".env").is_file():
        return set(os.environ)
    return set(os.environ) | set(DotEnvSettingsSource(Settings, env_file=".env", case_sensitive=True).env_vars)
