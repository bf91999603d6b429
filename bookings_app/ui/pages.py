"""Every page: its address, its title, and what it asks for when it opens."""

from typing import Any

import reflex as rx

from bookings_app.ui.account.page import account_page
from bookings_app.ui.account.state import AccountState
from bookings_app.ui.calendar.page import bookings_page
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.calendar_feed.state import CalendarFeedState
from bookings_app.ui.calendars.notice import CalendarNoticeState
from bookings_app.ui.calendars.page import calendars_page
from bookings_app.ui.calendars.state import CalendarsState
from bookings_app.ui.contacts.page import contacts_page
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.first_steps.page import first_steps_page
from bookings_app.ui.first_steps.state import FirstStepsState
from bookings_app.ui.google_account.state import GoogleAccountState
from bookings_app.ui.importing.page import import_page
from bookings_app.ui.importing.state import ImportState
from bookings_app.ui.installation.state import InstallationState
from bookings_app.ui.joining.page import join_page
from bookings_app.ui.joining.state import JoiningState
from bookings_app.ui.keys.page import keys_page
from bookings_app.ui.keys.state import KeysState
from bookings_app.ui.landing import LandingState
from bookings_app.ui.live import LiveState
from bookings_app.ui.login import LoginState, login_page
from bookings_app.ui.members.page import members_page
from bookings_app.ui.members.state import MembersState
from bookings_app.ui.not_found import not_found_page
from bookings_app.ui.notifications import NotificationState
from bookings_app.ui.provider_calendar.page import provider_calendar_page
from bookings_app.ui.providers.hours_page import hours_page
from bookings_app.ui.providers.hours_page_state import HoursPageState
from bookings_app.ui.providers.page import providers_page
from bookings_app.ui.providers.state import ProvidersState
from bookings_app.ui.scheduling import scheduling_bookings_page
from bookings_app.ui.session import SessionState
from bookings_app.ui.settings import settings_page
from bookings_app.ui.setup.locations_page import locations_page
from bookings_app.ui.setup.locations_state import LocationsState
from bookings_app.ui.setup.services_page import services_page
from bookings_app.ui.setup.services_state import ServicesState
from bookings_app.ui.today.page import today_page
from bookings_app.ui.today.state import TodayState
from bookings_app.ui.webhooks.notice import WebhookNoticeState
from bookings_app.ui.webhooks.page import webhooks_page
from bookings_app.ui.webhooks.state import WebhooksState
from bookings_app.ui.workspace.state import WorkspaceState

# What every page of a member begins with: who they are, and that it wants to hear of changes.
_ENTER: list[Any] = [
    SessionState.enter,
    LiveState.attend,
    NotificationState.load,
    WebhookNoticeState.look,
    CalendarNoticeState.look,
    InstallationState.look,
]


def add_pages(app: rx.App) -> None:
    """Give each page its address."""
    app.add_page(login_page, route="/login", title="Sign in · Bookings", on_load=LoginState.look)
    app.add_page(join_page, route="/join", title="Join · Bookings", on_load=JoiningState.look)
    for route, page, title, opens in (
        ("/bookings", bookings_page, "Bookings", CalendarState.refresh),
        ("/scheduling/services", services_page, "Services · Bookings", ServicesState.load),
        ("/scheduling/locations", locations_page, "Locations · Bookings", LocationsState.load),
        ("/scheduling/providers", providers_page, "Providers · Bookings", ProvidersState.load),
        ("/scheduling/hours", hours_page, "Hours · Bookings", HoursPageState.load),
        (
            "/scheduling/bookings",
            scheduling_bookings_page,
            "Scheduling · Bookings",
            CalendarState.refresh,
        ),
        ("/contacts", contacts_page, "Contacts · Bookings", ContactsState.load),
        ("/today", today_page, "Today · Bookings", TodayState.load),
        ("/calendar", provider_calendar_page, "My calendar · Bookings", CalendarState.refresh),
        (
            "/account",
            account_page,
            "Account · Bookings",
            [AccountState.load, CalendarFeedState.look, GoogleAccountState.look],
        ),
        ("/settings", settings_page, "Settings · Bookings", WorkspaceState.load),
        ("/setup", first_steps_page, "First steps · Bookings", FirstStepsState.load),
        ("/settings/members", members_page, "Members · Bookings", MembersState.load),
        ("/settings/import", import_page, "Import · Bookings", ImportState.load),
        ("/settings/keys", keys_page, "Keys · Bookings", KeysState.load),
        ("/settings/calendars", calendars_page, "Calendars · Bookings", CalendarsState.load),
        ("/settings/webhooks", webhooks_page, "Webhooks · Bookings", WebhooksState.load),
    ):
        app.add_page(
            page,
            route=route,
            title=title,
            on_load=[*_ENTER, *(opens if isinstance(opens, list) else [opens])],
        )
    for route, to in (
        ("/", LandingState.go_on),
        ("/scheduling", rx.redirect("/scheduling/bookings")),
    ):
        app.add_page(rx.fragment, route=route, title="Bookings", on_load=to)
    app.add_page(not_found_page, route="404", title="Not found · Bookings")
