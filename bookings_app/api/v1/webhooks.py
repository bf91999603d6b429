"""Webhooks: which addresses are told of bookings."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from bookings_app.api.v1.calls import Caller, NoParameters, gone, listed, shown
from bookings_app.api.v1.fields import Answered, Body, Id, Page, text
from bookings_app.api.v1.paging import Listed, part_of
from bookings_app.domain.webhooks import NewWebhook
from bookings_app.usecases import webhooks
from bookings_app.usecases.webhooks import MadeWebhook, WebhookView

routes = APIRouter(tags=["Webhooks"])

EventWord = Literal[
    "booking.created",
    "booking.updated",
    "booking.confirmed",
    "booking.completed",
    "booking.cancelled",
    "booking.no_show",
    "booking.rescheduled",
]


class WebhookToAdd(Body):
    """An address to tell; without `events` it is told of all."""

    url: Annotated[str, text(2_000, examples=["https://example.com/bookings"])]
    events: Annotated[list[EventWord] | None, Field(max_length=20)] = None
    name: Annotated[str, text(255, examples=["Till"])] = ""


class Webhook(Answered):
    """An address that is told. `waiting` counts messages, `given_up` those it never heard."""

    id: Id
    url: str
    name: str
    events: list[EventWord]
    status: Literal["active", "paused", "switched_off"]
    status_reason: str
    waiting: int
    given_up: int
    created_at: datetime
    last_delivered_at: datetime | None
    failing_since: datetime | None


class AddedWebhook(Webhook):
    """A new one, with the secret its messages are signed with: it is not shown again."""

    secret: Annotated[str, Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])]


@routes.get("/webhooks", response_model=Listed[Webhook])
def list_webhooks(call: Caller, asked: Annotated[Page, Query()]) -> Response:
    """List webhooks, oldest first."""
    found = webhooks.list_webhooks(by=call.actor)
    part, cursor = part_of(found, asked, place=lambda each: (each.created_at.isoformat(), each.id))
    return listed(Listed(items=[_shape(each) for each in part], next_cursor=cursor))


@routes.post("/webhooks", status_code=HTTPStatus.CREATED, response_model=AddedWebhook)
def add_webhook(call: Caller, said: WebhookToAdd, _none: NoParameters) -> Response:
    """Have an address told of what happens from now on; the answer holds the only secret."""
    new = NewWebhook(url=said.url, events=said.events, name=said.name)
    return call.once(said, lambda: _added(webhooks.add_webhook(new, by=call.actor, now=call.now)))


@routes.get("/webhooks/{webhook_id}", response_model=Webhook)
def read_webhook(call: Caller, webhook_id: str, _none: NoParameters) -> Response:
    """Read one webhook."""
    return shown(_shape(webhooks.get_webhook(webhook_id, by=call.actor)))


@routes.delete("/webhooks/{webhook_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_webhook(call: Caller, webhook_id: str, _none: NoParameters) -> Response:
    """Tell an address no more, and forget what it was told."""
    webhooks.remove_webhook(webhook_id, by=call.actor)
    return gone()


def _shape(view: WebhookView) -> Webhook:
    return Webhook.model_validate(view, from_attributes=True)


def _added(made: MadeWebhook) -> AddedWebhook:
    return AddedWebhook(**_shape(made.webhook).model_dump(), secret=made.secret)
