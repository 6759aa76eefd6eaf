"""An identity provider on this machine: signing keys, their document over real HTTP, and tokens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "genealogy"


@dataclass
class Provider:
    """What it says at its addresses (`pages`), who asked for them (`asked`), and its private keys by id."""

    url: str = ""
    keys: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def add(self, kid: str, key: Any) -> None:
        """Publish a key as well."""
        self.keys[kid] = key
        self.publish()

    def publish(self) -> None:
        """Write the pages again."""
        found = [public(kid, key) for kid, key in self.keys.items()]
        about = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        self.pages["/keys"] = (200, orjson.dumps({"keys": found}))
        self.pages["/.well-known/openid-configuration"] = (200, orjson.dumps(about))

    def claims(self, **more: Any) -> dict[str, Any]:
        """Claims of a token that is good."""
        now = int(time.time())
        return {"iss": self.url, "aud": AUDIENCE, "sub": "王芳", "exp": now + 300, "nbf": now - 5, **more}

    def token(self, kid: str = "rsa", **more: Any) -> str:
        """A token signed with one of its keys; claims that are None are left out."""
        claims = {name: value for name, value in self.claims(**more).items() if value is not None}
        return signed(claims, self.keys[kid], algorithm_of(self.keys[kid]), kid=kid)


def signed(claims: dict[str, Any], key: Any, algorithm: str = "RS256", **header: Any) -> str:
    """A token with any claims, also such as a library for tokens refuses."""
    return jwt.PyJWS().encode(orjson.dumps(claims), key, algorithm, {"typ": "JWT", **header})


def algorithm_of(key: Any) -> str:
    """The signature that goes with a private key."""
    return "ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256"


def public(kid: str, key: Any) -> dict[str, Any]:
    """The public half as JWK."""
    maker = ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else RSAAlgorithm
    return {**maker.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """A new RSA key."""
    return rsa.generate_private_key(65537, bits)


@contextmanager
def provider() -> Iterator[Provider]:
    """One that answers, with an RSA key `rsa` and an elliptic one `ec`."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            status, content = made.pages.get(self.path, (404, b"{}"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    made.add("rsa", rsa_key())
    made.add("ec", ec.generate_private_key(ec.SECP256R1()))
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
