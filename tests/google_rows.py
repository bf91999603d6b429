"""What lies in the database once the worker has been at Google, put there without Google."""

from datetime import datetime

from bookings_app.db import outbox
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google_tables import CalendarLinkRow, GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.unit_of_work import unit_of_work
from tests.factories import NOON

NO_ACCESS = "Google gives no access any more. Connect the account again."
HAS_FAILED = "Google answered 503."


def given_account(
    provider_id: str, *, status: str = "connected", failing_since: datetime | None = None
) -> str:
    """An account of that provider; the id of the calendar that is written to."""
    account = GoogleAccountRow(
        provider_id=provider_id,
        email="ben@example.com",
        refresh_token="-",
        scopes="",
        status=status,
        reason=NO_ACCESS if status == "reconnect" else "",
        connected_by_name="Ben",
        connected_at=NOON,
        last_ok_at=NOON,
        last_error=HAS_FAILED if failing_since else "",
    )
    calendar = GoogleCalendarRow(
        account_id=account.id,
        google_id="ben@example.com",
        name="Ben",
        time_zone="Europe/Madrid",
        writes=True,
        blocks=True,
        failing_since=failing_since,
    )
    with unit_of_work() as work:
        for row in (account, calendar):
            work.session.add(row)
            work.session.flush()
    return calendar.id


def given_event(
    booking_id: str,
    calendar_id: str,
    *,
    inbound: str = "",
    moved: tuple[datetime, datetime] | None = None,
) -> None:
    """An event of a booking that agrees with it, but for what a person did to it."""
    with unit_of_work() as work:
        outbox.forget_subjects(work, CALENDAR, [booking_id])
        work.session.add(
            CalendarLinkRow(
                booking_id=booking_id,
                calendar_id=calendar_id,
                event_id=f"bk{booking_id}",
                synced_version="1",
                inbound=inbound,
                moved_starts_at=moved[0] if moved else None,
                moved_ends_at=moved[1] if moved else None,
                updated_at=NOON,
            )
        )


def given_look(
    booking_id: str,
    provider_id: str,
    *,
    state: str = "ready",
    reason: str = "",
    now: datetime = NOON,
) -> None:
    """A look that is promised to a booking, or is not made any more."""
    look = outbox.Promise(
        CALENDAR, subject=booking_id, lane=provider_id, state=state, reason=reason
    )
    with unit_of_work() as work:
        outbox.promise(work, look, now=now)
