"""Child processes of ours that answer through pipes: started, ended, killed; nothing is lost with one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

CLOSE_TIMEOUT = 3.0  #: seconds that a child has to end by itself

_HOME = Path(__file__).resolve().parents[1]


def apart(work: Callable[[], object]) -> bool:
    """Do it in a copy of this process, which keeps no memory of it; was it done? Only where no thread runs yet.

    What went wrong is not told: whoever does it again learns it.
    """
    if not hasattr(os, "fork"):
        return False
    if child := os.fork():
        return os.waitpid(child, 0)[1] == 0
    failed = 1
    try:
        work()
        failed = 0
    finally:
        os._exit(failed)  # neither returns nor raises: only one of the two goes on


async def start(
    module: str, *arguments: str, env: Mapping[str, str] | None = None, longest_line: int = 1 << 16
) -> asyncio.subprocess.Process:
    """Start `python -m module arguments…`; `env`: variables besides ours; `longest_line`: bytes that readline takes.

    Raises:
        OSError: the machine can't start another one.
    """
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=_HOME,  # so that `bot` can be imported, installed or not
        env=None if env is None else os.environ | dict(env),
        limit=longest_line,
    )


async def end(child: asyncio.subprocess.Process) -> None:
    """Close its input, at which it ends; kill it if it does not."""
    assert child.stdin is not None  # noqa: S101 - it was opened as a pipe
    child.stdin.close()
    try:
        await asyncio.wait_for(child.wait(), CLOSE_TIMEOUT)
    except TimeoutError:
        await kill(child)


async def kill(child: asyncio.subprocess.Process) -> int:
    """End it at once; returns its exit code."""
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    return await child.wait()
