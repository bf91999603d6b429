"""Many who want the same time at once, by the screen and by REST: each hears the same."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bookings_app.db.booking_tables import BookingRow
from bookings_app.domain.errors import SlotTaken
from bookings_app.usecases.bookings import create_booking
from tests import bookings
from tests.api.v1.program import anybody, problem, wanted
from tests.bookings import insist_that_all_is_well, stored
from tests.factories import ADMIN, NOON, given_team

HERD = 50
TAKEN = "slot_taken"


def test_of_fifty_through_both_doors_one_books_and_all_others_hear_that_it_is_taken(
    database: str,
) -> None:
    team, website = given_team(), anybody()
    together = Barrier(HERD)

    def by_screen() -> str:
        try:
            return create_booking(bookings.wanted(team), by=ADMIN, now=NOON).id
        except SlotTaken as taken:
            return taken.code

    def by_rest() -> str:
        answer = website.post("/bookings", wanted(team))
        if answer.status_code == 201:
            return str(answer.json()["id"])
        near = problem(answer, 409, TAKEN)["alternatives"]
        assert len(near) == 3
        return TAKEN

    def book(number: int) -> str:
        together.wait()
        return by_rest() if number % 2 else by_screen()

    with ThreadPoolExecutor(HERD) as herd:
        answers = list(herd.map(book, range(HERD)))

    (booking,) = stored(BookingRow)
    assert sorted(answers) == sorted([booking["id"], *[TAKEN] * (HERD - 1)])
    insist_that_all_is_well(database)
