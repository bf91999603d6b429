"""What follows from what Google answers, and from what a person did over there."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.google_answers import (
    Follows,
    Inbound,
    KnownEvent,
    Verdict,
    judged,
    what_follows,
)
from bookings_app.domain.google_events import WantedEvent
from bookings_app.domain.interval import Interval

NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
AT_NINE, AT_TEN = Interval(NINE, NINE + HOUR), Interval(NINE + HOUR, NINE + 2 * HOUR)
WANTED = WantedEvent(
    "b3a0c8f0-4d6b-4a53-9c3e-9a1c4b1f5d10", "Haircut - Ana", "", "", AT_NINE, "Europe/Madrid"
)
KNOWN = KnownEvent(was_there=True)
NEW = KnownEvent(was_there=False)


@pytest.mark.parametrize(
    ("status", "reason", "follows"),
    [
        (None, "", Follows.RETRY),
        (401, "authError", Follows.RETRY),
        (403, "rateLimitExceeded", Follows.RETRY),
        (403, "userRateLimitExceeded", Follows.RETRY),
        (403, "quotaExceeded", Follows.RETRY),
        (408, "", Follows.RETRY),
        (429, "rateLimitExceeded", Follows.RETRY),
        (500, "backendError", Follows.RETRY),
        (503, "", Follows.RETRY),
        (None, "invalid_grant", Follows.RECONNECT),
        (403, "insufficientPermissions", Follows.RECONNECT),
        (404, "notFound", Follows.GONE),
        (410, "deleted", Follows.GONE),
        (409, "duplicate", Follows.EXISTS),
        (412, "conditionNotMet", Follows.CHANGED),
        (400, "invalid", Follows.REFUSED),
        (403, "forbidden", Follows.REFUSED),
        (403, "requiredAccessLevel", Follows.REFUSED),
    ],
)
def test_a_failure_asks_for(status: int | None, reason: str, follows: Follows) -> None:
    assert what_follows(status, reason) is follows


def there(time: Interval = AT_NINE, *, version: str = WANTED.version) -> dict[str, Any]:
    return {
        "status": "confirmed",
        "start": {"dateTime": time.starts_at.isoformat()},
        "end": {"dateTime": time.ends_at.isoformat()},
        "extendedProperties": {"private": {"version": version}},
    }


@pytest.mark.parametrize(
    ("event", "known", "verdict"),
    [
        (there(), KNOWN, Verdict()),
        (there(), NEW, Verdict()),
        (there(version="old"), KNOWN, Verdict(write=True)),
        (None, NEW, Verdict(make_another=True)),
        ({"status": "cancelled"}, NEW, Verdict(make_another=True)),
        (None, KNOWN, Verdict(Inbound.DELETED)),
        ({"status": "cancelled"}, KNOWN, Verdict(Inbound.DELETED)),
        (there(AT_TEN), KNOWN, Verdict(Inbound.MOVED, AT_TEN, with_times=False)),
        (
            there(AT_TEN, version="old"),
            KNOWN,
            Verdict(Inbound.MOVED, AT_TEN, write=True, with_times=False),
        ),
        # Put back from there: written over, and from nowhere else.
        (
            there(AT_TEN),
            KnownEvent(was_there=True, inbound=Inbound.NOTHING, moved=AT_TEN),
            Verdict(write=True),
        ),
        (
            there(Interval(NINE, NINE + 2 * HOUR)),
            KnownEvent(was_there=True, inbound=Inbound.NOTHING, moved=AT_TEN),
            Verdict(Inbound.MOVED, Interval(NINE, NINE + 2 * HOUR), with_times=False),
        ),
        # Moved back, or restored, by whoever did it.
        (there(), KnownEvent(was_there=True, inbound=Inbound.MOVED, moved=AT_TEN), Verdict()),
        (there(), KnownEvent(was_there=True, inbound=Inbound.DELETED), Verdict()),
    ],
)
def test_an_event_is_judged(
    event: dict[str, Any] | None, known: KnownEvent, verdict: Verdict
) -> None:
    assert judged(event, WANTED, known, zone=ZoneInfo("Europe/Madrid")) == verdict
