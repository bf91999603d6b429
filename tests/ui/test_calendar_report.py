"""What a browser says of its screen: anybody may send anything."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.calendar.report import read_report

SENT: dict[str, Any] = {
    "start": "2026-11-15T00:00:00.000Z",
    "end": "2026-11-23T00:00:00.000Z",
    "change": 7,
    "seen": 9,
    "counts": {"confirmed": 3, "pending": 1},
    "zones": ["Europe/Madrid"],
    "earliest": "08:30",
    "latest": "24:00",
    "dates": ["2026-11-16", "2026-11-21"],
}


def test_reads_range_counts_zones_and_hours() -> None:
    report = read_report(SENT)

    assert report is not None
    assert report.start == datetime(2026, 11, 15, tzinfo=UTC)
    assert (report.change, report.seen) == (7, 9)
    assert report.total == 4
    assert report.counts[BookingStatus.CONFIRMED] == 3
    assert report.counts[BookingStatus.NO_SHOW] == 0
    assert report.zones == {"Europe/Madrid"}
    assert (report.earliest, report.latest) == ("08:30", "24:00")
    assert report.weekdays == {0, 5}


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "x",
        [],
        {},
        SENT | {"start": "yesterday"},
        SENT | {"end": "2026-11-23T00:00:00"},
        SENT | {"start": "0001-01-01T00:00:00Z"},
        SENT | {"counts": None},
    ],
)
def test_what_is_no_report_is_none(sent: Any) -> None:
    assert read_report(sent) is None


def test_what_is_wrong_in_a_report_counts_for_nothing() -> None:
    report = read_report(
        SENT
        | {
            "change": "DROP",
            "counts": {"confirmed": -4, "pending": "many", "else": 9},
            "zones": ["Moon/Base", 4, "../../etc/passwd"],
            "earliest": "25:00",
            "latest": 9,
            "dates": ["someday", None],
        }
    )

    assert report is not None
    assert (report.change, report.total) == (0, 0)
    assert report.zones == frozenset()
    assert (report.earliest, report.latest) == ("", "")
    assert report.weekdays == frozenset()
