"""A time-stamping authority (RFC 3161) on this machine: a real HTTP server with a CA of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rfc3161_client._rust import parse_timestamp_request

NOW = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _DIGEST, _SIGNING_CERTIFICATE = (
    *("1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"),
    "1.2.840.113549.1.9.16.2.47",
)
_SHA256, _ECDSA, _POLICY = "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2", "1.3.6.1.4.1.99999.1"


@dataclass
class Authority:
    """A CA and the certificate that it gave for stamping; `time` is what its clock says."""

    time: dt.datetime = NOW
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING
    asked: int = 0
    change: Callable[[bytes], bytes] = bytes
    _root_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        self.root = self._certificate("时间戳根证书", self._root_key, None)
        self.own = self._certificate("TSA", self._key, self.root)

    @property
    def pem(self) -> bytes:
        """The root certificate, as a setting names it."""
        return self.root.public_bytes(Encoding.PEM)

    def answer(self, query: bytes) -> bytes:
        """The response to a request, granted."""
        asked = parse_timestamp_request(query)
        imprint = _seq(_algorithm(_SHA256), _der(4, asked.message_imprint.message))
        when = _der(24, self.time.strftime("%Y%m%d%H%M%SZ").encode())
        info = _seq(_int(1), _oid(_POLICY), imprint, _int(7), when, _int(asked.nonce or 0))
        return self.change(_seq(_seq(_int(0)), _seq(_oid(_SIGNED_DATA), _der(0xA0, self._signed(info)))))

    def _signed(self, info: bytes) -> bytes:
        inside = _seq(_oid(_TST_INFO), _der(0xA0, _der(4, info)))
        certificates = _der(0xA0, self.own.public_bytes(Encoding.DER))
        return _seq(_int(3), _set(_algorithm(_SHA256)), inside, certificates, _set(self._signer(info)))

    def _signer(self, info: bytes) -> bytes:
        certificate = _seq(_seq(_seq(_der(4, self.own.fingerprint(hashes.SHA256())))))
        attributes = [
            _seq(_oid(_CONTENT_TYPE), _set(_oid(_TST_INFO))),
            _seq(_oid(_DIGEST), _set(_der(4, sha256(info).digest()))),
            _seq(_oid(_SIGNING_CERTIFICATE), _set(certificate)),
        ]
        signed = b"".join(sorted(attributes))
        signature = self._key.sign(_der(0x31, signed), ec.ECDSA(hashes.SHA256()))
        who = _seq(self.own.issuer.public_bytes(), _int(self.own.serial_number))
        ways = (_algorithm(_SHA256), _der(0xA0, signed), _seq(_oid(_ECDSA)))
        return _seq(_int(1), who, *ways, _der(4, signature))

    def _certificate(
        self, name: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Certificate | None
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = x509.CertificateBuilder(
            issuer.subject if issuer else subject, subject, key.public_key(), x509.random_serial_number()
        )
        made = made.not_valid_before(NOW - dt.timedelta(days=30)).not_valid_after(NOW + dt.timedelta(days=300))
        made = made.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        ours = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root_key.public_key())
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        made = made.add_extension(ours, critical=False)
        made = made.add_extension(_usage(signs_certificates=issuer is None), critical=True)
        if issuer:
            made = made.add_extension(x509.ExtendedKeyUsage([self.usage]), critical=True)
        return made.sign(self._root_key, hashes.SHA256())


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    off = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only")
    signs = {"key_cert_sign": signs_certificates, "crl_sign": signs_certificates}
    return x509.KeyUsage(digital_signature=True, decipher_only=False, **signs, **dict.fromkeys(off, False))


@contextmanager
def serving(authority: Authority, status: int = 200) -> Iterator[str]:
    """The address of the authority while it serves."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            authority.asked += 1
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        server.server_close()


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _seq(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _set(*parts: bytes) -> bytes:
    return _der(0x31, b"".join(parts))


def _int(value: int) -> bytes:
    return _der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(text: str) -> bytes:
    first, second, *rest = map(int, text.split("."))
    return _der(6, b"".join(map(_base128, (40 * first + second, *rest))))


def _base128(value: int) -> bytes:
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(0x80 | value & 0x7F)
    return bytes(reversed(found))


def _algorithm(oid: str) -> bytes:
    return _seq(_oid(oid), _der(5, b""))
