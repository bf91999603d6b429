"""The second step: which days and starts are shown, and what happens when one goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from tests.factories import (
    Team,
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.ui.wizard import Wizard, booked, monday_at, next_monday, taken, wizard

pytestmark = pytest.mark.usefixtures("sqlite_database")


def test_days_are_free_few_full_or_not_there() -> None:
    team = given_team(duration_minutes=240)  # two starts a day
    for hour in (9, 13):
        taken(team, monday_at(hour))
    on = next_monday()

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.send(TimeState.pick_day(on.isoformat()))
        await seat.send(TimeState.show_month(f"{on:%Y-%m}"))

    seat = wizard(visit)

    marks = seat.shows(TimeState, "marks")
    assert marks[on.isoformat()] == "full"
    assert marks[(on + timedelta(days=1)).isoformat()] == "few"
    assert (on + timedelta(days=5)).isoformat() not in marks  # a Saturday


def test_a_full_day_names_the_next_free_one_and_says_why() -> None:
    team = given_team(duration_minutes=240)
    for hour in (9, 13):
        taken(team, monday_at(hour))
    tuesday = next_monday() + timedelta(days=1)

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.send(TimeState.pick_day(next_monday().isoformat()))
        assert seat.slots() == {}
        assert seat.shows(TimeState, "next_on") == tuesday.isoformat()
        await seat.send(TimeState.ask_why)
        assert [(line.name, line.reason) for line in seat.shows(TimeState, "reasons")] == [
            ("Ben", "Booked")
        ]
        await seat.send(TimeState.show_next_free)

    seat = wizard(visit)

    assert seat.shows(TimeState, "on") == tuesday.isoformat()
    assert list(seat.slots()) == ["09:00 – 13:00", "13:00 – 17:00"]


def test_slots_say_from_when_to_when_and_how_many_are_free() -> None:
    team = given_team(duration_minutes=240)
    given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    taken(team, monday_at(9))

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.send(TimeState.pick_day(next_monday().isoformat()))

    seat = wizard(visit)

    assert seat.slots() == {"09:00 – 13:00": "1 free", "13:00 – 17:00": "2 free"}
    assert [group.title for group in seat.shows(TimeState, "groups")] == ["Morning", "Afternoon"]


def test_a_start_inside_the_minimum_notice_is_marked() -> None:
    team = given_team(duration_minutes=240, min_notice_minutes=30 * 24 * 60)

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.send(TimeState.pick_day(next_monday().isoformat()))

    seat = wizard(visit)

    assert seat.slots()["09:00 – 13:00"] == "Short notice · 1 free"


def test_a_slot_that_goes_meanwhile_leads_back_to_fresh_ones_with_the_nearest_marked() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(11))
        taken(team, monday_at(11))
        await seat.create()
        assert seat.step == 2
        assert seat.shows(TimeState, "starts_at") == ""
        assert seat.shows(TimeState, "event") == "11:00 with Ben was just taken."
        assert seat.shows(TimeState, "advice") == (
            "Everything you entered is kept. The three nearest free times are marked."
        )
        assert seat.slots()["11:00 – 11:30"] == "Taken"
        assert [time for time, line in seat.slots().items() if line.startswith("Nearest")] == [
            "10:00 – 10:30",
            "10:30 – 11:00",
            "11:30 – 12:00",
        ]
        await seat.send(NewBookingState.go_on(2))
        assert seat.step == 2  # nothing is picked yet
        await seat.send(TimeState.pick_slot(monday_at(11, 30).isoformat()))
        await seat.send(NewBookingState.go_on(2))
        await seat.send(NewBookingState.go_on(3))
        await seat.create()

    wizard(visit)

    starts = {entry.customer_name: entry.starts_at for entry in booked()}
    assert starts == {"Somebody Else": monday_at(11), "Ana Ruiz": monday_at(11, 30)}


def test_a_slot_that_went_before_the_provider_is_picked_leads_back_as_well() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.send(TimeState.pick_day(next_monday().isoformat()))
        await seat.send(TimeState.pick_slot(monday_at(11).isoformat()))
        taken(team, monday_at(11))
        await seat.send(NewBookingState.go_on(2))

    seat = wizard(visit)

    assert seat.step == 2
    assert seat.shows(TimeState, "event") == "11:00 was just taken."


def test_an_hour_that_happens_twice_says_which() -> None:
    year = datetime.now(UTC).year + 1
    last_sunday = max(
        date(year, 10, day) for day in range(25, 32) if date(year, 10, day).weekday() == 6
    )
    location_id = given_location()
    service_id = given_service(location_ids=[location_id])
    provider_id = given_provider(
        service_ids=[service_id], location_id=location_id, weekdays=[6], hours=(60, 240)
    )

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(Team(service_id, location_id, provider_id))
        await seat.send(TimeState.pick_day(last_sunday.isoformat()))

    shown = list(wizard(visit).slots())

    assert "02:00 (UTC+2) – 02:30 (UTC+2)" in shown
    assert "02:00 (UTC+1) – 02:30 (UTC+1)" in shown
