"""An EPCIS document as a bundle: the events as they were sent, and the records that follow from them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import orjson

from genealogy.errors import TooLargeError, UsageError
from genealogy.events import Event
from loaders.encoding import Examined, FileRefusedError
from loaders.epcis.derive import MOST_NOTES, derive
from loaders.epcis.document import Document, Found
from loaders.epcis.jsonld import read_json
from loaders.epcis.master import described
from loaders.epcis.relatives import Relatives
from loaders.epcis.sent import Sent
from loaders.epcis.validate import Fault
from loaders.epcis.xml import read_xml
from loaders.rows import Fault as RowFault
from loaders.rows import Row

FILE, KIND = "epcis.csv", "epcis"
MOST_BYTES = 256 << 20
_MOST_FAULTS = 20  # of one event
_STARTS = (b"{", b"<", b"\xef\xbb\xbf{", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


@dataclass(slots=True)
class Rows:
    """Rows that are known already, as the content of a file of a bundle. With `refused` they are its faults."""

    columns: tuple[str, ...]
    found: list[Row]
    sha256: str
    notes: tuple[str, ...] = ()
    refused: str = ""
    called: dict[str, str] = field(default_factory=dict)

    def examine(self) -> Examined:
        """As a text of that many lines."""
        return Examined("utf-8", len(self.found) + 1, self.sha256)

    def rows(self, examined: Examined, model: type[Event]) -> Iterator[Row]:
        """The header and every row."""
        yield Row(1, 1, list(self.columns))
        yield from self.found


@dataclass(slots=True)
class _Taken:
    """A document, event by event: those that are valid, and the rows of the others."""

    sent: list[Sent] = field(default_factory=list)
    wrong: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_epcis(head: bytes) -> bool:
    """Whether a file that begins so can be an EPCIS document, JSON or XML; nothing else that is loaded can."""
    return head.lstrip(b" \t\r\n").startswith(_STARTS)


def tables(path: Path, relatives: Relatives, proceed: bool) -> list[tuple[str, str, Rows]]:
    """(file, kind, rows): the events first, then what follows from them, in no order of kinds.

    Where an event is not valid none is taken, or with `proceed` the others are. Raises UsageError or TooLargeError.
    """
    data = _bytes(path)
    digest = sha256(data).hexdigest()
    try:
        document = read_xml(data) if b"<" in data[:16] and b"{" not in data[:16] else read_json(data)
    except FileRefusedError as error:
        raise UsageError(f"{path.name} {error}") from None
    taken = _taken(document)
    if document.faults or (taken.wrong and not proceed):
        return [(FILE, KIND, _refusal(document, taken, digest))]
    derived = derive([*taken.sent, *relatives(taken.sent)])
    records = [(number, kind, said) for number, kind, said in derived.records]
    descriptions, undescribed = described(document.master, taken.sent)
    records += [(0, kind, said) for _, (kind, said) in descriptions]
    notes = (*_some(taken.notes), *derived.notes(), *_some(undescribed), *_unnamed(document))
    kept = Rows(*_table(_captured(taken.sent)), digest, notes)
    kept.found = sorted([*kept.found, *taken.wrong])
    return [(FILE, KIND, kept), *((kind, kind, rows) for kind, rows in _by_kind(records, digest).items())]


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise TooLargeError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB; send it in several documents")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _taken(document: Document) -> _Taken:
    taken = _Taken()
    first: dict[str, str] = {}
    for number, found in enumerate(document.events, 1):
        if faults := found.faults():
            taken.wrong.append(_wrong(number, found, faults))
            continue
        sent = Sent(found.event, found.spaces, number)
        taken.sent.append(sent)
        name = str(found.event.get("eventID", ""))
        if name and first.setdefault(name, sent.hash) != sent.hash:
            taken.notes.append(f"event {number}: its id {name} is that of another event here; both stay")
    return taken


def _wrong(number: int, found: Found, faults: Iterable[Fault]) -> Row:
    said = tuple(RowFault(fault.text, found.place.of(fault.path), fault.value) for fault in faults)[:_MOST_FAULTS]
    return Row(number, number, [orjson.dumps(found.event).decode()], said)


def _refusal(document: Document, taken: _Taken, digest: str) -> Rows:
    """Nothing of it is taken: every fault with its place, and why."""
    if document.faults:
        faults = tuple(RowFault(each.text, document.place.of(each.path), each.value) for each in document.faults)
        rows, why = [Row(0, 0, [], faults)], "is no valid EPCIS document; nothing of it is recorded"
    else:
        wrong, number = len(taken.wrong), len(document.events)
        rows = taken.wrong
        why = f"is not taken: {wrong} of its {number} events are not valid; correct them, or load the others alone"
    return Rows(_REQUIRED, rows, digest, (), why)


_REQUIRED = ("hash", "type", "event_time", "body")


def _captured(sent: Iterable[Sent]) -> list[tuple[int, dict[str, str]]]:
    """Two events of one hash are one: the later bears the content of the first."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    first: dict[tuple[str, str], dict[str, str]] = {}
    rows = []
    for each in sent:
        row = each.row(now)
        rows.append((each.number, first.setdefault((row["hash"], row.get("declared_at", "")), row)))
    return rows


def _by_kind(records: Iterable[tuple[int, str, dict[str, str]]], digest: str) -> dict[str, Rows]:
    found: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for number, kind, said in records:
        found[kind].append((number, said))
    return {kind: Rows(*_table(rows), digest) for kind, rows in found.items()}


def _table(records: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[tuple[str, ...], list[Row]]:
    rows = list(records)
    columns = tuple(dict.fromkeys(name for _, said in rows for name in said)) or _REQUIRED
    return columns, [Row(number, number, [said.get(name, "") for name in columns]) for number, said in rows]


def _some(notes: list[str]) -> list[str]:
    """As many as a person reads, and how many more there are."""
    more = len(notes) - MOST_NOTES
    return [*notes[:MOST_NOTES], f"and {more} more like that"] if more > 0 else notes


def _unnamed(document: Document) -> Iterator[str]:
    if document.version not in ("2.0", "1.2"):
        yield f"is of schema version {document.version}; it was read as 1.2"
