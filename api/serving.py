"""The API served by this process, until it is told to end."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import structlog
import uvicorn

from api import daemon, home, logs, tracing
from api.app import create_app
from api.state import ApiState, note_running, note_stopped, running
from genealogy.errors import ServerError
from genealogy.settings import Settings
from genealogy.store import Store

log = structlog.get_logger("api")
_GRACE = 10  # seconds that answers under way have when the service is told to end


def serve_api(settings: Settings, store: Store, to_stderr: bool) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises ServerError when this home's API runs already or its port is taken."""
    if (other := running(settings)) is not None:
        raise ServerError(f"the API of this home runs already, at {other.url}; `genealogy down` stops it")
    logs.configure(settings, to_stderr)
    home.api_key(settings)
    end_traces = tracing.start()
    port = daemon.choose_port(settings)
    with _listening(settings.api_host, port) as sock:
        app = create_app(settings, store)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE
        )
        signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again when it is done, and what follows must still run
        note_running(settings, settings.api_host, port)
        log.info("listening", url=ApiState(settings.api_host, port).url, key_file=str(home.key_file(settings)))
        try:
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[sock])
        finally:
            note_stopped(settings)
            end_traces()


def _end(*_: Any) -> None:
    sys.exit(0)


def _listening(host: str, port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen()  # two may bind, one can listen
    except OSError as error:
        sock.close()
        raise ServerError(f"cannot listen at {host} port {port}: {error.strerror}") from error
    return sock
