"""Questions of the past: asked of what was known at a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from api.cli.output import progress
from api.cli.session import opened, settings

if TYPE_CHECKING:
    from genealogy.store import Store

Answer = dict[str, Any]


def known_then(
    as_of: Callable[..., dict[str, Any]], time: str, ask: Callable[[Store], dict[str, Any]]
) -> dict[str, Any]:
    """The answer of `ask` as of a time, by `recall_as_of` or `trace_as_of`; its progress goes to standard error."""
    chosen = settings()
    with progress() as bars, opened(chosen, bars) as store:
        return as_of(store, chosen, time, ask, bars)
