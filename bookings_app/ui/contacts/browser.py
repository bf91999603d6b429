"""What only the browser can do for the address book; all words and rules come from here."""

import reflex as rx

from bookings_app.domain.contact import LONGEST_SEARCH
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import HEARD_AS, ContactsState
from bookings_app.ui.live import LiveState
from bookings_app.ui.search_field import search_field

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
    return search_field(
        "contacts-search",
        "Name, phone or e-mail",
        value=ContactsState.search,
        longest=LONGEST_SEARCH,
        on_search=ContactsState.search_for,
    )
