"""What stands in a container goes where the container goes: pure."""

from __future__ import annotations

from loaders.epcis.derive import derive
from tests.epcis.deriving import CASE, PALLET, A, B, C, lots, of_kind, packing, sent, shipping
from tests.epcis.documents import of


def test_what_stands_in_a_container_goes_with_it() -> None:
    events = [
        packing("ADD", "05 08:00", CASE, childQuantityList=[of(A, 3, "KGM"), of(B, 1, "KGM")]),
        packing("ADD", "05 09:00", childEPCs=[CASE], childQuantityList=[of(C, 2, "KGM")]),
        shipping("05 10:00"),
    ]

    assert lots("shipped", *events) == ["A", "B", "C"]
    assert lots("shipped", *reversed(events)) == ["A", "B", "C"]
    assert lots("shipped", *events, packing("DELETE", "05 09:30", CASE, childQuantityList=[of(B)])) == ["A", "C"]
    assert lots("shipped", *events, packing("DELETE", "05 09:30", childEPCs=[CASE])) == ["C"]
    assert lots("shipped", *events, packing("DELETE", "05 11:00", childEPCs=[CASE])) == ["A", "B", "C"]


def test_delete_without_children_empties_the_container() -> None:
    events = [
        packing("ADD", "05 08:00", childQuantityList=[of(A, 3, "KGM"), of(B)]),
        packing("DELETE", "05 09:00"),
        packing("ADD", "05 09:30", childQuantityList=[of(C)]),
        shipping("05 10:00"),
    ]

    assert lots("shipped", *events) == ["C"]
    out = [said for said in of_kind("pack", *events) if "unpacked_at" in said]
    assert sorted((said["lot"], said["unpacked_at"]) for said in out) == [
        ("A", "2026-03-05T09:00:00+01:00"),
        ("B", "2026-03-05T09:00:00+01:00"),
    ]


def test_part_of_a_quantity_is_taken_out() -> None:
    events = [
        packing("ADD", "05 08:00", childQuantityList=[of(A, 3, "KGM")]),
        packing("ADD", "05 08:30", childQuantityList=[of(A, 2, "KGM")]),
        packing("DELETE", "05 09:00", childQuantityList=[of(A, 4, "KGM")]),
        shipping("05 10:00"),
    ]

    assert [(said["lot"], said["quantity"]) for said in of_kind("shipped", *events)] == [("A", "1")]


def test_a_container_that_holds_itself_ends() -> None:
    events = [
        packing("ADD", "05 08:00", CASE, childEPCs=[PALLET]),
        packing("ADD", "05 08:00", childEPCs=[CASE], childQuantityList=[of(A)]),
    ]

    assert lots("shipped", *events, shipping("05 10:00"), shipping("05 11:00", CASE)) == ["A", "A"]


def test_an_unknown_content_is_said() -> None:
    derived = derive(sent(shipping("05 10:00")))

    assert [kind for _, kind, _ in derived.records] == ["shipment"]
    assert any("140123451111111117" in note for note in derived.notes())
