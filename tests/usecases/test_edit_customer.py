"""Correcting who comes."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import WITH_EVENT, BookingStatus
from bookings_app.domain.errors import BookingNotFound, Forbidden, Invalid, VersionConflict
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from tests.bookings import (
    ANA,
    EVENING,
    HALF_HOUR,
    HOUR,
    TEN,
    Event,
    announcements,
    event_of,
    given_booking,
    history,
    nothing_happens,
)
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + HOUR
BERTA = CustomerChanges("Berta Gil", "+34 600 333 444", "berta@example.com", "Second floor")


def test_what_is_named_is_written_and_the_history_says_before_and_after() -> None:
    booking_id = given_booking(given_team())

    with announcements() as heard:
        booking = edit_customer(booking_id, BERTA, by=MANAGER, now=LATER)

    assert (
        CustomerChanges(
            booking.customer_name, booking.customer_phone, booking.customer_email, booking.notes
        )
        == BERTA
    )
    assert (booking.updated_at, booking.version) == (LATER, 2)
    line = booking.history[-1]
    assert (line.what, line.by_name, line.at) == ("edited", "Marco", LATER)
    assert line.before == {
        "customer_name": ANA.name,
        "customer_phone": ANA.phone,
        "customer_email": ANA.email,
        "notes": ANA.notes,
    }
    assert line.after == {
        "customer_name": "Berta Gil",
        "customer_phone": "+34 600 333 444",
        "customer_email": "berta@example.com",
        "notes": "Second floor",
    }
    assert heard == [2]


def test_what_is_not_named_stays_and_what_is_emptied_is_cleared() -> None:
    booking_id = given_booking(given_team())
    nothing = CustomerChanges(phone="", email=" ", notes="\u200b")

    booking = edit_customer(booking_id, nothing, by=ADMIN, now=LATER)

    assert booking.customer_name == ANA.name
    assert (booking.customer_phone, booking.customer_email, booking.notes) == ("", "", "")
    assert set(booking.history[-1].after) == {"customer_phone", "customer_email", "notes"}


@pytest.mark.parametrize("status", BookingStatus)
def test_in_any_status_and_an_events_title_follows_the_name(status: BookingStatus) -> None:
    team = given_team(requires_approval=True)
    booking_id = given_booking(team, status=status)

    booking = edit_customer(booking_id, CustomerChanges(name="Berta"), by=ADMIN, now=EVENING)

    assert (booking.status, booking.customer_name) == (status, "Berta")
    event = Event(team.provider_id, "Haircut - Berta", TEN, TEN + HALF_HOUR)
    assert event_of(booking_id) == (event if status in WITH_EVENT else None)


def test_what_changes_nothing_is_not_noted() -> None:
    booking_id = given_booking(given_team())
    as_it_is = CustomerChanges(f" {ANA.name} ", ANA.phone, ANA.email, ANA.notes)

    for same in (as_it_is, CustomerChanges()):
        with nothing_happens():
            assert edit_customer(booking_id, same, by=ADMIN, now=LATER).version == 1


def test_only_a_new_name_is_a_matter_for_the_calendar() -> None:
    booking_id = given_booking(given_team())

    with statements() as seen:
        edit_customer(booking_id, CustomerChanges(notes="Third floor"), by=ADMIN, now=LATER)

    touched = re.compile(r'(from|into|update)\s+"?(event|outbox)\b', re.IGNORECASE)
    assert not any(touched.search(statement) for statement in seen)


def test_every_field_that_cannot_be_taken_is_named_and_nothing_is_changed() -> None:
    booking_id = given_booking(given_team())

    for wrong, fields in (
        (CustomerChanges("", "12", "ana@", "\x00"), ["name", "phone", "email", "notes"]),
        (CustomerChanges(name="\u200b"), ["name"]),
        (CustomerChanges(name="A" * 256, notes="n" * 5_001), ["name", "notes"]),
        (CustomerChanges(notes="\ud800"), ["notes"]),
        (CustomerChanges(name="Ana\u202e"), ["name"]),
    ):
        with nothing_happens(), pytest.raises(Invalid) as refused:
            edit_customer(booking_id, wrong, by=ADMIN, now=LATER)
        assert [field for field, _ in refused.value.errors] == fields


def test_with_a_version_the_booking_must_be_as_it_was_read() -> None:
    booking_id = given_booking(given_team())
    edit_customer(booking_id, CustomerChanges(name="Berta"), by=MANAGER, now=LATER, version=1)

    with nothing_happens(), pytest.raises(VersionConflict):
        edit_customer(booking_id, CustomerChanges(name="Cleo"), by=ADMIN, now=LATER, version=1)

    booking = edit_customer(
        booking_id, CustomerChanges(name="Cleo"), by=ADMIN, now=LATER, version=2
    )
    assert (booking.customer_name, booking.version) == ("Cleo", 3)


def test_two_who_edit_different_fields_at_once_both_get_their_way() -> None:
    booking_id = given_booking(given_team())
    together = Barrier(2)

    def edit(wanted: CustomerChanges) -> None:
        together.wait()
        edit_customer(booking_id, wanted, by=ADMIN, now=LATER)

    with ThreadPoolExecutor(2) as people:
        list(people.map(edit, [replace(BERTA, name=None), CustomerChanges(name=BERTA.name)]))

    booking = get_booking(booking_id, seen_by=ADMIN, now=LATER)
    assert (
        CustomerChanges(
            booking.customer_name, booking.customer_phone, booking.customer_email, booking.notes
        )
        == BERTA
    )
    assert booking.version == 3
    assert history(booking_id) == ["created", "edited", "edited"]


def test_who_may_edit_it_and_who_may_not_even_see_it() -> None:
    team, contact_id = given_team(), given_contact()
    colleague = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    booking_id = given_booking(team, contact_id=contact_id)
    refused: list[tuple[Actor, type[Exception]]] = [
        (api_key("bookings:read"), Forbidden),
        (api_key("bookings:write"), BookingNotFound),
        (provider_actor(colleague), BookingNotFound),
        (ai_agent("somebody else"), BookingNotFound),
    ]

    for by, refusal in refused:
        with nothing_happens(), pytest.raises(refusal):
            edit_customer(booking_id, BERTA, by=by, now=LATER)
    allowed = (
        provider_actor(team.provider_id),
        ai_agent(contact_id),
        api_key("bookings:read", "bookings:write"),
    )
    for number, by in enumerate(allowed):
        name = CustomerChanges(name=f"Name {number}")
        assert edit_customer(booking_id, name, by=by, now=LATER).version == number + 2
