"""The day of whoever carries bookings out: what it holds, for whom, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Action, Actor, ProviderVisibility
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.usecases.contacts import add_conversation
from bookings_app.usecases.today import (
    MOST_UNANSWERED,
    DayBooking,
    begins_with_today,
    todays_bookings,
)
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def names(bookings: list[DayBooking]) -> list[str]:
    return [booking.entry.customer_name for booking in bookings]


def test_the_parts_of_a_day() -> None:
    team = given_team()
    for hours, status, name in (
        (-27, BookingStatus.CONFIRMED, "Yesterday"),
        (-4, BookingStatus.COMPLETED, "Completed"),
        (-3, BookingStatus.NO_SHOW, "Missed"),
        (-2, BookingStatus.CONFIRMED, "Ended"),
        (-1, BookingStatus.PENDING, "Never approved"),
        (0, BookingStatus.CONFIRMED, "Here now"),
        (1, BookingStatus.PENDING, "To approve"),
        (2, BookingStatus.CANCELLED, "Called off"),
        (3, BookingStatus.CONFIRMED, "Later"),
        (24, BookingStatus.CONFIRMED, "Tomorrow"),
    ):
        given_stored_booking(team, NOON + hours * HOUR, status=status, customer_name=name)

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON + HOUR / 4)

    assert names(day.unanswered) == ["Never approved", "Ended", "Yesterday"]
    assert names(day.now) == ["Here now"]
    assert names(day.coming) == ["To approve", "Called off", "Later"]
    assert names(day.over) == ["Completed", "Missed"]
    assert day.following is None
    assert not day.is_of_team


def test_what_waits_for_an_answer_comes_from_any_day_before_the_latest_first() -> None:
    team = given_team()
    given_stored_booking(team, NOON - 200 * DAY, customer_name="Long ago")
    given_stored_booking(team, NOON - 2 * DAY, status=BookingStatus.PENDING, customer_name="New")
    given_stored_booking(team, NOON - 3 * DAY, status=BookingStatus.COMPLETED)

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON)

    assert names(day.unanswered) == ["New", "Long ago"]


def test_no_more_than_a_hundred_wait_for_an_answer() -> None:
    team = given_team()
    for number in range(MOST_UNANSWERED + 1):
        given_stored_booking(team, NOON - (number + 1) * DAY, customer_name=str(number))

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON)

    assert names(day.unanswered) == [str(number) for number in range(100)]


def test_what_may_be_done_is_said_of_each() -> None:
    team = given_team()
    given_stored_booking(team, NOON)
    given_stored_booking(team, NOON + HOUR, status=BookingStatus.PENDING)

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON)

    assert {Action.COMPLETE, Action.NO_SHOW} <= set(day.now[0].allowed_actions)
    assert Action.CONFIRM in day.coming[0].allowed_actions
    assert not {Action.COMPLETE, Action.NO_SHOW} & set(day.coming[0].allowed_actions)


def test_how_to_reach_the_customer_and_what_is_noted() -> None:
    team = given_team()
    contact_id = given_contact()
    known = NewConversation("whatsapp", "+34600111222", NOON)
    conversation_id = add_conversation(contact_id, known, by=ADMIN, now=NOON).id
    given_stored_booking(
        team,
        NOON,
        contact_id=contact_id,
        conversation_id=conversation_id,
        customer_phone="+34 600 111 222",
        notes="Ground floor.",
    )
    given_stored_booking(team, NOON + HOUR)

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON)

    (now,), (coming,) = day.now, day.coming
    assert (now.phone, now.notes) == ("+34 600 111 222", "Ground floor.")
    assert (now.channel, now.external_id) == ("whatsapp", "+34600111222")
    assert (coming.phone, coming.channel, coming.external_id) == ("", None, None)


def test_each_booking_is_of_today_by_the_clock_of_its_location() -> None:
    """At noon in UTC it is Monday in Madrid, and one in the morning on Tuesday in Auckland."""
    team = given_team()
    far = Team(team.service_id, team.location_id, team.provider_id)
    tuesday_there = datetime(2026, 3, 2, 20, tzinfo=UTC)
    monday_there = datetime(2026, 3, 2, 10, tzinfo=UTC)
    for starts_at, name in ((tuesday_there, "Tuesday there"), (monday_there, "Monday there")):
        given_stored_booking(
            far,
            starts_at,
            status=BookingStatus.COMPLETED if starts_at < NOON else BookingStatus.CONFIRMED,
            customer_name=name,
            time_zone="Pacific/Auckland",
        )
    given_stored_booking(team, tuesday_there + HOUR, customer_name="Monday here")
    given_stored_booking(team, tuesday_there + 4 * HOUR, customer_name="Tuesday here")

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON)

    assert names(day.coming) == ["Tuesday there", "Monday here"]
    assert names(day.over) == []


def test_a_night_shift_is_now_on_both_of_its_dates() -> None:
    team = given_team()
    before_midnight = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    given_stored_booking(team, before_midnight, minutes=180)

    for now in (before_midnight, before_midnight + HOUR):
        day = todays_bookings(seen_by=provider_actor(team.provider_id), now=now)
        assert names(day.now) == ["Ana Ruiz"]


@pytest.mark.parametrize("ahead", [13 * HOUR, 60 * DAY])
def test_when_nothing_more_takes_place_today_the_next_booking_is_named(ahead: timedelta) -> None:
    team = given_team()
    given_stored_booking(team, NOON + HOUR, status=BookingStatus.CANCELLED)
    given_stored_booking(team, NOON + 12 * HOUR, status=BookingStatus.CANCELLED)
    given_stored_booking(team, NOON + ahead, status=BookingStatus.PENDING, customer_name="Nora")
    given_stored_booking(team, NOON + ahead + HOUR, customer_name="Later")

    day = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON)

    assert day.following is not None
    assert day.following.entry.customer_name == "Nora"
    assert len(day.coming) == 1


def test_nothing_at_all() -> None:
    day = todays_bookings(seen_by=provider_actor(given_provider()), now=NOON)

    assert (day.unanswered, day.now, day.coming, day.over) == ([], [], [], [])
    assert day.following is None


def test_it_is_ones_own_day_whatever_else_one_may_see() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    given_stored_booking(team, NOON, customer_name="Mine")
    for starts_at in (NOON - HOUR, NOON, NOON + HOUR):
        given_stored_booking(colleague, starts_at, customer_name="Theirs")
    assigned = provider_actor(
        team.provider_id,
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    for actor in (assigned, provider_actor(team.provider_id)):
        day = todays_bookings(seen_by=actor, now=NOON)
        found = [*day.unanswered, *day.now, *day.coming, *day.over]
        assert names(found) == ["Mine"]


def test_whoever_is_no_provider_sees_the_day_of_the_team() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    given_stored_booking(team, NOON, customer_name="First")
    given_stored_booking(colleague, NOON, customer_name="Second")

    day = todays_bookings(seen_by=MANAGER, now=NOON)

    assert day.is_of_team
    assert sorted(names(day.now)) == ["First", "Second"]


def test_a_provider_role_without_a_provider_sees_nothing() -> None:
    given_stored_booking(given_team(), NOON)
    nobody = Actor(MANAGER.kind, "member-x", "Xenia", role=provider_actor("p").role)

    day = todays_bookings(seen_by=nobody, now=NOON)

    assert (day.unanswered, day.now, day.coming, day.over) == ([], [], [], [])


def test_three_statements_at_most_whatever_the_number_of_bookings() -> None:
    team = given_team()
    for number in range(-20, 20):
        given_stored_booking(team, NOON + number * HOUR)
    me = provider_actor(team.provider_id)

    with statements() as busy:
        todays_bookings(seen_by=me, now=NOON)
    with statements() as idle:
        todays_bookings(seen_by=me, now=NOON + 100 * DAY)

    assert (len(busy), len(idle)) == (2, 3)


def test_providers_begin_with_it_and_others_with_the_calendar() -> None:
    assert begins_with_today(provider_actor("p"))
    assert not begins_with_today(ADMIN)
    assert not begins_with_today(MANAGER)
