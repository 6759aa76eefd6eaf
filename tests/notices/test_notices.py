"""Notices on a real database: each party gets its own, all of it, and nothing of anybody else."""

from __future__ import annotations

import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from python_calamine import CalamineWorkbook

from genealogy.answers import Seed, recall
from genealogy.errors import UnknownBatchError, UsageError
from genealogy.notices import FORMATS, Notice, Pack, notices, write_packs
from genealogy.notices.writing import files_of, formats_of
from genealogy.store import Store
from loaders.example import BAD_LOT, BUNDLE
from loaders.load import load
from tests.golden.reading import rows_of
from tests.notices.reading import fonts_of, text_of
from tests.support.bundles import record_bundles

PLANT = """
materials material=面粉 name=高筋小麦粉 uom=kg
materials material=饼干 name=芝麻饼干 uom=kg
suppliers supplier=S1 name=南方磨坊 email=s1@nan.example
suppliers supplier=S2 name=北方磨坊 email=s2@bei.example
customers customer=C1 name=东方超市 contact=张三 email=zhang@dong.example phone=111-1111 address=一号路
customers customer=C2 name=西域商行 contact=李四 email=li@xi.example phone=222-2222 address=二号路
customers customer=C3 name=无关公司 email=wang@wu.example
receipts receipt=GR-1 supplier=S1 batch=面粉/甲001 supplier_lot=NF-77 quantity=100 uom=kg received_at=1T08:00
receipts receipt=GR-2 supplier=S2 batch=面粉/乙002 supplier_lot=BF-88 quantity=100 uom=kg received_at=1T08:00
runs run=烤A kind=produce started_at=2T08:00 ended_at=2T09:00
consumed run=烤A batch=面粉/甲001 quantity=50 uom=kg
produced run=烤A batch=饼干/007 quantity=50 uom=kg
runs run=烤B kind=produce started_at=3T08:00 ended_at=3T09:00
consumed run=烤B batch=面粉/甲001 quantity=50 uom=kg
consumed run=烤B batch=面粉/乙002 quantity=100 uom=kg
produced run=烤B batch=饼干/=1+1 quantity=150 uom=kg
produced run=烤B batch=饼干/回头 quantity=9 uom=kg
runs run=烤C kind=produce started_at=4T08:00 ended_at=4T09:00
produced run=烤C batch=饼干/净 quantity=50 uom=kg
shipments shipment=SH-101 customer=C1 shipped_at=5T08:30
shipped shipment=SH-101 batch=饼干/007 quantity=12.5 uom=kg
shipped shipment=SH-101 batch=饼干/净 quantity=1 uom=kg
shipments shipment=SH-202 customer=C2 shipped_at=6T09:45
shipped shipment=SH-202 batch=饼干/=1+1 quantity=33.25 uom=kg
shipments shipment=SH-303 customer=C3 shipped_at=6T09:45
shipped shipment=SH-303 batch=饼干/净 quantity=3 uom=kg
returns return=RT-1 customer=C2 batch=饼干/回头 quantity=1 uom=kg
"""
SECRETS = {
    ("customer", "C1"): ["C1", "东方超市", "张三", "zhang@dong.example", "111-1111", "一号路", "SH-101", "007", "12.5"],
    ("customer", "C2"): [
        "C2",
        "西域商行",
        "李四",
        "li@xi.example",
        "222-2222",
        "二号路",
        "SH-202",
        "=1+1",
        "33.25",
        "回头",
    ],
    ("supplier", "S1"): ["S1", "南方磨坊", "s1@nan.example", "GR-1", "NF-77", "甲001"],
    ("supplier", "S2"): ["S2", "北方磨坊", "s2@bei.example", "GR-2", "BF-88", "乙002"],
}
NOBODYS = ["C3", "无关公司", "wang@wu.example", "SH-303", "饼干/净", "烤A", "烤B"]
# Digits that stand in any file by themselves.
COMMON = {"007", "C1", "C2", "C3", "S1", "S2"}
SAID = Notice("芝麻过敏原未标示 undeclared sesame", "I", "质量部 Quality desk 400-000")


def packs_of(store: Store, *keys: str) -> list[Pack]:
    record_bundles(store, [rows_of(PLANT)])
    return notices(store, [Seed(key) for key in keys or ("面粉/甲001",)], SAID)


def test_each_customer_gets_its_own_shipments_and_batches(store: Store) -> None:
    packs = {(pack.kind, pack.id): pack.document for pack in packs_of(store)}
    assert list(packs) == [("customer", "C1"), ("customer", "C2"), ("supplier", "S1")]
    first = packs["customer", "C1"]
    assert first["to"] == {
        "customer": "C1",
        "name": "东方超市",
        "contact": "张三",
        "email": "zhang@dong.example",
        "phone": "111-1111",
        "address": "一号路",
    }
    (line,) = first["lines"]
    assert line == {
        **{"key": "饼干/007", "material": "饼干", "name": "芝麻饼干", "lot": "007", "serial": None},
        **{"quantity": "12.5", "uom": "kg", "verdict": "certain"},
        **{"shipment": "SH-101", "shipped_at": "2026-03-05T08:30:00Z", "delivered_at": None},
    }
    assert (first["class"], first["reason"], first["contact"]) == (SAID.class_, SAID.reason, SAID.contact)
    assert [(line["lot"], line["shipment"]) for line in packs["customer", "C2"]["lines"]] == [
        ("=1+1", "SH-202"),
        ("回头", None),
    ]


def test_a_supplier_is_asked_about_what_it_delivered(store: Store) -> None:
    packs = {pack.id: pack.document for pack in packs_of(store, "饼干/=1+1") if pack.kind == "supplier"}
    assert list(packs) == ["S1", "S2"]
    (line,) = packs["S2"]["lines"]
    assert (line["supplier_lot"], line["receipt"], line["quantity"], line["name"]) == (
        "BF-88",
        "GR-2",
        "100",
        "高筋小麦粉",
    )
    assert packs["S2"]["went_into"] == {"batches": 1, "materials": 1}


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_no_byte_of_a_pack_is_of_another_party(store: Store, lang: str) -> None:
    packs = packs_of(store, "面粉/甲001", "面粉/乙002")
    assert {(pack.kind, pack.id) for pack in packs} == set(SECRETS)
    for pack in packs:
        own = SECRETS[pack.kind, pack.id]
        foreign = [word for party, words in SECRETS.items() if party != (pack.kind, pack.id) for word in words]
        for path, content in files_of([pack], list(FORMATS), lang):
            said = text_of(path, content)
            shown = [word for word in own if word not in said]
            assert (path, shown if not path.endswith("csv") else []) == (path, [])
            assert [word for word in (*foreign, *NOBODYS) if word not in COMMON and word in said] == []


def test_a_pdf_brings_its_letters_along_and_says_it_in_the_language(store: Store) -> None:
    pack = packs_of(store)[0]
    for lang, there, not_there in (
        ("en", "URGENT", "回执"),
        ("zh", "产品召回通知", "URGENT"),
        ("both", "Reply form / 回执", "––"),
    ):
        ((_, content),) = files_of([pack], ["pdf"], lang)
        said = text_of("x.pdf", content)
        assert there in said
        assert not_there not in said
        assert "芝麻饼干" in said
        assert fonts_of(content)
        assert all(fonts_of(content).values())


def test_a_workbook_and_a_csv_hold_text_and_no_formula(store: Store, tmp_path: Path) -> None:
    pack = next(pack for pack in packs_of(store) if pack.id == "C2")
    write_packs(tmp_path / "out", [pack], ["xlsx", "csv"], "en")
    folder = tmp_path / "out" / "customers" / "001-C2"
    book = CalamineWorkbook.from_path(folder / "notice.xlsx")
    assert [row[2] for row in book.get_sheet_by_name("2").to_python()[-2:]] == ["=1+1", "回头"]
    with zipfile.ZipFile(folder / "notice.xlsx") as packed:
        assert all("<f>" not in packed.read(name).decode() for name in packed.namelist())
    data = (folder / "notice.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert ",'=1+1," in data.decode("utf-8-sig")


def test_lot_numbers_keep_their_zeros(store: Store, tmp_path: Path) -> None:
    write_packs(tmp_path / "out", packs_of(store), ["xlsx", "json"], "both")
    folder = tmp_path / "out" / "customers" / "001-C1"
    sheet = CalamineWorkbook.from_path(folder / "notice.xlsx").get_sheet_by_name("2").to_python()
    assert sheet[-1][2] == "007"
    assert orjson.loads((folder / "notice.json").read_bytes())["lines"][0]["lot"] == "007"


def test_on_the_example_plant_too(store: Store) -> None:
    """Everything that is recorded of other customers, in every format."""
    load(store, BUNDLE, ZoneInfo("Asia/Shanghai"))
    answer = recall(store, [Seed(BAD_LOT)])
    packs = notices(store, [Seed(BAD_LOT)], SAID)
    assert [pack.id for pack in packs if pack.kind == "customer"] == [row["customer"] for row in answer["customers"]]
    words = {
        row["customer"]: {row["customer"], row["name"], row["email"], row["phone"], *row["shipments"]}
        for row in answer["customers"]
    }
    lots = {row["customer"]: set(row["batches"]) for row in answer["customers"]}
    for pack in packs:
        own = lots.get(pack.id, set())
        others = {word for customer in words if customer != pack.id for word in words[customer]}
        others |= {key.partition("/")[2] for customer in lots if customer != pack.id for key in lots[customer] - own}
        for path, content in files_of([pack], list(FORMATS), "both"):
            said = text_of(path, content)
            assert (path, [word for word in sorted(others) if word in said]) == (path, [])
            if pack.kind == "customer":
                assert (path, [key for key in own if key.partition("/")[2] not in said]) == (path, [])


def test_a_reason_longer_than_a_page_and_rare_letters_print(store: Store) -> None:
    """A letter that the font lacks is written as its number: a square would lose it."""
    record_bundles(store, [rows_of(PLANT)])
    (pack, *_) = notices(store, [Seed("面粉/甲001")], Notice("说明" * 4_000 + "末𠮷尾 <b>&"))
    ((_, content),) = files_of([pack], ["pdf"], "zh")
    said = text_of("x.pdf", content)
    assert (said.count("说"), said.count("明")) == (4_000, 4_000)
    assert "末[U+20BB7]尾 <b>&" in said


def test_what_cannot_be(store: Store, tmp_path: Path) -> None:
    packs = packs_of(store)
    write_packs(tmp_path / "out", packs, ["json"], "en")
    with pytest.raises(UsageError, match="not empty"):
        write_packs(tmp_path / "out", packs, ["json"], "en")
    with pytest.raises(UsageError, match="'docx'"):
        formats_of("pdf,docx")
    with pytest.raises(UnknownBatchError):
        notices(store, [Seed("面粉/无")], SAID)
