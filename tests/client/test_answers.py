"""Tables of real answers: the columns that are declared are those that the service sends, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote

import httpx2 as httpx
import pytest

from genealogy.client import Client
from genealogy.client.answers import Recall, Trace
from genealogy.client.asking import path_of
from genealogy.keys import BatchKey
from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.api.access import key_for
from tests.client.support import client_of, columns_agree


@pytest.fixture(scope="module")
def client(service: httpx.Client) -> Iterator[Client]:
    with client_of(service) as found:
        yield found


def test_columns(client: Client) -> None:
    recall = client.recall(BAD_LOT)
    columns_agree(recall)
    columns_agree(client.trace(BAD_LOT, "both"))
    columns_agree(client.batch(BAD_LOT))
    columns_agree(client.find(q="0304"))
    columns_agree(client.worst_case(top=3))
    columns_agree(client.history("run:R-249"))
    columns_agree(client.causes(["ECU-7/0304-E3-1", "ECU-7/0305-E1-2"]))
    columns_agree(client.load_report("example-plant"))


def test_quantities_are_exact_and_lots_are_text(client: Client) -> None:
    recall = client.recall([BAD_LOT])
    table = recall.frame()
    assert list(table["key"]) == [batch["key"] for batch in recall.batches]
    assert sum(table["received"]) == sum(Decimal(batch["received"] or 0) for batch in recall.batches)
    assert table["on_hand"].iloc[0] == Decimal(12) and table["exposure.low"].iloc[0] == Decimal(18)
    assert recall.frame(exact=False)["on_hand"].dtype == float
    lines = recall.frame("shipments.lines")
    assert len(lines) == sum(len(shipment["lines"]) for shipment in recall.shipments)
    assert set(lines["shipments.customer"].dropna()) == {customer["customer"] for customer in recall.customers}
    with pytest.raises(KeyError, match="there are batches"):
        recall.frame("nothing")


def test_what_is_not_known_stays_so() -> None:
    rows = [{"key": "粉/0304", "lot": "0304", "on_hand": None, "received": "0.1", "exposure": None, "new": 1}]
    table = Recall({"batches": [*rows, rows[0] | {"received": "0.2", "lot": "007"}]}).frame()
    assert list(table["lot"]) == ["0304", "007"] and sum(table["received"]) == Decimal("0.3")
    assert table["on_hand"].tolist() == [None, None] and list(table.columns)[-1] == "new"
    assert "exposure" not in table.columns and table["exposure.low"].tolist() == [None, None]
    assert list(Trace({"batches": []}).frame().columns) == [
        "key",
        "material",
        "lot",
        "assigner",
        "serial",
        "hops",
        "verdict",
    ]


def test_a_supplier_sees_its_own(client: Client, service: httpx.Client, plant: Store) -> None:
    header = key_for(plant, "supplier", "SUP-TUFANG")
    with client_of(service, header["Authorization"].removeprefix("Bearer ")) as theirs:
        answer = theirs.recall(BAD_LOT)
    assert [batch["key"] for batch in answer.batches] == [BAD_LOT] and answer.json["projected"]["party"] == "SUP-TUFANG"
    assert list(answer.frame().columns) == list(client.recall(BAD_LOT).frame().columns)


@pytest.mark.parametrize("key", ["M/L", "粉/批 03/04@供#1%", "A+B/~:.@x", "M//"])
def test_the_path_of_a_key_is_the_key(key: str) -> None:
    written = str(BatchKey.of("粉/a", key, "供@", "#1"))
    assert unquote(path_of(written)) == f"/batches/{written}"
    assert path_of(written).count("/") == 3
