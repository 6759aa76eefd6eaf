"""Links between states of material, each certain or potential."""

from __future__ import annotations

from typing import NamedTuple

from tests.oracle.times import Span

Node = tuple[str, ...]


class Link(NamedTuple):
    """Material may have gone from one state to the other; `span` is when it left a batch, or came into one."""

    source: Node
    target: Node
    certain: bool
    span: Span = Span()


def batch(text: str) -> Node:
    """The state of lying in a batch."""
    return ("batch", text)
