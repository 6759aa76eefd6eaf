"""Which versions of Neo4j this program works with."""

from __future__ import annotations

import re

from genealogy.errors import ServerError, UnsupportedServerError
from genealogy.server.jars import NEO4J_VERSION

_OLDEST = (2026, 8)  # named in docs/operations.md
_NUMBERS = re.compile(r"\d+(?:\.\d+)+")


def _numbers(version: str) -> tuple[int, ...]:
    found = _NUMBERS.match(version.strip())
    if found is None:
        raise ServerError(f"{version!r} is not a version of Neo4j")
    return tuple(map(int, found[0].split(".")))


def check_version(version: str) -> None:
    """Return when a server of the user's own is new enough; raises UnsupportedServerError with what to do."""
    if _numbers(version) < _OLDEST:
        raise UnsupportedServerError(
            f"Neo4j {version} is not supported: 2026.08 or newer is needed (the 5.26 line lacks what the queries use);"
            " upgrade that server, or leave GENEALOGY_NEO4J_URI unset to use the embedded one"
        )


def remark(version: str) -> str:
    """What to tell whoever connects to a server of a later release than was tested; empty where it was."""
    if _numbers(version)[:2] <= _numbers(NEO4J_VERSION)[:2]:
        return ""
    return (
        f"Neo4j {version} is newer than what this program was tested with ({NEO4J_VERSION}); it is tried all the same"
    )


def check_not_newer(version: str, what: str) -> None:
    """Return unless `what` was written by a Neo4j newer than ours, which could not read it; else raise ServerError."""
    if _numbers(version) > _numbers(NEO4J_VERSION):
        raise ServerError(
            f"{what} was written by Neo4j {version}, and this program brings {NEO4J_VERSION}, which cannot read it;"
            " use a newer version of the program"
        )
