"""Signatures, places, waits, and what is said of an event: without a database."""

from __future__ import annotations

import base64
import datetime as dt
import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from genealogy.errors import GenealogyError, UsageError
from genealogy.events import RECORDED_BY_KIND
from genealogy.outbox.delivery import wait
from genealogy.outbox.hosts import BlockedHostError, addresses, parts_of
from genealogy.outbox.messages import SHOWN, Told, load_done, messages_of
from genealogy.outbox.sending import post
from genealogy.outbox.signing import WINDOW, SignatureError, check, headers_of, key_of, new_secret
from tests.outbox.peer import peer

NOW = dt.datetime.now(dt.UTC)
HERE = ["127.0.0.1"]


@given(body=st.binary(max_size=50))
def test_another_program_reads_our_signature(body: bytes) -> None:
    secret = new_secret()
    text = base64.b64encode(body)
    text = b'"' + text + b'"'
    Webhook(secret).verify(text, headers_of(secret, "m1", dt.datetime.now(dt.UTC), text))


def test_we_read_the_signature_of_another_program() -> None:
    secret, body = new_secret(), '{"批号":"一"}'
    signature = Webhook(secret).sign("m1", NOW, body)
    headers = {"webhook-id": "m1", "webhook-timestamp": str(int(NOW.timestamp())), "webhook-signature": signature}
    check(secret, headers, body.encode(), NOW)
    check(secret, headers | {"webhook-signature": f"v1a,x v1,AA== {signature}"}, body.encode(), NOW)


def changed(**said: Any) -> tuple[str, dict[str, str], bytes, dt.datetime]:
    """A message that is signed well, with something of it changed."""
    secret, body = new_secret(), b"{}"
    headers = headers_of(secret, "m1", NOW, body)
    headers |= {f"webhook-{name}": value for name, value in said.items() if name in ("id", "timestamp", "signature")}
    return said.get("secret", secret), headers, said.get("body", body), said.get("now", NOW)


@pytest.mark.parametrize(
    "said",
    [
        {"id": "m2"},
        {"timestamp": str(int(NOW.timestamp()) + 1)},
        {"timestamp": "soon"},
        {"timestamp": "9" * 400},
        {"signature": ""},
        {"signature": "v1,"},
        {"signature": "v1,一"},
        {"signature": "v2,AAAA"},
        {"body": b"{ }"},
        {"secret": new_secret()},
        {"now": NOW + WINDOW + dt.timedelta(seconds=2)},
        {"now": NOW - WINDOW - dt.timedelta(seconds=2)},
    ],
)
def test_what_is_not_signed_so_is_refused(said: dict[str, Any]) -> None:
    check(*changed())
    with pytest.raises(SignatureError):
        check(*changed(**said))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA", "whsec_" + "A" * 400, "whsec_一"])
def test_a_secret_that_is_none(secret: str) -> None:
    with pytest.raises(UsageError):
        key_of(secret)


PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "fd00::1"]
PRIVATE += ["::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "100.64.0.1"]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_networks_are_closed(host: str) -> None:
    with pytest.raises(BlockedHostError, match="GENEALOGY_WEBHOOK_HOSTS"):
        addresses(host, 80, ["erp.plant.local", "10.9.0.0/16"])


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("93.184.215.14", ""),
        ("10.1.2.3", "10.1.0.0/16"),
        ("::ffff:10.1.2.3", "10.1.0.0/16"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "LOCALHOST"),
        ("localhost", "127.0.0.0/8"),
    ],
)
def test_what_is_open(host: str, allowed: str) -> None:
    assert addresses(host, 80, [allowed])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/",
        "file:///etc/passwd",
        "http://",
        "//x",
        "http://u:p@x.example/",
        "http://x.example/#a",
        "http://x.example:99999/",
        "http://x.example/a b",
        "http://x.example/\r\nX: y",
        "http://一.example/",
    ],
)
def test_no_address(url: str) -> None:
    with pytest.raises(UsageError):
        parts_of(url)


def test_waits_grow_and_are_bounded() -> None:
    waits = [wait(tries, 3600).total_seconds() for tries in (1, 2, 5, 30, 10_000)]
    assert 2.5 <= waits[0] <= 5 <= waits[1] <= 10 < waits[2]
    assert all(1800 <= seconds <= 3600 for seconds in waits[3:])


def told(kind: str, place: int, **values: Any) -> Told:
    return Told(RECORDED_BY_KIND[kind].model_validate(values), f"e{place}")


def test_a_status_says_what_and_not_who() -> None:
    values = {"material": "奶粉", "lot": "批-1", "status": "hold", "reason": "异物", "at": "2026-03-01"}
    (message,) = messages_of([told("status", 1, **values, by="张三", phone="138", case="RC")], "api")
    assert message.data == {"batch": "奶粉/批-1", **values, "case": "RC"}
    assert (message.type, message.subject, message.people) == ("batch.status", "奶粉/批-1", False)


def test_one_message_for_all_alarms_of_a_case() -> None:
    values = {"case": "RC", "revision": 1, "material": "M", "what": "shipped", "record": "r", "at": "2026-03-01"}
    events = [told("alarm", number, **values, lot=str(number)) for number in range(SHOWN + 5)]
    (message,) = messages_of(events, "load-1")
    assert message.data["alarms"] == SHOWN + 5 and len(message.data["batches"]) == SHOWN
    assert message.data["batches"][0] == {"batch": "M/0", "what": "shipped"}
    assert not message.people and messages_of(events, "api")[0].people


def test_steps_of_a_case() -> None:
    entry = {"case": "RC", "number": 1, "revision": 1, "action": "decide", "decision": "召回", "reason": "r"}
    (message,) = messages_of([told("case_entry", 1, **entry, by="李四", signer="k", at="2026-03-01")], "case")
    assert message.data == {**entry, "at": "2026-03-01"}
    assert (message.type, message.strand, message.people) == ("case.decide", "case RC", True)
    assert "李四" not in str(message.row()) and "signer" not in str(message.row())


def test_nothing_else_is_told() -> None:
    assert messages_of([told("material", 1, material="M"), told("batch", 2, material="M", lot="A")], "api") == []
    assert load_done("l", "包", {"rows": 3}).data == {"load": "l", "source": "包", "rows": 3}


@pytest.mark.parametrize(
    ("status", "ok", "refused", "gone"),
    [
        (200, True, False, False),
        (204, True, False, False),
        (302, False, True, False),
        (400, False, True, False),
        (410, False, True, True),
        (429, False, False, False),
        (500, False, False, False),
    ],
)
def test_what_an_answer_means(status: int, ok: bool, refused: bool, gone: bool) -> None:
    with peer() as other:
        other.status = lambda _: status
        result = post(other.url, b"{}", {"X": "1"}, HERE)
        assert (result.ok, result.refused, result.gone) == (ok, refused, gone)
        assert [(one.path, one.headers["x"]) for one in other.got] == [("/hook", "1")]


def test_a_receiver_that_never_ends_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n")
                    while True:
                        connection.sendall(b"X: y\r\n")
                        threading.Event().wait(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        result = post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, HERE, patience=0.3)
        thread.join(10)
    assert not result.ok and not result.refused and "does not answer" in result.why


def test_nobody_listens_and_a_closed_place() -> None:
    with peer() as other:
        url = other.url
    assert "does not answer" in post(url, b"", {}, HERE).why
    closed = post(url, b"", {}, [])
    assert not closed.ok and "GENEALOGY_WEBHOOK_HOSTS" in closed.why
    assert issubclass(BlockedHostError, GenealogyError)


def test_https_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = write_certificate(tmp_path / "own.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with peer(context=context) as other:
        url = other.url.replace("http://127.0.0.1", "https://localhost")
        assert "certificate" in post(url, b"{}", {}, ["localhost"]).why
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert post(url, b"{}", {}, ["localhost"]).ok
        assert "certificate" in post(url.replace("localhost", "127.0.0.1"), b"{}", {}, HERE).why
        assert [one.body for one in other.got] == [b"{}"]


def write_certificate(file: Path) -> Path:
    """A key and a certificate for localhost that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file
