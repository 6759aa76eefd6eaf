"""Events of EPCIS -> records of the graph. The same events give the same records, in whatever order they came.

Events that share a transformationID are one run (rule 8). An error declaration takes the records of its event back.
What stands in a container goes where the container goes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.epcis import steps
from loaders.epcis.containers import PACKING, Containers, Put
from loaders.epcis.hash import instant
from loaders.epcis.own import RECORDS, records_in
from loaders.epcis.sent import Sent
from loaders.epcis.steps import Drawn, columns
from loaders.epcis.things import Line, Named, id_of, is_container, named

MOST_NOTES = 20
_FIRST, _LAST = {"ADD": 0, "DELETE": 2}, 1


@dataclass(slots=True)
class Derived:
    """The records, each with the number of its event, and what could not be drawn."""

    records: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    unknown: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # container -> events
    undrawn: Counter[str] = field(default_factory=Counter)  # type and step -> how many
    lotless: Counter[str] = field(default_factory=Counter)  # product named without a lot -> how many
    distrusted: list[int] = field(default_factory=list)  # events whose records of ours are not those they name
    standing: list[int] = field(default_factory=list)  # events in error of which something cannot be taken back

    def notes(self) -> Iterator[str]:
        """For the report of a load."""
        for what, times in sorted(self.undrawn.items()):
            yield f"{what}: {times} kept as sent; the graph has no record for it"
        for container, numbers in sorted(self.unknown.items())[:MOST_NOTES]:
            where = ", ".join(map(str, numbers[:5]))
            yield f"event {where}: nothing is known to be in {container} then; load the events that packed it"
        if (more := len(self.unknown) - MOST_NOTES) > 0:
            yield f"and {more} more containers of which nothing is known"
        for what, times in sorted(self.lotless.items())[:MOST_NOTES]:
            yield f"{what}: named {times} times without a lot; kept as sent, for no batch can be told"
        if self.distrusted:
            where = ", ".join(map(str, self.distrusted[:5]))
            yield f"event {where}: {RECORDS} does not fit what the event names; its other members were taken"
        if self.standing:
            where = ", ".join(map(str, self.standing[:5]))
            yield f"event {where} is declared an error: statuses, packs and descriptions it left are not taken back"


def derive(events: Iterable[Sent]) -> Derived:
    """All records that follow from these events."""
    ordered = sorted(events, key=lambda sent: (instant(str(sent.event["eventTime"])), _rank(sent), sent.hash))
    latest = sorted(ordered, key=_declared_at, reverse=True)
    wrong = {sent.hash: sent for sent in latest if sent.declared}
    return _Derivation(wrong).follow(ordered)


def _declared_at(sent: Sent) -> str:
    return instant(str(sent.declared["declarationTime"])) if sent.declared else ""


def _rank(sent: Sent) -> int:
    """At one instant things are packed before they go, and unpacked after they came."""
    return _FIRST.get(sent.action, 1) if sent.kind in PACKING else _LAST


class _Derivation:
    def __init__(self, wrong: dict[str, Sent]) -> None:
        self._wrong = wrong
        self._containers = Containers()
        self._derived = Derived()
        self._in_error: Counter[str] = Counter()  # events in error, by transformation
        self._outputs: set[tuple[str, ...]] = set()  # what transformations make

    def follow(self, ordered: Sequence[Sent]) -> Derived:
        """Every event in the order in which it happened."""
        right = [sent for sent in ordered if not sent.declared and sent.hash not in self._wrong]
        self._outputs = {
            each.line().key for sent in right for each in named(sent.event) if each.role.startswith("output")
        }
        self._in_error.update(_run_of(sent) for sent in self._wrong.values())
        for sent in right:
            self._draw(sent)
        for sent in self._wrong.values():
            self._take_back(sent)
        return self._derived

    def _draw(self, sent: Sent) -> None:
        drawn = list(self._records(sent))
        if not drawn and sent.number:
            self._derived.undrawn[" ".join(filter(None, (sent.kind, sent.action, sent.step)))] += 1
        self._derived.records += [(sent.number, kind, said) for kind, said in drawn]

    def _records(self, sent: Sent) -> Iterator[Drawn]:
        own = records_in(sent.event, sent.spaces)
        if own is None and RECORDS in sent.event and sent.number:
            self._derived.distrusted.append(sent.number)
        if own is not None:
            if sent.kind in PACKING:
                self._containers.take(sent)
            yield from own
        elif sent.kind in PACKING:
            yield from self._packing(sent)
        elif sent.kind == "TransformationEvent":
            yield from self._transformation(sent)
        elif sent.kind == "ObjectEvent":
            lines = self._lines(sent, named(sent.event))
            yield from self._once(sent, list(steps.drawn_from(sent, lines)))
            if sent.action == "ADD" and (lot := steps.lot_of(sent)):
                yield from _pieces(sent, lines, lot)

    def _once(self, sent: Sent, drawn: list[Drawn]) -> Iterator[Drawn]:
        """What is commissioned and comes out of a transformation too is made there; the run here goes on, under a
        further number, with what does not."""
        twice = [said for kind, said in drawn if kind == "produced" and _key(said) in self._outputs]
        left = any(kind == "produced" and said not in twice for kind, said in drawn)
        run = _further(sent.record, len(twice))
        for kind, said in drawn:
            if kind not in ("run", "produced"):
                yield kind, said
            elif left and said not in twice:
                yield kind, said | {"run": run}
        for number in range(len(twice)):
            yield "correction", _void("run", _further(sent.record, number), _reason(sent))

    def _packing(self, sent: Sent) -> Iterator[Drawn]:
        into, out = self._containers.take(sent)
        container = id_of(str(sent.event.get("parentID", "")))
        for number, put in enumerate(into):
            yield from self._pack(sent, container, put, columns(packed_at=sent.at, line=_line(number)))
        for number, put in enumerate(out):
            mark = sent.record.removeprefix("epcis:")[:12]
            yield from self._pack(sent, container, put, {"unpacked_at": sent.at, "line": f"out:{mark}:{number}"})

    def _pack(self, sent: Sent, container: str, put: Put, said: dict[str, str]) -> Iterator[Drawn]:
        if put.container:
            yield "pack", {"pack": container, "child_pack": put.container} | said
        elif put.line and put.line.lot:
            fields = put.line.fields()
            fields.pop("line", None)
            yield "pack", {"pack": container} | fields | said
        elif put.line and sent.number:
            self._derived.lotless[put.line.material] += 1

    def _transformation(self, sent: Sent) -> Iterator[Drawn]:
        run = self._run(sent)
        if "transformationID" in sent.event:  # its events may lie far apart: what each line says is when
            yield "run", {"run": run, "kind": "produce"}
        else:
            yield "run", columns(run=run, kind="produce", ended_at=sent.at, location=steps.place_of(sent))
        for line in self._lines(sent, (each for each in named(sent.event) if each.role.startswith("output"))):
            yield "produced", columns(run=run, at=sent.at) | line.fields()
            if said := steps.of_ilmd(sent):
                yield "batch", columns(material=line.material, lot=line.lot, serial=line.serial) | said
        inputs = (each for each in named(sent.event) if each.role.startswith("input"))
        for line in self._lines(sent, inputs, lotless=True):
            yield "consumed", columns(run=run, at=sent.at) | line.fields()

    def _run(self, sent: Sent) -> str:
        """A run of which events are in error goes on under a further number, for it was taken back as a whole."""
        transformation = _run_of(sent)
        errors = self._in_error[transformation] if "transformationID" in sent.event else 0
        return _further(transformation, errors)

    def _lines(self, sent: Sent, names: Iterable[Named], *, lotless: bool = False) -> list[Line]:
        """The batches that are meant, those in containers included."""
        found: list[Line] = []
        for each in names:
            container = id_of(each.uri)
            if is_container(each.uri) or container in self._containers.ever:
                inside = list(self._containers.lines(container))
                found += [line for line in inside if line.lot]
                if not inside and sent.number:
                    self._derived.unknown[container].append(sent.number)
            if not is_container(each.uri):
                line = each.line()
                if line.lot or lotless:
                    found.append(line)
                elif sent.number:
                    self._derived.lotless[line.material] += 1
        return list(_numbered(found))

    def _take_back(self, sent: Sent) -> None:
        """The records of the event itself are void, whether they came before or are still to come."""
        kinds = _kinds(sent)
        own = records_in(sent.event, sent.spaces) or [(kind, {kind: sent.record}) for kind in kinds]
        gone = {(kind, said[kind]) for kind, said in own if kind in steps.VOIDABLE}
        if "transformationID" in sent.event and not records_in(sent.event, sent.spaces):
            run = _run_of(sent)
            gone = {("run", _further(run, number)) for number in range(self._in_error[run])}
        elif ("run", sent.record) in gone:
            twice = sum(each.line().key in self._outputs for each in named(sent.event))
            gone |= {("run", _further(sent.record, number)) for number in range(1, twice + 1)}
        for kind, record in sorted(gone):
            self._derived.records.append((sent.number, "correction", _void(kind, record, _reason(sent))))
        if sent.number and kinds & {"status", "pack", "batch"}:
            self._derived.standing.append(sent.number)


def _further(run: str, number: int) -> str:
    """The id under which a run goes on that was taken back so many times."""
    return f"{run}~{number}" if number else run


def _key(said: Mapping[str, str]) -> tuple[str, ...]:
    return said["material"], said["lot"], said.get("assigner", ""), said.get("serial", "")


def _kinds(sent: Sent) -> set[str]:
    """The kinds of records that an event draws, if it is about anything."""
    if own := records_in(sent.event, sent.spaces):
        return {kind for kind, _ in own}
    if sent.kind in PACKING:
        return {"pack"}
    if sent.kind == "TransformationEvent":
        return {"run"}
    return {kind for kind, _ in steps.drawn_from(sent, [Line("-", "-")])} if sent.kind == "ObjectEvent" else set()


def _void(kind: str, record: str, reason: str) -> dict[str, str]:
    return {"record_kind": kind, "record": record, "action": "void", "reason": reason}


def _reason(sent: Sent) -> str:
    """Where several things may take the same run back it says nothing of one of them."""
    if "transformationID" in sent.event:
        return "an event of this transformation is declared an error"
    if (sent.action == "ADD" and sent.kind == "ObjectEvent") or not sent.declared:
        return "declared an error, or made in a transformation"
    said = str(sent.declared.get("reason", ""))
    instead = ", ".join(sent.declared.get("correctiveEventIDs", ()))
    return "declared an error" + (f": {said}" if said else "") + (f"; corrected by {instead}" if instead else "")


def _run_of(sent: Sent) -> str:
    return id_of(str(sent.event["transformationID"])) if "transformationID" in sent.event else sent.record


def _numbered(lines: Iterable[Line]) -> Iterator[Line]:
    """Several lines of one batch in one event are told apart by their number."""
    counted: Counter[tuple[tuple[str, ...], str]] = Counter()
    for line in lines:
        counted[line.key, line.line] += 1
        times = counted[line.key, line.line]
        yield line if times == 1 else replace(line, line=f"{line.line}{':' if line.line else ''}{times}")


def _line(number: int) -> str:
    return str(number + 1) if number else ""


def _pieces(sent: Sent, lines: Sequence[Line], lot: str) -> Iterator[Drawn]:
    """Pieces of a lot that their master data names: the lot is what they come from."""
    for line in lines:
        if line.serial and line.lot == line.serial != lot:
            run = f"{sent.record}/{line.material}/{lot}"
            yield "run", {"run": run, "kind": "split", "ended_at": sent.at}
            yield "consumed", {"run": run, "material": line.material, "lot": lot}
            yield "produced", {"run": run} | columns(material=line.material, lot=line.lot, serial=line.serial)
