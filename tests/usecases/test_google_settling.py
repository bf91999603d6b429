"""Undoing in Google what a person did there, with the stand-in and a worker."""

from collections.abc import Generator
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bookings_app.db.google import doubt_events, promise_look
from bookings_app.db.google_tables import GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import ProviderVisibility, Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.domain.errors import BookingNotFound, Forbidden
from bookings_app.domain.interval import Interval
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.calendar_blocks import warning_of
from bookings_app.usecases.google_badges import sync_badges
from bookings_app.usecases.google_settling import put_back
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.notifications import list_notifications
from bookings_app.usecases.provider_calendar import provider_calendar
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking
from bookings_app.usecases.today import todays_bookings
from tests.bookings import DAY, HALF_HOUR, HOUR, TEN, given_booking, history
from tests.factories import ADMIN, MANAGER, NOON, Team, given_provider, given_team, provider_actor
from tests.google_sync import (
    BEN,
    ZONE,
    Desk,
    after,
    event_named,
    given_account,
    google_desk,
    keep_promises,
    shown,
)
from tests.members import actor_of, given_member, signed_in

pytestmark = pytest.mark.usefixtures("database")

AT_TEN = Interval(TEN, TEN + HALF_HOUR)
FOUR_HOURS = 4 * HOUR
AT_TWO = Interval(TEN + FOUR_HOURS, TEN + FOUR_HOURS + HALF_HOUR)


@pytest.fixture
def desk() -> Generator[Desk]:
    """The stand-in, running."""
    with google_desk() as desk:
        yield desk


def given_written(desk: Desk) -> tuple[Team, str]:
    """A team whose provider is connected, and their booking at ten, which is in Google."""
    team = given_team()
    booking_id = given_booking(team)
    given_account(desk, team.provider_id)
    keep_promises(desk)
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]
    return team, booking_id


def somebody_moves(desk: Desk, booking_id: str) -> None:
    """Drag the event from ten to two, and have the worker hear of it."""
    desk.google.person_moves(BEN, event_named(booking_id), FOUR_HOURS)
    keep_promises(desk, now=after(5))


def somebody_deletes(desk: Desk, booking_id: str) -> None:
    """Delete the event, and have the worker hear of it."""
    desk.google.person_deletes(BEN, event_named(booking_id))
    keep_promises(desk, now=after(5))


def badge_of(booking_id: str) -> CalendarBadge:
    return sync_badges([booking_id], seen_by=ADMIN, now=NOON)[booking_id].badge


def test_a_moved_event_is_put_back_to_its_time(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    somebody_moves(desk, booking_id)
    flagged = badge_of(booking_id)

    put_back(booking_id, by=MANAGER, now=after(6))
    waiting = badge_of(booking_id)
    keep_promises(desk, now=after(7))

    assert (flagged, waiting) == (CalendarBadge.ATTENTION, CalendarBadge.WAITING)
    assert badge_of(booking_id) is CalendarBadge.SYNCED
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]
    assert history(booking_id) == ["created", "flagged", "flagged"]


def test_a_deleted_event_is_made_again(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    somebody_deletes(desk, booking_id)
    flagged = badge_of(booking_id)

    put_back(booking_id, by=MANAGER, now=after(6))
    keep_promises(desk, now=after(7))

    assert flagged is CalendarBadge.ATTENTION
    assert badge_of(booking_id) is CalendarBadge.SYNCED
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]


def test_a_move_that_is_accepted_leaves_one_event_at_the_new_time(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    somebody_moves(desk, booking_id)

    new = reschedule_booking(booking_id, AT_TWO.starts_at, by=MANAGER, now=after(6))
    keep_promises(desk, now=after(7))

    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TWO)]
    assert badge_of(new.id) is CalendarBadge.SYNCED
    assert badge_of(booking_id) is CalendarBadge.NOTHING


def test_a_deletion_that_is_accepted_by_cancelling_leaves_nothing(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    somebody_deletes(desk, booking_id)

    cancel_booking(booking_id, by=MANAGER, reason="Deleted in Google", now=after(6))
    keep_promises(desk, now=after(7))

    assert shown(desk) == []
    assert badge_of(booking_id) is CalendarBadge.NOTHING


def test_what_there_is_nothing_to_undo_of_stays_as_it_is(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    somebody_moves(desk, booking_id)

    put_back(booking_id, by=MANAGER, now=after(6))
    put_back(booking_id, by=ADMIN, now=after(6))

    assert history(booking_id) == ["created", "flagged", "flagged"]


def test_a_booking_without_an_event_there_has_nothing_to_undo() -> None:
    booking_id = given_booking(given_team())

    put_back(booking_id, by=MANAGER, now=NOON)

    assert history(booking_id) == ["created"]


def test_those_who_see_it_are_told_what_was_done_there_and_not_that_it_was_undone(
    desk: Desk,
) -> None:
    team, booking_id = given_written(desk)
    given_member(email="vera@example.com", role=Role.MANAGER)
    given_member(email="ben@example.com", role=Role.PROVIDER, provider_id=team.provider_id)
    given_member(email="cora@example.com", role=Role.PROVIDER, provider_id=given_provider())
    somebody_moves(desk, booking_id)

    put_back(booking_id, by=ADMIN, now=after(6))

    assert told("vera@example.com") == told("ben@example.com") == [("moved", AT_TWO.starts_at)]
    assert told("cora@example.com") == []


def told(email: str) -> list[tuple[str, datetime | None]]:
    """What stands in somebody's bell: what was done, and where it is since."""
    found = list_notifications(by=actor_of(signed_in(email)))
    return [(one.in_google, one.moved_to_at) for group in found.groups for one in group]


def follow_without_asking() -> None:
    """Everybody with an account wants that."""
    with unit_of_work() as work:
        for account in work.session.exec(select(GoogleAccountRow)):
            account.apply_alone = True
            work.session.add(account)


def test_who_wants_that_unasked_has_the_booking_follow_its_event(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    follow_without_asking()

    somebody_moves(desk, booking_id)
    keep_promises(desk, now=after(7))

    old = get_booking(booking_id, seen_by=ADMIN, now=NOON)
    assert old.status is BookingStatus.RESCHEDULED
    new = get_booking(old.rescheduled_to or "", seen_by=ADMIN, now=NOON)
    assert (new.starts_at, new.status) == (AT_TWO.starts_at, BookingStatus.CONFIRMED)
    assert new.created_by_name == "Google Calendar"
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TWO)]


def test_a_time_that_cannot_be_booked_is_not_followed_but_asked_about(desk: Desk) -> None:
    team, booking_id = given_written(desk)
    follow_without_asking()
    given_booking(team, AT_TWO.starts_at)
    keep_promises(desk, now=after(2))

    somebody_moves(desk, booking_id)

    assert get_booking(booking_id, seen_by=ADMIN, now=NOON).status is BookingStatus.CONFIRMED
    assert badge_of(booking_id) is CalendarBadge.ATTENTION


def test_who_wants_that_unasked_has_a_deleted_one_cancelled(desk: Desk) -> None:
    _, booking_id = given_written(desk)
    follow_without_asking()

    somebody_deletes(desk, booking_id)
    keep_promises(desk, now=after(7))

    cancelled = get_booking(booking_id, seen_by=ADMIN, now=NOON)
    assert cancelled.status is BookingStatus.CANCELLED
    assert cancelled.cancellation_reason == "Deleted in Google Calendar"
    assert shown(desk) == []
    assert badge_of(booking_id) is CalendarBadge.NOTHING


def test_who_chooses_another_calendar_has_decided_nothing_by_that(desk: Desk) -> None:
    team, booking_id = given_written(desk)
    somebody_moves(desk, booking_id)
    desk.google.add_calendar(BEN, "Work", ZONE, "work@example.com")

    write_elsewhere(team, booking_id, "work@example.com")
    keep_promises(desk, now=after(6))

    assert badge_of(booking_id) is CalendarBadge.ATTENTION
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TWO)]

    put_back(booking_id, by=MANAGER, now=after(7))
    keep_promises(desk, now=after(8))

    assert badge_of(booking_id) is CalendarBadge.SYNCED
    assert shown(desk) == []
    assert shown(desk, "work@example.com") == [("Haircut - Ana Ruiz", AT_TEN)]


def write_elsewhere(team: Team, booking_id: str, google_id: str) -> None:
    """Have the account write to another of its calendars, and its bookings follow."""
    with unit_of_work() as work:
        (before,) = work.session.exec(select(GoogleCalendarRow)).all()
        before.writes = False
        work.session.add(before)
        work.session.flush()
        work.session.add(
            GoogleCalendarRow(
                account_id=before.account_id,
                google_id=google_id,
                name="Work",
                time_zone=ZONE,
                is_own=True,
                writes=True,
            )
        )
        promise_look(work, booking_id, team.provider_id, now=after(6))


@pytest.mark.parametrize("follows", [True, False])
def test_after_a_backup_was_put_back_an_event_that_is_gone_is_made_again_unasked(
    desk: Desk, follows: bool
) -> None:
    _, booking_id = given_written(desk)
    if follows:
        follow_without_asking()
    # Bookings itself did that, after the backup was made: this database knows nothing of it.
    desk.google.person_deletes(BEN, event_named(booking_id))

    with unit_of_work() as work:
        doubt_events(work, now=after(1))
    keep_promises(desk, now=after(5))
    keep_promises(desk, now=after(10))

    assert get_booking(booking_id, seen_by=ADMIN, now=NOON).status is BookingStatus.CONFIRMED
    assert history(booking_id) == ["created"]
    assert badge_of(booking_id) is CalendarBadge.SYNCED
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]


def test_until_it_is_settled_everybody_who_lists_the_booking_sees_that(desk: Desk) -> None:
    team, moved_id = given_written(desk)
    deleted_id = given_booking(team, TEN + HOUR)
    keep_promises(desk, now=after(2))
    before = warnings(team)
    somebody_moves(desk, moved_id)
    desk.google.person_deletes(BEN, event_named(deleted_id))
    keep_promises(desk, now=after(8))

    assert before == {moved_id: "", deleted_id: ""}
    assert warnings(team) == {
        moved_id: "Changed in Google Calendar",
        deleted_id: "Deleted in Google Calendar",
    }
    asked = todays_bookings(seen_by=provider_actor(team.provider_id), now=NOON).unanswered
    assert {each.entry.id for each in asked} == {moved_id, deleted_id}

    put_back(moved_id, by=ADMIN, now=after(9))
    cancel_booking(deleted_id, by=ADMIN, reason="Flu", now=after(9))

    assert warnings(team) == {moved_id: ""}
    assert todays_bookings(seen_by=MANAGER, now=NOON).unanswered == []


def warnings(team: Team) -> dict[str, str]:
    """What calendars say of each booking: everybody's, and the provider's own."""
    wanted = BookingFilter(
        starts_before=TEN + 7 * DAY, ends_after=NOON, statuses=frozenset({BookingStatus.CONFIRMED})
    )
    everybodys = {each.id: warning_of(each) for each in list_bookings(wanted, seen_by=MANAGER)}
    own = provider_calendar(
        team.provider_id, after=NOON, before=TEN + 7 * DAY, seen_by=provider_actor(team.provider_id)
    )
    assert {each.booking_id: warning_of(each) for each in own.events} == everybodys
    return everybodys


def test_it_is_for_its_provider_and_whoever_sees_all() -> None:
    team = given_team()
    booking_id = given_booking(team)
    onlooker = provider_actor(
        given_provider(),
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    put_back(booking_id, by=provider_actor(team.provider_id), now=NOON)
    with pytest.raises(Forbidden):
        put_back(booking_id, by=onlooker, now=NOON)
    with pytest.raises(BookingNotFound):
        put_back(booking_id, by=provider_actor(given_provider()), now=NOON + timedelta(hours=1))
