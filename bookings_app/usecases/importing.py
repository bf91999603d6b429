"""The verbs: contacts and bookings from a CSV file, looked at first, then all or nothing."""

from collections.abc import Callable
from datetime import datetime

from bookings_app.db.importing import hold_contacts
from bookings_app.db.locks import hold_providers
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_import
from bookings_app.domain.csv_file import Table, decoded, read_table
from bookings_app.domain.import_rows import COLUMNS, ImportKind, check_columns, kind_of, template
from bookings_app.usecases.import_report import ImportReport, RefusedRow, Remarks, import_refused
from bookings_app.usecases.importing_bookings import BookingsPlan, plan_bookings
from bookings_app.usecases.importing_contacts import AddressBook, read_contacts

__all__ = ["ImportKind", "ImportReport", "import_file", "look_at_file", "template"]

Store = Callable[[UnitOfWork], None]


def look_at_file(
    content: bytes, *, kind: ImportKind | None = None, by: Actor, now: datetime
) -> ImportReport:
    """What importing the file would do, and every row that would be refused. Stores nothing.

    Without a `kind` it is a file of bookings when it has a column for the service.

    Raises:
        Forbidden: only administrators and managers import.
        Invalid: the file as a whole cannot be read.
    """
    check_may_import(by)
    kind, table, remarks = _read(content, kind)
    with reading() as work:
        report, _ = _planned(work, kind, table, remarks, by=by, now=now)
    return report


def import_file(
    content: bytes, *, kind: ImportKind | None = None, by: Actor, now: datetime
) -> ImportReport:
    """Store all rows of the file, in one transaction.

    Whoever has the same phone is the same contact: what is not known of them is filled
    in. Bookings must be free for their provider; they may begin off the grid and lie
    outside working time, for they were agreed elsewhere: then they are marked. Notice,
    booking window and season of a service do not bind them. Who may see them finds
    them on the calendar, and is not notified one by one.

    Raises:
        Forbidden: only administrators and managers import.
        Invalid: the file as a whole cannot be read.
        ImportRefused: rows that cannot be taken, all of them named; nothing is stored.
    """
    check_may_import(by)
    kind, table, remarks = _read(content, kind)
    with unit_of_work() as work:
        hold_contacts(work)
        if kind is ImportKind.BOOKINGS:
            hold_providers(work)
        report, store = _planned(work, kind, table, remarks, by=by, now=now)
        if report.refused:
            raise import_refused(report.refused)
        store(work)
        work.settle()
        return report


def _read(content: bytes, kind: ImportKind | None) -> tuple[ImportKind, Table, Remarks]:
    text, notices = decoded(content)
    kind = kind or kind_of(text)
    table = read_table(text, COLUMNS[kind])
    check_columns(kind, table)
    remarks = Remarks(notices=list(notices))
    if table.left_out:
        remarks.notices.append(f"These columns are left out: {', '.join(table.left_out)}.")
    remarks.refused.extend(RefusedRow(line, "", message) for line, message in table.misshapen)
    return kind, table, remarks


def _planned(
    work: UnitOfWork,
    kind: ImportKind,
    table: Table,
    remarks: Remarks,
    *,
    by: Actor,
    now: datetime,
) -> tuple[ImportReport, Store]:
    """What would be done, and how to do it."""
    book = AddressBook(work)
    plan = BookingsPlan()
    if kind is ImportKind.CONTACTS:
        read_contacts(book, table.rows, remarks)
    else:
        plan = plan_bookings(work, book, table.rows, remarks, now=now)
    report = ImportReport(
        kind=kind,
        rows=len(table.rows) + len(table.misshapen),
        new_contacts=book.added,
        known_contacts=book.known,
        bookings=len(plan.wanted),
        outside_hours=sum(bool(each.outside_hours) for each in plan.wanted),
        notices=tuple(remarks.notices),
        refused=remarks.in_order(),
    )

    def store(work: UnitOfWork) -> None:
        book.store(work, now=now)
        plan.store(work, by=by, now=now)

    return report, store
