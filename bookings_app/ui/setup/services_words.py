"""Services in words, in the list and in the fields of their editor, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookings_app.domain.catalog import Colour, NewService
from bookings_app.ui import format as words
from bookings_app.ui.setup import entries
from bookings_app.usecases.views import ProviderView, ServiceView

MINUTES_IN = {"minutes": 1, "hours": 60, "days": 1_440}

# What each field is called, in a sentence too.
LABELS = {
    "name": "Name",
    "description": "Description",
    "colour": "Colour",
    "duration_minutes": "Duration",
    "buffer_before_minutes": "Buffer before",
    "buffer_after_minutes": "Buffer after",
    "slot_step_minutes": "Starts every",
    "requires_approval": "Approval",
    "min_notice_minutes": "Minimum notice",
    "booking_window_days": "Booking window",
    "available_from": "Available from",
    "available_to": "Available until",
    "location_ids": "Locations",
    "provider_ids": "Providers",
}
_TIMES = ("duration_minutes", "buffer_before_minutes", "buffer_after_minutes")


@dataclass(frozen=True)
class ServiceLine:
    """A service in words."""

    id: str
    name: str
    duration: str
    buffers: str
    step: str
    approval: str
    locations: str
    providers: int
    archived: bool


@dataclass(frozen=True)
class Option:
    """Something to tick."""

    id: str
    name: str
    chosen: bool


def service_line(
    service: ServiceView, places: Mapping[str, str], providers: Sequence[ProviderView]
) -> ServiceLine:
    """A service in the list; `places` are the names of the locations that are open."""
    buffers = [
        f"{service.buffer_before_minutes} before" if service.buffer_before_minutes else "",
        f"{service.buffer_after_minutes} after" if service.buffer_after_minutes else "",
    ]
    offered = sorted(places[each] for each in service.location_ids if each in places)
    return ServiceLine(
        id=service.id,
        name=service.name,
        duration=words.minutes(service.duration_minutes),
        buffers=", ".join(filter(None, buffers)) or "None",
        step=words.minutes(service.slot_step_minutes or service.duration_minutes),
        approval="Needed" if service.requires_approval else "No",
        locations=", ".join(offered) or "None",
        providers=sum(service.id in each.service_ids for each in providers),
        archived=service.archived_at is not None,
    )


def empty_fields(colour: Colour) -> dict[str, str]:
    """What the editor of a new service begins with."""
    blank = dict.fromkeys(LABELS, "")
    usual = {"buffer_before_minutes": "0", "buffer_after_minutes": "0", "min_notice_minutes": "0"}
    return blank | usual | {"colour": colour.value, "notice_unit": "hours"}


def fields_of(service: NewService) -> dict[str, str]:
    """What the editor of a service begins with."""
    fields = {name: _typed(getattr(service, name)) for name in LABELS}
    notice, unit = notice_in_words(service.min_notice_minutes)
    return fields | {"min_notice_minutes": notice, "notice_unit": unit}


def service_entered(
    form: Mapping[str, Any], *, locations: Sequence[str], providers: Sequence[str]
) -> NewService:
    """The fields as a service; `locations` and `providers` could be ticked."""
    colour = entries.text(form, "colour")
    return NewService(
        name=entries.text(form, "name"),
        description=entries.text(form, "description"),
        duration_minutes=_or_refused(entries.number(form, "duration_minutes")),
        buffer_before_minutes=entries.number(form, "buffer_before_minutes") or 0,
        buffer_after_minutes=entries.number(form, "buffer_after_minutes") or 0,
        slot_step_minutes=entries.number(form, "slot_step_minutes"),
        requires_approval=entries.is_on(form, "requires_approval"),
        min_notice_minutes=_notice(form),
        booking_window_days=entries.number(form, "booking_window_days"),
        available_from=entries.day(form, "available_from"),
        available_to=entries.day(form, "available_to"),
        location_ids=entries.ticked(form, "location_ids", locations),
        colour=Colour(colour) if colour in set(Colour) else None,
        provider_ids=entries.ticked(form, "provider_ids", providers),
    )


def notice_in_words(minutes: int) -> tuple[str, str]:
    """A notice as a number and its unit: the largest that it is a multiple of."""
    if not minutes:
        return "0", "hours"
    unit = next(unit for unit in ("days", "hours", "minutes") if minutes % MINUTES_IN[unit] == 0)
    return str(minutes // MINUTES_IN[unit]), unit


def changes_times(before: NewService, after: NewService) -> bool:
    """Whether bookings made from now on take another time than those made before."""
    return any(getattr(before, name) != getattr(after, name) for name in _TIMES)


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def _notice(form: Mapping[str, Any]) -> int:
    typed = entries.number(form, "min_notice_minutes") or 0
    return typed * MINUTES_IN.get(entries.text(form, "notice_unit"), 1)


def _or_refused(typed: int | None) -> int:
    return entries.UNREADABLE_NUMBER if typed is None else typed
