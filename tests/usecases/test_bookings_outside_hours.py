"""Bookings that hours no longer cover: they stay, are marked, and everybody hears of it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest

from bookings_app.domain.access import Actor, Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.errors import NotFound, SlotNotOffered
from bookings_app.domain.schedule import HoursWindow, NewClosure, NewTimeOff, Span
from bookings_app.usecases import changes, closures, schedules
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.calendar_blocks import calendar_block
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.notifications import list_notifications, unread_counts
from bookings_app.usecases.outside_hours import bookings_outside_hours
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking
from bookings_app.usecases.views import CalendarEntry
from tests.bookings import DAY, HALF_HOUR, TEN, announcements, given_booking, history
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    api_key,
    given_provider,
    given_team,
    provider_actor,
)
from tests.members import actor_of, given_member, signed_in
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 3, 9)
ONE, FIVE = 13 * 60, 17 * 60
HOUR = timedelta(hours=1)

Hit = list[CalendarEntry]


def set_afternoons(team: Team, by: Actor) -> Hit:
    return set_hours(team, by, ONE, FIVE)


def take_a_break(team: Team, by: Actor) -> Hit:
    return set_hours(team, by, 9 * 60, FIVE, (10 * 60, 11 * 60))


def set_hours(team: Team, by: Actor, start: int, end: int, *breaks: Span) -> Hit:
    windows = [HoursWindow(team.location_id, day, start, end, breaks) for day in range(5)]
    return schedules.set_working_hours(team.provider_id, windows, by=by, now=NOON)


def take_the_day_off(team: Team, by: Actor) -> Hit:
    return schedules.set_override(team.provider_id, MONDAY, [], by=by, now=NOON)


def be_away(team: Team, by: Actor) -> Hit:
    away = NewTimeOff(TEN + HALF_HOUR / 2, TEN + HOUR)
    return schedules.add_time_off(team.provider_id, away, by=by, now=NOON).hit


def close(team: Team, by: Actor) -> Hit:
    del team
    return closures.add_closure(NewClosure(MONDAY, MONDAY), by=by, now=NOON).hit


def close_here(team: Team, by: Actor) -> Hit:
    new = NewClosure(MONDAY, MONDAY, location_id=team.location_id)
    return closures.add_closure(new, by=by, now=NOON).hit


VERBS = pytest.mark.parametrize(
    ("verb", "reason"),
    [
        (set_afternoons, "outside_hours"),
        (take_a_break, "break"),
        (take_the_day_off, "outside_hours"),
        (be_away, "time_off"),
        (close, "closed"),
        (close_here, "closed"),
    ],
)


def shown(booking_id: str) -> CalendarEntry:
    """The booking as the calendar has it."""
    wanted = BookingFilter(starts_before=TEN + 9 * DAY, ends_after=TEN - 9 * DAY)
    (entry,) = (each for each in list_bookings(wanted, seen_by=ADMIN) if each.id == booking_id)
    return entry


@VERBS
def test_whoever_changes_hours_is_told_what_it_hits_and_it_is_let_through(
    verb: Callable[[Team, Actor], Hit], reason: str
) -> None:
    team = given_team()
    hit_id = given_booking(team, TEN)
    given_booking(team, TEN + DAY + 5 * HOUR)

    with announcements() as heard:
        hit = verb(team, MANAGER)

    assert [(each.id, each.outside_hours) for each in hit] == [(hit_id, reason)]
    assert shown(hit_id).outside_hours == reason
    assert get_booking(hit_id, seen_by=ADMIN, now=NOON).outside_hours == reason
    assert history(hit_id) == ["created", "flagged"]
    assert heard[-1] == changes.newest_change()


@VERBS
def test_the_question_answers_by_the_same_computation(
    verb: Callable[[Team, Actor], Hit], reason: str
) -> None:
    team, other = given_team(), given_team()
    hit_id = given_booking(team, TEN)
    verb(team, ADMIN)

    def found(**narrowed: str) -> list[tuple[str, str]]:
        answer = bookings_outside_hours(**narrowed, seen_by=MANAGER, now=NOON)
        return [(each.id, each.outside_hours) for each in answer]

    assert found() == [(hit_id, reason)]
    assert found(provider_id=team.provider_id) == [(hit_id, reason)]
    assert found(location_id=team.location_id) == [(hit_id, reason)]
    assert found(provider_id=other.provider_id) == []
    assert found(location_id=other.location_id) == []


def test_only_bookings_to_come_that_hold_a_time_are_looked_at() -> None:
    team = given_team()
    over = given_stored_booking(team, NOON - HOUR, minutes=60)
    running = given_stored_booking(team, NOON, minutes=30)
    freed = given_stored_booking(team, NOON + HOUR, status=BookingStatus.NO_SHOW)

    hit = schedules.set_working_hours(team.provider_id, [], by=ADMIN, now=NOON)

    assert [each.id for each in hit] == [running]
    assert [history(each) for each in (over, freed)] == [[], []]
    assert [each.id for each in bookings_outside_hours(seen_by=ADMIN, now=NOON)] == [running]


def test_what_was_outside_already_is_no_news_but_its_reason_is_kept_right() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)
    be_away(team, ADMIN)

    assert close(team, ADMIN) == []
    assert take_the_day_off(team, ADMIN) == []

    assert shown(booking_id).outside_hours == "outside_hours"
    told = changes.list_changes(0, limit=10)
    assert [(each.what, each.before, each.after) for each in told[1:]] == [
        ("flagged", {"outside_hours": ""}, {"outside_hours": "time_off"}),
        ("flagged", {"outside_hours": "time_off"}, {"outside_hours": "closed"}),
        ("flagged", {"outside_hours": "closed"}, {"outside_hours": "outside_hours"}),
    ]


def test_hours_that_hit_nothing_write_nothing() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)
    window = HoursWindow(team.location_id, 0, 600, 630)

    assert schedules.set_working_hours(team.provider_id, [window], by=ADMIN, now=NOON) == []

    assert history(booking_id) == ["created"]


def test_a_booking_keeps_its_own_length_and_place() -> None:
    """Colleagues, and the provider's bookings elsewhere, are not touched."""
    team = given_team()
    colleague = Team(
        team.service_id,
        team.location_id,
        given_provider(service_ids=[team.service_id], location_id=team.location_id),
    )
    theirs = given_booking(colleague, TEN)
    mine = given_booking(team, TEN)

    assert [each.id for each in set_afternoons(team, ADMIN)] == [mine]

    assert history(theirs) == ["created"]


def test_a_new_or_moved_booking_lies_within_working_time() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)
    be_away(team, ADMIN)

    moved = reschedule_booking(booking_id, TEN + 2 * HOUR, by=ADMIN, now=NOON)

    assert moved.outside_hours == ""
    assert shown(booking_id).outside_hours == ""
    assert bookings_outside_hours(seen_by=ADMIN, now=NOON) == []


def test_what_gives_its_time_back_is_marked_no_more() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)
    be_away(team, ADMIN)

    answer = cancel_booking(booking_id, by=ADMIN, reason="Flu", now=NOON)

    assert answer.outside_hours == ""
    assert history(booking_id) == ["created", "flagged", "cancelled"]


def test_the_calendar_says_it_in_words_and_of_nothing_else() -> None:
    team = given_team()
    fine, hit = given_booking(team, TEN + DAY), given_booking(team, TEN)
    close(team, ADMIN)

    said = calendar_block(shown(hit))["extendedProps"]["warning"]
    assert said == "Outside working hours: closed"
    assert "warning" not in calendar_block(shown(fine))["extendedProps"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_afternoons, "Outside working hours"),
        (take_a_break, "Outside working hours: break"),
        (be_away, "Outside working hours: time off"),
    ],
)
def test_each_reason_has_its_words(change: Callable[[Team, Actor], Hit], said: str) -> None:
    team = given_team()
    hit = given_booking(team, TEN)

    change(team, ADMIN)

    assert calendar_block(shown(hit))["extendedProps"]["warning"] == said


def test_who_may_see_it_is_told_and_not_that_it_is_fine_again() -> None:
    team = given_team()
    given_member(email="ben@example.com", role=Role.PROVIDER, provider_id=team.provider_id)
    given_member(email="cleo@example.com", role=Role.PROVIDER, provider_id=given_provider())
    manager = given_member(email="mara@example.com", role=Role.MANAGER)
    ben, cleo, mara = (
        actor_of(signed_in(each))
        for each in ("ben@example.com", "cleo@example.com", "mara@example.com")
    )
    given_booking(team, TEN, by=mara)

    away = schedules.add_time_off(team.provider_id, NewTimeOff(TEN, TEN + HOUR), by=mara, now=NOON)
    schedules.remove_time_off(team.provider_id, away.id, by=mara, now=NOON)

    assert unread_counts([ben.id, cleo.id, manager.id]) == {ben.id: 2}
    news = [one for group in list_notifications(by=ben).groups for one in group]
    assert [(one.what, one.outside_hours) for one in news] == [
        ("flagged", "time_off"),
        ("created", ""),
    ]


def test_marks_are_true_though_others_book_and_move_meanwhile() -> None:
    """Two change the hours back and forth while two book, and move what they booked."""
    teams = [given_team(), given_team()]
    start = threading.Barrier(4)

    def change_hours(team: Team) -> None:
        start.wait()
        for _ in range(6):
            saved = schedules.add_time_off(
                team.provider_id, NewTimeOff(TEN, TEN + 3 * HOUR), by=ADMIN, now=NOON
            )
            schedules.remove_time_off(team.provider_id, saved.id, by=ADMIN, now=NOON)
            close(team, ADMIN)
            for closure in closures.list_closures(seen_by=ADMIN):
                with suppress(NotFound):
                    closures.remove_closure(closure.id, by=ADMIN, now=NOON)

    def book_and_move(team: Team) -> None:
        start.wait()
        for number in range(12):
            with suppress(SlotNotOffered):
                booking_id = given_booking(team, TEN + number % 6 * HALF_HOUR + number // 6 * DAY)
                reschedule_booking(
                    booking_id, TEN + number * HALF_HOUR + 2 * DAY, by=ADMIN, now=NOON
                )

    with ThreadPoolExecutor(4) as threads:
        for done in [
            threads.submit(act, team) for team in teams for act in (change_hours, book_and_move)
        ]:
            done.result()
    close(teams[0], ADMIN)

    computed = bookings_outside_hours(seen_by=ADMIN, now=NOON)
    wanted = BookingFilter(starts_before=TEN + 9 * DAY, ends_after=NOON)
    stored = [each for each in list_bookings(wanted, seen_by=ADMIN) if each.outside_hours]
    assert stored == computed


def test_only_what_one_may_see_is_answered_though_all_of_it_is_marked() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)

    assert close(team, api_key("setup:write")) == []

    assert shown(booking_id).outside_hours == "closed"
    own, other = provider_actor(team.provider_id), provider_actor("other")
    assert [each.id for each in bookings_outside_hours(seen_by=own, now=NOON)] == [booking_id]
    assert bookings_outside_hours(seen_by=other, now=NOON) == []
