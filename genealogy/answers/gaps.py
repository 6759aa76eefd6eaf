"""Gaps: missing or contradictory records of a scope, each with the records it concerns and what it may hide."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from genealogy.keys import material_of
from genealogy.scope.edges import PART, RUN, is_batch
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text
from genealogy.store import Reads

if TYPE_CHECKING:
    from genealogy.answers.scope import Scope

SCOPE, PRECISION, QUANTITY, CONTACT = "scope", "precision", "quantity", "contact"

# code -> (sentence, what the gap may hide)
CODES = {
    "undescribed_batch": ("{0} is named, but no record describes, makes or receives it", SCOPE),
    "undescribed_run": ("run {0} is named, but not described: its kind, times and equipment are not known", SCOPE),
    "undescribed_equipment": ("equipment {0} is named, but not described", SCOPE),
    "undescribed_operator": ("operator {0} is named, but not described", CONTACT),
    "undescribed_material": ("material {0} is named, but not described: its unit and kind are not known", QUANTITY),
    "undescribed_location": ("location {0} is named, but not described: nor is the clock of its times", PRECISION),
    "undescribed_customer": ("customer {0} is named, but not described: nobody to call is known", CONTACT),
    "undescribed_supplier": ("supplier {0} is named, but not described", CONTACT),
    "look_alike": ("{0} looks like {1}; they are kept apart as different batches", SCOPE),
    "assigner_missing": ("{0} is named without the assigner of its lot number; it may be {1}", PRECISION),
    "assigner_without_receipt": ("{0} was numbered by somebody else, but no receipt from a supplier has it", SCOPE),
    "consumption_without_lot": ("run {1} used {0} without naming a lot", SCOPE),
    "no_consignee": ("shipment {0} names neither customer nor own location", CONTACT),
    "consumed_before_it_existed": ("{0} was consumed before anything made or received it ({1})", PRECISION),
    "shipped_before_it_existed": ("{0} left with shipment {1} before anything made or received it", PRECISION),
    "left_before_suspect": (
        "{0} left with {1} before suspect material came in, but what is recorded to be in by then does not cover it",
        PRECISION,
    ),
    "left_within_tolerance": (
        "{0} left with {1} before suspect material came in, but by no more than clocks may differ",
        PRECISION,
    ),
    "made_before_its_inputs": ("{0} came out of {1} before anything had certainly gone in", PRECISION),
    "made_within_tolerance": (
        "{0} came out of {1} before suspect material went in, but by no more than clocks may differ",
        PRECISION,
    ),
    "draw_without_charge": ("{1} drew from {0}, but nothing was charged before it", SCOPE),
    "clean_not_between": (
        "a clean of {0} does not certainly lie before or after {1}, so it cuts nothing there",
        PRECISION,
    ),
    "clean_unset": (
        "{1} cleans of {0} do not say whether they were validated or left it empty, so they may cut too little",
        PRECISION,
    ),
    "left_after_clean": ("{1} {2} were calculated to be in {0} when it was cleaned; they are unaccounted", QUANTITY),
    "carry_over_unset": ("{0} had suspect material on it, and nothing says whether it carries over", SCOPE),
    "vessel_unknown": ("run {0} charges or draws, but names no vessel", SCOPE),
    "opening_stock": ("no record brings {0} in; its described quantity is taken as opening stock", QUANTITY),
    "negative_stock": ("more of {0} left than ever came in", QUANTITY),
    "place_not_counted": (
        "by calculation {2} of {0} are at {1}, which was never counted; they are not on hand, but unaccounted",
        QUANTITY,
    ),
    "no_upstream": (
        "nothing is recorded of what {0} was made of, in what run, or whom it was received from;"
        " it takes no part in the comparison",
        SCOPE,
    ),
    "background_without_upstream": ("of {0} batches of the background nothing upstream is recorded", PRECISION),
    "vessel_held_then": ("what {0} held in the time of the seed was drawn from it later as well: potential", PRECISION),
    "seed_without_time": ("{0} does not say when; it is taken as in the period of the seed", PRECISION),
    "reading_is_no_number": ("run {0} has the reading {1}, which is no number; it is taken as out of range", PRECISION),
    "readings_in_units": ("readings of {0} out of range come in several units ({1}), compared as they stand", SCOPE),
    "excluded_not_all_listed": (
        "what was made of {0} draws after a clean is more than the scope itself, and is listed only in part",
        PRECISION,
    ),
    "vessel_policy_not_applied": ("the policy of {0} is not applied, and all that it held counts: {1}", PRECISION),
    "vessel_taken_as_empty": (
        "nothing shows that {0} was empty before its first record; its policy takes it so",
        SCOPE,
    ),
    "test_not_after": (
        "test {0} of {1} was not certainly done after all had come in, so it is no kill step",
        PRECISION,
    ),
    "run_without_inputs": ("run {0} made something, but nothing is recorded to have gone in", SCOPE),
    "run_without_outputs": ("run {0} used something, but nothing is recorded to have come out", SCOPE),
    "shipped_without_origin": ("{0} left with shipment {1}, but no record says who made it or when it came in", SCOPE),
    "shipment_without_lines": ("shipment {0} names nothing that was shipped", SCOPE),
    "negative_for_a_time": (
        "at some moment {1} more of {0} had left than had come in, though the end adds up",
        SCOPE,
    ),
    "yield_high": ("{1} came out of run {0}, and only {2} went in: an input may be missing", SCOPE),
    "yield_low": ("{1} came out of run {0}, of {2} that went in: an output may be missing", SCOPE),
    "conflict": ("{0} came again with other content ({1}); the first stays", PRECISION),
    "correction_of_nothing": (
        "a correction takes back {0}, but no record bears that name; if it is written otherwise, it still counts",
        SCOPE,
    ),
    "quantity_missing": ("a line of {0} has no usable quantity; what depends on it is not calculated", QUANTITY),
    "no_common_unit": (
        "{0} runs take inputs without a common unit; the highest share of any unit counts",
        QUANTITY,
    ),
    "exposure_unmeasured": (
        "of {0} runs or batches a suspect input has no usable quantity; all of each may be suspect",
        QUANTITY,
    ),
    "missing_conversion": ("no factor from {1} to {2} is declared for {0}; such quantities are not summed", QUANTITY),
}


def sentence(code: str, *words: str) -> str:
    """What a gap says."""
    return CODES[code][0].format(*words)


class Gaps:
    """Collects gaps, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}

    def add(self, code: str, *words: str, records: list[str] | None = None) -> None:
        """Add one: `words` fill its sentence, `records` (else the words) are the records it concerns."""
        said = {"code": code, "text": sentence(code, *words), "records": records or list(words)}
        said["may_hide"] = CODES[code][1]
        self._found.setdefault((code, words), said)

    def listed(self) -> list[dict[str, Any]]:
        """All of them, those that may hide scope first."""
        order = (SCOPE, PRECISION, QUANTITY, CONTACT)
        return sorted(self._found.values(), key=lambda gap: (order.index(gap["may_hide"]), gap["code"], gap["records"]))

    def add_stub(self, kind: str, id_: str) -> None:
        """Something named but not described (rule 2)."""
        self.add(f"undescribed_{kind}", id_)

    def add_no_consignee(self, shipment: str) -> None:
        """A shipment that says nowhere where it went."""
        self.add("no_consignee", shipment)

    def add_shipped_early(self, key: str, shipment: str) -> None:
        """Received after it shipped (rule 20)."""
        self.add("shipped_before_it_existed", key, shipment)

    def add_left_early(self, key: str, where: str, record: str, close: bool) -> None:
        """It left before suspect material came, but that does not rule it out (rule 18): too little is recorded, or
        it is so `close` that clocks may differ by as much."""
        self.add("left_within_tolerance" if close else "left_before_suspect", key, where, records=[key, record])

    def of_scope(self, store: Reads, scope: Scope, odd: Collection[str]) -> None:
        """Everything that is missing or contradictory among the records of a scope; `odd` are the batches of which
        something may be. Materials are not looked at here: a recall reads them with their units."""
        self.of_batches(store, sorted(odd), scope.reached.hops)
        self._of_runs(store, scope)
        self._of_parts(scope)
        self._of_doubts(scope)
        self._of_time(scope)
        for code, words in scope.narrowing.gaps() if scope.narrowing else ():
            self.add(code, *words)

    def of_balance(self, key: str, balance: Balance, uom: str | None) -> None:
        """What the balance of a batch could not tell."""
        for code in balance.gaps:
            self.add(code, key)
        for place, quantity in balance.not_counted:
            amount = f"{decimal_text(quantity)} {uom or ''}".strip()
            self.add("place_not_counted", key, place, amount, records=[key, place])

    def of_materials(self, store: Reads, keys: Iterable[str]) -> None:
        """The materials of these batches that are named, but not described."""
        for row in store.read("answer.materials", materials=sorted(set(map(material_of, keys)))).dicts():
            if not row["described"]:
                self.add_stub("material", row["material"])

    def of_batches(self, store: Reads, keys: Sequence[str], inside: Container[str] | None = None) -> None:
        """What is missing of batches, whatever they have to do with each other; a pair that looks alike is named once
        where both are `inside`, by default among the keys."""
        inside = set(keys) if inside is None else inside
        for row in store.read("gaps.batches", keys=list(keys)).dicts() if keys else ():
            key = row["key"]
            if row["stub"]:
                self.add_stub("batch", key)
            for other in row["alike"]:
                self.add("look_alike", *sorted((key, other)) if other in inside else (key, other))
            for bare in row["candidates"]:
                self.add("assigner_missing", bare, key)
            if row["unsupplied"]:
                self.add("assigner_without_receipt", key)
            for candidate in row["meant"]:
                self.add("assigner_missing", key, candidate)

    def of_runs(self, store: Reads, runs: Sequence[str]) -> None:
        """What is missing of runs."""
        self._add_runs(store.read("gaps.runs", runs=list(runs)).one()[0] if runs else ())

    def _of_runs(self, store: Reads, scope: Scope) -> None:
        """What the traversal noted on the runs it passed, and what is read of those it does not pass."""
        passed = {node[2:] for node in scope.reached.hops if node.startswith(RUN)}
        apart = sorted(set(scope.runs) - passed)
        more = store.read("gaps.runs", runs=apart).one() if apart else ([], [])
        mine = set(scope.runs)
        self._add_runs(row for row in (*scope.edges.odd_runs, *more[0]) if row[0] in mine)
        vague: set[str] = set()
        for kind, id_, described, unset, unclear, runs in (*scope.edges.odd_places, *more[1]):
            here = mine.intersection(runs)
            if here and not described:
                self.add_stub(kind, id_)
            if here and unset:
                self.add("carry_over_unset", id_)
            vague |= here if unclear else set()
        for equipment, cleans in store.read("gaps.cleans", runs=sorted(vague)).rows if vague else ():
            self.add("clean_unset", equipment, str(cleans), records=[equipment])

    def _add_runs(self, rows: Iterable[Any]) -> None:
        for run, described, no_vessel, backflushed in rows:
            if not described:
                self.add_stub("run", run)
            for material in backflushed:
                self.add("consumption_without_lot", material, run)
            if no_vessel:
                self.add("vessel_unknown", run)

    def _of_doubts(self, scope: Scope) -> None:
        """Each by the run or shipment in which a batch left before it was there (rule 20)."""
        runs = {PART + part["part"]: part["run"] for part in scope.parts}
        shipments = {transfer.node: transfer.shipment for transfer in scope.transfers}
        for edge in scope.doubts.edges:
            key, target = scope.edges.sources[edge], scope.edges.targets[edge]
            if target in shipments:
                self.add_shipped_early(key, shipments[target])
            else:
                self.add("consumed_before_it_existed", key, runs.get(target, target[2:]))

    def _of_time(self, scope: Scope) -> None:
        in_time = scope.in_time
        if in_time is None or in_time.entered is None:
            return
        for edge in sorted(in_time.entered.kept):
            source, target = scope.edges.sources[edge], scope.edges.targets[edge]
            close = in_time.is_close(in_time.left(edge), in_time.entered.since[source])
            if is_batch(source):
                where = scope.name_of(target)
                self.add_left_early(source, where, where.partition(" ")[2], close)
            else:
                run = scope.name_of(source)
                code = "made_within_tolerance" if close else "made_before_its_inputs"
                self.add(code, target, run, records=[target, run.partition(" ")[2]])

    def _of_parts(self, scope: Scope) -> None:
        for part in scope.parts:
            if part["uncharged"]:
                self.add("draw_without_charge", part["equipment"], part["run"])
            for clean in part["unclear"]:
                self.add("clean_not_between", part["equipment"], part["run"], records=[clean, part["run"]])
        for content in scope.contents:
            if content["left_over"]:
                left, uom = f"{content['left_over']:g}", content["uom"] or ""
                self.add("left_after_clean", content["equipment"], left, uom, records=[content["equipment"]])
            for clean in content["unclear"]:
                self.add("clean_not_between", content["equipment"], "what ran on it", records=[clean])
