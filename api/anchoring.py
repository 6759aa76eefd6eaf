"""Checkpoints made by the service as time goes by, so that little of the ledger is ever without one."""

from __future__ import annotations

import threading

import structlog

from genealogy.errors import GenealogyError, TimestampError
from genealogy.ledger.checkpoints import make
from genealogy.ledger.timestamps import stamp
from genealogy.settings import Settings
from genealogy.store import Store

log = structlog.get_logger("api.anchoring")
_PATIENCE = 5.0


class Anchors:
    """A thread that signs the ledger every so many minutes where it has grown; 0 minutes: never."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="anchors", daemon=True)

    def start(self) -> None:
        """Begin."""
        if self._settings.checkpoint_minutes:
            self._thread.start()

    def stop(self) -> None:
        """End, with a last checkpoint."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def _work(self) -> None:
        ending = False
        while not ending:
            ending = self._ending.wait(self._settings.checkpoint_minutes * 60)
            try:
                made = make(self._store, self._settings)
                log.info("checkpoint", size=made.checkpoint.size, file=str(made.file))
                if self._settings.tsa_url:
                    log.info("timestamp", **stamp(made, self._settings).as_dict())
            except TimestampError as error:
                log.error("no timestamp", code=error.code, detail=str(error))  # the next checkpoint covers this one too
            except GenealogyError as error:
                log.error("no checkpoint", code=error.code, detail=str(error))
