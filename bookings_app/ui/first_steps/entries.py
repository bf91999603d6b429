"""What is entered in the forms of the first steps, as the use cases want it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bookings_app.domain.catalog import (
    NewLocation,
    NewProvider,
    NewService,
    checked_provider,
    checked_service,
)
from bookings_app.domain.checks import Findings
from bookings_app.domain.schedule import HoursWindow, checked_hours, hours_remarks
from bookings_app.ui.providers.hours_lines import typed_minute
from bookings_app.usecases.views import ProviderView

Form = Mapping[str, Any]

# The names of check boxes begin with it; the id of what is chosen follows.
AT, BY, DOES, ON = "at-", "by-", "does-", "on-"

_NO_LOCATION = "Choose at least one location: nobody could book it otherwise."
_NO_PROVIDER = "Choose at least one provider: nobody could book it otherwise."
_NO_SERVICE = "Choose at least one service: nobody could book them otherwise."
_NO_DAY = "Choose at least one day."


def text(form: Form, name: str) -> str:
    """What stands in a field; "" is nothing."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def entered_location(form: Form) -> NewLocation:
    """The first location."""
    return NewLocation(text(form, "name"), text(form, "time_zone"), text(form, "address"))


def entered_service(form: Form, *, providers: Sequence[ProviderView]) -> NewService:
    """The first service; by whom is asked only where there are `providers` already.

    Raises:
        Invalid: every field that cannot be taken.
    """
    minutes = text(form, "duration_minutes").strip()
    new = NewService(
        text(form, "name"),
        int(minutes) if minutes.isdecimal() else 0,
        location_ids=_chosen(form, AT),
        provider_ids=_chosen(form, BY) if providers else None,
    )
    findings = Findings()
    if not new.location_ids:
        findings.add("location_ids", _NO_LOCATION)
    if providers and not new.provider_ids:
        findings.add("provider_ids", _NO_PROVIDER)
    known = frozenset(new.location_ids), frozenset(new.provider_ids or ())
    findings.attempt(
        lambda: checked_service(new, known_locations=known[0], known_providers=known[1]),
        otherwise=new,
    )
    findings.refuse_if_any()
    return new


def entered_provider(form: Form, *, others: Sequence[ProviderView]) -> NewProvider:
    """The first provider.

    Raises:
        Invalid: every field that cannot be taken.
    """
    new = NewProvider(text(form, "name"), text(form, "email"), _chosen(form, DOES))
    findings = Findings()
    if not new.service_ids:
        findings.add("service_ids", _NO_SERVICE)
    findings.attempt(
        lambda: checked_provider(
            new,
            known_services=frozenset(new.service_ids),
            emails=[(each.email, each.name) for each in others],
        ),
        otherwise=new,
    )
    findings.refuse_if_any()
    return new


def entered_hours(form: Form) -> list[HoursWindow]:
    """The same hours on each day that is chosen.

    Raises:
        Invalid: every field that cannot be taken, named as in the form.
    """
    days = [int(day) for day in _chosen(form, ON) if day in set("0123456")]
    findings = Findings()
    if not days:
        findings.add("days", _NO_DAY)
    findings.attempt(
        lambda: checked_hours(
            [_hours_on(0, form)], known_locations=frozenset({text(form, "location_id")})
        ),
        otherwise=(),
    )
    findings.refuse_if_any()
    return [_hours_on(day, form) for day in days]


def remarks_on_hours(form: Form) -> dict[str, str]:
    """What is taken, and may not be meant, by the field it stands below."""
    below = {"0": "end", "0.breaks.0": "break_end"}
    return {below[field]: sentence for field, sentence in hours_remarks([_hours_on(0, form)])}


def in_form(field: str) -> str:
    """What a field of hours is called in the form: "0.breaks.0.end" is "break_end"."""
    whose, _, name = field.rpartition(".")
    return f"break_{name}" if "breaks" in whose else name


def _hours_on(day: int, form: Form) -> HoursWindow:
    """The hours that were typed; a time no clock shows is left for the rules to refuse."""
    start, end, break_start, break_end = (
        typed_minute(form.get(name)) for name in ("start", "end", "break_start", "break_end")
    )
    breaks = ((break_start, break_end),) if text(form, "with_break") else ()
    return HoursWindow(text(form, "location_id"), day, start, end, breaks)


def _chosen(form: Form, prefix: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(prefix) for name in form if name.startswith(prefix))
