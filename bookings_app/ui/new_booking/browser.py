"""What only the browser can do for the wizard; all words and rules come from here."""

from typing import Any

import reflex as rx

from bookings_app.ui.kept import FIRST_STEPS_TYPED, HOURS_TYPED, SETUP_TYPED
from bookings_app.ui.new_booking.customer_state import SHORTEST_SEARCH, CustomerState
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.ui.session import SessionState

# Where browsers keep what is typed into the details of a customer that are corrected.
EDITED = "edit-booking-typed"

CUSTOMER_FORM = "new-booking-customer"

FIELDS_SHOWN: list[dict[str, Any]] = [
    {"name": "name", "label": "Customer name", "type": "text", "required": True},
    {"name": "phone", "label": "Phone", "type": "tel", "hint": "optional"},
    {"name": "email", "label": "E-mail", "type": "email", "hint": "optional"},
    {"name": "notes", "label": "Notes", "type": "long", "hint": "optional"},
]

_script = rx.asset("browser.jsx", shared=True)

_CHECKED = "[role=radio][aria-checked=true]"
_FIRST = "[role=radio]:not([disabled])"

# What gets the focus in each step: the first of these that is there.
_TARGETS = [
    [f".step-1 {_CHECKED}", f".step-1 {_FIRST}"],
    [
        ".step-2 .slot-nearest",
        f".step-2 {_CHECKED}",
        ".step-2 .rdp-selected button",
        ".step-2 .rdp-day_button:not([disabled])",
    ],
    [f".step-3 {_CHECKED}", f".step-3 {_FIRST}"],
    [
        ".step-4[data-named=true] input[name=name]",
        ".step-4 #contact-search",
        ".step-4 input[name=name]",
    ],
]


class DraftEndsAtSignOut(rx.NoSSRComponent):
    """Empties the browser's draft, and `others`, when their writer signs out."""

    library = f"$/public{_script}"
    tag = "DraftEndsAtSignOut"

    action: rx.Var[str]
    others: rx.Var[list[str]]


class WizardKeeper(rx.NoSSRComponent):
    """Keeps the draft in the browser, gives it back once, and moves the focus."""

    library = f"$/public{_script}"
    tag = "WizardKeeper"

    member_id: rx.Var[str]
    is_open: rx.Var[bool]
    finished: rx.Var[str]
    choices: rx.Var[dict[str, Any]]
    step: rx.Var[int]
    turn: rx.Var[int]
    dialog: rx.Var[str]
    targets: rx.Var[list[list[str]]]
    fallback: rx.Var[str]
    on_restore: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_discard: rx.EventHandler[rx.event.no_args_event_spec]


class ContactSearch(rx.NoSSRComponent):
    """A text field with a list below it: two letters, a quarter of a second, then it asks."""

    library = f"$/public{_script}"
    tag = "ContactSearch"

    found: rx.Var[list[Any]]
    found_for: rx.Var[str]
    words: rx.Var[dict[str, Any]]
    shortest: rx.Var[int]
    wait: rx.Var[int]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_new: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class CustomerFields(rx.NoSSRComponent):
    """The customer's details: typed and kept in the browser, sent as a whole.

    What was typed outlives the page, in a `store` of that name. It is reported when there
    is any, or, where the fields are for correcting, when it `compares` unlike what was
    filled in.
    """

    library = f"$/public{_script}"
    tag = "CustomerFields"

    submission: rx.Var[str]
    fill: rx.Var[dict[str, Any]]
    errors: rx.Var[dict[str, str]]
    answers: rx.Var[int]
    form_id: rx.Var[str]
    store: rx.Var[str]
    compares: rx.Var[bool]
    fields: rx.Var[list[dict[str, Any]]]
    error_icon: rx.Var[Any]
    on_submit: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_text: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


def draft_ends_at_sign_out() -> rx.Component:
    """For the frame of every page with a way out."""
    return DraftEndsAtSignOut.create(
        action="/auth/sign-out",
        others=[EDITED, FIRST_STEPS_TYPED, HOURS_TYPED, SETUP_TYPED],
    )


def wizard_keeper() -> rx.Component:
    """The draft and the focus of the wizard; shows nothing."""
    return WizardKeeper.create(
        member_id=SessionState.member_id,
        is_open=NewBookingState.is_open,
        finished=NewBookingState.finished,
        choices={
            "submission": NewBookingState.submission_id,
            "step": NewBookingState.step,
            "service": NewBookingState.service_id,
            "location": NewBookingState.location_id,
            "slot": TimeState.starts_at,
            "provider": ProviderState.provider_id,
            "contact": CustomerState.contact.id,
            "conversation": CustomerState.conversation_id,
            "found_by": CustomerState.found_by,
        },
        step=NewBookingState.step,
        turn=NewBookingState.turn + CustomerState.turn,
        dialog=".wizard",
        targets=_TARGETS,
        fallback=".new-booking",
        on_restore=NewBookingState.restore,
        on_discard=NewBookingState.discard,
    )


def contact_search() -> rx.Component:
    """Find the customer in the address book."""
    return ContactSearch.create(
        found=CustomerState.found,
        found_for=CustomerState.found_for,
        words={
            "label": "Search contacts",
            "placeholder": "Search by name, phone or e-mail",
            "none": "No contact “{text}”",
            "new": "New customer “{text}”",
            "icon": rx.icon("search", size=16, aria_hidden="true"),
            "plus": rx.icon("user-plus", size=16, aria_hidden="true"),
        },
        shortest=SHORTEST_SEARCH,
        wait=250,
        on_search=CustomerState.search,
        on_pick=CustomerState.pick_contact,
        on_new=CustomerState.name_customer,
    )


def customer_fields() -> rx.Component:
    """Name, phone, e-mail, notes."""
    return CustomerFields.create(
        submission=NewBookingState.submission_id,
        fill=CustomerState.fill,
        errors=CustomerState.errors,
        answers=NewBookingState.answers,
        form_id=CUSTOMER_FORM,
        store="new-booking-typed",
        compares=False,
        fields=FIELDS_SHOWN,
        error_icon=rx.icon("circle-alert", size=14, aria_hidden="true"),
        on_submit=NewBookingState.create,
        on_text=CustomerState.note_text,
    )
