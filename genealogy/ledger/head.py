"""The head of the ledger, the one node that knows how long the record is; and the time zone that is kept there.

A time without a zone is read where it is recorded. Whoever draws the graph again (a rebuild, a verification, the past)
must read it the same way, whatever the setting of that program says: so the zone is written with the first event.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from genealogy.errors import GenealogyError, TimezoneError
from genealogy.settings import Settings
from genealogy.store import Reads, Store


@dataclass(frozen=True, slots=True)
class Head:
    """What it says: `seq` is the number of the last event, `corrections` how many of them are such, `secret` makes the
    references of texts about people."""

    seq: int
    corrections: int
    origin: str
    secret: str
    timezone: str | None

    @property
    def zone(self) -> ZoneInfo | None:
        """By which local times were read; None where nothing is recorded, or an older program did it. Raises
        GenealogyError where the head names no time zone."""
        try:
            return ZoneInfo(self.timezone) if self.timezone else None
        except (KeyError, ValueError, TypeError, OSError):
            text = f"the ledger's head names the time zone {self.timezone!r}, which does not exist: set"
            raise GenealogyError(f"{text} GENEALOGY_TIMEZONE to the right one, and run `genealogy rebuild`") from None


def found_head(store: Reads) -> Head | None:
    """The head; None where there is none."""
    seq, corrections, origin, secret, timezone = store.read("ledger.head").one()
    if secret is None:
        return None
    return Head(_number(seq, 0), _number(corrections, -1), str(origin), str(secret), timezone)


def _number(value: object, odd: int) -> int:
    """A count of the head; `odd` where somebody put something else there."""
    return value if isinstance(value, int) else odd if value else 0


def head_of(store: Reads) -> Head:
    """The head; raises GenealogyError where it is gone."""
    if head := found_head(store):
        return head
    raise GenealogyError("the ledger's head is gone from the database: `genealogy verify` says more")


def last_of(store: Reads) -> int:
    """The number of the last event; 0 where there is none, or no head."""
    head = found_head(store)
    return head.seq if head else 0


def zone_of(store: Reads, settings: Settings) -> ZoneInfo:
    """The time zone by which local times are read: the ledger's; the setting's where nothing is recorded yet.

    Raises TimezoneError where the environment names another than the ledger's.
    """
    head = found_head(store)
    kept = head.zone if head else None
    if kept and differs(kept, settings):
        raise TimezoneError(
            f"local times of this database are read by the time zone {kept}, and GENEALOGY_TIMEZONE says"
            f" {settings.timezone}: leave the setting out, or say {kept}; to have all recorded times read by"
            f" {settings.timezone} from now on, run `genealogy rebuild`"
        )
    return kept or settings.zone


def differs(kept: ZoneInfo, settings: Settings) -> bool:
    """Whether the environment names another time zone; a setting that is left out differs from none."""
    return settings.names_zone and settings.zone.key != kept.key


def keep_zone(store: Store, settings: Settings) -> bool:
    """Let a database that was filled by an older program keep the zone of the setting; whether it was such a one."""
    head = found_head(store)
    if not head or head.timezone or not head.seq:
        return False
    store.write("ledger.set_zone", timezone=settings.timezone)
    return True
