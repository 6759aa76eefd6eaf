"""A recall answer as it was when it was decided on: canonical JSON, kept compressed under the hash of its bytes.

Texts about people stand in it as `person:<id>` (decision 0004), so that they can be erased and the hash stays true.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import orjson

from genealogy.errors import GenealogyError
from genealogy.events.base import Hide
from genealogy.events.master import CONTACTS
from genealogy.ledger.head import head_of
from genealogy.record.people import MARK, Register
from genealogy.record.reading import ERASED, texts_of
from genealogy.store import Reads, Store, Tx


def freeze(store: Store, answer: Mapping[str, Any]) -> str:
    """Keep a recall answer; gives back the SHA-256 of its bytes. The same answer twice is kept once."""
    register = Register(head_of(store).secret)

    def hide(text: str) -> str:
        return text if text == ERASED else register.hide(text)

    text = orjson.dumps(_with_people(answer, hide), option=orjson.OPT_SORT_KEYS)
    digest = sha256(text).hexdigest()
    packed = zlib.compress(text, 6)

    def work(tx: Tx, _: str) -> None:
        if people := register.rows():
            tx.run("people.keep", rows=people)
        tx.run("case.keep_frozen", sha256=digest, packed=packed)

    store.writing(work, name="freeze")
    return digest


def frozen_bytes(store: Reads, digest: str) -> bytes:
    """The bytes that were frozen; raises GenealogyError where they are not what the hash says."""
    rows = store.read("case.frozen", sha256=digest).rows
    text = zlib.decompress(rows[0][0]) if rows else b""
    if sha256(text).hexdigest() != digest:
        raise GenealogyError(f"the frozen answer {digest} is missing or damaged: restore the database from a backup")
    return text


def thawed(store: Reads, digest: str) -> dict[str, Any]:
    """The answer for people to read: texts about people put back where they have not been erased."""
    answer: dict[str, Any] = orjson.loads(frozen_bytes(store, digest))
    return with_texts(store, answer)


def with_texts(store: Reads, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with references to people in its contacts, with their texts where they have not been erased."""
    texts = texts_of(store, (id_ for id_ in _references(answer) if id_.startswith(MARK)))
    found: dict[str, Any] = _with_people(answer, lambda id_: texts.get(id_, id_))
    return found


def _with_people(value: Any, change: Hide) -> Any:
    if isinstance(value, Mapping):
        return {
            name: change(said) if name in CONTACTS and isinstance(said, str) else _with_people(said, change)
            for name, said in value.items()
        }
    return [_with_people(item, change) for item in value] if isinstance(value, list) else value


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, said in value.items():
            if name in CONTACTS and isinstance(said, str):
                yield said
            else:
                yield from _references(said)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
