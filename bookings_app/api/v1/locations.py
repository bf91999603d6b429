"""Locations: where bookings take place."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from bookings_app.api.v1.calls import Caller, NoParameters, gone, listed, shown
from bookings_app.api.v1.fields import Answered, Body, Id, text
from bookings_app.api.v1.paging import Listed, part_of
from bookings_app.api.v1.services import WhichOfAll, sent
from bookings_app.domain.catalog import NewLocation
from bookings_app.domain.merging import as_entered
from bookings_app.usecases import archiving, catalog, setup, setup_changes
from bookings_app.usecases.views import LocationView

routes = APIRouter(tags=["Locations"])

Name = Annotated[str, text(255, examples=["Old Town"])]
Zone = Annotated[str, text(100, examples=["Europe/Madrid"])]


class LocationToMake(Body):
    """A location; its zone is an IANA name."""

    name: Name
    time_zone: Zone
    address: str = ""


class LocationChange(Body):
    """What to change; everything else stays."""

    name: Name = ""
    time_zone: Zone = ""
    address: str = ""


class Location(Answered):
    """A location; `archived_at` says since when nothing is offered there."""

    id: Id
    name: str
    address: str
    time_zone: str
    archived_at: datetime | None


@routes.get("/locations", response_model=Listed[Location])
def list_locations(call: Caller, asked: Annotated[WhichOfAll, Query()]) -> Response:
    """List locations by name."""
    found = catalog.list_locations(
        include_archived=asked.include_archived, limits=call.actor.limits
    )
    part, cursor = part_of(found, asked, place=lambda each: (each.name, each.id))
    return listed(Listed(items=[location(view) for view in part], next_cursor=cursor))


@routes.post("/locations", response_model=Location, status_code=201)
def make_location(call: Caller, said: LocationToMake, _: NoParameters) -> Response:
    """Add a location."""
    new = NewLocation(**sent(said))
    return call.once(
        said, lambda: location(setup.create_location(new, by=call.actor, now=call.now))
    )


@routes.get("/locations/{location_id}", response_model=Location)
def read_location(call: Caller, location_id: str, _: NoParameters) -> Response:
    """Read one location, archived or not."""
    return shown(location(catalog.get_location(location_id, limits=call.actor.limits)))


@routes.patch("/locations/{location_id}", response_model=Location)
def change_location(
    call: Caller, location_id: str, said: LocationChange, _: NoParameters
) -> Response:
    """Change a location. Its bookings stay at their instants."""

    def changed(view: LocationView) -> NewLocation:
        call.check_is(shown(location(view)).headers["etag"])
        return replace(as_entered(NewLocation, view), **sent(said))

    return shown(
        location(setup_changes.change_location(location_id, changed, by=call.actor, now=call.now))
    )


@routes.delete("/locations/{location_id}", status_code=204)
def archive_location(call: Caller, location_id: str, _: NoParameters) -> Response:
    """Offer nothing at a location any more; its bookings live on."""
    archiving.archive_location(location_id, by=call.actor, now=call.now)
    return gone()


def location(view: LocationView) -> Location:
    """A location as programs get it."""
    return Location.model_validate(view, from_attributes=True)
