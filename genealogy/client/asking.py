"""What can be asked: each question may be sent again, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from genealogy.client.answers import (
    Answer,
    Batches,
    Card,
    Case,
    Cases,
    Causes,
    Explanation,
    History,
    Recall,
    Trace,
    WorstCase,
)
from genealogy.client.wire import Wire, object_in

Direction = Literal["upstream", "downstream", "both"]
Seed = str | Mapping[str, Any]
"""A batch key, or what `POST /recalls/preview` takes as a seed: `{"supplier": ..., "from": ...}`."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement of what the ledger holds; `key` is the key that the service names as its own."""

    note: str
    key: str


def path_of(key: str) -> str:
    """Where a batch is: its key as it is written, URL-encoded once more with its first `/` left alone."""
    return "/batches/" + "/".join(quote(part, safe="") for part in key.split("/", 1))


def seeds_of(seeds: Seed | Iterable[Seed]) -> list[dict[str, Any]]:
    """Seeds as the service takes them."""
    given: Iterable[Seed] = [seeds] if isinstance(seeds, str | Mapping) else seeds
    return [{"key": seed} if isinstance(seed, str) else dict(seed) for seed in given]


class Asking:
    """The questions of a client."""

    _wire: Wire

    def _get(self, path: str, **params: Any) -> dict[str, Any]:
        given = {name: value for name, value in params.items() if value is not None}
        return self._wire.json("GET", path, again=True, params=given)

    def _ask(self, path: str, body: Any) -> dict[str, Any]:
        return self._wire.json("POST", path, again=True, json=body)

    def find(
        self, *, material: str | None = None, lot: str | None = None, q: str | None = None, limit: int = 100
    ) -> Batches:
        """Batches by exact material and lot, or by a text that is part of the key, of the lot or of the material's
        name; at most `limit`: so many may not be all."""
        return Batches(self._get("/batches", material=material, lot=lot, q=q, limit=limit))

    def batch(self, key: str) -> Card:
        """What is known of one batch."""
        return Card(self._get(path_of(key)))

    def trace(
        self,
        key: str,
        direction: Direction = "downstream",
        *,
        as_of: str | None = None,
    ) -> Trace:
        """All recorded links of a batch; `as_of`: as it was known then."""
        return Trace(self._get(f"{path_of(key)}/trace", direction=direction, as_of=as_of))

    def recall(self, seeds: Seed | Iterable[Seed], **more: Any) -> Recall:
        """The scope of a recall; nothing is stored. `more`: `switches`, `as_of`, `cross_check`, as the service takes
        them (docs/http.md)."""
        return Recall(self._ask("/recalls/preview", {"seeds": seeds_of(seeds), **more}))

    def explain(self, seeds: Seed | Iterable[Seed], target: str | Mapping[str, str], **more: Any) -> Explanation:
        """Why `target`, a batch key, `{"shipment": ...}` or `{"customer": ...}`, is in a recall, or is not."""
        what = {"key": target} if isinstance(target, str) else dict(target)
        return Explanation(self._ask("/recalls/explain", {"seeds": seeds_of(seeds), "target": what, **more}))

    def causes(self, bad: Sequence[str], good: Sequence[str] = (), min_support: int | None = None) -> Causes:
        """What bad batches have in common, held against good ones, or against others of their materials and time."""
        return Causes(self._ask("/causes", {"bad": list(bad), "good": list(good), "min_support": min_support}))

    def worst_case(
        self,
        *,
        top: int = 20,
        by: Literal["batches", "shipments", "customers"] = "batches",
        cuts: int = 5,
        every: bool = False,
    ) -> WorstCase:
        """Batches on hand or open (`every`: used-up ones too), ranked by what their recall would hit."""
        return WorstCase(self._get("/worst-case", top=top, by=by, cuts=cuts, every=every))

    def history(self, record: str) -> History:
        """The audit trail of a batch key, or of any object as `KIND:ID`."""
        return History(self._get("/history", record=record))

    def cases(self) -> Cases:
        """All recall cases."""
        return Cases(self._get("/cases"))

    def case(self, case: str, *, as_of: str | None = None) -> Case:
        """A recall case and its steps; `as_of`: as it stood then."""
        return Case(self._get(f"/cases/{quote(case, safe='')}", as_of=as_of))

    def effectiveness(self, case: str) -> Answer:
        """How a recall goes, consignee by consignee, as `json` has it."""
        return Answer(self._get(f"/cases/{quote(case, safe='')}/effectiveness"))

    def checkpoint(self) -> Checkpoint:
        """The signed checkpoint of the ledger as it stands. Keep the first `key`, and hold later ones against it."""
        response = self._wire.response("GET", "/ledger/checkpoint")
        return Checkpoint(response.text, response.headers["genealogy-ledger-key"])

    def proof(self, batch: str | None = None, events: Sequence[int] = ()) -> dict[str, Any]:
        """A proof that events lie in the signed ledger; what `genealogy verifier` prints checks it, without network."""
        return self._get("/ledger/proof", batch=batch, event=list(events) or None)

    def epcis(self, **conditions: str) -> Iterator[dict[str, Any]]:
        """Captured EPCIS events that meet conditions of the standard (`MATCH_epc="..."`), page after page."""
        path, params = "/epcis/events", conditions or None
        while True:
            response = self._wire.response("GET", path, params=params)
            yield from object_in(response)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            if "next" not in response.links:
                return
            path, params = response.links["next"]["url"], None
