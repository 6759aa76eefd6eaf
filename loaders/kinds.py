"""The files of a bundle, and the kind of event that each one's rows are."""

from __future__ import annotations

from genealogy.events import BY_KIND

_SAME = frozenset({"equipment", "used", "mapped", "consumed", "produced", "shipped"})
_PLURAL = {"batch": "batches", "status": "statuses"}
FILES: dict[str, str] = {
    f"{kind if kind in _SAME else _PLURAL.get(kind, kind + 's')}.csv": kind for kind in BY_KIND
}  # file name -> kind of event, in the order in which a bundle is loaded
