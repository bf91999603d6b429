"""What a provider's calendar says of their time, and what became of our own events in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bookings_app.db import outbox
from bookings_app.db.google import remove_link
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.errors import SlotTaken
from bookings_app.domain.interval import Interval
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.google_inbound import promise_missing_polls
from bookings_app.usecases.google_settling import put_back
from tests.bookings import DAY, HALF_HOUR, HOUR, TEN, history, wanted
from tests.factories import ADMIN, NOON, Team, given_team
from tests.google_sync import (
    BEN,
    Desk,
    account_now,
    after,
    busy_times,
    event_named,
    given_account,
    google_desk,
    keep_promises,
    link_of,
    look,
    poll,
    promised,
    shown,
)

pytestmark = pytest.mark.usefixtures("database")

AT_TEN = Interval(TEN, TEN + HALF_HOUR)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with google_desk() as running:
        yield running


@pytest.fixture
def team(desk: Desk) -> Team:
    team = given_team()
    given_account(desk, team.provider_id)
    return team


def busy_at(desk: Desk, start: datetime, length: timedelta = HALF_HOUR, **fields: Any) -> str:
    """Somebody's own event, in their calendar; its id."""
    event = desk.google.person_adds(
        BEN, "Dentist", start.isoformat(), (start + length).isoformat(), **fields
    )
    return event["id"]


def test_an_event_keeps_its_owner_busy(desk: Desk, team: Team) -> None:
    busy_at(desk, TEN, HOUR)

    poll(desk, now=NOON)

    assert busy_times(team.provider_id) == [Interval(TEN, TEN + HOUR)]
    with pytest.raises(SlotTaken):
        create_booking(wanted(team), by=ADMIN, now=NOON)


def test_its_title_is_not_even_asked_for(desk: Desk, team: Team) -> None:
    busy_at(desk, TEN)

    poll(desk, now=NOON)

    (asked,) = [each for each in desk.google.requests if each["operation"] == "events.list"]
    assert "summary" not in asked["query"]
    assert "items" in asked["query"]


def test_what_changes_is_heard_of_within_a_minute_or_so(desk: Desk, team: Team) -> None:
    dentist = busy_at(desk, TEN)
    poll(desk, now=NOON)
    desk.google.person_moves(BEN, dentist, HOUR)
    barber = busy_at(desk, TEN + DAY)

    poll(desk, now=after(1.5))
    assert busy_times(team.provider_id) == [
        Interval(TEN + HOUR, TEN + HOUR + HALF_HOUR),
        Interval(TEN + DAY, TEN + DAY + HALF_HOUR),
    ]

    desk.google.person_deletes(BEN, barber)
    desk.google.person_changes(BEN, dentist, transparency="transparent")
    poll(desk, now=after(3))
    assert busy_times(team.provider_id) == []


def test_only_what_changed_is_asked_for_after_the_first_time(desk: Desk, team: Team) -> None:
    poll(desk, now=NOON)
    poll(desk, now=after(1.5))
    poll(desk, now=after(60 * 25))

    first, second, next_day = [
        each["query"] for each in desk.google.requests if each["operation"] == "events.list"
    ]
    assert "timeMin" in first
    assert "syncToken" in second
    assert "timeMin" in next_day


def test_a_day_is_one_of_the_calendars_own_zone_also_when_clocks_change(
    desk: Desk, team: Team
) -> None:
    desk.google.person_adds(BEN, "Moving house", "2026-10-25", "2026-10-26")

    poll(desk, now=NOON)

    midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert busy_times(team.provider_id) == [Interval(midnight, midnight + timedelta(hours=25))]


def test_each_of_a_series_counts_but_those_taken_out(desk: Desk, team: Team) -> None:
    series = busy_at(desk, TEN, recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    second = f"{series}_{TEN + DAY:%Y%m%dT%H%M%SZ}"
    poll(desk, now=NOON)
    assert busy_times(team.provider_id) == [
        Interval(TEN + days * DAY, TEN + days * DAY + HALF_HOUR) for days in range(3)
    ]

    desk.google.person_changes(BEN, second, status="cancelled")
    poll(desk, now=after(1.5))

    assert [time.starts_at for time in busy_times(team.provider_id)] == [TEN, TEN + 2 * DAY]


def test_an_event_of_ours_that_a_person_has_repeated_keeps_nobody_busy(
    desk: Desk, team: Team
) -> None:
    booking_id = create_booking(wanted(team), by=ADMIN, now=NOON).id
    keep_promises(desk, now=NOON)
    desk.google.person_changes(
        BEN, event_named(booking_id), recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"]
    )

    keep_promises(desk, now=after(1.5))

    assert len(desk.google.events(BEN)) >= 1
    assert busy_times(team.provider_id) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"transparency": "transparent"},
        {"attendees": [{"email": BEN, "self": True, "responseStatus": "declined"}]},
        {"eventType": "workingLocation"},
    ],
)
def test_what_does_not_keep_anybody_busy_is_left_out(
    desk: Desk, team: Team, fields: dict[str, Any]
) -> None:
    busy_at(desk, TEN, **fields)

    poll(desk, now=NOON)

    assert busy_times(team.provider_id) == []


def test_our_own_events_never_count(desk: Desk, team: Team) -> None:
    create_booking(wanted(team), by=ADMIN, now=NOON)
    keep_promises(desk)

    poll(desk, now=after(1.5))

    assert busy_times(team.provider_id) == []


def test_a_sync_token_that_is_too_old_starts_anew(desk: Desk, team: Team) -> None:
    busy_at(desk, TEN)
    poll(desk, now=NOON)
    gone = busy_at(desk, TEN + DAY)
    poll(desk, now=after(1.5))
    desk.google.person_deletes(BEN, gone)
    desk.google.expire_sync_tokens(BEN)

    poll(desk, now=after(3))

    assert busy_times(team.provider_id) == [AT_TEN]


def test_a_calendar_that_cannot_be_read_keeps_what_was_known(desk: Desk, team: Team) -> None:
    busy_at(desk, TEN)
    poll(desk, now=NOON)
    desk.google.faults.add(kind="error", operation="events.list", times=None)
    for quarters in range(1, 4 * 26):
        poll(desk, now=after(15 * quarters))

    assert busy_times(team.provider_id) == [AT_TEN]
    (waiting,) = promised("calendar_poll")
    assert (waiting.state, waiting.reason) == ("ready", "Google answered 500: Backend Error")

    desk.google.faults.clear()
    poll(desk, now=after(60 * 27))
    assert promised("calendar_poll")[0].reason == ""


def test_access_that_was_taken_back_is_found_out_by_the_next_poll(desk: Desk) -> None:
    team = given_team()
    account_id = given_account(desk, team.provider_id)
    poll(desk, now=NOON)
    desk.google.revoke_account(BEN)

    poll(desk, now=after(1.5))

    assert account_now(account_id).status == "reconnect"
    assert [row.state for row in promised("calendar_poll")] == ["parked"]


def test_a_poll_that_nobody_promised_is_promised_again(desk: Desk) -> None:
    account_id = given_account(desk, given_team().provider_id)
    with unit_of_work() as work:
        outbox.forget_lane(work, account_id)
    assert promised("calendar_poll") == []

    promise_missing_polls(now=NOON)

    assert len(promised("calendar_poll")) == 1


class TestOurOwnEvents:
    """What a person did to them is heard of by a poll, and judged by a look."""

    @pytest.fixture
    def booking_id(self, desk: Desk, team: Team) -> str:
        booking_id = create_booking(wanted(team), by=ADMIN, now=NOON).id
        keep_promises(desk)
        return booking_id

    def test_moved(self, desk: Desk, booking_id: str) -> None:
        desk.google.person_moves(BEN, event_named(booking_id), HOUR)

        keep_promises(desk, now=after(1.5))

        link = link_of(booking_id)
        assert link is not None
        assert (link.inbound, link.moved_starts_at) == ("moved", TEN + HOUR)

    def test_moved_and_moved_back_leaves_nothing_to_decide(
        self, desk: Desk, booking_id: str
    ) -> None:
        desk.google.person_moves(BEN, event_named(booking_id), HOUR)
        keep_promises(desk, now=after(1.5))
        desk.google.person_moves(BEN, event_named(booking_id), -HOUR)
        keep_promises(desk, now=after(3))

        link = link_of(booking_id)
        assert link is not None
        assert (link.inbound, link.moved_starts_at) == ("", None)
        assert history(booking_id) == ["created", "flagged", "flagged"]

    def test_deleted_and_restored_leaves_nothing_to_decide(
        self, desk: Desk, booking_id: str
    ) -> None:
        desk.google.person_deletes(BEN, event_named(booking_id))
        keep_promises(desk, now=after(1.5))
        link = link_of(booking_id)
        assert link is not None
        assert link.inbound == "deleted"

        desk.google.person_changes(BEN, event_named(booking_id), status="confirmed")
        keep_promises(desk, now=after(3))

        link = link_of(booking_id)
        assert link is not None
        assert link.inbound == ""

    def test_deleted_while_the_sync_token_was_lost(self, desk: Desk, booking_id: str) -> None:
        poll(desk, now=after(1.5))
        desk.google.person_deletes(BEN, event_named(booking_id))
        desk.google.expire_sync_tokens(BEN)

        keep_promises(desk, now=after(3))

        link = link_of(booking_id)
        assert link is not None
        assert link.inbound == "deleted"

    def test_one_that_nothing_is_known_of_any_more_is_taken_for_its_bookings(
        self, desk: Desk, booking_id: str
    ) -> None:
        with unit_of_work() as work:
            remove_link(work, booking_id)
        desk.google.expire_sync_tokens(BEN)

        keep_promises(desk, now=after(1.5))

        link = link_of(booking_id)
        assert link is not None
        assert link.event_id == event_named(booking_id)
        assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]

    def test_one_that_was_replaced_and_comes_back_goes_again(
        self, desk: Desk, booking_id: str
    ) -> None:
        desk.google.person_deletes(BEN, event_named(booking_id))
        keep_promises(desk, now=after(1.5))
        put_back(booking_id, by=ADMIN, now=after(2))
        keep_promises(desk, now=after(3))
        desk.google.person_changes(BEN, event_named(booking_id), status="confirmed")
        assert len(shown(desk)) == 2

        keep_promises(desk, now=after(4.5))

        assert [each["id"] for each in desk.google.events(BEN)] == [event_named(booking_id, 1)]

    def test_written_by_us_asks_for_no_other_look(self, desk: Desk, booking_id: str) -> None:
        before = len(desk.google.requests)

        poll(desk, now=after(1.5))
        look(desk, now=after(1.5))

        assert [each["operation"] for each in desk.google.requests[before:]] == ["events.list"]
        assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]
