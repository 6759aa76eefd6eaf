"""Documents as plants send them, in both namespaces."""

from __future__ import annotations

from pathlib import Path

V6, V7 = "http://www.mesa.org/xml/B2MML-V0600", "http://www.mesa.org/xml/B2MML"


def written(path: Path, root: str, inside: str, space: str = V6) -> Path:
    """A document with that root."""
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">\n{inside}\n</{root}>\n', "utf-8")
    return path


def actual(
    name: str, material: str, lot: str, quantity: str = "", use: str = "", uom: str = "kg", more: str = ""
) -> str:
    """A material that went in or came out."""
    lots = "".join(f"<MaterialLotID>{each}</MaterialLotID>" for each in lot.split())
    amount = f"<Quantity><QuantityString>{quantity}</QuantityString><DataType>decimal</DataType>"
    amount = f"{amount}<UnitOfMeasure>{uom}</UnitOfMeasure></Quantity>" if quantity else ""
    said = f"<MaterialUse>{use}</MaterialUse>" if use else ""
    ids = f"<MaterialDefinitionID>{material}</MaterialDefinitionID>{lots}"
    return f"<{name}>{ids}{said}{amount}{more}</{name}>\n"


def segment(name: str, *inside: str, day: str = "04") -> str:
    """A segment on that day of March 2026, between eight and ten."""
    start, end = (f"2026-03-{day}T{hour}:00:00+08:00" for hour in ("08", "10"))
    ids = f"<ID>{name}</ID>" if name else ""
    times = f"<ActualStartTime>{start}</ActualStartTime><ActualEndTime>{end}</ActualEndTime>"
    return f"<SegmentResponse>{ids}{times}\n{''.join(inside)}</SegmentResponse>\n"


def production(*segments: str, response: str = "RSP1", request: str = "工单-7") -> str:
    """A response to a request, as ProductionPerformance has it."""
    ids = f"<ID>{response}</ID>" if response else ""
    ids += f"<ProductionRequestID>{request}</ProductionRequestID>" if request else ""
    return f"<ProductionResponse>{ids}\n{''.join(segments)}</ProductionResponse>\n"


CONSUMED, PRODUCED, ACTUAL = "MaterialConsumedActual", "MaterialProducedActual", "MaterialActual"
BEANS = actual(CONSUMED, "SOY", "豆-01", "60")
SAUCE = actual(PRODUCED, "SAUCE", "酱-01", "90", uom="L")
EQUIPMENT = "<EquipmentActual><EquipmentID>罐-1</EquipmentID><EquipmentUse>mixing</EquipmentUse></EquipmentActual>\n"
PEOPLE = "<PersonnelActual><PersonID>王芳</PersonID></PersonnelActual>\n"
DATA = (
    "<ProductionData><ID>温度</ID>"
    "<Value><ValueString>82.5</ValueString><DataType>float</DataType><UnitOfMeasure>°C</UnitOfMeasure></Value>"
    "</ProductionData>\n"
)
LOT = """\
<MaterialInformation><PublishedDate>2026-03-05T06:00:00Z</PublishedDate>
<MaterialDefinition><ID>SAUCE</ID><Description>酱油</Description></MaterialDefinition>
<MaterialLot><ID>酱-01</ID><MaterialDefinitionID>SAUCE</MaterialDefinitionID><Status>Hold</Status>
<StorageLocation><EquipmentID>仓</EquipmentID><HierarchyScope><EquipmentID>仓-A</EquipmentID></HierarchyScope></StorageLocation>
<Quantity><QuantityString>88</QuantityString><UnitOfMeasure>L</UnitOfMeasure></Quantity></MaterialLot>
</MaterialInformation>
"""


def carried(noun: str, verb: str = "Process", action: str = "") -> str:
    """What a transaction holds."""
    area = (
        "<ApplicationArea><CreationDateTime>2026-03-06T06:00:00Z</CreationDateTime><BODID>M-9</BODID></ApplicationArea>"
    )
    criteria = f'<ActionCriteria><ActionExpression actionCode="{action}">x</ActionExpression></ActionCriteria>'
    return f"{area}\n<DataArea><{verb}>{criteria if action else ''}</{verb}>\n{noun}</DataArea>"
