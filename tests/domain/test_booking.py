"""The life of a booking."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest

from bookings_app.domain.booking import (
    HOLDING,
    WITH_EVENT,
    BookingStatus,
    check_transition,
    checked_reason,
    checked_start,
    first_status,
)
from bookings_app.domain.errors import Invalid, TooEarly, TransitionNotAllowed

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)

ALLOWED = {
    ("pending", "confirmed"),
    ("pending", "cancelled"),
    ("confirmed", "completed"),
    ("confirmed", "cancelled"),
    ("confirmed", "no_show"),
    ("confirmed", "rescheduled"),
}

PAIRS = list(product(BookingStatus, BookingStatus))


def test_there_are_six_statuses() -> None:
    assert {*BookingStatus} == {
        *("pending", "confirmed", "completed", "cancelled", "no_show", "rescheduled")
    }


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda status: status.value)
def test_a_booking_moves_along_six_edges_only(before: BookingStatus, after: BookingStatus) -> None:
    if (before, after) in ALLOWED:
        check_transition(before, after, starts_at=NOON, now=LATER)
        return

    with pytest.raises(TransitionNotAllowed) as refused:
        check_transition(before, after, starts_at=NOON, now=LATER)

    assert (refused.value.before, refused.value.after) == (before, after)
    assert refused.value.code == "transition_not_allowed"


@pytest.mark.parametrize("after", [BookingStatus.COMPLETED, BookingStatus.NO_SHOW])
def test_nobody_says_how_a_visit_went_before_it_has_begun(after: BookingStatus) -> None:
    with pytest.raises(TooEarly):
        check_transition(
            BookingStatus.CONFIRMED, after, starts_at=NOON, now=NOON - timedelta(microseconds=1)
        )

    check_transition(BookingStatus.CONFIRMED, after, starts_at=NOON, now=NOON)


@pytest.mark.parametrize("now", [NOON - timedelta(days=1), NOON + timedelta(days=1)])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BookingStatus.PENDING, BookingStatus.CONFIRMED),
        (BookingStatus.PENDING, BookingStatus.CANCELLED),
        (BookingStatus.CONFIRMED, BookingStatus.CANCELLED),
        (BookingStatus.CONFIRMED, BookingStatus.RESCHEDULED),
    ],
)
def test_the_other_steps_may_come_at_any_time(
    before: BookingStatus, after: BookingStatus, now: datetime
) -> None:
    check_transition(before, after, starts_at=NOON, now=now)


def test_a_step_that_is_not_allowed_is_refused_as_such_however_early() -> None:
    with pytest.raises(TransitionNotAllowed):
        check_transition(
            BookingStatus.PENDING,
            BookingStatus.COMPLETED,
            starts_at=NOON,
            now=NOON - timedelta(days=1),
        )


@pytest.mark.parametrize(
    ("status", "holds", "has_event"),
    [
        (BookingStatus.PENDING, True, False),
        (BookingStatus.CONFIRMED, True, True),
        (BookingStatus.COMPLETED, True, True),
        (BookingStatus.CANCELLED, False, False),
        (BookingStatus.NO_SHOW, False, True),
        (BookingStatus.RESCHEDULED, False, False),
    ],
)
def test_a_status_says_whether_time_is_held_and_whether_there_is_an_event(
    status: BookingStatus, *, holds: bool, has_event: bool
) -> None:
    assert (status in HOLDING) is holds
    assert (status in WITH_EVENT) is has_event


def test_a_new_booking_waits_when_its_service_asks_for_approval() -> None:
    assert first_status(requires_approval=True) is BookingStatus.PENDING
    assert first_status(requires_approval=False) is BookingStatus.CONFIRMED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Flu", "Flu"),
        ("  Flu \n", "Flu"),
        ("Flu\r\nand cold", "Flu\nand cold"),
        ("x" * 1_000, "x" * 1_000),
        (" " + "x" * 1_000 + " ", "x" * 1_000),
        ("<b>Flu</b> 🤒", "<b>Flu</b> 🤒"),
        ("e\u0301", "é"),
    ],
)
def test_a_reason_is_kept_trimmed_and_otherwise_as_typed(typed: str, kept: str) -> None:
    assert checked_reason(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Say why it is cancelled."),
        (" \n\t ", "Say why it is cancelled."),
        ("\u200b", "Say why it is cancelled."),
        ("x" * 1_001, "The reason is too long: at most 1,000 characters."),
        (
            "Flu\x00",
            "The reason contains a character that cannot be used. Please type it again.",
        ),
        (
            "\u202eulF",
            "The reason contains a character that cannot be used. Please type it again.",
        ),
    ],
)
def test_a_reason_that_nobody_could_read_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_reason(typed)

    assert refused.value.errors == (("reason", sentence),)


def test_a_start_is_an_instant_on_a_date_that_can_be_reckoned_with() -> None:
    madrid = timezone(timedelta(hours=1))

    assert checked_start(datetime(2026, 3, 9, 13, tzinfo=madrid)) == NOON
    assert checked_start(datetime(2026, 3, 9, 13, tzinfo=madrid)).utcoffset() == timedelta(0)
    for year in (1, 1901, 2401, 9999):
        with pytest.raises(Invalid) as refused:
            checked_start(datetime(year, 12, 31, 23, 59, tzinfo=madrid))
        assert [field for field, _ in refused.value.errors] == ["starts_at"]
    with pytest.raises(ValueError, match="no time zone"):
        checked_start(datetime(2026, 3, 9, 13))  # noqa: DTZ001 - that is what is refused
