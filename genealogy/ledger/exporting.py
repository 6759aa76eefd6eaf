"""The ledger as signed JSON Lines, written while the service runs: what was recorded up to the moment of the start.

Lines, in this order: a header; for each page (one transaction) a line and then its events, each with its canonical text
as it is kept; loads, drills, frozen answers; attached files; the texts about people with the secret that makes their
references, or those in a file of their own, or not at all. docs/history.md shows each.
"""

from __future__ import annotations

import os
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy import __version__
from genealogy.errors import GenealogyError, UsageError
from genealogy.events import event_id
from genealogy.ledger.files import write_files
from genealogy.ledger.head import head_of, zone_of
from genealogy.ledger.lines import FORMAT, Writer
from genealogy.ledger.pages import Fill, Page, pages
from genealogy.progress import Progress, quiet
from genealogy.rebuild import kept_of
from genealogy.server.layout import disk_errors
from genealogy.settings import Settings
from genealogy.store import Store

People = Literal["within", "apart", "left out"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is exported where: to `file`, texts about people to `people_file` if that is given, else within or not; with
    the bytes of `attachments`, or without."""

    file: Path
    people_file: Path | None = None
    people: People = "within"
    attachments: bool = True


def export(
    store: Store,
    plan: Plan,
    key: Ed25519PrivateKey,
    settings: Settings,
    progress: Progress = quiet,
    fill: Fill | None = None,
) -> dict[str, Any]:
    """Write the ledger up to its head of now, in constant memory; `{"file", "people_file", "database", "first",
    "last", ...}` and what the last line says. A file is there whole or not at all; `fill` has what is archived. Raises
    UsageError where a file is there already, ArchivedError, GenealogyError where the record or an attached file is
    damaged, ServerError where the disk does not let it."""
    if existing := [path for path in (plan.file, plan.people_file) if path and path.exists()]:
        raise UsageError(f"{existing[0]} is there already; name another file, or move it away")
    head = head_of(store)
    header = {"format": FORMAT, "database": head.origin, "first": min(1, head.seq), "last": head.seq}
    header |= {"timezone": zone_of(store, settings).key, "program": __version__, "people": plan.people}
    header["attachments"] = "within" if plan.attachments else "left out"
    with sealed_file(plan.file, key) as (lines, said):
        lines.object("header", header | {"holds": "ledger"})
        _write_pages(store, lines, head.seq, progress, fill)
        _write_kept(store, lines)
        if plan.attachments:
            write_files(store, settings, lines, head.seq)
        if plan.people == "within":
            _write_people(store, lines, head.secret)
    if plan.people_file:
        with sealed_file(plan.people_file, key) as (lines, _):
            lines.object("header", header | {"holds": "people"})
            _write_people(store, lines, head.secret)
    files = {"file": str(plan.file), "people_file": str(plan.people_file) if plan.people_file else None}
    return files | {name: header[name] for name in ("database", "first", "last", "people", "attachments")} | said


@contextmanager
def sealed_file(path: Path, key: Ed25519PrivateKey) -> Iterator[tuple[Writer, dict[str, Any]]]:
    """A file of lines for its owner only, in its place once it is signed and on the disk."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    said: dict[str, Any] = {}
    with disk_errors(path.parent):
        try:
            fresh.touch(mode=0o600)
            with fresh.open("wb") as file:
                lines = Writer(file)
                yield lines, said
                said |= lines.finish(key)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def _write_pages(store: Store, lines: Writer, head: int, progress: Progress, fill: Fill | None) -> None:
    last = write_pages(lines, pages(store, 0, head, fill), 0, lambda done: progress("exporting events", done, head))
    if last != head:
        raise GenealogyError(f"the record is damaged: its head says {head} events, its pages end with {last}")


def write_pages(lines: Writer, found: Iterable[Page], last: int, told: Callable[[int], None]) -> int:
    """Pages with their events, the first of which follows event `last`; gives back the number of the last."""
    for page in found:
        if page.first != last + 1:
            raise GenealogyError(f"the record is damaged: event {last + 1} is in no page")
        _write_page(lines, page)
        last = page.last
        told(last)
    return last


def _write_page(lines: Writer, page: Page) -> None:
    names = ("first", "last", "batch", "load", "source", "by")
    at = page.recorded_at.isoformat()
    lines.object("page", {name: getattr(page, name) for name in names} | {"recorded_at": at})
    for kept in kept_of(page):
        head = b'{"seq":%d,"row":%d,"id":"%s","event":' % (kept.seq, kept.row, event_id(kept.canonical).encode())
        lines.write("event", head + kept.canonical)


def _write_kept(store: Store, lines: Writer) -> None:
    """What beside the events a rebuild could not make again."""
    for kind, name in (("load", "ledger.loads"), ("drill", "ledger.drills")):
        for (props,) in store.stream(name):
            lines.object(kind, plain(props))
    for digest, packed in store.stream("ledger.frozen"):
        lines.write("frozen", b'{"frozen":"%s","answer":' % digest.encode() + zlib.decompress(packed))


def _write_people(store: Store, lines: Writer, secret: str) -> None:
    lines.object("secret", secret)
    for person, text, erased in store.stream("people.all"):
        lines.object("person", plain({"person": person, "text": text, "erased": erased}))


def plain(props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as JSON values, times as text."""
    return {name: value.iso_format() if hasattr(value, "iso_format") else value for name, value in props.items()}
