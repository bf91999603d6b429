"""The verbs: bookings from a file, for times that were agreed elsewhere."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bookings_app.db import importing as rows
from bookings_app.db import slots
from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor, BookingVisibility
from bookings_app.domain.booking import WITH_EVENT, BookingStatus, first_status
from bookings_app.domain.calendar_event import event_title
from bookings_app.domain.checks import Findings
from bookings_app.domain.contact import NewContact
from bookings_app.domain.csv_file import Row
from bookings_app.domain.customer import CustomerDetails, checked_customer
from bookings_app.domain.errors import Invalid
from bookings_app.domain.import_rows import local_instant, read_date, read_time
from bookings_app.domain.interval import Interval
from bookings_app.domain.text import TextRefused
from bookings_app.usecases import changes
from bookings_app.usecases.bookings import booking_of
from bookings_app.usecases.import_report import Remarks
from bookings_app.usecases.importing_catalog import Catalogue, Offer
from bookings_app.usecases.importing_contacts import AddressBook, ReadPhone
from bookings_app.usecases.outside_hours import reasons_for
from bookings_app.usecases.slot_taking import BookableSlot
from bookings_app.usecases.webhook_events import promise_to_tell_of_all

T = TypeVar("T")

# A booking and the first line of its history, neither stored yet.
Draft = tuple[BookingRow, ChangeRow]

_EVERYTHING = BookingVisibility(everything=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A booking as a row asks for it; `phone` is the customer's in E.164."""

    line: int
    slot: BookableSlot
    customer: CustomerDetails
    phone: str = ""
    contact_id: str | None = None
    outside_hours: str = ""


@dataclass(frozen=True, slots=True)
class BookingsPlan:
    """The bookings that a file would make, in the order of its lines."""

    wanted: Sequence[Wanted] = field(default_factory=tuple[Wanted, ...])
    drafts: Mapping[int, Draft] = field(default_factory=dict[int, Draft])

    def first_on(self) -> date | None:
        """The day of the first of them, by its location's clock."""
        if not self.wanted:
            return None
        first = min((each.slot for each in self.wanted), key=lambda slot: slot.time.starts_at)
        return first.time.starts_at.astimezone(ZoneInfo(first.time_zone)).date()

    def store(self, work: UnitOfWork, *, by: Actor, now: datetime) -> None:
        """Store them with their events and the first line of their history.

        Raises:
            SlotTaken: the database knows better than whoever looked.
        """
        if not self.wanted:
            return
        drafts = [
            self.drafts.get(each.line) or drafted(each, by=by, now=now) for each in self.wanted
        ]
        made = [row for row, _ in drafts]
        for row, each in zip(made, self.wanted, strict=True):
            row.contact_id, row.outside_hours = each.contact_id, each.outside_hours
        titles = {
            row.id: event_title(service_name=row.service_name, customer_name=row.customer_name)
            for row in made
            if BookingStatus(row.status) in WITH_EVENT
        }
        rows.add_bookings(work, made, titles, now=now)
        rows.add_first_changes(work, [change for _, change in drafts])
        work.at_the_end(lambda: promise_to_tell_of_all(work, drafts))
        work.after_commit(changes.publish)


def bookings_in(
    found: Iterable[Row],
    remarks: Remarks,
    *,
    catalogue: Catalogue,
    read_phone: ReadPhone,
    now: datetime,
) -> list[Wanted]:
    """What the rows of a file ask for; what means nothing is remarked."""
    asked: list[Wanted] = []
    for row in found:
        try:
            asked.append(_wanted(catalogue, read_phone, row, remarks, now=now))
        except Invalid as refusal:
            remarks.refuse(row.line, refusal)
    return asked


def plan_bookings(
    work: UnitOfWork,
    book: AddressBook,
    asked: Sequence[Wanted],
    remarks: Remarks,
    *,
    drafts: Mapping[int, Draft],
) -> BookingsPlan:
    """Which of them can be had; what cannot be taken is remarked.

    A time is free if nothing holds the provider then, with buffers, neither what is stored
    nor an earlier row. It may lie outside working time, and then says why.
    """
    held = _Held(work, [wanted.slot for wanted in asked])
    free: list[Wanted] = []
    for wanted in asked:
        try:
            held.take(wanted)
            free.append(replace(wanted, contact_id=_contact_id(book, wanted)))
        except Invalid as refusal:
            remarks.refuse(wanted.line, refusal)
    return BookingsPlan(_marked(work, free), drafts)


def drafted(wanted: Wanted, *, by: Actor, now: datetime) -> Draft:
    """The booking and its first change, to be stored once it is known whose it is."""
    row = booking_of(
        wanted.slot,
        wanted.customer,
        contact_id=None,
        conversation_id=None,
        status=first_status(requires_approval=wanted.slot.requires_approval),
        by=by,
        now=now,
    )
    return row, rows.first_change(row, by=by, at=now)


class _Held:
    """When the providers of a file are taken, in order."""

    def __init__(self, work: UnitOfWork, wanted: Sequence[BookableSlot]) -> None:
        self._by_provider: defaultdict[str, list[tuple[Interval, int]]] = defaultdict(list)
        if not wanted:
            return
        found = slots.holds(
            work,
            {slot.provider_id for slot in wanted},
            after=min(slot.blocked.starts_at for slot in wanted),
            before=max(slot.blocked.ends_at for slot in wanted),
            without=None,
            visibility=_EVERYTHING,
        )
        for provider_id, blocks_from, blocks_to in sorted(found, key=lambda row: row[1]):
            self._by_provider[provider_id].append((Interval(blocks_from, blocks_to), 0))

    def take(self, wanted: Wanted) -> None:
        """Hold the provider's time from now on.

        Raises:
            Invalid: something else does, an earlier line of the file or a booking.
        """
        slot = wanted.slot
        taken = self._by_provider[slot.provider_id]
        # What is taken does not overlap: only the neighbours can stand in the way.
        at = bisect_left(taken, (slot.blocked, 0))
        for time, line in taken[max(at - 1, 0) : at + 1]:
            if time.overlaps(slot.blocked):
                raise Invalid([("time", _in_the_way(slot, time, line))])
        insort(taken, (slot.blocked, wanted.line))


def _in_the_way(slot: BookableSlot, time: Interval, line: int) -> str:
    zone = ZoneInfo(slot.time_zone)
    start, end = time.starts_at.astimezone(zone), time.ends_at.astimezone(zone)
    stretch = f"from {start:%H:%M} to {end:%H:%M}, with buffers"
    if line:
        return f"Line {line} takes {slot.provider_name}'s time {stretch}."
    return f"{slot.provider_name} is booked already {stretch}."


def _wanted(
    catalogue: Catalogue, read_phone: ReadPhone, row: Row, remarks: Remarks, *, now: datetime
) -> Wanted:
    """Raises Invalid with every cell that cannot be taken."""
    findings = Findings()
    offer = findings.attempt(lambda: catalogue.offer(row), otherwise=None)
    phone = findings.taken("phone", lambda: read_phone(row["phone"]))
    customer = findings.attempt(lambda: _customer(row, phone), otherwise=None)
    starts_at = findings.attempt(lambda: _starts_at(offer, row, remarks, now=now), otherwise=None)
    findings.refuse_if_any()
    if offer is None or customer is None or starts_at is None:
        message = "nothing was refused and something is missing"
        raise RuntimeError(message)
    return Wanted(row.line, offer.slot_at(starts_at), customer, phone)


def _starts_at(
    offer: Offer | None, row: Row, remarks: Remarks, *, now: datetime
) -> datetime | None:
    """When the booking begins by the location's clock; None where there is no location."""
    findings = Findings()
    on = _read(findings, "date", lambda: read_date(row["date"]))
    at = _read(findings, "time", lambda: read_time(row["time"]))
    findings.refuse_if_any()
    if offer is None or on is None or at is None:
        return None
    try:
        starts_at, twice = local_instant(on, at, ZoneInfo(offer.time_zone))
    except TextRefused as refusal:
        raise Invalid([("time", str(refusal))]) from refusal
    if starts_at < now:
        raise Invalid([("date", "This time is over: only bookings to come can be imported.")])
    if twice:
        sentence = "this time comes twice, for clocks are put back; the first was taken."
        remarks.notices.append(f"Line {row.line}: {sentence}")
    return starts_at


def _read(findings: Findings, column: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except TextRefused as refusal:
        findings.add(column, str(refusal))
        return None


def _customer(row: Row, phone: str) -> CustomerDetails:
    """The details that the booking keeps, the phone as written if it is one."""
    written = CustomerDetails(
        row["customer"], row["phone"] if phone else "", row["email"], row["notes"]
    )
    try:
        return checked_customer(written)
    except Invalid as refusal:
        columns = {"name": "customer"}
        errors = [(columns.get(name, name), message) for name, message in refusal.errors]
        raise Invalid(errors) from refusal


def _contact_id(book: AddressBook, wanted: Wanted) -> str | None:
    """Whose booking it is; nobody's in the address book without phone and e-mail."""
    customer = wanted.customer
    if not wanted.phone and not customer.email:
        return None
    return book.keep(NewContact(customer.name, wanted.phone, customer.email)).id


def _marked(work: UnitOfWork, wanted: Sequence[Wanted]) -> list[Wanted]:
    """The same, each with why it lies outside working time."""
    places: defaultdict[str, defaultdict[str, list[Interval]]]
    places = defaultdict(lambda: defaultdict(list))
    for each in wanted:
        places[each.slot.location_id][each.slot.provider_id].append(each.slot.time)
    reasons = {
        (location_id, *theirs): reason.value
        for location_id, times in places.items()
        for theirs, reason in reasons_for(work, location_id, times).items()
    }
    return [
        replace(
            each,
            outside_hours=reasons.get(
                (each.slot.location_id, each.slot.provider_id, each.slot.time), ""
            ),
        )
        for each in wanted
    ]
