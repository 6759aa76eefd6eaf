"""The embedded Neo4j: installed from its jars, started, found again, stopped, packed and backed up."""

from genealogy.server.backups import backup, export_dump, restore
from genealogy.server.filling import fill
from genealogy.server.jars import NEO4J_VERSION
from genealogy.server.lifecycle import Endpoint, Status, ensure, status, stop
from genealogy.server.packing import Unpacked, pack, unpack
from genealogy.server.training import train
from genealogy.server.versions import check_version, remark

__all__ = [
    "NEO4J_VERSION",
    "Endpoint",
    "Status",
    "Unpacked",
    "backup",
    "check_version",
    "ensure",
    "export_dump",
    "fill",
    "pack",
    "remark",
    "restore",
    "status",
    "stop",
    "train",
    "unpack",
]
