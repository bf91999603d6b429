"""One contact with all that hangs on them."""

from datetime import datetime, timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.usecases.contact_pages import contact_page
from bookings_app.usecases.contacts import add_conversation
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    api_key,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def booked(
    team: Team,
    contact_id: str,
    starts_at: datetime,
    status: BookingStatus = BookingStatus.CONFIRMED,
    conversation_id: str | None = None,
) -> str:
    """A booking of that contact; its id."""
    return given_stored_booking(
        team, starts_at, contact_id=contact_id, status=status, conversation_id=conversation_id
    )


def conversation(contact_id: str, external_id: str, *, minutes_ago: int) -> str:
    """A conversation with that contact; its id."""
    new = NewConversation("whatsapp", external_id, NOON - timedelta(minutes=minutes_ago))
    return add_conversation(contact_id, new, by=ADMIN, now=NOON).id


def test_what_has_not_ended_is_upcoming_the_next_first_the_rest_is_past_the_last_first() -> None:
    team, ana = given_team(), given_contact()
    later = booked(team, ana, NOON + 2 * DAY)
    running = booked(team, ana, NOON - timedelta(minutes=29))
    called_off = booked(team, ana, NOON + DAY, BookingStatus.CANCELLED)
    over = booked(team, ana, NOON - timedelta(minutes=60), BookingStatus.COMPLETED)
    missed = booked(team, ana, NOON - DAY, BookingStatus.NO_SHOW)

    page = contact_page(ana, seen_by=ADMIN, now=NOON)

    assert [entry.id for entry in page.upcoming] == [running, called_off, later]
    assert [entry.id for entry in page.past] == [over, missed]
    assert (page.bookings, page.no_shows, page.has_more) == (5, 1, False)


def test_a_booking_is_over_when_it_ends_and_not_a_moment_before() -> None:
    team, ana = given_team(), given_contact()
    booking = booked(team, ana, NOON)
    end = NOON + timedelta(minutes=30)

    assert (
        contact_page(ana, seen_by=ADMIN, now=end - timedelta(seconds=1)).upcoming[0].id == booking
    )
    assert contact_page(ana, seen_by=ADMIN, now=end).past[0].id == booking


def test_conversations_come_the_latest_message_first_with_their_bookings_counted() -> None:
    team, ana = given_team(), given_contact()
    old = conversation(ana, "+34600000001", minutes_ago=90)
    new = conversation(ana, "+34600000002", minutes_ago=8)
    for hours in (1, 2):
        booked(team, ana, NOON + hours * HOUR, conversation_id=new)

    page = contact_page(ana, seen_by=ADMIN, now=NOON)

    assert [each.conversation.id for each in page.conversations] == [new, old]
    assert [each.bookings for each in page.conversations] == [2, 0]


def test_only_the_last_of_many_past_bookings_come_at_first() -> None:
    team, ana = given_team(), given_contact()
    for days in range(1, 5):
        booked(team, ana, NOON - days * DAY)

    page = contact_page(ana, seen_by=ADMIN, now=NOON, past_limit=3)
    all_of_it = contact_page(ana, seen_by=ADMIN, now=NOON, past_limit=4)

    assert [entry.starts_at for entry in page.past] == [NOON - days * DAY for days in (1, 2, 3)]
    assert (page.has_more, page.bookings) == (True, 4)
    assert (len(all_of_it.past), all_of_it.has_more) == (4, False)


def test_other_peoples_bookings_and_conversations_are_not_there() -> None:
    team, ana, eva = given_team(), given_contact(), given_contact(name="Eva", phone="")
    booked(team, eva, NOON + HOUR)
    conversation(eva, "+34600000001", minutes_ago=8)

    page = contact_page(ana, seen_by=ADMIN, now=NOON)

    assert (page.upcoming, page.past, page.conversations) == ([], [], [])


def test_a_provider_sees_of_a_contact_only_the_bookings_they_may_see() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    ana = given_contact()
    thread = conversation(ana, "+34600000001", minutes_ago=8)
    mine = booked(team, ana, NOON + HOUR, conversation_id=thread)
    booked(colleague, ana, NOON + 2 * HOUR, conversation_id=thread)
    booked(colleague, ana, NOON - DAY, BookingStatus.NO_SHOW)

    page = contact_page(ana, seen_by=provider_actor(team.provider_id), now=NOON)

    assert [entry.id for entry in page.upcoming] == [mine]
    assert (page.past, page.bookings, page.no_shows) == ([], 1, 0)
    assert page.conversations[0].bookings == 1
    assert page.may_edit


def test_whoever_knows_the_exact_phone_may_look_and_not_edit() -> None:
    ana = given_contact(phone="+34 600 111 222")
    actor = provider_actor(given_provider())

    page = contact_page(ana, seen_by=actor, now=NOON, found_by="0034 600111222")

    assert (page.contact.name, page.may_edit) == ("Ana Ruiz", False)
    for found_by in ("", "+34 600 111 223", "Ana"):
        with pytest.raises(NotFound):
            contact_page(ana, seen_by=actor, now=NOON, found_by=found_by)


def test_keys_need_their_scopes() -> None:
    ana = given_contact()

    reader = api_key("contacts:read")
    assert not contact_page(ana, seen_by=reader, now=NOON).may_edit
    assert contact_page(ana, seen_by=api_key("contacts:read", "contacts:write"), now=NOON).may_edit
    with pytest.raises(Forbidden):
        contact_page(ana, seen_by=api_key("bookings:read"), now=NOON)


@pytest.mark.parametrize("contact_id", ["", "unknown", "\x00", "\ud800"])
def test_an_id_of_nobody_opens_nothing(contact_id: str) -> None:
    with pytest.raises(NotFound):
        contact_page(contact_id, seen_by=ADMIN, now=NOON)


def test_a_contact_takes_as_many_statements_however_much_hangs_on_them() -> None:
    team, ana = given_team(), given_contact()
    threads = [conversation(ana, f"+3460000000{n}", minutes_ago=n) for n in range(3)]
    for number in range(6):
        booked(team, ana, NOON + (number - 3) * DAY, conversation_id=threads[number % 3])

    with statements() as asked:
        contact_page(ana, seen_by=ADMIN, now=NOON)

    assert len(asked) == 6
