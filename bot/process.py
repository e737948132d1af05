"""Names of worker processes that share a database, and whether one on this machine has ended."""

from __future__ import annotations

import os
import secrets
import socket
from hashlib import sha256
from pathlib import Path

PROC = Path("/proc")
MAX_HOST_LENGTH = 40  #: characters of the host name, which is only informative


def new_holder() -> str:
    """A unique name of this process: host/pid/start/machine/random, at most 100 characters."""
    host = socket.gethostname()[:MAX_HOST_LENGTH].replace("/", "-")
    return f"{host}/{os.getpid()}/{_started(os.getpid())}/{_machine()}/{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """Has this process certainly ended? True only if it ran on this machine and its pid is gone or reused.

    A worker that is restarted after kill -9 need not wait until its old leases expire.
    """
    _host, pid, started, machine, _random = holder.split("/")
    if not machine or machine != _machine():
        return False
    try:
        os.kill(int(pid), 0)  # only checks whether it exists
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _started(int(pid)) not in ("", started)  # another process reused the pid


def _machine() -> str:
    """A hash of this boot of the machine and our pid namespace; "" if the system does not say."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return sha256(f"{boot} {(PROC / 'self/ns/pid').readlink()}".encode()).hexdigest()[:12]
    except OSError:
        return ""


def _started(pid: int) -> str:
    """The start time of a process in clock ticks; "dead" if it has ended, "" if the system does not say."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "dead" if fields[0] in "ZX" else fields[19]
