"""Short ways to write events and to see what is drawn from them."""

from __future__ import annotations

from typing import Any

from loaders.epcis.derive import derive
from loaders.epcis.document import SPACES
from loaders.epcis.sent import Sent
from tests.epcis.documents import Json, event, lgtin, of

A, B, C, D = (lgtin("011111", lot) for lot in "ABCD")
ITEM = "04012345111118"
SITE = {"bizLocation": {"id": "urn:epc:id:sgln:4012345.00001.0"}}
PALLET, CASE = "urn:epc:id:sscc:4012345.1111111111", "urn:epc:id:sscc:4012345.1111111112"


def sent(*events: Json) -> list[Sent]:
    return [Sent(each, dict(SPACES), number) for number, each in enumerate(events, 1)]


def records(*events: Json) -> list[tuple[str, dict[str, str]]]:
    return [(kind, said) for _, kind, said in derive(sent(*events)).records]


def of_kind(kind: str, *events: Json) -> list[dict[str, str]]:
    return [said for each, said in records(*events) if each == kind]


def lots(kind: str, *events: Json) -> list[str]:
    return sorted(said.get("lot", "") for said in of_kind(kind, *events))


def transformation(time: str, ins: list[str], outs: list[str], /, **more: Any) -> Json:
    about = {"inputQuantityList": [of(uri, 1, "KGM") for uri in ins]} if ins else {}
    about |= {"outputQuantityList": [of(uri, 1, "KGM") for uri in outs]} if outs else {}
    return event("TransformationEvent", time, **about, **more)


def seen(step: str, /, action: str = "OBSERVE", time: str = "05 08:00", **more: Any) -> Json:
    return event("ObjectEvent", time, action=action, bizStep=step, quantityList=[of(A, 2.5, "KGM")], **SITE) | more


def error(of_: Json, time: str = "2026-03-20T08:00:00Z") -> Json:
    said = {"declarationTime": time, "reason": "incorrect_data", "correctiveEventIDs": ["urn:uuid:2"]}
    return of_ | {"errorDeclaration": said}


def packing(action: str, time: str, /, parent: str = PALLET, **children: Any) -> Json:
    return event("AggregationEvent", time, action=action, parentID=parent, **children)


def shipping(time: str, what: str = PALLET) -> Json:
    return event("ObjectEvent", time, action="OBSERVE", bizStep="shipping", epcList=[what])
