"""The pages of the settings, as links."""

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.session import SessionState


def settings_tabs(current: str) -> rx.Component:
    """Workspace for everybody; members for administrators."""
    return rx.el.nav(
        _tab("Workspace", "/settings", here=current == "workspace"),
        rx.cond(
            SessionState.role == Role.ADMIN.value,
            _tab("Members", "/settings/members", here=current == "members"),
            rx.fragment(),
        ),
        class_name="tabs",
        aria_label="Settings",
    )


def _tab(label: str, href: str, *, here: bool) -> rx.Component:
    return rx.el.a(label, href=href, aria_current="page" if here else "false")
