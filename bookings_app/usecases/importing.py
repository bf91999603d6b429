"""The verbs: contacts and bookings from a CSV file, looked at first, then all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bookings_app.db.locks import hold_contacts, hold_providers
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_import
from bookings_app.domain.csv_file import Table, decoded, read_table
from bookings_app.domain.import_rows import (
    COLUMNS,
    ImportKind,
    check_columns,
    kind_of,
    template,
    without_example,
)
from bookings_app.usecases.import_report import FileRefused, ImportReport, Remarks
from bookings_app.usecases.importing_bookings import (
    Draft,
    Wanted,
    bookings_in,
    drafted,
    plan_bookings,
)
from bookings_app.usecases.importing_catalog import Catalogue
from bookings_app.usecases.importing_contacts import AddressBook, Told, enter_people, people_in
from bookings_app.usecases.phones import e164
from bookings_app.usecases.workspace import stored_workspace

__all__ = ["ImportKind", "ImportReport", "import_file", "look_at_file", "template"]

Store = Callable[[UnitOfWork], None]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a file says, by the catalogue and the country of a moment.

    It takes longest and nobody waits for it: it is done before the transaction that
    writes, which looks whether it is still true.
    """

    catalogue: Catalogue
    country: str
    remarks: Remarks
    people: Sequence[Told] = ()
    asked: Sequence[Wanted] = ()
    drafts: Mapping[int, Draft] = field(default_factory=dict[int, Draft])

    def still_true(self, work: UnitOfWork) -> bool:
        """Whether the same file would say the same now."""
        now = Catalogue(work)
        country = stored_workspace(work).default_country
        return country == self.country and now.says_the_same(self.catalogue)


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
    file = _read(content, kind)
    with reading() as work:
        report, _ = _planned(work, file, _said(work, file, now=now), by=by, now=now)
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
        FileRefused: rows that cannot be taken, all of them named; nothing is stored.
    """
    check_may_import(by)
    file = _read(content, kind)
    with reading() as work:
        said = _said(work, file, now=now)
    said = replace(said, drafts={each.line: drafted(each, by=by, now=now) for each in said.asked})
    with unit_of_work() as work:
        hold_contacts(work)
        if file.kind is ImportKind.BOOKINGS:
            hold_providers(work)
        if not said.still_true(work):
            said = _said(work, file, now=now)
        report, store = _planned(work, file, said, by=by, now=now)
        if report.refused:
            raise FileRefused(report)
        store(work)
        work.settle()
        return report


@dataclass(frozen=True, slots=True)
class _File:
    """A file as read, and what is to be said of it whatever is stored."""

    kind: ImportKind
    table: Table
    remarks: Remarks


def _read(content: bytes, kind: ImportKind | None) -> _File:
    text, notices = decoded(content)
    kind = kind or kind_of(text)
    found = read_table(text, COLUMNS[kind])
    check_columns(kind, found)
    table = without_example(kind, found)
    remarks = Remarks(notices=list(notices), texts=table.texts)
    if len(table.rows) < len(found.rows):
        remarks.notices.append("The example of the template was left out.")
    if table.left_out:
        remarks.notices.append(f"These columns are left out: {', '.join(table.left_out)}.")
    for line, message in table.misshapen:
        remarks.refuse_cell(line, "", message)
    return _File(kind, table, remarks)


def _said(work: UnitOfWork, file: _File, *, now: datetime) -> _Reading:
    catalogue, country = Catalogue(work), stored_workspace(work).default_country
    read_phone = partial(e164, default_country=country)
    remarks, rows = file.remarks.copy(), file.table.rows
    if file.kind is ImportKind.CONTACTS:
        people = people_in(rows, remarks, read_phone=read_phone)
        return _Reading(catalogue, country, remarks, people=people)
    asked = bookings_in(rows, remarks, catalogue=catalogue, read_phone=read_phone, now=now)
    return _Reading(catalogue, country, remarks, asked=asked)


def _planned(
    work: UnitOfWork, file: _File, said: _Reading, *, by: Actor, now: datetime
) -> tuple[ImportReport, Store]:
    """What would be done, and how to do it."""
    book, remarks = AddressBook(work), said.remarks.copy()
    enter_people(book, said.people, remarks)
    plan = plan_bookings(work, book, said.asked, remarks, drafts=said.drafts)
    report = ImportReport(
        kind=file.kind,
        rows=len(file.table.rows) + len(file.table.misshapen),
        new_contacts=book.added,
        known_contacts=book.known,
        bookings=len(plan.wanted),
        outside_hours=sum(bool(each.outside_hours) for each in plan.wanted),
        notices=tuple(remarks.notices),
        refused=remarks.in_order(),
        filled_in=book.filled_in,
        first_on=plan.first_on(),
    )

    def store(work: UnitOfWork) -> None:
        book.store(work, now=now)
        plan.store(work, by=by, now=now)

    return report, store
