"""Checks that a release can be made of what is here; with `--next`, says what is left to do by hand."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
_SECTION = re.compile(r"^## \[(?P<version>[^\]]+)\] - (?P<date>.+)$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def version_in(pyproject: str) -> str:
    """The one version of the program."""
    return str(tomllib.loads(pyproject)["project"]["version"])


def faults(pyproject: str, changelog: str) -> list[str]:
    """Why no release can be made of these two, in sentences; empty where they agree."""
    version = version_in(pyproject)
    section = _SECTION.search(changelog)
    if section is None:
        return ["CHANGELOG.md has no section of the form `## [1.2.3] - 2026-01-31`"]
    if section["version"] != version:
        return [f"pyproject.toml says {version}, the newest section of CHANGELOG.md {section['version']}"]
    if section["date"] != "unreleased" and not _DATE.fullmatch(section["date"]):
        return [f"the date of {version} in CHANGELOG.md is {section['date']!r}; write YYYY-MM-DD, or unreleased"]
    return []


def steps(pyproject: str, changelog: str, changed: bool) -> list[str]:
    """What is left to do by hand, in order."""
    version = version_in(pyproject)
    before = []
    if f"## [{version}] - unreleased" in changelog:
        before.append(f"write the date of {version} into CHANGELOG.md and commit it")
    elif changed:
        before.append("commit what is changed here: a release is made of a commit")
    if before:
        return [*before, "run `make release` again: what is in dist/ now is a candidate"]
    return [
        f"git tag -a v{version} -m {version} && git push origin v{version}",
        "upload the two files in dist/ to your package index",
        "begin the next version: raise it in pyproject.toml, open a section for it in CHANGELOG.md",
    ]


def main() -> None:
    """Exit with the faults, or print the steps."""
    papers = [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "CHANGELOG.md")]
    if found := faults(papers[0], papers[1]):
        sys.exit("\n".join(found))
    if "--next" in sys.argv:
        status = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False)
        print(*(f"{n}. {step}" for n, step in enumerate(steps(papers[0], papers[1], bool(status.stdout)), 1)), sep="\n")


if __name__ == "__main__":
    main()
