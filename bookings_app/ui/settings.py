"""The settings page. Administrators change the workspace, the others read it."""

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.installation.part import installation_panel
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.session import SessionState
from bookings_app.ui.settings_tabs import settings_tabs
from bookings_app.ui.workspace.facts import workspace_facts
from bookings_app.ui.workspace.form import workspace_form

LISTS = {
    "services": "Services: what can be booked",
    "locations": "Locations: where",
    "providers": "Providers: with whom",
}


def settings_page() -> rx.Component:
    """The workspace. Its on_load: `WorkspaceState.load`."""
    return frame(
        rx.el.div(
            page_title("Settings"),
            rx.box(settings_tabs("workspace"), margin_y="16px"),
            installation_panel(),
            rx.el.div(
                rx.el.h2("Workspace", class_name="panel-title"),
                rx.cond(
                    SessionState.role == Role.ADMIN.value,
                    workspace_form(),
                    workspace_facts(),
                ),
                class_name="panel panel-form",
            ),
            rx.el.div(
                rx.el.h2("Scheduling", class_name="panel-title"),
                *(
                    rx.link(label, href=f"/scheduling/{name}", class_name="panel-link")
                    for name, label in LISTS.items()
                ),
                class_name="panel panel-form",
            ),
            class_name="page-set",
        ),
        section="settings",
    )
