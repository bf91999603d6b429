"""The data: which provider is connected with which Google account, by the question asked."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from bookings_app.db import outbox
from bookings_app.db.booking_tables import BookingRow, EventRow
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google_tables import (
    BusyBlockRow,
    CalendarLinkRow,
    GoogleAccountRow,
    GoogleCalendarRow,
    GoogleSignInRow,
)
from bookings_app.db.tables import ProviderRow
from bookings_app.db.unit_of_work import UnitOfWork

# A promise to leave an account that somebody has disconnected.
GOODBYE = "google_goodbye"
# A promise to exchange the code that somebody brought back from the consent page.
EXCHANGE = "google_exchange"
POLL = "calendar_poll"


def account_of(
    work: UnitOfWork, provider_id: str, *, for_update: bool = False
) -> GoogleAccountRow | None:
    """The account of a provider. Locked `for_update`, nobody else changes it meanwhile."""
    query = select(GoogleAccountRow).where(GoogleAccountRow.provider_id == provider_id)
    return work.session.exec(query.with_for_update() if for_update else query).first()


def account(
    work: UnitOfWork, account_id: str, *, for_update: bool = False
) -> GoogleAccountRow | None:
    """One of them."""
    query = select(GoogleAccountRow).where(GoogleAccountRow.id == account_id)
    return work.session.exec(query.with_for_update() if for_update else query).first()


def shared_with(work: UnitOfWork, row: GoogleAccountRow) -> Sequence[str]:
    """The other providers who are connected with the same account at Google, by name."""
    query = (
        select(ProviderRow.name)
        .join(GoogleAccountRow, col(GoogleAccountRow.provider_id) == col(ProviderRow.id))
        .where(GoogleAccountRow.email == row.email, GoogleAccountRow.id != row.id)
        .order_by(ProviderRow.name)
    )
    return work.session.exec(query).all()


def calendars_of(work: UnitOfWork, account_id: str) -> Sequence[GoogleCalendarRow]:
    """The calendars of an account, its own first, by name."""
    query = (
        select(GoogleCalendarRow)
        .where(GoogleCalendarRow.account_id == account_id)
        .order_by(
            col(GoogleCalendarRow.is_own).desc(), GoogleCalendarRow.name, GoogleCalendarRow.id
        )
    )
    return work.session.exec(query).all()


def sign_in(
    work: UnitOfWork, state_hash: str, *, for_update: bool = False
) -> GoogleSignInRow | None:
    """Who went to the consent page with that state. Locked `for_update`: it works once."""
    query = select(GoogleSignInRow).where(GoogleSignInRow.state_hash == state_hash)
    return work.session.exec(query.with_for_update() if for_update else query).first()


def last_who_came_back(work: UnitOfWork, provider_id: str) -> GoogleSignInRow | None:
    """Who came back for that provider from the consent page, having gone there last.

    Nobody, once it was told how that ended.
    """
    query = (
        select(GoogleSignInRow)
        .where(
            GoogleSignInRow.provider_id == provider_id,
            GoogleSignInRow.code != "",
            ~col(GoogleSignInRow.told),
        )
        .order_by(col(GoogleSignInRow.created_at).desc(), GoogleSignInRow.state_hash)
    )
    return work.session.exec(query.limit(1)).first()


def settle_sign_in(work: UnitOfWork, state_hash: str, *, outcome: str) -> None:
    """Note how it ended. Whoever was connected stays it: a code is good for one exchange."""
    table = GoogleSignInRow
    work.session.exec(
        update(table)
        .where(col(table.state_hash) == state_hash, col(table.outcome) == "")
        .values(outcome=outcome)
    )


def tell_outcomes(work: UnitOfWork, provider_id: str) -> None:
    """Note that it was told how it ended, whatever has ended for that provider."""
    table = GoogleSignInRow
    work.session.exec(
        update(table)
        .where(col(table.provider_id) == provider_id, col(table.outcome) != "", ~col(table.told))
        .values(told=True)
    )


def forget_sign_ins(work: UnitOfWork, *, before: datetime) -> None:
    """Forget who went there, and how it ended for those who came back."""
    work.session.exec(delete(GoogleSignInRow).where(col(GoogleSignInRow.created_at) <= before))


def bookings_to_write(work: UnitOfWork, provider_id: str, *, after: datetime) -> Sequence[str]:
    """The bookings of a provider that have an event and are not over then, soonest first."""
    query = (
        select(EventRow.booking_id)
        .where(EventRow.provider_id == provider_id, col(EventRow.ends_at) > after)
        .order_by(col(EventRow.starts_at), EventRow.booking_id)
    )
    return work.session.exec(query).all()


def bookings_written(work: UnitOfWork, account_id: str, *, after: datetime) -> Sequence[str]:
    """The bookings that have an event in Google and are not over then."""
    query = (
        select(CalendarLinkRow.booking_id)
        .join(GoogleCalendarRow, col(GoogleCalendarRow.id) == CalendarLinkRow.calendar_id)
        .join(BookingRow, col(BookingRow.id) == CalendarLinkRow.booking_id)
        .where(GoogleCalendarRow.account_id == account_id, col(BookingRow.ends_at) > after)
    )
    return work.session.exec(query).all()


def forget_links(work: UnitOfWork, account_id: str, *, but: Collection[str] = ()) -> None:
    """Forget which events in Google are ours, those of the bookings `but` excepted."""
    work.session.exec(
        delete(CalendarLinkRow).where(
            col(CalendarLinkRow.calendar_id).in_(_ids_of(account_id)),
            col(CalendarLinkRow.booking_id).not_in(list(but)),
        )
    )


def is_linked(work: UnitOfWork, calendar_id: str) -> bool:
    """Whether an event of ours is known to be in a calendar."""
    query = select(CalendarLinkRow.booking_id).where(CalendarLinkRow.calendar_id == calendar_id)
    return work.session.exec(query.limit(1)).first() is not None


def has_links(work: UnitOfWork, account_id: str) -> bool:
    """Whether an event of ours is known to be in any calendar of the account."""
    query = select(CalendarLinkRow.booking_id).where(
        col(CalendarLinkRow.calendar_id).in_(_ids_of(account_id))
    )
    return work.session.exec(query.limit(1)).first() is not None


def forget_busy(work: UnitOfWork, calendar_ids: Collection[str]) -> None:
    """Have those calendars keep nobody busy, and be looked at from the start when they do again."""
    if not calendar_ids:
        return
    known = {"sync_token": "", "window_until": None, "polled_at": None, "failing_since": None}
    connection = work.session.connection()
    work.session.flush()
    connection.execute(delete(BusyBlockRow).where(col(BusyBlockRow.calendar_id).in_(calendar_ids)))
    connection.execute(
        update(GoogleCalendarRow).where(col(GoogleCalendarRow.id).in_(calendar_ids)).values(**known)
    )


def forget_calendars(work: UnitOfWork, row: GoogleAccountRow) -> None:
    """Forget the calendars of an account, and everything known or promised of them."""
    ids = [each.id for each in calendars_of(work, row.id)]
    forget_links(work, row.id)
    work.session.exec(delete(BusyBlockRow).where(col(BusyBlockRow.calendar_id).in_(ids)))
    work.session.exec(delete(GoogleCalendarRow).where(col(GoogleCalendarRow.id).in_(ids)))
    for lane in (row.provider_id, row.id):
        outbox.forget_lane(work, lane)


def remove(work: UnitOfWork, row: GoogleAccountRow) -> None:
    """Forget an account altogether."""
    forget_calendars(work, row)
    work.session.exec(delete(GoogleAccountRow).where(col(GoogleAccountRow.id) == row.id))


def promise_looks(
    work: UnitOfWork, booking_ids: Collection[str], *, provider_id: str, now: datetime
) -> None:
    """Promise to compare each of these bookings with Google, beginning with the first."""
    for booking_id in booking_ids:
        outbox.promise(work, outbox.Promise(CALENDAR, booking_id, provider_id), now=now)


def promise_polls(work: UnitOfWork, row: GoogleAccountRow, *, now: datetime) -> None:
    """Promise to look at what is in each calendar that is written to or keeps somebody busy."""
    for each in calendars_of(work, row.id):
        if each.writes or each.blocks:
            outbox.promise(work, outbox.Promise(POLL, each.id, row.id), now=now)


def release(work: UnitOfWork, row: GoogleAccountRow, *, now: datetime) -> None:
    """Go on with what was parked of an account."""
    for lane in (row.provider_id, row.id):
        outbox.release_lane(work, lane, now=now)


def _ids_of(account_id: str):  # noqa: ANN202 - a subquery
    return select(GoogleCalendarRow.id).where(GoogleCalendarRow.account_id == account_id)
