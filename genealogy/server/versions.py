"""Which versions of Neo4j this program works with."""

from __future__ import annotations

import re

from genealogy.errors import ServerError
from genealogy.server.jars import NEO4J_VERSION

_OLDEST = (2026, 8)
_NUMBERS = re.compile(r"\d+(?:\.\d+)+")


def _numbers(version: str) -> tuple[int, ...]:
    found = _NUMBERS.match(version.strip())
    if found is None:
        raise ServerError(f"{version!r} is not a version of Neo4j")
    return tuple(map(int, found[0].split(".")))


def check_version(version: str) -> None:
    """Return when a server of the user's own is new enough; raises ServerError with what to do when it is not."""
    if _numbers(version) < _OLDEST:
        raise ServerError(
            f"Neo4j {version} is not supported: 2026.08 or newer is needed (the 5.26 line lacks what the queries use);"
            " upgrade that server, or leave GENEALOGY_NEO4J_URI unset to use the embedded one"
        )


def check_not_newer(version: str, what: str) -> None:
    """Return unless `what` was written by a Neo4j newer than ours, which could not read it; else raise ServerError."""
    if _numbers(version) > _numbers(NEO4J_VERSION):
        raise ServerError(
            f"{what} was written by Neo4j {version}, and this program brings {NEO4J_VERSION}, which cannot read it;"
            " use a newer version of the program"
        )
