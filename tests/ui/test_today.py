"""Today: its words, and its buttons."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.access import Action, Role
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.ui.toasts import Toasts
from bookings_app.ui.today.state import TodayState
from bookings_app.ui.today.words import DayWords
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.status_changes import mark_no_show
from bookings_app.usecases.today import DayBooking, Today
from bookings_app.usecases.views import CalendarEntry
from tests.factories import ADMIN, Team, given_team
from tests.members import given_member
from tests.members import signed_in as signed_in_as
from tests.stored_bookings import given_stored_booking
from tests.ui.tab import Tab, tabs

# A Wednesday; London's clocks show the same as UTC.
ELEVEN = datetime(2026, 11, 18, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONDON = ZoneInfo("Europe/London")


def booking(
    minutes: int = 0,
    *,
    status: BookingStatus = BookingStatus.CONFIRMED,
    customer: str = "Ana Ruiz",
    location: str = "Bath",
    time_zone: str = "Europe/London",
    phone: str = "",
    conversation: tuple[str, str] | None = None,
    actions: tuple[Action, ...] = (),
    outside_hours: str = "",
) -> DayBooking:
    """Three quarters of an hour, so many minutes after eleven."""
    starts_at = ELEVEN + minutes * MINUTE
    entry = CalendarEntry(
        id=f"b{minutes}",
        reference="BK-1",
        service_id="s",
        service_name="Follow-up session",
        location_id="l",
        location_name=location,
        provider_id="p",
        provider_name="Priya Nair",
        contact_id=None,
        customer_name=customer,
        starts_at=starts_at,
        ends_at=starts_at + 45 * MINUTE,
        time_zone=time_zone,
        status=status,
        source=BookingSource.MANUAL,
        outside_hours=outside_hours,
    )
    channel, external_id = conversation or (None, None)
    return DayBooking(entry, phone, "", channel, external_id, actions)


def said(day: Today, *, minutes: int = 20, zone: ZoneInfo = LONDON) -> DayWords:
    """What the page says of it, so many minutes after eleven."""
    return DayWords(day, viewer_zone=zone, now=ELEVEN + minutes * MINUTE)


def own(**parts: Any) -> Today:
    return Today(is_of_team=False, **parts)


def test_the_heading_has_the_date_and_where() -> None:
    one = own(now=[booking()])
    two = own(now=[booking()], coming=[booking(60, location="Wells")])
    three = own(over=[booking(location=name) for name in ("Bath", "Wells", "Bristol")])

    assert said(one).heading().line == "Wednesday 18 November · Bath"
    assert said(two).heading().line == "Wednesday 18 November · Bath and Wells"
    assert said(three).heading().line == "Wednesday 18 November · 3 locations"
    assert said(own()).heading().line == "Wednesday 18 November"
    assert said(one).heading().zone == ""


def test_a_day_in_another_zone_has_its_date_and_names_the_clock_once() -> None:
    tokyo = booking(300, location="Ginza", time_zone="Asia/Tokyo")
    words = said(own(coming=[tokyo]), minutes=240)

    assert words.heading().line == "Thursday 19 November · Ginza"
    assert words.heading().zone == "Asia/Tokyo time"
    assert words.card().time == "01:00 – 01:45"
    assert words.card().line == "Follow-up session"


def test_of_two_zones_each_booking_has_its_own_clock_named_where_it_differs() -> None:
    here, there = booking(60), booking(120, location="Málaga", time_zone="Europe/Madrid")
    rows = said(own(coming=[here, there])).rows([here, there])

    assert [row.time for row in rows] == ["12:00", "14:00"]
    assert [row.line for row in rows] == [
        "Follow-up session · Bath · 45 min",
        "Follow-up session · Málaga · 45 min · Europe/Madrid time",
    ]


def test_a_clock_that_shows_the_same_is_not_named() -> None:
    words = said(own(now=[booking(time_zone="Europe/Lisbon")]))

    assert words.heading().zone == ""
    assert words.card().line == "Follow-up session"


def test_the_card_is_what_runs_else_what_comes_next_and_takes_place() -> None:
    cancelled = booking(30, status=BookingStatus.CANCELLED)
    coming = [cancelled, booking(60, customer="Kenji Mori")]

    running = said(own(now=[booking()], coming=coming)).card()
    following = said(own(coming=coming)).card()

    assert (running.label, running.customer, running.time) == ("Now", "Ana Ruiz", "11:00 – 11:45")
    assert running.hint == ""
    assert (following.label, following.customer) == ("Next", "Kenji Mori")
    assert following.hint == "In 40 min. Complete and No-show from 12:00."
    assert said(own(coming=[cancelled])).card().id == ""


def test_what_no_longer_lies_within_working_time_says_so_on_the_card_and_in_its_row() -> None:
    hit, fine = booking(outside_hours="time_off"), booking(60)
    words = said(own(now=[hit], coming=[fine]))

    assert words.card().warning == "Outside working hours: time off"
    assert [row.warning for row in words.rows([hit, fine])] == [words.card().warning, ""]


def test_what_waits_for_approval_says_only_how_soon_it_is() -> None:
    card = said(own(coming=[booking(60, status=BookingStatus.PENDING)])).card()

    assert card.hint == "In 40 min."


def test_a_team_has_no_card_but_names_who_it_is_with() -> None:
    day = Today(is_of_team=True, now=[booking()])

    assert said(day).card().id == ""
    assert said(day).rows(day.now)[0].line == "Follow-up session · Priya Nair · 45 min"


@pytest.mark.parametrize(
    ("phone", "conversation", "call", "message"),
    [
        ("", None, "", ""),
        ("+44 20 7946 0000", None, "tel:+442079460000", "sms:+442079460000"),
        (
            "+44 20 7946 0000",
            ("whatsapp", "+44 7700 900123"),
            "tel:+442079460000",
            "https://wa.me/447700900123",
        ),
        ("", ("whatsapp", "+44 7700 900123"), "", "https://wa.me/447700900123"),
        (
            "+44 20 7946 0000",
            ("email", "ana@example.com"),
            "tel:+442079460000",
            "sms:+442079460000",
        ),
        ("javascript:alert(1)", ("whatsapp", "//evil.example"), "", ""),
    ],
)
def test_one_tap_calls_or_writes(
    phone: str, conversation: tuple[str, str] | None, call: str, message: str
) -> None:
    card = said(own(now=[booking(phone=phone, conversation=conversation)])).card()

    assert (card.call, card.message) == (call, message)


def test_only_what_may_be_done_has_a_button() -> None:
    answered = booking(actions=(Action.COMPLETE, Action.NO_SHOW))
    approved = booking(60, actions=(Action.CONFIRM,))
    rows = said(own()).rows([answered, approved, booking(120)])

    assert [(row.may_answer, row.may_confirm) for row in rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_what_waits_for_an_answer_names_the_day_unless_it_is_today() -> None:
    day = 24 * 60
    rows = said(own()).rows([booking(-60), booking(-day), booking(-2 * day), booking(-400 * day)])

    assert [row.day for row in rows] == ["", "Yesterday", "Mon 16 Nov", "Tue 14 Oct 2025"]


def test_what_was_given_back_is_dim_and_does_not_count_as_coming() -> None:
    words = said(own())
    rows = words.rows([booking(60), booking(90, status=BookingStatus.CANCELLED), booking(120)])

    assert [row.dim for row in rows] == [False, True, False]
    assert words.to_come(rows) == "2 to come"


def test_what_is_over_is_counted_by_status() -> None:
    statuses = (
        BookingStatus.NO_SHOW,
        BookingStatus.COMPLETED,
        BookingStatus.NO_SHOW,
        BookingStatus.CANCELLED,
        BookingStatus.COMPLETED,
    )
    day = own(over=[booking(status=status) for status in statuses])

    assert said(day).over() == "Earlier today: 2 completed, 1 cancelled, 2 no-shows"


def test_when_nothing_more_takes_place_the_next_booking_is_named() -> None:
    tomorrow = booking(22 * 60, customer="Nora Quinn")
    cancelled = booking(30, status=BookingStatus.CANCELLED)

    assert said(own(following=tomorrow)).nothing() == (
        "Nothing today. Next: Thu 19 Nov, 09:00, Nora Quinn."
    )
    assert said(own(coming=[cancelled], following=tomorrow)).nothing() == (
        "Nothing more today. Next: Thu 19 Nov, 09:00, Nora Quinn."
    )
    assert said(own()).nothing() == "Nothing today. Nothing is booked ahead."
    assert said(own(now=[booking()])).nothing() == ""


# --- The page ----------------------------------------------------------------------------


def at_the_page(deeds: Callable[[Tab], Awaitable[None]], token: str) -> None:
    """Open Today in a tab of that session, and do things there."""

    async def run() -> None:
        async with tabs() as opened:
            tab = opened.tab(token, path="/today")
            await tab.open()
            await deeds(tab)

    asyncio.run(run())


def given_provider_at_work() -> tuple[Team, str]:
    """A provider, and the token of their session."""
    team = given_team()
    given_member(email="ben@example.com", role=Role.PROVIDER, provider_id=team.provider_id)
    return team, signed_in_as("ben@example.com", now=datetime.now(UTC))


def status_of(booking_id: str) -> BookingStatus:
    return get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC)).status


@pytest.mark.usefixtures("sqlite_database")
class TestPage:
    def test_one_tap_answers_says_so_and_takes_the_booking_off(self) -> None:
        team, token = given_provider_at_work()
        booking_id = given_stored_booking(team, datetime.now(UTC) - 300 * MINUTE)

        async def deeds(tab: Tab) -> None:
            shown = await tab.send(TodayState.load)
            assert [row.customer for row in shown.var(TodayState, "unanswered")] == ["Ana Ruiz"]

            answer = await tab.send(TodayState.answer("complete", booking_id))

            assert answer.var(TodayState, "unanswered") == []
            assert answer.var(TodayState, "busy") == ""
            (toast,) = answer.var(Toasts, "waiting")
            assert (toast.text, toast.line) == ("Completed.", "Ana Ruiz, Haircut")

        at_the_page(deeds, token)

        assert status_of(booking_id) is BookingStatus.COMPLETED

    def test_the_second_half_of_a_double_tap_is_for_nothing(self) -> None:
        team, token = given_provider_at_work()
        booking_id = given_stored_booking(team, datetime.now(UTC) - 300 * MINUTE)

        async def deeds(tab: Tab) -> None:
            await tab.send(TodayState.load)
            await tab.send(TodayState.answer("no-show", booking_id))

            again = await tab.send(TodayState.answer("no-show", booking_id))

            assert again.vars == {}

        at_the_page(deeds, token)

        assert status_of(booking_id) is BookingStatus.NO_SHOW

    def test_when_somebody_was_faster_the_page_says_so_and_shows_what_is_true(self) -> None:
        team, token = given_provider_at_work()
        booking_id = given_stored_booking(team, datetime.now(UTC) - 300 * MINUTE)

        async def deeds(tab: Tab) -> None:
            await tab.send(TodayState.load)
            answer_elsewhere(booking_id)

            answer = await tab.send(TodayState.answer("complete", booking_id))

            assert answer.var(TodayState, "unanswered") == []
            assert answer.var(TodayState, "busy") == ""
            assert "Alba" in str(answer.var(Toasts, "waiting"))

        at_the_page(deeds, token)

        assert status_of(booking_id) is BookingStatus.NO_SHOW

    def test_nothing_is_answered_that_does_not_stand_on_the_page(self) -> None:
        team, token = given_provider_at_work()
        now = datetime.now(UTC)
        theirs = given_stored_booking(given_team(), now - 300 * MINUTE)
        coming = given_stored_booking(team, now + 60 * MINUTE, status=BookingStatus.PENDING)

        async def deeds(tab: Tab) -> None:
            await tab.send(TodayState.load)
            for action, booking_id in (
                ("complete", theirs),
                ("complete", coming),
                ("cancel", coming),
                ("nonsense", coming),
            ):
                answer = await tab.send(TodayState.answer(action, booking_id))
                assert answer.vars == {}

        at_the_page(deeds, token)

        assert status_of(theirs) is BookingStatus.CONFIRMED
        assert status_of(coming) is BookingStatus.PENDING

    def test_few_that_wait_are_shown_until_more_are_asked_for(self) -> None:
        team, token = given_provider_at_work()
        for days in range(1, 6):
            given_stored_booking(team, datetime.now(UTC) - timedelta(days=days))

        async def deeds(tab: Tab) -> None:
            shown = await tab.send(TodayState.load)
            assert len(shown.var(TodayState, "unanswered")) == 2
            assert shown.var(TodayState, "unanswered_hidden") == 3

            more = await tab.send(TodayState.show_all)

            assert len(more.var(TodayState, "unanswered")) == 5
            assert more.var(TodayState, "unanswered_hidden") == 0

        at_the_page(deeds, token)

    def test_nothing_of_a_customer_stays_when_the_page_is_left(self) -> None:
        team, token = given_provider_at_work()
        given_stored_booking(team, datetime.now(UTC) - 300 * MINUTE)

        async def deeds(tab: Tab) -> None:
            await tab.send(TodayState.load)

            left = await tab.send(TodayState.leave)

            assert left.var(TodayState, "unanswered") == []
            assert left.var(TodayState, "known") is False
            ignored = await tab.send(TodayState.refresh)
            assert ignored.vars == {}

        at_the_page(deeds, token)


def answer_elsewhere(booking_id: str) -> None:
    """An administrator marks it as no-show meanwhile."""
    mark_no_show(booking_id, by=ADMIN, now=datetime.now(UTC))
