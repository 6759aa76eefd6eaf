"""The catalogue of the dairy: what it collects, makes and sells, and to whom. Everybody here is invented."""

from __future__ import annotations

from typing import Final

from loaders.simulate.plant import Catalogue, Material, Party, Place, Purchase

LITRE: Final = 1030  # grams of milk


def _milk(code: str, name: str, kind: str, prefix: str) -> Material:
    return Material(code, name, kind, "L", "g", LITRE, prefix, 5)


def _solid(code: str, name: str, kind: str, prefix: str = "", days: int = 180) -> Material:
    return Material(code, name, kind, "kg", "g", 1000, prefix, days)


RAW: Final = _milk("MILK-RAW", "Raw milk, tanker 生乳（奶罐车）", "raw", "")
SILO: Final = _milk("MILK-SILO", "Raw milk from silo 仓内生乳", "intermediate", "S")
PASTEURISED: Final = _milk("MILK-PAST", "Pasteurised milk 巴氏杀菌乳", "intermediate", "P")
CREAM: Final = _solid("CREAM", "Cream 稀奶油", "intermediate", "C", 10)
BUTTER: Final = _solid("BUTTER", "Butter 黄油", "finished", "B", 90)
CURD: Final = _solid("CURD", "Curd 凝乳", "intermediate", "K", 2)
WHEY: Final = _solid("WHEY", "Whey 乳清", "intermediate", "W", 2)
WHEY_MIX: Final = _solid("WHEY-TANK", "Whey from tank 罐内乳清", "intermediate", "WT", 2)
WHEY_POWDER: Final = _solid("WHEY-POWDER", "Whey powder 乳清粉", "finished", "WP", 720)
BLOCK: Final = _solid("CHEESE-BLOCK", "Cheese block 奶酪块", "intermediate", "CB")
CHEESE: Final = _solid("CHEESE", "Cheese, packed 包装奶酪", "finished", "奶酪", 120)
TRIM: Final = _solid("CHEESE-TRIM", "Cheese trimmings 奶酪边角", "intermediate", "T", 3)
MELT: Final = _solid("CHEESE-MELT", "Trimmings for re-use 回用奶酪", "intermediate", "RW", 3)
POWDER: Final = _solid("MILK-POWDER", "Milk powder 奶粉", "intermediate", "D", 720)
BAG: Final = _solid("POWDER-BAG", "Milk powder, bags 袋装奶粉", "finished", "奶粉", 720)
BOTTLED: Final = Material("MILK-1L", "Fresh milk 1 L 鲜牛奶", "finished", prefix="M", shelf_days=12)
HOUSE_BRAND: Final = Material(
    "MILK-1L-HB", "Fresh milk 1 L, house brand 自有品牌鲜奶", "finished", prefix="H", shelf_days=12
)
CULTURE: Final = Material("CULTURE", "Starter culture 发酵剂", "raw", "g", "g", shelf_days=365)
RENNET: Final = Material("RENNET", "Rennet 凝乳酶", "raw", "g", "g", shelf_days=365)
SALT: Final = Material("SALT", "Salt 食盐", "raw", "kg", "g", 1000, weighed=True)
BOTTLE: Final = Material("BOTTLE", "Bottle 1 L 奶瓶", "packaging", prefix="BT")
FILM: Final = Material("FILM", "Cheese film, pieces 包装膜", "packaging", prefix="F")

PURCHASES: Final = {
    purchase.material.code: purchase
    for purchase in (
        Purchase(
            RAW, ("FARM-LVYE", "FARM-HILL", "FARM-COOP"), 20_000 * LITRE, "奶{date}-{n:03}", fails=0.01, price=0.6
        ),
        Purchase(CULTURE, ("SUP-CULTURE",), 20_000, "CU-{n:05}", price=0.4),
        Purchase(RENNET, ("SUP-CULTURE",), 20_000, "RN/{n:05}", price=0.1),
        Purchase(SALT, ("SUP-YANYE",), 1_000_000, "盐{date}-{n:02}", price=0.3),
        Purchase(BOTTLE, ("SUP-BOTTLE",), 60_000, "B{n:05}", own_lot=True, fails=0.02, price=0.05),
        Purchase(FILM, ("SUP-FILM", "SUP-BOTTLE"), 10_000, "FM{date}#{n}", price=0.02),
    )
}

CATALOGUE: Final = Catalogue(
    name="dairy",
    offset="+08:00",
    materials=(
        *(RAW, SILO, PASTEURISED, CREAM, BUTTER, CURD, WHEY, WHEY_MIX, WHEY_POWDER, BLOCK, CHEESE, TRIM, MELT),
        *(POWDER, BAG, BOTTLED, HOUSE_BRAND, CULTURE, RENNET, SALT, BOTTLE, FILM),
    ),
    suppliers=(
        Party("FARM-LVYE", "绿野示例牧场", "样例旗"),
        Party("FARM-HILL", "Invented Hill Farm", "Sampleton"),
        Party("FARM-COOP", "虚构奶农合作社", "虚构旗"),
        Party("SUP-CULTURE", "Pretend Cultures", "Mockbury"),
        Party("SUP-YANYE", "示例盐业有限公司", "示例镇"),
        Party("SUP-BOTTLE", "Placeholder Packaging", "Exampleville"),
        Party("SUP-FILM", "假想薄膜厂", "虚构县"),
    ),
    customers=(
        Party("CUST-MARKT", "Invented Supermarkets", "Mockbury"),
        Party("CUST-JIAJIA", "家家样例超市", "样例市"),
        Party("CUST-SCHOOL", "Example School Kitchens", "Sampleton"),
        Party("CUST-CANTEEN", "虚构食堂配送", "虚构市"),
        Party("CUST-BAKE", "Fable Bakeries", "Exampleville"),
        Party("CUST-NAIFEN", "示例婴童食品", "示例市"),
        Party("CUST-PIZZA", "Pretend Pizza", "Mockbury"),
        Party("CUST-EXPORT", "Mock Export Trading", "Sampleton"),
    ),
    places=(
        Place("STORE", "Ingredient store 辅料库", "Dairy 乳品厂", "Asia/Shanghai"),
        Place("DAIRY", "Dairy floor 车间", "Dairy 乳品厂", "Asia/Shanghai"),
        Place("COLD", "Cold store 冷库", "Dairy 乳品厂", "Asia/Shanghai"),
        Place("RETURNS", "Returns area 退货区", "Dairy 乳品厂", "Asia/Shanghai"),
        Place("DC-SOUTH", "Southern cold store 南方冷库", "South 南方", "Asia/Shanghai"),
    ),
    seed_material=RAW,
    late_material=CULTURE,
)
