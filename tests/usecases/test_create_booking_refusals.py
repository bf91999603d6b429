"""Bookings that are refused: nothing of them stays, and the sentence says what to mend."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import BookingError, Invalid, SlotNotOffered, SlotTaken
from bookings_app.domain.schedule import NewClosure, NewTimeOff
from bookings_app.usecases import closures, schedules
from bookings_app.usecases.bookings import NewBooking, create_booking
from tests.bookings import (
    ANA,
    DAY,
    EVENING,
    HALF_HOUR,
    TEN,
    event_of,
    given_booking,
    nothing_happens,
    wanted,
)
from tests.factories import ADMIN, NOON, api_key, given_location, given_provider, given_team

pytestmark = pytest.mark.usefixtures("database")

WEBSITE = api_key("bookings:write")

# What somebody tries to break things with, and where it is plain text.
TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'); DROP TABLE booking; --",
    "{{ 7 * 7 }} %s ${x} {0}",
    "=HYPERLINK(1)",
    "👩🏽‍🚀 José Ñandú 李小龍 عائشة",
    "a\u0301",
)
NOT_TAKEN = (
    "A\x00na",
    "A\x07na",
    "A\x7fna",
    "A\x85na",
    "\ud800",
    "Ana\u202eziuR",
    "\u2066Ana\u2069",
)


def refused(new: NewBooking, *, by: Actor = ADMIN, now: datetime = NOON) -> BookingError:
    """Why it is refused, once it is sure that nothing came of it."""
    with nothing_happens(), pytest.raises(BookingError) as refusal:
        create_booking(new, by=by, now=now)
    assert str(refusal.value).endswith(".")
    return refusal.value


def refused_fields(new: NewBooking) -> list[str]:
    """The fields that cannot be taken."""
    refusal = refused(new)
    assert isinstance(refusal, Invalid)
    return [field for field, _ in refusal.errors]


def test_what_cannot_be_stored_or_shown_is_refused_in_every_field() -> None:
    team = given_team()

    for field, text in product(("name", "phone", "email", "notes"), NOT_TAKEN):
        customer = replace(ANA, **{field: text})
        assert refused_fields(wanted(team, customer=customer)) == [field]


def test_what_is_too_long_is_refused_never_cut() -> None:
    team = given_team()

    for field, text in (
        ("name", "A" * 256),
        ("phone", "+1" + " " * 37 + "23"),
        ("email", "a" * 249 + "@b.com"),
        ("notes", "n" * 5_001),
    ):
        customer = replace(ANA, **{field: text})
        assert refused_fields(wanted(team, customer=customer)) == [field]


def test_a_customers_text_is_text() -> None:
    team = given_team()

    for number, text in enumerate(TEXTS):
        new = wanted(team, TEN + number * HALF_HOUR, customer=CustomerDetails(text, notes=text))
        booking = create_booking(new, by=ADMIN, now=NOON)
        as_stored = text.replace("a\u0301", "á")
        assert (booking.customer_name, booking.notes) == (as_stored, as_stored)
        event = event_of(booking.id)
        assert event is not None
        assert event.title == f"Haircut - {as_stored}"


def test_notes_may_have_lines() -> None:
    customer = replace(ANA, notes=" First\r\nSecond\tthird\n")

    booking = create_booking(wanted(given_team(), customer=customer), by=ADMIN, now=NOON)

    assert booking.notes == "First\nSecond\tthird"


def test_a_name_that_nobody_can_see_is_no_name() -> None:
    team = given_team()

    for name in ("", "  ", "\u200b\u200d", "\u00a0\u3000", "\ufeff"):
        assert refused_fields(wanted(team, customer=replace(ANA, name=name))) == ["name"]


def test_all_fields_that_cannot_be_taken_are_named_at_once() -> None:
    customer = CustomerDetails("", "12", "ana@", "\x00")

    assert refused_fields(wanted(given_team(), customer=customer)) == [
        *("name", "phone", "email", "notes"),
    ]


def test_an_id_that_names_nothing_is_refused_by_its_field() -> None:
    new = wanted(given_team())

    for field in ("service_id", "location_id", "provider_id", "contact_id", "conversation_id"):
        for unknown in ("unknown", "", "\x00", "\ud800", "x" * 300, "' OR 1=1 --"):
            assert refused_fields(replace(new, **{field: unknown})) == [field]


def test_ids_that_do_not_go_together_are_refused() -> None:
    team, elsewhere = given_team(), given_location(name="Harbour")

    assert refused_fields(replace(wanted(team), location_id=elsewhere)) == ["location_id"]


def test_a_time_that_was_never_on_offer_says_why() -> None:
    team = given_team()
    away = NewTimeOff(TEN + DAY, TEN + DAY + HALF_HOUR)
    schedules.add_time_off(team.provider_id, away, by=ADMIN, now=NOON)
    closed = TEN.date() + 2 * DAY
    closures.add_closure(NewClosure(closed, closed), by=ADMIN, now=NOON)

    for starts_at, reason in (
        (NOON - DAY, "past"),
        (TEN + timedelta(minutes=10), "off_grid"),
        (TEN + timedelta(microseconds=1), "off_grid"),
        (TEN - 4 * HALF_HOUR, "outside_hours"),
        (datetime(2026, 3, 9, 15, 50, tzinfo=UTC), "outside_hours"),
        (datetime(2026, 3, 8, 9, tzinfo=UTC), "outside_hours"),
        (TEN + DAY, "time_off"),
        (TEN + 2 * DAY, "closed"),
        (datetime(2399, 3, 9, 9, 10, tzinfo=UTC), "off_grid"),
    ):
        refusal = refused(wanted(team, starts_at))
        assert isinstance(refusal, SlotNotOffered)
        assert refusal.reasons == {team.provider_id: reason}
        assert refusal.starts_at == starts_at


def test_a_start_that_nobody_can_reckon_with_is_refused() -> None:
    team = given_team()

    for starts_at in (
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=23))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=23))),
        datetime(2401, 1, 1, tzinfo=UTC),
    ):
        for submission_id in (None, "form-1"):
            new = wanted(team, starts_at, submission_id=submission_id)
            assert refused_fields(new) == ["starts_at"]


def test_programs_keep_the_minimum_notice_and_members_need_not() -> None:
    team = given_team(min_notice_minutes=120)
    one_hour_before = TEN - 2 * HALF_HOUR

    refusal = refused(wanted(team), by=WEBSITE, now=one_hour_before)

    assert isinstance(refusal, SlotNotOffered)
    assert refusal.reasons == {team.provider_id: "notice"}
    assert create_booking(wanted(team), by=ADMIN, now=one_hour_before).starts_at == TEN


def test_somebody_who_does_not_offer_it_cannot_be_booked_for_it() -> None:
    team = given_team()
    other = given_provider(name="Cleo", location_id=team.location_id)

    refusal = refused(wanted(team, provider_id=other))

    assert isinstance(refusal, SlotNotOffered)
    assert refusal.reasons == {other: "not_assigned"}


@pytest.mark.parametrize(
    "status", [BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED]
)
def test_a_time_that_is_held_is_taken(status: BookingStatus) -> None:
    team = given_team(requires_approval=True, buffer_after_minutes=10)
    given_booking(team, status=status)

    for starts_at in (TEN, TEN + HALF_HOUR, TEN - HALF_HOUR):
        refusal = refused(wanted(team, starts_at))
        assert isinstance(refusal, SlotTaken)
        assert refusal.starts_at == starts_at


@pytest.mark.parametrize(
    "status", [BookingStatus.CANCELLED, BookingStatus.NO_SHOW, BookingStatus.RESCHEDULED]
)
def test_a_time_that_was_given_back_can_be_booked_at_once(status: BookingStatus) -> None:
    team = given_team(requires_approval=True)
    given_booking(team, status=status)

    assert create_booking(wanted(team), by=ADMIN, now=NOON).starts_at == TEN


def test_a_start_can_be_booked_until_the_very_moment() -> None:
    team = given_team()

    assert create_booking(wanted(team), by=ADMIN, now=TEN).starts_at == TEN
    refusal = refused(wanted(team, TEN + HALF_HOUR), now=EVENING)
    assert isinstance(refusal, SlotNotOffered)
