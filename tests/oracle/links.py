"""Links between states of material, each certain or potential."""

from __future__ import annotations

from typing import NamedTuple

Node = tuple[str, ...]


class Link(NamedTuple):
    """Material may have gone from one state to the other."""

    source: Node
    target: Node
    certain: bool


def batch(text: str) -> Node:
    """The state of lying in a batch."""
    return ("batch", text)
