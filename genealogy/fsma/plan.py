"""The traceability plan (21 CFR 1.1315), from a short YAML and from what is recorded: a paper to sign and keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from genealogy.forms import read_form
from genealogy.paper import Paper, Table
from genealogy.store import Store


class Plan(BaseModel):
    """What only people know: everything is text; `foods` are materials on the Food Traceability List."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    business: str
    contact: str
    phone: str
    updated: str
    records: str
    lot_codes: str
    foods: tuple[Annotated[str, BeforeValidator(str)], ...]
    procedure: str = ""
    farm_map: str = ""


def read_plan(path: Path) -> Plan:
    """The plan in a YAML file; raises UsageError that names what is wrong."""
    return read_form(path, Plan, "docs/fsma-204.md")


def plan_paper(store: Store, plan: Plan) -> Paper:
    """The plan as a paper: the five parts of 1.1315(a), the foods by name, our places."""
    noted = store.read("fsma.described", materials=list(plan.foods), suppliers=[], customers=[], locations=[]).rows
    names = {id_: props.get("name") for _, id_, props in noted}
    places = store.read("fsma.places").rows
    return Paper(
        f"Food traceability plan: {plan.business}",
        facts=(("Point of contact (1.1315(a)(4))", f"{plan.contact}, {plan.phone}"), ("Last updated", plan.updated)),
        texts=(
            f"Records (1.1315(a)(1)). {plan.records}",
            f"Foods on the Food Traceability List (1.1315(a)(2)). {plan.procedure or 'They are listed below.'}",
            f"Lot codes (1.1315(a)(3)). {plan.lot_codes}",
            *((f"Farm map (1.1315(a)(5)). {plan.farm_map}",) if plan.farm_map else ()),
        ),
        tables=(
            Table("Foods", ("material", "name"), tuple((food, names.get(food)) for food in plan.foods)),
            Table("Places", ("location", "name", "phone", "address"), tuple(tuple(row) for row in places)),
        ),
        form="Approval",
        blanks=("Approved by, date",),
    )
