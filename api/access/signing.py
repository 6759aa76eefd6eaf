"""Electronic signatures (21 CFR Part 11): whoever signs shows once more who they are, and says what it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, cast, get_args

import structlog
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.access.caller import Caller, NotAllowedError, UnknownCallerError
from api.access.guard import HOME, Access
from api.access.tickets import LONGEST, NoTicketError, signature_in
from genealogy.answers.recall import moment_now
from genealogy.errors import GenealogyError, UsageError
from genealogy.events.signing import Meaning, Signature
from genealogy.ledger.head import head_of
from genealogy.settings import Settings
from genealogy.store import Store

FRESH = 300  # seconds since the log-in that a token tells of, or since what is used was signed
LONGEST_NAME = 200
log = structlog.get_logger("api.access")


class SignatureNeededError(GenealogyError):
    """This must be signed, and is not."""

    code = "signature_needed"
    status = 403


class WrongSignatureError(GenealogyError):
    """What was given to sign with is not that of whoever sends it, or no person's own; nothing was recorded."""

    code = "signature_refused"
    status = 403


class SignatureIn(BaseModel):
    """A signature: the same key again, or a token of a log-in of the last five minutes."""

    model_config = ConfigDict(extra="forbid")
    meaning: Meaning = Field(description="What it stands for (21 CFR 11.50).")
    credential: SecretStr = Field(description="Your key once more, or a token whose `auth_time` is fresh. Not kept.")


Ticket = Annotated[str, Field(max_length=LONGEST, description="What POST /signatures gave.")]
Given = SignatureIn | Ticket


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever sends a request, and may sign it."""

    caller: Caller
    access: Access

    def signature(self, given: Given | None, over: Any, *, must: bool) -> Signature | None:
        """The signature as it is recorded, of `over`. Raises SignatureNeededError where the settings ask for one and
        there `must` be one, WrongSignatureError."""
        if given is None:
            if must and self.access.settings.signatures:
                raise SignatureNeededError(
                    "this needs a signature: add `signature` with its meaning and your key again"
                )
            return None
        return self._own(self._ticket(given, over)) if isinstance(given, str) else self.sign(given)

    def sign(self, given: SignatureIn) -> Signature:
        """The sender's own signature, of now. Raises WrongSignatureError."""
        return self._own(signed_with(self.access, given.credential.get_secret_value(), given.meaning))

    def secret(self) -> str:
        """By which tickets of this database are known."""
        return head_of(self.access.store).secret

    def _own(self, signed: Signature) -> Signature:
        if signed.signer != self.caller.by:
            raise _refused(f"it is signed by another than {self.caller.by}, who sends it")
        return signed

    def _ticket(self, text: str, over: Any) -> Signature:
        try:
            signed = signature_in(self.secret(), text, over)
        except NoTicketError as error:
            raise _refused(str(error)) from None
        age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(signed.signed_at)
        if age > dt.timedelta(seconds=FRESH):
            raise _refused(f"it was signed at {signed.signed_at}, more than {FRESH // 60} minutes ago; sign again")
        return signed


def signed_with(access: Access, credential: str, meaning: Meaning) -> Signature:
    """The signature of whoever has this key or token. Raises WrongSignatureError."""
    try:
        again = access.caller(f"Bearer {credential}", max_age=FRESH)
    except (UnknownCallerError, NotAllowedError) as error:
        raise _refused("the key or token that it is signed with is not accepted, or its log-in is too old") from error
    if again.by == HOME:
        raise _refused("the home's own key is nobody's; sign with a key of your own")
    if "sign" not in again.rights:
        raise _refused(f"{again.by} does not have the right to sign")
    name = "".join(sign for sign in again.name if sign.isprintable())[:LONGEST_NAME]
    return Signature(again.by, name or again.by, meaning, moment_now())


def signed_by_key(settings: Settings, store: Store, meaning: str | None, key: str) -> Signature:
    """The signature of whoever has a key, for the command line. Raises SignatureNeededError without a meaning,
    UsageError for one that is none, WrongSignatureError."""
    if meaning is None:
        raise SignatureNeededError(f"this needs a signature: --meaning {', '.join(get_args(Meaning))}")
    if meaning not in get_args(Meaning):
        raise UsageError(f"{meaning!r} is no meaning of a signature: {', '.join(get_args(Meaning))}")
    return signed_with(Access.of(settings, store), key, cast(Meaning, meaning))


def _refused(why: str) -> WrongSignatureError:
    log.warning("signature refused", why=why)  # 21 CFR 11.300(d): attempts are to be noticed
    return WrongSignatureError(why)


def _signer(request: Request) -> Signer:
    return Signer(request.state.caller, request.app.state.access)


TheSigner = Annotated[Signer, Depends(_signer)]
