"""Step 4: for whom."""

import reflex as rx

from bookings_app.ui.new_booking.browser import contact_search, customer_fields
from bookings_app.ui.new_booking.choices import card_words, choice_cards, initials_of
from bookings_app.ui.new_booking.customer_state import CustomerState


def customer_step() -> rx.Component:
    """The contact and their conversation, if any; then the customer's details."""
    return rx.el.div(
        rx.el.h3("Contact", rx.el.span(" optional"), class_name="group-title small"),
        rx.cond(CustomerState.contact.id != "", picked_contact(), contact_search()),
        rx.cond(CustomerState.overlap != "", overlap_warning()),
        rx.cond(CustomerState.conversations, conversation_part()),
        rx.el.hr(class_name="line"),
        customer_fields(),
        class_name="step-4",
        custom_attrs={"data-named": rx.cond(CustomerState.is_named, "true", "false")},
    )


def picked_contact() -> rx.Component:
    """Who was found, and the way to look for somebody else."""
    return rx.el.div(
        initials_of(CustomerState.contact),
        card_words(CustomerState.contact),
        rx.button(
            "Change",
            variant="ghost",
            color_scheme="gray",
            on_click=CustomerState.change_contact,
            aria_label=f"Change contact, now {CustomerState.contact.name}",
        ),
        class_name="contact-card",
    )


def overlap_warning() -> rx.Component:
    """The contact is booked at that time already, which may be meant."""
    return rx.el.div(
        rx.icon("triangle-alert", size=14, class_name="st-ic", aria_hidden="true"),
        rx.el.span(CustomerState.overlap),
        class_name="callout overlap st-pending",
        role="status",
    )


def conversation_part() -> rx.Component:
    """Which conversation the booking belongs to."""
    return rx.el.div(
        rx.el.h3("Link to a conversation", class_name="group-title small"),
        choice_cards(
            CustomerState.conversations,
            label="Conversation",
            picked=CustomerState.conversation_id,
            on_pick=CustomerState.pick_conversation,
            css_class="by-two",
            face="message-circle",
        ),
    )
