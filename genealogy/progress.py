"""How long work tells what goes on."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is (0 where that is not known)."""


def quiet(what: str, done: int, total: int) -> None:
    """Progress that says nothing."""
