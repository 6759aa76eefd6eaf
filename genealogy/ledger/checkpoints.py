"""Checkpoints: made of the ledger as it stands, and kept in the home, outside the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.errors import GenealogyError
from genealogy.ledger.growth import edge_at
from genealogy.ledger.head import found_head, head_of
from genealogy.ledger.keys import FILE, load_or_make, public_bytes
from genealogy.ledger.notes import SIGNED, Checkpoint, NoteError, Verifier, opened, sign
from genealogy.server.layout import write_private
from genealogy.settings import Settings
from genealogy.store import Store, Tx

FOLDER = "checkpoints"
PREFIX = "genealogy/"


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as it lies in a file."""

    file: Path
    note: str
    checkpoint: Checkpoint


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The home's key, made at the first call."""
    return load_or_make(_home(settings) / FILE)


def verifier_of(store: Store, settings: Settings) -> Verifier:
    """The key by which this ledger's checkpoints are verified."""
    return Verifier(origin_of(store), SIGNED, public_bytes(signing_key(settings)))


def origin_of(store: Store) -> str:
    """The ledger's name, which no other has."""
    head = found_head(store)
    return PREFIX + (head.origin if head else "(gone)")


def checkpoint_of(store: Store) -> Checkpoint:
    """The tree as it stands. Raises GenealogyError where the ledger has none."""

    def work(tx: Tx) -> Checkpoint:
        head = head_of(tx)
        # As of the head: others may record between the two questions, and their leaves stand behind it.
        return Checkpoint(PREFIX + head.origin, head.seq, edge_at(tx, head.seq).root())

    return store.reading(work, "checkpoint")


def make(store: Store, settings: Settings) -> Kept:
    """Sign the ledger as it stands and keep the checkpoint in the home; the one of that size where there is one.

    Raises GenealogyError where the kept one of that size has another root: the ledger is not what it was.
    """
    return keep(store, settings, checkpoint_of(store))


def keep(store: Store, settings: Settings, checkpoint: Checkpoint) -> Kept:
    """Sign a checkpoint and keep it in the home; the one of that size where there is one. Raises as `make` does."""
    file = folder_of(settings) / f"{checkpoint.size:012}.note"
    if file.exists():
        kept = read(file, verifier_of(store, settings))
        if kept.checkpoint != checkpoint:
            raise GenealogyError(f"{file} tells another root for these events: run `genealogy verify`")
        return kept
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    note = sign(checkpoint, signing_key(settings))
    write_private(file, note)
    return Kept(file, note, checkpoint)


def kept(settings: Settings, verifier: Verifier) -> Iterator[Kept | NoteError]:
    """Every checkpoint of the home, smallest first; what is wrong in the place of one that cannot be trusted."""
    for file in sorted(folder_of(settings).glob("*.note")):
        try:
            yield read(file, verifier)
        except NoteError as error:
            yield NoteError(f"{file}: {error}")


def latest(settings: Settings, verifier: Verifier) -> Kept | None:
    """The largest checkpoint of the home that can be trusted."""
    return max(
        (found for found in kept(settings, verifier) if isinstance(found, Kept)),
        key=lambda found: found.checkpoint.size,
        default=None,
    )


def read(file: Path, verifier: Verifier) -> Kept:
    """A checkpoint from a file; raises NoteError where it is none of this ledger."""
    try:
        note = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise NoteError(f"cannot be read: {error}") from None
    return Kept(file, note, opened(note, verifier))


def folder_of(settings: Settings) -> Path:
    """Where the checkpoints of the home lie."""
    return _home(settings) / FOLDER


def _home(settings: Settings) -> Path:
    return settings.home.expanduser().resolve()
