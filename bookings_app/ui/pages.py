"""Every page: its address, its title, and what it asks for when it opens."""

from typing import Any

import reflex as rx

from bookings_app.ui.calendar.page import bookings_page
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.contacts.page import contacts_page
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.live import LiveState
from bookings_app.ui.login import LoginState, login_page
from bookings_app.ui.not_found import not_found_page
from bookings_app.ui.notifications import NotificationState
from bookings_app.ui.scheduling import (
    CatalogState,
    locations_page,
    providers_page,
    scheduling_bookings_page,
    services_page,
)
from bookings_app.ui.session import SessionState
from bookings_app.ui.settings import WorkspaceState, settings_page

# What every page of a member begins with: who they are, and that it wants to hear of changes.
_ENTER: list[Any] = [SessionState.enter, LiveState.attend, NotificationState.load]


def add_pages(app: rx.App) -> None:
    """Give each page its address."""
    app.add_page(login_page, route="/login", title="Sign in · Bookings", on_load=LoginState.look)
    for route, page, title, opens in (
        ("/bookings", bookings_page, "Bookings", CalendarState.refresh),
        ("/scheduling/services", services_page, "Services · Bookings", CatalogState.load),
        ("/scheduling/locations", locations_page, "Locations · Bookings", CatalogState.load),
        ("/scheduling/providers", providers_page, "Providers · Bookings", CatalogState.load),
        (
            "/scheduling/bookings",
            scheduling_bookings_page,
            "Scheduling · Bookings",
            CalendarState.refresh,
        ),
        ("/contacts", contacts_page, "Contacts · Bookings", ContactsState.load),
        ("/settings", settings_page, "Settings · Bookings", WorkspaceState.load),
    ):
        app.add_page(page, route=route, title=title, on_load=[*_ENTER, opens])
    for route, to in (("/", "/bookings"), ("/scheduling", "/scheduling/bookings")):
        app.add_page(rx.fragment, route=route, title="Bookings", on_load=rx.redirect(to))
    app.add_page(not_found_page, route="404", title="Not found · Bookings")
