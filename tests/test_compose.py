"""docker-compose.yml and Dockerfile, as data; and by compose itself where it is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.routes import about
from genealogy.settings import Settings
from tests.support.servers import IMAGE

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docker-compose.yml"
SECRET = re.compile(r"password|auth|secret|token|key", re.IGNORECASE)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _dockerfile() -> list[list[str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]


def _of(instruction: str) -> list[str]:
    return [rest for name, rest in _dockerfile() if name == instruction]


def test_the_services_are_neo4j_as_tested_and_the_api(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"neo4j", "api"}
    assert compose["services"]["neo4j"]["image"] == IMAGE
    assert compose["services"]["api"]["build"] == "."


def test_every_service_has_a_health_check_and_the_api_waits_for_neo4j(compose: dict[str, Any]) -> None:
    assert all(service["healthcheck"]["test"][0] == "CMD" for service in compose["services"].values())
    assert compose["services"]["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_the_api_is_asked_for_what_it_serves(compose: dict[str, Any]) -> None:
    (asked,) = re.findall(r"http://127\.0\.0\.1:(\d+)(/[\w/]+)", compose["services"]["api"]["healthcheck"]["test"][-1])
    assert asked[0] == compose["services"]["api"]["environment"]["GENEALOGY_API_PORT"]
    assert asked[1] in {route.path for route in about.router.routes if hasattr(route, "path")}


def test_ports_are_published_on_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service["ports"]]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_what_must_last_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    mounts = [mount.split(":") for service in compose["services"].values() for mount in service["volumes"]]
    assert {name for name, _ in mounts} == set(compose["volumes"])
    assert {"/data", "/var/lib/genealogy"} <= {place for _, place in mounts}
    assert _of("ENV")[0].split().count("GENEALOGY_HOME=/var/lib/genealogy") == 1


def test_no_secret_stands_in_the_file(compose: dict[str, Any]) -> None:
    said = {name: value for service in compose["services"].values() for name, value in service["environment"].items()}
    assert {name: value for name, value in said.items() if SECRET.search(name)} == {
        "NEO4J_AUTH_FILE": "/run/secrets/neo4j-auth"
    }
    assert all(service["secrets"] == ["neo4j-auth"] for service in compose["services"].values())


def test_the_secret_is_neither_committed_nor_sent_to_the_build(compose: dict[str, Any]) -> None:
    folder = Path(compose["secrets"]["neo4j-auth"]["file"]).parent.name
    assert f"{folder}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert "*" in ignored
    assert not any("secret" in line for line in ignored if line.startswith("!"))


def test_settings_given_to_the_api_exist(compose: dict[str, Any]) -> None:
    given = [*compose["services"]["api"]["environment"], *re.findall(r"GENEALOGY_\w+", _of("ENV")[0])]
    assert {name.removeprefix("GENEALOGY_").lower() for name in given} <= set(Settings.model_fields)


@pytest.mark.parametrize("password", ["plain", "a/b/c", "$HOME `x` \"y\" 'z' \\", "密码"])
def test_the_api_takes_the_password_out_of_the_secret(compose: dict[str, Any], password: str, tmp_path: Path) -> None:
    """The very line of the file, run by a shell, with a program in the place of ours that prints what it was given."""
    secret = tmp_path / "neo4j-auth"
    secret.write_text(f"neo4j/{password}", encoding="utf-8")
    program = tmp_path / "genealogy"
    program.write_text('#!/bin/sh\nprintf "%s|%s" "$1" "$GENEALOGY_NEO4J_PASSWORD"\n', encoding="utf-8")
    program.chmod(0o755)
    shell, option, line = compose["services"]["api"]["entrypoint"]
    line = line.replace("$$", "$").replace("/run/secrets/neo4j-auth", shlex.quote(str(secret)))

    done = subprocess.run(
        [shell, option, line], env={"PATH": f"{tmp_path}:{os.environ['PATH']}"}, capture_output=True, check=True
    )

    assert done.stdout.decode() == f"serve|{password}"


def test_the_image_is_pinned_and_runs_as_nobody_in_particular() -> None:
    images = [line.split()[0] for line in _of("FROM")]
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", image) for image in images)
    assert _of("USER") == ["10001:10001"]
    assert (_of("ENTRYPOINT"), _of("CMD")) == (['["genealogy"]'], ['["serve"]'])


def test_the_image_installs_the_wheel_of_this_repository_in_the_versions_tested() -> None:
    assert _of("COPY")[:2] == [". .", "--from=build /wheels /wheels"]
    build, install = _of("RUN")
    assert "pip wheel" in build
    assert "--constraint /wheels/constraints.txt /wheels/*.whl" in install


def test_the_build_is_sent_all_that_the_wheel_is_made_of() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line.startswith("!")}
    assert sent == {
        *("api", "cypher", "genealogy", "loaders"),
        *("pyproject.toml", "constraints.txt", "README.md", "LICENSE", "NOTICE"),
    }
    assert all((ROOT / name).exists() for name in sent)


def test_compose_accepts_the_file() -> None:
    """By whatever compose is there; where there is none the tests above are all that can be said."""
    commands = [["docker-compose"], ["docker", "compose"]]
    for command in commands:
        if shutil.which(command[0]) and _runs([*command, "version"]):
            done = subprocess.run(
                [*command, "-f", str(FILE), "config", "-q"], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
