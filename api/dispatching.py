"""Messages sent by the service while it runs: what is put into the outbox is on its way a moment later."""

from __future__ import annotations

import threading

import structlog

from api.writeback import senders
from genealogy.errors import GenealogyError
from genealogy.outbox.delivery import Post, deliver, prune
from genealogy.outbox.people import subscribe_people
from genealogy.outbox.post import post_of
from genealogy.settings import Settings
from genealogy.store import Store

log = structlog.get_logger("api.dispatching")
EVERY = 1.0  # seconds between two looks; where nobody subscribed one costs one small read
_PRUNE = 3_600  # looks between two clearings
_PATIENCE = 20.0  # a message under way may end


class Dispatcher:
    """A thread that delivers what is due. What fails is tried again; what the thread itself cannot do, too."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="dispatcher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the message that is under way."""
        self._ending.set()
        self._thread.join(_PATIENCE)

    def _people(self) -> None:
        try:
            subscribe_people(self._store, self._settings)
        except GenealogyError as error:
            log.error("people are not told", code=error.code, detail=str(error))

    def _work(self) -> None:
        post: Post | None = None
        self._people()
        looks = 0
        while not self._ending.wait(EVERY):
            try:
                post = post or post_of(
                    self._store,
                    self._settings,
                    ending=self._ending.is_set,
                    senders=senders(self._store, self._settings),
                )
                deliver(post)
                if looks % _PRUNE == 0:
                    prune(post)
                looks += 1
            except GenealogyError as error:
                log.error("nothing delivered", code=error.code, detail=str(error))
            except Exception:
                log.exception("nothing delivered")
