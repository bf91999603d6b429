"""Filters, view and date live in the address: a link or a reload shows the same."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.period import View
from tests.factories import given_service
from tests.ui.seat import Seat, seated

START = datetime(2026, 11, 16, tzinfo=UTC)
END = datetime(2026, 11, 23, tzinfo=UTC)


def call(handler: Any, state: FilterState, *given: Any, **named: Any) -> None:
    """Run a handler as the page would."""
    asyncio.run(handler.fn(state, *given, **named))


@pytest.fixture
def filters() -> FilterState:
    """A page's filters, as an address that says nothing leaves them."""
    new_state: Any = FilterState  # its signature hides the way Reflex itself makes one
    state: FilterState = new_state(_reflex_internal_init=True)
    state._read("?date=2026-11-18", default_view=View.WEEK)
    state.services = [{"id": "s1", "name": "Massage"}, {"id": "s2", "name": "Assessment"}]
    return state


@pytest.mark.parametrize(
    "query",
    [
        "view=week&date=2026-11-18",
        "view=month&date=2026-11-01&service=s1&location=l1&provider=p1&status=pending,no_show",
    ],
)
def test_what_an_address_says_is_shown_and_written_back(filters: FilterState, query: str) -> None:
    filters._read(f"?{query}", default_view=View.LIST)

    assert filters.query == query


def test_what_an_address_says_wrongly_is_left_out(filters: FilterState) -> None:
    filters._read("?view=year&date=soon&status=done,pending,&x=1", default_view=View.LIST)

    assert filters.view == "list"
    assert filters.statuses == ["pending"]
    assert filters.on == filters._today().isoformat()


def test_a_choice_is_made_and_let_go_again(filters: FilterState) -> None:
    call(FilterState.choose, filters, "service", "s1")
    assert (filters.service_id, filters.service_name, filters.set_filters) == ("s1", "Massage", 1)

    call(FilterState.choose, filters, "service", "s1")
    assert (filters.service_id, filters.set_filters) == ("", 0)


def test_only_the_four_filters_can_be_set(filters: FilterState) -> None:
    call(FilterState.choose, filters, "week_starts_on", "3")
    call(FilterState.pick, filters, "_zone", "x")
    call(FilterState.toggle_status, filters, "done")

    assert filters.set_filters == 0
    assert (filters.week_starts_on, filters._zone) == (0, "UTC")


def test_two_statuses_are_named_and_three_are_counted(filters: FilterState) -> None:
    call(FilterState.toggle_status, filters, "no_show")
    call(FilterState.toggle_status, filters, "pending")
    assert filters.status_names == "Pending, No-show"

    call(FilterState.toggle_status, filters, "cancelled")
    assert filters.status_names == "3 statuses"


@pytest.mark.usefixtures("sqlite_database")
def test_a_list_that_opens_offers_what_was_made_meanwhile_and_is_searched() -> None:
    async def visit(seat: Seat) -> None:
        await seat.send(FilterState.use_menu("service", True))  # noqa: FBT003 - as the menu says it
        assert seat.shows(FilterState, "found") in (None, [])
        await seat.send(FilterState.use_menu("service", False))  # noqa: FBT003 - as the menu says it
        given_service(name="Massage")
        given_service(name="Assessment")
        await seat.send(FilterState.use_menu("service", True))  # noqa: FBT003 - as the menu says it
        assert names(seat) == ["Assessment", "Massage"]
        await seat.send(FilterState.search_for(" MASS"))

    assert names(seated(Seat, visit)) == ["Massage"]


def names(seat: Seat) -> list[str]:
    """What the open list offers."""
    return [each["name"] for each in seat.shows(FilterState, "found")]


def test_all_four_filters_travel_as_one(filters: FilterState) -> None:
    filters._read("?service=s1&provider=p1&status=pending", default_view=View.WEEK)

    wanted = filters._filter(START, END)

    assert (wanted.ends_after, wanted.starts_before) == (START, END)
    assert (wanted.service_ids, wanted.provider_ids) == ({"s1"}, {"p1"})
    assert (wanted.location_ids, wanted.statuses) == (frozenset(), {BookingStatus.PENDING})


def test_moving_changes_the_days_and_their_title(filters: FilterState) -> None:
    call(FilterState.move, filters, 1)
    assert (filters.on, filters.period_title) == ("2026-11-25", "23 – 29 November 2026")

    call(FilterState.show_day, filters, "2026-12-01")
    assert (filters.drawn_as, filters.period_title) == ("timeGridDay", "Tuesday 1 December 2026")

    call(FilterState.show_day, filters, "tomorrow")
    assert filters.on == "2026-12-01"


def test_clearing_leaves_view_and_date_alone(filters: FilterState) -> None:
    filters._read("?view=day&date=2026-11-18&service=s1&status=pending", default_view=View.WEEK)

    call(FilterState.clear_all, filters)

    assert filters.query == "view=day&date=2026-11-18"


def test_a_click_before_the_page_knows_its_day_changes_nothing() -> None:
    new_state: Any = FilterState
    unread: FilterState = new_state(_reflex_internal_init=True)

    call(FilterState.show_view, unread, "month")

    assert (unread.view, unread.period_title) == ("", "")
