"""The workspace, for those who may read it only."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from bookings_app.domain.workspace import FIRST_DAYS
from bookings_app.ui.format import weekday_name
from bookings_app.ui.live.attention import attention
from bookings_app.ui.live.state import LiveState
from bookings_app.ui.workspace.labels import CLOCK_LABELS, VISIBILITY_LABELS
from bookings_app.ui.workspace.state import WorkspaceState


def workspace_facts() -> rx.Component:
    """All of it, to be read."""
    return rx.fragment(
        rx.el.dl(
            *_fact("Name", WorkspaceState.name),
            *_fact("Time zone", WorkspaceState.time_zone),
            *_fact(
                "Weeks start",
                _said(
                    WorkspaceState.week_starts_on, {day: weekday_name(day) for day in FIRST_DAYS}
                ),
            ),
            *_fact("Clock", _said(WorkspaceState.clock, CLOCK_LABELS)),
            *_fact("Providers see", _said(WorkspaceState.provider_visibility, VISIBILITY_LABELS)),
            *_fact("Reasons for cancelling", WorkspaceState.reasons_in_a_line),
            class_name="facts",
        ),
        rx.el.p("Administrators can change this.", class_name="field-hint"),
        attention(heard=LiveState.renewed, on_due=WorkspaceState.look_again),
    )


def _said(chosen: str, labels: Mapping[Any, str]) -> rx.Var[Any] | rx.Component:
    return rx.match(chosen, *((str(value), label) for value, label in labels.items()), "")


def _fact(label: str, value: str | rx.Var[Any] | rx.Component) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(label), rx.el.dd(value)
