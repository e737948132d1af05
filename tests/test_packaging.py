"""What carries the program to a host names what is there: image, compose, Kubernetes, systemd, Procfile, the wheel.

Nothing is built here; `make deployment` tries what docs/deployment.md says.
"""

from __future__ import annotations

import fnmatch
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

import bot
from bot.__main__ import app
from config.settings import Settings, variable

HOME = Path(__file__).resolve().parents[1]
DOCKERFILE = (HOME / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted((HOME / "deploy").glob("*.service"))
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]
VARIABLES = {variable(name) for name in Settings.model_fields}
#: of Python, the shell and the image of PostgreSQL
OTHERS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
FOR_POSTGRESQL = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
HADOLINT = shutil.which("hadolint", path=str(HOME / ".venv/bin")) or shutil.which("hadolint")
#: what each unit must say for the hardening that docs/deployment.md promises
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "SystemCallFilter": "@system-service",
    "MemoryDenyWriteExecute": "yes",
    "UMask": "0077",
}


def instructions(text: str = DOCKERFILE) -> list[tuple[str, str]]:
    """(instruction, arguments) of a Dockerfile, in its order; lines that go on are one."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in whole.splitlines())]


def of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HOME / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def services() -> dict[str, dict[str, Any]]:
    """Those that run Jarshy."""
    return {name: each for name, each in compose()["services"].items() if name != "database"}


def kubernetes() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((HOME / "deploy/kubernetes.yaml").read_text(encoding="utf-8")))


def pods() -> dict[str, dict[str, Any]]:
    """The specification of the pods of each Deployment."""
    found = [each for each in kubernetes() if each["kind"] == "Deployment"]
    return {each["metadata"]["name"]: each["spec"]["template"]["spec"] for each in found}


def unit(file: Path) -> dict[str, list[str]]:
    """The values of each key of a unit, in their order."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Z]\w+=", line):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


# ------------------------------------------------------------------------------------------------------- the image


@pytest.mark.skipif(HADOLINT is None, reason="its wheel is for Linux on x86-64 only")
def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert HADOLINT is not None
    ran = subprocess.run([HADOLINT, str(HOME / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_the_image_runs_as_nobody_special_and_its_health_is_looked_at() -> None:
    assert of("USER") == ["10001:10001"]
    assert of("ENTRYPOINT") == ['["jarshy"]']
    (command,) = of("CMD")
    assert set(yaml.safe_load(command)) <= COMMANDS
    (health,) = of("HEALTHCHECK")
    assert "/healthz" in health
    assert of("STOPSIGNAL") == ["SIGTERM"]
    assert of("WORKDIR")[-1] == "/data"


def test_both_stages_have_the_same_python_in_a_line_that_is_supported() -> None:
    images = {image.partition(" ")[0] for image in of("FROM")}
    assert len(images) == 1
    minor = re.fullmatch(r"python:3\.(\d+)-slim-\w+", images.pop())
    assert minor
    assert f'"3.{minor[1]}"' in (HOME / ".github/workflows/check.yml").read_text(encoding="utf-8")


def test_what_the_image_installs_is_pinned_by_its_hashes() -> None:
    installs = [each for run in of("RUN") for each in run.split("&&") if "pip install" in each]
    assert all("--require-hashes" in each or "--no-deps /wheels/" in each for each in installs)
    assert len(installs) == 2


def test_the_image_sets_variables_that_exist() -> None:
    named = {name for line in of("ENV") for name in re.findall(r"(\w+)=", line.replace("://", ""))}
    assert named <= VARIABLES | OTHERS


def test_what_the_image_copies_is_there_and_nothing_else_is_sent_to_its_builder() -> None:
    copied = {name for line in of("COPY") if not line.startswith("--from") for name in line.split()[:-1]}
    lines = (HOME / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    assert all((HOME / name).exists() for name in copied)


def test_the_image_has_all_that_the_wheel_is_built_from() -> None:
    copied = " ".join(of("COPY"))
    project = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r"^packages = \[(.*)\]\n\n\[tool\.ruff\]", project, re.MULTILINE)
    assert packages
    needed = [*re.findall(r'"(\w+)"', packages[1]), "pyproject.toml", "README.md", "LICENSE"]
    assert [name for name in needed if name not in copied] == []


# --------------------------------------------------------------------------------------------------------- compose


def test_compose_starts_commands_that_exist_with_variables_that_exist() -> None:
    assert {tuple(each["command"]) for each in services().values()} == {("migrate",), ("web",), ("worker",)}
    for each in services().values():
        assert set(each["command"]) <= COMMANDS
        assert set(each["environment"]) <= VARIABLES
    assert set(compose()["services"]["database"]["environment"]) == FOR_POSTGRESQL


def test_compose_has_a_web_app_and_two_workers_beside_one_database_of_a_major_version() -> None:
    assert services()["worker"]["deploy"]["replicas"] == 2
    assert re.fullmatch(r"postgres:\d+(-\w+)?", compose()["services"]["database"]["image"])


def test_the_pg_dump_of_the_image_is_not_older_than_the_database_of_compose() -> None:
    client = re.search(r"postgresql-client-(\d+)", " ".join(of("RUN")))
    server = re.match(r"postgres:(\d+)", compose()["services"]["database"]["image"])
    assert client
    assert server
    assert int(client[1]) >= int(server[1])
    assert f"/usr/lib/postgresql/{client[1]}/bin" in " ".join(of("ENV"))


def test_compose_writes_nowhere_gains_nothing_and_waits_for_the_database() -> None:
    for each in services().values():
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in each["security_opt"]
    assert services()["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name in ("web", "worker"):
        assert services()[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert "healthcheck" not in services()["web"], "the image's own, which asks its web app"
    assert all(port.startswith("127.0.0.1:") for port in services()["web"]["ports"])


# ------------------------------------------------------------------------------------------------------ Kubernetes


def test_kubernetes_starts_commands_that_exist_of_a_release_that_is_named() -> None:
    assert set(pods()) == {"jarshy-worker", "jarshy-web"}
    for name, pod in pods().items():
        (container,) = pod["containers"]
        assert container["args"] == [name.removeprefix("jarshy-")]
        assert set(container["args"]) <= COMMANDS
        assert {each["name"] for each in container["env"]} <= VARIABLES
        assert container["image"].endswith(f"/jarshy:{bot.__version__}")


def test_kubernetes_writes_nowhere_and_is_nobody_special() -> None:
    for pod in pods().values():
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}" == of("USER")[0]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert not container["securityContext"]["allowPrivilegeEscalation"]
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert pod["terminationGracePeriodSeconds"] > 10


def test_kubernetes_asks_the_web_app_whether_it_lives_and_sends_calls_to_it() -> None:
    (container,) = pods()["jarshy-web"]["containers"]
    port = {each["name"]: str(each["value"]) for each in container["env"]}["PORT"]
    assert [str(each["containerPort"]) for each in container["ports"]] == [port]
    probes = [container[name]["httpGet"]["path"] for name in ("readinessProbe", "livenessProbe", "startupProbe")]
    assert set(probes) == {"/healthz"}, "/readyz is about all of it, and would stop calls with the first outage"
    (service,) = (each for each in kubernetes() if each["kind"] == "Service")
    (web,) = (
        each for each in kubernetes() if each["metadata"]["name"] == "jarshy-web" and each["kind"] == "Deployment"
    )
    assert service["spec"]["selector"] == web["spec"]["selector"]["matchLabels"]
    assert web["spec"]["template"]["metadata"]["labels"] == service["spec"]["selector"]


# --------------------------------------------------------------------------------------------------------- systemd


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_starts_a_command_that_exists_and_is_hardened(file: Path) -> None:
    said = unit(file)
    (started,) = said["ExecStart"]
    named = re.search(r"/opt/jarshy/bin/jarshy (\w+)", started)
    assert named
    assert named[1] in COMMANDS
    assert {name for line in said.get("Environment", []) for name in re.findall(r"(\w+)=", line)} <= VARIABLES | OTHERS
    assert said["User"] == ["jarshy"]
    assert said["WorkingDirectory"] == ["/var/lib/jarshy"]
    assert said["StateDirectory"][0].split()[0] == "jarshy"
    assert {name: said.get(name) for name in HARDENED} == {name: [value] for name, value in HARDENED.items()}


def test_all_units_are_hardened_alike() -> None:
    parts = {re.search(r"^NoNewPrivileges.*?^UMask=\d+", file.read_text(), re.DOTALL | re.MULTILINE) for file in UNITS}
    assert len({found and found[0] for found in parts}) == 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    for file in (HOME / "deploy").glob("jarshy*.*"):
        there = file.read_text(encoding="utf-8").replace("/opt/jarshy/bin/jarshy", "/bin/true")
        (tmp_path / file.name).write_text(there, encoding="utf-8")
    files = [str(file) for file in sorted(tmp_path.iterdir())]
    ran = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    about_ours = [line for line in ran.stderr.splitlines() if "jarshy" in line]
    assert about_ours == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_finds_little_exposed(file: Path) -> None:
    asked = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(file)]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-200:] + ran.stderr


def test_a_timer_calls_for_a_unit_that_is_there() -> None:
    for timer in (HOME / "deploy").glob("*.timer"):
        assert timer.with_suffix(".service").exists()


# --------------------------------------------------------------------------------------------- Procfile, the wheel


def test_a_host_with_a_procfile_starts_commands_that_exist() -> None:
    lines = (HOME / "Procfile").read_text(encoding="utf-8").splitlines()
    started = dict(line.split(": ") for line in lines)
    assert set(started) == {"release", "web", "worker"}
    assert all(shlex.split(command)[:3] == ["python", "-m", "bot"] for command in started.values())
    assert {shlex.split(command)[3] for command in started.values()} <= COMMANDS


def test_no_file_that_the_program_reads_is_left_out_of_the_wheel() -> None:
    """Whatever git ignores is left out of it, and what lies beside the code is easily forgotten."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "bot", "handlers", "config"],
        cwd=HOME, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    there = [str(file.relative_to(HOME)) for root in ("bot", "handlers", "config") for file in (HOME / root).rglob("*")]
    read = [name for name in there if (HOME / name).is_file() and not fnmatch.fnmatch(name, "*__pycache__*")]
    assert sorted(read) == sorted(name for name in listed if (HOME / name).exists())
    for beside in ("config/locales/kk.po", "config/sources.toml", "config/concepts.toml", "config/slack-manifest.yaml"):
        assert beside in listed
