"""Services: what customers book."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from bookings_app.api.v1.calls import Caller, NoParameters, gone, listed, shown
from bookings_app.api.v1.fields import Answered, Body, Day, Id, Page, Yes, text
from bookings_app.api.v1.paging import Listed, part_of
from bookings_app.domain.catalog import NewService
from bookings_app.domain.merging import as_entered
from bookings_app.usecases import archiving, catalog, setup, setup_changes
from bookings_app.usecases.views import ServiceView

routes = APIRouter(tags=["Services"])

Name = Annotated[str, text(255, examples=["Haircut"])]
Minutes = Annotated[int, Field(examples=[30], json_schema_extra={"minimum": 0})]
Duration = Annotated[int, Field(examples=[30], json_schema_extra={"minimum": 1, "maximum": 1440})]
Buffer = Annotated[int, Field(examples=[10], json_schema_extra={"minimum": 0, "maximum": 720})]
Notice = Annotated[int, Field(json_schema_extra={"minimum": 0, "maximum": 525_600})]
Window = Annotated[int, Field(examples=[90], json_schema_extra={"minimum": 0, "maximum": 3_650})]


class ServiceToMake(Body):
    """A service. Both dates are included; without a slot step its duration is the step."""

    name: Name
    duration_minutes: Duration
    description: str = ""
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    slot_step_minutes: Duration | None = None
    requires_approval: bool = False
    min_notice_minutes: Notice = 0
    booking_window_days: Window | None = None
    available_from: Day | None = None
    available_to: Day | None = None
    location_ids: list[Id] = []


class ServiceChange(Body):
    """What to change; everything else stays."""

    name: Name = ""
    duration_minutes: Duration = 0
    description: str = ""
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    slot_step_minutes: Duration | None = None
    requires_approval: bool = False
    min_notice_minutes: Notice = 0
    booking_window_days: Window | None = None
    available_from: Day | None = None
    available_to: Day | None = None
    location_ids: list[Id] = []


class Service(Answered):
    """A service; `archived_at` says since when it is offered no more."""

    id: Id
    name: str
    description: str
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    slot_step_minutes: int | None
    requires_approval: bool
    min_notice_minutes: int
    booking_window_days: int | None
    available_from: date | None
    available_to: date | None
    location_ids: list[Id]
    archived_at: datetime | None


class WhichOfAll(Page):
    """Archived ones are left out unless they are asked for."""

    include_archived: Yes = False


@routes.get("/services", response_model=Listed[Service])
def list_services(call: Caller, asked: Annotated[WhichOfAll, Query()]) -> Response:
    """List services by name."""
    found = catalog.list_services(include_archived=asked.include_archived, limits=call.actor.limits)
    part, cursor = part_of(found, asked, place=lambda each: (each.name, each.id))
    return listed(Listed(items=[service(view) for view in part], next_cursor=cursor))


@routes.post("/services", response_model=Service, status_code=201)
def make_service(call: Caller, said: ServiceToMake, _: NoParameters) -> Response:
    """Add a service."""
    new = NewService(**sent(said))
    return call.once(said, lambda: service(setup.create_service(new, by=call.actor, now=call.now)))


@routes.get("/services/{service_id}", response_model=Service)
def read_service(call: Caller, service_id: str, _: NoParameters) -> Response:
    """Read one service, archived or not."""
    return shown(service(catalog.get_service(service_id, limits=call.actor.limits)))


@routes.patch("/services/{service_id}", response_model=Service)
def change_service(call: Caller, service_id: str, said: ServiceChange, _: NoParameters) -> Response:
    """Change a service. Bookings keep the name, duration and buffers they had."""

    def changed(view: ServiceView) -> NewService:
        call.check_is(shown(service(view)).headers["etag"])
        return replace(as_entered(NewService, view), **sent(said))

    return shown(
        service(setup_changes.change_service(service_id, changed, by=call.actor, now=call.now))
    )


@routes.delete("/services/{service_id}", status_code=204)
def archive_service(call: Caller, service_id: str, _: NoParameters) -> Response:
    """Offer a service no more; its bookings live on."""
    archiving.archive_service(service_id, by=call.actor, now=call.now)
    return gone()


def service(view: ServiceView) -> Service:
    """A service as programs get it."""
    return Service.model_validate(view, from_attributes=True)


def sent(said: Body) -> dict[str, Any]:
    """The fields that were sent, as the rules take them."""
    named: dict[str, Any] = {name: getattr(said, name) for name in said.model_fields_set}
    lists = {name: tuple(named[name]) for name in ("location_ids", "service_ids") if name in named}
    return {**named, **lists}
