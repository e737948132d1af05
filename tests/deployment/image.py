"""The image without a Docker engine: the lines of the Dockerfile are followed in a folder, and so a wrong path fails.

Of the build stage every line; of the second all but its user and the system's packages, for which root is needed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.test_packaging import HOME, instructions, of

NOBODY = 10001  #: the uid of the image
PLACES = re.compile(r"(?<![\w.:])/(jarshy|wheels|source|data)\b")  #: folders of the image that are none of this machine


@dataclass(frozen=True, kw_only=True)
class Image:
    """What the Dockerfile makes."""

    #: the folder that stands for its root
    root: Path
    #: variables that it sets
    environment: dict[str, str]
    #: who runs it; None: as whom the tests run, who is not root
    user: int | None

    def there(self, text: str) -> str:
        """The text with paths of the image as paths of this machine."""
        return PLACES.sub(lambda found: f"{self.root}{found[0]}", text)

    @property
    def data(self) -> Path:
        """The only folder that can be written."""
        return self.root / "data"

    @property
    def health(self) -> list[str]:
        """The command of its health check."""
        (line,) = of("HEALTHCHECK")
        command: list[str] = json.loads(line.partition("CMD ")[2])
        return command


def build(root: Path) -> Image:
    """Follow the Dockerfile; the folder is empty and can be entered by everybody."""
    image = Image(root=root, environment={}, user=NOBODY if os.geteuid() == 0 else None)
    context, python = root / "context", _python(image.user)
    _send(context)
    place, stage = Path("/"), 0
    for instruction, rest in instructions():
        if instruction == "FROM":
            stage += 1
        elif instruction == "WORKDIR":
            place = root / rest.strip("/")
            place.mkdir(exist_ok=True)
        elif instruction == "COPY" and "--from=" not in rest:
            _copy(context, rest.split(), place)
        elif instruction == "RUN" and stage == 1:
            command = re.sub(r"(?<!\S)python(?!\S)", python, image.there(rest))
            subprocess.run(command, shell=True, cwd=place, env=_bare(root), check=True)
        elif instruction == "ENV":
            for name, value in re.findall(r"(\w+)=(\S+)", image.there(rest)):
                image.environment[name] = value.replace("$PATH", os.defpath)
    shutil.rmtree(root / "source")
    shutil.rmtree(context)
    if image.user is not None:
        os.chown(image.data, image.user, image.user)
    return image


def _python(user: int | None) -> str:
    """A Python that this user can start: one in the home of root is out of reach."""
    for path in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        try:
            subprocess.run([path, "-c", "import ensurepip, sqlite3, ssl"], user=user, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return path
    raise RuntimeError("no Python that nobody special can start")


def _send(context: Path) -> None:
    """What .dockerignore lets through."""
    lines = (HOME / ".dockerignore").read_text(encoding="utf-8").splitlines()
    context.mkdir()
    for name in (line[1:] for line in lines if line.startswith("!")):
        if (HOME / name).is_dir():
            shutil.copytree(HOME / name, context / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(HOME / name, context / name)


def _copy(context: Path, names: list[str], place: Path) -> None:
    *sources, target = names
    for name in sources:
        if (context / name).is_dir():
            shutil.copytree(context / name, place / target, dirs_exist_ok=True)
        else:
            shutil.copy(context / name, place / target)


def _bare(root: Path) -> dict[str, str]:
    """An environment with an empty home; how packages are reached is the machine's business."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_")) or name == "PATH"}
    (root / "home").mkdir(exist_ok=True)
    return {**kept, "HOME": str(root / "home")}
