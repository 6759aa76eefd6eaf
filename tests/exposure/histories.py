"""Random histories of plain runs, with circles, as rows and as flows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from hypothesis import strategies as st

from genealogy.exposure.flows import Flows, Inflow, Line, Making, Output, Pool

Amounts = dict[str, int]


@dataclass(frozen=True)
class History:
    """What each run took and made, by number of batch, in kg; batch 0 is the seed, and is made by nobody."""

    runs: tuple[tuple[Amounts, Amounts], ...]

    def taken(self, name: str) -> int:
        """How much of a batch was consumed."""
        return sum(inputs.get(name, 0) for inputs, _ in self.runs)

    def made(self, name: str) -> int:
        """How much of a batch was produced."""
        return sum(outputs.get(name, 0) for _, outputs in self.runs)


SEED = "M/0"


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to five runs over up to five batches."""
    names = [f"M/{number}" for number in range(draw(st.integers(2, 6)))]
    runs = []
    for _ in range(draw(st.integers(1, 5))):
        inputs = draw(st.dictionaries(st.sampled_from(names), st.integers(1, 50), min_size=1, max_size=3))
        outputs = draw(st.dictionaries(st.sampled_from(names[1:]), st.integers(1, 50), min_size=1, max_size=3))
        runs.append((inputs, outputs))
    return History(tuple(runs))


def rows_of(history: History) -> dict[str, list[dict[str, str]]]:
    """The history as a bundle: what is consumed and not made is received."""
    files: dict[str, list[dict[str, str]]] = {"runs": [], "consumed": [], "produced": [], "receipts": []}
    for number, sides in enumerate(history.runs):
        files["runs"].append({"run": f"R{number}"})
        for file, amounts in zip(("consumed", "produced"), sides, strict=True):
            files[file] += [
                {"run": f"R{number}", **_named(name), "quantity": str(amount), "uom": "kg"}
                for name, amount in amounts.items()
            ]
    for name, amount in received(history).items():
        files["receipts"].append({"receipt": "G1", **_named(name), "quantity": str(amount), "uom": "kg"})
    return files


def _named(name: str) -> dict[str, str]:
    material, lot = name.split("/")
    return {"material": material, "lot": lot}


def received(history: History) -> Amounts:
    """What must have come from outside, so that no batch gives more than it got."""
    names = {name for sides in history.runs for amounts in sides for name in amounts} | {SEED}
    lacks = {name: history.taken(name) - history.made(name) for name in sorted(names)}
    return {name: max(lack, 1 if name == SEED else 0) for name, lack in lacks.items() if lack > 0 or name == SEED}


def flows_of(history: History, scale: float = 1.0, prefix: str = "M/", uom: str = "kg") -> Flows:
    """The history as flows, all quantities times `scale`, and the batches under another name."""
    flows = Flows()
    inflows: dict[str, list[Inflow]] = defaultdict(list)

    def new(name: str) -> str:
        return prefix + name.partition("/")[2]

    for number, (inputs, outputs) in enumerate(history.runs):
        lines = [Line(new(name), "M", amount * scale, uom) for name, amount in inputs.items()]
        made = {new(name): Output("M", amount * scale, uom) for name, amount in outputs.items()}
        flows.makings[f"/rR{number}"] = Making(lines, made)
        for name, output in made.items():
            inflows[name].append(Inflow(f"/rR{number}", output.quantity))
    for name, amount in received(history).items():
        inflows[new(name)].append(Inflow(None, amount * scale))
    for name, some in inflows.items():
        flows.pools[name] = Pool("M", uom, some, seed=name == new(SEED))
    return flows
