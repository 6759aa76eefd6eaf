"""The catalogue of the paint and resin plant: what it buys, makes and sells. Everybody here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from loaders.simulate.plant import Catalogue, Material, Party, Place, Purchase


def _tonnes(code: str, name: str, kind: str) -> Material:
    return Material(code, name, kind, "t", "g", 1_000_000)


def _kilos(code: str, name: str, kind: str, prefix: str = "", days: int | None = 540) -> Material:
    return Material(code, name, kind, "kg", "g", 1000, prefix, days)


SOLVENT: Final = _tonnes("SOLVENT", "Solvent, tank truck 溶剂（槽车）", "raw")
MONOMER: Final = _tonnes("MONOMER", "Monomer, tank truck 单体（槽车）", "raw")
SOLVENT_DRAW: Final = _kilos("SOLVENT-D", "Solvent from tank 罐内溶剂", "intermediate", "SD")
MONOMER_DRAW: Final = _kilos("MONOMER-D", "Monomer from tank 罐内单体", "intermediate", "MD")
RESIN: Final = _kilos("RESIN", "Resin, reactor batch 树脂", "intermediate", "R")
SLOPS: Final = _kilos("SLOPS", "Rinsings 清洗废液", "utility", "SL", 90)
CATALYST: Final = Material("CATALYST", "Catalyst 催化剂", "raw", "kg", "g", 1000, shelf_days=540, weighed=True)
HARDENER: Final = _kilos("HARDENER", "Hardener 固化剂", "raw", "HD")
DRUM: Final = Material("DRUM-SHELL", "Drum, empty 空桶", "packaging", prefix="DS")
PAIL: Final = Material("PAIL", "Pail, empty 小桶", "packaging", prefix="PA")


@dataclass(frozen=True, slots=True, eq=False)
class Colour:
    """One colour of paint: its pigment and what is made of it."""

    pigment: Material
    paint: Material
    off_spec: Material
    drum: Material
    pail: Material
    kit: Material

    @property
    def materials(self) -> tuple[Material, ...]:
        """Pigment and all stages."""
        return (self.pigment, self.paint, self.off_spec, self.drum, self.pail, self.kit)


def _colour(code: str, name: str, chinese: str) -> Colour:
    return Colour(
        _kilos(f"PIG-{code}", f"Pigment {name} {chinese}颜料", "raw"),
        _kilos(f"PAINT-{code}", f"Paint {name} {chinese}漆", "intermediate", "B"),
        _kilos(f"PAINT-{code}-O", f"Paint {name}, off colour {chinese}漆（偏色）", "intermediate", "O"),
        _kilos(f"DRUM-{code}", f"Paint {name}, drum 200 kg {chinese}漆桶装", "finished", f"{code}批"),
        _kilos(f"PAIL-{code}", f"Paint {name}, pail 25 kg {chinese}漆小桶", "finished", f"{code}P"),
        _kilos(f"KIT-{code}", f"Paint {name} with hardener {chinese}漆套装", "finished", f"{code}K"),
    )


COLOURS: Final = (_colour("RED", "red", "红"), _colour("WHT", "white", "白"), _colour("BLU", "blue", "蓝"))

PURCHASES: Final = {
    purchase.material.code: purchase
    for purchase in (
        Purchase(SOLVENT, ("SUP-RONGJI", "SUP-SOLV"), 24_000_000, "槽{date}-{n:03}", price=900),
        Purchase(MONOMER, ("SUP-MONO",), 24_000_000, "MN/{date}/{n}", price=1400),
        Purchase(CATALYST, ("SUP-CATA",), 500_000, "K{n:05}", price=22),
        Purchase(HARDENER, ("SUP-HARD", "SUP-GUHUA"), 1_000_000, "H-{n:05}", own_lot=True, fails=0.01, price=7),
        Purchase(DRUM, ("SUP-TONG",), 600, "桶{date}-{n:02}", own_lot=True, fails=0.02, price=14),
        Purchase(PAIL, ("SUP-TONG",), 2000, "P{n:05}", price=2),
        *(Purchase(c.pigment, ("SUP-PIGM", "SUP-YANLIAO"), 2_000_000, "{date}#{n:03}", fails=0.01) for c in COLOURS),
    )
}

CATALOGUE: Final = Catalogue(
    name="chemical",
    offset="+05:30",
    materials=(
        *(SOLVENT, MONOMER, SOLVENT_DRAW, MONOMER_DRAW, RESIN, SLOPS, CATALYST, HARDENER, DRUM, PAIL),
        *(material for colour in COLOURS for material in colour.materials),
    ),
    suppliers=(
        Party("SUP-RONGJI", "示例溶剂有限公司", "虚构市"),
        Party("SUP-SOLV", "Invented Solvents", "Sampleton"),
        Party("SUP-MONO", "Pretend Monomers", "Mockbury"),
        Party("SUP-CATA", "Placeholder Catalysts", "Exampleville"),
        Party("SUP-HARD", "Imaginary Hardeners", "Mockbury"),
        Party("SUP-GUHUA", "假想固化剂厂", "虚构县"),
        Party("SUP-TONG", "样例制桶厂", "样例市"),
        Party("SUP-PIGM", "Fictional Pigments", "Sampleton"),
        Party("SUP-YANLIAO", "虚构颜料有限公司", "示例镇"),
    ),
    customers=(
        Party("CUST-YARD", "Invented Shipyards", "Mockbury"),
        Party("CUST-QIAO", "示例桥梁工程", "样例市"),
        Party("CUST-RAIL", "Example Rail Works", "Sampleton"),
        Party("CUST-JIXIE", "虚构机械集团", "虚构市"),
        Party("CUST-WIND", "Pretend Wind Towers", "Exampleville"),
        Party("CUST-DIY", "Mock Paint Shops", "Sampleton"),
        Party("CUST-ZHUANGXIU", "样例装修连锁", "示例镇"),
        Party("CUST-EXPORT", "Fable Trading", "Mockbury"),
    ),
    places=(
        Place("STORE", "Raw material store 原料库", "Works 工厂", "Asia/Kolkata"),
        Place("WORKS", "Production 生产区", "Works 工厂", "Asia/Kolkata"),
        Place("YARD", "Drum yard 桶装库", "Works 工厂", "Asia/Kolkata"),
        Place("RETURNS", "Returns area 退货区", "Works 工厂", "Asia/Kolkata"),
        Place("DC-PORT", "Warehouse at the port 港口仓", "Port 港口", "Asia/Kolkata"),
    ),
    seed_material=SOLVENT,
    late_material=COLOURS[0].pigment,
    currency="USD",
)
