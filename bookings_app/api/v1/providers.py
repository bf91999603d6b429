"""Providers: who can be booked."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from bookings_app.api.v1.calls import Caller, NoParameters, gone, listed, shown
from bookings_app.api.v1.fields import Answered, Body, Id, text
from bookings_app.api.v1.paging import Listed, part_of
from bookings_app.api.v1.services import WhichOfAll, sent
from bookings_app.domain.catalog import NewProvider
from bookings_app.domain.merging import as_entered
from bookings_app.usecases import archiving, catalog, setup, setup_changes
from bookings_app.usecases.views import ProviderView

routes = APIRouter(tags=["Providers"])

Name = Annotated[str, text(255, examples=["Ben Roy"])]
Email = Annotated[str, text(254, examples=["ben@example.com"])]


class ProviderToMake(Body):
    """A provider, and the services they do. Until they have hours they offer no slot."""

    name: Name
    email: Email | None = None
    service_ids: list[Id] = []


class ProviderChange(Body):
    """What to change; everything else stays. null or "" clears the e-mail."""

    name: Name = ""
    email: Email | None = None
    service_ids: list[Id] = []


class Provider(Answered):
    """A provider; `archived_at` says since when they offer nothing."""

    id: Id
    name: str
    email: str
    service_ids: list[Id]
    archived_at: datetime | None


@routes.get("/providers", response_model=Listed[Provider])
def list_providers(call: Caller, asked: Annotated[WhichOfAll, Query()]) -> Response:
    """List providers by name."""
    found = catalog.list_providers(
        include_archived=asked.include_archived, limits=call.actor.limits
    )
    part, cursor = part_of(found, asked, place=lambda each: (each.name, each.id))
    return listed(Listed(items=[provider(view) for view in part], next_cursor=cursor))


@routes.post("/providers", response_model=Provider, status_code=201)
def make_provider(call: Caller, said: ProviderToMake, _: NoParameters) -> Response:
    """Add a provider."""
    new = NewProvider(**_entered(said))
    return call.once(
        said, lambda: provider(setup.create_provider(new, by=call.actor, now=call.now))
    )


@routes.get("/providers/{provider_id}", response_model=Provider)
def read_provider(call: Caller, provider_id: str, _: NoParameters) -> Response:
    """Read one provider, archived or not."""
    return shown(provider(catalog.get_provider(provider_id, limits=call.actor.limits)))


@routes.patch("/providers/{provider_id}", response_model=Provider)
def change_provider(
    call: Caller, provider_id: str, said: ProviderChange, _: NoParameters
) -> Response:
    """Change a provider. Bookings keep the name they had."""

    def changed(view: ProviderView) -> NewProvider:
        call.check_is(shown(provider(view)).headers["etag"])
        return replace(as_entered(NewProvider, view), **_entered(said))

    return shown(
        provider(setup_changes.change_provider(provider_id, changed, by=call.actor, now=call.now))
    )


@routes.delete("/providers/{provider_id}", status_code=204)
def archive_provider(call: Caller, provider_id: str, _: NoParameters) -> Response:
    """Offer no slot of a provider any more; their bookings live on."""
    archiving.archive_provider(provider_id, by=call.actor, now=call.now)
    return gone()


def provider(view: ProviderView) -> Provider:
    """A provider as programs get them."""
    return Provider.model_validate(view, from_attributes=True)


def _entered(said: ProviderToMake | ProviderChange) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in sent(said).items()}
