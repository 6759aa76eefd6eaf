"""What Java learns once for every start: which classes are read, how they hang together, what runs often.

A trial run writes it into a file beside the jars (JEP 483, 514 and 515), and a start that finds the file takes half the
time and half the work. It holds for these jars and this Java on this machine; Java itself passes over one that does not
fit, so that nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from genealogy.errors import ServerError
from genealogy.progress import Progress, quiet
from genealogy.server.java import Tools, install
from genealogy.server.layout import Home, disk_errors, emptied, home_of, locked, require_space
from genealogy.server.lifecycle import Endpoint, ensure, stop
from genealogy.server.process import last_words
from genealogy.settings import Settings

_PATIENCE = 600.0  # seconds to wait for another process that is training already
_SPACE_MB = 1000
_HEAP_MB, _PAGECACHE_MB = 768, 64


def train(settings: Settings, work: Callable[[Endpoint], None], progress: Progress = quiet) -> Path:
    """Have Java learn from a server in a folder of its own that does `work`; returns the file, about 200 MB.

    The same where it was there already. Raises ServerError when the server cannot be started or Java writes nothing.
    """
    tools = install(settings, progress)
    busy = "another process has been training for too long; try again later"
    with locked(tools.learned.with_name("training.lock"), busy, _PATIENCE):
        if not tools.learned.exists():
            _learn(settings, tools, work, progress)
    return tools.learned


def _learn(settings: Settings, tools: Tools, work: Callable[[Endpoint], None], progress: Progress) -> None:
    require_space(tools.lib, _SPACE_MB)
    for old in tools.learned.parent.glob(f"*{tools.learned.suffix}"):  # of another Java
        old.unlink()
    with emptied(tools.learned.with_name("training")) as folder:
        own = {"home": folder, "heap_mb": _HEAP_MB, "pagecache_mb": _PAGECACHE_MB, "neo4j_uri": None}
        trial = settings.model_copy(update=own)
        home = home_of(trial)
        home.learning.touch(mode=0o600)
        try:
            work(ensure(trial, progress))
        finally:
            progress("writing down what was learned", 0, 0)
            stop(trial)
        _keep(home, tools)


def _keep(home: Home, tools: Tools) -> None:
    if not home.learned.exists():
        raise ServerError(f"Java wrote nothing down; it said:\n{last_words(home)}")
    with disk_errors(tools.learned.parent):
        home.learned.replace(tools.learned)
