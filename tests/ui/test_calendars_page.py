"""The page of everybody's calendars at one tab, and what every page says of lost ones."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.access import Role
from bookings_app.ui.calendars.notice import CalendarNoticeState
from bookings_app.ui.calendars.state import CalendarsState
from bookings_app.ui.calendars.words import connection_line, look_line
from bookings_app.usecases.google_overview import Connection, FailedLook
from tests.bookings import HOUR, TEN, given_booking
from tests.factories import NOON, given_provider, given_team
from tests.google_rows import HAS_FAILED, given_account, given_look
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")

MADRID = ZoneInfo("Europe/Madrid")
LOOK = FailedLook(
    booking_id="b-1",
    reference="BK-1",
    service_name="Haircut",
    provider_name="Ben",
    starts_at=NOON + timedelta(days=1),
    time_zone="Europe/Madrid",
    state="ready",
    reason=HAS_FAILED,
    since=NOON - timedelta(hours=3),
    due_at=NOON + timedelta(minutes=6),
    attempts=3,
)

Visit = Callable[[Seat], Awaitable[None]]


def at_the_page(visit: Visit) -> Seat:
    async def arrive(seat: Seat) -> None:
        await seat.send(CalendarsState.load)
        await visit(seat)

    return seated(Seat, arrive, Role.MANAGER)


async def nothing(_: Seat) -> None:
    """Only look."""


def given_dead_look() -> str:
    team = given_team()
    booking_id = given_booking(team)
    given_account(team.provider_id)
    given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)
    return booking_id


def test_connections_and_who_has_none() -> None:
    given_account(given_provider(name="Ben"))
    given_provider(name="Cora")
    given_provider(name="Dan")

    seat = at_the_page(nothing)

    (line,) = seat.shows(CalendarsState, "connections")
    assert (line.provider, line.status, line.writes_to) == ("Ben", "Connected", "Ben")
    assert seat.shows(CalendarsState, "unconnected") == "Cora, Dan"


def test_what_was_given_up_is_tried_again_by_a_click() -> None:
    booking_id = given_dead_look()

    async def visit(seat: Seat) -> None:
        assert [line.state for line in seat.shows(CalendarsState, "looks")] == ["Given up"]
        await seat.call(CalendarsState, "retry", {"booking_id": booking_id})

    seat = at_the_page(visit)

    assert seat.shows(CalendarsState, "looks") == []
    assert seat.shows(CalendarsState, "connections")[0].waiting == "1 waiting"
    assert seat.toasts == ["It is tried again now."]


def test_it_is_discarded_after_a_question() -> None:
    booking_id = given_dead_look()

    async def visit(seat: Seat) -> None:
        await seat.call(CalendarsState, "ask", {"booking_id": booking_id})
        assert seat.shows(CalendarsState, "asks") == booking_id
        await seat.send(CalendarsState.discard)

    seat = at_the_page(visit)

    assert seat.shows(CalendarsState, "asks") == ""
    assert seat.shows(CalendarsState, "looks") == []
    assert seat.shows(CalendarsState, "connections")[0].waiting == "–"


def test_who_keeps_trying_discards_nothing() -> None:
    booking_id = given_dead_look()

    async def visit(seat: Seat) -> None:
        await seat.call(CalendarsState, "ask", {"booking_id": booking_id})
        await seat.call(CalendarsState, "keep", {"is_open": False})

    seat = at_the_page(visit)

    assert seat.shows(CalendarsState, "asks") == ""
    assert len(seat.shows(CalendarsState, "looks")) == 1


def test_providers_see_none_of_it() -> None:
    given_dead_look()

    async def visit(seat: Seat) -> None:
        await seat.send(CalendarsState.load)

    seat = seated(Seat, visit, Role.PROVIDER, given_provider(name="Cora"))

    assert not seat.shows(CalendarsState, "connections")
    assert not seat.shows(CalendarsState, "looks")


def test_all_that_was_given_up_is_retried_with_one_click_once_it_is_several() -> None:
    team = given_team()
    given_account(team.provider_id)
    offered: list[bool] = []

    async def visit(seat: Seat) -> None:
        for number in range(2):
            booking_id = given_booking(team, TEN + number * HOUR)
            given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)
            await seat.send(CalendarsState.load)
            offered.append(bool(seat.shows(CalendarsState, "many_given_up")))
        await seat.send(CalendarsState.retry_all)

    seat = at_the_page(visit)

    assert offered == [False, True]
    assert not seat.shows(CalendarsState, "looks")
    assert not seat.shows(CalendarsState, "many_given_up")
    assert seat.toasts == ["All of it is tried again now."]


@pytest.mark.parametrize(
    ("state", "said", "detail", "can_retry"),
    [
        ("ready", "Tried again", "3 tries since today 10:00, next today 13:06", True),
        ("parked", "On hold", "Since today 10:00", False),
        ("dead", "Given up", "3 tries since today 10:00", True),
    ],
)
def test_what_could_not_be_written_in_words(
    state: str, said: str, detail: str, can_retry: bool
) -> None:
    line = look_line(replace(LOOK, state=state), MADRID, now=NOON)

    assert (line.state, line.detail, line.can_retry) == (said, detail, can_retry)
    assert line.title == "Haircut, Tue 3 Mar, 13:00 with Ben"
    assert line.reason == HAS_FAILED


def test_a_connection_that_does_not_answer_says_since_when_and_why() -> None:
    found = Connection(
        "p",
        "Ben",
        status="connected",
        last_error=HAS_FAILED,
        failing_since=NOON - timedelta(minutes=25),
        waiting=2,
        failed=1,
    )

    line = connection_line(found, MADRID, now=NOON)

    assert (line.status, line.note) == ("Does not answer", f"Since 25 min ago. {HAS_FAILED}")
    assert line.waiting == "2 waiting, 1 given up"


def noticed(role: Role, provider_id: str | None = None) -> Seat:
    async def visit(seat: Seat) -> None:
        await seat.send(CalendarNoticeState.look)

    return seated(Seat, visit, role, provider_id)


def test_a_provider_is_told_that_their_own_calendar_is_lost() -> None:
    ben = given_provider(name="Ben")
    given_account(ben, status="reconnect")

    seat = noticed(Role.PROVIDER, ben)

    assert seat.shows(CalendarNoticeState, "said") == (
        "Your Google Calendar must be connected again. Bookings wait; nothing is lost."
    )
    assert seat.shows(CalendarNoticeState, "mended_at") == "/account"


def test_other_providers_are_told_nothing_of_it() -> None:
    given_account(given_provider(name="Ben"), status="reconnect")

    assert not noticed(Role.PROVIDER, given_provider(name="Cora")).shows(
        CalendarNoticeState, "said"
    )


def test_managers_are_told_whose_it_is() -> None:
    for name in ("Ben", "Cora", "Dan", "Eva"):
        given_account(given_provider(name=name), status="reconnect")

    seat = noticed(Role.MANAGER)

    assert seat.shows(CalendarNoticeState, "said").startswith(
        "Google Calendar of Ben, Cora and 2 more must be connected again."
    )
    assert seat.shows(CalendarNoticeState, "mended_at") == "/settings/calendars"


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 booking is not in {} as it should be. Google would not take it."),
        (2, "2 bookings are not in {} as they should be. Google would not take them."),
    ],
)
def test_what_was_given_up_is_told_to_its_provider_and_to_managers(
    number: int, said: str, is_own: bool
) -> None:
    team = given_team()
    given_account(team.provider_id)
    for each in range(number):
        booking_id = given_booking(team, TEN + each * HOUR)
        given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)

    seat = noticed(Role.PROVIDER, team.provider_id) if is_own else noticed(Role.MANAGER)

    calendar = "your Google Calendar" if is_own else "Google Calendar of Ben"
    assert seat.shows(CalendarNoticeState, "said") == said.format(calendar)
    mended_at = "/account" if is_own else "/settings/calendars"
    assert seat.shows(CalendarNoticeState, "mended_at") == mended_at


def test_while_all_is_well_nothing_is_said() -> None:
    given_account(given_provider())

    assert not noticed(Role.MANAGER).shows(CalendarNoticeState, "said")
