"""Looks: what each status and source looks like. No rules, no data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.usecases.calendar_blocks import SOURCE_LABELS, STATUS_LABELS


@dataclass(frozen=True, slots=True)
class StatusLook:
    """What a status looks like: `icon` is lucide's, `css_class` sets its colours.

    A dim one gave its time back: it is struck through.
    """

    label: str
    icon: str
    css_class: str
    dim: bool


def _look(status: BookingStatus, icon: str, *, dim: bool) -> StatusLook:
    return StatusLook(STATUS_LABELS[status], icon, f"st-{status.value}", dim)


STATUS_LOOKS: Mapping[BookingStatus, StatusLook] = {
    BookingStatus.PENDING: _look(BookingStatus.PENDING, "clock", dim=False),
    BookingStatus.CONFIRMED: _look(BookingStatus.CONFIRMED, "check", dim=False),
    BookingStatus.COMPLETED: _look(BookingStatus.COMPLETED, "check-check", dim=False),
    BookingStatus.CANCELLED: _look(BookingStatus.CANCELLED, "x", dim=True),
    BookingStatus.NO_SHOW: _look(BookingStatus.NO_SHOW, "user-x", dim=True),
    BookingStatus.RESCHEDULED: _look(BookingStatus.RESCHEDULED, "corner-up-right", dim=True),
}

SOURCE_ICONS: Mapping[BookingSource, str] = {
    BookingSource.MANUAL: "keyboard",
    BookingSource.API: "webhook",
    BookingSource.AI_AGENT: "bot",
}


def status_icon(status: BookingStatus, *, size: int = 13) -> rx.Component:
    """The sign of a status, in its colour."""
    look = STATUS_LOOKS[status]
    return rx.icon(
        look.icon,
        size=size,
        stroke_width=2.5,
        class_name=f"st-ic {look.css_class}",
        aria_hidden="true",
    )


def busy_icon(*, size: int = 13) -> rx.Component:
    """The sign of what keeps a provider busy in Google Calendar."""
    return rx.icon(
        "calendar-x-2", size=size, stroke_width=2.5, class_name="st-ic st-busy", aria_hidden="true"
    )


def time_off_icon(*, size: int = 13) -> rx.Component:
    """The sign of a stretch in which somebody is away."""
    return rx.icon(
        "calendar-off",
        size=size,
        stroke_width=2.5,
        class_name="st-ic st-time_off",
        aria_hidden="true",
    )


def warning_icon(*, size: int) -> rx.Component:
    """The sign of what somebody should look at: in the colour of the words around."""
    return rx.icon(
        "triangle-alert", size=size, stroke_width=2.25, class_name="warning", aria_hidden="true"
    )


def status_chip(status: BookingStatus, *, size: int = 18) -> rx.Component:
    """The sign of a status on a small square of its tint."""
    return rx.box(
        status_icon(status, size=11 if size <= 18 else 13),
        class_name=f"st-chip {STATUS_LOOKS[status].css_class}",
        width=f"{size}px",
        height=f"{size}px",
        aria_hidden="true",
    )


def status_chip_of(status: str, *, size: int = 22) -> rx.Component | rx.Var[Any]:
    """The chip of whatever status the state names; nothing for any other word."""
    return rx.match(
        status,
        *((known.value, status_chip(known, size=size)) for known in BookingStatus),
        rx.fragment(),
    )


def status_badge_of(status: str) -> rx.Component | rx.Var[Any]:
    """The badge of whatever status the state names."""
    return rx.match(
        status,
        *((known.value, _badge(known)) for known in BookingStatus),
        rx.fragment(),
    )


def source_label_of(source: str) -> rx.Component | rx.Var[Any]:
    """Icon and name of the door a booking came through."""
    return rx.match(
        source,
        *(
            (
                known.value,
                rx.hstack(
                    rx.icon(SOURCE_ICONS[known], size=14, aria_hidden="true"),
                    SOURCE_LABELS[known],
                    spacing="1",
                    align="center",
                    display="inline-flex",
                    vertical_align="bottom",
                ),
            )
            for known in BookingSource
        ),
        rx.fragment(),
    )


def _badge(status: BookingStatus) -> rx.Component:
    look = STATUS_LOOKS[status]
    return rx.box(
        status_icon(status),
        look.label,
        class_name=f"status-badge {look.css_class}",
    )
