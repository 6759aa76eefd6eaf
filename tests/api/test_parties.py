"""What suppliers and customers see: what concerns them, and of nothing else whether it exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from starlette.testclient import TestClient

from api.access.caller import Party
from api.access.guard import RULE
from api.access.projection import Own, project
from api.access.roles import ROLES
from api.app import create_app
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.access import key_for

Headers = dict[str, str]

# Two suppliers of one lot number each and one lot of both; what is made of them goes to two customers, one pallet with
# a lot named without its assigner, which may be either's.
PLANT = {
    "materials": "material,name\nIN,面粉\nOUT,Bread\n",
    "suppliers": "supplier,name\nSUP-ROT,红色供应商\nSUP-BLAU,Blau\n",
    "customers": "customer,name,email\nCUST-EINS,Eins,eins@example.com\nCUST-ZWEI,二号客户,zwei@example.com\n",
    "receipts": "receipt,supplier,material,lot,assigner,supplier_lot,quantity,uom,received_at\n"
    "REC-1,SUP-ROT,IN,7,SUP-ROT,ROT7,100,kg,2026-03-01\n"
    "REC-2,SUP-BLAU,IN,7,SUP-BLAU,BLAU7,200,kg,2026-03-01\n"
    "REC-3,SUP-ROT,IN,批8,,ROT8,300,kg,2026-03-01\n"
    "REC-4,SUP-BLAU,IN,批8,,BLAU8,400,kg,2026-03-01\n",
    "runs": "run,kind,started_at,ended_at\nRUN-A,produce,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z\n"
    "RUN-B,produce,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z\n",
    "consumed": "run,material,lot,assigner,quantity,uom\nRUN-A,IN,7,SUP-ROT,50,kg\nRUN-A,IN,批8,,50,kg\n"
    "RUN-B,IN,7,SUP-BLAU,60,kg\n",
    "produced": "run,material,lot,quantity,uom\nRUN-A,OUT,a1,90,kg\nRUN-B,OUT,b1,55,kg\n",
    "shipments": "shipment,customer,shipped_at\nSHIP-1,CUST-EINS,2026-03-05\nSHIP-2,CUST-ZWEI,2026-03-05\n"
    "SHIP-3,CUST-ZWEI,2026-03-06\n",
    "shipped": "shipment,material,lot,assigner,quantity,uom\nSHIP-1,OUT,a1,,40,kg\nSHIP-2,OUT,a1,,30,kg\n"
    "SHIP-3,OUT,b1,,20,kg\nSHIP-1,IN,7,,5,kg\n",
}
PARTIES = {
    "SUP-ROT": ("supplier", ["IN/7@SUP-ROT", "IN/批8"]),
    "SUP-BLAU": ("supplier", ["IN/7@SUP-BLAU", "IN/批8"]),
    "CUST-EINS": ("customer", ["OUT/a1", "IN/7"]),
    "CUST-ZWEI": ("customer", ["OUT/a1", "OUT/b1"]),
}
EXIST = ["IN/7@SUP-ROT", "IN/7@SUP-BLAU", "IN/7", "IN/批8", "OUT/a1", "OUT/b1"]
ABSENT = ["OUT/zz", "IN/8", "IN/7@NOBODY"]
SECRETS = {
    "SUP-ROT": [
        "SUP-BLAU",
        "BLAU7",
        "BLAU8",
        "REC-2",
        "REC-4",
        "CUST",
        "SHIP",
        "RUN-",
        "OUT",
        "example.com",
        '"400"',
        "zwei",
    ],
    "SUP-BLAU": [
        "SUP-ROT",
        "ROT7",
        "ROT8",
        "REC-1",
        "REC-3",
        "CUST",
        "SHIP",
        "RUN-",
        "OUT",
        "example.com",
        '"300"',
        "红色",
    ],
    "CUST-EINS": ["CUST-ZWEI", "二号", "SHIP-2", "SHIP-3", "SUP-", "ROT", "BLAU", "REC-", "RUN-", "b1", "批8", '"30"'],
    "CUST-ZWEI": ["CUST-EINS", "SHIP-1", "SUP-", "ROT", "BLAU", "REC-", "RUN-", "批8", "IN/", '"40"'],
}


@pytest.fixture
def keys(store: Store, loaded: Callable[..., None]) -> dict[str, Headers]:
    loaded(**PLANT)
    return {party: key_for(store, role, party) for party, (role, _) in PARTIES.items()}


@pytest.fixture
def anonymous(store: Store, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1") as found:
        yield found


def card(client: TestClient, key: str, headers: Headers) -> Any:
    return client.get("/batches/" + quote(key, safe="/"), headers=headers)


def recall(client: TestClient, keys: list[str], headers: Headers, **more: Any) -> Any:
    return client.post("/recalls/preview", json={"seeds": [{"key": key} for key in keys], **more}, headers=headers)


def said_in(answer: Any, key: str) -> str:
    """What an answer says, without what was asked and what differs in each request."""
    document = answer.json()
    for name in ("request_id", "computed_at"):
        document.pop(name, None)
    return orjson.dumps(document).decode().replace(key, "")


def test_own_batches_and_nothing_else(anonymous: TestClient, keys: dict[str, Headers]) -> None:
    looked = 0
    for party, (_, own) in PARTIES.items():
        absent = card(anonymous, ABSENT[0], keys[party])
        assert absent.status_code == 404
        for key in [*EXIST, *ABSENT]:
            for answer in (card(anonymous, key, keys[party]), recall(anonymous, [key], keys[party])):
                assert (party, key, answer.status_code) == (party, key, 200 if key in own else 404)
                text = said_in(answer, key)
                assert [(party, key, secret) for secret in SECRETS[party] if secret in text] == []
                if key not in own:
                    assert (said_in(answer, key), sorted(answer.headers)) == (
                        said_in(absent, ABSENT[0]),
                        sorted(absent.headers),
                    )
                looked += 1
    assert looked == 4 * 9 * 2


def test_one_foreign_seed_among_own_ones(anonymous: TestClient, keys: dict[str, Headers]) -> None:
    for foreign in ("OUT/b1", "OUT/zz"):
        answer = recall(anonymous, ["OUT/a1", foreign], keys["CUST-EINS"])
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_batch")
        assert foreign in answer.json()["detail"]


def test_what_a_supplier_sees_of_a_recall(anonymous: TestClient, keys: dict[str, Headers]) -> None:
    found = recall(anonymous, ["IN/批8"], keys["SUP-ROT"]).json()
    assert [(row["receipt"], row["key"], row["quantity"]) for row in found["receipts"]] == [("REC-3", "IN/批8", "300")]
    assert [(row["key"], row["verdict"]) for row in found["batches"]] == [("IN/批8", "certain")]
    assert found["totals"] == {"batches": 1, "receipts": 1, "shipments": 0, "by_material": []}
    assert found["complete"] is True
    assert found["projected"] == {"role": "supplier", "party": "SUP-ROT"}
    assert (found["shipments"], found["customers"], found["gaps"], found["set_hash"]) == ([], [], [], None)


def test_what_a_customer_sees_of_a_recall(anonymous: TestClient, client: TestClient, keys: dict[str, Headers]) -> None:
    whole = recall(client, ["OUT/a1"], {}).json()
    assert len(whole["shipments"]) == 2
    found = recall(anonymous, ["OUT/a1"], keys["CUST-EINS"]).json()
    lines = [{"key": "OUT/a1", "quantity": "40", "uom": "kg", "verdict": "certain"}]
    assert [(row["shipment"], row["lines"]) for row in found["shipments"]] == [("SHIP-1", lines)]
    assert found["totals"] == {"batches": 1, "receipts": 0, "shipments": 1, "by_material": []}


def test_a_party_asks_by_key_and_nothing_else(anonymous: TestClient, keys: dict[str, Headers]) -> None:
    questions: list[dict[str, Any]] = [
        {"seeds": [{"supplier": "SUP-ROT"}]},
        {"seeds": [{"supplier": "NOBODY"}]},
        {"seeds": [{"key": "OUT/a1", "from": "2026-03-01"}]},
        {"seeds": [{}]},
        {"switches": {"kill_steps": [{"run": "RUN-A"}]}},
        {"yield": "0.5:1"},
        {"cross_check": True},
    ]
    for more in questions:
        answer = recall(anonymous, ["OUT/a1"], keys["CUST-EINS"], **more)
        assert (more, answer.status_code, answer.json()["code"]) == (more, 403, "not_allowed")


def test_the_card_of_a_party(anonymous: TestClient, keys: dict[str, Headers]) -> None:
    found = card(anonymous, "OUT/a1", keys["CUST-ZWEI"]).json()
    assert (found["key"], found["name"], found["shipments"], found["receipts"]) == ("OUT/a1", "Bread", ["SHIP-2"], [])
    assert found.keys().isdisjoint({"on_hand", "where", "orders", "runs_in", "gaps", "look_alikes"})
    found = card(anonymous, "IN/批8", keys["SUP-BLAU"]).json()
    assert [row["receipt"] for row in found["receipts"]] == ["REC-4"]


def test_a_lot_named_without_its_assigner_is_shown_as_it_was_named() -> None:
    """Whose lots it may mean is no matter of the customer's."""
    candidates = [
        {"key": f"IN/7@{supplier}", "quantity": None, "uom": "kg", "verdict": "potential"} for supplier in ("A", "B")
    ]
    own_line = {"key": "IN/9", "quantity": "2", "uom": "kg", "verdict": "certain"}
    mine = {"shipment": "S", "customer": "C", "verdict": "certain", "shipped_at": None, "delivered_at": None}
    answer = {
        **{"schema_version": 1, "complete": True, "computed_at": "now", "seeds": [{"key": "IN/9"}, {"key": "IN/7@A"}]},
        "batches": [{"key": key, "verdict": "certain"} for key in ("IN/9", "IN/7@A", "IN/7@B")],
        "shipments": [
            mine | {"to_location": "OUR-DOCK", "lines": [*candidates, own_line]},
            mine | {"shipment": "T", "customer": "D", "lines": [own_line]},
        ],
    }
    found = project(answer, Own(Party("customer", "C"), sent=frozenset({("S", "IN/9")})))
    assert [(line["key"], line["verdict"]) for line in found["shipments"][0]["lines"]] == [
        ("IN/7", "potential"),
        ("IN/9", "certain"),
    ]
    assert [(row["key"], row["verdict"]) for row in found["batches"]] == [("IN/7", "potential"), ("IN/9", "certain")]
    assert found["seeds"] == [{"key": "IN/9", "from": None, "to": None}]
    assert len(found["shipments"]) == 1
    assert not any(word in str(found) for word in ("@", "OUR-DOCK", "'D'"))
    supplier = project(answer, Own(Party("supplier", "C"), receipts=[]))
    assert (supplier["shipments"], supplier["batches"], supplier["seeds"]) == ([], [], [])


def test_who_lacks_the_right_learns_nothing_of_what_exists(
    anonymous: TestClient, store: Store, keys: dict[str, Headers]
) -> None:
    """Every operation of the document, each role without its right: an object that is there, and one that is not."""
    callers = {role: key_for(store, role) for role in ROLES if role not in ("supplier", "customer")}
    callers |= {"supplier": keys["SUP-ROT"], "customer": keys["CUST-EINS"]}
    there = {"material": "OUT", "lot": "b1", "case": "RC-1", "load": "L1", "drill": "latest", "id": "x"}
    there |= {"sha256": "0" * 64, "capture": "x", "event_id": "x", "source": "x"}
    absent = dict.fromkeys(there, "nothing")
    compared = 0
    for path, methods in anonymous.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            lacking = [role for role in ROLES if operation[RULE] and not ROLES[role] & set(operation[RULE])]
            for role in lacking if "{" in path else ():
                told = [
                    anonymous.request(method, path.format(**names), headers=callers[role]) for names in (there, absent)
                ]
                assert said_in(told[0], "") == said_in(told[1], "")
                compared += 1
    assert compared > 50
