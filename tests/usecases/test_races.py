"""Two people, one booking, the same moment: one wins, the other is told who did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations_with_replacement, pairwise
from threading import Barrier

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import TransitionNotAllowed
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from bookings_app.usecases.views import BookingDetails
from tests.bookings import DAY, EVENING, TEN, given_booking, insist_that_all_is_well
from tests.factories import ADMIN, MANAGER, given_team, provider_actor

# How often each pair meets in each database (100 in both): at least, and until each was first.
RUNS = 50
MOST_RUNS = 200

# What it becomes, and how; a booking that is moved goes to the same time a week later.
Act = Callable[[str, Actor, datetime], BookingDetails]
ACTIONS: dict[str, Act] = {
    "confirmed": lambda booking_id, by, _: confirm_booking(booking_id, by=by, now=EVENING),
    "completed": lambda booking_id, by, _: complete_booking(booking_id, by=by, now=EVENING),
    "no_show": lambda booking_id, by, _: mark_no_show(booking_id, by=by, now=EVENING),
    "cancelled": lambda booking_id, by, _: cancel_booking(
        booking_id, by=by, reason=by.name, now=EVENING
    ),
    "rescheduled": lambda booking_id, by, starts_at: reschedule_booking(
        booking_id, starts_at + 7 * DAY, by=by, now=EVENING
    ),
    "edited": lambda booking_id, by, _: edit_customer(
        booking_id, CustomerChanges(name=by.name), by=by, now=EVENING
    ),
}
PAIRS = list(combinations_with_replacement(ACTIONS, 2))

# README, "Life of a booking": what may follow what.
FOLLOWS = {("pending", "confirmed"), ("pending", "cancelled")} | {
    ("confirmed", after) for after in ("completed", "cancelled", "no_show", "rescheduled")
}


# Of two of these, whatever they are, one comes too late.
FINAL = {"completed", "no_show", "cancelled", "rescheduled"}


# Who did what, in the order in which it happened.
Story = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did, or was refused."""

    by: Actor
    what: str
    refusal: TransitionNotAllowed | None


def race(booking_id: str, starts_at: datetime, people: list[tuple[Actor, str]]) -> list[Deed]:
    """Have these people act at the same moment."""
    together = Barrier(len(people))

    def act(by: Actor, what: str) -> Deed:
        together.wait()
        try:
            ACTIONS[what](booking_id, by, starts_at)
        except TransitionNotAllowed as refusal:
            return Deed(by, what, refusal)
        return Deed(by, what, None)

    with ThreadPoolExecutor(len(people)) as pool:
        sent = [pool.submit(act, by, what) for by, what in people]
        return [each.result() for each in sent]


def insist_on_one_story(booking_id: str, first: BookingStatus, deeds: list[Deed]) -> Story:
    """Replay what happened: each deed was allowed when it came, or too late, and told of whom."""
    booking = get_booking(booking_id, seen_by=ADMIN, now=EVENING)
    happened = [line for line in booking.history if line.at == EVENING]
    assert sorted((line.by_name, line.what) for line in happened) == sorted(
        (deed.by.name, deed.what) for deed in deeds if deed.refusal is None
    )
    moves = [line for line in happened if line.what != "edited"]
    statuses = [first.value, *(line.what for line in moves)]
    brought_by = [ADMIN.name, *(line.by_name for line in moves)]
    assert booking.status == statuses[-1]
    assert FOLLOWS.issuperset(pairwise(statuses))
    for deed in deeds:
        if deed.refusal is not None:
            before = deed.refusal.before
            assert (before, deed.what) not in FOLLOWS
            assert deed.refusal.changed_by == ("member", brought_by[statuses.index(before)])
    return tuple((line.by_name, line.what) for line in happened)


def how_many_may_win(whats: tuple[str, str]) -> set[int]:
    """An edit is never too late, and some moves may follow each other."""
    if "edited" in whats:
        return {2}
    return {1} if FINAL.issuperset(whats) or len(set(whats)) == 1 else {1, 2}


@pytest.mark.parametrize("whats", PAIRS, ids="-".join)
def test_of_two_at_once_each_wins_or_is_told_who_was_faster(
    database: str, whats: tuple[str, str]
) -> None:
    team = given_team(requires_approval=True, duration_minutes=2)
    first = BookingStatus.PENDING if "confirmed" in whats else BookingStatus.CONFIRMED
    people = list(zip((MANAGER, provider_actor(team.provider_id)), whats, strict=True))
    stories: set[Story] = set()

    for number in range(MOST_RUNS):
        if number >= RUNS and len(stories) == 2:
            break
        starts_at = TEN + number * timedelta(minutes=2)
        booking_id = given_booking(team, starts_at, status=first)
        people.reverse()
        story = insist_on_one_story(booking_id, first, race(booking_id, starts_at, people))
        assert len(story) in how_many_may_win(whats)
        stories.add(story)

    assert len(stories) == 2
    insist_that_all_is_well(database)
