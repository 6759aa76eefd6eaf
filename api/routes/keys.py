"""API keys: made, listed, revoked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.access.guard import TheCaller, guarded, needs
from api.access.keys import LONGEST_DAYS, list_keys, new_key, revoke_key
from api.access.roles import Role
from api.answer import json_answer
from api.routes.deps import TheStore

router = guarded(prefix="/keys", tags=["keys"])


class KeyIn(BaseModel):
    """A key to make."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=200, description="Who or what uses it.")
    role: Role
    party: str | None = Field(None, description="Of the roles supplier and customer: whose account it is.")
    days: int | None = Field(None, ge=1, le=LONGEST_DAYS, description="Expires after so many; never where left out.")


@router.post("", status_code=201, summary="Make an API key", openapi_extra=needs("admin"))
def make(
    store: TheStore,
    caller: TheCaller,
    body: Annotated[KeyIn, Body(openapi_examples={"a scanner": {"value": examples.NEW_KEY}})],
) -> Response:
    """`key` is shown this once: the database keeps a hash of it. docs/access.md says what each role may do."""
    made = new_key(store, body.name, body.role, party=body.party, days=body.days, by=caller.by)
    return json_answer(made, 201, {"Location": f"/keys/{made['id']}"})


@router.get("", summary="All API keys", openapi_extra=needs("admin", "audit"))
def all_of_them(store: TheStore) -> Response:
    """By when they were made, with those that are revoked or have expired; never the keys themselves."""
    return json_answer({"keys": list_keys(store)})


@router.delete("/{id}", summary="Revoke an API key", openapi_extra=needs("admin"))
def revoke(store: TheStore, caller: TheCaller, id: Annotated[str, Path(description="Id of the key.")]) -> Response:
    """It ends at once, and stays listed."""
    return json_answer(revoke_key(store, id, caller.by))
