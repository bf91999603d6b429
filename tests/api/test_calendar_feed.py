"""The feed of the calendar: what it holds, for whom, and what it does not take."""

from datetime import timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.usecases.members import deactivate_member
from tests.api.browser import browser, signed_in_browser
from tests.factories import ADMIN, NOON, Team, given_provider, given_team
from tests.members import given_member
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

FEED = "/api/ui/calendar"
THAT_WEEK = {"start": "2026-03-02T00:00:00Z", "end": "2026-03-09T00:00:00+01:00"}
HOUR = timedelta(hours=1)


def test_a_booking_in_the_shape_a_calendar_reads() -> None:
    given_member()
    booking_id = given_stored_booking(given_team(), NOON)

    answer = signed_in_browser().get(FEED, params=THAT_WEEK)

    (block,) = answer.json()["events"]
    assert block == {
        "id": booking_id,
        "title": "Ana Ruiz",
        "start": "2026-03-02T12:00:00Z",
        "end": "2026-03-02T12:30:00Z",
        "extendedProps": {
            "status": "confirmed",
            "statusLabel": "Confirmed",
            "rank": 0,
            "service": "Haircut",
            "provider": "Ben",
            "location": "Old Town",
            "source": "manual",
            "sourceLabel": "Manual",
            "timeZone": "Europe/Madrid",
        },
    }
    assert answer.headers["cache-control"] == "no-store"


def test_what_holds_no_time_ranks_behind() -> None:
    given_member()
    team = given_team()
    for number, status in enumerate(BookingStatus):
        given_stored_booking(team, NOON + number * HOUR, status=status)

    blocks = signed_in_browser().get(FEED, params=THAT_WEEK).json()["events"]

    assert [
        (block["extendedProps"]["statusLabel"], block["extendedProps"]["rank"]) for block in blocks
    ] == [
        ("Pending", 0),
        ("Confirmed", 0),
        ("Completed", 0),
        ("Cancelled", 1),
        ("No-show", 1),
        ("Rescheduled", 1),
    ]


def test_filters_are_lists_joined_by_commas() -> None:
    given_member()
    one, other = given_team(), given_team()
    first = given_stored_booking(one, NOON)
    second = given_stored_booking(other, NOON, status=BookingStatus.NO_SHOW)
    client = signed_in_browser()

    def found(**filters: str) -> set[str]:
        answer = client.get(FEED, params=THAT_WEEK | filters)
        return {block["id"] for block in answer.json()["events"]}

    assert found() == {first, second}
    assert found(provider=f"{one.provider_id},{other.provider_id}") == {first, second}
    assert found(provider=one.provider_id) == {first}
    assert found(location=other.location_id, service=other.service_id) == {second}
    assert found(status="no_show,cancelled") == {second}
    assert found(service="nothing-like-it") == set()


def test_a_provider_gets_nothing_of_somebody_elses_booking() -> None:
    mine = given_team()
    theirs = Team(mine.service_id, mine.location_id, given_provider(name="Nadia"))
    given_member(role=Role.PROVIDER, provider_id=mine.provider_id)
    own = given_stored_booking(mine, NOON, customer_name="Ana Ruiz")
    hidden = given_stored_booking(theirs, NOON, customer_name="Zoltan Hidden")
    client = signed_in_browser()

    asked_plainly = client.get(FEED, params=THAT_WEEK)
    asked_for_theirs = client.get(FEED, params=THAT_WEEK | {"provider": theirs.provider_id})

    assert [block["id"] for block in asked_plainly.json()["events"]] == [own]
    assert asked_for_theirs.json()["events"] == []
    assert hidden not in asked_plainly.text
    assert "Zoltan" not in asked_plainly.text


def test_nobodys_cookie_gets_nothing() -> None:
    member = given_member()
    given_member(email="other@example.com")
    given_stored_booking(given_team(), NOON)
    client = signed_in_browser()
    assert client.get(FEED, params=THAT_WEEK).status_code == 200

    deactivate_member(member.id, by=ADMIN)

    for stranger in (client, browser()):
        answer = stranger.get(FEED, params=THAT_WEEK)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "unauthenticated"
        assert "Ana" not in answer.text


def test_who_signed_out_gets_nothing_by_the_old_cookie() -> None:
    given_member()
    client = signed_in_browser()
    cookie = client.headers["Cookie"]
    client.post("/auth/sign-out")

    assert client.get(FEED, params=THAT_WEEK, headers={"Cookie": cookie}).status_code == 401


@pytest.mark.parametrize("cookie", ["session=x", "__Host-session=", "__Host-session=x; a", ";;="])
def test_a_cookie_that_is_none_of_ours_is_nobody(cookie: str) -> None:
    answer = browser().get(FEED, params=THAT_WEEK, headers={"Cookie": cookie})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"start": ""}, ["start"]),
        ({"start": "2026-03-02T00:00:00"}, ["start"]),
        ({"start": "2026-03-02"}, ["start"]),
        ({"start": "٢٠٢٦-03-02T00:00:00Z"}, ["start"]),
        ({"start": "0001-01-01T00:00:00+14:00"}, ["start"]),
        ({"start": "9999-12-31T23:59:59-14:00"}, ["start"]),
        ({"start": "2026-02-30T00:00:00Z", "end": "soon"}, ["start", "end"]),
        ({"end": "2026-03-02T00:00:00Z"}, ["end"]),
        ({"end": "2026-03-01T00:00:00Z"}, ["end"]),
        ({"end": "2026-05-03T00:00:01Z"}, ["end"]),
        ({"status": "lost"}, ["status"]),
        ({"provider": "a\x00b"}, ["provider"]),
        ({"service": "x," * 101}, ["service"]),
    ],
)
def test_what_cannot_be_taken_is_named(wrong: dict[str, str], fields: list[str]) -> None:
    given_member()

    answer = signed_in_browser().get(FEED, params=THAT_WEEK | wrong)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == fields


def test_sixty_two_days_are_taken() -> None:
    given_member()

    answer = signed_in_browser().get(FEED, params=THAT_WEEK | {"end": "2026-05-03T00:00:00Z"})

    assert answer.status_code == 200


def test_it_travels_small_where_the_browser_understands_it() -> None:
    given_member()
    given_stored_booking(given_team(), NOON)
    client = signed_in_browser()

    small = client.get(FEED, params=THAT_WEEK, headers={"Accept-Encoding": "gzip"})
    plain = client.get(FEED, params=THAT_WEEK, headers={"Accept-Encoding": "identity"})

    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.num_bytes_downloaded < plain.num_bytes_downloaded
    assert small.json() == plain.json()
    assert "Cookie" in small.headers["vary"]


@pytest.mark.parametrize("path", ["/api/ui/nothing", "/api/", "/auth/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_addresses_are_problems_not_pages(method: str, path: str) -> None:
    answer = browser().request(method, path)

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
