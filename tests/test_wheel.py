"""The wheel: built from this repository, installed in a clean environment, used from there."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from genealogy import __version__
from tests.support.campaign import size

ROOT = Path(__file__).parent.parent
DATA = ("*.cypher", "*.tsv", "*.csv", "*.grass", "*.adoc")
PACKAGES = ("api", "cypher", "genealogy", "loaders")
ASK = """
import json
from importlib.metadata import version
from genealogy import migrate, queries, __version__
from genealogy.server.jars import jar_list
from loaders.example import BUNDLE
print(json.dumps({
    "version": __version__, "recorded": version("genealogy"), "place": queries.__file__,
    "queries": sorted(queries.all_queries()), "migrations": len(migrate.migrations()),
    "jars": len(jar_list()), "bundle": sorted(file.name for file in BUNDLE.iterdir()),
}))
"""


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", out, cwd=ROOT)
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a clean environment with the wheel in it.

    What the wheel needs is lent by the environment of the tests, from a path that comes after its own; in a campaign it
    is fetched and installed.
    """
    home = tmp_path_factory.mktemp("clean") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", home, cwd=ROOT)
    python = home / "bin" / "python"
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    pip += size(["--no-index", "--no-deps"], ["--constraint", str(ROOT / "constraints.txt")])
    _run(*pip, wheel, cwd=home)
    if size(True, False):
        (site,) = (home / "lib").glob("python*/site-packages")
        (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_it_bears_the_one_version(wheel: Path) -> None:
    assert wheel.name == f"genealogy-{__version__}-py3-none-any.whl"


def test_it_holds_all_that_is_not_python_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for kind in DATA
        for file in (ROOT / package).rglob(kind)
    }
    assert {"genealogy/server/jars.tsv", "loaders/example/bundle/materials.csv"} <= wanted
    assert wanted - names == set()
    assert {name.split("/")[0] for name in names} == {*PACKAGES, f"genealogy-{__version__}.dist-info"}
    papers = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert papers == {"LICENSE", "NOTICE"}


def test_its_command_runs(installed: Path, tmp_path: Path) -> None:
    said = _run(installed / "genealogy", "--help", cwd=tmp_path)
    assert {"load", "trace", "recall", "up", "serve"} <= set(said.split())


def test_every_query_and_all_data_load_from_it(installed: Path, tmp_path: Path) -> None:
    said = json.loads(_run(installed / "python", "-c", ASK, cwd=tmp_path))
    assert said["place"].startswith(str(installed.parent))
    assert said["version"] == said["recorded"] == __version__
    files = [file for file in (ROOT / "cypher").rglob("*.cypher") if file.parent.name != "migrations"]
    assert said["queries"] == sorted(f"{file.parent.name}.{file.stem}" for file in files)
    assert said["migrations"] == len(list((ROOT / "cypher" / "migrations").glob("*.cypher")))
    assert said["jars"] == 226
    assert said["bundle"] == sorted(file.name for file in (ROOT / "loaders" / "example" / "bundle").iterdir())


def test_it_checks_the_example_without_a_server(installed: Path, tmp_path: Path) -> None:
    bundle = next((installed.parent / "lib").glob("python*/site-packages/loaders/example/bundle"))
    said = json.loads(_run(installed / "genealogy", "load", bundle, "--dry-run", "--json", cwd=tmp_path))
    assert said["totals"]["rejected"] == 0
    assert said["totals"]["rows"] > 1000
