"""Webhooks: who is told what is recorded, what did not arrive, and sending it again."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples, writeback
from api.access.guard import TheCaller, guarded, needs
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from genealogy.outbox.post import send_test
from genealogy.outbox.subscriptions import dead, replay, subscribe, subscriptions, unsubscribe

router = guarded(prefix="/webhooks", tags=["webhooks"])
Id = Annotated[str, Path(description="Id of the subscription.")]


class WebhookIn(BaseModel):
    """A subscription to make."""

    model_config = ConfigDict(extra="forbid")
    url: str = Field(
        min_length=1, max_length=2000, description="Where messages are posted to: http or https; or source:NAME."
    )
    what: list[str] = Field(
        default_factory=list, max_length=10, description="status, case, alarm, load; all of them where empty."
    )


class Again(BaseModel):
    """Which dead messages are to be sent again."""

    model_config = ConfigDict(extra="forbid")
    messages: list[str] = Field(default_factory=list, max_length=1000, description="Their ids; all where empty.")


@router.post("", status_code=201, summary="Subscribe to messages", openapi_extra=needs("admin"))
def add(
    store: TheStore,
    settings: TheSettings,
    caller: TheCaller,
    body: Annotated[WebhookIn, Body(openapi_examples={"a warehouse": {"value": examples.NEW_WEBHOOK}})],
) -> Response:
    """`secret` signs each message and is shown this once; the home keeps it. What is recorded from now on is sent:
    docs/webhooks.md says what, and how a receiver checks it. 422 `blocked_host` where the address is of a private
    network that GENEALOGY_WEBHOOK_HOSTS does not name. A source (docs/erp.md) has no `secret` of ours; it is told of
    `status` (also where nothing is named) and of `case`."""
    if body.url.startswith(writeback.SCHEME):
        made = writeback.subscribe(store, settings, body.url, body.what, by=caller.by)
    else:
        made = subscribe(store, settings, body.url, body.what, by=caller.by)
    return json_answer(made, 201, {"Location": f"/webhooks/{made['id']}"})


@router.get("", summary="All subscriptions", openapi_extra=needs("admin", "audit"))
def all_of_them(store: TheStore) -> Response:
    """By when they were made, with how many messages wait and are dead; never the secrets."""
    return json_answer({"webhooks": subscriptions(store)})


@router.get("/dead", summary="Messages that were given up", openapi_extra=needs("admin", "audit"))
def all_dead(
    store: TheStore, id: Annotated[str | None, Query(description="Of this subscription only.")] = None
) -> Response:
    """In order, the first 1,000 of each subscription: which, why, after how many tries."""
    return json_answer({"dead": dead(store, id)})


@router.delete("/{id}", summary="End a subscription", openapi_extra=needs("admin"))
def remove(store: TheStore, settings: TheSettings, id: Id) -> Response:
    """Nothing more is sent to it; what waited is let go, and its secret too."""
    return json_answer(unsubscribe(store, settings, id))


@router.post("/{id}/test", summary="Send a test message", openapi_extra=needs("admin"))
def test(store: TheStore, settings: TheSettings, id: Id) -> Response:
    """A signed message of type `genealogy.test`, at once and once; `delivered`, and where not, `why`. A source is
    looked at, and told nothing."""
    return json_answer(send_test(store, settings, id, writeback.senders(store, settings)))


@router.post("/{id}/replay", summary="Send dead messages again", openapi_extra=needs("admin"))
def again(
    store: TheStore,
    id: Id,
    body: Annotated[Again, Body(openapi_examples={"all of them": {"value": {"messages": []}}})],
) -> Response:
    """In order, with the ids they had; `replayed` counts them."""
    return json_answer({"replayed": replay(store, id, body.messages)})
