"""Documents of B2MML as records: without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from genealogy.errors import UsageError
from loaders.b2mml.bundle import is_b2mml, tables
from loaders.b2mml.fields import SHAPES
from tests.b2mml.documents import (
    ACTUAL,
    BEANS,
    CONSUMED,
    DATA,
    EQUIPMENT,
    LOT,
    PEOPLE,
    PRODUCED,
    SAUCE,
    V7,
    actual,
    carried,
    production,
    segment,
    written,
)

DAY = "2026-03-04T08:00:00+08:00/2026-03-04T10:00:00+08:00"
Said = dict[str, list[dict[str, str]]]


def read(path: Path) -> Said:
    """Records by kind; what is empty is left out."""
    found: Said = {}
    for kind, rows in tables(path):
        cells = (dict(zip(rows.columns, row.cells, strict=True)) for row in rows.found)
        found[kind] = [{name: value for name, value in said.items() if value} for said in cells]
    return found


def notes(path: Path) -> str:
    return "\n".join(note for _, rows in tables(path) for note in rows.notes)


def performed(folder: Path, *responses: str, **how: str) -> Path:
    return written(folder / "p.xml", "ProductionPerformance", "<ID>PP1</ID>" + "".join(responses), **how)


def lots(said: Said, kind: str) -> list[tuple[str, str]]:
    return [(each["run"], each.get("lot", "")) for each in said[kind]]


def test_a_performance(tmp_path: Path) -> None:
    path = performed(tmp_path, production(segment("混合", BEANS, SAUCE, EQUIPMENT, PEOPLE, DATA)))
    said = read(path)
    start, _, end = DAY.partition("/")
    run = {"run": "工单-7", "kind": "produce", "work_order": "工单-7", "started_at": start, "ended_at": end}
    assert said["run"] == [run]
    line = {"run": "工单-7", "at": DAY, "line": "RSP1"}
    assert said["consumed"] == [line | {"material": "SOY", "lot": "豆-01", "quantity": "60", "uom": "kg"}]
    assert said["produced"] == [line | {"material": "SAUCE", "lot": "酱-01", "quantity": "90", "uom": "L"}]
    used = {"run": "工单-7", "from": start, "to": end}
    assert said["used"] == [used | {"equipment": "罐-1", "role": "mixing"}, used | {"operator": "王芳"}]
    (parameter,) = said["parameter"]
    assert parameter == {"run": "工单-7", "parameter": "温度", "value": "82.5", "unit": "°C", "line": "RSP1"}
    assert notes(path) == ""


def test_operations_in_the_later_namespace(tmp_path: Path) -> None:
    scope = "<HierarchyScope><EquipmentID>线-2</EquipmentID></HierarchyScope>"
    scope = f"<HierarchyScope><EquipmentID>厂</EquipmentID>{scope}</HierarchyScope>"
    inside = [
        actual(ACTUAL, "SOY", "豆-01", "60", "Material Consumed"),
        actual(ACTUAL, "SAUCE", "酱-01", "90", "Produced"),
        actual(ACTUAL, "CAKE", "粕-01", "20", "By-product Produced"),
        actual(ACTUAL, "SALT", "", "3", "Consumable"),
    ]
    response = f"<OperationsResponse><ID>R9</ID>{scope}{segment('', *inside)}</OperationsResponse>"
    said = read(written(tmp_path / "o.xml", "OperationsPerformance", f"<ID>X</ID>{response}", space=V7))
    assert said["run"][0]["run"] == "R9" and said["run"][0]["location"] == "线-2"
    assert lots(said, "consumed") == [("R9", "豆-01"), ("R9", "")]
    assert lots(said, "produced") == [("R9", "酱-01"), ("R9", "粕-01")]
    assert "line" not in said["produced"][0]  # nothing else brings lines to this run


def test_segments_are_runs_where_each_says_what_went_in_and_out(tmp_path: Path) -> None:
    middle = actual(PRODUCED, "MASH", "浆-01", "60")
    both = segment("10", BEANS, middle), segment("20", actual(CONSUMED, "MASH", "浆-01", "60"), SAUCE)
    said = read(performed(tmp_path, production(*both, segment("30", EQUIPMENT))))
    assert [each["run"] for each in said["run"]] == [each["run"] for each in said["used"]] == ["工单-7/10", "工单-7/20"]
    assert lots(said, "consumed") == [("工单-7/10", "豆-01"), ("工单-7/20", "浆-01")]
    assert lots(said, "produced") == [("工单-7/10", "浆-01"), ("工单-7/20", "酱-01")]
    parted = performed(tmp_path, production(segment("10", BEANS), segment("20", EQUIPMENT), segment("30", SAUCE)))
    said = read(parted)
    assert lots(said, "consumed") + lots(said, "produced") == [("工单-7", "豆-01"), ("工单-7", "酱-01")]
    assert [said["consumed"][0]["line"], said["produced"][0]["line"]] == ["RSP1/10", "RSP1/30"]
    assert "one run" in notes(parted)
    nested = segment("10", BEANS, segment("11", SAUCE))
    assert lots(read(performed(tmp_path, production(nested))), "produced") == [("工单-7", "酱-01")]


def test_what_two_messages_say_of_one_request_is_one_run(tmp_path: Path) -> None:
    first = read(performed(tmp_path, production(segment("", BEANS), response="GI1")))
    second = read(performed(tmp_path, production(segment("", SAUCE, day="05"), response="GR1")))
    assert first["run"] == second["run"] == [{"run": "工单-7", "kind": "produce", "work_order": "工单-7"}]
    assert (first["consumed"][0]["line"], second["produced"][0]["line"]) == ("GI1", "GR1")
    together = read(performed(tmp_path, *(production(segment("", BEANS, SAUCE), response=one) for one in "AB")))
    assert together["run"][0] == together["run"][1] and "started_at" not in together["run"][0]
    assert [each["line"] for each in together["consumed"]] == ["A", "B"]


def test_several_lots_sublots_and_assemblies(tmp_path: Path) -> None:
    sub = "<MaterialSubLotID>SSCC-1</MaterialSubLotID>"
    part = actual("AssemblyActual", "LABEL", "标-01", "90", uom="pcs")
    path = performed(
        tmp_path,
        production(
            segment("", actual(CONSUMED, "SOY", "豆-01 豆-02", "60"), BEANS, BEANS),
            segment("", actual(PRODUCED, "SAUCE", "酱-01", "45", more=sub + part)),
            segment("", actual(PRODUCED, "CAKE", "", "1", more=sub)),
        ),
    )
    said = read(path)
    assert [(each["lot"], each.get("quantity"), each["line"]) for each in said["consumed"]] == [
        ("豆-01", None, "RSP1"),
        ("豆-02", None, "RSP1"),
        ("豆-01", "60", "RSP1#2"),
        ("豆-01", "60", "RSP1#3"),
        ("标-01", "90", "RSP1"),
    ]
    sauce, cake = said["produced"]
    assert (sauce["lot"], sauce["sublot"], sauce["line"]) == ("酱-01", "SSCC-1", "RSP1/SSCC-1")
    assert cake["lot"] == "SSCC-1"
    assert "MaterialConsumedActual/Quantity: 1 not read" in notes(path)


def test_lots_materials_statuses_and_counts(tmp_path: Path) -> None:
    said = read(written(tmp_path / "m.xml", "ProcessMaterialInformation", carried(LOT)))
    lot = {"material": "SAUCE", "lot": "酱-01"}
    assert (said["material"], said["batch"]) == ([{"material": "SAUCE", "name": "酱油"}], [lot])
    at, place = "2026-03-05T06:00:00Z", {"location": "仓-A"}
    assert said["status"] == [lot | place | {"status": "Hold", "at": at}]
    assert said["count"] == [lot | place | {"count": "M-9", "quantity": "88", "uom": "L", "counted_at": at}]
    bare = LOT.partition("<MaterialLot>")[2].partition("</MaterialLot>")[0]
    path = written(tmp_path / "l.xml", "MaterialLot", bare)
    assert "count" not in read(path) and "MaterialLot/Quantity: 1 not read" in notes(path)
    sub = f"<MaterialSubLot><ID>托-1</ID>{bare.partition('</MaterialDefinitionID>')[2]}</MaterialSubLot>"
    noun = f"<MaterialLot><ID>酱-01</ID><MaterialDefinitionID>SAUCE</MaterialDefinitionID>{sub}</MaterialLot>"
    said = read(written(tmp_path / "s.xml", "SyncMaterialLot", carried(noun, "Sync", "Add")))
    assert said["status"] == [
        lot | place | {"status": "Hold", "at": "2026-03-06T06:00:00Z", "line": "托-1", "quantity": "88", "uom": "L"}
    ]
    assert [each["line"] for each in said["count"]] == ["托-1"]


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    asset = "<PhysicalAssetActual><PhysicalAssetID>A</PhysicalAssetID></PhysicalAssetActual>"
    stranger = '<x:MaterialConsumedActual xmlns:x="urn:x"><x:ID>1</x:ID></x:MaterialConsumedActual>'
    other = actual(ACTUAL, "SOY", "豆-09", "1", "Inventoried")
    path = performed(tmp_path, production(segment("", BEANS, SAUCE, asset, asset, stranger, other)))
    assert notes(path).splitlines() == [
        "MaterialActual with MaterialUse Inventoried: 1 not recorded; the graph has no record for it",
        "SegmentResponse/MaterialConsumedActual of another namespace: 1 not read",
        "SegmentResponse/PhysicalAssetActual: 2 not read",
    ]
    silent = performed(tmp_path, production(segment("", BEANS, SAUCE, actual(ACTUAL, "SOY", "豆-09", "1"))))
    (fault,) = [fault for _, rows in tables(silent) for row in rows.found for fault in row.faults]
    assert (fault.column, "Consumed or Produced" in fault.text) == ("MaterialUse", True)
    nameless = written(
        tmp_path / "n.xml", "ProductionPerformance", production(segment("7", BEANS, SAUCE), response="", request="")
    )
    assert "has an ID" in notes(nameless) and "run" not in read(nameless)["consumed"][0]


@pytest.mark.parametrize(
    ("root", "inside", "space", "said"),
    [
        ("ProductionPerformance", "", "", "no namespace"),
        ("ProductionSchedule", "", V7, "not read; known are"),
        ("ProductionPerformance", "<ID>1</ID>", V7, "nothing that is recorded"),
        ("GetMaterialLot", carried(LOT, "Get"), V7, "asks, takes back"),
        ("CancelProductionPerformance", carried("", "Cancel"), V7, "asks, takes back"),
        ("SyncMaterialInformation", carried(LOT, "Sync", "Delete"), V7, "asks, takes back"),
        ("ProductionPerformance", "<a>" * 60 + "</a>" * 60, V7, "nests deeper"),
        ("ProductionPerformance", "<ID>", V7, "no valid XML"),
    ],
)
def test_what_is_refused(tmp_path: Path, root: str, inside: str, space: str, said: str) -> None:
    path = written(tmp_path / "x.xml", root, inside, space)
    assert is_b2mml(path)
    with pytest.raises(UsageError, match=said):
        tables(path)


def test_entities_are_refused_and_strangers_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    for text in ("<epcis:EPCISDocument xmlns:epcis='urn:epcglobal:epcis:xsd:2'/>", "<a/>", "<", "{}", ""):
        path.write_text(text, "utf-8")
        assert not is_b2mml(path)
    path.write_text(f"<!--{'x' * 100_000}-->\n<MaterialLot xmlns='{V7}'/>", "utf-8")
    assert is_b2mml(path)
    path.write_text(f"<!DOCTYPE a [<!ENTITY b 'c'>]><MaterialLot xmlns='{V7}'>&b;</MaterialLot>", "utf-8")
    with pytest.raises(UsageError, match="document type"):
        tables(path)


@pytest.mark.parametrize("encoding", ["GBK", "gb2312", "GB18030", "utf-8", "utf-16"])
def test_chinese_encodings(tmp_path: Path, encoding: str) -> None:
    path = performed(tmp_path, production(segment("", BEANS, SAUCE)))
    text = path.read_text("utf-8").replace("UTF-8", encoding)
    path.write_bytes(text.encode(encoding))
    assert is_b2mml(path)
    assert read(path)["consumed"][0]["lot"] == "豆-01"
    path.write_bytes(text.replace("UTF-8", "GBK").encode("gbk")[:-9] + b"\xff\xff")
    with pytest.raises(UsageError, match="no valid XML"):
        tables(path)


def test_every_column_that_is_drawn_is_in_the_table(tmp_path: Path) -> None:
    parts = [BEANS, SAUCE, EQUIPMENT, PEOPLE, DATA]
    drawn = read(performed(tmp_path, production(segment("", *parts)))) | read(
        written(tmp_path / "m.xml", "MaterialInformation", LOT.partition(">")[2].rpartition("<")[0])
    )
    told = {shape.kind: set(shape.columns) | {"kind"} for shape in SHAPES}
    assert told.keys() == drawn.keys()
    assert all(set(each) <= told[kind] for kind, rows in drawn.items() for each in rows)
