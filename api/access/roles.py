"""Roles and their rights, as data; a route names the rights of which a caller needs one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Right = Literal["read", "recall", "record", "load", "case", "sign", "audit", "metrics", "admin", "own"]
Role = Literal["viewer", "operator", "quality", "loader", "auditor", "admin", "supplier", "customer"]
RIGHTS: dict[Right, str] = {
    "read": "look at batches, traces, gaps, worst cases, cases, drills",
    "recall": "ask recalls, causes, explanations, samples, what-ifs, notices",
    "record": "record events",
    "load": "load bundles, and see what came of loads",
    "case": "open a case, hold, record notices, run drills",
    "sign": "release, decide, close, cancel",
    "audit": "see the history of records, and who has keys",
    "metrics": "read the counts for Prometheus",
    "admin": "make and revoke keys, say who is told by webhooks",
    "own": "see what concerns oneself: what one delivered, or was sent",
}
ROLES: Mapping[str, frozenset[Right]] = {
    "viewer": frozenset({"read", "recall"}),
    "operator": frozenset({"read", "recall", "record"}),
    "quality": frozenset({"read", "recall", "record", "load", "case", "sign"}),
    "loader": frozenset({"record", "load"}),
    "auditor": frozenset({"read", "recall", "audit", "metrics"}),
    "admin": frozenset(get_args(Right)) - {"own"},
    "supplier": frozenset({"own"}),
    "customer": frozenset({"own"}),
}
OUTSIDE = ("supplier", "customer")
"""Roles of parties outside: each account belongs to one supplier or customer, and has no right but `own`."""
