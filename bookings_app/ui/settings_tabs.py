"""The pages of the settings: a frame, and the others as links."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.session import SessionState

# Managers see these, too.
_FOR_MANAGERS = {
    "import": ("Import", "/settings/import"),
    "calendars": ("Calendars", "/settings/calendars"),
}
_FOR_ADMINS = {
    "members": ("Members", "/settings/members"),
    **_FOR_MANAGERS,
    "keys": ("Keys", "/settings/keys"),
    "webhooks": ("Webhooks", "/settings/webhooks"),
}

_ROLES = dict.fromkeys(_FOR_ADMINS, (Role.ADMIN,)) | dict.fromkeys(
    _FOR_MANAGERS, (Role.ADMIN, Role.MANAGER)
)
_WORDS = {
    "members": "Members are for administrators",
    "import": "Importing is for administrators and managers",
    "calendars": "Everybody's calendars are for administrators and managers",
    "keys": "Keys are for administrators",
    "webhooks": "Webhooks are for administrators",
}


def settings_page_frame(
    current: str,
    action: rx.Component,
    *content: rx.Component,
    on_leave: Any,
    beside: Any = (),
) -> rx.Component:
    """A page of the settings that is not for everybody; `beside` are its dialogs.

    Whoever it is not for is told so. The handlers refuse them by themselves.
    """
    roles = _ROLES[current]

    def whose(theirs: rx.Component, others: rx.Component) -> Any:
        cases = ((role.value, theirs) for role in roles)
        return rx.match(SessionState.role, *cases, ("", rx.fragment()), others)

    return frame(
        rx.el.div(
            rx.el.div(page_title("Settings"), whose(action, rx.fragment()), class_name="page-head"),
            rx.box(settings_tabs(current), margin_y="16px"),
            whose(rx.el.div(*content, *beside, on_unmount=on_leave), not_yours(current)),
            class_name="page-set",
        ),
        section="settings",
    )


def not_yours(current: str) -> rx.Component:
    """Whom the page is for, and the way back."""
    return rx.el.div(
        rx.el.h2(f"{_WORDS[current]}."),
        rx.el.p("Ask one of them for what you need."),
        rx.link("Back to Settings", href="/settings", class_name="link-button"),
        class_name="panel setup-nothing",
    )


def settings_tabs(current: str) -> rx.Component:
    """Workspace for everybody, some for managers too, the rest for administrators."""
    return rx.el.nav(
        _tab("Workspace", "/settings", here=current == "workspace"),
        rx.match(
            SessionState.role,
            (Role.ADMIN.value, _tabs(current, _FOR_ADMINS)),
            (Role.MANAGER.value, _tabs(current, _FOR_MANAGERS)),
            rx.fragment(),
        ),
        class_name="tabs",
        aria_label="Settings",
    )


def _tabs(current: str, tabs: Mapping[str, tuple[str, str]]) -> rx.Component:
    return rx.fragment(
        *(_tab(label, href, here=current == name) for name, (label, href) in tabs.items())
    )


def _tab(label: str, href: str, *, here: bool) -> rx.Component:
    return rx.el.a(label, href=href, aria_current="page" if here else "false")
