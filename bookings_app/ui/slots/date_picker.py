"""The month from which a day is picked."""

import reflex as rx

from bookings_app.ui.slots.picking import SlotPicking

_script = rx.asset("date_picker.jsx", shared=True)


class DatePicker(rx.NoSSRComponent):
    """Days by their ISO dates; those without a mark cannot be picked."""

    library = f"$/public{_script}"
    tag = "DatePicker"
    lib_dependencies: list[str] = ["react-day-picker@10.0.2"]

    month: rx.Var[str]
    selected: rx.Var[str]
    today: rx.Var[str]
    marks: rx.Var[dict[str, str]]
    week_starts_on: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_month: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def date_picker(state: type[SlotPicking]) -> rx.Component:
    """The month on the screen, and below it what its marks mean."""
    return rx.el.div(
        DatePicker.create(
            month=state.month,
            selected=state.on,
            today=state.today,
            marks=state.marks,
            week_starts_on=(state.week_starts_on + 1) % 7,
            words={
                "free": "free times",
                "few": "few times left",
                "full": "full",
                "closed": "no times",
                "today": "today",
                "earlier": "Earlier month",
                "later": "Later month",
            },
            on_pick=state.pick_day,
            on_month=state.show_month,
        ),
        rx.el.ul(
            rx.el.li(rx.el.i(class_name="mark-free"), "Free"),
            rx.el.li(rx.el.i(class_name="mark-few"), "Few left"),
            rx.el.li(rx.el.span("full"), "No slots"),
            class_name="day-legend",
            aria_hidden="true",
        ),
        class_name="day-part",
    )
