"""Messages that a business system is told: what they say is turned into the calls of that system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import orjson

from api import home
from genealogy.errors import PullError
from genealogy.outbox.delivery import Target
from genealogy.outbox.digest import digest
from genealogy.outbox.envelope import Letter
from genealogy.outbox.held import held
from genealogy.outbox.messages import PREFIX
from genealogy.outbox.post import Sender
from genealogy.outbox.sending import Result
from genealogy.outbox.subscriptions import KIND_OF_SOURCES, subscribe_source
from genealogy.settings import Settings, listed
from genealogy.store import Store

if TYPE_CHECKING:
    from loaders.erp.writing import Writer

SCHEME = f"{KIND_OF_SOURCES}:"
_FOLDER = "sources"


def senders(store: Store, settings: Settings) -> Mapping[str, Sender]:
    """How subscriptions of sources are sent for."""
    return {KIND_OF_SOURCES: partial(_send, store, settings)}


def subscribe(store: Store, settings: Settings, url: str, what: Sequence[str] = (), *, by: str = "") -> dict[str, Any]:
    """Have the source of `source:NAME` told from now on. Raises NotFoundError where there is none, UsageError where its
    file does not say how it is written to."""
    from loaders.erp.source import read_source
    from loaders.erp.writing import writable

    name = url.removeprefix(SCHEME)
    source, _ = read_source(home.root(settings) / _FOLDER, name)
    writable(source, tuple(what))
    return subscribe_source(store, name, what, by=by)


def _send(store: Store, settings: Settings, target: Target, letter: Letter) -> Result:
    """What is refused holds up its batch only; a lot that is not known there is given up, with that reason; who is away
    holds up the others. Raises GenealogyError where the source's file is at fault."""
    from loaders.erp.listing import MISSHAPEN
    from loaders.erp.peer import AwayError
    from loaders.erp.source import read_source
    from loaders.erp.writing import LONGEST, UnknownLotError, writer

    source, secret = read_source(home.root(settings) / _FOLDER, target.url.removeprefix(SCHEME))
    patience = min(LONGEST, source.timeout_seconds)
    with httpx.Client(timeout=patience, trust_env=False, follow_redirects=False) as client:
        try:
            _work(store, settings, letter, source.writing.cases if source.writing else "")(
                writer(source, secret, client)
            )
        except UnknownLotError as error:
            return Result(False, str(error), gone=True)
        except AwayError as error:
            return Result(False, str(error))
        except PullError as error:
            return Result(False, str(error), refused=True)
        except MISSHAPEN as error:
            text = f"the source answers in no form that docs/erp.md names ({type(error).__name__}: {error})"
            return Result(False, text, refused=True)
    return Result(True)


def _work(store: Store, settings: Settings, letter: Letter, cases: str) -> Callable[[Writer], None]:
    """What a writer is to do with a message; `cases` is the document that is told of cases."""
    from loaders.erp.writing import Told, UnknownLotError

    data = orjson.loads(letter.data)
    if letter.type == f"{PREFIX}batch.status":
        if data.get("assigner") or data.get("serial"):
            raise UnknownLotError(f"{letter.subject} is a piece or another's lot: the source has no state for it")
        is_held = held(store, letter.subject, listed(settings.kept_back))
        return lambda found: found.tell(Told(letter.id, data["material"], data["lot"], is_held, _text(data, is_held)))
    if letter.type.startswith(f"{PREFIX}case."):
        text = "\n".join(digest(letter))
        return lambda found: found.note(cases, letter.id, text)
    return lambda found: found.look()


def _text(data: Mapping[str, Any], is_held: bool) -> str:
    """What people read beside the lot: what was recorded, and how it stands."""
    said = ": ".join(str(part) for part in (data["status"], data.get("reason"), data.get("case")) if part)
    return f"{said} ({'冻结 held' if is_held else '未冻结 not held'})"
