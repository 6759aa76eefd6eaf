"""Master data and purchases of the example plant. Everybody in it is invented."""

from __future__ import annotations

from loaders.example.book import Book, Lot, at
from loaders.simulate.plant import example_code

MATERIALS = (
    ("COAT-2K", "Conformal coating 三防漆", "raw", "L"),
    ("COAT-MIX", "Coating kit, ready to spray 待喷三防漆", "intermediate", "mL"),
    ("COAT-WASTE", "Drained coating 废漆", "intermediate", "mL"),
    ("PASTE", "Solder paste, bulk 锡膏", "raw", "kg"),
    ("PASTE-JAR", "Solder paste, jar 锡膏（罐）", "intermediate", "g"),
    ("CAP-10U", "Capacitor 10 µF, reel 电容卷盘", "raw", "pcs"),
    ("RES-1K", "Resistor 1 kΩ, reel 电阻卷盘", "raw", "pcs"),
    ("IC-MCU", "Safety microcontroller 安全微控制器", "raw", "pcs"),
    ("IC-ACC", "Acceleration sensor 加速度传感器", "raw", "pcs"),
    ("CONN-40", "Connector 40针连接器", "raw", "pcs"),
    ("PCB-7", "Bare board ECU-7 裸板", "raw", "pcs"),
    ("PCB-3", "Bare board SNS-3 裸板", "raw", "pcs"),
    ("HSG-7", "Housing ECU-7 外壳", "raw", "pcs"),
    ("HSG-3", "Housing SNS-3 外壳", "raw", "pcs"),
    ("PANEL-7", "Placed panel ECU-7 已贴片", "intermediate", "pcs"),
    ("PANEL-3", "Placed panel SNS-3 已贴片", "intermediate", "pcs"),
    ("BRD-7", "Board ECU-7 电路板", "intermediate", "pcs"),
    ("BRD-3", "Board SNS-3 电路板", "intermediate", "pcs"),
    ("BRD-7-C", "Coated board ECU-7 已涂覆", "intermediate", "pcs"),
    ("BRD-3-C", "Coated board SNS-3 已涂覆", "intermediate", "pcs"),
    ("BRD-7-F", "Failed board ECU-7 待返工", "intermediate", "pcs"),
    ("BRD-3-F", "Failed board SNS-3 待返工", "intermediate", "pcs"),
    ("BRD-7-OK", "Tested board ECU-7 测试合格", "intermediate", "pcs"),
    ("BRD-3-OK", "Tested board SNS-3 测试合格", "intermediate", "pcs"),
    ("ECU-7", "Control board ECU-7 控制板", "finished", "pcs"),
    ("ECU-7-CN", "Control board ECU-7, Chinese label 控制板（中文标签）", "finished", "pcs"),
    ("SNS-3", "Crash sensor SNS-3 碰撞传感器", "finished", "pcs"),
)
SUPPLIERS = (
    ("SUP-TUFANG", "涂防虚构涂料有限公司 Tufang Coatings", "示例市"),
    ("SUP-SOLDER", "Invented Solder Works", "Sampleton"),
    ("SUP-RONGJIE", "示例容阶电子有限公司 Rongjie", "虚构县"),
    ("SUP-CHIP", "Placeholder Semiconductors", "Mockbury"),
    ("SUP-BANCAI", "示例板材有限公司 Bancai Boards", "示例镇"),
    ("SUP-PLASTIC", "Madeup Mouldings", "Exampleville"),
)
CUSTOMERS = (
    ("CUST-AURORA", "Aurora Invented Motors", "Mockbury"),
    ("CUST-XUNI", "虚拟汽车集团 Xuni Automotive", "样例市"),
    ("CUST-NORTH", "Northern Example Cars", "Sampleton"),
    ("CUST-SHILI", "示例新能源汽车 Shili EV", "示例镇"),
)
EQUIPMENT = (
    ("LINE-1", "Placement and reflow line 1 贴片一线", "line"),
    ("LINE-2", "Placement and reflow line 2 贴片二线", "line"),
    ("OVEN-1", "Reflow oven 1 回流炉", "machine"),
    ("OVEN-2", "Reflow oven 2 回流炉", "machine"),
    ("ICT-1", "In-circuit tester 在线测试机", "machine"),
    ("COATER-1", "Coating vessel 涂料罐", "vessel"),
    ("SPRAY-1", "Coating robot 涂覆机", "machine"),
    ("EOL-1", "End-of-line tester 终检台", "machine"),
    ("BENCH-1", "Rework bench 返工台", "machine"),
    ("ASSY-1", "Assembly line 装配线", "line"),
    ("LABEL-1", "Label printer 标签机", "machine"),
)
PLACES = (
    ("WH-RAW", "Raw material store 原料库", "Main plant 主厂"),
    ("FLOOR", "Production hall 车间", "Main plant 主厂"),
    ("WH-FG", "Finished goods store 成品库", "Main plant 主厂"),
    ("RETURNS", "Returns cage 退货区", "Main plant 主厂"),
    ("DC-EAST", "Eastern warehouse 东部仓", "East 东部"),
)
# material, supplier, deliveries, quantity of each, lot number, price
PURCHASES = (
    ("PASTE", "SUP-SOLDER", 1, 5, "SP-2602-{n}", "310.00"),
    ("CAP-10U", "SUP-RONGJIE", 5, 5000, "批20260220-{n:02}", "0.04"),
    ("RES-1K", "SUP-RONGJIE", 5, 10000, "R/2602/{n:03}", "0.01"),
    ("IC-MCU", "SUP-CHIP", 6, 400, "7Q26{n:03}A", "42.00"),
    ("IC-ACC", "SUP-CHIP", 3, 400, "AS26{n:03}", "17.50"),
    ("CONN-40", "SUP-PLASTIC", 5, 500, "K{n:04}", "3.20"),
    ("PCB-7", "SUP-BANCAI", 4, 300, "板{n:03}", "11.00"),
    ("PCB-3", "SUP-BANCAI", 4, 300, "板{n:03}", "6.00"),
    ("HSG-7", "SUP-PLASTIC", 4, 300, "M26-{n:03}", "8.00"),
    ("HSG-3", "SUP-PLASTIC", 4, 300, "M26-{n:03}", "5.00"),
)
# lot, litres: A to E in the order of delivery; C is the bad one
COATINGS = (
    ("批20260210-01", 10),
    ("批20260218-02", 8),
    ("批20260225-03", 18),
    ("批20260227-04", 10),
    ("批20260302-05", 12),
)


def describe_plant(book: Book) -> None:
    """Everything that is known before the week begins."""
    for number, (code, name, kind, uom) in enumerate(MATERIALS, 1):
        gtin, days = (example_code(number, "0"), "1825") if kind == "finished" else ("", "")
        book.add("materials", material=code, name=name, kind=kind, uom=uom, gtin=gtin, shelf_life_days=days)
    book.add("conversions", material="COAT-2K", from_uom="L", to_uom="mL", factor="1000")
    book.add("conversions", material="PASTE", from_uom="kg", to_uom="g", factor="1000")
    for file, column, parties in (("suppliers", "supplier", SUPPLIERS), ("customers", "customer", CUSTOMERS)):
        for number, (code, name, town) in enumerate(parties, 1 if file == "suppliers" else 51):
            contact = {"name": name, "contact": f"Quality desk {number}", "email": f"quality@{code.lower()}.example"}
            contact |= {"phone": f"+00 000 0000 {number:04}", "address": f"{number} Example Road, {town}"}
            book.add(file, **{column: code}, **contact, gln=example_code(100 + number))
    for code, name, kind in EQUIPMENT:
        book.add("equipment", equipment=code, name=name, kind=kind, location="FLOOR", carry_over="false")
    for number, (code, name, site) in enumerate(PLACES, 1):
        cells = {"address": f"{number} Sample Street", "phone": f"+00 000 0001 {number:04}", "day_start": "06:00"}
        cells |= {"timezone": "Asia/Shanghai", "gln": example_code(200 + number)}
        book.add("locations", location=code, name=name, site=site, **cells)
    for number, letter in enumerate("甲乙丙丁戊己", 1):
        book.add(
            "operators",
            operator=f"OP-{number}",
            name=f"Example Person {number} 示例{letter}",
            team=f"Team {number % 2 + 1}",
        )


def buy_material(book: Book) -> None:
    """All deliveries; one lot of housings fails its inspection and goes back."""
    for row, (material, supplier, times, quantity, lot, price) in enumerate(PURCHASES):
        for n in range(1, times + 1):
            raw = Lot(material, lot.format(n=n), quantity, supplier)
            when = at(1, 8 + row, 5 * n)
            receipt = book.receive(raw, supplier, when, price)
            book.inspect(raw, when.replace(":00+", ":30+"), "incoming inspection 来料检验", receipt=receipt)
            book.raw[material].append(raw)
    for n, (lot, litres) in enumerate(COATINGS):
        coating = Lot("COAT-2K", lot, litres, "SUP-TUFANG")
        receipt = book.receive(coating, "SUP-TUFANG", at(1 + n // 3 * 2, 19, 10 * n), "180.00")
        book.inspect(
            coating, at(1 + n // 3 * 2, 20, 10 * n), "viscosity 粘度", value=f"{61 + n}", unit="s", receipt=receipt
        )
        book.raw["COAT-2K"].append(coating)
    _refuse_housings(book)


def issue_material(book: Book) -> None:
    """On Sunday night the week's material goes to the floor; coating stays in the store until it is charged."""
    for material, lots in book.raw.items():
        for lot in lots:
            if material != "COAT-2K":
                book.move(lot, "FLOOR", at(1, 20, 40))


def _refuse_housings(book: Book) -> None:
    lot = Lot("HSG-7", "M26-099", 300, "SUP-PLASTIC")
    receipt = book.receive(lot, "SUP-PLASTIC", at(3, 9), "8.00")
    book.inspect(lot, at(3, 9, 30), "crack 裂纹", False, "12", "pcs", receipt=receipt, defect="cracked corner 裂角")
    book.add(
        "statuses",
        **lot.names,
        status="rejected",
        location="WH-RAW",
        reason="cracked corner 裂角",
        at=at(3, 9, 40),
        by="OP-6",
    )
    number = book.number("RT")
    book.add(
        "returns",
        return_=number,
        supplier="SUP-PLASTIC",
        **lot.names,
        **lot.amount(300),
        returned_at=at(4, 10),
        location="WH-RAW",
    )
