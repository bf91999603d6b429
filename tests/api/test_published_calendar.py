"""The feed of a calendar as calendar programs read it: RFC 5545, over HTTP, without signing in."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical

from bookings_app.api.published_calendar import written
from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.calendar_feed import (
    FeedEvent,
    PublishedCalendar,
    make_feed_address,
    revoke_feed_address,
)
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking
from tests.api.browser import browser
from tests.factories import ADMIN, Team, given_team
from tests.members import actor_of, given_member, signed_in

DESK = "https://bookings.example.com"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
# Clocks that change by an hour or half of one, for a month, on other days, or never.
ZONES = (
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Europe/Dublin",
)


def event(**said: Any) -> FeedEvent:
    usual: dict[str, Any] = {
        "booking_id": "6f1c1f0e-6a54-4b8e-9d57-0a6f0f6b8a11",
        "reference": "BK-7K2MQX",
        "title": "Haircut - Ana Ruiz",
        "status": BookingStatus.CONFIRMED,
        "starts_at": TEN,
        "ends_at": TEN + HOUR,
        "location_name": "Old Town",
        "address": "Calle Mayor 1",
        "time_zone": "Europe/Madrid",
        "revision": 0,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return FeedEvent(**{**usual, **said})


def entries_in(document: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(document).events)


def read_back(*events: FeedEvent) -> list[Any]:
    return entries_in(written(PublishedCalendar("Ben · Bookings", list(events)), DESK))


def test_an_event_to_the_letter() -> None:
    document = written(PublishedCalendar("Ben · Bookings", [event()]), DESK)

    assert document.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Bookings//Provider calendar//EN",
        "NAME:Ben · Bookings",
        "X-WR-CALNAME:Ben · Bookings",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL;VALUE=DURATION:PT15M",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Madrid",
        "BEGIN:STANDARD",
        "DTSTART:20260308T100000",
        "TZNAME:CET",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Haircut - Ana Ruiz",
        "DTSTART;TZID=Europe/Madrid:20260309T100000",
        "DTEND;TZID=Europe/Madrid:20260309T110000",
        "DTSTAMP:20260302T120000Z",
        "UID:6f1c1f0e-6a54-4b8e-9d57-0a6f0f6b8a11",
        "SEQUENCE:0",
        "CREATED:20260302T120000Z",
        "DESCRIPTION:Confirmed\\, BK-7K2MQX\\nMonday 9 March 2026\\, 10:00 in Old Town",
        "LAST-MODIFIED:20260302T120000Z",
        "LOCATION:Old Town\\, Calle Mayor 1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://bookings.example.com/bookings?booking=6f1c1f0e-6a54-4b8e-9d57-",
        " 0a6f0f6b8a11",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("status", "told", "takes_time", "title"),
    [
        (BookingStatus.CONFIRMED, "CONFIRMED", "OPAQUE", "Haircut - Ana Ruiz"),
        (BookingStatus.COMPLETED, "CONFIRMED", "OPAQUE", "Haircut - Ana Ruiz"),
        (BookingStatus.NO_SHOW, "CONFIRMED", "TRANSPARENT", "Haircut - Ana Ruiz"),
        (BookingStatus.CANCELLED, "CANCELLED", "TRANSPARENT", "Cancelled: Haircut - Ana Ruiz"),
        (BookingStatus.RESCHEDULED, "CANCELLED", "TRANSPARENT", "Rescheduled: Haircut - Ana Ruiz"),
    ],
)
def test_what_became_of_it(status: BookingStatus, told: str, takes_time: str, title: str) -> None:
    (entry,) = read_back(event(status=status))

    assert (entry["STATUS"], entry["TRANSP"], entry["SUMMARY"]) == (told, takes_time, title)


def test_text_is_text_whatever_is_in_it() -> None:
    title = 'Cut; colour, "wash" - Ana\\n:BEGIN\r\nEND:VCALENDAR ' + "ñ😀" * 60

    (entry,) = read_back(event(title=title, location_name="<b>", address=""))

    assert str(entry["SUMMARY"]).replace("\n", "\r\n") == title
    assert entry["LOCATION"] == "<b>"


def test_no_line_is_longer_than_75_bytes() -> None:
    document = written(PublishedCalendar("x" * 300, [event(title="ñ😀" * 200)]), DESK)

    assert max(map(len, document.split(b"\r\n"))) <= 75
    document.decode()


@pytest.mark.parametrize("zone", ZONES)
def test_through_a_year_each_start_is_its_own_instant_for_who_knows_only_the_document(
    zone: str,
) -> None:
    starts = a_year_of(ZoneInfo(zone))
    events = [event(starts_at=at, ends_at=at + HOUR, time_zone=zone) for at in starts]

    document = written(PublishedCalendar("Ben", events), DESK).decode()

    only_by_this = tzical(StringIO(document)).get(zone)
    told = re.findall(r"^DTSTART(?:;TZID=\S+?)?:(\d{8}T\d{6}Z?)\r$", document, re.M)[-len(starts) :]
    assert [as_said(each, only_by_this) for each in told] == starts


def a_year_of(zone: ZoneInfo) -> list[datetime]:
    """An instant of each day, and each half hour around each change of the clock."""

    def changes_near(at: datetime) -> bool:
        around = (at - 3 * HOUR, at, at + 3 * HOUR)
        return len({each.astimezone(zone).utcoffset() for each in around}) > 1

    first = datetime(2026, 1, 1, 7, 15, tzinfo=UTC)
    steps = [(number, first + number * HOUR / 2) for number in range(365 * 48)]
    return [at for number, at in steps if number % 48 == 0 or changes_near(at)]


def as_said(text: str, zone: Any) -> datetime:
    """A DATE-TIME as RFC 5545, 3.3.5 reads it; of two equal ones the first is meant."""
    said = datetime.fromisoformat(text.removesuffix("Z"))
    return said.replace(tzinfo=UTC if text.endswith("Z") else zone).astimezone(UTC)


def test_an_hour_that_comes_again_is_told_in_utc() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    told = [
        entry["DTSTART"].to_ical()
        for entry in read_back(event(starts_at=first), event(starts_at=first + HOUR))
    ]

    assert told == [b"20261025T023000", b"20261025T013000Z"]


def test_of_two_equal_clock_times_the_description_says_which() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    entries = read_back(event(starts_at=first), event(starts_at=first + HOUR))

    said = [str(entry["DESCRIPTION"]).partition("\n")[2] for entry in entries]
    assert said == [
        "Sunday 25 October 2026, 02:30 (UTC+2) in Old Town",
        "Sunday 25 October 2026, 02:30 (UTC+1) in Old Town",
    ]


class Phone:
    """A calendar program: it keeps what it was told of each event at the highest revision."""

    def __init__(self, team: Team) -> None:
        given_member(role=Role.PROVIDER, provider_id=team.provider_id)
        self.owner = actor_of(signed_in(now=datetime.now(UTC)), now=datetime.now(UTC))
        self.path = make_feed_address(team.provider_id, by=self.owner, now=datetime.now(UTC)).path
        self.kept: dict[str, Any] = {}
        self.tag = ""

    def polls(self) -> int:
        """Ask whether there is anything new."""
        answer = browser().get(self.path, headers={"If-None-Match": self.tag} if self.tag else {})
        if answer.status_code == 200:
            self.tag = answer.headers["etag"]
            for told in entries_in(answer.content):
                kept = self.kept.get(told["UID"])
                if kept is None or told["SEQUENCE"] > kept["SEQUENCE"]:
                    self.kept[told["UID"]] = told
        return answer.status_code

    def shows(self) -> list[tuple[str, datetime]]:
        """What stands in it, by start."""
        standing = [each for each in self.kept.values() if each["STATUS"] != "CANCELLED"]
        return sorted((str(each["SUMMARY"]), each.DTSTART) for each in standing)


def monday(hour: int) -> datetime:
    """A Monday a few weeks from now, by the clock of UTC."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return now.replace(hour=hour) + timedelta(days=28 - now.weekday())


def booked(team: Team, starts_at: datetime) -> str:
    new = NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=team.provider_id,
        starts_at=starts_at,
        customer=CustomerDetails("Ana Ruiz", "+34 600 111 222", "ana@example.com", ""),
    )
    return create_booking(new, by=ADMIN, now=datetime.now(UTC)).id


@pytest.mark.usefixtures("database")
def test_a_phone_follows_an_edit_a_reschedule_and_a_cancellation() -> None:
    team = given_team(time_zone="UTC")
    phone = Phone(team)
    booking_id = booked(team, monday(9))
    now = datetime.now(UTC)

    assert phone.polls() == 200
    assert phone.shows() == [("Haircut - Ana Ruiz", monday(9))]

    edit_customer(booking_id, CustomerChanges(name="Ana Sol"), by=ADMIN, now=now)
    assert phone.polls() == 200
    assert phone.shows() == [("Haircut - Ana Sol", monday(9))]

    moved = reschedule_booking(booking_id, monday(14), by=ADMIN, now=now).id
    assert phone.polls() == 200
    assert phone.shows() == [("Haircut - Ana Sol", monday(14))]

    cancel_booking(moved, by=ADMIN, reason="Flu", now=now)
    assert phone.polls() == 200
    assert phone.shows() == []
    assert phone.polls() == 304


@pytest.mark.usefixtures("sqlite_database")
def test_it_is_a_file_for_calendars_and_no_cache_on_the_way_keeps_it() -> None:
    team = given_team(time_zone="UTC")
    phone = Phone(team)
    booked(team, monday(9))

    answer = browser().get(phone.path)
    head = browser().request("HEAD", phone.path)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]
    assert "600 111" not in answer.text
    assert "ana@example.com" not in answer.text


@pytest.mark.usefixtures("sqlite_database")
def test_what_is_no_address_answers_like_one_that_was_revoked() -> None:
    team = given_team()
    phone = Phone(team)
    revoke_feed_address(team.provider_id, by=phone.owner)

    answers = [
        browser().get(path)
        for path in (
            phone.path,
            "/calendar/feed/nonsense.ics",
            "/calendar/feed/%00%C3.ics",
            "/calendar/feed/nonsense",
            "/calendar/feed/a/b.ics",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"not_found"}
    assert answers[0].json() == answers[1].json()


@pytest.mark.usefixtures("sqlite_database")
def test_it_is_only_to_be_read() -> None:
    phone = Phone(given_team())

    answers = [browser().request(method, phone.path) for method in ("POST", "PUT", "DELETE")]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert phone.polls() == 200
