"""Closing locations: listing, changing and taking back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.merging import ChangedMeanwhile
from bookings_app.domain.schedule import NewClosure
from bookings_app.usecases import archiving, closures
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.schedule_views import ClosureView
from tests.bookings import TEN, given_booking, history
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    ai_agent,
    api_key,
    given_location,
    given_team,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)
DAY = timedelta(days=1)


def given_closure(first_on: date, last_on: date, location_id: str | None = None) -> str:
    """A closure; its id."""
    new = NewClosure(first_on, last_on, "Holiday", location_id)
    return closures.add_closure(new, by=ADMIN, now=NOON).id


def test_what_is_closed_is_listed_from_a_date_on_or_all_of_it() -> None:
    here = given_location()
    past = given_closure(MONDAY - 3 * DAY, MONDAY - DAY)
    running = given_closure(MONDAY - DAY, MONDAY, here)

    assert [each.id for each in closures.list_closures(seen_by=MANAGER)] == [past, running]
    assert closures.list_closures(first_on=MONDAY, seen_by=MANAGER) == [
        ClosureView(running, here, MONDAY - DAY, MONDAY, "Holiday")
    ]


def test_another_date_marks_the_bookings_it_hits_and_lets_the_others_go() -> None:
    team = given_team()
    on_monday, on_tuesday = given_booking(team, TEN), given_booking(team, TEN + DAY)
    closure_id = given_closure(MONDAY, MONDAY)

    changed = NewClosure(TUESDAY, TUESDAY, " Fair ", team.location_id)
    saved = closures.change_closure(closure_id, changed, by=MANAGER, now=NOON)

    assert (saved.id, [each.id for each in saved.hit]) == (closure_id, [on_tuesday])
    assert reasons(on_monday, on_tuesday) == ["", "closed"]
    assert history(on_monday) == ["created", "flagged", "flagged"]
    assert closures.list_closures(seen_by=ADMIN) == [
        ClosureView(closure_id, team.location_id, TUESDAY, TUESDAY, "Fair")
    ]


def test_opening_again_lets_its_bookings_go() -> None:
    booking_id = given_booking(given_team(), TEN)
    closure_id = given_closure(MONDAY, MONDAY)
    assert reasons(booking_id) == ["closed"]

    closures.remove_closure(closure_id, by=MANAGER, now=NOON)

    assert reasons(booking_id) == [""]
    assert closures.list_closures(seen_by=ADMIN) == []


def test_two_people_who_change_a_closure_both_have_their_way_or_are_told() -> None:
    here = given_location()
    closure_id = given_closure(MONDAY, MONDAY)
    read = NewClosure(MONDAY, MONDAY, "Holiday")
    longer = replace(read, last_on=TUESDAY, location_id=here)
    closures.change_closure(closure_id, longer, read=read, by=ADMIN, now=NOON)

    named = replace(read, name="Fair")
    closures.change_closure(closure_id, named, read=read, by=MANAGER, now=NOON)

    assert closures.list_closures(seen_by=ADMIN) == [
        ClosureView(closure_id, here, MONDAY, TUESDAY, "Fair")
    ]
    mine = replace(read, location_id=given_location(name="Market"))
    with pytest.raises(ChangedMeanwhile, match=r"has changed this meanwhile\."):
        closures.change_closure(closure_id, mine, read=read, by=MANAGER, now=NOON)


def test_of_dates_that_cannot_be_counted_with_no_order_is_asked() -> None:
    with pytest.raises(Invalid) as refused:
        closures.add_closure(NewClosure(date.max, MONDAY), by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["from"]


def reasons(*booking_ids: str) -> list[str]:
    """Why each of these lies outside working time."""
    return [get_booking(each, seen_by=ADMIN, now=NOON).outside_hours for each in booking_ids]


def test_a_closure_lasts_four_hundred_days_at_most() -> None:
    closure_id = given_closure(MONDAY, MONDAY + 399 * DAY)

    too_long = NewClosure(MONDAY, MONDAY + 400 * DAY)
    for attempt in (
        lambda: closures.add_closure(too_long, by=ADMIN, now=NOON),
        lambda: closures.change_closure(closure_id, too_long, by=ADMIN, now=NOON),
    ):
        with pytest.raises(Invalid, match="400 days at most") as refused:
            attempt()
        assert [field for field, _ in refused.value.errors] == ["to"]


def test_the_closure_of_an_archived_location_can_still_be_changed() -> None:
    here = given_location()
    closure_id = given_closure(MONDAY, MONDAY, here)
    archiving.archive_location(here, by=ADMIN, now=NOON)

    longer = NewClosure(MONDAY, TUESDAY, location_id=here)
    closures.change_closure(closure_id, longer, by=ADMIN, now=NOON)

    with pytest.raises(Invalid):
        closures.add_closure(longer, by=ADMIN, now=NOON)


def _change(closure_id: str, by: Actor) -> None:
    closures.change_closure(closure_id, NewClosure(MONDAY, MONDAY), by=by, now=NOON)


def _remove(closure_id: str, by: Actor) -> None:
    closures.remove_closure(closure_id, by=by, now=NOON)


@pytest.mark.parametrize("verb", [_change, _remove])
def test_only_what_exists_is_changed_and_only_by_those_who_set_up(verb: Callable[..., Any]) -> None:
    closure_id = given_closure(MONDAY, MONDAY)

    for actor in (provider_actor("p"), api_key("setup:read"), ai_agent()):
        with pytest.raises(Forbidden):
            verb(closure_id, actor)
    for unknown in ("unknown", "a\x00b"):
        with pytest.raises(NotFound, match="closure"):
            verb(unknown, ADMIN)
    verb(closure_id, api_key("setup:write"))


def test_every_member_may_know_what_is_closed_and_keys_with_the_scope() -> None:
    for actor in (provider_actor("p"), api_key("setup:read")):
        assert closures.list_closures(seen_by=actor) == []
    for actor in (api_key("bookings:read"), ai_agent()):
        with pytest.raises(Forbidden):
            closures.list_closures(seen_by=actor)
