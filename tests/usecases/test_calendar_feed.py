"""A provider's calendar for programs elsewhere: what is in it, at which address, for how long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Actor, Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import NotFound
from bookings_app.domain.member import Invitation
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.calendar_feed import (
    FeedEvent,
    feed_address,
    make_feed_address,
    published_calendar,
    revoke_feed_address,
)
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.members import change_member, deactivate_member, reactivate_member
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    ai_agent,
    api_key,
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.members import actor_of, given_member, signed_in
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)  # by the clock of Madrid
EVENING = TEN + 9 * HOUR


class Reader:
    """A calendar program that a member gave their address."""

    def __init__(self, team: Team, *, role: Role = Role.PROVIDER) -> None:
        provider_id = team.provider_id if role is Role.PROVIDER else None
        self.member = given_member(role=role, provider_id=provider_id)
        self.owner = actor_of(signed_in())
        self.secret = new_secret(team.provider_id, self.owner)

    def polls(self, now: datetime = NOON) -> dict[str, FeedEvent]:
        """The events that it is told of, by booking."""
        return {
            event.booking_id: event for event in published_calendar(self.secret, now=now).events
        }


def new_secret(provider_id: str, by: Actor) -> str:
    path = make_feed_address(provider_id, by=by, now=NOON).path
    return path.removeprefix("/calendar/feed/").removesuffix(".ics")


def given_manager() -> Actor:
    given_member(email="marco@example.com", role=Role.MANAGER)
    return actor_of(signed_in("marco@example.com"))


def given_team_that_never_sleeps() -> Team:
    location_id = given_location()
    service_id = given_service(location_ids=[location_id])
    provider_id = given_provider(
        service_ids=[service_id], location_id=location_id, weekdays=range(7), hours=(0, 24 * 60)
    )
    return Team(service_id, location_id, provider_id)


def booked(team: Team, starts_at: datetime = TEN, *, customer: str = "Ana Ruiz") -> str:
    new = NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=team.provider_id,
        starts_at=starts_at,
        customer=CustomerDetails(customer, "+34 600 111 222", "ana@example.com", "Allergic"),
    )
    return create_booking(new, by=ADMIN, now=NOON).id


def test_a_confirmed_booking_is_an_event() -> None:
    team = given_team()
    reader = Reader(team)
    booking_id = booked(team)

    calendar = published_calendar(reader.secret, now=NOON)

    assert calendar.name == "Ben · Bookings"
    (event,) = calendar.events
    assert (event.booking_id, event.title) == (booking_id, "Haircut - Ana Ruiz")
    assert (event.starts_at, event.ends_at) == (TEN, TEN + HOUR / 2)
    assert (event.status, event.revision) == (BookingStatus.CONFIRMED, 0)
    assert (event.location_name, event.time_zone) == ("Old Town", "Europe/Madrid")
    assert (event.created_at, event.updated_at) == (NOON, NOON)


def test_neither_phone_nor_email_nor_notes_leave_the_house() -> None:
    team = given_team()
    reader = Reader(team)
    booked(team)

    said = repr(published_calendar(reader.secret, now=NOON))

    assert not [each for each in ("600 111", "ana@example", "Allergic") if each in said]


def test_what_waits_for_approval_comes_once_it_is_confirmed() -> None:
    team = given_team(requires_approval=True)
    reader = Reader(team)
    booking_id = booked(team)
    before = reader.polls()

    confirm_booking(booking_id, by=ADMIN, now=NOON)

    assert before == {}
    assert reader.polls()[booking_id].status is BookingStatus.CONFIRMED


def test_what_was_never_confirmed_is_not_told_of_when_it_is_cancelled() -> None:
    team = given_team(requires_approval=True)
    reader = Reader(team)
    cancel_booking(booked(team), by=ADMIN, reason="Flu", now=NOON)

    assert reader.polls() == {}


def test_an_edit_is_the_same_event_with_a_higher_revision() -> None:
    team = given_team()
    reader = Reader(team)
    booking_id = booked(team)
    before = reader.polls()[booking_id]

    edit_customer(booking_id, CustomerChanges(name="Ana Sol"), by=ADMIN, now=NOON + HOUR)

    assert reader.polls() == {
        booking_id: replace(
            before, title="Haircut - Ana Sol", revision=before.revision + 1, updated_at=NOON + HOUR
        )
    }


def test_who_polled_it_earlier_is_told_that_it_was_cancelled() -> None:
    team = given_team()
    reader = Reader(team)
    booking_id = booked(team)
    before = reader.polls()[booking_id]

    cancel_booking(booking_id, by=ADMIN, reason="Flu", now=NOON + HOUR)

    after = reader.polls()[booking_id]
    assert after == replace(
        before,
        status=BookingStatus.CANCELLED,
        revision=before.revision + 1,
        updated_at=NOON + HOUR,
    )
    assert reader.polls(TEN + 30 * DAY) == {booking_id: after}


def test_a_reschedule_takes_one_event_away_and_brings_another() -> None:
    team = given_team()
    reader = Reader(team)
    old = booked(team)
    before = reader.polls()[old]

    new = reschedule_booking(old, TEN + 3 * HOUR, by=ADMIN, now=NOON + HOUR).id

    told = reader.polls()
    assert told.keys() == {old, new}
    assert told[old].status is BookingStatus.RESCHEDULED
    assert told[old].revision > before.revision
    assert told[old].starts_at == TEN
    assert told[new].status is BookingStatus.CONFIRMED
    assert told[new].starts_at == TEN + 3 * HOUR


def test_a_reschedule_to_somebody_else_moves_it_to_their_calendar() -> None:
    team = given_team()
    reader = Reader(team)
    other_id = given_provider(
        service_ids=[team.service_id], location_id=team.location_id, name="Cora"
    )
    theirs = new_secret(other_id, given_manager())
    old = booked(team)

    new = reschedule_booking(old, TEN, provider_id=other_id, by=ADMIN, now=NOON).id

    assert reader.polls()[old].status is BookingStatus.RESCHEDULED
    assert new not in reader.polls()
    assert [event.booking_id for event in published_calendar(theirs, now=NOON).events] == [new]


def test_after_the_visit_the_event_stays() -> None:
    team = given_team()
    reader = Reader(team)
    came, missed = booked(team), booked(team, TEN + HOUR)
    complete_booking(came, by=ADMIN, now=EVENING)
    mark_no_show(missed, by=ADMIN, now=EVENING)

    told = reader.polls(EVENING)

    assert told[came].status is BookingStatus.COMPLETED
    assert told[missed].status is BookingStatus.NO_SHOW


def test_it_reaches_a_month_back_and_as_far_ahead_as_anybody_books() -> None:
    team = given_team()
    reader = Reader(team)
    soon, late = booked(team), booked(team, TEN + 700 * DAY)

    assert list(reader.polls(TEN + 31 * DAY)) == [soon, late]
    assert list(reader.polls(TEN + 31 * DAY + HOUR / 2)) == [late]


def test_it_is_by_start_whatever_became_of_it() -> None:
    team = given_team()
    reader = Reader(team)
    third, first, second = (booked(team, TEN + hours * HOUR) for hours in (3, 1, 2))
    cancel_booking(second, by=ADMIN, reason="Flu", now=NOON)

    assert list(reader.polls()) == [first, second, third]


def test_other_providers_events_are_not_in_it() -> None:
    team = given_team()
    reader = Reader(team)
    booked(given_team())

    assert reader.polls() == {}


def test_the_clock_changes_and_the_instant_stays() -> None:
    team = given_team_that_never_sleeps()
    reader = Reader(team)
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Madrid, for the first time
    first, again = booked(team, night), booked(team, night + HOUR)

    told = reader.polls()

    assert told[first].starts_at == night
    assert told[again].starts_at == night + HOUR


def test_an_address_is_shown_again_to_whom_it_belongs() -> None:
    team = given_team()
    reader = Reader(team)

    found = feed_address(team.provider_id, by=reader.owner)

    assert found is not None
    assert found.path == f"/calendar/feed/{reader.secret}.ics"
    assert found.made_at == NOON


@pytest.mark.usefixtures("with_keys")
def test_it_is_sealed_where_there_is_a_key_and_works_all_the_same() -> None:
    team = given_team()
    reader = Reader(team)
    booked(team)

    found = feed_address(team.provider_id, by=reader.owner)

    assert found is not None
    assert reader.secret in found.path
    assert len(reader.polls()) == 1


def test_a_new_address_ends_the_one_before() -> None:
    team = given_team()
    reader = Reader(team)
    before = reader.secret

    reader.secret = new_secret(team.provider_id, reader.owner)

    assert reader.polls() == {}
    with pytest.raises(NotFound):
        published_calendar(before, now=NOON)


def test_a_revoked_address_opens_nothing_and_revoking_twice_is_once() -> None:
    team = given_team()
    reader = Reader(team)

    revoke_feed_address(team.provider_id, by=reader.owner)
    revoke_feed_address(team.provider_id, by=reader.owner)

    assert feed_address(team.provider_id, by=reader.owner) is None
    with pytest.raises(NotFound):
        reader.polls()


def test_it_ends_with_the_member_and_comes_back_with_them() -> None:
    team = given_team()
    reader = Reader(team)

    deactivate_member(reader.member.id, by=ADMIN)

    with pytest.raises(NotFound):
        reader.polls()
    reactivate_member(reader.member.id, by=ADMIN)
    assert reader.polls() == {}


def test_it_ends_when_the_calendar_is_not_theirs_to_see_any_more() -> None:
    team = given_team()
    reader = Reader(team, role=Role.MANAGER)
    booked(team)
    before = reader.polls()

    elsewhere = Invitation("mara@example.com", "Mara Cole", Role.PROVIDER, given_provider())
    change_member(reader.member.id, elsewhere, by=ADMIN, now=NOON)

    assert len(before) == 1
    with pytest.raises(NotFound):
        reader.polls()


@pytest.mark.parametrize("secret", ["", "nonsense", "é", "\ud800", "x" * 5_000])
def test_a_guess_opens_nothing(secret: str) -> None:
    Reader(given_team())

    with pytest.raises(NotFound):
        published_calendar(secret, now=NOON)


@pytest.mark.parametrize("who", [api_key("bookings:read"), ai_agent("contact")])
def test_programs_with_keys_make_no_addresses(who: Actor) -> None:
    team = given_team()

    with pytest.raises(NotFound):
        make_feed_address(team.provider_id, by=who, now=NOON)


def test_providers_make_none_for_others() -> None:
    reader = Reader(given_team())
    theirs = given_team().provider_id

    with pytest.raises(NotFound):
        feed_address(theirs, by=reader.owner)
    with pytest.raises(NotFound):
        make_feed_address(theirs, by=reader.owner, now=NOON)


def test_a_calendar_is_read_by_six_statements_however_full_it_is() -> None:
    team = given_team()
    reader = Reader(team)
    for hour in range(5):
        cancel_booking(booked(team, TEN + hour * HOUR), by=ADMIN, reason="Flu", now=NOON)
        booked(team, TEN + hour * HOUR)

    with statements() as seen:
        told = reader.polls()

    assert len(told) == 10
    assert len(seen) == 6
