"""The catalogue of the electronics plant: what it buys, makes and sells, and to whom. Everybody here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from loaders.simulate.plant import Catalogue, Material, Party, Place, Purchase


def _bulk(code: str, name: str, kind: str, uom: str, base: str, shelf_days: int, prefix: str = "") -> Material:
    return Material(code, name, kind, uom, base, 1 if uom == base else 1000, prefix, shelf_days, uom != base)


PASTE: Final = _bulk("PASTE-BULK", "Solder paste SAC305, bulk 锡膏（大桶）", "raw", "kg", "g", 180)
JAR: Final = _bulk("PASTE-JAR", "Solder paste, jar 锡膏（罐）", "intermediate", "g", "g", 60, "J")
COATING: Final = _bulk("COAT-2K", "Conformal coating 三防漆", "raw", "L", "mL", 365)
THINNER: Final = _bulk("THINNER", "Coating thinner 稀释剂", "utility", "L", "mL", 720)
KIT: Final = _bulk("COAT-MIX", "Coating, ready to spray 调配三防漆", "intermediate", "mL", "mL", 5, "K")
WASTE: Final = _bulk("COAT-WASTE", "Drained coating 废漆", "intermediate", "mL", "mL", 30, "W")
CAPACITOR: Final = Material("CAP-10U", "Capacitor 10 µF, reel 电容卷盘", "raw")
RESISTOR: Final = Material("RES-1K", "Resistor 1 kΩ, reel 电阻卷盘", "raw")
CHIP: Final = Material("IC-MCU", "Safety microcontroller 安全微控制器", "raw")
SENSOR: Final = Material("IC-ACC", "Acceleration sensor 加速度传感器", "raw")
CONNECTOR: Final = Material("CONN-40", "Connector, 40 pins 40针连接器", "raw", prefix="C")


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """One product and its stages."""

    pcb: Material
    panel: Material
    board: Material
    failed: Material
    coated: Material
    housing: Material
    finished: Material
    relabelled: Material

    @property
    def materials(self) -> tuple[Material, ...]:
        """All stages."""
        made = (self.panel, self.board, self.failed, self.coated)
        return (self.pcb, self.housing, *made, self.finished, self.relabelled)


def _product(code: str, short: str, name: str) -> Product:
    return Product(
        Material(f"PCB-{short}", f"Bare board for {name}", "raw"),
        Material(f"PANEL-{short}", f"Placed panel {name}", "intermediate", prefix="P"),
        Material(f"BRD-{short}", f"Tested board {name}", "intermediate", prefix="B"),
        Material(f"BRD-{short}-F", f"Board to rework {name} 待返工", "intermediate", prefix="F"),
        Material(f"BRD-{short}-C", f"Coated board {name} 已涂覆", "intermediate", prefix="T"),
        Material(f"HSG-{short}", f"Housing for {name} 外壳", "raw", prefix="H"),
        Material(code, name, "finished", prefix=f"{short}-", shelf_days=1825),
        Material(f"{code}-CN", f"{name}, label for China 中文标签", "finished", prefix=f"{short}批", shelf_days=1825),
    )


PRODUCTS: Final = (
    _product("ECU-7", "E7", "Airbag control unit 安全气囊控制器"),
    _product("SNS-3", "S3", "Crash sensor 碰撞传感器"),
)

PURCHASES: Final = {
    purchase.material.code: purchase
    for purchase in (
        Purchase(PASTE, ("SUP-SOLDER", "SUP-XIGAO"), 1000, "批{date}-{n:02}", price=310),
        Purchase(COATING, ("SUP-COAT",), 25_000, "CC/{date}/{n}", price=42),
        Purchase(THINNER, ("SUP-COAT",), 20_000, "TH{n:05}", price=9),
        Purchase(CAPACITOR, ("SUP-RONGJIE", "SUP-CAP"), 10_000, "R{date}{n:04}", fails=0.01, price=0.01),
        Purchase(RESISTOR, ("SUP-RONGJIE",), 20_000, "电{date}-{n:03}", price=0.002),
        Purchase(CHIP, ("SUP-CHIP",), 1000, "7Q{n:06}A", price=6.2),
        Purchase(SENSOR, ("SUP-CHIP", "SUP-XINPIAN"), 1000, "AS-{n:06}", fails=0.01, price=2.4),
        Purchase(CONNECTOR, ("SUP-LIANJIE",), 2000, "连{date}-{n:03}", own_lot=True, fails=0.02, price=0.8),
        *(Purchase(p.pcb, ("SUP-BANCAI", "SUP-PCB"), 1000, "{date}-{n:04}", fails=0.02, price=1.9) for p in PRODUCTS),
        *(Purchase(p.housing, ("SUP-PLASTIC",), 1000, "M{n:05}", own_lot=True, price=1.1) for p in PRODUCTS),
    )
}

CATALOGUE: Final = Catalogue(
    name="electronics",
    offset="+08:00",
    materials=(
        *(PASTE, JAR, COATING, THINNER, KIT, WASTE, CAPACITOR, RESISTOR, CHIP, SENSOR, CONNECTOR),
        *(material for product in PRODUCTS for material in product.materials),
    ),
    suppliers=(
        Party("SUP-SOLDER", "Invented Solder Works", "Sampleton"),
        Party("SUP-XIGAO", "虚构锡膏有限公司", "样例市"),
        Party("SUP-COAT", "Imaginary Coatings", "Exampleville"),
        Party("SUP-RONGJIE", "示例容阶电子有限公司", "虚构县"),
        Party("SUP-CAP", "Pretend Capacitors", "Sampleton"),
        Party("SUP-CHIP", "Placeholder Semiconductors", "Mockbury"),
        Party("SUP-XINPIAN", "样例芯片股份有限公司", "样例市"),
        Party("SUP-LIANJIE", "假想连接器厂", "虚构县"),
        Party("SUP-BANCAI", "示例板材有限公司", "示例镇"),
        Party("SUP-PCB", "Fictional Boards", "Mockbury"),
        Party("SUP-PLASTIC", "Madeup Mouldings", "Exampleville"),
    ),
    customers=(
        Party("CUST-AURORA", "Aurora Invented Motors", "Mockbury"),
        Party("CUST-XUNI", "虚拟汽车集团", "样例市"),
        Party("CUST-NORTH", "Northern Example Cars", "Sampleton"),
        Party("CUST-SHILI", "示例新能源汽车", "示例镇"),
        Party("CUST-FABLE", "Fable Trucks", "Exampleville"),
        Party("CUST-JIAXIANG", "假想客车厂", "虚构县"),
        Party("CUST-VELO", "Velo Pretend Mobility", "Mockbury"),
        Party("CUST-MOCK", "Mock Safety Systems", "Sampleton"),
        Party("CUST-YANGPIN", "样品安全系统", "样例市"),
        Party("CUST-DUMMY", "Dummy Seat Makers", "Exampleville"),
    ),
    places=(
        Place("WH-RAW", "Raw material store 原料库", "Plant 工厂", "Asia/Shanghai"),
        Place("FLOOR", "Production hall 车间", "Plant 工厂", "Asia/Shanghai"),
        Place("WH-FG", "Finished goods store 成品库", "Plant 工厂", "Asia/Shanghai"),
        Place("RETURNS", "Returns cage 退货区", "Plant 工厂", "Asia/Shanghai"),
        Place("DC-WEST", "Western warehouse 西部仓", "West 西部", "Asia/Shanghai"),
    ),
    seed_material=PASTE,
    late_material=CONNECTOR,
)
