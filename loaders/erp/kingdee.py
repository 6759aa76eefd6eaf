"""Kingdee K3Cloud 金蝶云星空 by its WebAPI: bills by the rows of a query, production by the papers of an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from loaders.erp import kingdee_table as table
from loaders.erp.kingdee_api import Api, Row, quoted
from loaders.erp.model import Document, Shape, State, yes
from loaders.erp.orders import Posting, filled, of_paper, paper_of, refused
from loaders.erp.peer import Peer


@dataclass(frozen=True, slots=True)
class _Form:
    """A form: its key, what a row of it becomes, and the key of its lines where it has some."""

    key: str
    shape: Shape
    line: str = ""
    more: tuple[str, ...] = ()


_MASTER = {
    "BD_STOCK": _Form("FStockId", table.LOCATION),
    "BD_MATERIAL": _Form("FMATERIALID", table.MATERIAL),
    "BD_Supplier": _Form("FSupplierId", table.SUPPLIER),
    "BD_Customer": _Form("FCUSTID", table.CUSTOMER),
    "BD_BatchMainFile": _Form("FLOTID", table.BATCH),
}
_BILLS = {
    "STK_InStock": _Form("FID", table.RECEIPT, "FInStockEntry_FEntryID"),
    "STK_TransferDirect": _Form("FID", table.MOVE, "FBillEntry_FEntryID"),
    "SAL_OUTSTOCK": _Form("FID", table.SHIPPED, "FEntity_FEntryID", ("FCustomerID.FNumber", "FStockID.FNumber")),
    "SAL_RETURNSTOCK": _Form("FID", table.RETURN, "FEntity_FEntryID", ("FSrcBillTypeID",)),
}
_ORDERS = "PRD_MO"
_PAPERS: dict[str, tuple[Literal["in", "out"], str, Shape]] = {
    "PRD_PickMtrl": ("in", "FActualQty", table.TAKEN),
    "PRD_FeedMtrl": ("in", "FActualQty", table.TAKEN),
    "PRD_ReturnMtrl": ("in", "FQty", table.TAKEN),
    "PRD_INSTOCK": ("out", "FRealQty", table.MADE),
}
_BACK = "PRD_ReturnMtrl"
_TIMES = ("FModifyDate", "FApproveDate", "FCancelDate")
_OF_ORDER = ("FMoBillNo", "FMoEntrySeq")
_STATE = ("FBillNo", "FDate", "FDocumentStatus", "FCancelStatus", *_TIMES, "FMaterialId.FIsBatchManage")
_BEGINNING = "1900-01-01"


class Kingdee:
    """One data centre."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self._api = Api(peer, secret)
        self._orders: list[str] = []  # as they were listed last

    @property
    def types(self) -> Sequence[str]:
        """Forms, what is described before what uses it; production orders after receipts."""
        every = (*_MASTER, "STK_InStock", _ORDERS, *(form for form in _BILLS if form != "STK_InStock"))
        return [type_ for type_ in every if type_ not in self._api.source.skip]

    def newest(self, type_: str) -> str:
        """The last change of these: modified, audited or cancelled."""
        found = [""]
        for form in _PAPERS if type_ == _ORDERS else (type_,):
            for field in _times(form):
                rows = self._api.rows(form, [field], [f"{field}>='{_BEGINNING}'"], f"{field} DESC", limit=1)
                found += [str(row[field]) for row in rows]
        return max(found)

    def count(self, type_: str, since: str) -> int:
        """How many were changed since; of orders, those with a paper that was, which are listed with that."""
        if type_ == _ORDERS:
            fields = _fields("FEntity_FEntryID", "FBillNo", *_OF_ORDER)
            rows = {form: self._api.all(form, fields, _since(form, since), "FEntity_FEntryID") for form in _PAPERS}
            self._orders = sorted({_order(form, row) for form in rows for row in rows[form]})
            return len(self._orders)
        return self._api.number(type_, _form(type_).key, _since(type_, since))

    def page(self, type_: str, since: str, after: str, size: int) -> list[str]:
        """The next ids."""
        if type_ == _ORDERS:
            return [order for order in self._orders if order > after][:size]
        key = _form(type_).key
        filters = [*_since(type_, since), f"{key}>{int(after or 0)}"]
        return [str(row[key]) for row in self._api.rows(type_, [key], filters, f"{key} ASC", limit=size)]

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents with their lines."""
        if type_ == _ORDERS:
            return self._production(ids)
        form = _form(type_)
        only = [f"{form.key} IN ({','.join(str(int(id_)) for id_ in ids)})"]
        if not form.line:
            fields = _fields(form.key, *form.shape.columns.values(), "FModifyDate")
            return [_master(form, row) for row in self._api.all(type_, fields, only, form.key)]
        fields = _fields(form.key, form.line, *_STATE, *form.shape.columns.values(), *form.more)
        rows = sorted(self._api.all(type_, fields, only, form.line), key=lambda row: int(row[form.key]))
        return [self._bill(type_, list(lines)) for _, lines in groupby(rows, key=lambda row: row[form.key])]

    def _bill(self, type_: str, rows: list[Row]) -> Document:
        form, prefix, head = _BILLS[type_], self._api.source.prefix, rows[0]
        document = Document(str(head[form.key]), prefix + head["FBillNo"], _modified(head), _state(head))
        if document.state != "done":
            return document
        if type_ == "SAL_OUTSTOCK":
            document.rows.append(table.SHIPMENT.made(_seen(head, FBillNo=document.number)))
        for row in rows:
            seen = _seen(row, FBillNo=document.number)
            if form.shape is table.RETURN:
                of = row["FSrcBillNo"] if row["FSrcBillTypeID"] == "SAL_OUTSTOCK" else ""
                seen["FSrcBillNo"] = prefix + of if of else ""
            made = form.shape.made(seen)
            if "lot" in made.values or yes(row["FMaterialId.FIsBatchManage"]):
                document.rows.append(made)
            else:
                document.without_lot += 1
        return document

    def _production(self, ids: Sequence[str]) -> list[Document]:
        """Orders by all of their papers."""
        wanted = set(ids)
        papers: dict[str, list[tuple[str, Row]]] = {}
        for form, (_, quantity, shape) in _PAPERS.items():
            columns = [theirs for theirs in shape.columns.values() if theirs.startswith("F")]
            line = {"FActualQty": quantity, "FRealQty": quantity}
            fields = _fields("FEntity_FEntryID", *_OF_ORDER, *_STATE, *(line.get(name, name) for name in columns))
            for only in _naming(form, ids):
                for row in self._api.all(form, fields, [only], "FEntity_FEntryID"):
                    if (order := _order(form, row)) in wanted and _counts(row):
                        papers.setdefault(order, []).append((form, row))
        return [self._order(id_, papers.get(id_, [])) for id_ in ids]

    def _order(self, id_: str, papers: list[tuple[str, Row]]) -> Document:
        number = self._api.source.prefix + id_
        document = Document(id_, number, max((_modified(row) for _, row in papers), default=""))
        done = [str(row["FDate"]) for _, row in papers if _state(row) == "done"]
        if paper_of(id_, _PAPERS)[0]:
            return refused(document, "FMoBillNo", bool(done))
        head = {"order": number, "FMoBillNo": id_.rpartition("/")[0], "first FDate": _day(min(done, default=""))}
        return filled(document, table.RUN, head, (_posting(number, form, row) for form, row in papers))


def _form(type_: str) -> _Form:
    return _MASTER.get(type_) or _BILLS[type_]


def _fields(*names: str) -> list[str]:
    return list(dict.fromkeys(names))


def _times(form: str) -> Sequence[str]:
    return _TIMES[:1] if form in _MASTER else _TIMES


def _since(form: str, since: str) -> list[str]:
    if not since:
        return []
    moment = quoted([since.replace("T", " ")])
    return ["(" + " OR ".join(f"{field}>={moment}" for field in _times(form)) + ")"]


def _modified(row: Row) -> str:
    return max(str(row[name] or "") for name in _TIMES)


def _state(row: Row) -> State:
    if row["FCancelStatus"] == "B":
        return "cancelled"
    return "done" if row["FDocumentStatus"] == "C" else "open"


def _counts(row: Row) -> bool:
    """Whether a paper says something of its order: one that was never audited does not."""
    return _state(row) != "open" or row["FDocumentStatus"] == "D"


def _order(form: str, row: Row) -> str:
    if not (number := str(row["FMoBillNo"] or "").strip()):
        return of_paper(form, row["FBillNo"])
    return f"{number}/{row['FMoEntrySeq']}"


def _naming(form: str, ids: Sequence[str]) -> Iterator[str]:
    """How the papers of these orders are asked for in a form, and those that name none."""
    own = [paper_of(id_, _PAPERS) for id_ in ids]
    orders = {id_.rpartition("/")[0] for id_, (of, _) in zip(ids, own, strict=True) if not of}
    if orders:
        yield f"FMoBillNo IN ({quoted(sorted(orders))})"
    if numbers := {number for of, number in own if of == form}:
        yield f"FBillNo IN ({quoted(sorted(numbers))})"


def _day(value: Any) -> str:
    """A day where no time is given with it."""
    return str(value or "").removesuffix("T00:00:00")


def _seen(row: Row, **more: str) -> dict[str, Any]:
    return {**row, "FDate": _day(row["FDate"]), **more}


def _master(form: _Form, row: Row) -> Document:
    key = str(row[form.key])
    return Document(key, str(row.get("FNumber") or key), str(row["FModifyDate"] or ""), rows=[form.shape.made(row)])


def _posting(order: str, form: str, row: Mapping[str, Any]) -> Posting:
    side, quantity, shape = _PAPERS[form]
    amount = f"{'-' if form == _BACK else ''}{row[quantity]:.15g}"
    line = f"{form} {row['FEntity_FEntryID']}"
    seen = _seen(dict(row), order=order, FEntity_FEntryID=line) | {shape.columns["quantity"]: amount}
    tracked = yes(row["FMaterialId.FIsBatchManage"])
    state = _state(dict(row))
    return Posting(side, shape, seen, shape.columns["quantity"], tracked, state)
