"""Names of worker processes, and whether one has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import process


def test_only_a_holder_that_has_surely_ended_is_gone() -> None:
    me = process.new_holder()
    host, pid, started, machine, luck = me.split("/")
    assert len(me) <= 100
    assert me != process.new_holder()
    assert not process.is_gone(me)
    assert process.is_gone(f"{host}/{pid}/{int(started) + 1}/{machine}/{luck}"), (
        "its number was given to another process"
    )
    assert not process.is_gone(f"{host}/{pid}/{int(started) + 1}/another/{luck}"), "unknown on another machine"
    assert not process.is_gone(f"{host}/{pid}/{int(started) + 1}//{luck}")
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert process.is_gone(f"{host}/{child.pid}/1/{machine}/{luck}"), (
        "it is dead, though its parent has not asked after it"
    )
    child.wait()
    assert process.is_gone(f"{host}/{child.pid}/1/{machine}/{luck}")


def test_without_proc_no_holder_is_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    host, pid, _started, machine, luck = process.new_holder().split("/")
    of_another_user = f"{host}/{pid}/1/{machine}/{luck}"

    def refused(_pid: int, _signal: int) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(os, "kill", refused)
        assert not process.is_gone(of_another_user)
    monkeypatch.setattr(process, "PROC", tmp_path)
    me = process.new_holder()
    assert me.split("/")[2:4] == ["", ""]
    assert not process.is_gone(me)
    assert not process.is_gone(of_another_user)
