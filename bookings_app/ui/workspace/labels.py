"""What the choices of a workspace are called."""

from bookings_app.domain.access import ProviderVisibility
from bookings_app.domain.workspace import Clock

VISIBILITY_LABELS = {
    ProviderVisibility.OWN: "Their own bookings",
    ProviderVisibility.ASSIGNED_SERVICES: "Their own, and all of the services they offer",
}

CLOCK_LABELS = {
    Clock.TWENTY_FOUR_HOURS: "24 hours, such as 14:30",
    Clock.TWELVE_HOURS: "12 hours, such as 2:30 pm",
}
