"""The database: can it be used, are its tables those of this release, is it damaged? Nothing is changed, nor migrated.

examine ─▶ a usable Store? ─▶ what it owes (owed.py)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.checks.finding import Finding, size, well, wrong
from bot.cli.checks.owed import owed
from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import check as texts
from bot.i18n.text import Phrase
from bot.model import Source, WayState
from bot.storage.store import Installed, SchemaState, Soundness, Store, examine, safe_url
from config.settings import Settings

ABOUT = "database"
CHECK_TIME = 3.0  #: seconds for looking through a file
WAL_LIMIT = 1_000_000_000  #: bytes: from here on the log of SQLite does not come from a large transaction


@dataclass(frozen=True, kw_only=True)
class DatabaseLook:
    """What was found, and what other parts of the check need of it."""

    findings: tuple[Finding, ...]
    usable: bool = False
    workers: int = 0  #: that run now
    approved: tuple[Source, ...] = ()  #: sources that operators approved
    gone: tuple[WayState, ...] = ()  #: ways that are not asked any more
    folder: Path | None = None  #: of SQLite's file
    switched_off: frozenset[str] = frozenset()  #: keys of sources, by operators
    workspaces: tuple[Installed, ...] = ()  #: of Slack, those that removed the app too


def look(settings: Settings, now: datetime) -> DatabaseLook:
    """Look at the database; never raises for what is wrong with it."""
    url = safe_url(settings.database_url)
    try:
        found = examine(settings.database_url, time_limit=CHECK_TIME)
        state = tuple(soundness(found, url))
        if found.schema is not SchemaState.CURRENT or found.faults or not found.writable:
            return DatabaseLook(findings=state, folder=found.folder)
        return _inside(settings, state, found.folder, now)
    except StatedProblem as problem:
        return DatabaseLook(findings=(wrong(ABOUT, problem.phrase),))
    except StorageError as error:
        return DatabaseLook(findings=(not_now(url, error),))


def not_now(url: str, error: StorageError) -> Finding:
    """The database is locked, full or away."""
    return wrong(ABOUT, texts.DATABASE_NOT_NOW, texts.FIX_NOT_NOW, url=url, error=error.phrase)


def _inside(settings: Settings, state: tuple[Finding, ...], folder: Path | None, now: datetime) -> DatabaseLook:
    with closing(Store.open(settings.database_url)) as store:
        store.outbox.check_writable()
        workers = store.leases.count_workers()
        return DatabaseLook(
            findings=(*state, *owed(store, settings, now, workers)),
            usable=True,
            folder=folder,
            workers=workers,
            approved=tuple(store.proposals.approved()),
            switched_off=store.switches.switched_off(),
            workspaces=tuple(store.inspection.workspaces()),
            gone=tuple(way for way in store.sources.ways() if way.gone_at is not None),
        )


def soundness(found: Soundness, url: str) -> Iterator[Finding]:
    """What is to be said of a database as it is."""
    if found.in_memory:
        yield wrong(ABOUT, texts.IN_MEMORY, texts.FIX_IN_MEMORY, url=url)
        return
    if found.folder is not None and not found.folder.is_dir():
        yield wrong(ABOUT, texts.NO_FOLDER, texts.FIX_NO_FOLDER, url=url, folder=str(found.folder))
        return
    if not found.writable:
        fix = texts.FIX_READ_ONLY if found.postgresql else texts.FIX_NOT_WRITABLE
        yield wrong(ABOUT, texts.NOT_WRITABLE, fix, url=url)
    for fault in found.faults:
        yield wrong(ABOUT, texts.DAMAGED, texts.FIX_DAMAGED, url=url, fault=fault)
    if not found.faults:
        yield _tables(found, url)
    if found.wal > WAL_LIMIT:
        yield wrong(ABOUT, texts.WAL_LARGE, texts.FIX_WAL_LARGE, url=url, size=size(found.wal))
    if not found.faults and not found.postgresql and found.size:
        yield _looked_through(found, url)


def _looked_through(found: Soundness, url: str) -> Finding:
    if found.checked:
        return well(ABOUT, texts.LOOKED_THROUGH, url=url)
    return well(ABOUT, texts.NOT_LOOKED_THROUGH, url=url, seconds=f"{CHECK_TIME:g}")


def _tables(found: Soundness, url: str) -> Finding:
    stands = {"url": url, "revision": found.revision, "newest": found.newest}
    if found.schema is SchemaState.NEWER:
        return wrong(ABOUT, Phrase(texts.NEWER, stands), texts.FIX_NEWER)
    if found.schema is SchemaState.BEHIND:
        return well(ABOUT, Phrase(texts.BEHIND, stands))
    if found.schema is SchemaState.ABSENT:
        there = found.postgresql or found.size
        return well(ABOUT, texts.NO_TABLES if there else texts.NO_DATABASE, url=url)
    about = {"version": found.version, "size": size(found.size), "revision": found.revision}
    if found.postgresql:
        return well(ABOUT, Phrase(texts.POSTGRESQL, about))
    return well(ABOUT, Phrase(texts.SQLITE, about | {"wal": size(found.wal)}))
