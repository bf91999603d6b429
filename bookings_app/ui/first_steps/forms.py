"""The form of each first step: few fields, filled in with what most teams need."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import reflex as rx

from bookings_app.domain.first_steps import Step
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.fields import field, field_error
from bookings_app.ui.first_steps.entries import AT, BY, DOES, ON
from bookings_app.ui.first_steps.state import FirstStepsState
from bookings_app.ui.format import weekday_name
from bookings_app.ui.zone_field import zone_field

_WORKDAYS = range(5)
# As in the editor of weekly hours.
_LONGEST_TIME = 12


def step_form(step: Step) -> rx.Component:
    """The form of a step; what was typed stays until it is taken."""
    fields, button = _FORMS[step]
    other = FirstStepsState.errors["other"]
    return rx.form(
        rx.el.input(type="hidden", name="step", value=step.value),
        fields(),
        rx.cond(other, field_error(other), rx.fragment()),
        rx.button(
            button,
            type="submit",
            loading=FirstStepsState.is_saving,
            disabled=is_cut_off,
            class_name="fs-button",
        ),
        on_submit=FirstStepsState.save,
        class_name="fs-form",
        no_validate=True,
        auto_complete="off",
    )


def location_fields() -> rx.Component:
    """Its name, its clock, and where it is."""
    return rx.fragment(
        _field("name", "Name", _input("name", focused=True)),
        _field(
            "time_zone",
            "Time zone",
            zone_field(
                "time_zone",
                name="time_zone",
                value=FirstStepsState.zone,
                invalid=rx.cond(FirstStepsState.errors["time_zone"], "true", "false"),
            ),
            hint="Its bookings are shown by this clock. Type a city to find another one.",
        ),
        _field("address", "Address (optional)", _input("address")),
    )


def service_fields() -> rx.Component:
    """Its name, how long it takes, where, and by whom if somebody is there already."""
    return rx.fragment(
        _field("name", "Name", _input("name", focused=True)),
        _field(
            "duration_minutes",
            "Duration in minutes",
            _input("duration_minutes", "30", kind="number"),
        ),
        _chosen_of(AT, "Offered at", FirstStepsState.locations, "location_ids"),
        rx.cond(
            FirstStepsState.providers,
            _chosen_of(BY, "Done by", FirstStepsState.providers, "provider_ids"),
            rx.fragment(),
        ),
    )


def provider_fields() -> rx.Component:
    """Who it is, perhaps whoever sits here, and what they offer."""
    mine = FirstStepsState.myself
    return rx.fragment(
        rx.el.label(
            rx.checkbox(
                name="myself",
                checked=mine,
                on_change=FirstStepsState.take_bookings_myself,
                aria_label="I take bookings myself",
            ),
            "I take bookings myself",
            class_name="fs-check",
        ),
        _field(
            "name",
            "Name",
            _input("name", rx.cond(mine, FirstStepsState.my_name, ""), focused=True, own=True),
        ),
        _field(
            "email",
            "E-mail (optional)",
            _input("email", rx.cond(mine, FirstStepsState.my_email, ""), kind="email", own=True),
        ),
        _chosen_of(DOES, "Offers", FirstStepsState.services, "service_ids"),
    )


def hours_fields() -> rx.Component:
    """Who works where on which days from when to when, perhaps with a break."""
    return rx.fragment(
        _one_of("provider_id", "Provider", FirstStepsState.providers),
        _one_of("location_id", "Location", FirstStepsState.locations),
        rx.el.fieldset(
            rx.el.legend("Days", class_name="field-label"),
            rx.el.div(*(_day(day) for day in range(7)), class_name="fs-days"),
            _error_of("days"),
            class_name="choices",
        ),
        rx.el.div(
            _time("start", "From"),
            _time("end", "To"),
            class_name="fs-pair",
        ),
        rx.el.div(_check("with_break", "With a break", ticked=False), class_name="fs-breaks"),
        rx.el.div(
            _time("break_start", "Break from"),
            _time("break_end", "Break to"),
            class_name="fs-pair fs-break",
        ),
    )


_FORMS: Mapping[Step, tuple[Callable[[], rx.Component], str]] = {
    Step.LOCATION: (location_fields, "Add the location"),
    Step.SERVICE: (service_fields, "Add the service"),
    Step.PROVIDER: (provider_fields, "Add the provider"),
    Step.HOURS: (hours_fields, "Save the hours"),
}


def _day(day: int) -> rx.Component:
    name = weekday_name(day)
    return _check(f"{ON}{day}", name[:3], said=name, ticked=day in _WORKDAYS)


def _chosen_of(prefix: str, legend: str, choices: list[dict[str, str]], error: str) -> rx.Component:
    """Check boxes, all of them ticked."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="field-label"),
        rx.foreach(choices, lambda each: _check(f"{prefix}{each['id']}", each["name"])),
        _error_of(error),
        class_name="choices",
    )


def _check(
    name: str, label: str | rx.Var[str], *, said: str | rx.Var[str] = "", ticked: bool = True
) -> rx.Component:
    return rx.el.label(
        rx.checkbox(name=name, default_checked=ticked, custom_attrs={"aria-label": said or label}),
        label,
        class_name="fs-check",
    )


def _one_of(name: str, label: str, choices: list[dict[str, str]]) -> rx.Component:
    """A list to choose from where there are several; the only one is taken."""
    return rx.cond(
        choices.length() > 1,  # pyright: ignore[reportAttributeAccessIssue] - a var
        # An id that is no name: Reflex would send it in place of the hidden field's value.
        field(
            f"{name}-choice",
            label,
            rx.el.select(
                rx.foreach(choices, lambda each: rx.el.option(each["name"], value=each["id"])),
                id=f"{name}-choice",
                name=name,
                class_name="native-select",
            ),
            error=FirstStepsState.errors[name],
        ),
        rx.el.input(type="hidden", name=name, value=choices[0]["id"]),
    )


def _input(
    name: str,
    begins_with: Any = "",
    *,
    kind: Literal["text", "number", "email"] = "text",
    focused: bool = False,
    own: bool = False,
    longest: int | None = None,
) -> rx.Component:
    """A field; one of one's `own` begins anew when somebody else sits there."""
    wrong = FirstStepsState.errors[name]
    return rx.input(
        name=name,
        id=name,
        type=kind,
        max_length=longest,
        default_value=begins_with,
        auto_focus=FirstStepsState.moved if focused else False,
        key=f"{name} {FirstStepsState.myself}" if own else name,
        custom_attrs={"aria-invalid": rx.cond(wrong, "true", "false")},
    )


def _time(name: str, label: str) -> rx.Component:
    """A time as people write it, by the clock of the workspace; below it what may not be meant."""
    control = _input(name, FirstStepsState.usual[name], longest=_LONGEST_TIME)
    return _field(name, label, control, hint=FirstStepsState.remarks[name])


def _field(name: str, label: str, control: rx.Component, *, hint: Any = "") -> rx.Component:
    return field(name, label, control, error=FirstStepsState.errors[name], hint=hint)


def _error_of(name: str) -> rx.Component:
    wrong = FirstStepsState.errors[name]
    return rx.cond(wrong, field_error(wrong), rx.fragment())
