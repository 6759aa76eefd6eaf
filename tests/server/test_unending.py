"""What reads a whole graph takes as long as it takes; what answers somebody does not."""

from __future__ import annotations

import time

import neo4j
import pytest
from neo4j.exceptions import ClientError

from genealogy.server import ensure
from genealogy.store import connect
from tests.server.conftest import NewHome

NODES = 5_000  # more than the driver fetches at once, so that the server still has some when it looks at the clock
LIMIT = 2  # seconds
PAUSE = 5  # the server looks every two seconds


def test_a_large_reading_outlasts_the_limit_of_the_server(new_home: NewHome) -> None:
    settings = new_home("short").model_copy(update={"query_timeout": LIMIT, "write_timeout": LIMIT})
    server = ensure(settings)
    with connect(server.uri, server.user, server.password) as store:
        with store.driver.session() as session:
            text = f"UNWIND range(1, {NODES}) AS n CREATE (:Stale {{stale: toString(n)}})"
            session.run(neo4j.Query(text, timeout=0)).consume()
        rows = store.stream("verify.nodes", without=[])
        first = next(rows)
        time.sleep(PAUSE)
        assert len([first, *rows]) == NODES

        with store.driver.session() as session, pytest.raises(ClientError, match="timeout"):
            found = iter(session.run(neo4j.Query("MATCH (n:Stale) RETURN n.stale")))
            next(found)
            time.sleep(PAUSE)
            list(found)
