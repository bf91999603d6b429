"""When what failed is tried again: later each time, never all at once, not for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.retrying import next_attempt_at

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def pause(attempts: int, draw: float, **more: timedelta) -> float:
    again_at = next_attempt_at(attempts=attempts, first_at=NOON, now=NOON, draw=draw, **more)
    assert again_at is not None
    return (again_at - NOON).total_seconds()


@pytest.mark.parametrize(
    ("attempts", "longest"), [(1, 2), (2, 4), (3, 8), (9, 512), (10, 900), (5_000, 900)]
)
def test_the_pause_doubles_up_to_a_quarter_of_an_hour(attempts: int, longest: float) -> None:
    assert pause(attempts, 1.0) == longest


def test_the_pause_is_drawn_between_nearly_nothing_and_the_longest() -> None:
    assert pause(6, 0.0) == 1
    assert pause(6, 0.5) == 32


def test_the_pause_that_was_asked_for_is_kept_within_limits() -> None:
    assert pause(1, 0.5, at_least=timedelta(seconds=90)) == 90
    assert pause(9, 1.0, at_least=timedelta(seconds=90)) == 512
    assert pause(1, 0.5, at_least=timedelta(days=3)) == 900


def test_after_a_day_it_is_given_up() -> None:
    day = timedelta(hours=24)

    for late, tried in ((day - timedelta(seconds=1), True), (day, False), (2 * day, False)):
        again_at = next_attempt_at(attempts=90, first_at=NOON, now=NOON + late, draw=0.5)
        assert (again_at is not None) is tried
