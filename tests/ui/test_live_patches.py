"""What waits for a page's calendar: each patch until the page has applied it."""

from typing import Any

import pytest

from bookings_app.ui.live.state import LONGEST_WINDOW, LiveState


@pytest.fixture
def live() -> LiveState:
    return LiveState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - so tests may


def patches(*numbers: int) -> list[dict[str, Any]]:
    return [{"seq": number, "op": "remove", "event": {"id": f"b-{number}"}} for number in numbers]


def waiting(live: LiveState) -> list[int]:
    return [patch["seq"] for patch in live.patches]


def test_patches_wait_until_the_page_has_applied_them(live: LiveState) -> None:
    live._take(patches(3))
    live._take(patches(4, 6))
    assert waiting(live) == [3, 4, 6]

    live._has_applied(4)
    live._take(patches(7))

    assert waiting(live) == [6, 7]


def test_hearing_what_was_applied_sends_nothing_back(live: LiveState) -> None:
    live._take(patches(3))
    live._clean()

    live._has_applied(3)

    assert live.get_delta() == {}


def test_a_round_without_patches_leaves_them_as_they_are(live: LiveState) -> None:
    live._take(patches(3))
    live._has_applied(3)

    live._take([])

    assert waiting(live) == [3]


def test_a_page_that_says_nothing_loads_its_range_again_before_it_misses_any(
    live: LiveState,
) -> None:
    live._take(patches(*range(1, LONGEST_WINDOW + 1)))
    assert live.reload == 0

    live._take(patches(LONGEST_WINDOW + 1))

    assert (waiting(live), live.reload) == ([], 1)


def test_more_at_once_than_can_wait_loads_the_range_again(live: LiveState) -> None:
    live._take(patches(*range(1, LONGEST_WINDOW + 2)))

    assert (waiting(live), live.reload) == ([], 1)
