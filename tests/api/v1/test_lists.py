"""Lists by REST: what narrows them down, their pages, and the same rows as a file."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.usecases import booking_pages
from bookings_app.usecases.listing import list_bookings
from tests.api.v1.program import Program, anybody, problem, wanted, wrong_fields
from tests.bookings import DAY, HALF_HOUR, TEN, given_booking
from tests.factories import ADMIN, Team, given_contact, given_service, given_team
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")


def given_week(team: Team, days: int = 5) -> list[str]:
    """A booking at ten on each of that many days."""
    return [given_booking(team, TEN + DAY * day) for day in range(days)]


def pages(website: Program, path: str, **asked: Any) -> list[list[Any]]:
    """Each page of a list."""
    found: list[list[Any]] = []
    while True:
        page = website.get(path, **asked).json()
        found.append(page["items"])
        if page["next_cursor"] is None:
            return found
        asked["cursor"] = page["next_cursor"]


def ids(website: Program, **asked: Any) -> list[str]:
    """The bookings of a list."""
    return [each["id"] for page in pages(website, "/bookings", **asked) for each in page]


def rows(website: Program, **asked: Any) -> list[dict[str, str]]:
    """The rows of the file."""
    answer = website.get("/bookings.csv", **asked)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_pages_follow_one_another_without_gap_or_repetition() -> None:
    booked = given_week(given_team())
    website = anybody()

    assert [len(page) for page in pages(website, "/bookings", limit=2)] == [2, 2, 1]
    assert [len(page) for page in pages(website, "/bookings", limit=5)] == [5]
    assert ids(website, limit=1) == ids(website) == booked


def test_what_is_booked_meanwhile_makes_no_booking_come_twice_or_never() -> None:
    team = given_team()
    booked = given_week(team, 4)
    website = anybody()

    first = website.get("/bookings", limit=2).json()
    given_booking(team, TEN - HALF_HOUR)
    second = website.get("/bookings", limit=2, cursor=first["next_cursor"]).json()

    assert [each["id"] for each in first["items"] + second["items"]] == booked


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"from": "2026-03-10T00:00:00+01:00"}, [1, 2, 3, 4]),
        ({"to": "2026-03-10T00:00:00+01:00"}, [0]),
        ({"from": "2026-03-09T10:30:00+01:00", "to": "2026-03-10T10:00:00+01:00"}, []),
        ({"from": "2026-03-09T10:29:59+01:00", "to": "2026-03-10T10:00:01+01:00"}, [0, 1]),
        ({"from": "2026-03-09t09:00:00z", "to": "2026-03-09T09:00:01.123456789Z"}, [0]),
        ({"status": "cancelled"}, [4]),
        ({"status": ["cancelled", "confirmed"]}, [0, 1, 2, 3, 4]),
        ({"status": "no_show"}, []),
        ({"updated_since": "2026-03-02T12:00:00Z"}, [0, 1, 2, 3, 4]),
        ({"updated_since": "2026-03-02T12:00:01Z"}, []),
        ({"q": "ana RUIZ"}, [0, 1, 2, 3, 4]),
        ({"q": "EXAMPLE.com"}, [0, 1, 2, 3, 4]),
        ({"q": "600 111"}, [0, 1, 2, 3, 4]),
        ({"q": "BK-"}, [0, 1, 2, 3, 4]),
        ({"q": "a_a"}, []),
        ({"q": "%"}, []),
        ({"q": "\\"}, []),
        ({"q": " "}, [0, 1, 2, 3, 4]),
    ],
)
def test_filters_leave_what_they_say_in_the_list_and_in_the_file(
    asked: dict[str, Any], expected: list[int]
) -> None:
    team = given_team()
    booked = given_week(team, 4)
    booked.append(given_booking(team, TEN + DAY * 4, status=BookingStatus.CANCELLED))
    website = anybody()

    assert ids(website, **asked) == [booked[place] for place in expected]
    assert [row["id"] for row in rows(website, **asked)] == ids(website, **asked)


def test_searching_ignores_the_case_of_every_letter() -> None:
    website = anybody()
    made = website.post(
        "/bookings", wanted(given_team(), customer={"name": "Ángela ŁUKASZEWSKA 100%"})
    ).json()

    for q in ("áNGELA", "łukaszewska", "100%", made["reference"].lower()):
        assert ids(website, q=q) == [made["id"]]


def test_lists_are_narrowed_down_by_what_was_booked_and_by_whom() -> None:
    team, other = given_team(), given_team()
    contact_id = given_contact()
    here = given_booking(team, contact_id=contact_id)
    there = given_booking(other)
    website = anybody()

    for asked in (
        {"service_id": team.service_id},
        {"location_id": team.location_id},
        {"provider_id": team.provider_id},
        {"contact_id": contact_id},
    ):
        assert ids(website, **asked) == [here]
        assert [row["id"] for row in rows(website, **asked)] == [here]
    assert set(ids(website, service_id=[team.service_id, other.service_id])) == {here, there}
    assert ids(website, service_id=given_service()) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"service_id": "nope"}, "service_id"),
        ({"location_id": "\0"}, "location_id"),
        ({"provider_id": "x" * 5_000}, "provider_id.0"),
        ({"contact_id": "nope"}, "contact_id"),
        ({"status": "open"}, "status.0"),
        ({"from": "2026-03-09"}, "from"),
        ({"from": "2026-03-09T10:00:00"}, "from"),
        ({"from": "2026-03-09T10:00:00Z", "to": "2026-03-09T09:00:00Z"}, "to"),
        ({"updated_since": "yesterday"}, "updated_since"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a\0"}, "q"),
        ({"vip": "1"}, "vip"),
        ({"starts_before": "2026-03-09T10:00:00Z"}, "starts_before"),
    ],
)
def test_a_question_that_cannot_be_taken_names_its_field(asked: dict[str, Any], field: str) -> None:
    website = anybody()

    assert wrong_fields(website.get("/bookings", **asked)) == {field}
    assert wrong_fields(website.get("/bookings.csv", **asked)) == {field}


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.0", "ten", "", "9" * 400])
def test_a_page_has_1_to_200_items(limit: str) -> None:
    for path in ("/bookings", "/services", "/contacts", "/changes", "/closures"):
        assert wrong_fields(anybody().get(path, limit=limit)) == {"limit"}


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "x", "é", "bnVsbA", "W10", "WzFd", "eyJhIjoxfQ", "WyJhIiwiYiJd", "=" * 900),
        "WyJcdWQ4MDAiLCAieCJd",  # a lone surrogate, and x
        "WyIyMDI2LTAzLTA5VDEwOjAwOjAwWiIsICJcdTAwMDAiXQ",  # an instant, and NUL
    ],
)
def test_a_cursor_of_somebody_else_is_refused(cursor: str) -> None:
    assert wrong_fields(anybody().get("/bookings", cursor=cursor)) == {"cursor"}


def test_a_page_of_200_takes_two_statements() -> None:
    given_week(given_team())
    website = anybody()
    website.get("/bookings")

    with statements() as asked:
        website.get("/bookings", limit=200)

    assert len(asked) == 2  # the key, and the bookings


def test_history_and_changes_are_numbered_in_the_order_of_commits() -> None:
    team = given_team()
    first = given_booking(team, status=BookingStatus.CANCELLED)
    second = given_booking(team, TEN + DAY)
    website = anybody()

    changes = [each for page in pages(website, "/changes", limit=1) for each in page]
    history = [
        each for page in pages(website, f"/bookings/{first}/history", limit=1) for each in page
    ]

    assert [each["number"] for each in changes] == [1, 2, 3]
    assert [each["booking_id"] for each in changes] == [first, first, second]
    assert history == changes[:2]
    assert history[1]["what"] == "cancelled"
    assert history[1]["reason"] == "Flu"
    assert history[1]["by"] == {"kind": "member", "id": ADMIN.id, "name": ADMIN.name}
    assert (history[1]["before"], history[1]["after"]) == (
        {"status": "confirmed"},
        {"status": "cancelled"},
    )
    assert [each["number"] for each in website.get("/changes", after=2).json()["items"]] == [3]
    assert website.get("/changes", after=3).json() == {"items": [], "next_cursor": None}
    for after in ("-1", "x", "1.5", "9" * 30):
        assert wrong_fields(website.get("/changes", after=after)) == {"after"}


def test_the_file_has_exactly_the_rows_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booking_pages, "CHUNK", 2)
    given_week(given_team())
    screen = list_bookings(BookingFilter(TEN + DAY * 3, TEN), seen_by=ADMIN)

    written = rows(anybody(), **{"from": TEN.isoformat(), "to": (TEN + DAY * 3).isoformat()})

    assert [row["id"] for row in written] == [entry.id for entry in screen]
    assert written[0]["starts_at"] == "2026-03-09T10:00:00+01:00"
    assert written[0]["status"] == "confirmed"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_no_spreadsheet_runs_what_a_customer_has_typed(begins: str) -> None:
    website = anybody()
    name = f'{begins}cmd|" /C calc"!A0, and more'
    made = wanted(given_team(), customer={"name": name, "phone": "+34 600"}, notes="a\n=b")
    assert website.post("/bookings", made).status_code == 201

    (row,) = rows(website)

    assert row["customer_name"] == f"'{name}"
    assert row["customer_phone"] == "'+34 600"
    assert row["notes"] == "a\n=b"


def test_the_file_is_refused_before_it_begins() -> None:
    problem(anybody().get("/bookings.csv", service_id="nope"), 422, "invalid")


def test_slots_are_of_a_date_or_a_range_of_31_days() -> None:
    website, team = anybody(), given_team()
    asked = {"service_id": team.service_id, "location_id": team.location_id}

    def slots(**dates: str) -> list[dict[str, Any]]:
        return website.get("/slots", **asked, **dates).json()["slots"]

    answer = website.get("/slots", **asked, date="2026-03-09").json()
    assert (answer["time_zone"], len(answer["slots"])) == ("Europe/Madrid", 16)
    assert answer["slots"][0] == {
        "starts_at": "2026-03-09T09:00:00+01:00",
        "ends_at": "2026-03-09T09:30:00+01:00",
        "provider_count": 1,
        "providers": [{"id": team.provider_id, "name": "Ben"}],
    }
    assert slots(**{"from": "2026-03-09", "to": "2026-03-09"}) == answer["slots"]
    assert len(slots(**{"from": "2026-03-09", "to": "2026-04-08"})) == 23 * 16
    for dates, field in (
        ({}, "date"),
        ({"date": "2026-03-09", "to": "2026-03-10"}, "date"),
        ({"from": "2026-03-09"}, "date"),
        ({"from": "2026-03-09", "to": "2026-04-09"}, "to"),
        ({"from": "2026-03-09", "to": "2026-03-08"}, "to"),
        ({"date": "2026-03-09T00:00:00Z"}, "date"),
        ({"date": "2026-03-09", "exclude_booking_id": "nope"}, "exclude_booking_id"),
        ({"date": "2026-03-09", "provider_id": "nope"}, "provider_id"),
    ):
        assert wrong_fields(website.get("/slots", **asked, **dates)) == {field}
    elsewhere = {**asked, "location_id": given_team().location_id, "date": "2026-03-09"}
    assert wrong_fields(website.get("/slots", **elsewhere)) == {"location_id"}


def test_a_long_answer_is_packed_for_who_can_unpack_it() -> None:
    website, team = anybody(), given_team()
    asked = f"service_id={team.service_id}&location_id={team.location_id}&date=2026-03-09"

    packed = website.send("GET", f"/slots?{asked}", headers={"Accept-Encoding": "gzip"})
    plain = website.send("GET", f"/slots?{asked}", headers={"Accept-Encoding": "identity"})

    assert (packed.headers["content-encoding"], packed.headers["vary"]) == (
        "gzip",
        "Accept-Encoding",
    )
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 4


def test_a_plus_that_came_as_it_is_is_understood_and_an_instant_without_offset_is_not() -> None:
    website, team = anybody(), given_team()
    asked = f"service_id={team.service_id}&location_id={team.location_id}&starts_at="

    told = website.send("GET", f"/slots/explain?{asked}2026-03-09T10:00:00+01:00").json()

    assert told["starts_at"] == "2026-03-09T10:00:00+01:00"
    for start in ("2026-03-09T10:00:00", "2026-03-09T10:00:00 ", "2026-03-09 10:00:00Z"):
        refused = website.send("GET", f"/slots/explain?{asked}{start.replace(' ', '%20')}")
        assert wrong_fields(refused) == {"starts_at"}


def test_a_booking_that_is_about_to_move_is_not_in_its_own_way() -> None:
    website, team = anybody(), given_team()
    booking_id = given_booking(team)
    start = {
        "service_id": team.service_id,
        "location_id": team.location_id,
        "starts_at": (TEN + timedelta()).isoformat(),
    }

    told = website.get("/slots/explain", **start).json()
    assert told == {
        "starts_at": "2026-03-09T10:00:00+01:00",
        "offered": False,
        "providers": [{"id": team.provider_id, "name": "Ben", "free": False, "reason": "booked"}],
    }
    moved = website.get("/slots/explain", **start, exclude_booking_id=booking_id).json()
    assert moved["offered"] is True
    assert moved["providers"][0]["reason"] is None
