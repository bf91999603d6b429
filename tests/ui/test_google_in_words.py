"""What a person did to a booking's event in Google, in the bell, in messages and in its details."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.domain.interval import Interval
from bookings_app.domain.news import is_news
from bookings_app.ui.booking_details.google_words import InGoogle, in_google
from bookings_app.ui.booking_details.words import in_words
from bookings_app.ui.live.words import words_for
from bookings_app.ui.notifications.words import entry_of
from bookings_app.usecases.google_badges import NO_BADGE, SyncBadge
from bookings_app.usecases.notifications import Notification
from bookings_app.usecases.views import CalendarEntry, ChangeView
from tests.ui.test_booking_words import BOOKING, change

MADRID = ZoneInfo("Europe/Madrid")
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
NOON = TEN + timedelta(hours=2)
MOVED = {"event": "moved", "starts_at": NOON.isoformat(), "ends_at": NOON.isoformat()}

NEWS = Notification(
    change_number=7,
    booking_id="b-1",
    what="flagged",
    by_id="google-calendar",
    by_name="Google Calendar",
    at=TEN,
    reason="",
    status_after="",
    service_name="Haircut",
    customer_name="Ana Ruiz",
    provider_name="Ben",
    starts_at=TEN,
    time_zone="Europe/Madrid",
    moved_to_at=NOON,
    moved_to_provider="",
    is_read=False,
    in_google="moved",
)


@pytest.mark.parametrize(
    ("in_google", "moved_to_at", "said", "line"),
    [
        (
            "moved",
            NOON,
            "In Google Calendar somebody moved Haircut for Ana Ruiz",
            "Mon 9 Mar, 10:00 → Mon 9 Mar, 12:00",
        ),
        (
            "deleted",
            None,
            "In Google Calendar somebody deleted Haircut for Ana Ruiz",
            "Mon 9 Mar, 10:00 with Ben",
        ),
    ],
)
def test_the_bell_says_what_was_done_and_where_it_is_now(
    in_google: str, moved_to_at: datetime | None, said: str, line: str
) -> None:
    news = replace(NEWS, in_google=in_google, moved_to_at=moved_to_at)

    told = entry_of([news], zone=MADRID, now=TEN).told

    assert (told.sentence(), told.line) == (said, line)


def test_many_are_counted() -> None:
    group = [replace(NEWS, booking_id=f"b-{number}") for number in range(4)]

    sentence = entry_of(group, zone=MADRID, now=TEN).told.sentence()

    assert sentence == "Google Calendar has 4 bookings that somebody moved or deleted there"


def test_a_message_says_the_same() -> None:
    told = words_for(_change(MOVED), _entry(), {})

    assert told.sentence() == "In Google Calendar somebody moved Haircut for Ana Ruiz"
    assert told.line == "Mon 9 Mar, 10:00 → Mon 9 Mar, 12:00"


@pytest.mark.parametrize(("event", "told"), [("moved", True), ("deleted", True), ("", False)])
def test_that_all_is_well_again_is_no_news(event: str, told: bool) -> None:
    assert is_news("flagged", {"event": event}) is told


@pytest.mark.parametrize(
    ("after", "deed"),
    [
        (MOVED, "says that somebody moved the event there, to Mon 9 Mar, 12:00"),
        ({"event": "deleted"}, "says that somebody deleted the event there"),
        ({"event": ""}, "settled what was done to the event in Google"),
    ],
)
def test_history_keeps_it(after: dict[str, str], deed: str) -> None:
    booking = replace(BOOKING, history=(change(1, "flagged", after=after),))

    shown = in_words(booking, viewer_zone=MADRID, now=TEN)

    assert [(line.sign, line.deed) for line in shown.history] == [("edited", deed)]


@pytest.mark.parametrize(
    ("badge", "shown"),
    [
        (NO_BADGE, InGoogle()),
        (SyncBadge(CalendarBadge.SYNCED), InGoogle("synced", "Synced")),
        (SyncBadge(CalendarBadge.WAITING), InGoogle("waiting", "Waiting")),
        (
            SyncBadge(CalendarBadge.WAITING, "It was busy.", tried_at=NOON),
            InGoogle("waiting", "Waiting", "It was busy. It is tried again at 12:00."),
        ),
        (
            SyncBadge(CalendarBadge.WAITING, "It was busy.", tried_at=TEN),
            InGoogle("waiting", "Waiting", "It was busy. It is tried again soon."),
        ),
        (
            SyncBadge(CalendarBadge.ATTENTION, "It was refused."),
            InGoogle("attention", "Needs attention", "It was refused."),
        ),
        (
            SyncBadge(CalendarBadge.ATTENTION, moved_to=Interval(NOON, NOON + timedelta(hours=1))),
            InGoogle(
                "attention",
                "Needs attention",
                flag="moved",
                said="Somebody moved it in Google Calendar to Mon 9 Mar, 12:00 – 13:00.",
            ),
        ),
        (
            SyncBadge(
                CalendarBadge.ATTENTION,
                moved_to=Interval(NOON, NOON + timedelta(hours=1)),
                is_resized=True,
            ),
            InGoogle(
                "attention",
                "Needs attention",
                flag="resized",
                said="Somebody changed how long it is in Google Calendar: 12:00 – 13:00."
                " The booking stands.",
            ),
        ),
        (
            SyncBadge(CalendarBadge.ATTENTION, is_deleted=True),
            InGoogle(
                "attention",
                "Needs attention",
                flag="deleted",
                said="Somebody deleted it in Google Calendar. The booking stands.",
            ),
        ),
        (SyncBadge(CalendarBadge.NOT_CONNECTED), InGoogle("not_connected", "Not connected")),
    ],
)
def test_the_badge_in_words(badge: SyncBadge, shown: InGoogle) -> None:
    assert in_google(badge, allowed=(), zone=MADRID, now=TEN) == shown


@pytest.mark.parametrize(
    ("badge", "allowed", "choices"),
    [
        ("moved", ("cancel", "reschedule", "edit"), ["accept", "put_back"]),
        ("moved", ("edit",), ["put_back"]),
        ("moved", (), []),
        ("deleted", ("cancel", "reschedule", "edit"), ["cancel", "restore"]),
        ("deleted", ("edit",), ["restore"]),
        ("deleted", (), []),
        ("", ("cancel", "reschedule", "edit"), ["try_again"]),
        ("", (), []),
    ],
)
def test_what_can_be_done_about_it_is_what_its_reader_may(
    badge: str, allowed: tuple[str, ...], choices: list[str]
) -> None:
    found = SyncBadge(
        CalendarBadge.ATTENTION,
        moved_to=Interval(NOON, NOON + timedelta(hours=1)) if badge == "moved" else None,
        is_deleted=badge == "deleted",
    )

    assert in_google(found, allowed=allowed, zone=MADRID, now=TEN).choices == choices


def _change(after: dict[str, str]) -> ChangeView:
    who = ("member", "google-calendar", "Google Calendar")
    return ChangeView(7, "b-1", "flagged", *who, TEN, {}, after, "")


def _entry() -> CalendarEntry:
    return CalendarEntry(
        id="b-1",
        reference="BK-1",
        service_id="s",
        service_name="Haircut",
        location_id="l",
        location_name="Old Town",
        provider_id="p",
        provider_name="Ben",
        contact_id=None,
        customer_name="Ana Ruiz",
        starts_at=TEN,
        ends_at=TEN + timedelta(hours=1),
        time_zone="Europe/Madrid",
        status=BOOKING.status,
        source=BOOKING.source,
    )
