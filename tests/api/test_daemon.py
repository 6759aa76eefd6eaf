"""The API in the background: what answers at its port is the one that was started, and not another home's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api import daemon, serving
from api.state import ApiState
from genealogy.errors import ServerError
from genealogy.settings import load_settings
from tests.support.peer import FakeSystem
from tests.support.peer import serving as answering


def test_two_cannot_take_one_port() -> None:
    with serving._listening("127.0.0.1", 0) as first, pytest.raises(ServerError, match="cannot listen"):
        serving._listening("127.0.0.1", first.getsockname()[1])


def test_another_that_answers_at_the_port_is_not_taken_for_ours(tmp_path: Path) -> None:
    settings = load_settings().model_copy(update={"home": tmp_path})
    with answering(FakeSystem(lambda asked: (200, {}))) as other:
        state = ApiState("127.0.0.1", urlsplit(other.url).port or 0)
        assert daemon.answers(state)
        (tmp_path / "logs").mkdir()
        (tmp_path / "logs" / "api-console.log").write_text("cannot listen")
        with subprocess.Popen([sys.executable, "-c", ""]) as ended, pytest.raises(ServerError, match="cannot listen"):
            daemon._await(settings, state, ended)
