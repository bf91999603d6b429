"""One person: how to reach them, where they write to us, and what they have booked."""

from typing import Any

import reflex as rx

from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.contacts.words import BookingLine, ConversationLine
from bookings_app.ui.theme import status_chip_of

_PERSON = ContactsState.person


def person_part() -> rx.Component:
    """Whoever is open; before that, what to do."""
    return rx.el.section(
        rx.el.button(
            rx.icon("chevron-left", size=20, aria_hidden="true"),
            "Contacts",
            type="button",
            on_click=ContactsState.close,
            class_name="person-back",
        ),
        rx.cond(
            _PERSON.id != "",
            person(),
            rx.cond(
                ContactsState.missing,
                nobody(
                    "user-x",
                    "No such contact",
                    "This contact does not exist, or you may not see it.",
                ),
                rx.cond(
                    (ContactsState.contact_id == "") & (ContactsState.arrived != ""),
                    nobody("users", "Nobody picked", "Pick somebody from the list."),
                ),
            ),
        ),
        class_name="person",
        aria_label="Contact",
    )


def person() -> rx.Component:
    """All that is known of them."""
    return rx.fragment(
        person_head(),
        person_facts(),
        rx.cond(
            _PERSON.conversations,
            rx.el.section(
                rx.el.h3("Conversations"),
                rx.el.div(
                    rx.foreach(_PERSON.conversations, conversation_card),
                    class_name="conversations",
                ),
                class_name="part",
            ),
        ),
        rx.el.section(
            rx.el.h3("Upcoming"),
            rx.cond(
                _PERSON.upcoming,
                _bookings(_PERSON.upcoming),
                rx.el.p("Nothing upcoming.", class_name="nothing"),
            ),
            class_name="part",
        ),
        rx.cond(_PERSON.past, past_part()),
    )


def person_head() -> rx.Component:
    """Name, since when, how many bookings, and what can be done."""
    return rx.el.div(
        rx.el.span(_PERSON.sign, class_name="face", aria_hidden="true"),
        rx.el.div(
            rx.el.h2(_PERSON.name, class_name="person-name", tab_index=-1),
            rx.el.p(_PERSON.since, " · ", _PERSON.counts),
            class_name="person-words",
        ),
        rx.el.div(
            rx.cond(_PERSON.may_edit, edit_button()),
            book_button(),
            class_name="person-buttons",
        ),
        class_name="person-head",
    )


def edit_button() -> rx.Component:
    """Opens the form with what is known."""
    return rx.button(
        rx.icon("pencil", size=14, aria_hidden="true"),
        "Edit",
        variant="outline",
        color_scheme="gray",
        on_click=ContactFormState.open_edit,
        disabled=is_cut_off,
    )


def book_button() -> rx.Component:
    """Opens the wizard with this contact picked."""
    return rx.button(
        rx.icon("plus", size=16, aria_hidden="true"),
        "New Booking",
        variant="outline",
        color_scheme="gray",
        on_click=ContactsState.book,
        disabled=is_cut_off,
        class_name="new-booking-for",
    )


def person_facts() -> rx.Component:
    """Phone, e-mail, notes, as far as they are known."""
    return rx.el.dl(
        _fact("Phone", _PERSON.phone, _PERSON.phone_link),
        _fact("E-mail", _PERSON.email, _PERSON.email_link),
        rx.cond(
            _PERSON.notes != "",
            rx.fragment(rx.el.dt("Notes"), rx.el.dd(_PERSON.notes)),
        ),
        class_name="facts",
    )


def conversation_card(line: ConversationLine) -> rx.Component | rx.Var[Any]:
    """Where they write to us: a link where the conversation has an address."""
    inside = (
        rx.el.span(
            rx.icon("message-circle", size=16), class_name="conversation-icon", aria_hidden="true"
        ),
        rx.el.span(rx.el.b(line.name), rx.el.small(line.line)),
    )
    return rx.cond(
        line.link != "",
        rx.el.a(
            *inside,
            rx.icon("chevron-right", size=16, class_name="go", aria_hidden="true"),
            href=line.link,
            target="_blank",
            rel="noopener noreferrer",
            class_name="conversation",
        ),
        rx.el.div(*inside, class_name="conversation"),
    )


def past_part() -> rx.Component:
    """What is over, the last first."""
    return rx.el.section(
        rx.el.h3("Past"),
        _bookings(_PERSON.past),
        rx.cond(
            _PERSON.has_more,
            rx.button(
                "Show earlier",
                variant="outline",
                color_scheme="gray",
                on_click=ContactsState.show_earlier,
                class_name="show-more",
            ),
        ),
        class_name="part",
    )


def booking_row(line: BookingLine) -> rx.Component:
    """One booking, which opens its details."""
    return rx.el.li(
        rx.el.button(
            rx.el.span(line.day, class_name="b-day"),
            rx.el.span(line.time, class_name="b-time"),
            status_chip_of(line.status),
            rx.el.span(line.service, class_name="b-service"),
            rx.el.span(line.provider, class_name="b-provider"),
            rx.el.span(line.where, class_name="b-where"),
            rx.el.span(line.provider, " · ", line.where, class_name="b-line"),
            rx.el.span(line.status_label, class_name="b-status"),
            type="button",
            on_click=SelectedBookingState.open(line.id),
            class_name=rx.cond(line.dim, f"b-row rel st-{line.status}", f"b-row st-{line.status}"),
            custom_attrs={"data-booking": line.id},
        ),
        key=line.id,
    )


def nobody(icon: str, title: str, said: str) -> rx.Component:
    """Nobody to show, and why."""
    return rx.el.div(
        rx.icon(icon, size=28, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2(title),
        rx.el.p(said),
        class_name="person-none",
    )


def _bookings(lines: list[BookingLine]) -> rx.Component:
    return rx.el.ul(rx.foreach(lines, booking_row), class_name="b-rows")


def _fact(label: str, text: str, link: str) -> rx.Component:
    value = rx.cond(link != "", rx.el.a(text, href=link), rx.el.span(text))
    return rx.cond(text != "", rx.fragment(rx.el.dt(label), rx.el.dd(value)))
