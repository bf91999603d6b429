"""Every measurement works, and what it finds beside times is right. Times are not looked at."""

from pathlib import Path

import pytest

from benchmarks.figures import Figure
from benchmarks.measurements import BY_NAME
from benchmarks.places import Places
from benchmarks.report import table
from benchmarks.size import Size
from tests.databases import PostgreSQL
from tests.e2e.desk import FIRST_PORT

FACTS = {
    "writers": {"overlaps": 0, "booked + `slot_taken`": 80},
    "herd": {"1 won and 3 `slot_taken`": 2, "overlaps": 0},
    "kills": {
        "acknowledged bookings lost": 0,
        "overlaps": 0,
        "findings of `bookings doctor`": 0,
    },
    "slots": {"SQL statements": 7},
    "busy": {"SQL statements": 7},
    "backlog": {"claimed at once": 8},
    "calendar": {"SQL statements": 3, "bookings in it": 600},
    "creating": {"refused": 0},
    "rest": {"refused": 0},
    "fan-out": {
        "one worker, SQLite, 3 screens, booked in the wizard: screens reached": 2,
        "one worker, SQLite, 3 screens, booked by another process: screens reached": 3,
    },
}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_measurement_finds_what_has_nothing_to_do_with_speed_as_promised(
    name: str, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    places = Places(tmp_path, postgresql, port=FIRST_PORT)

    figures = list(BY_NAME[name].measure(places, Size.TINY))

    wrong = [figure for figure in figures if figure.is_fact and not figure.is_kept]
    assert wrong == [], table(wrong)
    assert {what: found(figures, what) for what in FACTS[name]} == {
        what: {value} for what, value in FACTS[name].items()
    }


def found(figures: list[Figure], what: str) -> set[float]:
    """The values of that name, whatever they were measured on."""
    return {figure.value for figure in figures if figure.what.endswith(what)}
