"""What a plant is made of: materials, partners, places. The catalogue each plant declares once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


def check_digit(digits: str) -> str:
    """The GS1 check digit of the digits before it."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def example_code(number: int, leading: str = "") -> str:
    """A GTIN or GLN under prefix 952, which GS1 keeps for examples."""
    body = f"{leading}952{number:09}"
    return body + check_digit(body)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A material. Amounts are kept as whole numbers of `base` (pcs, g, mL); one `uom` is `factor` of them.

    It is bought, stocked and sold in `uom`; with `weighed` its use is recorded in `base`, as scales show it.
    """

    code: str
    name: str
    kind: str
    uom: str = "pcs"
    base: str = "pcs"
    factor: int = 1
    prefix: str = ""
    shelf_days: int | None = None
    weighed: bool = False

    def text(self, amount: int) -> str:
        """The amount as a decimal in `uom`."""
        if self.factor == 1:
            return str(amount)
        whole, rest = divmod(amount, self.factor)
        if not rest:
            return str(whole)
        places = len(str(self.factor)) - 1
        if self.factor != 10**places:
            raise ValueError(f"{amount} {self.base} of {self.code} is no whole number of {self.uom}")
        return f"{whole}.{rest:0{places}}".rstrip("0")

    def used(self, amount: int) -> tuple[str, str]:
        """Quantity and unit of a consumption line."""
        return (str(amount), self.base) if self.weighed else (self.text(amount), self.uom)


@dataclass(frozen=True, slots=True)
class Party:
    """A supplier or a customer; all invented."""

    code: str
    name: str
    town: str

    def row(self, number: int) -> tuple[str, ...]:
        """Code, name, contact, e-mail, phone, address, GLN."""
        mail = f"quality@{self.code.lower()}.example"
        phone = f"+00 000 0000 {number:04}"
        address = f"{number} Example Road, {self.town}"
        return self.code, self.name, f"Quality desk of {self.code}", mail, phone, address, example_code(number)


@dataclass(frozen=True, slots=True, eq=False)
class Purchase:
    """How a raw material is bought: from whom, how much at a time, how its lot numbers look.

    `lot` is a format of `date` and `n`. Where `own_lot` is set we give the lot number at the door and the supplier's
    stays beside it; otherwise the supplier is the assigner. `fails` is the share that incoming inspection refuses.
    """

    material: Material
    suppliers: tuple[str, ...]
    amount: int
    lot: str
    own_lot: bool = False
    fails: float = 0.0
    price: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A location of the plant or of a warehouse elsewhere."""

    code: str
    name: str
    site: str
    zone: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The fixed part of a plant: everything that is written before the first event."""

    name: str
    offset: str
    materials: tuple[Material, ...]
    suppliers: tuple[Party, ...]
    customers: tuple[Party, ...]
    places: tuple[Place, ...]
    seed_material: Material
    late_material: Material  # used bit by bit: what turns bad later where that is asked for
    currency: str = "CNY"

    def conversions(self) -> Iterator[tuple[str, str, str, str]]:
        """A factor wherever a material is not kept in its base unit."""
        for material in self.materials:
            if material.factor != 1:
                yield material.code, material.uom, material.base, str(material.factor)
