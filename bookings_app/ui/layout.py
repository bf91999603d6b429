"""The frame of every page: rail (on a phone a bar at the bottom), member, messages."""

import reflex as rx

from bookings_app.ui.booking_details.browser import booking_address
from bookings_app.ui.booking_details.dialog import booking_details_dialog
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.calendars.notice import calendar_notice
from bookings_app.ui.installation.part import installation_notice
from bookings_app.ui.live.attention import ended_page, renewal
from bookings_app.ui.new_booking.browser import draft_ends_at_sign_out
from bookings_app.ui.new_booking.dialog import new_booking_dialog
from bookings_app.ui.new_booking.renewal import WizardRenewalState
from bookings_app.ui.notifications.state import NotificationState
from bookings_app.ui.post_form import post_form
from bookings_app.ui.reschedule.state import RescheduleState
from bookings_app.ui.session import SessionState
from bookings_app.ui.toasts import toast_region
from bookings_app.ui.webhooks.notice import webhook_notice


def frame(*content: rx.Component, section: str = "scheduling", fixed: bool = False) -> rx.Component:
    """Rail and page. A `fixed` page does not scroll as a whole; its parts do."""
    return rx.el.div(
        rail(section),
        rx.el.main(
            installation_notice(),
            calendar_notice(),
            webhook_notice(),
            *content,
            class_name="page-fixed" if fixed else "page",
        ),
        plain_http_banner(),
        booking_address(),
        booking_details_dialog(),
        new_booking_dialog(),
        toast_region(on_open=SelectedBookingState.open),
        draft_ends_at_sign_out(),
        renewal(
            [
                NotificationState.look_again,
                WizardRenewalState.look_again,
                RescheduleState.look_again,
            ]
        ),
        ended_page(),
        class_name="frame",
        custom_attrs={"data-clock": SessionState.clock},
    )


def plain_http_banner() -> rx.Component:
    """What administrators should know where plain http leaves this machine."""
    return rx.cond(
        SessionState.can_be_read_along,
        rx.el.p(
            "Served over plain http: passwords and customers can be read on the network.",
            class_name="plain-http",
            role="status",
        ),
        rx.fragment(),
    )


def page_title(text: str | rx.Var[str]) -> rx.Component:
    """What the page is about."""
    return rx.el.h1(text, class_name="page-title")


def rail(section: str) -> rx.Component:
    """The way to each section, and the member."""
    return rx.el.nav(
        rx.el.div(
            SessionState.workspace_initials,
            class_name="rail-mark",
            role="img",
            aria_label=SessionState.workspace_name,
            title=SessionState.workspace_name,
        ),
        rx.cond(
            SessionState.is_provider,
            rx.fragment(
                rail_link("Today", "clock", "/today", here=section == "today"),
                rail_link(
                    "Calendar",
                    "calendar-check",
                    "/calendar",
                    here=section == "calendar",
                    where="own",
                ),
            ),
            rx.fragment(),
        ),
        rail_link(
            "Scheduling", "calendar-days", "/bookings", here=section == "scheduling", where="desk"
        ),
        rail_link("Contacts", "users", "/contacts", here=section == "contacts"),
        rail_link("Settings", "settings", "/settings", here=section == "settings", where="desk"),
        rail_link(
            "Account", "circle-user", "/account", here=section == "account", where="only-phone"
        ),
        rx.el.div(member_menu(), class_name="rail-foot not-phone"),
        class_name="rail",
        data_role=SessionState.role,
        aria_label="Sections",
    )


def rail_link(label: str, icon: str, href: str, *, here: bool, where: str = "") -> rx.Component:
    """An icon over its name.

    A phone's bar has no room for all: providers see there what is their "own", everybody
    else what is of the "desk". "only-phone" is in the member's menu elsewhere.
    """
    return rx.link(
        rx.icon(icon, size=20, stroke_width=1.75, aria_hidden="true"),
        label,
        href=href,
        underline="none",
        class_name=f"rail-link {where}".strip(),
        aria_current="page" if here else "false",
    )


def member_menu() -> rx.Component:
    """Who is signed in, and the way out."""
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                SessionState.initials,
                type="button",
                class_name="member",
                aria_label=f"Signed in as {SessionState.member_name}",
            )
        ),
        rx.popover.content(
            rx.text(SessionState.member_name, size="2", weight="medium"),
            rx.text(SessionState.role_label, size="1", color_scheme="gray"),
            rx.separator(size="4", margin_y="8px"),
            rx.link("Account", href="/account", class_name="panel-link"),
            sign_out_form(),
            size="1",
            side="top",
            width="220px",
            aria_label="Member",
        ),
    )


def sign_out_form() -> rx.Component:
    """A form the browser itself sends, for the cookie is out of scripts' reach."""
    return post_form(
        rx.button(
            rx.icon("log-out", size=14, aria_hidden="true"),
            "Sign out",
            type="submit",
            variant="outline",
            color_scheme="gray",
            width="100%",
        ),
        action="/auth/sign-out",
    )
