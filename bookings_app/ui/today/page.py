"""The page Today: what asks for an answer, what is now, what comes, what is over."""

from typing import Any

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.calendar.connection_pill import connection_pill
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.layout import frame
from bookings_app.ui.live import LiveState
from bookings_app.ui.live.attention import attention
from bookings_app.ui.notifications import notification_bell
from bookings_app.ui.theme import status_badge_of, status_chip_of, warning_icon
from bookings_app.ui.today.state import HEARD_AS, TodayState
from bookings_app.ui.today.words import Card, Row

_LABELS = {Action.CONFIRM: "Confirm", Action.COMPLETE: "Complete", Action.NO_SHOW: "No-show"}
_CARD = TodayState.card
_SKELETON_ROWS = 5


def today_page() -> rx.Component:
    """One's day. Its on_load: `TodayState.load`."""
    return frame(
        rx.el.div(
            day_head(),
            rx.cond(TodayState.known, day(), day_skeleton()),
            # The buttons under a finger are other ones now: they wait a moment.
            class_name=rx.cond(
                TodayState.turn % 2 == 0, "today-page settle-a", "today-page settle-b"
            ),
        ),
        attention(
            heard=LiveState.heard[HEARD_AS],
            turn=TodayState.turn,
            focus_on=".today-page h1",
            on_arrive=TodayState.arrive,
            on_due=TodayState.refresh,
            on_leave=TodayState.leave,
        ),
        section="today",
    )


def day_head() -> rx.Component:
    """What day it is, where, and the bell."""
    return rx.el.header(
        rx.el.div(
            rx.el.h1("Today", tab_index=-1, class_name="page-title"),
            rx.el.p(TodayState.heading.line, class_name="today-date"),
            _if_said(
                TodayState.heading.zone,
                rx.el.p("Times in ", TodayState.heading.zone, class_name="today-zone"),
            ),
        ),
        connection_pill(),
        notification_bell(),
        class_name="today-head",
    )


def day() -> rx.Component:
    """The parts of it that there are."""
    return rx.fragment(
        _if_any(TodayState.unanswered, unanswered_part()),
        _if_said(_CARD.id, card()),
        _if_any(TodayState.running, running_part()),
        _if_said(TodayState.nothing, nothing_more()),
        _if_any(TodayState.coming, coming_part()),
        _if_said(TodayState.over_summary, over_part()),
    )


def unanswered_part() -> rx.Component:
    """What has passed and was never answered: did they come? Is it approved?"""
    hidden = TodayState.unanswered_hidden
    return rx.el.section(
        _part_head("Waiting for an answer"),
        rx.el.ul(rx.foreach(TodayState.unanswered, unanswered_row), class_name="today-list"),
        rx.cond(
            hidden > 0,
            rx.el.button(
                f"Show {hidden} more",
                type="button",
                class_name="today-fold",
                on_click=TodayState.show_all,
            ),
        ),
        aria_label="Waiting for an answer",
    )


def unanswered_row(row: Row) -> rx.Component:
    """The booking, and the buttons that answer it."""
    return rx.el.li(
        _opener(row),
        rx.el.div(
            _answers(row, variant="outline"),
            class_name="today-answers",
        ),
    )


def card() -> rx.Component:
    """What is now, or next: all that is needed between two customers."""
    return rx.el.section(
        rx.el.div(
            rx.el.b(_CARD.label),
            rx.el.span(_CARD.time, class_name="today-clock"),
            status_badge_of(_CARD.status),
            class_name="today-card-head",
        ),
        rx.el.div(
            rx.el.button(
                rx.el.span(_CARD.customer, class_name="today-who"),
                rx.el.span(_CARD.line, class_name="today-what"),
                _warning(_CARD.warning),
                type="button",
                class_name="today-card-open",
                on_click=SelectedBookingState.open(_CARD.id),
                data_booking=_CARD.id,
            ),
            _reach("Call", "phone", _CARD.call),
            _reach("Message", "message-circle", _CARD.message),
            class_name="today-card-body",
        ),
        _if_said(_CARD.notes, rx.el.p(_CARD.notes, class_name="today-notes")),
        rx.el.div(_answers(_CARD), class_name="today-answers"),
        _if_said(_CARD.hint, rx.el.p(_CARD.hint, class_name="today-hint")),
        class_name=f"today-card st-{_CARD.status}",
        aria_label=_CARD.label,
    )


def running_part() -> rx.Component:
    """What the team is at."""
    return rx.el.section(
        _part_head("Now"),
        rx.el.ul(rx.foreach(TodayState.running, _plain_row), class_name="today-list"),
        aria_label="Now",
    )


def coming_part() -> rx.Component:
    """The rest of the day."""
    title = rx.cond(_CARD.label == "Next", "Later today", "Next")
    return rx.el.section(
        _part_head(title, TodayState.to_come),
        rx.el.ul(rx.foreach(TodayState.coming, coming_row), class_name="today-list"),
        aria_label=title,
    )


def coming_row(row: Row) -> rx.Component:
    """The booking, and Confirm for what waits for it."""
    return rx.el.li(
        _opener(row, right=rx.cond(row.may_confirm, rx.fragment(), _chevron())),
        rx.cond(
            row.may_confirm,
            _answer(Action.CONFIRM, row, variant="outline"),
        ),
        class_name="today-row",
    )


def over_part() -> rx.Component:
    """What is over, folded away."""
    return rx.el.section(
        rx.el.button(
            rx.icon("check-check", size=16, aria_hidden="true"),
            rx.el.span(TodayState.over_summary),
            _chevron(),
            type="button",
            class_name="today-fold",
            aria_expanded=rx.cond(TodayState.shows_over, "true", "false"),
            on_click=TodayState.toggle_over,
        ),
        _if_any(
            TodayState.over,
            rx.el.ul(rx.foreach(TodayState.over, _plain_row), class_name="today-list"),
        ),
        aria_label="Earlier today",
    )


def nothing_more() -> rx.Component:
    """When nothing more takes place today, when something does."""
    return rx.cond(
        TodayState.following_id != "",
        rx.el.button(
            TodayState.nothing,
            type="button",
            class_name="today-nothing",
            on_click=SelectedBookingState.open(TodayState.following_id),
        ),
        rx.el.p(TodayState.nothing, class_name="today-nothing"),
    )


def day_skeleton() -> rx.Component:
    """The shape of a day that is not known yet."""
    return rx.el.div(
        rx.skeleton(rx.box(height="220px", border_radius="12px")),
        *(rx.skeleton(rx.box(height="48px")) for _ in range(_SKELETON_ROWS)),
        class_name="today-skeleton",
        aria_hidden="true",
    )


def _plain_row(row: Row) -> rx.Component:
    return rx.el.li(_opener(row), class_name="today-row")


def _opener(row: Row, *, right: rx.Component | rx.Var[Any] | None = None) -> rx.Component:
    """Time, sign, who and what: a tap shows all of it."""
    return rx.el.button(
        rx.el.span(
            _if_said(row.day, rx.el.small(row.day)),
            rx.el.span(row.time),
            class_name="today-time",
        ),
        status_chip_of(row.status, size=28),
        rx.el.span(
            rx.el.b(row.customer),
            rx.el.small(row.line),
            _warning(row.warning),
            class_name="today-words",
        ),
        rx.el.span(row.status_label, class_name="hidden"),
        _chevron() if right is None else right,
        type="button",
        class_name=rx.cond(row.dim, "today-open dim", "today-open"),
        on_click=SelectedBookingState.open(row.id),
        data_booking=row.id,
    )


def _warning(said: str) -> rx.Component | rx.Var[Any]:
    """Why somebody should look at the booking."""
    return _if_said(said, rx.el.span(warning_icon(size=14), said, class_name="today-warning"))


def _chevron() -> rx.Component:
    return rx.icon("chevron-right", size=16, class_name="go", aria_hidden="true")


def _answers(shown: Row | Card, *, variant: Any = "solid") -> rx.Component:
    return rx.fragment(
        rx.cond(
            shown.may_answer,
            rx.fragment(
                _answer(Action.NO_SHOW, shown, icon="user-x", variant="outline"),
                _answer(Action.COMPLETE, shown, icon="check-check", variant=variant),
            ),
        ),
        rx.cond(shown.may_confirm, _answer(Action.CONFIRM, shown, icon="check", variant=variant)),
    )


def _answer(action: Action, shown: Row | Card, *, icon: str = "", variant: Any) -> rx.Component:
    """A button that answers, which spins while it does."""
    label = _LABELS[action]
    return rx.button(
        rx.icon(icon, size=18, aria_hidden="true") if icon else rx.fragment(),
        label,
        variant=variant,
        color_scheme="gray",
        loading=TodayState.busy == f"{action.value} {shown.id}",
        disabled=is_cut_off | (TodayState.busy != ""),
        on_click=TodayState.answer(action.value, shown.id),
        class_name="today-answer",
        aria_label=f"{label}: {shown.customer}",
    )


def _reach(label: str, icon: str, href: str) -> rx.Component | rx.Var[Any]:
    return _if_said(
        href,
        rx.el.a(
            rx.icon(icon, size=20, aria_hidden="true"),
            href=href,
            aria_label=f"{label} {_CARD.customer}",
            class_name="today-reach",
        ),
    )


def _part_head(title: str | rx.Var[str], note: str | rx.Var[str] = "") -> rx.Component:
    return rx.el.div(rx.el.h2(title), rx.el.span(note), class_name="today-part")


def _if_said(text: str, shown: rx.Component | rx.Var[Any]) -> rx.Component | rx.Var[Any]:
    return rx.cond(text != "", shown, rx.fragment())


def _if_any(rows: list[Row], shown: rx.Component) -> rx.Component | rx.Var[Any]:
    return rx.cond(rows, shown, rx.fragment())
