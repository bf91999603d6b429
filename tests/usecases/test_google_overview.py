"""Looking after everybody's calendar in Google: what is shown, tried again, and given up."""

from datetime import timedelta

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.usecases.archiving import archive_provider
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.google_badges import NOT_AS_IT_SHOULD, sync_badges
from bookings_app.usecases.google_overview import (
    CalendarTrouble,
    Connection,
    calendar_overview,
    calendar_troubles,
    discard_look,
    known_to,
    retry_given_up,
    retry_look,
)
from bookings_app.usecases.google_settling import look_again
from tests.bookings import HOUR, TEN, announcements, given_booking, wanted
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    ai_agent,
    api_key,
    given_provider,
    given_team,
    provider_actor,
)
from tests.google_rows import HAS_FAILED, NO_ACCESS, given_account, given_event, given_look
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")


def test_every_provider_is_there_connected_or_not() -> None:
    given_account(given_provider(name="Ben"), failing_since=NOON)
    given_account(given_provider(name="Cora"), status="reconnect")
    dan = given_provider(name="Dan")

    ben, cora, unconnected = calendar_overview(by=MANAGER).connections

    assert (ben.provider_name, ben.status, ben.email) == ("Ben", "connected", "ben@example.com")
    assert (ben.writes_to, ben.busy_from) == ("Ben", 1)
    assert (ben.last_ok_at, ben.last_error, ben.failing_since) == (NOON, HAS_FAILED, NOON)
    assert (cora.provider_name, cora.status, cora.reason) == ("Cora", "reconnect", NO_ACCESS)
    assert unconnected == Connection(dan, "Dan")


def test_who_has_left_is_there_as_long_as_they_are_connected() -> None:
    ben, cora = given_provider(name="Ben"), given_provider(name="Cora")
    given_account(ben)
    for provider_id in (ben, cora):
        archive_provider(provider_id, by=ADMIN, now=NOON)

    assert [each.provider_name for each in calendar_overview(by=ADMIN).connections] == ["Ben"]


def test_what_failed_is_listed_with_its_reason_and_the_rest_is_counted() -> None:
    team = given_team()
    calendar_id = given_account(team.provider_id)
    dead, tried, waiting, done = (given_booking(team, TEN + number * HOUR) for number in range(4))
    given_look(dead, team.provider_id, state="dead", reason="403")
    given_look(tried, team.provider_id, reason=HAS_FAILED, now=NOON + HOUR)
    given_event(done, calendar_id)

    overview = calendar_overview(by=ADMIN)

    assert [(each.booking_id, each.state, each.reason) for each in overview.failed] == [
        (dead, "dead", "403"),
        (tried, "ready", HAS_FAILED),
    ]
    found = overview.failed[1]
    assert (found.provider_name, found.service_name, found.starts_at) == (
        "Ben",
        "Haircut",
        TEN + HOUR,
    )
    assert (found.since, found.due_at) == (NOON + HOUR, NOON + HOUR)
    (connection,) = overview.connections
    assert (connection.waiting, connection.failed) == (2, 1)
    assert waiting not in {each.booking_id for each in overview.failed}


def test_it_is_read_by_four_statements_however_many_there_are() -> None:
    for name in ("Ben", "Cora", "Dan"):
        given_account(given_provider(name=name))

    with statements() as seen:
        calendar_overview(by=ADMIN)

    assert len(seen) == 4


def test_what_is_retried_is_due_at_once_as_if_it_had_never_failed() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_account(team.provider_id)
    given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)
    later = NOON + timedelta(days=1)

    with announcements() as heard:
        retry_look(booking_id, by=MANAGER, now=later)

    assert calendar_overview(by=MANAGER).failed == []
    assert calendar_overview(by=MANAGER).connections[0].waiting == 1
    assert len(heard) == 1


def test_what_is_discarded_is_not_tried_until_something_happens_to_the_booking() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_account(team.provider_id)
    given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)

    discard_look(booking_id, by=MANAGER)

    (connection,) = calendar_overview(by=MANAGER).connections
    assert (connection.waiting, connection.failed) == (0, 0)
    badge = sync_badges([booking_id], seen_by=ADMIN, now=NOON)[booking_id]
    assert (badge.badge, badge.reason) == (CalendarBadge.ATTENTION, NOT_AS_IT_SHOULD)

    look_again(booking_id, by=provider_actor(team.provider_id), now=NOON)

    badge = sync_badges([booking_id], seen_by=ADMIN, now=NOON)[booking_id]
    assert (badge.badge, badge.reason) == (CalendarBadge.WAITING, "")


def test_an_event_that_is_left_as_it_was_is_not_called_synced() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_event(booking_id, given_account(team.provider_id))
    before = sync_badges([booking_id], seen_by=ADMIN, now=NOON)[booking_id].badge
    given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)

    discard_look(booking_id, by=MANAGER)

    after = sync_badges([booking_id], seen_by=ADMIN, now=NOON)[booking_id].badge
    assert (before, after) == (CalendarBadge.SYNCED, CalendarBadge.ATTENTION)


def test_a_provider_tries_again_all_that_was_given_up_of_theirs_and_of_nobody_else() -> None:
    team = given_team()
    cora = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cora")
    given_account(team.provider_id)
    given_account(cora)
    theirs = [given_booking(team, TEN + number * HOUR) for number in range(2)]
    hers = create_booking(wanted(team, TEN, provider_id=cora), by=ADMIN, now=NOON).id
    for booking_id in theirs:
        given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)
    given_look(hers, cora, state="dead", reason=HAS_FAILED)
    by = provider_actor(team.provider_id)

    troubles = calendar_troubles()
    assert troubles == [
        CalendarTrouble(team.provider_id, "Ben", given_up=2),
        CalendarTrouble(cora, "Cora", given_up=1),
    ]
    assert known_to(by, troubles) == troubles[:1]
    with pytest.raises(Forbidden):
        retry_given_up(cora, by=by, now=NOON)
    with announcements() as heard:
        retry_given_up(team.provider_id, by=by, now=NOON)

    assert calendar_troubles() == troubles[1:]
    assert len(heard) == 1
    retry_given_up(cora, by=MANAGER, now=NOON)
    assert calendar_troubles() == []


@pytest.mark.parametrize("booking_id", ["nobody", "", "a\x00b", "\ud800"])
def test_what_is_not_promised_can_be_neither_retried_nor_discarded(booking_id: str) -> None:
    with pytest.raises(NotFound):
        retry_look(booking_id, by=ADMIN, now=NOON)
    with pytest.raises(NotFound):
        discard_look(booking_id, by=ADMIN)


@pytest.mark.parametrize(
    "who", [provider_actor("ben"), api_key("setup:write", "bookings:read"), ai_agent("contact")]
)
def test_it_is_for_administrators_and_managers(who: Actor) -> None:
    with pytest.raises(Forbidden):
        calendar_overview(by=who)
    with pytest.raises(Forbidden):
        retry_look("booking", by=who, now=NOON)
    with pytest.raises(Forbidden):
        discard_look("booking", by=who)


def test_calendar_troubles_are_told_to_their_providers_and_to_whoever_sees_all() -> None:
    ben, cora = given_provider(name="Ben"), given_provider(name="Cora")
    given_account(ben, status="reconnect")
    given_account(cora)

    lost = calendar_troubles()

    assert lost == [CalendarTrouble(ben, "Ben")]
    assert known_to(provider_actor(ben), lost) == lost
    assert known_to(MANAGER, lost) == lost
    assert known_to(provider_actor(cora), lost) == []
