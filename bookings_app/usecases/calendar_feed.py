"""The verbs: a calendar that other programs read, at an address that is its own password."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings_app.db import feeds as rows
from bookings_app.db.feed_tables import CalendarFeedRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.members import active_member
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, sees_calendar_of
from bookings_app.domain.booking import WITH_EVENT, BookingStatus
from bookings_app.domain.calendar_event import FEED_REACHES_BACK, event_revision, event_title
from bookings_app.domain.errors import NotFound, SetupError
from bookings_app.usecases.catalog import provider_row
from bookings_app.usecases.member_actors import member_actors
from bookings_app.usecases.secret_keeping import opened, sealed
from bookings_app.usecases.sessions import hash_of
from bookings_app.usecases.workspace import stored_workspace


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """Where a calendar can be read: a path of ours, "" if it can be shown no more."""

    path: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event for programs elsewhere; `revision` grows with everything that happens to it.

    One whose status has no event any more was there before: it is told as cancelled.
    Phone and e-mail of the customer stay here.
    """

    booking_id: str
    reference: str
    title: str
    status: BookingStatus
    starts_at: datetime
    ends_at: datetime
    location_name: str
    address: str
    time_zone: str
    revision: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """What programs elsewhere are told of a provider's calendar, by start."""

    name: str
    events: list[FeedEvent]


def feed_address(provider_id: str, *, by: Actor) -> FeedAddress | None:
    """Where `by`'s own programs read that calendar; None as long as there is no address.

    Raises:
        NotFound: no such calendar for `by`.
    """
    _check_sees(by, provider_id)
    with reading() as work:
        row = rows.feed(work, by.id, provider_id)
        return None if row is None else _address(row)


def make_feed_address(provider_id: str, *, by: Actor, now: datetime) -> FeedAddress:
    """Give `by` an address for that calendar. The one before works no more.

    Raises:
        NotFound: no such calendar for `by`.
    """
    _check_sees(by, provider_id)
    secret = secrets.token_urlsafe(32)
    with unit_of_work() as work:
        one_at_a_time(work, "calendar feeds", by.id)
        provider = provider_row(work, provider_id)
        row = rows.feed(work, by.id, provider.id) or CalendarFeedRow(
            member_id=by.id,
            provider_id=provider.id,
            secret="",
            secret_hash="",
            created_at=now,
        )
        row.secret, row.secret_hash, row.created_at = sealed(secret), hash_of(secret), now
        work.session.add(row)
        return _address(row)


def revoke_feed_address(provider_id: str, *, by: Actor) -> None:
    """Have `by`'s address for that calendar work no more. Twice is once."""
    with unit_of_work() as work:
        row = rows.feed(work, by.id, provider_id)
        if row is not None:
            work.session.delete(row)


def published_calendar(secret: str, *, now: datetime) -> PublishedCalendar:
    """What can be read at the address with that secret: all that is to come, and a month back.

    It works as long as the member it was made for may see that calendar.

    Raises:
        NotFound: no address has it, or it works no more.
    """
    with reading() as work:
        row = rows.feed_by_hash(work, hash_of(secret))
        if row is None or not _may_still_see(work, row):
            raise NotFound("calendar")
        since = now - FEED_REACHES_BACK
        standing = [
            _event(each) for each in rows.standing_events(work, row.provider_id, after=since)
        ]
        withdrawn = [
            _event(each)
            for *each, before in rows.withdrawn_events(work, row.provider_id, after=since)
            if before["status"] in WITH_EVENT
        ]
        provider = provider_row(work, row.provider_id)
        name = f"{provider.name} · {stored_workspace(work).name}"
    return PublishedCalendar(name, sorted(standing + withdrawn, key=_by_start))


def _check_sees(by: Actor, provider_id: str) -> None:
    if not sees_calendar_of(by, provider_id):
        raise NotFound("provider")


def _may_still_see(work: UnitOfWork, row: CalendarFeedRow) -> bool:
    owners = member_actors(active_member(work, row.member_id))
    return any(sees_calendar_of(owner, row.provider_id) for owner in owners)


def _address(row: CalendarFeedRow) -> FeedAddress:
    try:
        path = f"/calendar/feed/{opened(row.secret)}.ics"
    except SetupError:  # its key is gone: it works as before, and only cannot be read out
        path = ""
    return FeedAddress(path, row.created_at)


def _event(row: Sequence[Any]) -> FeedEvent:
    booking_id, reference, status, service, customer, *when_and_where = row
    *when_and_where, version, created_at, updated_at = when_and_where
    starts_at, ends_at, location_name, address, time_zone = when_and_where
    return FeedEvent(
        booking_id=booking_id,
        reference=reference,
        title=event_title(service_name=service, customer_name=customer),
        status=BookingStatus(status),
        starts_at=starts_at,
        ends_at=ends_at,
        location_name=location_name,
        address=address,
        time_zone=time_zone,
        revision=event_revision(version),
        created_at=created_at,
        updated_at=updated_at,
    )


def _by_start(event: FeedEvent) -> tuple[datetime, str]:
    return event.starts_at, event.booking_id
