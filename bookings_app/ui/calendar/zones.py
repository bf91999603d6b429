"""By whose clock the calendar runs, and when its zone must be named."""

from collections.abc import Collection, Mapping


def calendar_zone(
    *,
    filtered_location: str,
    location_zones: Mapping[str, str],
    zones_on_screen: Collection[str],
    viewer_zone: str,
) -> str:
    """The location's zone when all bookings on screen share one, else the viewer's."""
    if filtered_location in location_zones:
        return location_zones[filtered_location]
    shared = set(zones_on_screen) or set(location_zones.values())
    return shared.pop() if len(shared) == 1 else viewer_zone


def zone_note(zone: str, *, viewer_zone: str, zones_on_screen: Collection[str]) -> str:
    """The zone's name wherever somebody could take it for another; otherwise nothing."""
    if zone == viewer_zone and set(zones_on_screen) <= {zone}:
        return ""
    return f"Times in {zone.replace('_', ' ')}"
