"""The same soy sauce maker in YonBIP: materials out and back, products in, a red receipt, a delivery and a return."""

from __future__ import annotations

from typing import Any

from tests.support.yonyou import LINES, Papers

_TRACKED = {"SOY": "true", "SALT": "true", "SAUCE": "true", "BOX": "false"}
ORDER = {"source": "po_production_order", "upcode": "SCDD0001"}


def day(number: int, hour: int = 8) -> str:
    """A moment in March 2026 as Yonyou writes it."""
    return f"2026-03-{number:02} {hour:02}:00:00"


class Plant:
    """Papers that can be added to and changed."""

    def __init__(self) -> None:
        self.papers: Papers = {type_: [] for type_ in ("product", "vendor", "merchant", "batchno", *LINES)}
        self.line = 9000

    def paper(self, type_: str, id_: int, code: str, at: int, *lines: dict[str, Any], **head: Any) -> None:
        """A paper of that day in March, audited."""
        known = {"id": id_, "code": code, "vouchdate": f"2026-03-{at:02} 00:00:00", "status": 1, "pubts": day(at)}
        made = []
        for one in lines:
            self.line += 1
            of = {"id": self.line, "isBatchManage": _TRACKED[one["product_cCode"]]}
            units = dict.fromkeys(("unit_name", "product_unitName", "unitName"), "千克")
            made.append(of | units | one)
        self.papers[type_].append(known | head | {LINES[type_]: made})

    def one(self, type_: str, code: str) -> dict[str, Any]:
        """A paper, to be changed."""
        return next(paper for paper in self.papers[type_] if paper["code"] == code)


def line(material: str, lot: str | None, quantity: float, **said: Any) -> dict[str, Any]:
    """A line of that lot."""
    return {"product_cCode": material, "batchno": lot, "qty": quantity, **said}


def plant() -> Plant:
    """Everything that a full pull finds."""
    made = Plant()
    names = (("SOY", "大豆"), ("SALT", "食盐"), ("SAUCE", "酱油"), ("BOX", "纸箱"))
    made.papers["product"] = [
        {"id": at, "code": code, "name": name, "unitName": "千克"} for at, (code, name) in enumerate(names, 11)
    ]
    made.papers["vendor"] = [{"id": 31, "code": "V绿源", "name": "绿源农业有限公司", "pubts": day(1)}]
    made.papers["merchant"] = [{"id": 32, "code": "C一食", "name": {"simplifiedName": "上海第一食品"}}]
    lot = {
        "product_cCode": "SOY",
        "batchno": "豆-2026-001",
        "producedate": day(1, 0),
        "invaliddate": "2027-02-28 00:00:00",
    }
    made.papers["batchno"] = [{"id": 21, "pubts": day(1), **lot}]
    of = {"vendor": "31", "warehouse_name": "原料库", "srcBillNO": "CGDD0001"}
    salt, box = line("SALT", "盐-07", 40.1), line("BOX", None, 90.0)
    made.paper("purinrecord", 101, "CGRK0001", 2, line("SOY", "豆-2026-001", 500.0), salt, box, **of)
    made.paper("purinrecord", 107, "CGTH0001", 3, line("SOY", "豆-2026-001", -2.0), **of)
    taken = (line("SOY", "豆-2026-001", 100.0), line("SALT", "盐-07", 13.0), line("BOX", None, 9.0))
    made.paper("materialout", 301, "CLCK0001", 3, *(one | ORDER for one in taken))
    by_request = {"source": "st_materialapply", "upcode": "LLSQ1", "firstsource": ORDER["source"]}
    by_request["firstupcode"] = ORDER["upcode"]
    made.paper("materialout", 302, "CLCK0002", 4, line("SALT", "盐-07", -3.0, **by_request))
    made.paper("storeprorecord", 304, "CPRK0001", 4, line("SAUCE", "酱-0301", 70.0, **ORDER))
    made.paper("storeprorecord", 305, "CPRK0002", 4, line("SAUCE", "酱-0301", 50.0, **ORDER))
    sold = {"cust": "32", "warehouse_name": "成品库", "stockDirection": "0"}
    made.paper("salesout", 102, "XSCK0001", 6, line("SAUCE", "酱-0301", 80.0), **sold)
    made.paper("salesout", 105, "XSCK0002", 9, line("SAUCE", "酱-0301", 8.0), **sold | {"status": 0})
    made.paper("salesout", 103, "XSTH0001", 8, line("SAUCE", "酱-0301", 5.0), **sold | {"stockDirection": "1"})
    return made
