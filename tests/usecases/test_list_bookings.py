"""The bookings of the calendar."""

from datetime import datetime, timedelta

import pytest

from bookings_app.domain.access import Actor, ProviderVisibility
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.usecases.archiving import archive_provider
from bookings_app.usecases.listing import filter_choices, list_bookings
from bookings_app.usecases.views import CalendarEntry
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    ai_agent,
    api_key,
    given_contact,
    given_location,
    given_provider,
    given_service,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
THAT_DAY = BookingFilter(starts_before=NOON + 12 * HOUR, ends_after=NOON - 12 * HOUR)


def ids(wanted: BookingFilter, *, seen_by: Actor = ADMIN) -> list[str]:
    """The bookings found, in their order."""
    return [entry.id for entry in list_bookings(wanted, seen_by=seen_by)]


def between(first: datetime, last: datetime) -> BookingFilter:
    """The bookings that touch this stretch."""
    return BookingFilter(starts_before=last, ends_after=first)


def test_an_entry_says_what_the_calendar_shows() -> None:
    team = given_team()
    booking_id = given_stored_booking(team, NOON, customer_name="Ana Ruiz")

    (entry,) = list_bookings(THAT_DAY, seen_by=ADMIN)

    assert entry == CalendarEntry(
        id=booking_id,
        reference=entry.reference,
        service_id=team.service_id,
        service_name="Haircut",
        location_id=team.location_id,
        location_name="Old Town",
        provider_id=team.provider_id,
        provider_name="Ben",
        contact_id=None,
        customer_name="Ana Ruiz",
        starts_at=NOON,
        ends_at=NOON + timedelta(minutes=30),
        time_zone="Europe/Madrid",
        status=BookingStatus.CONFIRMED,
        source=BookingSource.MANUAL,
    )


def test_the_stretch_is_half_open_at_both_ends() -> None:
    booking_id = given_stored_booking(given_team(), NOON, minutes=60)

    assert ids(between(NOON + 59 * HOUR / 60, NOON + 2 * HOUR)) == [booking_id]
    assert ids(between(NOON + HOUR, NOON + 2 * HOUR)) == []
    assert ids(between(NOON - HOUR, NOON + HOUR / 60)) == [booking_id]
    assert ids(between(NOON - HOUR, NOON)) == []


def test_the_longest_booking_is_found_to_its_very_end() -> None:
    booking_id = given_stored_booking(given_team(), NOON, minutes=1_440)

    assert ids(between(NOON + 23.9 * HOUR, NOON + 30 * HOUR)) == [booking_id]


def test_bookings_come_by_start_in_every_status() -> None:
    team = given_team()
    expected = [
        given_stored_booking(team, NOON + number * HOUR, status=status)
        for number, status in enumerate(BookingStatus)
    ]

    assert ids(THAT_DAY) == expected


def test_each_filter_narrows_and_several_values_are_any_of_them() -> None:
    one, other = given_team(), given_team()
    first = given_stored_booking(one, NOON, status=BookingStatus.PENDING)
    second = given_stored_booking(other, NOON + HOUR, status=BookingStatus.CANCELLED)

    def narrowed(**values: frozenset[str] | frozenset[BookingStatus]) -> list[str]:
        return ids(BookingFilter(THAT_DAY.starts_before, THAT_DAY.ends_after, **values))  # pyright: ignore[reportArgumentType] - one of the four

    assert narrowed(service_ids=frozenset({one.service_id})) == [first]
    assert narrowed(location_ids=frozenset({other.location_id})) == [second]
    assert narrowed(provider_ids=frozenset({one.provider_id, other.provider_id})) == [first, second]
    assert narrowed(statuses=frozenset({BookingStatus.CANCELLED})) == [second]
    assert (
        narrowed(
            service_ids=frozenset({one.service_id}), statuses=frozenset({BookingStatus.CANCELLED})
        )
        == []
    )


def test_who_sees_what() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    contact_id = given_contact()
    mine = given_stored_booking(team, NOON, contact_id=contact_id)
    theirs = given_stored_booking(colleague, NOON + HOUR)
    own = provider_actor(team.provider_id)
    assigned = provider_actor(
        team.provider_id,
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    assert ids(THAT_DAY, seen_by=MANAGER) == [mine, theirs]
    assert ids(THAT_DAY, seen_by=own) == [mine]
    assert ids(THAT_DAY, seen_by=assigned) == [mine, theirs]
    assert ids(THAT_DAY, seen_by=api_key("bookings:read")) == [mine, theirs]
    assert ids(THAT_DAY, seen_by=api_key("bookings:write")) == []
    assert ids(THAT_DAY, seen_by=ai_agent(contact_id)) == [mine]
    assert ids(THAT_DAY, seen_by=ai_agent()) == []


def test_one_statement_lists_them_whatever_their_number() -> None:
    team = given_team()
    for number in range(20):
        given_stored_booking(team, NOON + number * HOUR / 2)

    with statements() as asked:
        assert len(ids(THAT_DAY)) == 20

    assert len(asked) == 1


def test_managers_narrow_down_to_everything_that_is_not_retired() -> None:
    team = given_team()
    archive_provider(given_provider(name="Left"), by=ADMIN, now=NOON)

    choices = filter_choices(seen_by=MANAGER)

    assert [(each.id, each.name) for each in choices.services] == [(team.service_id, "Haircut")]
    assert [(each.id, each.name) for each in choices.locations] == [(team.location_id, "Old Town")]
    assert [(each.id, each.name) for each in choices.providers] == [(team.provider_id, "Ben")]


def test_providers_narrow_down_to_what_is_theirs_and_what_they_were_booked_for() -> None:
    team = given_team()
    given_team()
    before = given_service(name="Shave", location_ids=[given_location(name="Market")])
    (market,) = filter_choices(seen_by=ADMIN).locations[:1]
    given_stored_booking(Team(before, market.id, team.provider_id), NOON - 100 * HOUR)

    choices = filter_choices(seen_by=provider_actor(team.provider_id))

    assert [each.id for each in choices.services] == [team.service_id, before]
    assert [each.id for each in choices.locations] == [market.id, team.location_id]
    assert [each.id for each in choices.providers] == [team.provider_id]


def test_providers_who_see_their_services_narrow_down_to_colleagues_too() -> None:
    team = given_team()
    given_team()
    elsewhere = given_location(name="Market")
    colleague = given_provider(name="Cleo", service_ids=[team.service_id], location_id=elsewhere)
    actor = provider_actor(
        team.provider_id,
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    choices = filter_choices(seen_by=actor)

    assert [each.id for each in choices.services] == [team.service_id]
    assert [each.id for each in choices.locations] == [team.location_id]
    assert [each.id for each in choices.providers] == [team.provider_id, colleague]


def test_a_member_without_a_provider_sees_and_narrows_down_to_nothing() -> None:
    given_stored_booking(given_team(), NOON)
    nobody = Actor(MANAGER.kind, "member-x", "Xenia", role=provider_actor("p").role)

    choices = filter_choices(seen_by=nobody)

    assert ids(THAT_DAY, seen_by=nobody) == []
    assert (choices.services, choices.locations, choices.providers) == ((), (), ())
