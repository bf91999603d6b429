"""Many who want the same time at once: each time is booked once, the others are told so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

from bookings_app.db.booking_tables import BookingRow
from bookings_app.domain.errors import SlotTaken
from bookings_app.usecases.bookings import create_booking
from tests.bookings import DAY, HOUR, TEN, event_of, insist_that_all_is_well, stored, wanted
from tests.factories import (
    ADMIN,
    NOON,
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.writers import BOOKED, Attempt, book_at_once, overlaps

HERD = 32
ATTEMPTS = 800


def test_of_a_herd_on_one_slot_one_books_and_all_others_are_told_it_is_taken(
    database: str,
) -> None:
    new = wanted(given_team())
    together = Barrier(HERD)

    def book(_: int) -> str:
        together.wait()
        try:
            return create_booking(new, by=ADMIN, now=NOON).id
        except SlotTaken:
            return "taken"

    with ThreadPoolExecutor(HERD) as herd:
        answers = list(herd.map(book, range(HERD)))

    (booking,) = stored(BookingRow)
    assert sorted(answers) == sorted([booking["id"], *["taken"] * (HERD - 1)])
    assert event_of(booking["id"]) is not None
    insist_that_all_is_well(database)


def given_attempts(random: Random) -> list[Attempt]:
    """Bookings of few providers on two days, whose times overlap in many ways."""
    location_id = given_location()
    service_ids = [
        given_service(
            location_ids=[location_id],
            duration_minutes=minutes,
            buffer_after_minutes=10,
            slot_step_minutes=15,
        )
        for minutes in (30, 45)
    ]
    provider_ids = [
        given_provider(name=f"Provider {number}", service_ids=service_ids, location_id=location_id)
        for number in range(3)
    ]
    # From 09:00 to 16:15 in Madrid, every quarter of an hour: each fits into the hours.
    starts = [
        TEN - HOUR + day * DAY + number * timedelta(minutes=15)
        for day in range(2)
        for number in range(30)
    ]
    return [
        Attempt(
            service_id=random.choice(service_ids),
            location_id=location_id,
            provider_id=random.choice(provider_ids),
            starts_at=random.choice(starts).isoformat(),
        )
        for _ in range(ATTEMPTS)
    ]


def test_of_many_writers_in_many_processes_nobody_books_twice_and_every_loser_is_told(
    database: str,
) -> None:
    attempts = given_attempts(Random(4))

    outcomes = book_at_once(database, attempts, now=NOON)

    booked = stored(BookingRow)
    assert set(outcomes.counts) == {BOOKED, "slot_taken"}
    assert outcomes.counts[BOOKED] == len(booked)
    assert sum(outcomes.counts.values()) == ATTEMPTS
    assert overlaps() == 0
    insist_that_all_is_well(database)
