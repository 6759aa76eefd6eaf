"""Electronic signatures (21 CFR Part 11): whoever signs shows once more who they are, and says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast, get_args

import structlog
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.access.caller import Caller, NotAllowedError, UnknownCallerError
from api.access.guard import HOME, Access
from genealogy.cases.life import Signature
from genealogy.errors import GenealogyError, UsageError
from genealogy.events.cases import Meaning
from genealogy.settings import Settings
from genealogy.store import Store

FRESH = 300  # seconds since the log-in that a token tells of
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


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever sends a request, and may sign it."""

    caller: Caller
    access: Access

    def signature(self, given: SignatureIn | None, *, must: bool) -> Signature | None:
        """The signature as it is recorded. Raises SignatureNeededError where the settings ask for one and there `must`
        be one, WrongSignatureError."""
        if given is None:
            if must and self.access.settings.signatures:
                raise SignatureNeededError(
                    "this needs a signature: add `signature` with its meaning and your key again"
                )
            return None
        signed = signed_with(self.access, given.credential.get_secret_value(), given.meaning)
        if signed.signer != self.caller.by:
            raise _refused(f"it is signed by another than {self.caller.by}, who sends it")
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
    return Signature(again.by, meaning)


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
