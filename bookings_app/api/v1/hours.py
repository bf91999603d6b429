"""When providers work: weekly hours, what differs on a date, time off."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, TypeAdapter

from bookings_app.api.v1.calls import Caller, NoParameters, etag_of, gone, listed, shown
from bookings_app.api.v1.fields import (
    Answered,
    Asked,
    Body,
    ClockTime,
    Day,
    Id,
    Instant,
    Page,
    clock_time,
    text,
)
from bookings_app.api.v1.paging import Listed, part_of
from bookings_app.domain.schedule import HoursWindow, NewTimeOff, Span
from bookings_app.usecases import schedules
from bookings_app.usecases.schedule_views import OverrideView, TimeOffView

routes = APIRouter(tags=["Working time"])

OnDate = Annotated[Day, Path(alias="date")]
Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday.")]


class Stretch(Body):
    """From when to when on the location's clocks. An end before the start is on the next date."""

    start: ClockTime
    end: ClockTime

    def span(self) -> Span:
        """The same for the rules."""
        return self.start, self.end


class WeeklyHours(Stretch):
    """One weekly window at a location."""

    location_id: Id
    weekday: Weekday
    breaks: list[Stretch] = []

    def window(self) -> HoursWindow:
        """The same for the rules."""
        breaks = tuple(each.span() for each in self.breaks)
        return HoursWindow(self.location_id, self.weekday, self.start, self.end, breaks)


class OverrideToSet(Body):
    """What is worked on that date instead; no windows is a day off, no location is everywhere."""

    location_id: Id | None = None
    windows: list[Stretch]


class TimeOffToAdd(Body):
    """When a provider is away."""

    starts_at: Instant
    ends_at: Instant
    reason: Annotated[str | None, text(1_000, examples=["Holiday"])] = None


class Hours(Answered):
    """From when to when on the location's clocks."""

    start: str
    end: str


class WeeklyWindow(Hours):
    """One weekly window at a location."""

    location_id: Id
    weekday: int
    breaks: list[Hours]


class Override(Answered):
    """What is worked on a date instead."""

    date: date
    location_id: Id | None
    windows: list[Hours]


class TimeOff(Answered):
    """When a provider is away, half-open."""

    id: Id
    starts_at: datetime
    ends_at: datetime
    reason: str


class WhichOverrides(Page):
    """Overrides of `from` to `to`, both included."""

    first_on: Annotated[Day | None, Field(alias="from")] = None
    last_on: Annotated[Day | None, Field(alias="to")] = None

    def hold(self, override: OverrideView) -> bool:
        """Whether it is one of them."""
        return (self.first_on is None or override.on >= self.first_on) and (
            self.last_on is None or override.on <= self.last_on
        )


class OfWhichLocation(Asked):
    """One location's; "" is the one that holds everywhere; without it all of that date."""

    location_id: Id | None = None


_WEEK = TypeAdapter(list[WeeklyWindow])


@routes.get("/providers/{provider_id}/working-hours", response_model=list[WeeklyWindow])
def read_working_hours(call: Caller, provider_id: str, _: NoParameters) -> Response:
    """Read the weekly hours of a provider, as they can be sent again."""
    weekly = schedules.get_schedule(provider_id, seen_by=call.actor).weekly
    body = _WEEK.dump_json([_window(each) for each in weekly]).decode()
    return Response(body, media_type="application/json", headers={"ETag": etag_of(body)})


@routes.put("/providers/{provider_id}/working-hours", response_model=list[WeeklyWindow])
def set_working_hours(
    call: Caller, provider_id: str, said: list[WeeklyHours], _: NoParameters
) -> Response:
    """Replace the weekly hours of a provider at all locations. Bookings stay, and are marked."""
    windows = [each.window() for each in said]
    schedules.set_working_hours(provider_id, windows, by=call.actor, now=call.now)
    return read_working_hours(call, provider_id, _)


@routes.get("/providers/{provider_id}/overrides", response_model=Listed[Override])
def list_overrides(
    call: Caller, provider_id: str, asked: Annotated[WhichOverrides, Query()]
) -> Response:
    """List what a provider works on certain dates instead of their weekly hours."""
    schedule = schedules.get_schedule(provider_id, seen_by=call.actor, first_on=asked.first_on)
    part, cursor = part_of(
        [each for each in schedule.overrides if asked.hold(each)],
        asked,
        place=lambda each: (each.on.isoformat(), each.location_id or ""),
    )
    return listed(Listed(items=[_override(each) for each in part], next_cursor=cursor))


@routes.put("/providers/{provider_id}/overrides/{date}", response_model=Override)
def set_override(
    call: Caller, provider_id: str, on: OnDate, said: OverrideToSet, _: NoParameters
) -> Response:
    """Have a provider work other hours on a date. Replaces that of the same date and location."""
    schedules.set_override(
        provider_id,
        on,
        [each.span() for each in said.windows],
        location_id=said.location_id,
        by=call.actor,
        now=call.now,
    )
    schedule = schedules.get_schedule(provider_id, seen_by=call.actor, first_on=on)
    (kept,) = [
        each for each in schedule.overrides if (each.on, each.location_id) == (on, said.location_id)
    ]
    return shown(_override(kept))


@routes.delete("/providers/{provider_id}/overrides/{date}", status_code=204)
def remove_override(
    call: Caller, provider_id: str, on: OnDate, asked: Annotated[OfWhichLocation, Query()]
) -> Response:
    """Have a provider work their weekly hours on a date again."""
    if asked.location_id is None:
        schedules.remove_overrides(provider_id, on, by=call.actor, now=call.now)
    else:
        where = asked.location_id or None
        schedules.remove_override(provider_id, on, location_id=where, by=call.actor, now=call.now)
    return gone()


@routes.get("/providers/{provider_id}/time-off", response_model=Listed[TimeOff])
def list_time_off(call: Caller, provider_id: str, asked: Annotated[Page, Query()]) -> Response:
    """List when a provider is away."""
    found = schedules.get_schedule(provider_id, seen_by=call.actor).time_off
    part, cursor = part_of(found, asked, place=lambda each: (each.starts_at.isoformat(), each.id))
    return listed(Listed(items=[_time_off(each) for each in part], next_cursor=cursor))


@routes.post("/providers/{provider_id}/time-off", response_model=TimeOff, status_code=201)
def add_time_off(call: Caller, provider_id: str, said: TimeOffToAdd, _: NoParameters) -> Response:
    """Offer no slot of a provider while they are away. Bookings stay, and are marked."""
    away = NewTimeOff(said.starts_at, said.ends_at, said.reason or "")

    def act() -> TimeOff:
        saved = schedules.add_time_off(provider_id, away, by=call.actor, now=call.now)
        there = schedules.get_schedule(provider_id, seen_by=call.actor).time_off
        return _time_off(next(each for each in there if each.id == saved.id))

    return call.once(said, act)


@routes.delete("/providers/{provider_id}/time-off/{time_off_id}", status_code=204)
def remove_time_off(call: Caller, provider_id: str, time_off_id: str, _: NoParameters) -> Response:
    """Have a provider work again while they were to be away."""
    schedules.remove_time_off(provider_id, time_off_id, by=call.actor, now=call.now)
    return gone()


def _hours(span: Span) -> Hours:
    return Hours(start=clock_time(span[0]), end=clock_time(span[1]))


def _window(window: HoursWindow) -> WeeklyWindow:
    return WeeklyWindow(
        location_id=window.location_id,
        weekday=window.weekday,
        start=clock_time(window.start_minute),
        end=clock_time(window.end_minute),
        breaks=[_hours(span) for span in window.breaks],
    )


def _override(view: OverrideView) -> Override:
    windows = [_hours(span) for span in view.windows]
    return Override(date=view.on, location_id=view.location_id, windows=windows)


def _time_off(view: TimeOffView) -> TimeOff:
    return TimeOff.model_validate(view, from_attributes=True)
