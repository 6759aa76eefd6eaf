"""The embedded Neo4j: installed from its jars, started, found again, stopped, packed and backed up."""

from genealogy.server.jars import NEO4J_VERSION
from genealogy.server.layout import Progress
from genealogy.server.lifecycle import Endpoint, Status, ensure, start, status, stop

__all__ = ["NEO4J_VERSION", "Endpoint", "Progress", "Status", "ensure", "start", "status", "stop"]
