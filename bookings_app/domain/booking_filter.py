"""Rules: which bookings a calendar shows or a program asks for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.checks import Findings

LONGEST_SEARCH = 200


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


@dataclass(frozen=True, slots=True)
class BookingSearch:
    """Bookings as a program asks for them; what is empty or None is any.

    They touch `ends_after` to `starts_before`, half-open. `text` is a part of the
    customer's name, phone or e-mail, or of the reference, in whatever case.
    """

    ends_after: datetime | None = None
    starts_before: datetime | None = None
    service_ids: frozenset[str] = frozenset()
    location_ids: frozenset[str] = frozenset()
    provider_ids: frozenset[str] = frozenset()
    statuses: frozenset[BookingStatus] = frozenset()
    contact_id: str | None = None
    text: str = ""
    updated_since: datetime | None = None


def checked_search(search: BookingSearch) -> BookingSearch:
    """`search` as it is compared.

    Raises:
        Invalid: every part that cannot be taken.
    """
    findings = Findings()
    first, last = search.ends_after, search.starts_before
    if first is not None and last is not None and last < first:
        findings.add("to", "The end must not come before the start.")
    text = findings.text("q", search.text, label="The search", limit=LONGEST_SEARCH)
    findings.refuse_if_any()
    return replace(search, text=text)
