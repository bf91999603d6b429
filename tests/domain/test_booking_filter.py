"""Which bookings a calendar shows."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
INSTANT = timedelta(microseconds=1)

THAT_DAY = BookingFilter(starts_before=TUESDAY, ends_after=MONDAY)


@dataclass(frozen=True)
class Booking:
    """What a filter asks of a booking."""

    service_id: str = "haircut"
    location_id: str = "old-town"
    provider_id: str = "ben"
    starts_at: datetime = MONDAY + timedelta(hours=10)
    ends_at: datetime = MONDAY + timedelta(hours=11)
    status: BookingStatus = BookingStatus.CONFIRMED


TEN_TO_ELEVEN = Booking()


@pytest.mark.parametrize("status", BookingStatus)
def test_an_empty_filter_holds_everything_of_its_stretch(status: BookingStatus) -> None:
    assert THAT_DAY.holds(replace(TEN_TO_ELEVEN, status=status))


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "held"),
    [
        (MONDAY, MONDAY + INSTANT, True),
        (TUESDAY - INSTANT, TUESDAY + timedelta(hours=1), True),
        (MONDAY - timedelta(days=1), TUESDAY + timedelta(days=1), True),
        (MONDAY - timedelta(hours=1), MONDAY + INSTANT, True),
        (MONDAY - timedelta(hours=1), MONDAY, False),
        (TUESDAY, TUESDAY + timedelta(hours=1), False),
        (TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2), False),
    ],
)
def test_the_stretch_is_half_open_at_both_ends(
    starts_at: datetime, ends_at: datetime, *, held: bool
) -> None:
    booking = replace(TEN_TO_ELEVEN, starts_at=starts_at, ends_at=ends_at)

    assert THAT_DAY.holds(booking) is held
    assert THAT_DAY.could_hold(booking) is held


@pytest.mark.parametrize("named", ["service_ids", "location_ids", "provider_ids"])
def test_each_list_narrows_and_holds_any_that_it_names(named: str) -> None:
    own = {"service_ids": "haircut", "location_ids": "old-town", "provider_ids": "ben"}[named]

    both = replace(THAT_DAY, **{named: frozenset({own, "other"})})
    only_others = replace(THAT_DAY, **{named: frozenset({"other", "another"})})

    assert both.holds(TEN_TO_ELEVEN)
    assert not only_others.holds(TEN_TO_ELEVEN)
    assert not only_others.could_hold(TEN_TO_ELEVEN)


def test_all_lists_must_agree() -> None:
    wanted = replace(THAT_DAY, service_ids=frozenset({"haircut"}), provider_ids=frozenset({"cleo"}))

    assert not wanted.holds(TEN_TO_ELEVEN)
    assert wanted.holds(replace(TEN_TO_ELEVEN, provider_id="cleo"))


def test_a_status_that_may_change_still_could_bring_it_back() -> None:
    wanted = replace(THAT_DAY, statuses=frozenset({BookingStatus.PENDING}))

    assert not wanted.holds(TEN_TO_ELEVEN)
    assert wanted.could_hold(TEN_TO_ELEVEN)
    assert wanted.holds(replace(TEN_TO_ELEVEN, status=BookingStatus.PENDING))


def test_filters_that_say_the_same_are_the_same() -> None:
    assert BookingFilter(TUESDAY, MONDAY) == THAT_DAY
    assert hash(THAT_DAY) == hash(BookingFilter(TUESDAY, MONDAY))
