"""One peer of each kind, and how a test pulls from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from genealogy.store import Store
from loaders.erp.kinds import connected
from loaders.erp.listing import fetched
from loaders.erp.model import Document
from loaders.erp.peer import Clock
from loaders.erp.pull import Wish, pull
from loaders.erp.report import PullReport
from loaders.erp.source import Source
from tests.erp import erpnext_plant, kingdee_plant, odoo_plant, oracle_plant, sap_plant, yonyou_plant
from tests.support import erpnext, kingdee, odoo, oracle, sap, yonyou
from tests.support.peer import FakeSystem, serving

ZONE = ZoneInfo("Asia/Shanghai")
EVERYTHING_NEW = Wish()
KINDS = ("odoo", "erpnext", "sap", "oracle", "kingdee", "yonyou")
SECRETS = {
    "odoo": odoo.SECRET,
    "erpnext": erpnext.SECRET,
    "sap": sap.SECRET,
    "oracle": oracle.SECRET,
    "kingdee": kingdee.SECRET,
    "yonyou": yonyou.SECRET,
}
SAID = {  # what only that kind needs to be told
    "sap": {"client": "100", "language": "ZH"},
    "oracle": {"organization": "V1"},
    "kingdee": {"application": kingdee.APPLICATION},
}


@dataclass
class Case:
    """A peer with its plant, and the waits that were asked for."""

    kind: str
    system: FakeSystem
    odoo: odoo_plant.Plant
    erpnext: erpnext_plant.Plant
    sap: sap_plant.Plant
    oracle: oracle_plant.Plant
    kingdee: kingdee_plant.Plant
    yonyou: yonyou_plant.Plant
    waits: list[float] = field(default_factory=list)

    def source(self, **said: object) -> Source:
        """How it is asked."""
        known = {"kind": self.kind, "url": self.system.url, "database": "plant", "user": "reader", "secret_env": "X"}
        quick = {"page_size": 50, "rate_per_minute": 6000, "timeout_seconds": 0.15, "overlap_minutes": 60}
        return Source.model_validate(known | quick | SAID.get(self.kind, {}) | said)

    def fetch(self, type_: str, *ids: str, **said: object) -> list[Document]:
        """These documents, without a database."""
        with connected(self.source(**said), SECRETS[self.kind]) as connector:
            return fetched(connector, type_, ids)

    def pull(self, store: Store, wish: Wish = EVERYTHING_NEW, **said: object) -> PullReport:
        """Pull as `erp`, with a clock on which nobody waits."""
        moment = [0.0]

        def sleep(seconds: float) -> None:
            self.waits.append(seconds)
            moment[0] += seconds

        with connected(self.source(**said), SECRETS[self.kind], Clock(lambda: moment[0], sleep)) as connector:
            return pull(store, "erp", self.source(**said), connector, ZONE, wish, "os:test", lambda *_: None)


@contextmanager
def case(kind: str) -> Iterator[Case]:
    """A peer of that kind while it serves."""
    plants = (
        odoo_plant.plant(),
        erpnext_plant.plant(),
        sap_plant.plant(),
        oracle_plant.plant(),
        kingdee_plant.plant(),
        yonyou_plant.plant(),
    )
    systems = {
        "odoo": lambda: odoo.odoo(plants[0].records),
        "erpnext": lambda: erpnext.erpnext(plants[1].documents),
        "sap": lambda: sap.sap(plants[2].sets),
        "oracle": lambda: oracle.oracle(plants[3].resources),
        "kingdee": lambda: kingdee.kingdee(plants[4].forms),
        "yonyou": lambda: yonyou.yonyou(plants[5].papers),
    }
    with serving(systems[kind]()) as system:
        yield Case(kind, system, *plants)
