"""The feed of a provider's own calendar: for whom it is, and what it does not take."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.schedule import NewTimeOff
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.schedules import add_time_off
from tests.api.browser import Browser, browser, signed_in_browser
from tests.factories import ADMIN, NOON, Team, given_provider, given_team
from tests.members import given_member

pytestmark = pytest.mark.usefixtures("sqlite_database")

FEED = "/api/ui/provider-calendar"
THAT_WEEK = {"start": "2026-03-09T00:00:00Z", "end": "2026-03-16T00:00:00Z"}
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def given_calendar(customer: str = "Ana Ruiz") -> Team:
    """A provider with an event at ten and time off at noon."""
    team = given_team()
    new = NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=team.provider_id,
        starts_at=TEN,
        customer=CustomerDetails(name=customer, phone="", email="", notes=""),
    )
    create_booking(new, by=ADMIN, now=NOON)
    away = NewTimeOff(TEN + 2 * HOUR, TEN + 4 * HOUR, "Dentist")
    add_time_off(team.provider_id, away, by=ADMIN, now=NOON)
    return team


def titles(client: Browser, **asked: str) -> list[str]:
    answer = client.get(FEED, params=THAT_WEEK | asked)
    assert answer.status_code == 200
    return [block["title"] for block in answer.json()["events"]]


def test_providers_get_their_events_and_time_off_with_the_newest_change() -> None:
    team = given_calendar()
    given_member(role=Role.PROVIDER, provider_id=team.provider_id)
    client = signed_in_browser()

    answer = client.get(FEED, params=THAT_WEEK)

    assert titles(client) == ["Haircut - Ana Ruiz", "Dentist"]
    assert titles(client, provider=team.provider_id) == ["Haircut - Ana Ruiz", "Dentist"]
    assert answer.json()["change"] == 1
    assert answer.headers["cache-control"] == "no-store"


def test_somebody_elses_answers_like_one_that_does_not_exist() -> None:
    theirs = given_calendar("Zoltan Hidden")
    given_member(role=Role.PROVIDER, provider_id=given_provider())
    client = signed_in_browser()

    asked = client.get(FEED, params=THAT_WEEK | {"provider": theirs.provider_id})
    nobody = client.get(FEED, params=THAT_WEEK | {"provider": "nobody"})

    assert asked.json() == nobody.json() == {"change": 1, "events": []}
    assert titles(client) == []


def test_managers_choose_whose() -> None:
    team = given_calendar()
    given_calendar("Nora Quinn")
    given_member(role=Role.MANAGER)
    client = signed_in_browser()

    assert titles(client) == []
    assert titles(client, provider=team.provider_id) == ["Haircut - Ana Ruiz", "Dentist"]


def test_nobody_gets_nothing() -> None:
    given_calendar()

    answer = browser().get(FEED, params=THAT_WEEK)

    assert answer.status_code == 401
    assert "Ana" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"start": ""}, ["start"]),
        ({"end": "2026-03-09T00:00:00Z"}, ["end"]),
        ({"end": "2026-06-09T00:00:00Z"}, ["end"]),
        ({"start": "soon", "end": "later", "provider": "a\x00b"}, ["start", "end", "provider"]),
        ({"provider": "x" * 300}, ["provider"]),
    ],
)
def test_what_cannot_be_taken_is_named(wrong: dict[str, str], fields: list[str]) -> None:
    given_member()

    answer = signed_in_browser().get(FEED, params=THAT_WEEK | wrong)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == fields
