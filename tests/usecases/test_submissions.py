"""A form or request that is sent twice makes one booking."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest

from bookings_app.db.booking_tables import BookingRow, SubmissionRow
from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import BookingError, Invalid, SlotTaken, SubmissionMismatch
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import (
    ANA,
    DAY,
    HALF_HOUR,
    TEN,
    given_booking,
    history,
    nothing_happens,
    stored,
    wanted,
)
from tests.factories import ADMIN, MANAGER, NOON, given_team

pytestmark = pytest.mark.usefixtures("database")

FORM = "form-1"


def test_the_same_submission_again_answers_with_the_same_booking() -> None:
    new = wanted(given_team(), submission_id=FORM)
    first = create_booking(new, by=ADMIN, now=NOON)

    with nothing_happens():
        again = create_booking(new, by=ADMIN, now=NOON + HALF_HOUR)

    assert again == first
    assert history(first.id) == ["created"]


def test_the_same_instant_with_another_offset_is_the_same_submission() -> None:
    new = wanted(given_team(), submission_id=FORM)
    elsewhere = TEN.astimezone(timezone(timedelta(hours=-5)))

    first = create_booking(new, by=ADMIN, now=NOON)
    again = create_booking(replace(new, starts_at=elsewhere), by=ADMIN, now=NOON)

    assert again.id == first.id


def test_the_booking_is_answered_as_it_is_now() -> None:
    new = wanted(given_team(), submission_id=FORM)
    first = create_booking(new, by=ADMIN, now=NOON)
    cancel_booking(first.id, by=MANAGER, reason="Flu", now=NOON)

    again = create_booking(new, by=ADMIN, now=NOON)

    assert (again.id, again.status) == (first.id, BookingStatus.CANCELLED)


def test_other_contents_under_the_same_submission_are_refused() -> None:
    team = given_team()
    new = wanted(team, submission_id=FORM)
    create_booking(new, by=ADMIN, now=NOON)

    for other in (
        replace(new, starts_at=TEN + HALF_HOUR),
        replace(new, customer=replace(ANA, phone="+34 600 111 223")),
        replace(new, customer=CustomerDetails("\ud800")),
        replace(new, provider_id="unknown"),
    ):
        with nothing_happens(), pytest.raises(SubmissionMismatch):
            create_booking(other, by=ADMIN, now=NOON)


def test_the_same_key_of_somebody_else_is_another_submission() -> None:
    new = wanted(given_team(), submission_id=FORM)
    first = create_booking(new, by=ADMIN, now=NOON)

    with nothing_happens(), pytest.raises(SlotTaken):
        create_booking(new, by=MANAGER, now=NOON)
    later = create_booking(replace(new, starts_at=TEN + DAY), by=MANAGER, now=NOON)

    assert later.id != first.id


def test_a_refused_submission_may_be_mended_and_sent_again() -> None:
    team = given_team()
    new = wanted(team, submission_id=FORM)
    given_booking(team)

    with nothing_happens(), pytest.raises(SlotTaken):
        create_booking(new, by=ADMIN, now=NOON)

    mended = create_booking(replace(new, starts_at=TEN + HALF_HOUR), by=ADMIN, now=NOON)
    assert mended.starts_at == TEN + HALF_HOUR


def test_after_a_day_the_key_is_free_again_and_old_ones_are_forgotten() -> None:
    team = given_team()
    for number in range(3):
        new = wanted(team, TEN + number * HALF_HOUR, submission_id=f"form-{number}")
        create_booking(new, by=ADMIN, now=NOON)
    later = wanted(team, TEN + DAY, submission_id="form-0")

    with pytest.raises(SubmissionMismatch):
        create_booking(later, by=ADMIN, now=NOON + DAY - timedelta(microseconds=1))
    booking = create_booking(later, by=ADMIN, now=NOON + DAY + timedelta(microseconds=1))

    (kept,) = stored(SubmissionRow)
    assert (kept["key"], kept["booking_id"]) == ("form-0", booking.id)


def test_a_key_that_no_database_takes_is_refused() -> None:
    team = given_team()

    for key in ("", "\x00", "\ud800", "x" * 256, "two\nlines"):
        with nothing_happens(), pytest.raises(Invalid) as refused:
            create_booking(wanted(team, submission_id=key), by=ADMIN, now=NOON)
        assert [field for field, _ in refused.value.errors] == ["submission_id"]


def at_once(sent: Sequence[NewBooking], *, by: Actor = ADMIN, now: datetime = NOON) -> list[str]:
    """The bookings, or refusals, of submissions that arrive at the same moment."""
    together = Barrier(len(sent))

    def send(new: NewBooking) -> str:
        together.wait()
        try:
            return create_booking(new, by=by, now=now).id
        except BookingError as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(sent)) as people:
        return list(people.map(send, sent))


def test_two_that_arrive_at_the_same_moment_make_one_booking() -> None:
    team = given_team()

    for number in range(10):
        new = wanted(team, TEN + number * HALF_HOUR, submission_id=f"form-{number}")
        first, second = at_once([new, new])
        assert first == second
        assert history(first) == ["created"]

    assert len(stored(BookingRow)) == 10


def test_of_two_with_other_contents_at_the_same_moment_one_is_a_mismatch() -> None:
    team = given_team()
    new = wanted(team, submission_id=FORM)
    other = replace(new, starts_at=TEN + HALF_HOUR)

    answers = at_once([new, other])

    (booking,) = stored(BookingRow)
    assert sorted(answers) == sorted([booking["id"], "idempotency_mismatch"])


def test_many_submissions_do_not_wait_for_each_others_old_ones() -> None:
    team = given_team()
    for number in range(6):
        new = wanted(team, TEN + number * HALF_HOUR, submission_id=f"old-{number}")
        create_booking(new, by=ADMIN, now=NOON)

    sent = [wanted(given_team(), TEN + DAY, submission_id=f"new-{number}") for number in range(6)]
    answers = at_once(sent, now=NOON + 2 * DAY)

    assert len(set(answers)) == 6
    assert {row["key"] for row in stored(SubmissionRow)} == {f"new-{n}" for n in range(6)}
