"""Rules: which bookings and contacts somebody sees, as a value that queries can use."""

from dataclasses import dataclass
from typing import Protocol

from bookings_app.domain.actor import NO_LIMITS, Limits


class Visible(Protocol):
    """What decides who sees a booking."""

    @property
    def location_id(self) -> str: ...  # noqa: D102 - as on the booking
    @property
    def service_id(self) -> str: ...  # noqa: D102
    @property
    def provider_id(self) -> str: ...  # noqa: D102
    @property
    def contact_id(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class BookingVisibility:
    """Which bookings an actor sees: all, or those that one of the lists names.

    Of these only what lies within `limits`.
    """

    everything: bool = False
    provider_ids: frozenset[str] = frozenset()
    service_ids: frozenset[str] = frozenset()
    contact_ids: frozenset[str] = frozenset()
    limits: Limits = NO_LIMITS

    def covers(self, booking: Visible) -> bool:
        """Whether a booking is one of them."""
        return self.limits.allow(
            location_id=booking.location_id,
            service_id=booking.service_id,
            provider_id=booking.provider_id,
        ) and (
            self.everything
            or booking.provider_id in self.provider_ids
            or booking.service_id in self.service_ids
            or booking.contact_id in self.contact_ids
        )


@dataclass(frozen=True, slots=True)
class ContactVisibility:
    """Which contacts an actor sees: all, those these providers had booked, or these."""

    everything: bool = False
    provider_ids: frozenset[str] = frozenset()
    contact_ids: frozenset[str] = frozenset()
