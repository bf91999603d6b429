"""The frame in which each tab of the set-up lists what there is: rows that open an editor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.notifications import notification_bell
from bookings_app.ui.scheduling_tabs import TABS, scheduling_tabs
from bookings_app.ui.search_field import search_field
from bookings_app.ui.session import SessionState
from bookings_app.ui.setup.browser import setup_keeper
from bookings_app.ui.setup.state import LONGEST_SEARCH, NEW, SetupState

_SKELETON_ROWS = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """What a tab lists: `tab` is one of `TABS`, `one` its singular and kind.

    `heads` are the columns; those in `numbers` are right-aligned. `about` says what one is
    good for, to whoever has none yet.
    """

    tab: str
    one: str
    heads: Sequence[str]
    about: str
    numbers: frozenset[str] = frozenset()


def setup_page(
    listed: Listed,
    state: type[SetupState],
    lines: Any,
    row: Callable[[Any], rx.Component],
    *more: rx.Component,
    over: Any = False,
) -> rx.Component:
    """The tab with its list of `lines`, and `more` below it: dialogs, other lists.

    `over` says that something else than the editor covers them.
    """
    search_id = f"{listed.tab}-search"
    return frame(
        rx.el.div(
            rx.el.div(page_title("Scheduling"), notification_bell(), class_name="page-head"),
            rx.box(scheduling_tabs(listed.tab), margin_y="16px"),
            setup_bar(listed, state, search_id),
            rx.el.div(
                rx.cond(
                    state.arrived == "",
                    list_skeleton(),
                    rx.cond(lines, setup_table(listed, lines, row), nothing_listed(listed, state)),
                ),
                class_name="panel panel-scroll",
            ),
            *more,
            class_name="page-set setup",
        ),
        setup_keeper(state, search_id=search_id, over=over),
    )


def setup_bar(listed: Listed, state: type[SetupState], search_id: str) -> rx.Component:
    """Search and, for whoever may edit, the archived and a new one."""
    return rx.el.div(
        rx.el.div(
            search_field(
                search_id,
                f"Search {listed.tab}",
                value=state.search,
                longest=LONGEST_SEARCH,
                on_search=state.search_for,
            ),
            class_name="setup-search",
        ),
        rx.cond(
            SessionState.may_set_up,
            rx.fragment(
                rx.el.label(
                    rx.switch(checked=state.shows_archived, on_change=state.show_archived),
                    "Show archived",
                    class_name="setup-switch",
                ),
                rx.el.span(class_name="bar-gap"),
                new_button(listed.one, state),
            ),
            rx.fragment(),
        ),
        class_name="setup-bar",
    )


def new_button(
    one: str, state: type[SetupState], *, variant: Literal["solid", "outline"] = "solid"
) -> rx.Component:
    """Opens an empty editor; off while nothing could be saved."""
    return rx.button(
        rx.icon("plus", size=16, aria_hidden="true"),
        f"New {one}",
        variant=variant,
        color_scheme="gray",
        on_click=state.open(one, NEW),
        disabled=is_cut_off,
        class_name="setup-new",
    )


def setup_table(listed: Listed, lines: Any, row: Callable[[Any], rx.Component]) -> rx.Component:
    """A table; on a phone a card for each row."""
    heads = (
        rx.el.th(head, scope="col", class_name="number" if head in listed.numbers else "")
        for head in listed.heads
    )
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads)),
        rx.el.tbody(rx.foreach(lines, row)),
        class_name="set-table set-table-wide",
        aria_label=TABS[listed.tab],
    )


def row_name(listed: Listed, line: Any, *before: rx.Component) -> rx.Component:
    """The first cell: what opens the editor, for whoever may edit.

    `line` has `id`, `name` and `archived`. It is a link, so that it can be opened in a tab
    of its own, too; it covers its whole row.
    """
    link = rx.el.a(
        line.name,
        href=f"/scheduling/{listed.tab}?{listed.one}={line.id}",
        class_name="row-link",
        custom_attrs={"data-kind": listed.one, "data-row": line.id},
    )
    return rx.el.td(
        rx.el.span(
            *before,
            rx.cond(SessionState.may_set_up, link, rx.el.span(line.name)),
            rx.cond(line.archived, rx.el.span("Archived", class_name="tag"), rx.fragment()),
            class_name="row-name",
        )
    )


def cell(label: str, value: Any, *, looks: Any = "") -> rx.Component:
    """Another cell; on a phone it says its column's name."""
    return rx.el.td(value, class_name=looks, custom_attrs={"data-label": label})


def nothing_listed(listed: Listed, state: type[SetupState]) -> rx.Component:
    """The search finds nothing, or there is nothing yet: then the way to make the first one."""
    return rx.cond(
        state.search != "",
        rx.el.div(
            rx.el.p(f"No {listed.one} “", state.search, "”", role="status"),
            archived_hint(state),
            class_name="setup-nothing",
        ),
        rx.el.div(
            rx.el.h2(f"No {listed.tab} yet"),
            rx.el.p(listed.about),
            archived_hint(state),
            rx.cond(
                SessionState.may_set_up,
                rx.button(
                    f"Make the first {listed.one}",
                    variant="outline",
                    color_scheme="gray",
                    on_click=state.open(listed.one, NEW),
                    disabled=is_cut_off,
                ),
                rx.fragment(),
            ),
            class_name="setup-nothing",
        ),
    )


def archived_hint(state: type[SetupState]) -> rx.Component:
    """What is not listed may be among the archived, which are a click away."""
    number = state.archived_found
    return rx.cond(
        SessionState.may_set_up & (number > 0),
        rx.fragment(
            rx.el.p(
                rx.cond(
                    state.search != "",
                    rx.cond(number == 1, "1 archived one matches.", f"{number} archived match."),
                    rx.cond(number == 1, "1 is archived.", f"{number} are archived."),
                )
            ),
            rx.button(
                "Show archived",
                variant="outline",
                color_scheme="gray",
                on_click=state.show_archived(True),  # noqa: FBT003 - as the switch says it
            ),
        ),
        rx.fragment(),
    )


def list_skeleton() -> rx.Component:
    """The shape of the list until it is there."""
    return rx.el.div(
        *(
            rx.el.div(
                rx.skeleton(rx.box(width="180px", height="16px")),
                rx.skeleton(rx.box(width="320px", max_width="40%", height="16px")),
            )
            for _ in range(_SKELETON_ROWS)
        ),
        class_name="setup-skeleton",
        aria_hidden="true",
    )
