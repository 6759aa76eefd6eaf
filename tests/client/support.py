"""What the tests of the client share."""

from __future__ import annotations

from typing import Any

import httpx2 as httpx

from genealogy.client import Answer, Client
from genealogy.client.frames import columns_of, rows_of

NOT_IN_EACH = {"excluded": {"key", "shipment", "cut"}}  # one of key and shipment; batches alone name their cut


def client_of(service: httpx.Client, key: str | None = None, **more: Any) -> Client:
    """A client of the service that is served, with the key that the test's own client sends."""
    own = service.headers["authorization"].removeprefix("Bearer ")
    return Client(str(service.base_url), own if key is None else key, **more)


def columns_agree(answer: Answer) -> int:
    """Of each table that has rows: all that is sent is declared, and the other way round. Gives back how many did."""
    found = 0
    for table in answer.tables:
        rows = list(rows_of(answer.json, table))
        sent, declared = {name for row in rows for name in row}, set(columns_of(answer.tables, table))
        if rows:
            found += 1
            assert sent <= declared, table
            assert declared - sent <= NOT_IN_EACH.get(table, set()), table
    return found
