"""Senders of signed messages: each has a secret in the home, and says which headers bear its signature.

Standard Webhooks is the ordinary way. Where a sender knows another, it signs by HMAC-SHA256 under its own header: the
body alone, or `TIMESTAMP.body` where a second header bears the time; hexadecimal, `sha256=` before it or not.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from genealogy.errors import GenealogyError, NotFoundError, UsageError
from genealogy.outbox import secrets
from genealogy.outbox.secrets import NoSecretError
from genealogy.outbox.signing import SignatureError, check, check_age, new_secret
from genealogy.settings import Settings

KIND = "inboxes"  # the folder of the home
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")


class UnknownSenderError(NotFoundError):
    """There is no sender of that name."""

    code = "unknown_sender"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends; `signature` and `timestamp` name its headers where it does not sign by the standard."""

    name: str
    secret: str
    signature: str = ""
    timestamp: str = ""
    made_by: str = ""
    created_at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """All but the secret."""
        return {name: value for name, value in asdict(self).items() if name != "secret"}


def add_sender(settings: Settings, name: str, signature: str = "", timestamp: str = "", *, by: str = "") -> Sender:
    """Make a sender, with a new secret. Raises UsageError for a name or header that is none or a name that is taken."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a sender: 1 to 64 letters, digits, - and _ (ASCII)")
    if any(header and not _HEADER.fullmatch(header) for header in (signature, timestamp)):
        raise UsageError("the name of a header has letters, digits and -")
    if timestamp and not signature:
        raise UsageError("a header of the time needs one of the signature; without both, it is Standard Webhooks")
    if (secrets.folder(settings, KIND) / name).exists():
        raise UsageError(f"there is a sender {name} already; remove it first, for a new secret")
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    made = Sender(name, new_secret(), signature, timestamp, by, now)
    secrets.keep(settings, KIND, name, orjson.dumps(asdict(made)).decode())
    return made


def sender_of(settings: Settings, name: str) -> Sender:
    """The sender of that name. Raises UnknownSenderError, GenealogyError where its file is damaged."""
    if not _NAME.fullmatch(name):
        raise UnknownSenderError(f"there is no sender {name!r}")
    try:
        return Sender(**orjson.loads(secrets.secret_of(settings, KIND, name)))
    except NoSecretError:
        raise UnknownSenderError(f"there is no sender {name!r}; `genealogy inbox list` names them") from None
    except (orjson.JSONDecodeError, TypeError) as error:
        raise GenealogyError(f"the file of sender {name} is damaged ({error}); remove the sender and add it") from error


def senders(settings: Settings) -> list[Sender]:
    """All of them, by name."""
    place = secrets.folder(settings, KIND)
    names = sorted(file.name for file in place.iterdir() if _NAME.fullmatch(file.name)) if place.is_dir() else []
    return [sender_of(settings, name) for name in names]


def remove_sender(settings: Settings, name: str) -> None:
    """Take nothing more from it. Raises UnknownSenderError."""
    secrets.forget(settings, KIND, sender_of(settings, name).name)


def verified(settings: Settings, name: str, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> Sender:
    """The sender whose signature holds for these bytes. Raises SignatureError; of a sender that is not known, too, so
    that nobody learns who is."""
    try:
        found = sender_of(settings, name)
    except UnknownSenderError:
        raise SignatureError("the message is not signed by a sender that is known here") from None
    if not found.signature:
        check(found.secret, headers, body, now)
        return found
    seconds = headers.get(found.timestamp, "") if found.timestamp else ""
    signed = f"{seconds}.".encode() + body if found.timestamp else body
    given = headers.get(found.signature, "").strip().removeprefix("sha256=").lower()
    wanted = hmac.digest(found.secret.encode(), signed, "sha256").hex()
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise SignatureError(f"the signature in {found.signature} is missing, or does not hold for what was sent")
    check_age(seconds if found.timestamp else _time_of(body), now)
    return found


def _time_of(body: bytes) -> str:
    """The `time` of the event in seconds: without a header, it says how old a message is."""
    try:
        said = str(orjson.loads(body)["time"])
        moment = dt.datetime.fromisoformat(said)
        if moment.tzinfo is None:
            raise ValueError(said)
    except (ValueError, KeyError, TypeError):
        raise SignatureError("nothing that is signed says when: give the event a `time`, with its offset") from None
    return str(int(moment.timestamp()))
