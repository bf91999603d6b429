"""Rules: what a service, a location and a provider may be."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bookings_app.domain.checks import Findings
from bookings_app.domain.text import NOTES_LIMIT

ADDRESS_LIMIT = 1_000


class Colour(StrEnum):
    """What a service or a provider can be told apart by: scales that every screen has."""

    INDIGO = "indigo"
    TEAL = "teal"
    ORANGE = "orange"
    CRIMSON = "crimson"
    GRASS = "grass"
    VIOLET = "violet"
    CYAN = "cyan"
    AMBER = "amber"
    PLUM = "plum"
    BROWN = "brown"


@dataclass(frozen=True, slots=True)
class NewService:
    """A service as entered. `slot_step_minutes` None is its duration.

    `available_from` and `available_to` are both included, in the location's dates.
    None for `colour` or `provider_ids` leaves them as they are; a new service gets a
    colour that few have, and nobody who does it.
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
    colour: Colour | None = None
    provider_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NewLocation:
    """A location as entered; `time_zone` is an IANA name."""

    name: str
    time_zone: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class NewProvider:
    """A provider as entered, with the services they offer.

    None for `colour` leaves it as it is; a new provider gets one that few have.
    """

    name: str
    email: str = ""
    service_ids: tuple[str, ...] = ()
    colour: Colour | None = None


# README, "Limits": field, what it is called in a sentence, least and most.
_SERVICE_NUMBERS = (
    ("duration_minutes", "The duration in minutes", 1, 1_440),
    ("buffer_before_minutes", "The buffer before in minutes", 0, 720),
    ("buffer_after_minutes", "The buffer after in minutes", 0, 720),
    ("slot_step_minutes", "“Starts every” in minutes", 1, 1_440),
    ("booking_window_days", "The booking window in days", 0, 3_650),
)

_LONGEST_NOTICE = 525_600
_NOTICE = "The minimum notice must be a whole number, and 365 days (525,600 minutes) at most."


def checked_service(
    service: NewService, *, known_locations: frozenset[str], known_providers: frozenset[str]
) -> NewService:
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
    if not 0 <= service.min_notice_minutes <= _LONGEST_NOTICE:
        findings.add("min_notice_minutes", _NOTICE)
    findings.dates("available_from", service.available_from, "available_to", service.available_to)
    colour = _colour(findings, service.colour)
    providers = service.provider_ids
    if not known_locations.issuperset(service.location_ids):
        findings.add("location_ids", "One of these locations does not exist.")
    if providers is not None and not known_providers.issuperset(providers):
        findings.add("provider_ids", "One of these providers does not exist.")
    findings.refuse_if_any()
    return replace(
        service,
        name=name,
        description=description,
        location_ids=_once(service.location_ids),
        colour=colour,
        provider_ids=None if providers is None else _once(providers),
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


def checked_provider(
    provider: NewProvider, *, known_services: frozenset[str], emails: Iterable[tuple[str, str]]
) -> NewProvider:
    """`provider` as it is stored; `emails` pairs each e-mail that is taken with a name.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    checked = NewProvider(
        name=findings.name("name", provider.name),
        email=findings.email("email", provider.email),
        service_ids=_once(provider.service_ids),
        colour=_colour(findings, provider.colour),
    )
    holder = holder_of_email(checked.email, emails)
    if holder is not None:
        findings.add("email", f"This is the e-mail of {holder}. Enter another one.")
    if not known_services.issuperset(provider.service_ids):
        findings.add("service_ids", "One of these services does not exist.")
    findings.refuse_if_any()
    return checked


def holder_of_email(email: str, emails: Iterable[tuple[str, str]]) -> str | None:
    """Whose e-mail it is already, in whatever letters; nobody's when it is empty."""
    wanted = email.casefold()
    return next((name for taken, name in emails if wanted and taken.casefold() == wanted), None)


def rarest_colour(used: Iterable[str]) -> Colour:
    """The colour that is used least; of several, the first."""
    uses = Counter(used)
    return min(Colour, key=lambda colour: uses[colour.value])


def _colour(findings: Findings, colour: Colour | None) -> Colour | None:
    if colour is None:
        return None
    if colour not in set(Colour):
        findings.add("colour", "Choose one of the colours.")
        return None
    return Colour(colour)


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
