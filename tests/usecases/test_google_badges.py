"""What bookings say of their events in Google: for whom, and how much it costs to ask."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bookings_app.config import settings
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.domain.interval import Interval
from bookings_app.usecases.google_badges import NO_BADGE, SyncBadge, sync_badges
from tests.bookings import HOUR, TEN, given_booking
from tests.factories import ADMIN, NOON, given_team, provider_actor
from tests.google_rows import HAS_FAILED, given_account, given_event, given_look
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def can_connect(monkeypatch: pytest.MonkeyPatch, with_keys: None) -> Iterator[None]:
    """Google knows this application."""
    del with_keys
    monkeypatch.setenv("BOOKINGS_GOOGLE_CLIENT_ID", "bookings")
    monkeypatch.setenv("BOOKINGS_GOOGLE_CLIENT_SECRET", "secret")
    settings.cache_clear()
    yield
    settings.cache_clear()


def badge_of(booking_id: str) -> SyncBadge:
    return sync_badges([booking_id], seen_by=ADMIN, now=NOON)[booking_id]


def test_a_booking_that_was_written_is_synced() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_event(booking_id, given_account(team.provider_id))

    assert badge_of(booking_id) == SyncBadge(CalendarBadge.SYNCED)


def test_what_is_promised_waits_and_says_what_failed() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_account(team.provider_id)
    waiting = badge_of(booking_id)

    given_look(booking_id, team.provider_id, reason=HAS_FAILED)

    assert waiting == SyncBadge(CalendarBadge.WAITING)
    assert badge_of(booking_id) == SyncBadge(
        CalendarBadge.WAITING, reason=HAS_FAILED, tried_at=NOON
    )


def test_what_is_not_tried_any_more_needs_attention() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_account(team.provider_id)
    given_look(booking_id, team.provider_id, state="dead", reason=HAS_FAILED)

    assert badge_of(booking_id) == SyncBadge(CalendarBadge.ATTENTION, reason=HAS_FAILED)


def test_what_a_person_did_there_needs_attention() -> None:
    team = given_team()
    calendar_id = given_account(team.provider_id)
    moved, deleted = given_booking(team), given_booking(team, TEN + HOUR)
    given_event(moved, calendar_id, inbound="moved", moved=(TEN + 2 * HOUR, TEN + 3 * HOUR))
    given_event(deleted, calendar_id, inbound="deleted")

    assert badge_of(moved) == SyncBadge(
        CalendarBadge.ATTENTION, moved_to=Interval(TEN + 2 * HOUR, TEN + 3 * HOUR)
    )
    assert badge_of(deleted) == SyncBadge(CalendarBadge.ATTENTION, is_deleted=True)


@pytest.mark.usefixtures("can_connect")
def test_without_an_account_it_is_not_connected() -> None:
    booking_id = given_booking(given_team())

    assert badge_of(booking_id) == SyncBadge(CalendarBadge.NOT_CONNECTED)


def test_where_nobody_can_connect_nothing_is_said() -> None:
    booking_id = given_booking(given_team())

    assert badge_of(booking_id) == NO_BADGE


@pytest.mark.usefixtures("can_connect")
@pytest.mark.parametrize("status", [BookingStatus.PENDING, BookingStatus.CANCELLED])
def test_what_has_no_event_says_nothing(status: BookingStatus) -> None:
    assert badge_of(given_booking(status=status)) == NO_BADGE


def test_many_are_asked_by_one_statement_and_only_of_those_one_may_see() -> None:
    mine, theirs = given_team(), given_team()
    ids = [given_booking(mine, TEN + number * HOUR) for number in range(4)]
    hidden = given_booking(theirs)
    given_account(mine.provider_id)

    with statements() as seen:
        found = sync_badges([*ids, hidden], seen_by=provider_actor(mine.provider_id), now=NOON)

    assert found.keys() == set(ids)
    assert len(seen) == 1


def test_none_is_asked_by_no_statement() -> None:
    with statements() as seen:
        assert sync_badges([], seen_by=ADMIN, now=NOON + timedelta(days=1)) == {}

    assert seen == []
