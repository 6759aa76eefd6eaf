"""Peers that stumble, lie and break off: nothing lost, nothing twice, and the cursor stays where it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import cycle
from typing import Any

import pytest

from genealogy.errors import PullError
from genealogy.store import Store
from loaders.erp import state
from tests.erp.cases import KINDS, Case, case
from tests.loaders.graph import ask, fingerprint
from tests.support import yonyou
from tests.support.peer import Asked
from tests.support.servers import wipe

LATE = {
    "odoo": "stock.picking",
    "erpnext": "Stock Entry",
    "sap": "A_MaterialDocumentHeader",
    "oracle": "inventoryCompletedTransactions",
    "kingdee": "SAL_OUTSTOCK",
    "yonyou": "salesout",
}
FEW: dict[str, Any] = {
    "page_size": 2,
    "skip": [
        *("stock.location", "res.partner", "stock.lot", "mrp.production", "mrp.unbuild", "stock.scrap"),
        *("Warehouse", "Item", "Supplier", "Customer", "Purchase Receipt", "Delivery Note"),
        *("A_Product", "A_BusinessPartner", "receivingTransactionsHistory"),
        *("BD_STOCK", "BD_Supplier", "BD_Customer", "BD_BatchMainFile", "STK_InStock", "PRD_MO", "STK_TransferDirect"),
        *("SAL_RETURNSTOCK", "vendor", "merchant", "batchno", "purinrecord", "production"),
    ],
}  # one type before the one that is troubled: each pull is short
PAGES = {"sap": {"page_size": 4}}  # more documents than the others, for each reversal is one
Bend = Callable[[Asked, Any], Any]


def model(asked: Asked) -> tuple[str, str]:
    """Which type is asked, and what of it: list, count or document."""
    if asked.path.endswith(".kdsvc"):
        query = asked.body["data"]
        counting = query["Limit"] > FEW["page_size"]
        what = ("count" if counting else "list") if query["FieldKeys"] == "FID" else "document"
        return query["FormId"], what
    if "iuap-api" in asked.path:
        return yonyou.type_of(asked.path), "document" if asked.path.endswith("detail") else "list"
    if asked.body:
        args = asked.body["params"]["args"]
        if len(args) < 5:
            return "", "login"
        listing = args[4] == "search_read" and args[6].get("limit") and "write_date" not in args[6]["fields"]
        return args[3], "count" if args[4] == "search_count" else "list" if listing else "document"
    if asked.path.startswith("/fscmRestApi/"):
        return _of_oracle(asked)
    if asked.path.startswith("/sap/"):
        return _of_sap(asked)
    if "get_count" in asked.path:
        return asked.query["doctype"], "count"
    parts = asked.path.replace("%20", " ").split("/")
    listing = asked.query.get("fields") == '["name"]'
    return parts[3], "list" if listing else "document"


def _of_sap(asked: Asked) -> tuple[str, str]:
    name = asked.path.split("/")[-1].replace("Item", "Header")
    if "$select" not in asked.query:
        return name, "document"
    return name, "count" if "$orderby" not in asked.query else "newest" if asked.query["$top"] == "1" else "list"


def _of_oracle(asked: Asked) -> tuple[str, str]:
    """A list is told from its documents by what it does not ask for: a range, or the work order."""
    name, q = asked.path.split("/")[-1], asked.query.get("q", "")
    if "Id>=" in q or "SourceReference" in q:
        return name, "document"
    return name, "newest" if asked.query["orderBy"].endswith("desc") else "count" if asked.query[
        "limit"
    ] == "1" else "list"


_WITH = {("yonyou", "count"): "list"}


def bent(peer: Case, what: str, change: Callable[[Any], Any]) -> None:
    """From here on, change each answer of that sort about the type that comes late."""

    def bend(asked: Asked, answer: Any) -> Any:
        if model(asked) != (LATE[peer.kind], _WITH.get((peer.kind, what), what)):
            return answer
        if peer.kind == "sap":
            return {"d": answer["d"] | _bent_of_sap(what, answer["d"], change)}
        if peer.kind == "oracle":
            name = "totalResults" if what == "count" else "items"
            return {**answer, name: change(answer[name])}
        if peer.kind == "kingdee":
            return change(answer) if what != "count" else _counted(answer, change) if answer else []
        if peer.kind == "yonyou" and what != "document":  # a list and its count in one answer
            member = "recordList" if what == "list" else "recordCount"
            return {**answer, "data": {**answer["data"], member: change(answer["data"][member])}}
        member = next(name for name in ("result", "data", "message") if name in answer)
        return {**answer, member: change(answer[member])}

    peer.system.bend = bend


def _bent_of_sap(what: str, said: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    return {"__count": str(change(int(said["__count"])))} if what == "count" else {"results": change(said["results"])}


def _counted(rows: list[Any], change: Callable[[Any], Any]) -> Any:
    """Rows that are gone through to be counted, as many as are to be."""
    number = change(len(rows))
    return [[id_] for id_ in range(number)] if isinstance(number, int) else number


def repeats(peer: Case) -> None:
    """Every page is the first one."""
    first: list[Any] = []

    def change(page: Any) -> Any:
        first.append(page)
        return first[0]

    bent(peer, "list", change)


LIES: dict[str, Callable[[Case], None]] = {
    "pages repeat": repeats,
    "pages skip": lambda peer: bent(peer, "list", lambda page: page[1:] if len(page) > 1 else page),
    "a record twice in a page": lambda peer: bent(peer, "list", lambda page: page[:1] * 2 if page else page),
    "pages end early": lambda peer: bent(peer, "list", lambda page: []),
    "too many are counted": lambda peer: bent(peer, "count", lambda count: count + 1),
    "the count is no number": lambda peer: bent(peer, "count", lambda count: "many"),
    "a list of nonsense": lambda peer: bent(peer, "list", lambda page: ["?"]),
    "no list at all": lambda peer: bent(peer, "list", lambda page: {"a": 1}),
    "documents of nonsense": lambda peer: bent(peer, "document", lambda said: 7),
}
BREAKS = ("silence", "throttle", "down", "html", "truncated")


@pytest.mark.parametrize("kind", KINDS)
def test_a_peer_that_lies_or_stays_away(store: Store, kind: str) -> None:
    with case(kind) as peer:
        for name, lie in LIES.items():
            lie(peer)
            _refused(store, peer, name)
        peer.system.bend = lambda asked, answer: answer
        for trouble in BREAKS:
            peer.system.spoil = partial(_late, kind, trouble)
            _refused(store, peer, trouble)
        peer.system.spoil = lambda asked: ""
        assert peer.pull(store, **FEW | PAGES.get(kind, {})).clean
        after = fingerprint(store)
    assert after == _quiet(store, kind, **FEW | PAGES.get(kind, {}))


def _late(kind: str, trouble: str, asked: Asked) -> str:
    return trouble if model(asked)[0] == LATE[kind] else ""


def _refused(store: Store, peer: Case, name: str) -> None:
    with pytest.raises(PullError) as refused:
        peer.pull(store, tries=2, **FEW | PAGES.get(peer.kind, {}))
    assert len(str(refused.value)) > 40, name  # a sentence
    assert LATE[peer.kind] not in state.cursors(store, "erp"), name
    assert ask(store, "MATCH (l:Load) WHERE l.state <> 'failed' RETURN count(*)") == [(0,)], name


def _quiet(store: Store, kind: str, **said: Any) -> str:
    """The graph that a pull without trouble makes."""
    wipe(store)
    with case(kind) as peer:
        peer.pull(store, **said)
    return fingerprint(store)


@pytest.mark.parametrize("kind", KINDS)
def test_a_peer_that_stumbles(store: Store, kind: str) -> None:
    with case(kind) as peer:
        troubles = cycle(("", "", *[trouble for one in BREAKS for trouble in (one, "", "", "", "", "")]))
        peer.system.spoil = lambda asked: next(troubles)
        report = peer.pull(store, tries=4, **FEW | PAGES.get(kind, {}))
        assert report.clean
        assert 7.0 in peer.waits  # what was asked for with 429
        after = fingerprint(store)
    assert after == _quiet(store, kind, **FEW | PAGES.get(kind, {}))
