"""Names of worker processes, and whether a process of this machine has ended."""

from __future__ import annotations

import os
import secrets
import socket
from hashlib import sha256
from pathlib import Path

PROC = Path("/proc")
MAX_HOST = 40  #: characters of the host's name, which is only informative


def new_holder() -> str:
    """A unique name: host, process id, its start time, the machine and a random part; at most 100 characters."""
    host = socket.gethostname()[:MAX_HOST].replace("/", "-")
    return f"{host}/{os.getpid()}/{_started(os.getpid())}/{_machine()}/{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """True only if it is certain: the holder ran on this machine, and its process has ended.

    So a worker that is restarted after kill -9 need not wait until its old leases expire.
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
    return _started(int(pid)) not in ("", started)  # another process with the same id


def _machine() -> str:
    """An id of this boot and PID namespace of the machine; "" if unknown."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return sha256(f"{boot} {(PROC / 'self/ns/pid').readlink()}".encode()).hexdigest()[:12]
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When a process was started, in clock ticks since boot; "dead" if it has ended, "" if unknown."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "dead" if fields[0] in "ZX" else fields[19]
