"""Rules: what a service, a location and a provider may be."""

from dataclasses import dataclass, replace
from datetime import date

from bookings_app.domain.checks import Findings
from bookings_app.domain.text import NOTES_LIMIT

ADDRESS_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class NewService:
    """A service as entered. `slot_step_minutes` None is its duration.

    `available_from` and `available_to` are both included, in the location's dates.
    """

    name: str
    duration_minutes: int
    description: str = ""
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    slot_step_minutes: int | None = None
    requires_approval: bool = False
    min_notice_minutes: int = 0
    booking_window_days: int | None = None
    available_from: date | None = None
    available_to: date | None = None
    location_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewLocation:
    """A location as entered; `time_zone` is an IANA name."""

    name: str
    time_zone: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class NewProvider:
    """A provider as entered, with the services they offer."""

    name: str
    email: str = ""
    service_ids: tuple[str, ...] = ()


# README, "Limits": field, what it is called in a sentence, least and most.
_SERVICE_NUMBERS = (
    ("duration_minutes", "The duration in minutes", 1, 1_440),
    ("buffer_before_minutes", "The buffer before in minutes", 0, 720),
    ("buffer_after_minutes", "The buffer after in minutes", 0, 720),
    ("slot_step_minutes", "The slot step in minutes", 1, 1_440),
    ("min_notice_minutes", "The minimum notice in minutes", 0, 525_600),
    ("booking_window_days", "The booking window in days", 0, 3_650),
)


def checked_service(service: NewService, *, known_locations: frozenset[str]) -> NewService:
    """`service` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    name = findings.name("name", service.name)
    description = findings.text(
        "description",
        service.description,
        label="The description",
        limit=NOTES_LIMIT,
        multiline=True,
    )
    for field, label, low, high in _SERVICE_NUMBERS:
        findings.number(field, getattr(service, field), label=label, low=low, high=high)
    findings.date("available_from", service.available_from)
    findings.date("available_to", service.available_to)
    if _ends_before_it_begins(service.available_from, service.available_to):
        findings.add("available_to", "The last date must not come before the first.")
    if not known_locations.issuperset(service.location_ids):
        findings.add("location_ids", "One of these locations does not exist.")
    findings.refuse_if_any()
    return replace(
        service,
        name=name,
        description=description,
        location_ids=_once(service.location_ids),
    )


def checked_location(location: NewLocation) -> NewLocation:
    """`location` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    checked = NewLocation(
        name=findings.name("name", location.name),
        time_zone=findings.time_zone("time_zone", location.time_zone),
        address=findings.text(
            "address",
            location.address,
            label="The address",
            limit=ADDRESS_LIMIT,
            multiline=True,
        ),
    )
    findings.refuse_if_any()
    return checked


def checked_provider(provider: NewProvider, *, known_services: frozenset[str]) -> NewProvider:
    """`provider` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    checked = NewProvider(
        name=findings.name("name", provider.name),
        email=findings.email("email", provider.email),
        service_ids=_once(provider.service_ids),
    )
    if not known_services.issuperset(provider.service_ids):
        findings.add("service_ids", "One of these services does not exist.")
    findings.refuse_if_any()
    return checked


def _ends_before_it_begins(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
