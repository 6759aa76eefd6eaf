"""What a source is told: that a lot is held or free, and steps of recall cases. It is looked at before it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import httpx

from genealogy.errors import PullError, UsageError
from loaders.erp.erpnext_rest import Rest
from loaders.erp.kingdee_api import Api as KingdeeApi
from loaders.erp.kingdee_api import quoted
from loaders.erp.odoo_rpc import Rpc
from loaders.erp.peer import Clock, GoneError, Peer
from loaders.erp.source import Source, Writing
from loaders.erp.yonyou_api import Api as YonyouApi

LONGEST = 5.0  # seconds for a step of a request; who takes over what lasts longer than the lease looks first, too
WRITTEN = {
    "odoo": (
        "a note in the log of the lot; `field` of stock.lot (true, false) where it is named",
        "Odoo itself blocks no lot: what the module of that field blocks (such as `locked` of OCA's stock_lock_lot)",
    ),
    "erpnext": (
        "`disabled` of the Batch, or the `field` that is named; a comment on it",
        "whatever would move a disabled batch, scrapping it and sending it back too",
    ),
    "kingdee": (
        "`field` of BD_BatchMainFile 批号主档, which you make there; by Save",
        "nothing by itself; stock status (库存状态转换单) is not written",
    ),
    "yonyou": (
        "`field` of the batch, one of `define1` to `define30`; by batchno/save",
        "nothing by itself; its page on saving batches names no way to stop one",
    ),
}  # of each kind: what is written, what that blocks
_LOGS = ("odoo", "erpnext")  # kinds with a log that can be written to
_RENAMED = {"odoo": "product-"}  # what a material is called there that has no code


class UnknownLotError(PullError):
    """The source does not know the lot, and will not by asking again."""


@dataclass(frozen=True, slots=True)
class Told:
    """That a lot is held, or free. `id` is the message's: it stands in what is written for people, once."""

    id: str
    material: str
    lot: str
    held: bool
    text: str


class Writer(Protocol):
    """A kind of system that can be told."""

    def look(self) -> None:
        """See that it answers, and knows the user."""

    def tell(self, told: Told) -> None:
        """Have the lot be as it is said to be; what is so already stays as it is. Raises UnknownLotError, PullError."""

    def note(self, document: str, id_: str, text: str) -> None:
        """Note a text in the log of a document (TYPE/ID), once for each id."""


def writer(source: Source, secret: str, client: httpx.Client, clock: Clock | None = None) -> Writer:
    """The writer of a source; raises UsageError where its file does not say how to write."""
    writing = writable(source, ())
    once = source.model_copy(update={"tries": 1})
    return _WRITERS[source.kind](Peer(once, client, clock or Clock()), secret, writing)


def writable(source: Source, what: tuple[str, ...]) -> Writing:
    """How a source is written to, and that it can be told of these topics; raises UsageError."""
    writing = source.writing
    if writing is None:
        raise UsageError("the file of the source has no `writing`: docs/erp.md says what to write, and into what")
    if source.kind not in _WRITERS:
        raise UsageError(f"a source of kind {source.kind} cannot be told anything; there are: {', '.join(_WRITERS)}")
    if source.kind not in _LOGS and not writing.field:
        raise UsageError(f"name the field of a lot that says that it is held (writing.field): {source.kind} has none")
    if "case" in what and (source.kind not in _LOGS or not writing.cases):
        raise UsageError("name the document in whose log steps of cases are noted (writing.cases; Odoo and ERPNext)")
    return writing


class _Odoo:
    def __init__(self, peer: Peer, secret: str, writing: Writing) -> None:
        self._rpc = Rpc(peer, secret)
        self._writing = writing

    def look(self) -> None:
        self._rpc.number("stock.lot", [["id", "=", 0]])

    def tell(self, told: Told) -> None:
        field, id_ = self._writing.field, told.material.removeprefix(_RENAMED["odoo"])
        of: list[str | int] = ["product_id.default_code", "=", told.material]
        if id_ != told.material and id_.isdigit():
            of = ["product_id", "=", int(id_)]
        lots = self._rpc.all("stock.lot", [["name", "=", told.lot], of], [field] if field else [])
        _known(lots, told)
        value = _value(self._writing, told)
        if field and (others := [lot["id"] for lot in lots if lot[field] != value]):
            self._rpc.call("stock.lot", "write", [others, {field: value}], {})
        for lot in lots:
            self.note(f"stock.lot/{lot['id']}", told.id, told.text)

    def note(self, document: str, id_: str, text: str) -> None:
        model, _, record = document.partition("/")
        there = [["model", "=", model], ["res_id", "=", int(record)], ["body", "ilike", id_]]
        if not self._rpc.number("mail.message", there):
            said = {"body": f"{text} [{id_}]", "message_type": "comment", "subtype_xmlid": "mail.mt_note"}
            self._rpc.call(model, "message_post", [[int(record)]], said)


class _ERPNext:
    def __init__(self, peer: Peer, secret: str, writing: Writing) -> None:
        self._rest = Rest(peer, secret)
        self._writing = writing

    def look(self) -> None:
        self._rest.number("Batch", [["name", "=", ""]])

    def tell(self, told: Told) -> None:
        field, value = self._writing.field or "disabled", _value(self._writing, told)
        try:
            batch = self._rest.document("Batch", told.lot)
        except GoneError:
            batch = {}
        _known([batch] if batch.get("item") == told.material else [], told)
        if field not in batch:
            raise PullError(f"Batch {told.lot} has no field {field}; make it, or name another (writing.field)")
        if batch[field] != value:
            self._rest.send("PUT", "Batch", told.lot, {field: int(value) if isinstance(value, bool) else value})
        self.note(f"Batch/{told.lot}", told.id, told.text)

    def note(self, document: str, id_: str, text: str) -> None:
        type_, _, name = document.partition("/")
        of = {"reference_doctype": type_, "reference_name": name}
        there = [*([field, "=", value] for field, value in of.items()), ["content", "like", f"%{id_}%"]]
        if not self._rest.number("Comment", there):
            content = f"{escape(text)} [{id_}]"
            self._rest.send("POST", "Comment", "", {"comment_type": "Comment", **of, "content": content})


class _Kingdee:
    def __init__(self, peer: Peer, secret: str, writing: Writing) -> None:
        self._api = KingdeeApi(peer, secret)
        self._writing = writing

    def look(self) -> None:
        self._api.rows("BD_BatchMainFile", ["FLOTID"], ["FLOTID=0"], "FLOTID ASC", limit=1)

    def tell(self, told: Told) -> None:
        field, value = self._writing.field, _value(self._writing, told)
        only = [f"FNumber={quoted([told.lot])}", f"FMaterialId.FNumber={quoted([told.material])}"]
        lots = self._api.all("BD_BatchMainFile", ["FLOTID", field], only, "FLOTID")
        for lot in _known(lots, told):
            if lot[field] != value:
                self._api.save("BD_BatchMainFile", {"FLOTID": lot["FLOTID"], field: value})

    def note(self, document: str, id_: str, text: str) -> None:
        raise PullError(f"Kingdee has no log that {id_} could be noted in")


class _Yonyou:
    def __init__(self, peer: Peer, secret: str, writing: Writing) -> None:
        self._api = YonyouApi(peer, secret)
        self._writing = writing

    def look(self) -> None:
        self._api.page("/yonbip/scm/batchno/report/list", {}, 1, 1)

    def tell(self, told: Told) -> None:
        field, value = self._writing.field, _value(self._writing, told)
        found = self._api.records("/yonbip/scm/batchno/report/list", {"batchno": told.lot})
        lots = [lot for lot in found if (lot.get("batchno"), lot.get("product_cCode")) == (told.lot, told.material)]
        for lot in _known(lots, told):
            if lot.get(field) != value:
                names = {"product": told.material, "batchno": told.lot, "id__pk": str(lot["id"]), "_status": "Update"}
                dates = {name: lot[name] for name in ("producedate", "invaliddate") if lot.get(name)}
                self._api.save("/yonbip/scm/batchno/save", {**names, **dates, field: value})

    def note(self, document: str, id_: str, text: str) -> None:
        raise PullError(f"Yonyou has no log that {id_} could be noted in")


def _known(lots: list[dict[str, Any]], told: Told) -> list[dict[str, Any]]:
    if not lots:
        raise UnknownLotError(f"lot {told.lot} of {told.material} is not known there; make it there, then replay")
    return lots


def _value(writing: Writing, told: Told) -> bool | int | str:
    return writing.held if told.held else writing.free


_WRITERS: dict[str, Callable[[Peer, str, Writing], Writer]] = {
    "odoo": _Odoo,
    "erpnext": _ERPNext,
    "kingdee": _Kingdee,
    "yonyou": _Yonyou,
}
