"""The second row of the bookings page: four filters; on a phone, a sheet of them."""

import reflex as rx

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.legend import legend_popover, status_legend
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.theme import STATUS_LOOKS, status_chip


def filter_row() -> rx.Component:
    """Filters left, legend right."""
    return rx.el.div(
        *filter_dropdowns(),
        rx.cond(FilterState.set_filters > 0, clear_all_button(), rx.fragment()),
        status_legend(),
        legend_popover(),
        class_name="row-2 not-phone",
        role="group",
        aria_label="Filters",
    )


def filter_dropdowns() -> list[rx.Component]:
    """Service, location, provider and status."""
    return [
        choice_filter("service", "Service", FilterState.service_id, FilterState.service_name),
        choice_filter("location", "Location", FilterState.location_id, FilterState.location_name),
        choice_filter("provider", "Provider", FilterState.provider_id, FilterState.provider_name),
        status_filter(),
    ]


def choice_filter(kind: str, label: str, chosen_id: str, chosen_name: rx.Var[str]) -> rx.Component:
    """One of a list, with a search above it."""
    return _filter(
        kind,
        label,
        chosen_name,
        rx.input(
            rx.input.slot(rx.icon("search", size=14, aria_hidden="true")),
            placeholder="Search",
            aria_label=f"Search {kind}s",
            default_value="",
            on_change=FilterState.search_for,
            margin_bottom="8px",
        ),
        rx.el.div(
            rx.foreach(FilterState.found, lambda each: _choice(kind, chosen_id, each)),
            rx.cond(
                FilterState.found,
                rx.fragment(),
                rx.el.p("Nothing found.", class_name="menu-none"),
            ),
            class_name="menu-list",
            role="group",
            aria_label=f"{label}s",
        ),
    )


def status_filter() -> rx.Component:
    """Any of the six."""
    return _filter(
        "status",
        "Status",
        FilterState.status_names,
        rx.el.div(*map(_status_choice, BookingStatus), class_name="menu-list", role="group"),
    )


def filters_sheet() -> rx.Component:
    """The phone's one button, and the sheet it opens."""
    return rx.dialog.root(
        rx.dialog.trigger(
            rx.button(
                rx.icon("list-filter", size=16, aria_hidden="true"),
                "Filters",
                rx.cond(FilterState.set_filters > 0, rx.el.b(FilterState.set_filters)),
                variant="outline",
                color_scheme="gray",
                class_name="only-phone",
            )
        ),
        rx.dialog.content(
            rx.el.div(
                rx.dialog.title("Filters", class_name="sheet-title"),
                rx.el.span(class_name="bar-gap"),
                rx.dialog.close(
                    rx.icon_button(
                        rx.icon("x", size=18),
                        variant="ghost",
                        color_scheme="gray",
                        aria_label="Close",
                    )
                ),
                class_name="sheet-head",
            ),
            rx.el.div(
                _select("service", "Service", FilterState.service_id, FilterState.services),
                _select("location", "Location", FilterState.location_id, FilterState.locations),
                _select("provider", "Provider", FilterState.provider_id, FilterState.providers),
                rx.el.div(
                    *(_status_choice(status, counted=True) for status in BookingStatus),
                    class_name="menu-list part",
                    role="group",
                    aria_label="Status",
                ),
                class_name="sheet-body sheet-fields",
            ),
            rx.el.div(
                rx.button(
                    "Clear filters",
                    variant="outline",
                    color_scheme="gray",
                    on_click=FilterState.clear_all,
                    disabled=FilterState.set_filters == 0,
                    flex="1",
                ),
                rx.dialog.close(rx.button("Show bookings", flex="1")),
                class_name="sheet-foot",
            ),
            class_name="sheet bottom-sheet",
            aria_describedby=rx.Var("undefined"),
        ),
        open=FilterState.sheet_open,
        on_open_change=FilterState.use_sheet,
    )


def clear_all_button() -> rx.Component:
    """Appears with the first filter."""
    return rx.button(
        "Clear all",
        variant="ghost",
        color_scheme="gray",
        margin_left="4px",
        on_click=FilterState.clear_all,
    )


def _filter(kind: str, label: str, value: rx.Var[str], *content: rx.Component) -> rx.Component:
    """A button with what is chosen, its × and the list it opens."""
    is_set = value != ""
    return rx.popover.root(
        rx.el.div(
            rx.popover.trigger(
                rx.el.button(
                    rx.el.span(rx.cond(is_set, value, label)),
                    rx.cond(is_set, rx.fragment(), rx.icon("chevron-down", size=14)),
                    type="button",
                    class_name="filter-open",
                    aria_label=rx.cond(is_set, f"{label}: {value}", label),
                )
            ),
            rx.cond(
                is_set,
                rx.el.button(
                    rx.icon("x", size=14),
                    type="button",
                    class_name="filter-clear",
                    aria_label=f"Clear {label.lower()}",
                    on_click=FilterState.clear(kind),
                ),
                rx.fragment(),
            ),
            class_name="filter",
            data_set=rx.cond(is_set, "true", "false"),
        ),
        rx.popover.content(*content, size="1", width="260px", aria_label=label),
        open=FilterState.open_menu == kind,
        on_open_change=lambda is_open: FilterState.use_menu(kind, is_open),
    )


def _choice(kind: str, chosen_id: str, each: dict[str, str]) -> rx.Component:
    return rx.el.button(
        rx.el.span(each["name"]),
        rx.icon("check", size=16, class_name="tick", aria_hidden="true"),
        type="button",
        class_name="menu-item",
        aria_pressed=rx.cond(each["id"] == chosen_id, "true", "false"),
        on_click=FilterState.choose(kind, each["id"]),
    )


def _select(kind: str, label: str, chosen_id: str, offered: list[dict[str, str]]) -> rx.Component:
    """The phone's own list: it fills the screen and is searched by typing."""
    return rx.el.label(
        rx.el.span(label, class_name="field-label"),
        rx.el.select(
            rx.el.option("All", value=""),
            rx.foreach(offered, lambda each: rx.el.option(each["name"], value=each["id"])),
            value=chosen_id,
            on_change=lambda choice_id: FilterState.pick(kind, choice_id),
            aria_label=label,
            class_name="native-select",
        ),
        class_name="field",
    )


def _status_choice(status: BookingStatus, *, counted: bool = False) -> rx.Component:
    look, count = STATUS_LOOKS[status], CalendarState.counts[status.value]
    return rx.el.label(
        rx.checkbox(
            checked=FilterState.ticked[status.value],
            on_change=lambda _ticked: FilterState.toggle_status(status.value),
            aria_label=look.label,
        ),
        status_chip(status),
        look.label,
        rx.el.b(rx.cond(count, count, 0), class_name="count") if counted else rx.fragment(),
        class_name="menu-item",
    )
