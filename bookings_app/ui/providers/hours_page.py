"""One provider: when they work, what differs from it, and what comes of it."""

import reflex as rx

from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.live.attention import renewal
from bookings_app.ui.notifications import notification_bell
from bookings_app.ui.outside_hours.lists import hit_panel
from bookings_app.ui.providers.exception_form import exception_dialog
from bookings_app.ui.providers.exceptions import exceptions_panel
from bookings_app.ui.providers.hours import (
    conflict_callout,
    jump_bar,
    leave_guard,
    resulting_week,
    save_hours,
    weekly_hours,
)
from bookings_app.ui.providers.hours_page_state import HoursPageState, Signer
from bookings_app.ui.providers.keeper import hours_keeper
from bookings_app.ui.providers.leaving_state import LeavingState
from bookings_app.ui.questions import discard_question
from bookings_app.ui.scheduling_tabs import scheduling_tabs

_PROVIDER = HoursPageState.provider


def hours_page() -> rx.Component:
    """Its on_load: `HoursPageState.load`."""
    return frame(
        rx.el.div(
            rx.el.div(page_title("Scheduling"), notification_bell(), class_name="page-head"),
            rx.box(scheduling_tabs("providers"), margin_y="16px"),
            rx.cond(
                HoursPageState.arrived == "",
                rx.fragment(),
                rx.cond(_PROVIDER.id == "", nobody_there(), one_provider()),
            ),
            class_name="page-set setup",
        ),
        hours_keeper(),
        renewal(HoursPageState.load),
        leave_guard(),
        exception_dialog(),
        discard_question(
            "The hours you typed have not been saved.",
            asks=LeavingState.asks,
            on_keep=LeavingState.keep,
            on_discard=LeavingState.discard,
        ),
    )


def one_provider() -> rx.Component:
    """Who they are, when they work, and what comes of it."""
    return rx.fragment(
        rx.el.div(
            rx.link(
                rx.icon("arrow-left", size=18),
                href="/scheduling/providers",
                aria_label="All providers",
                class_name="back-link",
            ),
            rx.el.span(_PROVIDER.sign, class_name="face", aria_hidden="true"),
            rx.el.div(
                rx.el.h2(_PROVIDER.name, class_name="provider-name"),
                rx.el.p(_PROVIDER.line),
                class_name="provider-words",
            ),
            rx.cond(_PROVIDER.archived, rx.el.span("Archived", class_name="tag")),
            rx.el.span(class_name="bar-gap"),
            save_hours(),
            rx.cond(
                _PROVIDER.may_edit,
                rx.link(
                    "Edit",
                    href=f"/scheduling/providers?provider={_PROVIDER.id}",
                    aria_label="Edit name, e-mail and services",
                    class_name="link-button",
                ),
            ),
            class_name="provider-head",
        ),
        conflict_callout(),
        jump_bar(),
        rx.el.div(
            weekly_hours(),
            rx.el.div(
                resulting_week(),
                hit_panel(),
                exceptions_panel(),
                _signers(),
                class_name="provider-side",
            ),
            class_name="provider-grid",
        ),
    )


def nobody_there() -> rx.Component:
    """An address that leads to nobody, or to somebody else's hours."""
    return rx.el.div(
        rx.el.p("This provider does not exist, or you may not set their hours."),
        rx.link("All providers", href="/scheduling/providers"),
        class_name="panel panel-form",
    )


def _signers() -> rx.Component:
    """For administrators: who signs in as them."""
    return rx.cond(
        _PROVIDER.may_invite,
        rx.el.section(
            rx.el.div(
                rx.el.h2("Signs in as them", class_name="panel-title"), class_name="panel-head"
            ),
            rx.cond(
                _PROVIDER.signers,
                rx.el.ul(rx.foreach(_PROVIDER.signers, _signer), class_name="exception-list"),
                rx.el.p(
                    "Nobody yet. ",
                    rx.link("Invite them", href=f"/settings/members?invite={_PROVIDER.id}"),
                    class_name="list-empty",
                ),
            ),
            class_name="panel",
            aria_label="Signs in as them",
        ),
    )


def _signer(signer: Signer) -> rx.Component:
    return rx.el.li(
        rx.link(
            signer.words,
            href=f"/settings/members?member={signer.id}",
            class_name="exception-row plain-row",
        ),
        key=signer.id,
    )
