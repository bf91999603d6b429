"""The page Account: look, clock, password, browsers, and the way out."""

from typing import Any, cast

import reflex as rx
from reflex.style import color_mode, set_color_mode

from bookings_app.ui.account.state import AccountState
from bookings_app.ui.account.words import SessionLine
from bookings_app.ui.calendar_feed.part import feed_panel
from bookings_app.ui.fields import field
from bookings_app.ui.google_account.part import google_panel
from bookings_app.ui.layout import frame, page_title, sign_out_form
from bookings_app.ui.live.attention import renewal
from bookings_app.ui.session import SessionState
from bookings_app.ui.zone_field import zone_field

_LOOKS = {"light": "Light", "dark": "Dark", "system": "System"}


def account_page() -> rx.Component:
    """What members change about themselves. Its on_load: `AccountState.load`."""
    return frame(
        rx.el.div(
            page_title("Account"),
            who(),
            more(),
            name(),
            google_panel(),
            feed_panel(),
            look_and_clock(),
            password(),
            browsers(),
            class_name="page-set account",
        ),
        renewal(AccountState.look_again),
        section="account",
    )


def who() -> rx.Component:
    """Name, role, and the way out."""
    return _panel(
        rx.el.div(
            rx.el.span(SessionState.initials, class_name="account-sign", aria_hidden="true"),
            rx.el.div(
                rx.el.b(SessionState.member_name),
                rx.el.small(SessionState.role_label, " · ", AccountState.email),
            ),
            class_name="account-who",
        ),
        sign_out_form(),
    )


def more() -> rx.Component:
    """What rail and bar have no room for: providers' on a phone, and whom managers look after."""
    return rx.cond(
        SessionState.sees_every_booking,
        _links({"/today": "Today's list", "/calendar": "Provider calendars"}),
        rx.fragment(
            _links({"/scheduling/hours": "My hours and time off"}),
            _links({"/bookings": "Scheduling", "/settings": "Settings"}, where="only-phone"),
        ),
    )


def name() -> rx.Component:
    """What the others call one."""
    return _panel(
        rx.el.h2("Name", class_name="panel-title"),
        rx.form(
            field(
                "own-name",
                "Your name, as the team sees it",
                rx.input(
                    id="own-name",
                    name="name",
                    default_value=AccountState.name,
                    auto_complete="name",
                ),
                error=AccountState.errors["name"],
            ),
            rx.button("Save name", type="submit", align_self="start"),
            key=f"name-{AccountState.name}",
            on_submit=AccountState.set_name,
            class_name="settings-form",
            no_validate=True,
        ),
    )


def look_and_clock() -> rx.Component:
    """Light or dark, and whose clock times are shown by."""
    return _panel(
        rx.el.h2("Appearance", class_name="panel-title"),
        rx.segmented_control.root(
            *(rx.segmented_control.item(label, value=mode) for mode, label in _LOOKS.items()),
            value=color_mode,
            on_change=cast("Any", set_color_mode),  # Reflex calls it with what was picked
            aria_label="Appearance",
        ),
        field(
            "own-zone",
            "Time zone",
            zone_field(
                "own-zone",
                value=AccountState.time_zone,
                other="The browser's own",
                picks_at_once=True,
                on_pick=AccountState.choose_zone,
            ),
            error="",
            hint="Bookings are shown by the clock of their location; where yours differs, "
            "the page says so.",
        ),
    )


def password() -> rx.Component:
    """Another password, by the current one; emptied once it is changed."""
    return _panel(
        rx.el.h2("Password", class_name="panel-title"),
        rx.form(
            # Password managers want to know whose it is.
            rx.el.input(
                type="text",
                name="username",
                value=AccountState.email,
                read_only=True,
                auto_complete="username",
                class_name="hidden",
                tab_index=-1,
                aria_hidden="true",
            ),
            _password_field("current", "Current password", "current-password"),
            _password_field("password", "New password", "new-password"),
            rx.el.p(
                "12 characters or more. Other browsers are signed out.",
                class_name="field-hint",
            ),
            rx.button(
                "Change password",
                type="submit",
                loading=AccountState.is_saving,
                align_self="start",
            ),
            key=f"password-{AccountState.turn}",
            on_submit=AccountState.set_password,
            class_name="settings-form",
        ),
    )


def browsers() -> rx.Component:
    """Where one is signed in."""
    return _panel(
        rx.el.h2("Signed in with", class_name="panel-title"),
        rx.el.ul(rx.foreach(AccountState.sessions, browser_line), class_name="account-sessions"),
    )


def browser_line(session: SessionLine) -> rx.Component:
    """One browser, and the button that signs it out."""
    return rx.el.li(
        rx.el.div(rx.el.b(session.browser), rx.el.small(session.line)),
        rx.cond(
            session.is_this,
            rx.el.span("This browser", class_name="account-here"),
            rx.button(
                "Sign out",
                variant="outline",
                color_scheme="gray",
                aria_label=f"Sign out {session.browser}",
                on_click=AccountState.end_session(session.id),
            ),
        ),
    )


def _links(pages: dict[str, str], *, where: str = "") -> rx.Component:
    return rx.el.nav(
        *(rx.link(label, href=page, class_name="panel-link") for page, label in pages.items()),
        class_name=f"panel panel-form account-more {where}",
        aria_label="More",
    )


def _panel(*content: rx.Component) -> rx.Component:
    return rx.el.section(*content, class_name="panel panel-form")


def _password_field(name: str, label: str, kind: str) -> rx.Component:
    control = rx.input(name=name, id=f"account-{name}", type="password", auto_complete=kind)
    return field(f"account-{name}", label, control, error=AccountState.errors[name])
