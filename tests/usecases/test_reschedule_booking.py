"""Moving a booking to another time: the old one is closed, a new one made."""

from datetime import timedelta

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import (
    BookingNotFound,
    Forbidden,
    Invalid,
    SameTime,
    SlotNotOffered,
    SlotTaken,
    TransitionNotAllowed,
)
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.contacts import add_conversation
from bookings_app.usecases.rescheduling import reschedule_booking
from tests.bookings import (
    ANA,
    DAY,
    HALF_HOUR,
    HOUR,
    TEN,
    Event,
    announcements,
    event_of,
    given_booking,
    insist_that_all_is_well,
    nothing_happens,
    promised_looks,
    wanted,
)
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

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + HOUR
NEXT_DAY = TEN + DAY
READER_AND_WRITER = ("bookings:read", "bookings:write")


def given_colleague(team: Team, *, name: str = "Cleo") -> str:
    """Another provider who offers the same there; their id."""
    return given_provider(name=name, service_ids=[team.service_id], location_id=team.location_id)


def test_the_old_one_is_closed_and_a_new_one_made_each_naming_the_other(database: str) -> None:
    team = given_team()
    old_id = given_booking(team)

    with announcements() as heard:
        new = reschedule_booking(old_id, NEXT_DAY, by=MANAGER, now=LATER)

    old = get_booking(old_id, seen_by=ADMIN, now=LATER)
    assert (old.status, new.status) == (BookingStatus.RESCHEDULED, BookingStatus.CONFIRMED)
    assert (old.rescheduled_to, new.rescheduled_from) == (new.id, old_id)
    assert (old.rescheduled_from, new.rescheduled_to) == (None, None)
    assert (old.starts_at, new.starts_at, new.ends_at) == (TEN, NEXT_DAY, NEXT_DAY + HALF_HOUR)
    assert old.reference != new.reference
    assert set(heard) == {3}
    insist_that_all_is_well(database)


def test_the_event_moves_with_it_and_both_are_promised_a_look() -> None:
    team = given_team()
    old_id = given_booking(team)

    new = reschedule_booking(old_id, NEXT_DAY, by=MANAGER, now=LATER)

    assert event_of(old_id) is None
    assert event_of(new.id) == Event(
        team.provider_id, "Haircut - Ana Ruiz", NEXT_DAY, NEXT_DAY + HALF_HOUR
    )
    assert promised_looks() == sorted([old_id, new.id])


def test_each_has_its_line_of_history() -> None:
    old_id = given_booking(given_team())

    new = reschedule_booking(old_id, NEXT_DAY, by=MANAGER, now=LATER)

    closed = get_booking(old_id, seen_by=ADMIN, now=LATER).history[-1]
    (made,) = new.history
    assert (closed.number, closed.what, closed.before) == (
        2,
        "rescheduled",
        {"status": "confirmed"},
    )
    assert closed.after == {"status": "rescheduled", "rescheduled_to": new.id}
    assert (made.number, made.what, made.before) == (3, "created", {})
    assert made.after == {"status": "confirmed", "rescheduled_from": old_id}
    assert {(line.by_name, line.at) for line in (closed, made)} == {("Marco", LATER)}


def test_the_customer_contact_conversation_and_notes_stay_and_the_source_is_the_movers() -> None:
    team, contact_id = given_team(), given_contact()
    conversation = add_conversation(
        contact_id, NewConversation("whatsapp", "34600"), by=ADMIN, now=NOON
    )
    new = wanted(team, contact_id=contact_id, conversation_id=conversation.id)
    old = create_booking(new, by=ADMIN, now=NOON)

    moved = reschedule_booking(old.id, NEXT_DAY, by=api_key(*READER_AND_WRITER), now=LATER)

    assert (moved.contact_id, moved.conversation_id) == (contact_id, conversation.id)
    assert (
        CustomerDetails(
            moved.customer_name, moved.customer_phone, moved.customer_email, moved.notes
        )
        == ANA
    )
    assert (old.source, moved.source) == (BookingSource.MANUAL, BookingSource.API)
    assert (moved.created_by_kind, moved.created_by_name) == ("api", "Website")
    assert (moved.created_at, moved.version) == (LATER, 1)


def test_a_booking_does_not_stand_in_its_own_way(database: str) -> None:
    location_id = given_location()
    service_id = given_service(
        location_ids=[location_id], duration_minutes=60, slot_step_minutes=15
    )
    provider_id = given_provider(service_ids=[service_id], location_id=location_id)
    old_id = given_booking(Team(service_id, location_id, provider_id))

    new = reschedule_booking(old_id, TEN + timedelta(minutes=15), by=ADMIN, now=LATER)

    assert (new.starts_at, new.ends_at) == (
        TEN + timedelta(minutes=15),
        TEN + timedelta(minutes=75),
    )
    insist_that_all_is_well(database)


def test_the_time_it_had_can_be_booked_at_once() -> None:
    team = given_team()
    reschedule_booking(given_booking(team), NEXT_DAY, by=ADMIN, now=LATER)

    assert create_booking(wanted(team), by=ADMIN, now=LATER).starts_at == TEN


def test_it_can_go_to_a_colleague_at_the_same_time_too() -> None:
    team = given_team()
    old_id, colleague = given_booking(team), given_colleague(team)

    new = reschedule_booking(old_id, TEN, provider_id=colleague, by=ADMIN, now=LATER)

    assert (new.provider_id, new.provider_name, new.starts_at) == (colleague, "Cleo", TEN)
    event = event_of(new.id)
    assert event is not None
    assert event.provider_id == colleague


def test_same_time_and_provider_is_refused() -> None:
    team = given_team()
    old_id = given_booking(team)

    for provider_id in (None, team.provider_id):
        with nothing_happens(), pytest.raises(SameTime):
            reschedule_booking(old_id, TEN, provider_id=provider_id, by=ADMIN, now=LATER)


def test_moving_it_a_second_time_is_refused_and_says_who_moved_it() -> None:
    old_id = given_booking(given_team())
    reschedule_booking(old_id, NEXT_DAY, by=MANAGER, now=LATER)

    with nothing_happens(), pytest.raises(TransitionNotAllowed) as refused:
        reschedule_booking(old_id, NEXT_DAY + HALF_HOUR, by=ADMIN, now=LATER)

    assert refused.value.changed_by == ("member", "Marco")
    assert refused.value.changed_at == LATER
    assert "rescheduled already: that was Marco" in str(refused.value)


def test_the_new_one_can_be_moved_on(database: str) -> None:
    first = given_booking(given_team())

    second = reschedule_booking(first, TEN + DAY, by=ADMIN, now=LATER)
    third = reschedule_booking(second.id, TEN + 2 * DAY, by=ADMIN, now=LATER)

    assert third.rescheduled_from == second.id
    assert third.starts_at == TEN + 2 * DAY
    insist_that_all_is_well(database)


def test_a_pending_one_must_be_cancelled_and_booked_again() -> None:
    booking_id = given_booking()

    with nothing_happens(), pytest.raises(TransitionNotAllowed):
        reschedule_booking(booking_id, NEXT_DAY, by=ADMIN, now=LATER)


def test_whoever_may_confirm_has_it_confirmed_and_others_have_it_wait_for_approval() -> None:
    team = given_team(requires_approval=True)
    contact_id = given_contact()
    confirms = api_key(*READER_AND_WRITER, "bookings:approve")
    becomes: dict[Actor, BookingStatus] = {
        MANAGER: BookingStatus.CONFIRMED,
        provider_actor(team.provider_id): BookingStatus.CONFIRMED,
        confirms: BookingStatus.CONFIRMED,
        api_key(*READER_AND_WRITER): BookingStatus.PENDING,
        ai_agent(contact_id): BookingStatus.PENDING,
    }

    for number, (by, status) in enumerate(becomes.items()):
        starts_at = TEN + number * HALF_HOUR
        old_id = given_booking(
            team, starts_at, status=BookingStatus.CONFIRMED, contact_id=contact_id
        )
        new = reschedule_booking(old_id, starts_at + DAY, by=by, now=LATER)
        assert (by, new.status) == (by, status)
        assert (event_of(new.id) is not None) == (status is BookingStatus.CONFIRMED)


def test_without_approval_anybody_who_may_move_it_has_it_confirmed() -> None:
    old_id = given_booking(given_team())

    new = reschedule_booking(old_id, NEXT_DAY, by=api_key(*READER_AND_WRITER), now=LATER)

    assert new.status is BookingStatus.CONFIRMED


def test_providers_move_their_own_and_not_to_a_colleague() -> None:
    team = given_team()
    colleague, old_id = given_colleague(team), given_booking(team)
    by = provider_actor(team.provider_id)

    with nothing_happens(), pytest.raises(Forbidden):
        reschedule_booking(old_id, NEXT_DAY, provider_id=colleague, by=by, now=LATER)
    with nothing_happens(), pytest.raises(BookingNotFound):
        reschedule_booking(old_id, NEXT_DAY, by=provider_actor(colleague), now=LATER)
    assert reschedule_booking(old_id, NEXT_DAY, by=by, now=LATER).starts_at == NEXT_DAY


def test_when_the_slot_has_gone_nothing_has_changed() -> None:
    team = given_team()
    old_id = given_booking(team)
    given_booking(team, NEXT_DAY)

    with nothing_happens(), pytest.raises(SlotTaken) as refused:
        reschedule_booking(old_id, NEXT_DAY, by=ADMIN, now=LATER)

    assert refused.value.starts_at == NEXT_DAY


def test_what_is_not_offered_is_refused_for_a_move_as_for_a_booking() -> None:
    team = given_team(min_notice_minutes=120)
    old_id = given_booking(team)
    by = api_key(*READER_AND_WRITER)
    soon = TEN - HALF_HOUR

    for start, who, reason in (
        (NEXT_DAY + timedelta(minutes=1), ADMIN, "off_grid"),
        (NOON - DAY, ADMIN, "past"),
        (TEN + 12 * HOUR, ADMIN, "outside_hours"),
        (TEN + HALF_HOUR, by, "notice"),
    ):
        with nothing_happens(), pytest.raises(SlotNotOffered) as refused:
            reschedule_booking(old_id, start, by=who, now=soon)
        assert refused.value.reasons == {team.provider_id: reason}


def test_what_is_no_provider_or_no_date_is_refused() -> None:
    old_id = given_booking(given_team())

    for starts_at, provider_id, field in (
        (NEXT_DAY, "unknown", "provider_id"),
        (NEXT_DAY, "\x00", "provider_id"),
        (NEXT_DAY, "\ud800", "provider_id"),
        (NEXT_DAY.replace(year=9999), None, "starts_at"),
    ):
        with nothing_happens(), pytest.raises(Invalid) as refused:
            reschedule_booking(old_id, starts_at, provider_id=provider_id, by=ADMIN, now=LATER)
        assert [name for name, _ in refused.value.errors] == [field]
