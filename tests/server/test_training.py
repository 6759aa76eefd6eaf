"""What Java learns in a trial run: it is used where it fits, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from genealogy import server
from genealogy.errors import ServerError
from genealogy.server import Endpoint, ensure, stop, train
from genealogy.server.java import install, java_version
from genealogy.server.layout import Home, home_of
from genealogy.server.training import _keep
from genealogy.settings import Settings, load_settings
from genealogy.store import connect
from tests.server.conftest import NewHome


def _ask(found: Endpoint) -> None:
    with connect(found.uri, found.user, found.password, found.database) as store:
        store.read("schema.count")


def _takes(settings: Settings, learned: Path) -> bool:
    """Whether the server has the file in its memory."""
    pid = server.status(settings).pid
    assert pid is not None
    return str(learned) in {part.path for part in psutil.Process(pid).memory_maps()}


def test_a_start_takes_what_was_learned(new_home: NewHome) -> None:
    learned = train(load_settings(), _ask)  # `make test` has done it before
    settings = new_home("trained")
    _ask(ensure(settings))
    assert _takes(settings, learned)
    assert "[aot" not in home_of(settings).console.read_text(encoding="utf-8")
    stop(settings)


def test_what_does_not_fit_is_passed_over(new_home: NewHome, folder: Path) -> None:
    jars = install(load_settings()).lib
    cache = folder / "cache" / jars.parent.name
    cache.mkdir(parents=True)
    (cache / "lib").symlink_to(jars)
    settings = new_home("misled").model_copy(update={"cache": folder / "cache"})
    install(settings).learned.write_bytes(b"nothing that Java wrote")
    _ask(ensure(settings))
    assert not _takes(settings, install(settings).learned)
    stop(settings)


def test_java_that_writes_nothing_down_is_told(folder: Path) -> None:
    home = Home(folder)
    home.logs.mkdir(parents=True)
    home.console.write_text("--- start now\nno room\n", encoding="utf-8")
    with pytest.raises(ServerError, match="no room"):
        _keep(home, install(load_settings()))


def test_the_version_is_that_of_the_runtime(folder: Path) -> None:
    assert java_version(install(load_settings()).java.parents[1]).startswith("25.")
    assert java_version(folder) == "unknown"
