"""The built wheel, installed as people install it: into an environment of its own, outside of the source tree.

`make wheel` builds it and runs this file. `make test` does not: an environment is made here from nothing, which takes
longer than all that is asked of it.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import bot

HOME = Path(__file__).resolve().parents[1]
PACKAGES = {"bot", "config", "handlers"}
LARGEST = 2 << 20  #: bytes
#: tests of what needs files beside the code, or starts the program again
ROOMS = ("cli", "config", "demo", "intake", "storage/test_migrations.py", "stories/test_three_languages.py")
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>A</title>
<item><title>Aktau port grows</title><link>http://127.0.0.1/a_1.html</link><guid>1</guid></item></channel></rss>"""


@pytest.fixture(scope="module")
def wheel() -> Path:
    """The one that `make wheel` has built."""
    (built,) = (HOME / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh environment that holds the wheel and the locked requirements."""
    environment = tmp_path_factory.mktemp("fresh")
    venv.create(environment, with_pip=True)
    pip = [str(environment / "bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(HOME / "requirements.txt")], check=True)
    subprocess.run([*pip, "install", "--no-deps", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)
    return environment / "bin"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Path]:
    """A sources file with one feed, which a server on loopback publishes."""
    (tmp_path / "published").mkdir()
    (tmp_path / "published/feed.xml").write_text(FEED, encoding="utf-8")
    publish = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "published"))
    with ThreadingHTTPServer(("127.0.0.1", 0), publish) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        feed = f"http://127.0.0.1:{server.server_port}/feed.xml"
        file = tmp_path / "mine.toml"
        file.write_text(f'[[source]]\nkey = "a"\nname = "A"\nlanguage = "en"\nfeed = "{feed}"\n', encoding="utf-8")
        yield file
        server.shutdown()
        thread.join()


def ended(command: list[str], folder: Path, **environment: str) -> str:
    """What a program prints that ends well, in an empty folder, with an empty home and nobody at the keyboard."""
    (folder / "home").mkdir(exist_ok=True)
    run = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder / "home"), "COLUMNS": "120", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    return run.stdout


def test_the_wheel_holds_every_file_of_the_three_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=HOME, capture_output=True, text=True, check=True)
    assert names == set(listed.stdout.splitlines())
    assert wheel.stat().st_size < LARGEST


def test_the_installed_program_has_the_version_and_the_commands_of_this_code(installed: Path, tmp_path: Path) -> None:
    assert ended([str(installed / "jarshy"), "--version"], tmp_path) == f"jarshy {bot.__version__}\n"
    shown = ended([str(installed / "jarshy"), "--help"], tmp_path)
    for file in (HOME / "bot/cli").glob("*.py"):
        for name in re.findall(r'^"""`python -m bot (\w+)', file.read_text(encoding="utf-8")):
            assert re.search(rf"^│ {name} ", shown, re.MULTILINE), name


def test_nothing_is_imported_from_the_source_tree(installed: Path, tmp_path: Path) -> None:
    where = "import bot, config, handlers; print(bot.__file__, config.__file__, handlers.__file__, sep='\\n')"
    files = ended([str(installed / "python"), "-c", where], tmp_path).splitlines()
    assert len(files) == len(PACKAGES)
    assert all(Path(file).is_relative_to(installed.parent) for file in files)


def test_migrate_makes_the_database_and_check_finds_nothing_wrong(
    installed: Path, tmp_path: Path, source: Path
) -> None:
    ended([str(installed / "jarshy"), "migrate"], tmp_path)
    assert (tmp_path / "jarshy.db").stat().st_size > 0
    assert "mine.toml" not in ended([str(installed / "jarshy"), "check"], tmp_path, JARSHY_SOURCES=str(source))


def test_the_demo_shows_alerts_and_ends(installed: Path, tmp_path: Path) -> None:
    assert "🔔" in ended([str(installed / "jarshy"), "demo"], tmp_path)


def test_the_tests_of_what_lies_beside_the_code_pass_on_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "wheel")
    shutil.copytree(HOME / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    if (HOME / ".cache").is_dir():  # feedparser's feeds
        (tmp_path / ".cache").symlink_to(HOME / ".cache")
    tests = [f"tests/{room}" for room in ROOMS]
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-n", "2", *tests]
    ended(pytest_, tmp_path, PATH=os.environ["PATH"], PYTHONPATH=str(tmp_path / "wheel"))
