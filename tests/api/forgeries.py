"""Tokens that nobody signed who may, by what is wrong with them."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.provider import AUDIENCE, Provider, public, signed


def part(value: Any) -> str:
    text = value if isinstance(value, bytes) else orjson.dumps(value)
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def signed_with(secret: bytes, header: Any, claims: Any) -> str:
    """HMAC, by hand: libraries refuse to make such a token."""
    text = f"{part(header)}.{part(claims)}"
    return f"{text}.{part(hmac.new(secret, text.encode(), sha256).digest())}"


def forged(idp: Provider, other: Provider) -> Iterator[str]:
    """More than 300 tokens, each of which would be good but for one thing."""
    good = idp.token(roles=["admin"])
    yield from of_other_algorithms(good)
    yield from of_guessed_secrets(idp)
    yield from with_wrong_claims(idp, other)
    yield from of_other_keys(good, idp, other)
    yield from with_keys_of_their_own(idp, other)
    yield from broken(good)
    yield from changed(good, idp.claims(roles=["admin"]))


def pem_of(idp: Provider) -> bytes:
    """The public key, as a file has it."""
    key = idp.keys["rsa"].public_key()
    return bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))


def of_other_algorithms(good: str) -> Iterator[str]:
    """None at all, or one that is no name of any."""
    _, body, signature = good.split(".")
    names: list[Any] = ["none", "None", "NONE", "nOnE", "", None, 0, [], {}, "HS256", "RS1", "RS256 "]
    for alg in names:
        for sent in ("", signature, part(b"x")):
            yield f"{part({'alg': alg, 'typ': 'JWT', 'kid': 'rsa'})}.{body}.{sent}"


def of_guessed_secrets(idp: Provider) -> Iterator[str]:
    """Signed with what everybody knows, as if it were a secret."""
    pem, document = pem_of(idp), idp.pages["/keys"][1]
    for secret in (pem, pem.strip(), document, b"", b"secret", orjson.dumps(public("rsa", idp.keys["rsa"]))):
        for alg in ("HS256", "HS384", "HS512", "RS256"):
            yield signed_with(secret, {"alg": alg, "kid": "rsa"}, idp.claims(roles=["admin"]))


def with_wrong_claims(idp: Provider, other: Provider) -> Iterator[str]:
    """Signed by the provider, for others, for later, or for nobody."""
    now = int(time.time())
    wrongs: list[dict[str, Any]] = [
        *({"iss": other.url}, {"iss": idp.url + "/"}, {"iss": None}, {"iss": ""}, {"iss": idp.url.upper()}, {"iss": 1}),
        *({"aud": "other"}, {"aud": None}, {"aud": []}, {"aud": ["a", "b"]}, {"aud": AUDIENCE + " "}, {"aud": ""}),
        *({"exp": now - 3600}, {"exp": now - 31}, {"exp": None}, {"exp": "soon"}, {"exp": 0}, {"exp": -1}),
        *({"nbf": now + 3600}, {"nbf": "later"}, {"iat": now + 3600}),
        *({"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": ["a"]}),
    ]
    for wrong in wrongs:
        for kid in ("rsa", "ec"):
            yield idp.token(kid, **{"roles": ["admin"], **wrong})


def of_other_keys(good: str, idp: Provider, other: Provider) -> Iterator[str]:
    """Signed with a key that is not the one named, or in a way that is not asked for."""
    _, body, signature = good.split(".")
    claims = idp.claims(roles=["admin"])
    kids: list[Any] = ["nobody", "", " rsa", "RSA", "../rsa", "rsa\x00", 7, None, ["rsa"], {"a": 1}, "ec"]
    for kid in kids:
        yield signed(claims, other.keys["rsa"], "RS256", kid="rsa")
        yield f"{part({'alg': 'RS256', 'kid': kid})}.{body}.{signature}"
    for alg in ("RS384", "RS512", "PS256"):
        yield signed(claims, idp.keys["rsa"], alg, kid="rsa")
    curve = ec.generate_private_key(ec.SECP256R1())
    for kid in ("ec", "rsa"):
        yield signed(claims, curve, "ES256", kid=kid)


def with_keys_of_their_own(idp: Provider, other: Provider) -> Iterator[str]:
    """The header says by which key it wants to be checked, or asks for what is not known."""
    key, chain = public("evil", other.keys["rsa"]), [base64.b64encode(pem_of(idp)).decode()]
    headers: list[dict[str, Any]] = [
        *({"jku": other.url + "/keys"}, {"x5u": other.url + "/keys"}, {"jwk": key}, {"x5c": chain}),
        *({"x5t": "x"}, {"crit": ["exp"]}, {"b64": False, "crit": ["b64"]}, {"zip": "DEF"}, {"cty": "JWT"}),
    ]
    for more in headers:
        for kid in ("rsa", "evil", "ec"):
            yield signed(idp.claims(roles=["admin"]), other.keys["rsa"], "RS256", kid=kid, **more)


def broken(good: str) -> Iterator[str]:
    """No three parts, parts without end, parts that are no object."""
    head, body, signature = good.split(".")
    yield from ("..", "a.b.c", ".".join([head, body, ""]), ".".join([head, "", signature]), f"{good}.", f".{good}")
    deep = b"[" * 2000 + b"]" * 2000
    yield f"{part(deep)}.{body}.{signature}"
    yield f"{part({'alg': 'RS256', 'kid': 'rsa'})}.{part(deep)}.{signature}"
    yield good + "A" * 9000


def changed(good: str, claims: dict[str, Any]) -> Iterator[str]:
    """Other claims under the signature, or another letter."""
    head, body, signature = good.split(".")
    for other in ({"roles": ["quality"]}, {"sub": "x"}, {"exp": int(time.time()) + 9999}, {"aud": "x"}):
        yield f"{head}.{part({**claims, **other})}.{signature}"
    for position in range(0, len(signature) - 1, 3):
        yield f"{head}.{body}.{other_letter(signature, position)}"
    for position in range(0, len(body) - 1, 4):
        yield f"{head}.{other_letter(body, position)}.{signature}"


def other_letter(text: str, position: int) -> str:
    """The text with another letter there."""
    return text[:position] + ("A" if text[position] != "A" else "B") + text[position + 1 :]
