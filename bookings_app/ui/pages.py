"""Every page: its address, its title, and what it asks for when it opens."""

from typing import Any

import reflex as rx

from bookings_app.ui.account.page import account_page
from bookings_app.ui.account.state import AccountState
from bookings_app.ui.calendar.page import bookings_page
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.contacts.page import contacts_page
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.joining.page import join_page
from bookings_app.ui.joining.state import JoiningState
from bookings_app.ui.landing import LandingState
from bookings_app.ui.live import LiveState
from bookings_app.ui.login import LoginState, login_page
from bookings_app.ui.members.page import members_page
from bookings_app.ui.members.state import MembersState
from bookings_app.ui.not_found import not_found_page
from bookings_app.ui.notifications import NotificationState
from bookings_app.ui.provider_calendar.page import provider_calendar_page
from bookings_app.ui.scheduling import (
    CatalogState,
    locations_page,
    providers_page,
    scheduling_bookings_page,
    services_page,
)
from bookings_app.ui.session import SessionState
from bookings_app.ui.settings import WorkspaceState, settings_page
from bookings_app.ui.today.page import today_page
from bookings_app.ui.today.state import TodayState

# What every page of a member begins with: who they are, and that it wants to hear of changes.
_ENTER: list[Any] = [SessionState.enter, LiveState.attend, NotificationState.load]


def add_pages(app: rx.App) -> None:
    """Give each page its address."""
    app.add_page(login_page, route="/login", title="Sign in · Bookings", on_load=LoginState.look)
    app.add_page(join_page, route="/join", title="Join · Bookings", on_load=JoiningState.look)
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
        ("/today", today_page, "Today · Bookings", TodayState.load),
        ("/calendar", provider_calendar_page, "My calendar · Bookings", CalendarState.refresh),
        ("/account", account_page, "Account · Bookings", AccountState.load),
        ("/settings", settings_page, "Settings · Bookings", WorkspaceState.load),
        ("/settings/members", members_page, "Members · Bookings", MembersState.load),
    ):
        app.add_page(page, route=route, title=title, on_load=[*_ENTER, opens])
    for route, to in (
        ("/", LandingState.go_on),
        ("/scheduling", rx.redirect("/scheduling/bookings")),
    ):
        app.add_page(rx.fragment, route=route, title="Bookings", on_load=to)
    app.add_page(not_found_page, route="404", title="Not found · Bookings")
