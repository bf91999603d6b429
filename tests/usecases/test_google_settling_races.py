"""Two people settle at the same moment what was done in Google: one does, the other is told."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import AlreadySettled, TransitionNotAllowed
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.google_settling import accept_deletion, accept_move, put_back
from tests.bookings import (
    DAY,
    HALF_HOUR,
    HOUR,
    TEN,
    given_booking,
    history,
    insist_that_all_is_well,
)
from tests.factories import ADMIN, MANAGER, NOON, given_team, provider_actor
from tests.google_rows import given_account, given_event

pytestmark = pytest.mark.usefixtures("database")

# How often they meet: at least, and until each was first.
RUNS = 20
MOST_RUNS = 200

# By what was done there: to agree with it, which contradicts putting it back.
ACCEPT: dict[str, Callable[[str, Actor, datetime], object]] = {
    "moved": lambda booking_id, by, moved_to: accept_move(booking_id, moved_to, by=by, now=NOON),
    "deleted": lambda booking_id, by, _: accept_deletion(
        booking_id, by=by, reason="As in Google", now=NOON
    ),
}


@pytest.mark.parametrize("done", ACCEPT)
def test_of_accept_and_put_back_at_once_no_two_are_told_that_they_did_it(
    database: str, done: str
) -> None:
    team = given_team()
    calendar_id = given_account(team.provider_id)
    provider = provider_actor(team.provider_id)
    first_ones: set[str] = set()
    for number in range(MOST_RUNS):
        if number >= RUNS and len(first_ones) == 2:
            break
        starts_at = TEN + (number % 5) * DAY + number // 5 * 7 * DAY
        booking_id, moved_to = given_booking(team, starts_at), starts_at + HOUR
        moved = (moved_to, moved_to + HALF_HOUR) if done == "moved" else None
        given_event(booking_id, calendar_id, inbound=done, moved=moved)

        deeds: dict[str, Callable[[], object]] = {
            "accept": lambda id_=booking_id, at=moved_to: ACCEPT[done](id_, MANAGER, at),
            "put back": lambda id_=booking_id: put_back(id_, by=provider, now=NOON),
        }
        refused = at_once(deeds if number % 2 else dict(reversed(deeds.items())))

        first_ones.add(insist_that_one_did_it(booking_id, done, refused))
    assert first_ones == {"accepted", "put back"}
    insist_that_all_is_well(database)


def at_once(deeds: Mapping[str, Callable[[], object]]) -> dict[str, TransitionNotAllowed | None]:
    """Have all of it done at the same moment: what each was refused."""
    together = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> TransitionNotAllowed | None:
        together.wait()
        try:
            deed()
        except TransitionNotAllowed as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return dict(zip(deeds, pool.map(do, deeds.values()), strict=True))


def insist_that_one_did_it(
    booking_id: str, done: str, refused: Mapping[str, TransitionNotAllowed | None]
) -> str:
    """Which of the two it was: the refused one changed nothing, and was told of the other."""
    accepting, putting_back = refused["accept"], refused["put back"]
    stands = get_booking(booking_id, seen_by=ADMIN, now=NOON).status is BookingStatus.CONFIRMED
    if putting_back is not None:
        assert (accepting, stands) == (None, False)
        assert putting_back.changed_by == ("member", MANAGER.name)
        assert history(booking_id)[1:] == ["cancelled" if done == "deleted" else "rescheduled"]
        return "accepted"
    assert isinstance(accepting, AlreadySettled)
    assert stands
    assert history(booking_id)[1:] == ["flagged"]
    return "put back"


def test_what_was_moved_on_meanwhile_is_not_accepted_as_it_was() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)
    moved = (TEN + 3 * HOUR, TEN + 3 * HOUR + HALF_HOUR)
    given_event(booking_id, given_account(team.provider_id), inbound="moved", moved=moved)

    with pytest.raises(AlreadySettled, match="You changed nothing"):
        accept_move(booking_id, TEN + 2 * HOUR, by=MANAGER, now=NOON)

    assert history(booking_id) == ["created"]
    accept_move(booking_id, moved[0], by=MANAGER, now=NOON + timedelta(minutes=1))
    assert history(booking_id) == ["created", "rescheduled"]
