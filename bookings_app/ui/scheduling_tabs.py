"""The four tabs of the section Scheduling, as links."""

import reflex as rx

TABS = {
    "services": "Services",
    "locations": "Locations",
    "providers": "Providers",
    "bookings": "Bookings",
}


def scheduling_tabs(current: str) -> rx.Component:
    """Services, locations, providers and bookings; `current` is one of `TABS`."""
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
