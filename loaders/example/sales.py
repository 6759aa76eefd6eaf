"""Where the week's units went: shipments, transfers, a return, orders still open, holds, a count."""

from __future__ import annotations

from loaders.example.book import Book, Lot, at
from loaders.example.week import Floor

# customer or warehouse, day and hour shipped, day and hour arrived (0: still on the way), lots
TRUCKS = (
    ("CUST-NORTH", 4, 10, 5, 9, "0302-E1-1 0302-E1-2 0302-E2-1 0302-E2-2 0302-E3-1 0302-E3-2"),
    ("CUST-SHILI", 4, 11, 5, 15, "0302-S1-1 0302-S1-2 0302-S2-1 0302-S2-2 0302-S3-1 0302-S3-2"),
    ("CUST-AURORA", 5, 10, 6, 11, "0303-E1-1 0303-E1-2 0303-E2-1 0303-E2-2"),
    ("CUST-XUNI", 5, 11, 6, 14, "0303-S1-1 0303-S1-2 0303-S2-1 0303-S2-2"),
    ("CUST-NORTH", 6, 10, 7, 9, "0303-E3-1 0303-E3-2 0304-E1-1 0304-E1-2 0304-E2-1"),
    ("CUST-AURORA", 6, 15, 7, 16, "0304-E3-1 0304-E3-2/20 0304-S2-1"),
    ("CUST-XUNI", 7, 10, 9, 10, "0304-S2-2 0304-S3-1 0304-S3-2 0305-E1-1 0305-E1-2"),
    ("CUST-AURORA", 9, 10, 10, 11, "0305-E2-1 0305-E2-2 0305-S2-1"),
    ("DC-EAST", 9, 14, 10, 17, "0305-S1-1 0305-S1-2 0303-S3-1"),
    ("CUST-SHILI", 10, 10, 11, 15, "0304-S1-1 0304-S1-2 0306-S2-1 0306-S2-2 0306-S3-1"),
    ("CUST-NORTH", 10, 15, 11, 9, "0306-E3-1 0306-E3-2 0307-E2-1 0307-E2-2"),
    ("CUST-XUNI", 11, 10, 12, 10, "0307-E1-1"),
    ("CUST-AURORA", 12, 10, 0, 0, "0305-E3-1 0305-E3-2"),
    ("DC-EAST", 12, 14, 0, 0, "0305-S2-2 0305-S3-1 0305-S3-2"),
)
SIGNED = {"CUST-AURORA": "A. Receiver-Example", "CUST-XUNI": "收货员样例", "CUST-NORTH": "N. Receiver-Example"}
SIGNED |= {"CUST-SHILI": "签收员样例", "DC-EAST": "OP-4"}


def after_the_week(floor: Floor) -> None:
    """Everything that happened to the finished lots until Friday, 13 March."""
    for truck in TRUCKS:
        _truck(floor, *truck)
    _relabel(floor)
    _complaint(floor)
    _open_orders(floor)
    _store_keeping(floor)


def _truck(floor: Floor, goal: str, day: int, hour: int, arrived: int, arrival_hour: int, lots: str) -> None:
    book = floor.book
    parts = []
    for text in lots.split():
        name, _, some = text.partition("/")
        parts.append((floor.finished[name], float(some) if some else floor.finished[name].left))
    customer = goal if goal.startswith("CUST") else ""
    order = book.number("SO") if customer else ""
    arrival = at(arrived, arrival_hour) if arrived else ""
    place = "" if customer else goal
    signed = SIGNED[goal] if arrived else ""
    number = book.ship(parts, customer, place, at(day, hour), arrival, signed, order)
    if customer:
        _ordered(book, order, customer, parts)
        _pallet(book, number, parts, at(day, hour - 1, 30))
    elif arrived:
        for lot, quantity in parts:
            there = {"received_at": at(arrived, arrival_hour, 30), "location": goal, "document": f"DN-{number}"}
            book.add(
                "receipts", receipt=book.number("GR"), shipment=number, **lot.names, **lot.amount(quantity), **there
            )


def _ordered(book: Book, order: str, customer: str, parts: list[tuple[Lot, float]]) -> None:
    for material in dict.fromkeys(lot.material for lot, _ in parts):
        total = sum(quantity for lot, quantity in parts if lot.material == material)
        book.add(
            "orders",
            order=order,
            kind="sales",
            customer=customer,
            material=material,
            quantity=f"{total:g}",
            uom="pcs",
            due="2026-03-13",
            status="closed",
        )


def _pallet(book: Book, shipment: str, parts: list[tuple[Lot, float]], when: str) -> None:
    """Every lot in a crate of its own, the crates on one pallet."""
    pallet = f"PAL-{shipment}"
    for lot, quantity in parts:
        crate = book.number("CRATE")
        book.add("packs", pack=crate, **lot.names, **lot.amount(quantity), packed_at=when)
        book.add("packs", pack=pallet, child_pack=crate, packed_at=when)


def _relabel(floor: Floor) -> None:
    """One of Friday morning's lots gets Chinese labels for Xuni."""
    lot = floor.finished["0306-E2-1"]
    floor.book.move(lot, "FLOOR", at(9, 8))
    fresh = Lot("ECU-7-CN", lot.lot, lot.left)
    floor.book.run("relabel", "LABEL-1", at(9, 8, 10), at(9, 8, 40), [(lot, lot.left)], [fresh])
    floor.book.move(fresh, "WH-FG", at(9, 9))
    floor.finished["0306-E2-1"] = fresh


def _complaint(floor: Floor) -> None:
    """Aurora sends a control board back: its coating peels. The rest of the coating lot is put on hold."""
    book, unit, coating = floor.book, floor.finished["0304-E3-1"], floor.coatings[2]
    shipment = next(row["shipment"] for row in book.rows["shipped"] if row["lot"] == unit.lot)
    book.add(
        "returns",
        return_=book.number("RT"),
        customer="CUST-AURORA",
        shipment=shipment,
        **unit.names,
        **unit.amount(1),
        returned_at=at(12, 9),
        location="RETURNS",
    )
    book.inspect(
        unit, at(12, 15), "adhesion 附着力", False, "2", "class", defect="coating peels 涂层脱落", report="8D-001"
    )
    book.add(
        "statuses",
        **coating.names,
        status="hold",
        location="WH-RAW",
        reason="coating peels 涂层脱落",
        at=at(13, 10),
        by="OP-6",
    )


def _open_orders(floor: Floor) -> None:
    book = floor.book
    for customer, name, status in (
        ("CUST-XUNI", "0306-E2-1", "reserved"),
        ("CUST-AURORA", "0306-E1-1", "open"),
        ("CUST-NORTH", "0304-E2-2", "open"),
    ):
        lot = floor.finished[name]
        book.add(
            "orders",
            order=book.number("SO"),
            kind="sales",
            customer=customer,
            **lot.names,
            **lot.amount(lot.left),
            due="2026-03-17",
            status=status,
        )
    coating = floor.coatings[2]
    book.add(
        "orders",
        order="PO-001",
        kind="production",
        **coating.names,
        **coating.amount(6),
        due="2026-03-16",
        status="reserved",
    )


def _store_keeping(floor: Floor) -> None:
    """A lot with a smudged label on hold, a sample booked wrongly and corrected, a count."""
    book, held, sampled = floor.book, floor.finished["0307-S1-1"], floor.finished["0307-E3-1"]
    book.add(
        "statuses",
        **held.names,
        status="hold",
        location="WH-FG",
        reason="label smudged 标签模糊",
        at=at(9, 10),
        by="OP-3",
    )
    wrong = book.move(sampled, "", at(10, 9), 11, kind="sample")
    right = book.move(sampled, "", at(10, 9), 1, kind="sample")
    sampled.left += 11
    book.add(
        "corrections",
        record_kind="movement",
        record=wrong,
        action="replace",
        by_record=right,
        reason="typed 11 for 1 录入错误",
        at=at(10, 9, 40),
        by="OP-3",
    )
    for name in ("0306-E1-1", "0306-E1-2", "0307-E1-2", "0307-E3-1", "0304-E3-2"):
        lot = floor.finished[name]
        book.add("counts", count="CT-001", **lot.names, location="WH-FG", **lot.amount(lot.left), counted_at=at(13, 8))
