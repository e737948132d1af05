"""The machine: clock, time zones, disk, memory, and whether the child process starts."""

from __future__ import annotations

import shutil
import tempfile
import zoneinfo
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from bot.answers.health import is_nearly_full
from bot.cli.checks.finding import Finding, size, well, wrong
from bot.errors import ParseError
from bot.i18n.catalogue import check as texts
from bot.intake.reader import Reader
from bot.model import DiskSpace, Source, Way
from config.settings import Settings

CLOCK_LIMIT = timedelta(seconds=5)  #: how far the clock may be off
ZONE = Settings.model_fields["jarshy_timezone"].default  #: Asia/Almaty
ALMATY = timedelta(hours=5)  #: of the whole of Kazakhstan since 2024-03-01
MEMORY_LIMIT = 100_000_000  #: bytes free, below which a child process may be killed
MEMORY_FILES = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current"))
MEMINFO = Path("/proc/meminfo")

_SMALLEST = b'<rss version="2.0"><channel><title>A</title><item><title>B</title><guid>1</guid></item></channel></rss>'
_NOWHERE = "http://127.0.0.1/"


def clock(ahead: Sequence[timedelta]) -> Finding:
    """The clock, by how far it is ahead of each server that answered: one of them may be wrong, most are not."""
    if not ahead:
        return well("clock", texts.CLOCK_UNKNOWN)
    seconds = median(each.total_seconds() for each in ahead)
    if abs(seconds) > CLOCK_LIMIT.total_seconds():
        text = texts.CLOCK_AHEAD if seconds > 0 else texts.CLOCK_BEHIND
        return wrong("clock", text, texts.FIX_CLOCK, seconds=f"{abs(seconds):.0f}")
    return well("clock", texts.CLOCK_GOOD, count=len(ahead), number=str(len(ahead)))


def zones(now: datetime) -> Finding:
    """Are the zones those that are pinned, which know that Kazakhstan has one zone?"""
    try:
        release = version("tzdata")
    except PackageNotFoundError:
        release = "-"
    try:
        offset = now.astimezone(zoneinfo.ZoneInfo(ZONE)).utcoffset() or timedelta(0)
    except zoneinfo.ZoneInfoNotFoundError:
        return wrong("zones", texts.ZONES_WRONG, texts.FIX_ZONES, version=release, offset="?")
    if offset != ALMATY:
        hours = f"{offset / timedelta(hours=1):+g}"
        return wrong("zones", texts.ZONES_WRONG, texts.FIX_ZONES, version=release, offset=hours)
    return well("zones", texts.ZONES, version=release)


def disks(folder: Path | None) -> Iterator[Finding]:
    """The disks of the database's file, if it is one, and of temporary files."""
    folders = {} if folder is None else {_device(folder): folder}
    try:
        temporary = Path(tempfile.gettempdir())
        folders.setdefault(_device(temporary), temporary)
    except FileNotFoundError:
        yield wrong("disk", texts.NO_TEMPORARY, texts.FIX_NO_TEMPORARY)
    for each in folders.values():
        try:
            used = shutil.disk_usage(each)
        except OSError:
            continue  # the check of the database says that there is no such folder
        yield disk(each, used.free, used.total)


def disk(folder: Path, free: int, total: int) -> Finding:
    """A disk by its free and all of its bytes."""
    if is_nearly_full(DiskSpace(free=free, total=total)):
        return wrong("disk", texts.DISK_FULL, texts.FIX_DISK, folder=str(folder), free=size(free))
    return well("disk", texts.DISK, folder=str(folder), free=size(free))


def _device(folder: Path) -> int:
    try:
        return folder.stat().st_dev
    except OSError:
        return -1


def memory(free: int | None) -> Iterator[Finding]:
    """The memory that is free, in bytes; None: the system does not say."""
    if free is None:
        return
    if free < MEMORY_LIMIT:
        yield wrong("memory", texts.MEMORY_LOW, texts.FIX_MEMORY, free=size(free))
    else:
        yield well("memory", texts.MEMORY, free=size(free))


def free_memory(meminfo: Path = MEMINFO, limits: tuple[Path, Path] = MEMORY_FILES) -> int | None:
    """What the machine and our container leave, in bytes; None: neither says."""
    left = []
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
        left += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    except (OSError, ValueError, IndexError):
        pass
    try:
        most, used = (int(file.read_text(encoding="ascii")) for file in limits)
        left.append(max(most - used, 0))
    except (OSError, ValueError):
        pass  # no container, or one without a limit
    return min(left, default=None)


async def child(reader: Reader) -> Finding:
    """Have the smallest feed read in the child process."""
    way = Way(url=_NOWHERE)
    source = Source(key="check", name="check", language="en", ways=(way,))
    try:
        await reader.listing(_SMALLEST, source, way, _NOWHERE, now=datetime.now(UTC))
    except ParseError as error:
        return wrong("reader", texts.CHILD_FAILS, texts.FIX_CHILD, error=error.phrase)
    except OSError as error:
        return wrong("reader", texts.CHILD_FAILS, texts.FIX_CHILD, error=error.strerror or str(error))
    return well("reader", texts.CHILD_STARTS)
