"""A B2MML document as a bundle: recognised by its root, its nouns read, its records as tables."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from genealogy.errors import TooLargeError, UsageError
from genealogy.events import BY_KIND
from loaders.b2mml.drawn import Drawn
from loaders.b2mml.fields import CALLED, MATERIALS, NOUNS, OTHERS, SPACE, TAKEN
from loaders.b2mml.material import When, materials
from loaders.b2mml.node import Node, opened
from loaders.b2mml.performance import performance
from loaders.encoding import FileRefusedError
from loaders.epcis.bundle import Rows
from loaders.rows import Row
from loaders.safexml import root_of

MOST_BYTES = 64 << 20
MOST_NOTES = 50


def is_b2mml(path: Path) -> bool:
    """Whether the root of a file is of a namespace of B2MML, or of none and called as one of B2MML is."""
    space, name = root_of(path)
    return bool(SPACE.fullmatch(space)) or (not space and _verb_and_noun(name)[1] in NOUNS)


def tables(path: Path) -> list[tuple[str, Rows]]:
    """(kind, rows) of all that a document says; raises UsageError or TooLargeError."""
    if path.stat().st_size > MOST_BYTES:
        raise TooLargeError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB; send it in several documents")
    try:
        data = path.read_bytes()
        root = opened(data)
    except FileRefusedError as error:
        raise UsageError(f"{path.name} {error}") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    drawn = Drawn()
    for noun, when in _nouns(root, path.name):
        if noun.name in MATERIALS:
            materials(noun, when, drawn)
        else:
            performance(noun, drawn)
    if not drawn.records:
        raise UsageError(f"{path.name} says nothing that is recorded: neither materials nor lots; is it complete?")
    unread = [f"{what}: {times} not read" for what, times in sorted(root.reading.unread(root.element).items())]
    notes = [*drawn.said(), *unread]
    if len(notes) > MOST_NOTES:
        notes[MOST_NOTES:] = [f"and {len(notes) - MOST_NOTES} more kinds of what was not read"]
    digest = sha256(data).hexdigest()
    found = [(kind, _rows(kind, drawn, digest)) for kind in drawn.records]
    found[0][1].notes = tuple(notes)
    return found


def _nouns(root: Node, name: str) -> Iterator[tuple[Node, When]]:
    """What a document is about: itself, or what a transaction carries."""
    if not SPACE.fullmatch(root.reading.space):
        raise UsageError(
            f'{name} names no namespace of B2MML; write xmlns="http://www.mesa.org/xml/B2MML" into its root'
        )
    verb, noun = _verb_and_noun(root.name)
    if noun not in NOUNS:
        raise UsageError(f"{name} is a {root.name}, which is not read; known are {', '.join(NOUNS)}, and transactions")
    if not verb:
        yield root, When()
        return
    area = next((kid for kid in root.kids("DataArea")), None)
    if verb in OTHERS or area is None or _takes_back(area, verb):
        raise UsageError(
            f"{name} is a {root.name} that asks, takes back or refuses; to undo something, record a correction"
        )
    when = When(root.text("ApplicationArea/CreationDateTime"), root.text("ApplicationArea/BODID"))
    for part in (*root.kids("ApplicationArea"), *area.kids(verb)):
        part.over()
    for node in area.kids(noun):
        yield node, when


def _takes_back(area: Node, verb: str) -> bool:
    """Whether its criteria say that something is to be deleted, or was refused."""
    codes = {each.get("actionCode", "") for part in area.kids(verb) for each in part.element.iter()}
    return bool(codes & {"Delete", "Rejected"})


def _verb_and_noun(name: str) -> tuple[str, str]:
    verb = next((verb for verb in (*TAKEN, *OTHERS) if name.startswith(verb) and name[len(verb) :] in NOUNS), "")
    return verb, name.removeprefix(verb)


def _rows(kind: str, drawn: Drawn, digest: str) -> Rows:
    """The records of one kind under one header, with every column that is required and the others that are used."""
    records = drawn.records[kind]
    used = {name for _, said, _ in records for name in said}
    ours = {info.alias or name: info.is_required() for name, info in BY_KIND[kind].model_fields.items()}
    columns = [name for name, required in ours.items() if required or name in used]
    columns += sorted(used - set(ours))
    rows = [
        Row(number, line, [said.get(name, "") for name in columns], faults)
        for number, (line, said, faults) in enumerate(records, 1)
    ]
    called = {ours: theirs for ours, theirs in CALLED[kind].items() if theirs[0].isupper()}
    return Rows(tuple(columns), rows, digest, called=called)
