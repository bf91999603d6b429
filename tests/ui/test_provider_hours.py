"""A provider's hours: what is typed, the week it comes to, exceptions, and bookings hit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.schedule import HoursWindow, NewTimeOff
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.providers.exception_form_state import ExceptionFormState
from bookings_app.ui.providers.exceptions_state import ExceptionsState
from bookings_app.ui.providers.exceptions_words import OVERRIDE, TIME_OFF
from bookings_app.ui.providers.hours_page_state import HoursPageState
from bookings_app.ui.providers.hours_state import HoursState
from bookings_app.ui.providers.leaving_state import LeavingState
from bookings_app.ui.session import SessionState
from bookings_app.usecases import schedules
from bookings_app.usecases.schedules import get_schedule
from tests.factories import ADMIN, Team, given_location, given_provider, given_team
from tests.ui.dialog import given_booked
from tests.ui.seat import Seat, seated
from tests.ui.wizard import monday_at

pytestmark = pytest.mark.usefixtures("sqlite_database")

NINE, FIVE = 540, 1020


class HoursDesk(Seat):
    """The page of a provider's hours in one tab."""

    async def arrive(self, provider_id: str = "") -> None:
        """Open the page at that address."""
        await self.send(SessionState.enter)
        await self.send(HoursPageState.arrive("nonce", f"?provider={provider_id}"))

    async def draft(self, lines: list[dict[str, Any]]) -> None:
        """Type that."""
        await self.send(HoursState.draft(self.var("provider_id"), lines))

    async def save(self, lines: list[dict[str, Any]]) -> None:
        """Press Save hours."""
        await self.send(HoursState.save(self.var("provider_id"), lines))

    async def add(self, kind: str, **form: str) -> None:
        """Add an exception."""
        await self.send(ExceptionFormState.open_new)
        await self.send(ExceptionFormState.pick_kind(kind))
        await self.send(ExceptionFormState.save(form))

    def var(self, name: str) -> Any:
        """What the hours show."""
        return self.shows(HoursState, name)

    @property
    def provider(self) -> str:
        """Who is open."""
        return self.shows(HoursPageState, "provider").name

    @property
    def exceptions(self) -> list[tuple[str, str]]:
        """What differs, and from when."""
        return [(line.what, line.more) for line in self.shows(ExceptionsState, "lines") or []]

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with an exception."""
        return self.shows(ExceptionFormState, "errors")

    @property
    def hit(self) -> list[tuple[str, str]]:
        """Which bookings lie outside, and why."""
        return [(line.customer, line.why) for line in self.shows(HitState, "lines") or []]

    def worked(self) -> dict[str, list[str]]:
        """What the resulting week says, by day."""
        days = self.var("week").days
        return {
            day.name: [f"{part.title} {part.times}" for part in day.parts]
            for day in days
            if day.parts
        }


def at_hours(
    visit: Callable[[HoursDesk], Awaitable[None]],
    role: Role = Role.MANAGER,
    provider_id: str | None = None,
) -> HoursDesk:
    """Sit down at a provider's hours."""
    return seated(HoursDesk, visit, role, provider_id)


def line(weekday: int, start: str, end: str, location: str, *breaks: tuple[str, str]) -> Any:
    """A line as a browser sends it."""
    key = f"k{weekday}{start}"
    pauses = [
        {"key": f"{key}b{number}", "start": first, "end": last}
        for number, (first, last) in enumerate(breaks)
    ]
    return {
        "key": key,
        "weekday": weekday,
        "start": start,
        "end": end,
        "location": location,
        "breaks": pauses,
    }


def stored(team: Team) -> tuple[HoursWindow, ...]:
    """The weekly hours as they are kept."""
    return get_schedule(team.provider_id, seen_by=ADMIN).weekly


def test_the_page_shows_hours_and_the_week_they_come_to() -> None:
    team = given_team()

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)

    seat = at_hours(visit)

    assert seat.provider == "Ben"
    assert [(each["weekday"], each["start"], each["end"]) for each in seat.var("lines")] == [
        (day, "09:00", "17:00") for day in range(5)
    ]
    assert list(seat.worked()) == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert seat.worked()["Mon"] == ["Old Town 09:00–17:00"]


def test_the_week_follows_what_is_typed_before_it_is_saved() -> None:
    team = given_team()
    market = given_location(name="Market", time_zone="America/New_York")

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.draft(
            [
                line(0, "9", "1pm", team.location_id, ("10:30", "11")),
                line(0, "14.00", "18h00", market),
                line(5, "22:00", "2", market),
            ]
        )

    seat = at_hours(visit)

    assert seat.worked() == {
        "Mon": [
            "Old Town 09:00–10:30",
            "Break 10:30–11:00",
            "Old Town 11:00–13:00",
            "Market 14:00–18:00",
        ],
        "Sat": ["Market 22:00–24:00"],
        "Sun": ["Market 00:00–02:00"],
    }
    assert seat.var("week").zones == "Each location by its own clock."
    assert len(stored(team)) == 5


def test_everything_wrong_is_said_at_once_beside_its_field_and_nothing_is_saved() -> None:
    team = given_team()
    lines = [
        line(0, "25", "", team.location_id),
        line(1, "09:00", "09:00", team.location_id),
        line(2, "09:00", "17:00", "nowhere"),
        line(3, "09:00", "17:00", team.location_id, ("13:00", "12:00")),
        line(9, "09:00", "17:00", team.location_id),
    ]

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.save(lines)

    seat = at_hours(visit)

    assert seat.var("wrong") == {
        "k025.start": "Enter a time from 00:00 to 23:59.",
        "k025.end": "Enter a time from 00:00 to 24:00.",
        "k109:00.end": "The end must differ from the start.",
        "k209:00.location_id": "This location does not exist.",
        "k309:00b0.end": "A break must end after it begins.",
        "k909:00.weekday": "Choose a weekday from 0 (Monday) to 6.",
    }
    assert seat.var("answers") == 1
    assert len(stored(team)) == 5


def test_what_is_taken_and_may_not_be_meant_is_remarked() -> None:
    team = given_team()
    market = given_location(name="Market")

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.draft(
            [
                line(0, "09:00", "12:00", team.location_id, ("13:00", "14:00")),
                line(0, "11:00", "15:00", team.location_id),
                line(1, "22:00", "03:00", team.location_id),
                line(2, "02:00", "04:00", market),
                line(5, "20:00", "00:00", market),
            ]
        )

    seat = at_hours(visit)

    assert seat.var("remarks") == {
        "k009:00b0": "Outside these hours: no effect.",
        "k011:00": "Overlaps the hours above: both count as one.",
        "k122:00": "Ends on the next day.",
        "k202:00": "At two locations at once: whichever is booked first holds the time.",
    }


def test_two_locations_at_once_is_told_by_the_clocks_of_both() -> None:
    team = given_team(time_zone="Europe/Madrid")
    athens = given_location(name="Market", time_zone="Europe/Athens")

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.draft(
            [
                line(0, "09:00", "12:00", team.location_id),
                line(0, "12:30", "13:00", athens),
                line(1, "09:00", "12:00", team.location_id),
                line(1, "09:00", "10:00", athens),
                line(6, "23:00", "23:30", team.location_id),
                line(0, "00:00", "00:30", athens),
            ]
        )

    remarks = at_hours(visit).var("remarks")

    assert list(remarks) == ["k012:30", "k000:00"]
    assert all(said.startswith("At two locations at once") for said in remarks.values())


def test_a_time_that_cannot_be_read_hides_no_remark_on_another_line() -> None:
    team = given_team()
    lines = [
        line(0, "09:00", "12:00", team.location_id, ("13:00", "14:00"), ("soon", "10:00")),
        line(0, "11:00", "15:00", team.location_id),
        line(1, "nine", "17:00", team.location_id, ("12:00", "13:00")),
    ]
    said: list[tuple[list[str], list[str]]] = []

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        for say in (seat.draft, seat.save):
            await say(lines)
            said.append((list(seat.var("wrong")), list(seat.var("remarks"))))

    at_hours(visit)

    assert said == [(["k009:00b1.start", "k1nine.start"], ["k009:00b0", "k011:00"])] * 2


def test_saved_hours_list_the_bookings_they_hit() -> None:
    team = given_team()
    given_booked(team, monday_at(10))

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        assert seat.hit == []
        await seat.save([line(1, "09:00", "17:00", team.location_id)])

    seat = at_hours(visit)

    assert stored(team) == (HoursWindow(team.location_id, 1, NINE, FIVE),)
    assert seat.hit == [("Ana Ruiz", "Not working then")]
    assert seat.toasts == [
        "The hours are saved. 1 booking lies outside working hours since; see the list below."
    ]


def test_hours_that_somebody_else_saved_meanwhile_are_not_undone_without_a_word() -> None:
    team = given_team()
    mine = [line(1, "10:00", "11:00", team.location_id)]
    theirs = HoursWindow(team.location_id, 4, NINE, FIVE)

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await asyncio.to_thread(
            schedules.set_working_hours,
            team.provider_id,
            [theirs],
            by=ADMIN,
            now=datetime.now(UTC),
        )
        await seat.save(mine)
        assert seat.var("conflict")
        assert stored(team) == (theirs,)
        await seat.send(HoursState.save_anyway)

    seat = at_hours(visit)

    assert not seat.var("conflict")
    assert stored(team) == (HoursWindow(team.location_id, 1, 600, 660),)


def test_time_off_in_whole_days_is_by_the_clock_of_the_location() -> None:
    team = given_team(time_zone="America/New_York")

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        form = {"from": "2031-07-01", "to": "2031-07-02", "reason": "Course"}
        await seat.add(TIME_OFF, **form)

    seat = at_hours(visit)

    (away,) = get_schedule(team.provider_id, seen_by=ADMIN).time_off
    assert away.starts_at == datetime(2031, 7, 1, 4, tzinfo=UTC)
    assert away.ends_at == datetime(2031, 7, 3, 4, tzinfo=UTC)
    assert seat.exceptions == [("Time off", "Course")]


def test_a_time_off_can_be_corrected_and_removed() -> None:
    team = given_team()
    start = datetime(2031, 7, 1, 7, tzinfo=UTC)
    new = NewTimeOff(start, start + timedelta(hours=3), "Dentist")
    saved = schedules.add_time_off(team.provider_id, new, by=ADMIN, now=datetime.now(UTC))

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.send(ExceptionFormState.open_line(TIME_OFF, saved.id))
        began = dict(seat.shows(ExceptionFormState, "start"))
        assert (began["start"], began["end"]) == ("09:00", "12:00")
        await seat.send(ExceptionFormState.save(began | {"end": "1 pm"}))
        (away,) = get_schedule(team.provider_id, seen_by=ADMIN).time_off
        assert away.ends_at - away.starts_at == timedelta(hours=4)
        await seat.send(ExceptionFormState.open_line(TIME_OFF, saved.id))
        await seat.send(ExceptionFormState.remove)

    assert at_hours(visit).exceptions == []
    assert get_schedule(team.provider_id, seen_by=ADMIN).time_off == ()


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"from": "", "to": "9999-01-01"}, {"from", "to"}),
        ({"from": "2031-07-02", "to": "2031-07-01"}, {"to"}),
        ({"from": "soon", "to": "2031-07-01", "reason": "x" * 10_000}, {"from"}),
        ({"from": "2031-07-01", "to": "2031-07-01", "reason": "x" * 10_000}, {"reason"}),
    ],
)
def test_a_time_off_that_cannot_be_is_refused_beside_its_fields(
    form: dict[str, str], wrong: set[str]
) -> None:
    team = given_team()

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.add(TIME_OFF, **form)

    seat = at_hours(visit)

    assert set(seat.wrong) == wrong
    assert seat.shows(ExceptionFormState, "is_open")


def test_other_hours_on_a_date_replace_the_weekly_ones() -> None:
    team = given_team()

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.add(OVERRIDE, date="2031-07-05", place="", **{"start-0": "10", "end-0": "14"})

    seat = at_hours(visit)

    (other,) = get_schedule(team.provider_id, seen_by=ADMIN).overrides
    assert (other.on, other.location_id, other.windows) == (date(2031, 7, 5), None, ((600, 840),))
    assert seat.exceptions == [("Other hours", "All their locations")]


def test_a_date_without_hours_is_a_day_off_and_hits_bookings() -> None:
    team = given_team()
    given_booked(team, monday_at(10))

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.send(ExceptionFormState.open_new)
        await seat.send(ExceptionFormState.pick_kind(OVERRIDE))
        await seat.send(ExceptionFormState.use_work(False))  # noqa: FBT003 - as the box says it
        on = monday_at(10).date().isoformat()
        await seat.send(ExceptionFormState.save({"date": on, "place": team.location_id}))

    seat = at_hours(visit)

    assert seat.exceptions == [("Not working", "Old Town")]
    assert seat.hit == [("Ana Ruiz", "Not working then")]


def test_each_line_of_other_hours_says_what_is_wrong_with_it() -> None:
    team = given_team()

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.send(ExceptionFormState.open_new)
        await seat.send(ExceptionFormState.pick_kind(OVERRIDE))
        await seat.send(ExceptionFormState.add_window)
        await seat.send(ExceptionFormState.remove_window(0))
        await seat.send(ExceptionFormState.add_window)
        form = {"date": "2031-07-05", "start-1": "9", "end-1": "12", "start-2": "x", "end-2": ""}
        await seat.send(ExceptionFormState.save(form))

    assert set(at_hours(visit).wrong) == {"start-2", "end-2"}


def test_providers_set_their_own_hours() -> None:
    team = given_team()

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive()
        await seat.save([line(1, "10:00", "11:00", team.location_id)])

    assert at_hours(visit, Role.PROVIDER, team.provider_id).provider == "Ben"
    assert stored(team) == (HoursWindow(team.location_id, 1, 600, 660),)


def test_providers_do_not_see_the_hours_of_others() -> None:
    team = given_team()
    other = given_provider(name="Hana", location_id=team.location_id)

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(other)

    seat = at_hours(visit, Role.PROVIDER, team.provider_id)

    assert seat.provider == ""
    assert "Hana" not in seat.everything_shown()


def test_what_is_sent_for_another_provider_than_is_open_is_not_saved() -> None:
    team = given_team()
    other = given_provider(name="Hana", location_id=team.location_id)

    async def visit(seat: HoursDesk) -> None:
        await seat.arrive(team.provider_id)
        await seat.send(HoursState.save(other, []))

    at_hours(visit)

    assert len(get_schedule(other, seen_by=ADMIN).weekly) == 5


def test_nobody_is_led_away_to_another_site() -> None:
    async def visit(seat: HoursDesk) -> None:
        await seat.send(LeavingState.ask("//example.com"))
        answer = await seat.tab.send(LeavingState.discard)
        assert "example.com" not in repr(answer)

    given_team()
    at_hours(visit)
