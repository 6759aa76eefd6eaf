"""Query parameters as they are declared: one that is not known, or given twice, would be passed over in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query

from api.access.guard import Guarded
from genealogy.errors import UsageError


async def known_parameters(request: Request) -> None:
    """Raises UsageError for a parameter that the route does not have, or has once and was given again.

    Routes that everybody may use take what a chat program or a probe adds; one that declares its own parameters, as
    the EPCIS interface does, looks at them itself.
    """
    given = [name for name, _ in request.query_params.multi_items()]
    route = request.scope.get("route")
    if not given or not isinstance(route, Guarded) or not route.rights or "parameters" in (route.openapi_extra or {}):
        return
    known = _known(route)
    for name in given:
        if name not in known:
            there = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"there is no parameter {name[:100]!r} here; {there}")
        if not known[name] and given.count(name) > 1:
            raise UsageError(f"{name} is given more than once; leave one of them")


def _known(route: Guarded) -> Mapping[str, bool]:
    """The names of a route's parameters, and whether each may be given again."""
    fields = [field for field in get_flat_params(route.dependant) if isinstance(field.field_info, Query)]
    return {field.alias: _is_list(field.field_info.annotation) for field in fields}


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(map(_is_list, get_args(annotation)))
