"""Rules: which bookings a calendar shows, whether they are asked for or pushed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bookings_app.domain.booking import BookingStatus


class Shown(Protocol):
    """What a filter asks of a booking."""

    @property
    def service_id(self) -> str: ...  # noqa: D102 - as on the booking
    @property
    def location_id(self) -> str: ...  # noqa: D102
    @property
    def provider_id(self) -> str: ...  # noqa: D102
    @property
    def starts_at(self) -> datetime: ...  # noqa: D102
    @property
    def ends_at(self) -> datetime: ...  # noqa: D102
    @property
    def status(self) -> BookingStatus: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class BookingFilter:
    """Bookings that touch `ends_after` to `starts_before`, half-open. Empty is any."""

    starts_before: datetime
    ends_after: datetime
    service_ids: frozenset[str] = frozenset()
    location_ids: frozenset[str] = frozenset()
    provider_ids: frozenset[str] = frozenset()
    statuses: frozenset[BookingStatus] = frozenset()

    def could_hold(self, booking: Shown) -> bool:
        """Whether the booking is, was or will be among them: only its status ever changes."""
        return (
            booking.starts_at < self.starts_before
            and booking.ends_at > self.ends_after
            and (not self.service_ids or booking.service_id in self.service_ids)
            and (not self.location_ids or booking.location_id in self.location_ids)
            and (not self.provider_ids or booking.provider_id in self.provider_ids)
        )

    def holds(self, booking: Shown) -> bool:
        """Whether the booking is among them now."""
        return self.could_hold(booking) and (not self.statuses or booking.status in self.statuses)
