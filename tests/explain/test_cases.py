"""The hand-drawn cases of explain and sample, on a real database; each asks one recall and says what must come."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from genealogy.answers import KillStep, Seed, SeedQuery, Switches, recall
from genealogy.errors import NotFoundError, UnknownBatchError, UsageError
from genealogy.explain import Target, explain, words
from genealogy.sample import sample
from genealogy.store import Store
from tests.golden.reading import rows_of, time_of
from tests.golden.test_cases import switches_of, timed_query
from tests.support.bundles import record_bundles

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
Ask = Mapping[str, Any]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case(store: Store, path: Path) -> None:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    record_bundles(store, [rows_of(said["rows"])])
    for ask in said["asks"]:
        seeds = [seed_of(ask)]
        switches = switches_of(ask.get("switches", {}))
        if "explain" in ask:
            check_explained(explain(store, seeds, Target(**ask["explain"]), switches=switches), ask)
        else:
            check_sampled(sample(store, seeds, **ask["sample"], switches=switches), ask)


def seed_of(ask: Ask) -> Seed | SeedQuery:
    """The one seed of a question: a batch, or what is looked for."""
    said = ask["recall"]
    if isinstance(said, str):
        return Seed(said, time_of(ask.get("from", {}).get(said)))
    return SeedQuery(**{"from_" if name == "from" else name: value for name, value in timed_query(said).items()})


def test_every_word_is_shown_by_a_case() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CASES)
    assert [kind for kind in words.STEPS if f"{kind} " not in text] == []
    assert [code for code, said in words.DOUBTS.items() if not any(one in text for one in said)] == []


def check_explained(answer: Ask, ask: Ask) -> None:
    assert (answer["target"], answer["verdict"]) == (ask["explain"], ask["verdict"])
    assert [chain_text(chain) for chain in answer["chains"]] == ask["chains"]
    assert [document_text(one) for one in answer["documents"]] == ask["documents"]
    cut = answer["cut"]
    assert ([cut["kind"], cut["after"], cut["before"]] if cut else None) == ask.get("cut")
    said = orjson.dumps([answer[name] for name in ("text", "chains", "cut", "reasons")]).decode()
    assert [words for words in ask.get("says", ()) if words not in said] == []
    codes = {gap["code"] for gap in answer["gaps"]}
    assert set(ask.get("gaps", ())) <= codes


def chain_text(chain: Ask) -> str:
    steps = ", ".join(f"{step['kind']} {step['record']['record']}" for step in chain["steps"])
    return f"{chain['hops']} {chain['verdict']}" + (f": {steps}" if steps else "")


def document_text(one: Ask) -> str:
    return " ".join([one["kind"], one["record"], *map(str, one["steps"])])


def check_sampled(answer: Ask, ask: Ask) -> None:
    assert [answer[name] for name in ("potential", "testable")] == [ask["potential"], ask["testable"]]
    assert [choice_text(one) for one in answer["choices"]] == ask["choices"]
    said = orjson.dumps([answer["text"], answer["choices"]]).decode()
    assert [words for words in ask.get("says", ()) if words not in said] == []


def choice_text(one: Ask) -> str:
    clears, confirms = (" ".join(one[word]) for word in ("clears", "confirms"))
    return f"{one['key']} clears {clears} confirms {confirms} settles {one['settles']:g} left {one['left']:g}"


def test_results_do_what_was_said(store: Store) -> None:
    """A clean result, recorded and declared a kill step, mitigates what it was to clear; a bad one is a seed more."""
    said = yaml.safe_load((Path(__file__).parent / "cases" / "sample_residue.yaml").read_text(encoding="utf-8"))
    record_bundles(store, [rows_of(said["rows"])])
    first = sample(store, [Seed("A/bad")], 1)["choices"][0]
    bad = recall(store, [Seed("A/bad"), Seed(first["key"])], exposure=False)
    assert {row["key"] for row in bad["batches"] if row["verdict"] == "certain"} >= set(first["confirms"])
    test = "inspections inspection=I1 batch=P/甲 result=pass characteristic=菌落 inspected_at=9T08:00"
    record_bundles(store, [rows_of(test)])
    clean = recall(store, [Seed("A/bad")], switches=Switches(kill_steps=(KillStep(characteristic="菌落"),)))
    assert [row["key"] for row in clean["mitigated"] if "key" in row] == first["clears"]


def test_wrong_questions(store: Store) -> None:
    record_bundles(store, [rows_of("runs run=R\nproduced run=R batch=P/1\nshipments shipment=S1 customer=C1")])
    seeds = [Seed("P/1")]
    with pytest.raises(UnknownBatchError):
        explain(store, seeds, Target("P/2"))
    for target in (Target(shipment="S9"), Target(customer="C9")):
        with pytest.raises(NotFoundError, match=r"no record names the .* [SC]9"):
            explain(store, seeds, target)
    for wrong in ({}, {"key": "P/1", "shipment": "S1"}):
        with pytest.raises(UsageError, match="say what to explain"):
            Target(**wrong)
    assert explain(store, seeds, Target(shipment="S1"))["verdict"] == "out_of_scope"
    assert explain(store, seeds, Target(customer="C1"))["verdict"] == "out_of_scope"
    for how in ({"count": 0}, {"count": 101}, {"prior": 0.0}, {"prior": 1.0}):
        with pytest.raises(UsageError):
            sample(store, seeds, **how)
