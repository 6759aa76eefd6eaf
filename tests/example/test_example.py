"""The example plant: its files are what the script writes, hold together, and tell the story of the README."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.example import BAD_LOT, BUNDLE
from loaders.example.build import build
from tests.simulate import checker, walk
from tests.simulate.reading import Bundle, Key, key, read, when


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return read(BUNDLE)


def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    build(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (BUNDLE / path.name).read_bytes(), path.name
    assert {path.name for path in BUNDLE.glob("*.csv")} == {path.name for path in tmp_path.iterdir()}


def test_the_bundle_is_well_formed(bundle: Bundle) -> None:
    assert list(checker.complaints(bundle)) == []


def test_every_kind_of_record_occurs(bundle: Bundle) -> None:
    assert set(bundle) == set(checker.IDENTITY)
    assert [name for name, rows in bundle.items() if not rows] == []


def test_one_line_only_lacks_its_lot(bundle: Bundle) -> None:
    assert [(row["material"], row["quantity"]) for row in bundle["consumed"] if not row["lot"]] == [("COAT-MIX", "60")]


def test_the_books_hold_together(bundle: Bundle) -> None:
    whole = bundle | {"consumed": [row for row in bundle["consumed"] if row["lot"]]}
    assert list(checker.stock_complaints(whole)) == []
    assert list(checker.run_complaints(whole)) == []
    assert list(checker.vessel_complaints(whole)) == []


def seed(bundle: Bundle) -> Key:
    return next(key(row) for row in bundle["batches"] if walk.written(key(row)) == BAD_LOT)


def certain(bundle: Bundle) -> set[str]:
    return walk.batches_in(walk.reached(walk.graph(bundle), [seed(bundle)]), bundle)


def potential(bundle: Bundle) -> set[str]:
    """What the line without a lot adds: kits on hand in the hall then may have gone into its run (rule 4)."""
    run = next(row["run"] for row in bundle["consumed"] if not row["lot"])
    arrows = walk.graph(bundle)
    assert "COAT-MIX/0306-AM" in certain(bundle)
    return walk.batches_in(walk.reached(arrows, [run]), bundle) - certain(bundle)


def at_hand(bundle: Bundle, keys: set[str]) -> dict[str, Decimal]:
    """Stock by place of some batches, finished goods only."""
    stock: dict[str, Decimal] = defaultdict(Decimal)
    whole = bundle | {"consumed": [row for row in bundle["consumed"] if row["lot"]]}
    for (batch, place), lines in checker.stock_entries(whole).items():
        if walk.written(batch) in keys and batch[0].startswith(("ECU", "SNS")):
            stock[place] += sum(line[2] for line in lines)
    return {place: amount for place, amount in stock.items() if amount}


def on_the_way(bundle: Bundle, keys: set[str]) -> int:
    """Suspect pieces in shipments that nobody has signed for."""
    open_shipments = {row["shipment"] for row in bundle["shipments"] if not row["delivered_at"]}
    lines = [row for row in bundle["shipped"] if row["shipment"] in open_shipments and walk.written(key(row)) in keys]
    return sum(int(row["quantity"]) for row in lines)


def figures(bundle: Bundle) -> dict[str, str]:
    """What the README's table says, calculated."""
    sure, maybe = certain(bundle), potential(bundle)
    shipments, customers = walk.consignees(bundle, sure)
    assert (shipments, customers) == walk.consignees(bundle, sure | maybe)
    (behind,) = maybe
    lots = {walk.written(key(row)) for row in bundle["batches"] if row["material"] in ("ECU-7", "ECU-7-CN", "SNS-3")}
    stock, hidden = at_hand(bundle, sure), at_hand(bundle, maybe)
    return {
        "batches in the plant's records": str(len(bundle["batches"])),
        "batches in scope, certain (the lot itself included)": str(len(sure)),
        "lots of finished units in scope": f"{len(lots & sure)} of {len(lots)}",
        "shipments in scope": f"{len(shipments)} of {len(bundle['shipments'])}",
        "customers to notify": f"{len(customers)} of {len(bundle['customers'])} ({', '.join(sorted(customers))})",
        "suspect units in the finished goods store `WH-FG`": str(stock["WH-FG"]),
        "suspect units in the eastern warehouse `DC-EAST`": str(stock["DC-EAST"]),
        "suspect units returned and in the cage `RETURNS`": str(stock["RETURNS"]),
        "suspect units on trucks, not signed for": str(on_the_way(bundle, sure)),
        "potential, behind the gap": f"1 batch ({behind}), {hidden['WH-FG']} units in `WH-FG`",
    }


def test_the_readme_s_table_is_what_the_records_give(bundle: Bundle) -> None:
    lines = (BUNDLE.parent / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    assert {row[0]: row[1] for row in cells if row[0]} == figures(bundle)


def test_the_kits_that_may_have_been_used_are_one_bad_and_one_good(bundle: Bundle) -> None:
    line = next(row for row in bundle["consumed"] if not row["lot"])
    whole = bundle | {"consumed": [row for row in bundle["consumed"] if row["lot"]]}
    kits = {
        batch[1]
        for (batch, place), lines in checker.stock_entries(whole).items()
        if batch[0] == line["material"] and sum(entry[2] for entry in lines if entry[0] < when(line["at"])) > 0
    }
    assert kits == {"0306-AM", "0307-PM"}


def test_the_clean_spares_what_was_coated_after_it_and_the_rework_does_not(bundle: Bundle) -> None:
    found = certain(bundle) | potential(bundle)
    weekend = {k for k in found if k.split("/")[0] in ("ECU-7", "SNS-3") and k.split("/")[1].startswith("0307")}
    assert weekend == {"ECU-7/0307-E1-1", "ECU-7/0307-E1-2", "SNS-3/0307-S3-2T"}
    assert not {k for k in found if k.split("/")[1].startswith(("0302", "0303"))}


def test_the_shares_fall_as_the_vessel_is_topped_up(bundle: Bundle) -> None:
    whole = bundle | {"consumed": [row for row in bundle["consumed"] if row["lot"]]}
    shares = {name: share for name, share in walk.shares(whole, BAD_LOT).items() if name.startswith("COAT-")}
    assert shares == {
        BAD_LOT: 1.0,
        "COAT-MIX/0304-PM": 0.75,
        "COAT-MIX/0305-AM": 0.75,
        "COAT-MIX/0305-PM": 0.375,
        "COAT-MIX/0306-AM": 0.375,
        "COAT-WASTE/0306": 0.375,
    }
