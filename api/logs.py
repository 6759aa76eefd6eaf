"""Logs: one JSON object a line, with request and load id, in rotated files in the home."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from typing import Any

import orjson
import structlog

from api import home, tracing
from genealogy.settings import Settings

_MB = 1024 * 1024
FILES, SIZE = 5, 10 * _MB
# Below that they write whole addresses, and some systems want their token in it.
QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "apprise": logging.INFO}


def configure(settings: Settings, to_stderr: bool) -> None:
    """Send this process's logs to `logs/api.log` of the home, and to standard error where it is asked for."""
    file = home.make(settings, home.LOGS) / "api.log"
    handlers: list[logging.Handler] = [
        logging.handlers.RotatingFileHandler(file, maxBytes=SIZE, backupCount=FILES, encoding="utf-8")
    ]
    if to_stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        tracing.add_ids,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
    )
    for handler in handlers:
        handler.setFormatter(formatter)
    logging.basicConfig(level=settings.log_level.upper(), handlers=handlers, force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(max(level, logging.getLevelName(settings.log_level.upper())))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _json(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()
