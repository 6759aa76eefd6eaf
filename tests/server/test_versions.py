from __future__ import annotations

import pytest

from genealogy.errors import ServerError, UnsupportedServerError
from genealogy.server import NEO4J_VERSION, check_version, remark
from genealogy.server.versions import check_not_newer


@pytest.mark.parametrize(
    "version", ["2026.08", "2026.08.1", NEO4J_VERSION, "2026.08.1-SNAPSHOT", "2026.10.0", "2027.01.0"]
)
def test_the_supported_version_and_newer_ones_pass(version: str) -> None:
    check_version(version)


@pytest.mark.parametrize("version", ["5.26.30", "5.26", "4.4.1", "2025.01.0", "2026.07.2", "5.26-aura"])
def test_older_ones_are_refused(version: str) -> None:
    with pytest.raises(UnsupportedServerError, match=r"2026\.08 or newer is needed") as caught:
        check_version(version)
    assert (caught.value.exit_code, caught.value.status) == (5, 503)


@pytest.mark.parametrize("version", ["2026.08.0", NEO4J_VERSION, "2026.08.9"])
def test_what_was_tested_needs_no_remark(version: str) -> None:
    assert remark(version) == ""


@pytest.mark.parametrize("version", ["2026.09.0", "2027.01.0"])
def test_a_newer_release_is_tried_with_a_remark(version: str) -> None:
    check_version(version)
    assert remark(version).startswith(f"Neo4j {version} is newer than what this program was tested with")


@pytest.mark.parametrize("version", ["", "neo4j", "v2026.08"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ServerError, match="is not a version"):
        check_version(version)


def test_a_database_written_by_a_newer_server_is_refused() -> None:
    check_not_newer(NEO4J_VERSION, "the database")
    check_not_newer("2026.07.0", "the database")
    with pytest.raises(ServerError, match=r"written by Neo4j 2027\.01\.0"):
        check_not_newer("2027.01.0", "the database")
