"""The workspace: what holds for everybody. Administrators change it, the others read it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

import reflex as rx

from bookings_app.domain.access import ProviderVisibility, Role
from bookings_app.domain.errors import Invalid
from bookings_app.ui.fields import field
from bookings_app.ui.format import weekday_name
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.settings_tabs import settings_tabs
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.views import Workspace
from bookings_app.usecases.workspace import save_workspace, workspace

VISIBILITY_LABELS = {
    ProviderVisibility.OWN: "Their own bookings",
    ProviderVisibility.ASSIGNED_SERVICES: "Their own, and all of the services they offer",
}
LISTS = {
    "services": "Services: what can be booked",
    "locations": "Locations: where",
    "providers": "Providers: with whom",
}
_FIRST_DAYS = (0, 5, 6)


class WorkspaceState(rx.State):
    """The workspace as it is saved; `changed` once a field was touched."""

    name: str = ""
    time_zone: str = ""
    week_starts_on: str = "0"
    provider_visibility: str = ProviderVisibility.OWN.value
    default_country: str = ""
    zones: list[str] = []
    errors: dict[str, str] = {}
    changed: bool = False
    form_key: str = ""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The page opens."""
        await self._show(await asyncio.to_thread(workspace))
        self.zones = sorted(await asyncio.to_thread(available_timezones))

    @rx.event
    @signed_in
    async def touch(self) -> None:
        """Something was changed and not yet saved."""
        self.changed = True

    @rx.event
    @signed_in
    async def discard(self) -> None:
        """Show again what is saved."""
        await self._show(await asyncio.to_thread(workspace))

    @rx.event
    @signed_in(Role.ADMIN)
    async def save(self, form: dict[str, str]) -> Any:
        """The Save button."""
        before = await asyncio.to_thread(workspace)
        try:
            saved = await asyncio.to_thread(
                save_workspace,
                _entered(form, before),
                by=current_actor(),
                now=datetime.now(UTC),
            )
        except Invalid as refusal:
            self.errors = dict(refusal.errors)
            return None
        await self._show(saved)
        return [SessionState.enter, Toasts.show("The workspace is saved.")]

    async def _show(self, saved: Workspace) -> None:
        self.name, self.time_zone = saved.name, saved.time_zone
        self.week_starts_on = str(saved.week_starts_on)
        self.provider_visibility = saved.provider_visibility.value
        self.default_country = saved.default_country
        self.errors, self.changed = {}, False
        self.form_key = str(datetime.now(UTC).timestamp())


def settings_page() -> rx.Component:
    """The workspace. Its on_load: `WorkspaceState.load`."""
    return frame(
        rx.el.div(
            page_title("Settings"),
            rx.box(settings_tabs("workspace"), margin_y="16px"),
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


def workspace_form() -> rx.Component:
    """All of it, to be changed; redrawn whenever it was loaded."""
    return rx.form(
        _field(
            "name",
            "Name",
            _text_input("name", WorkspaceState.name),
        ),
        _field(
            "time_zone",
            "Time zone",
            rx.fragment(
                _text_input("time_zone", WorkspaceState.time_zone, offers="zones"),
                rx.el.datalist(
                    rx.foreach(WorkspaceState.zones, lambda zone: rx.el.option(value=zone)),
                    id="zones",
                ),
            ),
            hint="For members who chose none of their own. Locations have theirs.",
        ),
        _field(
            "week_starts_on",
            "Weeks start on",
            rx.select.root(
                rx.select.trigger(id="week_starts_on", width="100%"),
                rx.select.content(
                    *(rx.select.item(weekday_name(day), value=str(day)) for day in _FIRST_DAYS)
                ),
                name="week_starts_on",
                default_value=WorkspaceState.week_starts_on,
                on_change=lambda _day: WorkspaceState.touch,
            ),
        ),
        _field(
            "default_country",
            "Country of phone numbers",
            _text_input("default_country", WorkspaceState.default_country),
            hint="Two letters, such as ES: for numbers entered without a country code.",
        ),
        visibility_choice(),
        rx.cond(WorkspaceState.changed, save_buttons(), rx.fragment()),
        key=WorkspaceState.form_key,
        on_submit=WorkspaceState.save,
        class_name="settings-form",
    )


def visibility_choice() -> rx.Component:
    """What providers see beside their own bookings."""
    return rx.el.fieldset(
        rx.el.legend("Providers see", class_name="field-label"),
        rx.radio_group.root(
            *(
                rx.text(
                    rx.flex(
                        rx.radio_group.item(value=each.value),
                        VISIBILITY_LABELS[each],
                        spacing="2",
                    ),
                    as_="label",
                    size="2",
                )
                for each in ProviderVisibility
            ),
            name="provider_visibility",
            default_value=WorkspaceState.provider_visibility,
            on_change=lambda _visibility: WorkspaceState.touch,
        ),
        class_name="choices",
    )


def save_buttons() -> rx.Component:
    """They appear with the first change."""
    return rx.flex(
        rx.button("Save", type="submit"),
        rx.button(
            "Discard",
            type="button",
            variant="outline",
            color_scheme="gray",
            on_click=WorkspaceState.discard,
        ),
        spacing="2",
    )


def workspace_facts() -> rx.Component:
    """All of it, to be read."""
    return rx.fragment(
        rx.el.dl(
            *_fact("Name", WorkspaceState.name),
            *_fact("Time zone", WorkspaceState.time_zone),
            *_fact(
                "Weeks start",
                rx.match(
                    WorkspaceState.week_starts_on,
                    *((str(day), weekday_name(day)) for day in range(7)),
                    "",
                ),
            ),
            *_fact(
                "Providers see",
                rx.match(
                    WorkspaceState.provider_visibility,
                    *((each.value, VISIBILITY_LABELS[each]) for each in ProviderVisibility),
                    "",
                ),
            ),
            class_name="facts",
        ),
        rx.el.p("Administrators can change this.", class_name="field-hint"),
    )


def _field(name: str, label: str, control: rx.Component, *, hint: str = "") -> rx.Component:
    return field(name, label, control, error=WorkspaceState.errors[name], hint=hint)


def _text_input(name: str, saved: str, *, offers: str = "") -> rx.Component:
    return rx.input(
        name=name,
        id=name,
        default_value=saved,
        on_change=lambda _text: WorkspaceState.touch,
        list=offers,
    )


def _fact(label: str, value: str | rx.Var[Any] | rx.Component) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(label), rx.el.dd(value)


def _entered(form: dict[str, str], before: Workspace) -> Workspace:
    """The form as a workspace; what cannot be one is refused by the use case."""
    week_starts_on = str(form.get("week_starts_on", ""))
    visibility = str(form.get("provider_visibility", ""))
    return replace(
        before,
        name=str(form.get("name", "")),
        time_zone=str(form.get("time_zone", "")),
        week_starts_on=int(week_starts_on) if week_starts_on.isdecimal() else -1,
        provider_visibility=(
            ProviderVisibility(visibility)
            if visibility in set(ProviderVisibility)
            else ProviderVisibility.OWN
        ),
        default_country=str(form.get("default_country", "")),
    )
