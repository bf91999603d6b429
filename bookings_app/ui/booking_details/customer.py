"""The customer in the details dialog: who it is, how to reach them; and all of it to correct."""

from typing import Any

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.ui.booking_details.browser import edit_fields
from bookings_app.ui.booking_details.form_state import CustomerFormState
from bookings_app.ui.booking_details.parts import fact
from bookings_app.ui.booking_details.races import Overlap
from bookings_app.ui.booking_details.state import SelectedBookingState

_SHOWN = SelectedBookingState.shown


def customer_part() -> rx.Component:
    """The customer, and the conversation the booking came from."""
    return rx.el.section(
        rx.el.h3("Customer"),
        rx.cond(
            SelectedBookingState.task == Action.EDIT.value,
            rx.fragment(written_meanwhile(), edit_fields()),
            rx.fragment(customer_facts(), rx.cond(_SHOWN.conversation != "", conversation_card())),
        ),
        class_name="part",
    )


def customer_facts() -> rx.Component:
    """Who comes, and how to reach them."""
    return rx.el.dl(
        fact("Name", rx.el.span(_SHOWN.customer, class_name="strong")),
        fact("Phone", _reach(_SHOWN.phone, _SHOWN.phone_link)),
        fact("E-mail", _reach(_SHOWN.email, _SHOWN.email_link)),
        fact("Notes", rx.cond(_SHOWN.notes != "", rx.el.span(_SHOWN.notes), _none())),
        rx.cond(
            _SHOWN.contact_link != "",
            fact(
                "Contact",
                rx.link(
                    _SHOWN.contact,
                    href=_SHOWN.contact_link,
                    on_click=SelectedBookingState.close,
                ),
            ),
        ),
        class_name="facts",
    )


def conversation_card() -> rx.Component:
    """The conversation, as a link where it has an address."""
    inside = (
        rx.el.span(
            rx.icon("message-circle", size=16), class_name="conversation-icon", aria_hidden="true"
        ),
        rx.el.span(
            rx.el.b(_SHOWN.conversation),
            rx.el.small(_SHOWN.conversation_line),
        ),
    )
    card = rx.cond(
        _SHOWN.conversation_link != "",
        rx.el.a(
            *inside,
            rx.icon("chevron-right", size=16, class_name="go", aria_hidden="true"),
            href=_SHOWN.conversation_link,
            target="_blank",
            rel="noopener noreferrer",
            class_name="conversation",
        ),
        rx.el.div(*inside, class_name="conversation"),
    )
    return rx.fragment(card)


def written_meanwhile() -> rx.Component:
    """What somebody else saved while this was typed, field by field."""
    return rx.cond(
        CustomerFormState.overlaps,
        rx.el.div(
            rx.icon("users", size=14, aria_hidden="true"),
            rx.el.div(
                rx.el.b("Not saved yet: somebody else was faster. What you typed is kept."),
                rx.el.ul(rx.foreach(CustomerFormState.overlaps, _overlap)),
            ),
            class_name="callout overlaps",
            role="alert",
        ),
    )


def _overlap(overlap: Overlap) -> rx.Component:
    return rx.el.li(overlap.said, " ", rx.el.span(overlap.then, class_name="soft"))


def _reach(text: str, href: str) -> rx.Component | rx.Var[Any]:
    said = rx.cond(href != "", rx.el.a(text, href=href), rx.el.span(text))
    return rx.cond(text != "", said, _none())


def _none() -> rx.Component:
    return rx.el.span("None", class_name="soft")
