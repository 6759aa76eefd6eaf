"""A chain of three parties traces back to the feed and the parent fish, in whatever order their documents come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genealogy.answers import Seed, recall
from genealogy.answers.trace import trace
from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from loaders.epcis.things import batch_of
from loaders.load import load
from loaders.report import LoadReport
from tests.epcis import chain
from tests.support.servers import wipe

UTC = ZoneInfo("UTC")


def key(uri: str) -> str:
    batch = batch_of(uri)
    return f"{batch.material}/{batch.lot}"


@pytest.fixture(scope="module")
def loaded(server_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[LoadReport]]]:
    wipe(server_store)
    paths = chain.write(tmp_path_factory.mktemp("chain"))
    yield server_store, [load(server_store, path, UTC) for path in paths]
    wipe(server_store)


def test_all_of_it_is_taken(loaded: tuple[Store, list[LoadReport]]) -> None:
    _, reports = loaded

    assert all(report.clean for report in reports)
    assert [note for report in reports for file in report.files for note in file.notes] == []


def test_what_the_shop_got_traces_back_to_the_feed_and_the_parent_fish(
    loaded: tuple[Store, list[LoadReport]],
) -> None:
    answer = trace(loaded[0], key(chain.FILLET), "upstream")

    above = {batch["key"] for batch in answer["batches"]}
    assert above == {key(uri) for uri in (chain.FISH, chain.FRY, chain.FEED, chain.BROOD)} | {
        f"{batch_of(chain.SALT).material}/SALT-5",
        key(chain.FILLET),
    }
    assert {"supplier": "4012345000030", "name": "Feed Mill 饲料厂"} in answer["suppliers"]
    assert chain.GROWING in {run["run"] for run in answer["runs"]}
    assert answer["complete"]


def test_bad_feed_leads_to_the_shop_through_a_pallet(loaded: tuple[Store, list[LoadReport]]) -> None:
    answer = recall(loaded[0], [Seed(key(chain.FEED))])

    assert [each["customer"] for each in answer["customers"] if each["name"] == "Shop"] == ["4012345000061"]
    shipped = [line for shipment in answer["shipments"] for line in shipment["lines"]]
    on_pallet = [line for line in shipped if line["key"] == key(chain.FILLET) and line["quantity"] == "300"]
    assert [line["verdict"] for line in on_pallet] == ["certain"]  # of two cases packed, one stood on that pallet


def test_the_order_of_the_documents_makes_no_difference(loaded: tuple[Store, list[LoadReport]], tmp_path: Path) -> None:
    store, _ = loaded
    in_order = graph_hash(store)
    wipe(store)

    for path in reversed(chain.write(tmp_path)):
        assert load(store, path, UTC).clean

    assert graph_hash(store) == in_order
    again = load(store, path, UTC)
    assert again.totals["new"] == again.totals["conflicts"] == 0
    assert graph_hash(store) == in_order
