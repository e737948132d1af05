"""What a process is called among those that share a database, and whether one of this machine is gone."""

from __future__ import annotations

import os
import secrets
import socket
from hashlib import sha256
from pathlib import Path

PROC = Path("/proc")
MAX_HOST_LENGTH = 40  #: characters of the host's name, which is there for people


def new_holder() -> str:
    """A name that no other worker has: host, process, its start, the machine, and some luck; at most 100 characters."""
    host = socket.gethostname()[:MAX_HOST_LENGTH].replace("/", "-")
    return f"{host}/{os.getpid()}/{_started(os.getpid())}/{_machine()}/{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """True only if it surely is: it ran on this machine, and its process is there no more.

    So a worker that is started again after kill -9 need not wait until its old leases run out.
    """
    _host, pid, started, machine, _luck = holder.split("/")
    if not machine or machine != _machine():
        return False
    try:
        os.kill(int(pid), 0)  # asks only whether it is there
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _started(int(pid)) not in ("", started)  # another process that was given the same number


def _machine() -> str:
    """This start of this machine, and our view of its processes; "" where the system does not tell."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return sha256(f"{boot} {(PROC / 'self/ns/pid').readlink()}".encode()).hexdigest()[:12]
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When a process was started, in the system's own measure; "dead" if it is, "" if the system does not tell."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "dead" if fields[0] in "ZX" else fields[19]
