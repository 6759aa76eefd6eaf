"""Lots and materials as a document describes them: names, statuses, and how much lies where."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.b2mml.drawn import Drawn
from loaders.b2mml.node import Node


@dataclass(frozen=True, slots=True)
class When:
    """When a document says what is so, and what it is called; empty where it does not."""

    at: str = ""
    id: str = ""


def materials(root: Node, when: When, into: Drawn) -> None:
    """A MaterialInformation and all in it, or the one definition or lot that `root` is."""
    if root.name != "MaterialInformation":
        _one(root, when, into)
        return
    when = When(root.text("PublishedDate") or when.at, when.id or root.text("ID"))
    for node in root.kids("MaterialDefinition", "MaterialLot", "MaterialSubLot"):
        _one(node, when, into)


def _one(node: Node, when: When, into: Drawn) -> None:
    if node.name == "MaterialDefinition":
        into.add("material", node.line, material=node.text("ID"), name=node.text("Description"))
    elif node.name == "MaterialLot":
        _lot(node, when, into)
    else:
        node.over()
        into.left["MaterialSubLot outside of its MaterialLot, which alone names the material"] += 1


def _lot(node: Node, when: When, into: Drawn) -> None:
    lot = {"material": node.text("MaterialDefinitionID"), "lot": node.text("ID")}
    into.add("batch", node.line, **lot)
    parts = node.kids("MaterialSubLot")
    for part in parts:
        _state(part, lot, part.text("ID"), when, into)
    _state(node, lot, "", when, into, counted=not parts)


def _state(node: Node, lot: dict[str, str], line: str, when: When, into: Drawn, *, counted: bool = True) -> None:
    """Its status, and its quantity as a count where it says how much lies where and when. What it was when it was made
    is another thing, so a quantity without place or time stays unread. Parts are counted rather than the whole."""
    place = node.place("StorageLocation")
    status, amount = node.first("Status", "Disposition"), {}
    counted = bool(counted and place and when.at)
    if counted or (line and status):
        amount = {"quantity": node.text("Quantity/QuantityString"), "uom": node.text("Quantity/UnitOfMeasure")}
    said = {**lot, "location": place, "line": line}
    if status:
        part = amount if line else {}
        into.add("status", node.line, status=status, at=when.at, **said, **part)
    if counted and amount["quantity"]:
        into.add("count", node.line, count=when.id or lot["lot"], counted_at=when.at, **said, **amount)
