"""The kinds of systems there are connectors for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from loaders.erp import erpnext_table, kingdee_table, odoo_table, oracle_table, sap_table, yonyou_table
from loaders.erp.erpnext import ERPNext
from loaders.erp.kingdee import Kingdee
from loaders.erp.model import About, Connector
from loaders.erp.odoo import Odoo
from loaders.erp.oracle import Oracle
from loaders.erp.peer import Clock, Peer
from loaders.erp.sap import SAP
from loaders.erp.source import Source
from loaders.erp.yonyou import Yonyou

_CONNECTORS: dict[str, Callable[[Peer, str], Connector]] = {
    "odoo": Odoo,
    "erpnext": ERPNext,
    "sap": SAP,
    "oracle": Oracle,
    "kingdee": Kingdee,
    "yonyou": Yonyou,
}
ABOUT: dict[str, About] = {
    "odoo": odoo_table.ABOUT,
    "erpnext": erpnext_table.ABOUT,
    "sap": sap_table.ABOUT,
    "oracle": oracle_table.ABOUT,
    "kingdee": kingdee_table.ABOUT,
    "yonyou": yonyou_table.ABOUT,
}


@contextmanager
def connected(source: Source, secret: str, clock: Clock | None = None) -> Iterator[Connector]:
    """The connector of a source, with its conversation open."""
    with httpx.Client(timeout=source.timeout_seconds, trust_env=False, follow_redirects=False) as client:
        yield _CONNECTORS[source.kind](Peer(source, client, clock or Clock()), secret)
