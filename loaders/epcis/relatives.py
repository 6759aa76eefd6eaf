"""Events kept before that bear on those that come: of the same containers, transformations and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from genealogy.store import Store
from loaders.epcis import gs1
from loaders.epcis.containers import PACKING
from loaders.epcis.sent import Sent, kept
from loaders.epcis.things import is_container, named

Relatives = Callable[[Sequence[Sent]], list[Sent]]


def none(events: Sequence[Sent]) -> list[Sent]:
    """A document that is looked at alone, as in a dry run."""
    return []


def relatives_in(store: Store) -> Relatives:
    """Look for them in the graph; what is looked at grows with what is related, not with what is kept."""

    def find(events: Sequence[Sent]) -> list[Sent]:
        found: dict[tuple[str, str], Sent] = {}
        asked: set[str] = set()
        wanted = _wanted(events) | _known_containers(store, events) | _made(events)
        hashes = {sent.hash for sent in events}
        while wanted - asked or hashes:
            rows = store.read("epcis.relatives", epcs=sorted(wanted - asked), hashes=sorted(hashes)).rows
            asked, hashes = asked | wanted, set()
            fresh = {(hash_, str(at)): kept(body, spaces) for hash_, at, body, spaces in rows}
            found |= fresh
            # All that one event commissions is looked at together, for its run may go on with a part of it.
            wanted = _wanted(fresh.values()) | _made(sent for sent in fresh.values() if sent.action == "ADD")
        known = {(sent.hash, bool(sent.declared)) for sent in events}
        return [sent for sent in found.values() if (sent.hash, bool(sent.declared)) not in known]

    return find


def _wanted(events: Iterable[Sent]) -> set[str]:
    """Containers and transformations."""
    found: set[str] = set()
    for sent in events:
        if "transformationID" in sent.event:
            found.add(gs1.canonical(str(sent.event["transformationID"])))
        if sent.kind in PACKING and "parentID" in sent.event:
            found.add(gs1.canonical(str(sent.event["parentID"])))
        found |= {gs1.canonical(each.uri) for each in named(sent.event) if is_container(each.uri)}
    return found


def _made(events: Iterable[Sent]) -> set[str]:
    """What is commissioned or comes out of a transformation: the other of the two may be kept already."""
    return {
        gs1.canonical(each.uri)
        for sent in events
        for each in named(sent.event)
        if each.role.startswith("output") or (sent.kind == "ObjectEvent" and sent.action == "ADD")
    }


def _known_containers(store: Store, events: Iterable[Sent]) -> set[str]:
    """Pieces in which something was packed once, though their identifier does not say so."""
    pieces = {gs1.canonical(each.uri) for sent in events for each in named(sent.event) if each.role.endswith("EPCList")}
    pieces |= {gs1.canonical(each.uri) for sent in events for each in named(sent.event) if each.role == "epcList"}
    return {epc for (epc,) in store.read("epcis.parents", epcs=sorted(pieces)).rows} if pieces else set()
