"""The page of the address book: the list at the left, the person at the right."""

import reflex as rx

from bookings_app.ui.calendar.connection_pill import connection_pill
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.contacts.browser import contacts_keeper, contacts_search
from bookings_app.ui.contacts.form import contact_form_dialog
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.person import person_part
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.contacts.words import ContactLine
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.notifications import notification_bell
from bookings_app.ui.session import SessionState

_SKELETON_ROWS = 8


def contacts_page() -> rx.Component:
    """Its on_load: `ContactsState.load`."""
    return frame(
        contacts_bar(),
        rx.el.div(
            contact_list(),
            person_part(),
            class_name="contacts",
            custom_attrs={"data-open": rx.cond(ContactsState.contact_id != "", "true", "false")},
        ),
        contacts_keeper(),
        contact_form_dialog(),
        section="contacts",
        fixed=True,
    )


def contacts_bar() -> rx.Component:
    """Title, how many there are, bell, New contact."""
    return rx.el.div(
        page_title("Contacts"),
        rx.el.p(
            rx.el.span(ContactsState.total, aria_hidden="true"),
            rx.el.span(ContactsState.found, class_name="hidden"),
            class_name="contacts-count",
            role="status",
        ),
        rx.el.span(class_name="bar-gap"),
        connection_pill(),
        notification_bell(),
        new_contact_button("New contact", css_class="new-contact"),
        class_name="bar contacts-bar",
    )


def new_contact_button(label: str, *, css_class: str = "") -> rx.Component:
    """Opens the empty form; off while nothing could be saved."""
    return rx.button(
        rx.icon("plus", size=16, aria_hidden="true"),
        rx.el.span(label),
        on_click=ContactFormState.open_new,
        disabled=is_cut_off,
        aria_label=label,
        class_name=css_class,
    )


def contact_list() -> rx.Component:
    """Search, and who was found, a stretch at a time."""
    return rx.el.section(
        rx.el.div(contacts_search(), class_name="contacts-search"),
        rx.cond(
            ContactsState.arrived == "",
            list_skeleton(),
            rx.cond(
                ContactsState.lines,
                rx.el.div(
                    rx.el.ul(rx.foreach(ContactsState.lines, contact_row)),
                    rx.cond(ContactsState.next_cursor != "", show_more_button()),
                    class_name="contacts-rows",
                ),
                nobody_found(),
            ),
        ),
        rx.cond(
            (ContactsState.arrived != "") & ~SessionState.sees_every_booking,
            rx.el.p(
                "Whom you have booked. Find others by their exact phone or e-mail.",
                class_name="contacts-hint",
            ),
        ),
        class_name="contacts-list",
        aria_label="All contacts",
    )


def contact_row(line: ContactLine) -> rx.Component:
    """Somebody in the list: a link, so that it can be opened in a tab of its own, too."""
    here = ContactsState.contact_id == line.id
    return rx.el.li(
        rx.el.a(
            rx.el.span(line.sign, class_name="face", aria_hidden="true"),
            rx.el.span(
                rx.el.b(line.name),
                rx.cond(line.line != "", rx.el.small(line.line)),
                class_name="card-words",
            ),
            href=f"/contacts?contact={line.id}",
            class_name="contacts-row",
            aria_current=rx.cond(here, "true", "false"),
            custom_attrs={"data-contact": line.id},
        ),
        key=line.id,
    )


def show_more_button() -> rx.Component:
    """The next stretch of the list."""
    return rx.button(
        "Show more",
        variant="outline",
        color_scheme="gray",
        on_click=ContactsState.show_more,
        class_name="show-more",
    )


def nobody_found() -> rx.Component:
    """The search finds nobody, or there is nobody yet."""
    return rx.el.div(
        rx.el.p(
            rx.cond(
                ContactsState.search != "",
                rx.fragment("No contact “", ContactsState.search, "”"),
                "No contacts yet.",
            )
        ),
        rx.button(
            "New contact",
            variant="outline",
            color_scheme="gray",
            on_click=ContactFormState.open_new,
            disabled=is_cut_off,
        ),
        class_name="contacts-none",
    )


def list_skeleton() -> rx.Component:
    """The shape of the list until it is there."""
    return rx.el.div(
        *(
            rx.el.div(
                rx.skeleton(rx.box(width="32px", height="32px", border_radius="16px")),
                rx.skeleton(rx.box(width="140px", height="16px")),
            )
            for _ in range(_SKELETON_ROWS)
        ),
        class_name="contacts-skeleton",
        aria_hidden="true",
    )
