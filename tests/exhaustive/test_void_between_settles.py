"""A graph does not tell when what is derived was made: a record taken back before or after leaves the same."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from genealogy.derive import settle
from genealogy.graph_hash import graph_hash
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.cases.conftest import rows
from tests.support.bundles import record_bundles

# R1 used lot 7 of flour and names no assigner: what X and Y call 7 may be meant. R1 is mapped, so it is drawn in parts.
RUN = {
    "runs": rows("run=R1 kind=produce"),
    "consumed": rows("run=R1 material=粉 lot=7", "run=R1 material=糖 lot=1"),
    "produced": rows("run=R1 material=饼 lot=A", "run=R1 material=饼 lot=B"),
    "mapped": rows("run=R1 in_material=糖 in_lot=1 out_material=饼 out_lot=A"),
    "receipts": rows("receipt=G1 supplier=Y material=粉 lot=7 assigner=Y"),
}
NAMED_BY = {
    "inspections": rows("inspection=Q1 material=粉 lot=7 assigner=X result=pass"),
    "movements": rows("movement=Q1 material=粉 lot=7 assigner=X kind=scrap quantity=1"),
    "counts": rows("count=Q1 material=粉 lot=7 assigner=X quantity=1"),
}


@pytest.mark.parametrize("kind", NAMED_BY)
def test_a_stub_goes_with_the_record_that_named_it(store: Store, kind: str) -> None:
    void = {"corrections": rows(f"record_kind={kind[:-1]} record=Q1 action=void")}
    record_bundles(store, [RUN, {kind: NAMED_BY[kind]}])
    settle(store)
    record_bundles(store, [void])
    settle(store)
    grown = graph_hash(store)
    assert not store.driver.execute_query("MATCH (b:Batch {key: '粉/7@X'}) RETURN b").records
    assert rebuild(store, ZoneInfo("UTC"))["equal"]
    assert graph_hash(store) == grown
