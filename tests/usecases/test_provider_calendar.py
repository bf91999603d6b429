"""A provider's own calendar: what stands in it, for whom, and in which terms."""

from datetime import datetime, timedelta

import pytest

from bookings_app.db.busy import keep
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import ProviderVisibility
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.interval import Interval
from bookings_app.domain.schedule import NewTimeOff
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.provider_calendar import (
    busy_block,
    calendar_shown,
    event_block,
    event_of,
    is_closed_block,
    provider_calendar,
    time_off_block,
)
from bookings_app.usecases.schedules import add_time_off
from bookings_app.usecases.status_changes import cancel_booking, complete_booking, mark_no_show
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    ai_agent,
    api_key,
    given_provider,
    given_team,
    provider_actor,
)
from tests.google_rows import given_account
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
TEN = datetime.fromisoformat("2026-03-09T09:00:00+00:00")  # by the clock of Madrid


def booked(team: Team, starts_at: datetime = TEN, *, customer: str = "Ana Ruiz") -> str:
    new = NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=team.provider_id,
        starts_at=starts_at,
        customer=CustomerDetails(name=customer, phone="", email="", notes=""),
    )
    return create_booking(new, by=ADMIN, now=NOON).id


def titles(provider_id: str, *, after: datetime = TEN - DAY) -> list[str]:
    found = provider_calendar(provider_id, after=after, before=after + 7 * DAY, seen_by=MANAGER)
    return [event.title for event in found.events]


def away(provider_id: str, starts_at: datetime, ends_at: datetime, reason: str = "") -> str:
    away = NewTimeOff(starts_at, ends_at, reason)
    return add_time_off(provider_id, away, by=ADMIN, now=NOON).id


def test_confirmed_bookings_are_events_by_their_start() -> None:
    team = given_team()
    booked(team, TEN + HOUR, customer="Nora Quinn")
    first = booked(team)

    found = provider_calendar(
        team.provider_id, after=TEN, before=TEN + DAY, seen_by=provider_actor(team.provider_id)
    )

    assert [event.title for event in found.events] == ["Haircut - Ana Ruiz", "Haircut - Nora Quinn"]
    event = found.events[0]
    assert (event.booking_id, event.status) == (first, BookingStatus.CONFIRMED)
    assert (event.starts_at, event.ends_at) == (TEN, TEN + HOUR / 2)
    assert (event.location_name, event.time_zone) == ("Old Town", "Europe/Madrid")
    assert found.change == 2


def test_what_waits_for_approval_is_no_event_yet() -> None:
    team = given_team(requires_approval=True)
    booked(team)

    assert titles(team.provider_id) == []


def test_events_stay_after_the_visit_and_go_with_a_cancellation() -> None:
    team = given_team()
    came, missed, called_off = (booked(team, TEN + number * HOUR) for number in range(3))
    evening = TEN + 9 * HOUR
    complete_booking(came, by=ADMIN, now=evening)
    mark_no_show(missed, by=ADMIN, now=evening)
    cancel_booking(called_off, by=ADMIN, reason="Flu", now=evening)

    found = provider_calendar(team.provider_id, after=TEN, before=TEN + DAY, seen_by=MANAGER)

    assert [event.status for event in found.events] == [
        BookingStatus.COMPLETED,
        BookingStatus.NO_SHOW,
    ]


def test_the_title_follows_the_customers_name() -> None:
    team = given_team()
    booking_id = booked(team)

    edit_customer(booking_id, CustomerChanges(name="Ana Sol"), by=ADMIN, now=NOON)

    assert titles(team.provider_id) == ["Haircut - Ana Sol"]


def test_the_stretch_is_half_open_and_what_reaches_into_it_belongs_to_it() -> None:
    team = given_team()
    booked(team)

    assert titles(team.provider_id, after=TEN + HOUR / 4) == ["Haircut - Ana Ruiz"]
    assert titles(team.provider_id, after=TEN + HOUR / 2) == []
    assert titles(team.provider_id, after=TEN - 7 * DAY) == []


def test_time_off_stands_beside_the_events() -> None:
    team = given_team()
    id_ = away(team.provider_id, TEN - 5 * DAY, TEN + DAY, "Holiday")
    away(given_provider(), TEN, TEN + HOUR)

    found = provider_calendar(team.provider_id, after=TEN, before=TEN + DAY, seen_by=MANAGER)
    later = provider_calendar(
        team.provider_id, after=TEN + DAY, before=TEN + 2 * DAY, seen_by=MANAGER
    )

    (time_off,) = found.time_off
    assert (time_off.id, time_off.reason) == (id_, "Holiday")
    assert (time_off.starts_at, time_off.ends_at) == (TEN - 5 * DAY, TEN + DAY)
    assert later.time_off == []


def test_somebody_elses_calendar_is_empty_like_one_that_does_not_exist() -> None:
    team = given_team()
    booked(team)
    away(team.provider_id, TEN, TEN + HOUR)
    assigned = provider_actor(
        "another",
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    for actor in (provider_actor("another"), assigned, ai_agent(), api_key("bookings:read")):
        found = provider_calendar(team.provider_id, after=TEN, before=TEN + DAY, seen_by=actor)
        assert (found.events, found.time_off) == ([], [])
    nobody = provider_calendar("nobody", after=TEN, before=TEN + DAY, seen_by=MANAGER)
    assert (nobody.events, nobody.time_off) == ([], [])


def test_whose_calendar_is_shown() -> None:
    ben = provider_actor("ben")

    assert calendar_shown("", seen_by=ben) == "ben"
    assert calendar_shown("ben", seen_by=ben) == "ben"
    assert calendar_shown("petra", seen_by=ben) is None
    assert calendar_shown("petra", seen_by=MANAGER) == "petra"
    assert calendar_shown("", seen_by=MANAGER) is None


def test_four_statements_whatever_is_in_it() -> None:
    team = given_team()
    for number in range(5):
        booked(team, TEN + number * HOUR)
        away(team.provider_id, TEN + number * DAY, TEN + number * DAY + HOUR)

    with statements() as asked:
        titles(team.provider_id)

    assert len(asked) == 4


def test_an_event_looks_the_same_asked_for_and_pushed() -> None:
    team = given_team()
    booked(team)
    found = provider_calendar(team.provider_id, after=TEN, before=TEN + DAY, seen_by=MANAGER)
    (entry,) = list_bookings(
        BookingFilter(starts_before=TEN + DAY, ends_after=TEN), seen_by=MANAGER
    )

    assert event_block(event_of(entry)) == event_block(found.events[0])


def test_busy_times_are_shown_together_and_without_a_title() -> None:
    team = given_team()
    calendar_id = given_account(team.provider_id)
    busy = {
        "a": Interval(TEN, TEN + HOUR),
        "b": Interval(TEN + HALF_HOUR, TEN + 2 * HOUR),
        "c": Interval(TEN + 5 * HOUR, TEN + 6 * HOUR),
        "d": Interval(TEN + 2 * DAY, TEN + 2 * DAY + HOUR),
    }
    with unit_of_work() as work:
        keep(work, calendar_id, team.provider_id, busy, instead_of=None)

    found = provider_calendar(team.provider_id, after=TEN, before=TEN + DAY, seen_by=MANAGER)
    stranger = provider_calendar(
        team.provider_id, after=TEN, before=TEN + DAY, seen_by=provider_actor(given_provider())
    )

    assert found.busy == [
        Interval(TEN, TEN + 2 * HOUR),
        Interval(TEN + 5 * HOUR, TEN + 6 * HOUR),
    ]
    assert stranger.busy == []
    block = busy_block(found.busy[0])
    assert (block["title"], block["extendedProps"]["status"]) == ("Busy in Google Calendar", "busy")
    assert is_closed_block(block["id"])
    assert not is_closed_block("7d3f")


def test_blocks_in_the_shape_a_calendar_reads() -> None:
    team = given_team()
    booking_id = booked(team)
    id_ = away(team.provider_id, TEN + HOUR, TEN + 3 * HOUR)
    found = provider_calendar(team.provider_id, after=TEN, before=TEN + DAY, seen_by=MANAGER)

    assert event_block(found.events[0]) == {
        "id": booking_id,
        "title": "Haircut - Ana Ruiz",
        "start": "2026-03-09T09:00:00Z",
        "end": "2026-03-09T09:30:00Z",
        "extendedProps": {
            "status": "confirmed",
            "statusLabel": "Confirmed",
            "rank": 0,
            "location": "Old Town",
            "timeZone": "Europe/Madrid",
        },
    }
    assert time_off_block(found.time_off[0]) == {
        "id": f"time_off-{id_}",
        "title": "Time off",
        "start": "2026-03-09T10:00:00Z",
        "end": "2026-03-09T12:00:00Z",
        "interactive": False,
        "extendedProps": {
            "status": "time_off",
            "statusLabel": "Time off",
            "rank": 0,
            "widens": False,
        },
    }


def test_an_event_says_that_its_booking_lies_outside_working_time_loaded_or_pushed() -> None:
    team = given_team()
    booked(team)
    booked(team, TEN + DAY)
    away(team.provider_id, TEN, TEN + HOUR)

    found = provider_calendar(team.provider_id, after=TEN, before=TEN + 2 * DAY, seen_by=MANAGER)
    hit, fine = map(event_block, found.events)
    entries = list_bookings(BookingFilter(starts_before=TEN + HOUR, ends_after=TEN), seen_by=ADMIN)

    assert hit["extendedProps"]["warning"] == "Outside working hours: time off"
    assert "warning" not in fine["extendedProps"]
    assert [event_block(event_of(entry)) for entry in entries] == [hit]
