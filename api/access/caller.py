"""Who asks: as whom writes are recorded, with which rights, and for which outside party."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from api.access.roles import OUTSIDE, ROLES, Right
from genealogy.errors import GenealogyError, UsageError


class UnknownCallerError(GenealogyError):
    """Nobody says who asks, or what says so does not hold: no key, or one that is unknown, expired or revoked."""

    code = "unauthenticated"
    status = 401
    headers: ClassVar = {"WWW-Authenticate": 'Bearer realm="genealogy"'}


class NotAllowedError(GenealogyError):
    """Whoever asks is known, and may not do this."""

    code = "not_allowed"
    status = 403


@dataclass(frozen=True, slots=True)
class Party:
    """An outside party: `role` is supplier or customer, `id` its id in the records."""

    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `by` is the author of what is written: `key:ID`, `oidc:ISSUER SUBJECT`, `os:USER`; `name` that of the
    key, or what the identity provider says."""

    by: str
    rights: frozenset[Right]
    party: Party | None = None
    name: str = field(default="", compare=False)  # what people call them, not who they are


def caller_of(by: str, roles: Iterable[str], party: str | None) -> Caller:
    """A caller with all rights of its roles; an outside role stands alone and needs its party. Raises UsageError."""
    given = list(dict.fromkeys(roles))
    if unknown := [role for role in given if role not in ROLES]:
        raise UsageError(f"there is no role {', '.join(unknown)}; the roles are {', '.join(ROLES)}")
    if not given:
        raise UsageError(f"name a role: {', '.join(ROLES)}")
    outside = [role for role in given if role in OUTSIDE]
    if outside and (len(given) > 1 or not party):
        raise UsageError(f"{outside[0]} is the only role of its account, and needs the id of the party it belongs to")
    if party and not outside:
        raise UsageError(f"only {' and '.join(OUTSIDE)} belong to a party")
    rights = frozenset[Right]().union(*(ROLES[role] for role in given))
    return Caller(by, rights, Party(outside[0], party) if outside and party else None)


def os_author() -> str:
    """The author of what the command line writes: the user of the operating system."""
    try:
        return f"os:{getpass.getuser()}"
    except (KeyError, OSError, ImportError):  # a container whose user has no name
        return "os:unknown"
