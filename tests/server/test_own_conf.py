"""Settings of Neo4j that the owner of a home adds."""

from __future__ import annotations

import pytest

from genealogy.errors import ServerError
from genealogy.server import ensure, stop
from genealogy.server.layout import home_of, prepare
from genealogy.store import connect
from tests.loaders.graph import ask
from tests.server.conftest import NewHome


def test_own_lines_are_added_and_one_that_is_there_already_is_named(new_home: NewHome) -> None:
    settings = new_home("own")
    home = home_of(settings)
    prepare(home)
    home.own_conf.write_text("# 保留更久\ndb.logs.query.enabled=INFO\n", encoding="utf-8")
    with pytest.raises(ServerError, match=r"(?s)ended while starting.*db\.logs\.query\.enabled"):
        ensure(settings)

    home.own_conf.write_text("# 保留更久\ndbms.cypher.min_replan_interval=1h\n", encoding="utf-8-sig")
    found = ensure(settings)
    with connect(found.uri, found.user, found.password, found.database) as store:
        rows = ask(store, "SHOW SETTINGS 'dbms.cypher.min_replan_interval' YIELD value")
    assert rows == [("1h",)]
    stop(settings)
