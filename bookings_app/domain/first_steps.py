"""Rules: what a team still needs before anybody can be booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """What is made first, in this order."""

    LOCATION = "location"
    SERVICE = "service"
    PROVIDER = "provider"
    HOURS = "hours"


class Lack(StrEnum):
    """Why somebody who works at a location cannot be booked there for a service."""

    NOT_THERE = "not_there"
    NOT_BY_THEM = "not_by_them"
    TOO_LONG = "too_long"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service: where it is offered and by whom; `last_on` is the last date it can be had."""

    service_id: str
    minutes: int
    location_ids: frozenset[str]
    provider_ids: frozenset[str]
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """Who works where every week; `longest` is the most minutes in one go."""

    provider_id: str
    location_id: str
    longest: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A service and somebody at work who come closest to a booking, and what they lack."""

    service_id: str
    provider_id: str
    location_id: str
    lacks: tuple[Lack, ...]


def gap(offers: Iterable[Offer], presences: Iterable[Presence], *, today: date) -> Gap | None:
    """What keeps a team from being booked that has services and somebody at work.

    Of several the one with the fewest lacks, the first of those. None when somebody can
    be booked, and when there is nothing to compare.
    """
    known = list(presences)
    gaps = (
        Gap(
            offer.service_id,
            presence.provider_id,
            presence.location_id,
            tuple(_lacks(offer, presence, today=today)),
        )
        for offer in offers
        for presence in known
    )
    nearest = min(gaps, key=lambda each: len(each.lacks), default=None)
    return nearest if nearest is not None and nearest.lacks else None


def _lacks(offer: Offer, presence: Presence, *, today: date) -> Iterable[Lack]:
    if presence.location_id not in offer.location_ids:
        yield Lack.NOT_THERE
    if presence.provider_id not in offer.provider_ids:
        yield Lack.NOT_BY_THEM
    if presence.longest < offer.minutes:
        yield Lack.TOO_LONG
    if offer.last_on is not None and offer.last_on < today:
        yield Lack.OVER
