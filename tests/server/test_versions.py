from __future__ import annotations

import pytest

from genealogy.errors import ServerError
from genealogy.server import NEO4J_VERSION, check_version
from genealogy.server.versions import check_not_newer


@pytest.mark.parametrize(
    "version", ["2026.08", "2026.08.1", NEO4J_VERSION, "2026.08.1-SNAPSHOT", "2026.10.0", "2027.01.0"]
)
def test_the_supported_version_and_newer_ones_pass(version: str) -> None:
    check_version(version)


@pytest.mark.parametrize("version", ["5.26.30", "5.26", "4.4.1", "2025.01.0", "2026.07.2", "5.26-aura"])
def test_older_ones_are_refused(version: str) -> None:
    with pytest.raises(ServerError, match=r"2026\.08 or newer is needed"):
        check_version(version)


@pytest.mark.parametrize("version", ["", "neo4j", "v2026.08"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ServerError, match="is not a version"):
        check_version(version)


def test_a_database_written_by_a_newer_server_is_refused() -> None:
    check_not_newer(NEO4J_VERSION, "the database")
    check_not_newer("2026.07.0", "the database")
    with pytest.raises(ServerError, match=r"written by Neo4j 2027\.01\.0"):
        check_not_newer("2027.01.0", "the database")
