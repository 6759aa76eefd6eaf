"""The week of 2 to 7 March 2026: placing, testing, coating, reworking and assembling, order by order."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.example.book import Book, Lot, Part, at

DAYS = range(2, 8)  # Monday to Saturday
SHIFTS = {"AM": ("E1", "E2", "S1"), "PM": ("E3", "S2", "S3")}
BOARDS = 60
SPRAY = 10  # mL per board
# boards that fail at the end of the line, by order; sensors fail on three days only
FAILED = {"E1": 3, "E3": 2}
SENSORS_FAILED = {(2, "S1"): 2, (3, "S1"): 2, (5, "S2"): 1}
# what is charged into the vessel: (day, hour, coating by its place in the list of deliveries, litres)
CHARGES = ((2, 6, 0, 6), (3, 6, 1, 4), (4, 6, 1, 2), (4, 10, 2, 6), (5, 10, 3, 4), (6, 13, 4, 6))
CLEANED = 6  # Friday noon: the vessel is drained and cleaned


@dataclass(slots=True)
class Floor:
    """What stands in the hall: kits of coating, boards to rework, finished lots by name."""

    book: Book
    coatings: list[Lot]
    jars: list[Lot] = field(default_factory=list)
    kits: dict[str, Lot] = field(default_factory=dict)
    failed: list[Lot] = field(default_factory=list)
    finished: dict[str, Lot] = field(default_factory=dict)
    level: int = 0


def work_the_week(floor: Floor) -> None:
    """All runs of the week in time order, vessel and cleanings included."""
    _repack_paste(floor)
    for day in DAYS:
        for line in ("LINE-1", "LINE-2"):
            floor.book.add("cleanings", equipment=line, cleaned_at=at(day, 0, 20), validated="true", empty="true")
        for shift, orders in SHIFTS.items():
            _fill_and_draw(floor, day, shift)
            mended = _rework(floor, day) if shift == "AM" else {}
            for place, order in enumerate(orders):
                _order(floor, day, shift, place, order, mended)
            _put_away_kit(floor, day, shift)


def _repack_paste(floor: Floor) -> None:
    bulk = floor.book.raw["PASTE"][0]
    floor.jars = [Lot("PASTE-JAR", f"J{n:02}", 500) for n in range(1, 11)]
    floor.book.run("repack", "BENCH-1", at(1, 21), at(1, 21, 30), [(bulk, 5)], floor.jars)


def _fill_and_draw(floor: Floor, day: int, shift: str) -> None:
    """Top the vessel up, clean it on Friday at noon, and draw the shift's kit."""
    book = floor.book
    if (day, shift) == (CLEANED, "PM"):
        waste = Lot("COAT-WASTE", f"03{day:02}", floor.level)
        book.run("draw", "COATER-1", at(day, 11, 30), at(day, 11, 40), [], [waste])
        book.move(waste, "", at(day, 11, 50), kind="scrap")
        book.add("cleanings", equipment="COATER-1", cleaned_at=at(day, 12), validated="true", empty="true")
        floor.level = 0
    for charge_day, hour, which, litres in CHARGES:
        if charge_day == day and (hour < 7) == (shift == "AM"):
            coating = floor.coatings[which]
            _bring(book, coating, litres, at(day, hour, 15))
            book.run("charge", "COATER-1", at(day, hour, 20), at(day, hour, 30), [(coating, litres)], [])
            floor.level += litres * 1000
    hour = 7 if shift == "AM" else 14
    kit = floor.kits[shift] = Lot("COAT-MIX", f"03{day:02}-{shift}", 2000)
    floor.level -= 2000
    book.run("draw", "COATER-1", at(day, hour), at(day, hour, 5), [], [kit])


def _bring(book: Book, coating: Lot, litres: int, when: str) -> None:
    coating.place = "WH-RAW"
    book.move(coating, "FLOOR", when, litres)


def _put_away_kit(floor: Floor, day: int, shift: str) -> None:
    """What is left of a kit is scrapped; on Friday morning it was forgotten on the shelf."""
    kit = floor.kits[shift]
    hour = 13 if shift == "AM" else 22
    if (day, shift) == (CLEANED, "AM"):
        return
    if (day, shift) == (7, "PM"):
        _touch_up(floor, day)
        floor.book.move(kit, "", at(day, hour, 30), kit.left - 60, kind="scrap")
    else:
        floor.book.move(kit, "", at(day, hour, 30), kind="scrap")


def _rework(floor: Floor, day: int) -> dict[str, Lot]:
    """What failed yesterday is mended and coated again this morning: one lot per product."""
    mended: dict[str, Lot] = {}
    for minute, product in ((10, "7"), (30, "3")):
        lots = [lot for lot in floor.failed if lot.material == f"BRD-{product}-F"]
        if not lots:
            continue
        boards = sum(lot.left for lot in lots)
        mended[product] = Lot(f"BRD-{product}-OK", f"03{day:02}-RW", boards)
        parts: list[Part] = [(lot, lot.left) for lot in lots]
        parts += [*floor.book.take("IC-MCU", 1), (floor.kits["AM"], 10 * boards)]
        floor.book.run("rework", "BENCH-1", at(day, 7, minute), at(day, 7, minute + 20), parts, [mended[product]])
    floor.failed = []
    return mended


def _order(floor: Floor, day: int, shift: str, place: int, order: str, mended: dict[str, Lot]) -> None:
    """One work order of sixty boards from bare board to finished lots."""
    name, product = f"03{day:02}-{order}", "7" if order[0] == "E" else "3"
    boards = _place(floor, day, shift, product, name)
    coat = 8 * 60 + 60 * place if shift == "AM" else 15 * 60 + 60 * place
    coated = Lot(f"BRD-{product}-C", name, BOARDS)
    parts = [(boards, boards.left), (floor.kits[shift], BOARDS * SPRAY)]
    floor.book.run("produce", "SPRAY-1", at(day, 0, coat), at(day, 0, coat + 50), parts, [coated], f"WO-{name}")
    passed = _end_of_line(floor, day, coat + 52, product, name, coated)
    if order in ("E1", "S1") and product in mended:
        extra = mended.pop(product)
        merged = Lot(passed.material, f"{name}-M", passed.left + extra.left)
        both = [(passed, passed.left), (extra, extra.left)]
        floor.book.run("merge", "EOL-1", at(day, 0, coat + 72), at(day, 0, coat + 75), both, [merged], f"WO-{name}")
        passed = merged
    _assemble(floor, day, coat + 80, product, name, passed)


def _place(floor: Floor, day: int, shift: str, product: str, name: str) -> Lot:
    """Place and reflow; where a reel is changed on the way, each reel has its own panels."""
    book, order = floor.book, f"WO-{name}"
    minute = {"1": 60, "2": 150, "3": 570}[name[-1]] if product == "7" else {"1": 60, "2": 480, "3": 570}[name[-1]]
    start = at(day, 0, minute)
    caps = book.take("CAP-10U", BOARDS * (12 if product == "7" else 6))
    parts = list(caps)
    rest = [(f"PCB-{product}", 1), ("RES-1K", 20), ("IC-MCU", 1), *([("IC-ACC", 1)] if product == "3" else [])]
    for material, each in rest:
        parts += book.take(material, BOARDS * each)
    jar = next(jar for jar in floor.jars if jar.left >= 72)
    parts.append((jar, 72))
    first = round(BOARDS * caps[0][1] / sum(part for _, part in caps))
    sizes = [first, BOARDS - first] if len(caps) > 1 and 0 < first < BOARDS else [BOARDS]
    panels = [
        Lot(f"PANEL-{product}", f"{name}{'ab'[n]}" if len(sizes) > 1 else name, size) for n, size in enumerate(sizes)
    ]
    line = "LINE-1" if product == "7" else "LINE-2"
    run = book.run("produce", line, start, at(day, 0, minute + 80), parts, panels, order)
    if len(panels) > 1:
        _map(book, run, parts, panels)
    book.add(
        "parameters", run=run, parameter="peak temperature 峰值温度", value=f"{243 + day % 3}.5", unit="°C", at=start
    )
    oven = "OVEN-1" if product == "7" else "OVEN-2"
    book.add(
        "used", run=run, equipment=oven, operator="OP-5", role="reflow 回流", from_=start, to=at(day, 0, minute + 80)
    )
    boards = Lot(f"BRD-{product}", name, BOARDS)
    tested = minute + 85 if product == "7" else minute + 105
    book.run(
        "produce", "ICT-1", at(day, 0, tested), at(day, 0, tested + 18), [(p, p.left) for p in panels], [boards], order
    )
    book.inspect(boards, at(day, 0, tested + 18), "in-circuit test 在线测试", value="5.01", unit="V")
    return boards


def _map(book: Book, run: str, parts: list[Part], panels: list[Lot]) -> None:
    """The first reel went into the first panels, the second into the others, all else into both."""
    for place, (lot, quantity) in enumerate(parts):
        outputs = [panels[place]] if place < 2 else panels
        for panel in outputs:
            share = quantity if place < 2 else round(quantity * panel.left / BOARDS, 3)
            names = {
                f"{side}_{part}": text
                for side, what in (("in", lot), ("out", panel))
                for part, text in what.names.items()
            }
            book.add("mapped", run=run, **names, quantity=f"{share:g}")


def _end_of_line(floor: Floor, day: int, minute: int, product: str, name: str, coated: Lot) -> Lot:
    bad = FAILED.get(name[-2:], 0) or SENSORS_FAILED.get((day, name[-2:]), 0)
    passed = Lot(f"BRD-{product}-OK", name, BOARDS - bad)
    lots = [passed]
    if bad:
        lots.append(Lot(f"BRD-{product}-F", name, bad))
    end = at(day, 0, minute + 18)
    run = floor.book.run("produce", "EOL-1", at(day, 0, minute), end, [(coated, BOARDS)], lots, f"WO-{name}")
    floor.book.inspect(passed, end, "end-of-line test 终检", value="0.4", unit="mA", run=run)
    for lot in lots[1:]:
        defect = "solder joint 焊点不良"
        floor.book.inspect(lot, end, "end-of-line test 终检", False, "9.8", "mA", run=run, defect=defect)
        floor.failed.append(lot)
    return passed


def _assemble(floor: Floor, day: int, minute: int, product: str, name: str, passed: Lot) -> None:
    """Two carriers, each put into housings; the finished lots go to the store."""
    book, order = floor.book, f"WO-{name}"
    half = int(passed.left) // 2
    carriers = [Lot(passed.material, f"{name}-{n}", size) for n, size in ((1, half), (2, passed.left - half))]
    book.run("split", "ASSY-1", at(day, 0, minute), at(day, 0, minute + 5), [(passed, passed.left)], carriers, order)
    for n, carrier in enumerate(carriers, 1):
        start = at(day, 0, minute + 10 + 22 * (n - 1))
        unit = Lot("ECU-7" if product == "7" else "SNS-3", f"{name}-{n}", carrier.left)
        parts = [(carrier, carrier.left)]
        for material in (f"HSG-{product}", "CONN-40"):
            parts += book.take(material, unit.left)
        end = at(day, 0, minute + 30 + 22 * (n - 1))
        book.run("produce", "ASSY-1", start, end, parts, [unit], order)
        if (day, name[-2:]) != (7, "S3"):
            book.move(unit, "WH-FG", at(day, 0, minute + 80))
        floor.finished[f"{name}-{n}"] = unit


def _touch_up(floor: Floor, day: int) -> None:
    """Saturday night: a lot of sensors is touched up, and nobody writes down from which kit (a deliberate gap)."""
    units = floor.finished.pop(f"03{day:02}-S3-2")
    book = floor.book
    again = Lot(units.material, f"03{day:02}-S3-2T", units.left)
    run = book.run("rework", "BENCH-1", at(day, 21, 30), at(day, 21, 50), [(units, units.left)], [again])
    book.add("consumed", run=run, material="COAT-MIX", quantity="60", uom="mL", at=at(day, 21, 30), line="2")
    for unit in (floor.finished[f"03{day:02}-S3-1"], again):
        book.move(unit, "WH-FG", at(day, 22, 10))
    floor.finished[again.lot] = again
