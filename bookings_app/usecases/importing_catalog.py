"""The verbs: which service, location and provider a row of a file means by their names."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bookings_app.db import catalog as rows
from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.checks import Findings
from bookings_app.domain.csv_file import Row
from bookings_app.domain.errors import Invalid
from bookings_app.domain.interval import Interval, as_utc
from bookings_app.usecases.slot_taking import BookableSlot

T = TypeVar("T", ServiceRow, LocationRow, ProviderRow)


@dataclass(frozen=True, slots=True)
class Offer:
    """A service at a location by a provider who does it."""

    service: ServiceRow
    location: LocationRow
    provider: ProviderRow

    @property
    def time_zone(self) -> str:
        """The zone of the location's clock."""
        return self.location.time_zone

    def slot_at(self, starts_at: datetime) -> BookableSlot:
        """What a booking keeps that begins then."""
        start = as_utc(starts_at)
        end = start + timedelta(minutes=self.service.duration_minutes)
        return BookableSlot(
            service_id=self.service.id,
            service_name=self.service.name,
            requires_approval=self.service.requires_approval,
            location_id=self.location.id,
            location_name=self.location.name,
            provider_id=self.provider.id,
            provider_name=self.provider.name,
            time_zone=self.location.time_zone,
            time=Interval(start, end),
            blocked=Interval(
                start - timedelta(minutes=self.service.buffer_before_minutes),
                end + timedelta(minutes=self.service.buffer_after_minutes),
            ),
        )


class Catalogue:
    """What can be named, by the names as they are compared; nothing archived."""

    def __init__(self, work: UnitOfWork) -> None:
        services, locations = rows.services(work), rows.locations(work)
        providers = rows.providers(work)
        self._services = _by(services, lambda row: row.name)
        self._locations = _by(locations, lambda row: row.name)
        self._providers = _by(providers, lambda row: row.name)
        self._emails = _by(providers, lambda row: row.email)
        self._offered = set(rows.service_locations(work))
        self._done = {(service, provider) for provider, service in rows.provider_services(work)}
        stored = [row.model_dump() for some in (services, locations, providers) for row in some]
        self._contents = (stored, self._offered, self._done)

    def says_the_same(self, other: "Catalogue") -> bool:
        """Whether what was read by the other still means what it did."""
        return self._contents == other._contents

    def offer(self, row: Row) -> Offer:
        """What the row means.

        Raises:
            Invalid: every name that means nothing here, or that more than one thing has.
        """
        findings = Findings()
        services = self._named(findings, "service", row, self._services)
        locations = self._named(findings, "location", row, self._locations)
        by_email = "@" in row["provider"]
        known = self._emails if by_email else self._providers
        providers = self._named(findings, "provider", row, known)
        findings.refuse_if_any()
        pairs = [
            (service, location)
            for service in services
            for location in locations
            if (service.id, location.id) in self._offered
        ]
        if not pairs:
            sentence = f"{services[0].name} is not offered at {locations[0].name}."
            raise Invalid([("location", sentence)])
        offers = [
            Offer(service, location, provider)
            for service, location in pairs
            for provider in providers
            if (service.id, provider.id) in self._done
        ]
        return _only_one(offers, services[0], providers[0])

    def _named(
        self, findings: Findings, column: str, row: Row, known: dict[str, list[T]]
    ) -> list[T]:
        written = row[column]
        found = known.get(_compared(written), [])
        if not written:
            findings.add(column, f"Name the {column}.")
        elif not found:
            findings.add(column, f"There is no {column} called “{written}”.")
        # Of several that differ in letters' case only, the one that is written so.
        return [each for each in found if each.name == written] or found


def _only_one(offers: list[Offer], service: ServiceRow, provider: ProviderRow) -> Offer:
    if not offers:
        raise Invalid([("provider", f"{provider.name} does not offer {service.name}.")])
    if len({each.service.id for each in offers}) > 1:
        raise Invalid([("service", f"Several services are called {service.name}: rename one.")])
    if len({each.location.id for each in offers}) > 1:
        name = offers[0].location.name
        raise Invalid([("location", f"Several locations are called {name}: rename one.")])
    if len(offers) > 1:
        sentence = f"Several providers are called {provider.name}: write the e-mail instead."
        raise Invalid([("provider", sentence)])
    return offers[0]


def _by(found: Iterable[T], named: Callable[[T], str]) -> dict[str, list[T]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for row in found:
        groups[_compared(named(row))].append(row)
    return dict(groups)


def _compared(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
