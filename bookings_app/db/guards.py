"""The data: making sure that the database itself refuses a double booking."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.refusals import is_overlap
from bookings_app.db.state import is_migrated
from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.types import new_id
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import SetupError

_HOUR = timedelta(hours=1)
_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)


class _Rehearsed(Exception):
    """Ends the rehearsal's transaction, so that nothing of it stays."""


def check_guards() -> None:
    """Try to book a provider twice, in a transaction that is always undone.

    The provider and everything else the attempts need exist only inside it.

    Raises:
        SetupError: the database is not migrated, or would have let an overlap in.
        DatabaseBusy: others held the database too long.
        DatabaseUnwritable: the database takes no writes.
    """
    with reading() as look:
        if not is_migrated(look):
            message = "The database is not what this version expects. Run `bookings migrate`."
            raise SetupError(message)
    with suppress(_Rehearsed), unit_of_work() as work:
        try_overlaps(work)
        raise _Rehearsed


def try_overlaps(work: UnitOfWork) -> None:
    """Try each way to an overlap once; what it leaves behind is for the caller to undo.

    Raises:
        SetupError: the database would have let one in.
    """
    connection = work.session.connection()
    rehearsal = _Rehearsal(connection)
    first = rehearsal.book(_NOON)
    freed = rehearsal.book(_NOON, status=BookingStatus.CANCELLED)
    later = rehearsal.book(_NOON + _HOUR)
    elsewhere = rehearsal.book(_NOON, provider_id=rehearsal.add_provider())
    for what, attempt in (
        ("a new booking", lambda: rehearsal.book(_NOON + _HOUR / 2)),
        ("a longer booking around others", lambda: rehearsal.book(_NOON - _HOUR, length=4 * _HOUR)),
        ("a cancelled booking restored", lambda: rehearsal.alter(freed, status="confirmed")),
        ("an earlier start", lambda: rehearsal.alter(later, blocks_from=_NOON + _HOUR / 2)),
        ("a later end", lambda: rehearsal.alter(first, blocks_to=_NOON + 2 * _HOUR)),
        (
            "another provider",
            lambda: rehearsal.alter(elsewhere, provider_id=rehearsal.provider_id),
        ),
    ):
        _insist_on_refusal(connection, what, attempt)


def _insist_on_refusal(connection: Connection, what: str, attempt: Callable[[], object]) -> None:
    try:
        with connection.begin_nested():
            attempt()
    except DBAPIError as error:
        if is_overlap(error):
            return
        raise
    message = (
        f"The database accepts {what} that overlaps another of the same provider:"
        " its guard is missing. Restore a backup, or migrate into a new database."
    )
    raise SetupError(message)


class _Rehearsal:
    """Somebody to book, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service_id, self._location_id = new_id(), new_id()
        self._add(ServiceRow(id=self._service_id, name="-", duration_minutes=60, created_at=_NOON))
        self._add(
            LocationRow(id=self._location_id, name="-", time_zone="Etc/UTC", created_at=_NOON)
        )
        self.provider_id = self.add_provider()

    def add_provider(self) -> str:
        provider_id = new_id()
        self._add(ProviderRow(id=provider_id, name="-", created_at=_NOON))
        return provider_id

    def book(
        self,
        starts_at: datetime,
        *,
        length: timedelta = _HOUR,
        status: BookingStatus = BookingStatus.CONFIRMED,
        provider_id: str = "",
    ) -> str:
        row = BookingRow(
            service_id=self._service_id,
            location_id=self._location_id,
            provider_id=provider_id or self.provider_id,
            service_name="-",
            location_name="-",
            provider_name="-",
            customer_name="-",
            starts_at=starts_at,
            ends_at=starts_at + length,
            blocks_from=starts_at,
            blocks_to=starts_at + length,
            time_zone="Etc/UTC",
            status=status,
            source="manual",
            cancellation_reason="-",
            created_by_kind="system",
            created_by_id="-",
            created_by_name="-",
            created_at=_NOON,
            updated_at=_NOON,
        )
        self._add(row)
        return row.id

    def alter(self, booking_id: str, **columns: object) -> None:
        statement = update(BookingRow).where(col(BookingRow.id) == booking_id)
        self._connection.execute(statement.values(columns))

    def _add(self, row: ServiceRow | LocationRow | ProviderRow | BookingRow) -> None:
        # Columns that came later are left to the database: this is tried on older shapes, too.
        self._connection.execute(insert(type(row)).values(row.model_dump(exclude_defaults=True)))
