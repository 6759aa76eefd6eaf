"""Which element of B2MML is which of our columns; the reader and the page in docs/ go by the same table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SPACE = re.compile(r"http://www\.(mesa|wbf)\.org/xml/B2MML(-V[0-9]+)?")
PERFORMANCES = {"ProductionPerformance": "ProductionResponse", "OperationsPerformance": "OperationsResponse"}
REQUESTS = ("ProductionRequestID", "OperationsRequestID")
MATERIALS = ("MaterialInformation", "MaterialDefinition", "MaterialLot", "MaterialSubLot")
NOUNS = (*PERFORMANCES, *PERFORMANCES.values(), *MATERIALS)
TAKEN = ("Process", "Sync", "Show", "Change", "Acknowledge", "Respond")  # verbs whose message says what is so
OTHERS = ("Get", "Cancel")  # those that ask, or take back
DATA = ("ProductionData", "SegmentData")
SEGMENT_IDS = ("ID", "ProcessSegmentID", "ProductSegmentID", "OperationsSegmentID")
QUIET = ("DataType", "Key")  # read over: they say how a value is written
USES: Mapping[str, str] = {
    "Consumed": "consumed",
    "Material Consumed": "consumed",
    "Consumable": "consumed",
    "Produced": "produced",
    "Material Produced": "produced",
    "By-product Produced": "produced",
    "Co-product Produced": "produced",
    "Yield Produced": "produced",
}
ACTUALS: Mapping[str, str] = {
    "MaterialConsumedActual": "consumed",
    "ConsumableActual": "consumed",
    "MaterialProducedActual": "produced",
    "MaterialActual": "",  # its MaterialUse says which
}
ASSEMBLY = "AssemblyActual"  # what something was put together from: consumed, unless its MaterialUse says otherwise


@dataclass(frozen=True, slots=True)
class Shape:
    """A record of ours, out of which element, and from where in it each column comes."""

    kind: str
    of: str
    columns: Mapping[str, str]


_LINE = {
    "run": "see above",
    "material": "MaterialDefinitionID",
    "lot": "MaterialLotID",
    "quantity": "Quantity/QuantityString",
    "uom": "Quantity/UnitOfMeasure",
    "at": "ActualStartTime/ActualEndTime",
    "line": "see above",
    "sublot": "MaterialSubLotID",
}
_LOT = {"material": "MaterialDefinitionID", "lot": "ID"}
SHAPES = (
    Shape(
        "run",
        "SegmentResponse, or all of a response",
        {
            "run": "see above",
            "work_order": " or ".join(REQUESTS),
            "started_at": "ActualStartTime, StartTime",
            "ended_at": "ActualEndTime, EndTime",
            "location": "HierarchyScope or Location: the innermost EquipmentID",
        },
    ),
    Shape("consumed", "what is consumed", _LINE),
    Shape("produced", "what is produced", _LINE),
    Shape(
        "used",
        "EquipmentActual, PersonnelActual",
        {
            "run": "see above",
            "equipment": "EquipmentID",
            "operator": "PersonID",
            "role": "EquipmentUse, PersonnelUse",
            "from": "ActualStartTime",
            "to": "ActualEndTime",
        },
    ),
    Shape(
        "parameter",
        ", ".join(DATA),
        {
            "run": "see above",
            "parameter": "ID",
            "value": "Value/ValueString",
            "unit": "Value/UnitOfMeasure",
            "line": "see above",
        },
    ),
    Shape("material", "MaterialDefinition", {"material": "ID", "name": "Description"}),
    Shape("batch", "MaterialLot", _LOT),
    Shape(
        "status",
        "MaterialLot, MaterialSubLot",
        {
            **_LOT,
            "status": "Status, else Disposition",
            "at": "PublishedDate, CreationDateTime",
            "location": "StorageLocation",
            "quantity": "Quantity/QuantityString",
            "uom": "Quantity/UnitOfMeasure",
            "line": "MaterialSubLot/ID",
        },
    ),
    Shape(
        "count",
        "MaterialLot, MaterialSubLot",
        {
            "count": "BODID, MaterialInformation/ID, else ID",
            **_LOT,
            "location": "StorageLocation",
            "quantity": "Quantity/QuantityString",
            "uom": "Quantity/UnitOfMeasure",
            "counted_at": "PublishedDate, CreationDateTime",
            "line": "MaterialSubLot/ID",
        },
    ),
)
CALLED = {shape.kind: shape.columns for shape in SHAPES}
