"""The weekly hours one types, and beside them the week they come to."""

from typing import Any

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.providers.hours_state import HoursState
from bookings_app.ui.providers.leaving_state import LeavingState
from bookings_app.ui.providers.week_words import ShownDay, ShownHour, ShownPart

HOURS_FORM = "weekly-hours"
# The parts of the page, by what they are called in its addresses.
PARTS = {"part-hours": "Hours", "part-week": "Week", "part-exceptions": "Exceptions"}

_script = rx.asset("hours.jsx", shared=True)

_WORDS = {
    "none": "Not working",
    "location": "location",
    "pause": "Break",
    "addBreak": "Add a break",
    "removeBreak": "Remove the break",
    "remove": "Remove",
    "add": "Add hours on",
    "copy": "Copy",
    "to": "to",
    "all": "All other days",
    "copied": "Copied.",
    "replaced": "Copied. It replaced the hours on",
    "and": "and",
    "undo": "Undo",
}


def _draft(provider: rx.Var[str], lines: rx.Var[list[Any]]) -> tuple[rx.Var[str], rx.Var[list]]:
    return provider, lines


class WeeklyHours(rx.NoSSRComponent):
    """Keeps what is typed in the browser, and reports it `wait` milliseconds after the last key."""

    library = f"$/public{_script}"
    tag = "WeeklyHours"

    provider: rx.Var[str]
    turn: rx.Var[int]
    saved: rx.Var[list[dict[str, Any]]]
    places: rx.Var[list[dict[str, str]]]
    wrong: rx.Var[dict[str, str]]
    remarks: rx.Var[dict[str, str]]
    answers: rx.Var[int]
    weekdays: rx.Var[list[dict[str, Any]]]
    usual: rx.Var[dict[str, str]]
    words: rx.Var[dict[str, str]]
    icons: rx.Var[dict[str, Any]]
    form_id: rx.Var[str]
    wait: rx.Var[int]
    on_draft: rx.EventHandler[_draft]
    on_changed: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    on_save: rx.EventHandler[_draft]


class JumpBar(rx.NoSSRComponent):
    """The way to each part of the page, where a screen is too small for all of them."""

    library = f"$/public{_script}"
    tag = "JumpBar"

    label: rx.Var[str]
    parts: rx.Var[list[dict[str, str]]]


class LeaveGuard(rx.NoSSRComponent):
    """Holds back a click that leads away as long as something is not saved."""

    library = f"$/public{_script}"
    tag = "LeaveGuard"

    changed: rx.Var[bool]
    on_leave: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def leave_guard() -> rx.Component:
    """For a page with weekly hours; shows nothing."""
    return LeaveGuard.create(changed=HoursState.changed, on_leave=LeavingState.ask)


def jump_bar() -> rx.Component:
    """On a phone the week lies far below the hours that make it."""
    parts = [{"id": part, "name": name} for part, name in PARTS.items()]
    return JumpBar.create(label="On this page", parts=parts)


def weekly_hours() -> rx.Component:
    """A line for each stretch of a day, and in it its breaks."""
    return rx.el.section(
        rx.el.div(rx.el.h2("Weekly hours", class_name="panel-title"), class_name="panel-head"),
        rx.cond(
            HoursState.places,
            WeeklyHours.create(
                provider=HoursState.provider_id,
                turn=HoursState.turn,
                saved=HoursState.lines,
                places=HoursState.places,
                wrong=HoursState.wrong,
                remarks=HoursState.remarks,
                answers=HoursState.answers,
                weekdays=HoursState.weekdays,
                usual=HoursState.usual,
                words=_WORDS,
                icons=_icons(),
                form_id=HOURS_FORM,
                wait=200,
                on_draft=HoursState.draft,
                on_changed=HoursState.note_change,
                on_save=HoursState.save,
            ),
            rx.el.p(
                "There is no location yet to work at. ",
                rx.link("Make one first", href="/scheduling/locations?new=1"),
                class_name="list-empty",
            ),
        ),
        class_name="panel hours-panel",
        id="part-hours",
        tab_index=-1,
        aria_label="Weekly hours",
    )


def save_hours() -> rx.Component:
    """They appear with the first change."""
    return rx.cond(
        HoursState.changed,
        rx.el.div(
            rx.el.span("Unsaved changes", class_name="soft not-phone", role="status"),
            rx.button(
                "Discard",
                type="button",
                variant="outline",
                color_scheme="gray",
                on_click=HoursState.discard,
            ),
            rx.button(
                "Save hours",
                type="submit",
                form=HOURS_FORM,
                loading=HoursState.is_saving,
                disabled=is_cut_off,
            ),
            class_name="hours-save",
        ),
    )


def conflict_callout() -> rx.Component:
    """Somebody else was faster: nobody's hours are lost without a word."""
    return rx.cond(
        HoursState.conflict,
        rx.el.div(
            rx.icon("circle-alert", size=16, aria_hidden="true"),
            rx.el.p(
                "Somebody else changed these hours meanwhile. Nothing was saved. ",
                rx.el.button("Show theirs", type="button", on_click=HoursState.discard),
                " or ",
                rx.el.button("save mine anyway", type="button", on_click=HoursState.save_anyway),
                ".",
            ),
            class_name="callout",
            role="alert",
        ),
    )


def resulting_week() -> rx.Component:
    """The week after exceptions, closures and time off: what slots are cut from."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Resulting week", class_name="panel-title"),
            rx.el.span(class_name="bar-gap"),
            rx.el.span(HoursState.week.period, class_name="week-period", role="status"),
            _arrow("Earlier week", "chevron-left", -1),
            _arrow("Later week", "chevron-right", 1),
            class_name="panel-head week-head",
        ),
        rx.el.div(
            rx.el.div(rx.foreach(HoursState.week.hours, _hour), class_name="week-axis"),
            rx.foreach(HoursState.week.days, _day),
            class_name="week-grid",
        ),
        rx.el.p(
            rx.cond(
                HoursState.week.worked,
                HoursState.week.zones,
                "No hours in this week: nothing can be booked.",
            ),
            class_name="field-hint week-note",
        ),
        class_name="panel",
        id="part-week",
        tab_index=-1,
        aria_label="Resulting week",
    )


def _arrow(label: str, icon: str, weeks: int) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=18),
        type="button",
        variant="ghost",
        color_scheme="gray",
        aria_label=label,
        on_click=HoursState.step(weeks),
    )


def _hour(hour: ShownHour) -> rx.Component:
    return rx.el.span(hour.label, style={"top": hour.top})


def _day(day: ShownDay) -> rx.Component:
    return rx.el.section(
        rx.el.h3(
            day.name,
            " ",
            rx.el.span(day.date),
            rx.cond(day.differs, rx.el.i("differs")),
            custom_attrs={"data-today": rx.cond(day.today, "true", "false")},
        ),
        rx.el.ul(
            rx.foreach(HoursState.week.hours, lambda hour: rx.el.hr(style={"top": hour.top})),
            rx.foreach(day.parts, _part),
            class_name="week-day",
        ),
        aria_label=f"{day.name} {day.date}",
    )


def _part(part: ShownPart) -> rx.Component:
    return rx.el.li(
        rx.el.b(part.title),
        " ",
        rx.el.span(part.times),
        key=part.key,
        title=f"{part.title} {part.times}",
        class_name=f"week-part {part.looks}",
        style={"top": part.top, "height": part.height},
    )


def _icons() -> dict[str, Any]:
    return {
        "add": rx.icon("plus", size=16),
        "copy": rx.icon("copy", size=16),
        "pause": rx.icon("coffee", size=16),
        "remove": rx.icon("x", size=16),
        "wrong": rx.icon("circle-alert", size=14, aria_hidden="true"),
    }
