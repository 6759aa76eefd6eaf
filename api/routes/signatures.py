"""Signatures that are made first, and used with what they are over."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Body, Response
from pydantic import Field

from api import examples
from api.access.guard import guarded, needs
from api.access.signing import FRESH, SignatureIn, TheSigner
from api.access.tickets import ticket
from api.answer import json_answer

router = guarded(prefix="/signatures", tags=["signatures"])


class SigningIn(SignatureIn):
    """What is signed, and by whom."""

    over: dict[str, Any] = Field(
        description="The event without `signature`; of a case the body with `case` and `step` (the end of the path)."
    )


@router.post("", status_code=201, summary="Sign", openapi_extra=needs("sign"))
def sign(
    signer: TheSigner,
    body: Annotated[SigningIn, Body(openapi_examples={"a release": {"value": examples.SIGNING}})],
) -> Response:
    """`signature` goes with just what was signed, as its member of that name, within five minutes; your key does not
    have to go with it. Nothing is recorded by this."""
    signed = signer.sign(body)
    until = dt.datetime.fromisoformat(signed.signed_at) + dt.timedelta(seconds=FRESH)
    text = ticket(signer.secret(), signed, body.over)
    return json_answer({"signature": text, **signed.fields(), "expires_at": until.isoformat()}, 201)
