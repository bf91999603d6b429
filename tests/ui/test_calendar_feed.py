"""The address of one's calendar at one tab: whose it is, what is asked first, what stays behind."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.errors import NotFound
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar_feed.state import CalendarFeedState
from bookings_app.usecases.calendar_feed import published_calendar
from tests.factories import given_provider
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")

Visit = Callable[[Seat], Awaitable[None]]


def as_provider(visit: Visit) -> Seat:
    return seated(Seat, visit, Role.PROVIDER, given_provider())


def address(seat: Seat) -> str:
    return seat.shows(CalendarFeedState, "address")


def works(shown: str) -> bool:
    secret = shown.rpartition("/")[2].removesuffix(".ics")
    try:
        published_calendar(secret, now=datetime.now(UTC))
    except NotFound:
        return False
    return True


async def made(seat: Seat) -> str:
    await seat.send(CalendarFeedState.look)
    await seat.send(CalendarFeedState.make)
    return address(seat)


def test_an_address_is_made_when_it_is_asked_for_and_shown_again_later() -> None:
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        await seat.send(CalendarFeedState.look)
        assert seat.shows(CalendarFeedState, "has_calendar") is True
        assert not address(seat)
        await seat.send(CalendarFeedState.make)
        shown.append(address(seat))
        await seat.send(CalendarFeedState.look)
        shown.append(address(seat))

    seat = as_provider(visit)

    assert shown[0] == shown[1]
    assert shown[0].startswith("http://localhost:3000/calendar/feed/")
    assert seat.shows(CalendarFeedState, "subscribe") == shown[0].replace("http", "webcal")
    assert works(shown[0])


def test_a_new_one_is_made_after_a_question_and_the_one_before_ends() -> None:
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        shown.append(await made(seat))
        await seat.call(CalendarFeedState, "ask", {"what": "renew"})
        assert seat.shows(CalendarFeedState, "asks") == "renew"
        await seat.send(CalendarFeedState.make)
        shown.append(address(seat))

    seat = as_provider(visit)

    assert [works(each) for each in shown] == [False, True]
    assert seat.shows(CalendarFeedState, "asks") == ""
    assert seat.toasts == ["The address before works no more."]


def test_a_revoked_one_is_gone_and_another_can_be_made() -> None:
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        shown.append(await made(seat))
        await seat.call(CalendarFeedState, "ask", {"what": "revoke"})
        await seat.send(CalendarFeedState.revoke)

    seat = as_provider(visit)

    assert not works(shown[0])
    assert seat.shows(CalendarFeedState, "is_made") is False
    assert address(seat) == ""


def test_who_keeps_it_has_it() -> None:
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        shown.append(await made(seat))
        await seat.call(CalendarFeedState, "ask", {"what": "revoke"})
        await seat.call(CalendarFeedState, "keep", {"is_open": False})

    seat = as_provider(visit)

    assert seat.shows(CalendarFeedState, "asks") == ""
    assert works(shown[0])


def test_the_secret_does_not_stay_when_the_page_is_left() -> None:
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        shown.append(await made(seat))
        await seat.send(CalendarFeedState.leave)

    seat = as_provider(visit)

    assert shown[0] not in seat.everything_shown()


def test_managers_have_one_for_each_calendar_they_look_at() -> None:
    ben, cora = given_provider(), given_provider(name="Cora")
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        await seat.send(CalendarFeedState.look)
        assert seat.shows(CalendarFeedState, "has_calendar") in {None, False}
        for provider_id in (ben, cora):
            await seat.call(FilterState, "choose", {"kind": "provider", "choice_id": provider_id})
            await seat.send(CalendarFeedState.open)
            await seat.send(CalendarFeedState.make)
            shown.append(address(seat))

    seated(Seat, visit, Role.MANAGER)

    assert shown[0] != shown[1]
    assert all(map(works, shown))


def test_providers_open_only_their_own() -> None:
    theirs = given_provider(name="Cora")

    async def visit(seat: Seat) -> None:
        await seat.call(FilterState, "choose", {"kind": "provider", "choice_id": theirs})
        await seat.send(CalendarFeedState.open)

    seat = as_provider(visit)

    assert seat.shows(CalendarFeedState, "is_open") in {None, False}
