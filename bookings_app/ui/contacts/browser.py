"""What only the browser can do for the address book; all words and rules come from here."""

from typing import Any

import reflex as rx

from bookings_app.domain.contact import LONGEST_SEARCH
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import HEARD_AS, ContactsState
from bookings_app.ui.live import LiveState

_script = rx.asset("browser.jsx", shared=True)


def _arrival(nonce: rx.Var[str], query: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return nonce, query


class ContactsKeeper(rx.NoSSRComponent):
    """Writes the address and reads it, follows keys and clicks, and moves the focus."""

    library = f"$/public{_script}"
    tag = "ContactsKeeper"

    arrived: rx.Var[str]
    query: rx.Var[str]
    contact: rx.Var[str]
    form: rx.Var[bool]
    answers: rx.Var[int]
    heard: rx.Var[dict[str, int]]
    heard_as: rx.Var[str]
    on_arrive: rx.EventHandler[_arrival]
    on_back: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_hear: rx.EventHandler[rx.event.no_args_event_spec]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_leave: rx.EventHandler[rx.event.no_args_event_spec]


class ContactsSearch(rx.NoSSRComponent):
    """A text field that asks a quarter of a second after the last key."""

    library = f"$/public{_script}"
    tag = "ContactsSearch"

    value: rx.Var[str]
    label: rx.Var[str]
    icon: rx.Var[Any]
    wait: rx.Var[int]
    longest: rx.Var[int]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def contacts_keeper() -> rx.Component:
    """The page's address, keys and focus; shows nothing."""
    return ContactsKeeper.create(
        arrived=ContactsState.arrived,
        query=ContactsState.query,
        contact=ContactsState.contact_id,
        form=ContactFormState.is_open,
        answers=ContactFormState.answers,
        heard=LiveState.heard,
        heard_as=HEARD_AS,
        on_arrive=ContactsState.arrive,
        on_back=ContactsState.go_back,
        on_hear=ContactsState.refresh,
        on_open=ContactsState.open,
        on_leave=ContactsState.leave,
    )


def contacts_search() -> rx.Component:
    """Find somebody in the list."""
    return ContactsSearch.create(
        value=ContactsState.search,
        label="Name, phone or e-mail",
        icon=rx.icon("search", size=16, aria_hidden="true"),
        wait=250,
        longest=LONGEST_SEARCH,
        on_search=ContactsState.search_for,
    )
