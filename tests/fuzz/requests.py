"""Targets: what comes by HTTP, from paths and bodies to tokens and signatures."""

from __future__ import annotations

import datetime as dt
import time
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import orjson
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.requests import Request

from api.access.caller import Caller, NotAllowedError, UnknownCallerError
from api.access.jwks import Jwks
from api.access.roles import ROLES
from api.access.tickets import NoTicketError, signature_in, ticket
from api.access.tokens import Tokens
from api.events import BadEventsError, parse
from api.idempotency import bytes_of
from api.keypath import batch_key
from genealogy.errors import UsageError
from genealogy.events.base import Event
from genealogy.events.signing import Signature
from genealogy.keys import BatchKey
from genealogy.outbox.questions import ExpiredLinkError, Question, UnknownLinkError, link, question_of
from genealogy.record.reading import event_of
from tests.fuzz.values import text_of
from tests.support.provider import public

ISSUER, AUDIENCE, SECRET = "https://id.example", "genealogy", "secret"
OVER = {"event": "status", "material": "M"}
QUESTION = Question("hold", "RC-召回", 1, "m", "people-1", 4_000_000_000)
SIGNATURE = Signature("key:1", "王芳", "approval", "2026-03-06T08:00:00Z")


def json_of(data: bytes) -> Any:
    """A body as the service reads it; None where it is no JSON, which is told before."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def events(data: bytes, _: Path) -> bool:
    """Each event is taken or its fault is named; what is taken is the same again once it was kept."""
    body = json_of(data)
    try:
        found = parse(body)
    except BadEventsError as error:
        assert error.members["errors"]
        return False
    except UsageError as error:
        assert str(error)
        return False
    for event in found:
        _same(event)
    return True


def _same(event: Event) -> None:
    canonical = event.canonical(str)
    said = orjson.loads(canonical)
    assert rfc8785.dumps(said) == canonical
    again = event_of(said, {})
    assert again.canonical(str) == canonical
    assert again.identity_values() == event.identity_values()
    assert not event.own & said.keys()


def paths(data: bytes, _: Path) -> bool:
    request = Request({"type": "http", "raw_path": b"/batches/" + data, "path": "/batches/x", "headers": []})
    try:
        key = BatchKey.parse(batch_key(request))
    except UsageError as error:
        assert str(error)
        return False
    assert BatchKey.parse(str(key)) == key
    return True


def idempotency(data: bytes, _: Path) -> bool:
    """One form of a body, however it was written; bodies that differ differ."""
    body = json_of(data)
    form = bytes_of(body)
    assert bytes_of(orjson.loads(form)) == form
    assert bytes_of([body]) != form
    return body is not None


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(7, ec.SECP256R1())


@cache
def _tokens() -> Tokens:
    kept = Jwks(lambda: "", lambda: 0.0, {"ec": public("ec", _key())}, 0.0, 0.0)
    return Tokens(ISSUER, AUDIENCE, ["ES256"], kept, "realm.roles", "party", {role: role for role in ROLES})


def tokens(data: bytes, _: Path) -> bool:
    """As it comes; no such token is let in."""
    try:
        _tokens().caller(text_of(data), 300)
    except UnknownCallerError as error:
        assert str(error) == "this token is not accepted"
        return False
    raise AssertionError("a forged token was let in")


def claims(data: bytes, _: Path) -> bool:
    """Header and claims, one a line, in a token with a good signature: odd ones are refused, or name whom they name."""
    header, body = [*data.split(b"\n", 1), b""][:2]
    head = json_of(header)
    if not isinstance(head, dict):
        return False
    try:
        token = jwt.PyJWS().encode(body, _key(), "ES256", {**head, "alg": "ES256"})
    except (TypeError, ValueError, jwt.PyJWTError):  # what the library does not write
        return False
    try:
        found = _tokens().caller(token)
    except (UnknownCallerError, NotAllowedError) as error:
        assert str(error)
        return False
    assert isinstance(found, Caller)
    said = orjson.loads(body)
    assert (said["iss"], found.by) == (ISSUER, f"oidc:{ISSUER} {said['sub']}")
    assert said["exp"] > time.time() - 60
    return True


def signatures(data: bytes, _: Path) -> bool:
    """Nothing but the very ticket is one."""
    text = text_of(data)
    try:
        found = signature_in(SECRET, text, OVER)
    except NoTicketError as error:
        assert str(error)
        return False
    assert found == SIGNATURE
    return True


def links(data: bytes, _: Path) -> bool:
    """Nothing but the very link is one, and only in its time."""
    try:
        found = question_of(SECRET, text_of(data), dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    except (UnknownLinkError, ExpiredLinkError) as error:
        assert str(error)
        return False
    assert found == QUESTION
    return True


CLAIMS = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "王芳",
    "exp": 4_000_000_000,
    "realm": {"roles": ["quality"]},
    "name": "W",
}
HEAD = b'{"kid":"ec"}\n'
EVENTS = [
    {"event": "status", "material": "面粉", "lot": "1", "status": "hold", "at": "2026-03-01", "colour": "红"},
    {
        "event": "receipt",
        "receipt": "G1",
        "material": "M",
        "lot": "1",
        "quantity": 1.5,
        "received_at": "2026-03-01T08:00Z",
    },
    {"event": "correction", "record_kind": "run", "record": "R1", "action": "replace", "by_record": "R2"},
    {"event": "run", "run": "R1", "kind": "produce", "timed": True, "x_note": 7},
]
TARGETS = {
    "events": (events, [orjson.dumps(EVENTS), *map(orjson.dumps, EVENTS)]),
    "paths": (paths, [b"M/1%2540A", b"%E9%9D%A2/1%252F2", b"M/1@S%2523"]),
    "idempotency": (idempotency, [b'{"b":[1,2.5,null],"a":"\xe6\x89\xb9"}', b"123456789012345678901234567890", b"[]"]),
    "tokens": (tokens, [b"eyJhbGciOiJFUzI1NiIsImtpZCI6ImVjIn0.e30.AAAA", b"a.b.c"]),
    "claims": (
        claims,
        [HEAD + orjson.dumps(CLAIMS), HEAD + orjson.dumps(CLAIMS | {"realm.roles": ["supplier"], "party": "S"})],
    ),
    "signatures": (signatures, [ticket(SECRET, SIGNATURE, OVER).encode(), b"gs_AA.AA"]),
    "links": (links, [link(SECRET, QUESTION).encode(), b"AA.AA"]),
}
