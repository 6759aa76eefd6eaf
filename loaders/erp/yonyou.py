"""Yonyou YonBIP 用友 by its open API: documents by their details, production by the papers of an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Literal

from loaders.erp import yonyou_table as table
from loaders.erp.model import Document, Seen, yes
from loaders.erp.orders import Posting, filled, of_paper, paper_of, refused
from loaders.erp.peer import GoneError, Peer
from loaders.erp.yonyou_api import Api, Record

_LISTS = {
    "product": "/yonbip/digitalModel/product/listproductbycondition",
    "vendor": "/yonbip/digitalModel/vendor/list",
    "merchant": "/yonbip/digitalModel/merchant/newlist",
    "batchno": "/yonbip/scm/batchno/report/list",
}
_MASTER = {
    "product": table.MATERIAL,
    "vendor": table.SUPPLIER,
    "merchant": table.CUSTOMER,
    "batchno": table.BATCH,
}
_LINES = {
    "purinrecord": "purInRecords",
    "materialout": "materOuts",
    "storeprorecord": "storeProRecords",
    "salesout": "details",
}
_ORDERS = "production"
_ORDER = "po_production_order"
_WAYS = {"materialout": ("upcode", "firstupcode"), "storeprorecord": ("upcode",)}  # how a paper names its order
_TIMED = ("vendor", "batchno", *_LINES)
_AUDITED = "1"
_OF_HEAD = ("id", "code", "vouchdate", "status", "pubts")  # what is kept of a paper of production, and of its lines
_OF_LINE = (
    *("id", "product_cCode", "batchno", "qty", "unit_name", "product_unitName", "isBatchManage"),
    *("source", "upcode", "firstsource", "firstupcode"),
)


class Yonyou:
    """One tenant."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self._api = Api(peer, secret)
        self._listed: dict[str, dict[str, Record]] = {}  # as they were listed last, by id
        self._papers: dict[tuple[str, str], Record] = {}

    @property
    def types(self) -> Sequence[str]:
        """Types, what is described before what uses it; production after receipts."""
        return [type_ for type_ in (*_MASTER, "purinrecord", _ORDERS, "salesout") if type_ not in self._api.source.skip]

    def newest(self, type_: str) -> str:
        """The time of the server, which it says with a list; empty where a list has none."""
        form = "materialout" if type_ == _ORDERS else type_
        return str(self._api.page(_path(form), _body(form, ""), 1, 1).get("pubts") or "") if form in _TIMED else ""

    def count(self, type_: str, since: str) -> int:
        """How many were changed since; they are listed with that."""
        found = self._orders(since) if type_ == _ORDERS else self._list(type_, since)
        self._listed[type_] = found
        return len(found)

    def page(self, type_: str, since: str, after: str, size: int) -> list[str]:
        """The next ids."""
        return [id_ for id_ in sorted(self._listed[type_]) if id_ > after][:size]

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents with their lines."""
        if type_ == _ORDERS:
            return [self._order(id_) for id_ in ids]
        if type_ in _MASTER:
            known = self._listed.get(type_, {})
            if any(id_ not in known for id_ in ids):
                known = self._list(type_, "")
            return [_master(type_, known[id_]) for id_ in ids if id_ in known]
        return [self._bill(type_, paper) for paper in self._details(type_, ids)]

    def _list(self, type_: str, since: str, *only: Record) -> dict[str, Record]:
        """Records by id: a list may give one for each line, or for each organisation."""
        body = _body(type_, since)
        if only:
            body["simpleVOs"] = [*body.get("simpleVOs", []), *only]
        return {str(record["id"]): record for record in self._api.records(_path(type_), body)}

    def _details(self, type_: str, ids: Sequence[str]) -> Iterator[Record]:
        for id_ in ids:
            with suppress(GoneError):  # who asked sees that it is missing
                yield self._api.detail(f"/yonbip/scm/{type_}/detail", id_)

    def _bill(self, type_: str, head: Record) -> Document:
        number = self._api.source.prefix + head["code"]
        document = Document(str(head["id"]), number, str(head["pubts"]))
        if str(head["status"]) != _AUDITED:
            document.state = "open"
            return document
        seen = _seen(head, code=number)
        back = type_ == "salesout" and str(head.get("stockDirection")) == "1"
        for line in head[_LINES[type_]]:
            undone = back or line["qty"] < 0
            if type_ == "purinrecord":
                shape = table.RETURN_OUT if undone else table.RECEIPT
            else:
                shape = table.RETURN_IN if undone else table.SHIPPED
                if not undone and not any(row.kind == "shipment" for row in document.rows):
                    document.rows.append(table.SHIPMENT.made(seen))
            row = shape.made(seen | _of_line(_LINES[type_], line, f"{abs(line['qty']):.15g}"))
            if "lot" in row.values or yes(line.get("isBatchManage")):
                document.rows.append(row)
            else:
                document.without_lot += 1
        return document

    def _orders(self, since: str) -> dict[str, Record]:
        """Orders with a paper that was changed since, and papers that name none."""
        found: dict[str, Record] = {}
        for form in _WAYS:
            for id_, record in self._list(form, since).items():
                for paper in self._paper(form, id_, record):
                    for line in paper[_LINES[form]]:
                        found[_order_of(form, line) or of_paper(form, paper["code"])] = {}
        return found

    def _paper(self, form: str, id_: str, record: Record) -> Iterator[Record]:
        """A paper of production, asked for anew only where its list says that it was changed: each is a request."""
        known = self._papers.get((form, id_))
        if not known or known["pubts"] != record.get("pubts"):
            for paper in self._details(form, [id_]):
                lines = [{name: line.get(name) for name in _OF_LINE} for line in paper[_LINES[form]]]
                known = {name: paper[name] for name in _OF_HEAD} | {_LINES[form]: lines}
                self._papers[form, id_] = known
        yield from [known] if known else []

    def _order(self, id_: str) -> Document:
        """An order by all of its papers; a paper that names none is a document whose lines are all rejected."""
        number = self._api.source.prefix + id_
        papers = list(self._papers_of(id_))
        document = Document(id_, number, max((str(paper["pubts"]) for _, paper in papers), default=""))
        audited = [(form, paper) for form, paper in papers if str(paper["status"]) == _AUDITED]
        postings = [posting for form, paper in audited for posting in _postings(number, id_, form, paper)]
        head = {"order": number, "order code": id_}
        head["first vouchdate"] = min((_day(paper["vouchdate"]) for _, paper in audited), default="")
        form, _ = paper_of(id_, _WAYS)
        if form:
            return refused(document, f"{_LINES[form]}.source", bool(audited))
        return filled(document, table.RUN, head, postings)

    def _papers_of(self, id_: str) -> Iterator[tuple[str, Record]]:
        form, code = paper_of(id_, _WAYS)
        if form:
            only = {"field": "code", "op": "eq", "value1": code}
            for one, record in self._list(form, "", only).items():
                yield from ((form, paper) for paper in self._paper(form, one, record))
            return
        for form, ways in _WAYS.items():
            records: dict[str, Record] = {}
            for way in ways:
                records |= self._list(form, "", {"field": f"{_LINES[form]}.{way}", "op": "eq", "value1": id_})
            for one, record in records.items():
                yield from ((form, paper) for paper in self._paper(form, one, record))


def _path(type_: str) -> str:
    return _LISTS.get(type_, f"/yonbip/scm/{type_}/list")


def _body(type_: str, since: str) -> Record:
    """What a list is asked; a time of change goes by another name in each."""
    if type_ in _LINES:
        return {"isSum": True, "simpleVOs": [{"field": "pubts", "op": "egt", "value1": since}] if since else []}
    named: dict[str, Record] = {"vendor": {"simple": {"pubts": since}}, "batchno": {"open_pubts_begin": since}}
    return named.get(type_, {}) if since else {}


def _order_of(form: str, line: Record) -> str:
    """The number of the production order that a line names as its source, or as the first of its sources."""
    for way in _WAYS[form]:
        if line.get(way.replace("upcode", "source")) == _ORDER and line.get(way):
            return str(line[way])
    return ""


def _postings(number: str, id_: str, form: str, paper: Record) -> Iterator[Posting]:
    shape = table.TAKEN if form == "materialout" else table.MADE
    for line in paper[_LINES[form]]:
        if _order_of(form, line) == id_:
            seen = _seen(paper, order=number) | _of_line(_LINES[form], line, f"{line['qty']:.15g}")
            seen[shape.columns["line"]] = f"{form} {line['id']}"
            tracked = yes(line.get("isBatchManage"))
            side: Literal["in", "out"] = "in" if shape is table.TAKEN else "out"
            yield Posting(side, shape, seen, shape.columns["quantity"], tracked, "done")


def _of_line(of: str, line: Record, quantity: str) -> dict[str, Any]:
    return {f"{of}.{name}": value for name, value in line.items()} | {f"{of}.qty": quantity}


def _seen(head: Record, **more: str) -> dict[str, Any]:
    return {**head, "vouchdate": _day(head["vouchdate"]), **more}


def _day(value: Any) -> str:
    return str(value or "").removesuffix(" 00:00:00").replace(" ", "T")


def _master(type_: str, record: Record) -> Document:
    name = record.get("name")
    seen: Seen = {**record, "name": name.get("simplifiedName") or name.get("zh_CN") if isinstance(name, dict) else name}
    if type_ == "batchno":
        seen = {**record, **{field: _day(record.get(field)) for field in ("producedate", "invaliddate")}}
    number = str(record.get("code") or record.get("batchno") or record["id"])
    return Document(str(record["id"]), number, str(record.get("pubts") or ""), rows=[_MASTER[type_].made(seen)])
