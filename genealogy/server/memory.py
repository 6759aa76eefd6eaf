"""How much memory the embedded server takes: a pure function of what the machine has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from genealogy.errors import ServerError

_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_MB = 1024 * 1024
_JVM_OVERHEAD_MB = 256  # code, threads and buffers outside heap and page cache


@dataclass(frozen=True, slots=True)
class Memory:
    """Sizes in megabytes: the Java heap and the page cache."""

    heap: int
    pagecache: int


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


def memory_for(total_mb: int, heap_mb: int | None = None, pagecache_mb: int | None = None, graph_mb: int = 0) -> Memory:
    """Heap and page cache for a machine of `total_mb`; a given size replaces the calculated one.

    Modest, for several homes may run at once: an eighth for the heap, a sixteenth for the page cache. A graph of which
    the files hold `graph_mb` gets a page cache in which it has room to grow, of at most a quarter: an answer looks at
    pages all over a graph.
    Raises ServerError when the two do not fit the machine together with the Java machine itself.
    """
    heap = heap_mb if heap_mb is not None else _clamp(total_mb // 8, 512, 4096)
    wanted = min(graph_mb * 5 // 4, total_mb // 4, total_mb - heap - _JVM_OVERHEAD_MB)
    pagecache = pagecache_mb if pagecache_mb is not None else max(_clamp(total_mb // 16, 128, 2048), wanted)
    memory = Memory(heap, pagecache)
    if memory.heap + memory.pagecache + _JVM_OVERHEAD_MB > total_mb:
        raise ServerError(
            f"a Java heap of {memory.heap} MB and a page cache of {memory.pagecache} MB do not fit this machine of"
            f" {total_mb} MB; set GENEALOGY_HEAP_MB and GENEALOGY_PAGECACHE_MB to less, or add memory"
        )
    return memory


def machine_mb() -> int:
    """The memory of this machine, or of the container around us where that is less, in megabytes."""
    total = psutil.virtual_memory().total
    with suppress(OSError, ValueError):  # no such limit ("max"), or no control groups
        total = min(total, int(_CGROUP_LIMIT.read_text()))
    return int(total // _MB)
