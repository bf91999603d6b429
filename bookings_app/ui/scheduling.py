"""The section Scheduling: services, locations, providers, and bookings as the fourth tab."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bookings_app.ui import format as words
from bookings_app.ui.calendar.page import bookings_content
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.session import signed_in
from bookings_app.usecases.catalog import list_locations, list_providers, list_services
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView

TABS = {
    "services": "Services",
    "locations": "Locations",
    "providers": "Providers",
    "bookings": "Bookings",
}


@dataclass(frozen=True)
class ServiceLine:
    """A service in words."""

    name: str
    duration: str
    buffers: str
    step: str
    approval: str
    locations: str
    providers: int


@dataclass(frozen=True)
class LocationLine:
    """A location in words."""

    name: str
    address: str
    time_zone: str
    services: int
    providers: int


@dataclass(frozen=True)
class ProviderLine:
    """A provider in words."""

    name: str
    email: str
    services: str
    locations: str


class CatalogState(rx.State):
    """What the three lists show."""

    services: list[ServiceLine] = []
    locations: list[LocationLine] = []
    providers: list[ProviderLine] = []

    @rx.event
    @signed_in
    async def load(self) -> None:
        """One of the lists opens."""
        services = await asyncio.to_thread(list_services)
        locations = await asyncio.to_thread(list_locations)
        providers = await asyncio.to_thread(list_providers)
        places = {each.id: each.name for each in locations}
        offers = {each.id: each.name for each in services}
        self.services = [_service_line(each, places, providers) for each in services]
        self.locations = [_location_line(each, services, providers) for each in locations]
        self.providers = [_provider_line(each, offers, places) for each in providers]


def services_page() -> rx.Component:
    """Its on_load: `CatalogState.load`, as for the next two."""
    return _list_page(
        "services",
        [
            "Service",
            "Duration",
            "Buffers",
            "Starts every",
            "Approval",
            "Locations",
            "Providers",
        ],
        rx.foreach(CatalogState.services, _service_row),
        CatalogState.services,
    )


def locations_page() -> rx.Component:
    """Where bookings take place."""
    return _list_page(
        "locations",
        ["Location", "Address", "Time zone", "Services", "Providers"],
        rx.foreach(CatalogState.locations, _location_row),
        CatalogState.locations,
    )


def providers_page() -> rx.Component:
    """Who can be booked."""
    return _list_page(
        "providers",
        ["Provider", "E-mail", "Services", "Locations"],
        rx.foreach(CatalogState.providers, _provider_row),
        CatalogState.providers,
    )


def scheduling_bookings_page() -> rx.Component:
    """The fourth tab. Its on_load: `CalendarState.refresh`."""
    return frame(
        rx.el.div(section_tabs("bookings"), class_name="tabs-row"),
        *bookings_content(rx.el.h1("Bookings", class_name="hidden"), settings_link=False),
        fixed=True,
    )


def section_tabs(current: str) -> rx.Component:
    """The four tabs, as links."""
    return rx.el.nav(
        *(
            rx.el.a(
                label,
                href=f"/scheduling/{name}",
                aria_current="page" if name == current else "false",
            )
            for name, label in TABS.items()
        ),
        class_name="tabs",
        aria_label="Scheduling",
    )


def _list_page(tab: str, heads: list[str], rows: rx.Component, lines: object) -> rx.Component:
    counted = {"Services", "Providers"} if tab != "providers" else set()
    return frame(
        rx.el.div(
            page_title("Scheduling"),
            rx.box(section_tabs(tab), margin_y="16px"),
            rx.el.div(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            *(
                                rx.el.th(
                                    head,
                                    scope="col",
                                    class_name="number" if head in counted else "",
                                )
                                for head in heads
                            )
                        )
                    ),
                    rx.el.tbody(rows),
                    class_name="set-table set-table-wide",
                    aria_label=TABS[tab],
                ),
                rx.cond(
                    lines,
                    rx.fragment(),
                    rx.el.p(f"No {tab} yet.", class_name="list-empty"),
                ),
                class_name="panel panel-scroll",
            ),
            class_name="page-set",
        )
    )


def _service_row(line: ServiceLine) -> rx.Component:
    return rx.el.tr(
        rx.el.td(line.name),
        _cell("Duration", line.duration),
        _cell("Buffers", line.buffers, looks="soft"),
        _cell("Starts every", line.step),
        _cell("Approval", line.approval, looks=rx.cond(line.approval == "No", "soft", "")),
        _cell("Locations", line.locations),
        _cell("Providers", line.providers, looks="number"),
    )


def _location_row(line: LocationLine) -> rx.Component:
    return rx.el.tr(
        rx.el.td(line.name),
        _cell("Address", line.address),
        _cell("Time zone", line.time_zone, looks="soft"),
        _cell("Services", line.services, looks="number"),
        _cell("Providers", line.providers, looks="number"),
    )


def _provider_row(line: ProviderLine) -> rx.Component:
    return rx.el.tr(
        rx.el.td(line.name),
        _cell("E-mail", line.email, looks="soft"),
        _cell("Services", line.services),
        _cell("Locations", line.locations),
    )


def _cell(label: str, value: str | int, *, looks: str | rx.Var[Any] = "") -> rx.Component:
    return rx.el.td(value, class_name=looks, custom_attrs={"data-label": label})


def _service_line(
    service: ServiceView, places: dict[str, str], providers: list[ProviderView]
) -> ServiceLine:
    buffers = [
        f"{service.buffer_before_minutes} before" if service.buffer_before_minutes else "",
        f"{service.buffer_after_minutes} after" if service.buffer_after_minutes else "",
    ]
    return ServiceLine(
        name=service.name,
        duration=words.minutes(service.duration_minutes),
        buffers=", ".join(filter(None, buffers)) or "None",
        step=words.minutes(service.slot_step_minutes or service.duration_minutes),
        approval="Needed" if service.requires_approval else "No",
        locations=_names(service.location_ids, places),
        providers=sum(service.id in each.service_ids for each in providers),
    )


def _location_line(
    location: LocationView, services: list[ServiceView], providers: list[ProviderView]
) -> LocationLine:
    return LocationLine(
        name=location.name,
        address=location.address,
        time_zone=location.time_zone.replace("_", " "),
        services=sum(location.id in each.location_ids for each in services),
        providers=sum(location.id in each.location_ids for each in providers),
    )


def _provider_line(
    provider: ProviderView, offers: dict[str, str], places: dict[str, str]
) -> ProviderLine:
    return ProviderLine(
        name=provider.name,
        email=provider.email,
        services=_names(provider.service_ids, offers),
        locations=_names(provider.location_ids, places),
    )


def _names(ids: tuple[str, ...], names: dict[str, str]) -> str:
    return ", ".join(sorted(names[each] for each in ids if each in names)) or "None"
