"""Closures: dates on which a location, or every one, opens for nobody."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import ConfigDict, Field

from bookings_app.api.v1.calls import Caller, NoParameters, gone, listed
from bookings_app.api.v1.fields import Answered, Body, Day, Id, Page, text
from bookings_app.api.v1.paging import Listed, part_of
from bookings_app.domain.schedule import NewClosure
from bookings_app.usecases import closures
from bookings_app.usecases.schedule_views import ClosureView

routes = APIRouter(tags=["Working time"])


class ClosureToAdd(Body):
    """Both dates are closed; without a location it is every one."""

    first_on: Annotated[Day, Field(alias="from")]
    last_on: Annotated[Day, Field(alias="to")]
    name: Annotated[str, text(255, examples=["Christmas"])] = ""
    location_id: Id | None = None


class Closure(Answered):
    """A holiday; both dates are closed, no location is every one."""

    model_config = ConfigDict(serialize_by_alias=True, populate_by_name=True)

    id: Id
    location_id: Id | None
    first_on: Annotated[date, Field(alias="from")]
    last_on: Annotated[date, Field(alias="to")]
    name: str


@routes.get("/closures", response_model=Listed[Closure])
def list_closures(call: Caller, asked: Annotated[Page, Query()]) -> Response:
    """List closures by their first date."""
    found = closures.list_closures(seen_by=call.actor)
    part, cursor = part_of(found, asked, place=lambda each: (each.first_on.isoformat(), each.id))
    return listed(Listed(items=[_closure(view) for view in part], next_cursor=cursor))


@routes.post("/closures", response_model=Closure, status_code=201)
def add_closure(call: Caller, said: ClosureToAdd, _: NoParameters) -> Response:
    """Close a location, or all, for some dates. Bookings stay, and are marked."""
    new = NewClosure(said.first_on, said.last_on, said.name, said.location_id)

    def act() -> Closure:
        saved = closures.add_closure(new, by=call.actor, now=call.now)
        there = closures.list_closures(seen_by=call.actor, first_on=new.first_on)
        return _closure(next(each for each in there if each.id == saved.id))

    return call.once(said, act)


@routes.delete("/closures/{closure_id}", status_code=204)
def remove_closure(call: Caller, closure_id: str, _: NoParameters) -> Response:
    """Open again what was to be closed."""
    closures.remove_closure(closure_id, by=call.actor, now=call.now)
    return gone()


def _closure(view: ClosureView) -> Closure:
    return Closure(
        id=view.id,
        location_id=view.location_id,
        first_on=view.first_on,
        last_on=view.last_on,
        name=view.name,
    )
