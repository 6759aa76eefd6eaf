"""What is noted on contents and parts, and what they hold, as it would be drawn under a supposition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from genealogy.derive.read import cleans_of
from genealogy.keys import material_of
from genealogy.scope.edges import PART, is_batch
from genealogy.store import Reads
from genealogy.store.moments import EPOCH, micros_of
from genealogy.times import BEGIN, INSTANT
from genealogy.whatif.redrawn import Redrawn

Rows = Iterable[Sequence[Any]]
Params = Mapping[str, Any]


class Noted:
    """Answers of the queries on contents and parts, by name: of what is drawn anew from the drawing, else as read."""

    def __init__(self, store: Reads, new: Redrawn, places: Sequence[str]) -> None:
        self._store, self._new, self._places = store, new, list(places)

    def queries(self) -> dict[str, Callable[[Params], Rows]]:
        """Each query with what answers it."""
        return {
            "scope.contents": self._contents,
            "scope.parts": self._parts,
            "scope.cleaned": self._cleaned,
            "scope.readings": self._readings,
            "exposure.contents": self._held,
            "exposure.parts": self._inputs,
        }

    def _read(self, name: str, **params: Any) -> list[Any]:
        return self._store.read(name, **params).rows

    def _apart(self, ids: Iterable[str]) -> tuple[list[str], list[str]]:
        """The states that are drawn anew, and the others."""
        states = self._new.states
        return [id_ for id_ in ids if id_ in states], [id_ for id_ in ids if id_ not in states]

    def _contents(self, params: Params) -> Rows:
        mine, others = self._apart(params["ids"])
        rows = self._read("scope.contents", ids=others) if others else []
        at = dict(self._read("whatif.equipment", ids=self._places)) if mine else {}
        for id_ in mine:
            said = self._new.states[id_].said
            place, since = said["equipment"], said.get("since")
            what = (said.get("residue", False), said.get("current", False), said.get("quantity"), said.get("uom"))
            left = (said.get("left"), list(said.get("unclear", ())), at[place])
            rows.append((id_, place, *what, None if since is None else micros_of(since), *left))
        return rows

    def _parts(self, params: Params) -> Rows:
        for part, run, equipment, role, uncharged, unclear in self._read("scope.parts", **params):
            said = self._new.parts.get(part)
            doubts = (uncharged, unclear)
            if said is not None:
                doubts = (said.get("uncharged", False), list(said.get("unclear", ())))
            yield part, run, equipment, role, *doubts

    def _cleaned(self, params: Params) -> Rows:
        mine, others = self._apart(params["ids"])
        rows = self._read("scope.cleaned", ids=others) if others else []
        cleans = [clean for some in cleans_of(self._store, self._places).values() for clean in some] if mine else []
        begun = {clean.id: clean.span.start for clean in cleans if clean.span.start != BEGIN}
        for id_ in mine:
            state = self._new.states[id_]
            for output, run, clean in state.spared:
                when = (begun[clean] - EPOCH) // INSTANT if clean in begun else None
                rows.append((id_, state.said["equipment"], run, output, when))
        return sorted(rows, key=lambda row: (row[3], row[2], row[0]))

    def _held(self, params: Params) -> Rows:
        """The states asked for and all before them, with what was charged into each and drawn from it."""
        mine, others = self._apart(params["ids"])
        rows = self._read("exposure.contents", ids=others) if others else []
        chain: dict[str, None] = {}
        while mine:
            id_ = mine.pop()
            if id_ not in chain:
                chain[id_] = None
                mine.extend(self._new.states[id_].before)
        states = {id_: self._new.states[id_] for id_ in chain}
        parts = sorted({part for state in states.values() for part in (*state.charges, *state.draws)})
        amounts = {part: sides for part, *sides in (self._read("whatif.amounts", parts=parts) if parts else ())}
        for id_, state in states.items():
            charged = [amount for part in state.charges for amount in amounts[part][0]]
            drawn = [amount for part in state.draws for amount in amounts[part][1]]
            rows.append((id_, list(state.before), charged, drawn))
        return rows

    def _inputs(self, params: Params) -> Rows:
        """What goes into the parts of a mapped run that is mixed after all."""
        gone = {link[:3] for links in self._new.gone.values() for link in links}
        for row in self._read("exposure.parts", **params):
            if not row[3] or (row[4], row[6], PART + row[1]) not in gone:
                yield row
        for source, kind, target, _ in (link for links in self._new.come.values() for link in links):
            if is_batch(source) and self._new.parts[target[2:]]["run"] in params["runs"]:
                run = self._new.parts[target[2:]]["run"]
                yield run, target[2:], None, True, source, material_of(source), kind, None, None

    def _readings(self, params: Params) -> Rows:
        """When an input went into a part that it does not go into as recorded."""
        asked, come = set(params["nodes"]), self._new.entered
        rows = self._read("scope.readings", **params)
        left = [row for row in rows if not row[1] or (row[2], row[0]) not in come]
        return [*left, *((node, True, key, *when) for (key, node), when in come.items() if node in asked)]
