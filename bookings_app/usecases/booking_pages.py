"""The verbs: bookings and what happened to them, page by page, as programs read them."""

from collections.abc import Collection, Generator
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import booking_pages as rows
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Actor, check_may_list_bookings, visible_bookings
from bookings_app.domain.booking_filter import BookingSearch, checked_search
from bookings_app.domain.checks import Findings, could_be_id
from bookings_app.usecases.booking_details import view_of, visible_booking
from bookings_app.usecases.changes import change_view
from bookings_app.usecases.views import BookingView, ChangeView

# Where a page ends: start and id of its last booking.
Place = tuple[datetime, str]

# As many as a long answer fetches at a time.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Bookings by start and id; `ends_at` asks for what follows, None at the end."""

    items: list[BookingView]
    ends_at: Place | None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes in the order of commits; `ends_at` asks for what follows, None at the end."""

    items: list[ChangeView]
    ends_at: int | None


def page_of_bookings(
    wanted: BookingSearch, *, seen_by: Actor, now: datetime, limit: int, after: Place | None = None
) -> BookingPage:
    """The bookings wanted, as far as `seen_by` may see them, from behind `after` on.

    Raises:
        Forbidden: a key without its scope.
        Invalid: every part that cannot be taken, or names what does not exist.
    """
    check_may_list_bookings(seen_by)
    search = checked_search(wanted)
    with reading() as work:
        _check_known(work, search, seen_by)
        found = rows.page(work, search, visible_bookings(seen_by), limit=limit + 1, after=after)
        shown = found[:limit]
        more = len(found) > limit
        return BookingPage(
            items=[view_of(row, seen_by=seen_by, now=now) for row in shown],
            ends_at=(shown[-1].starts_at, shown[-1].id) if more else None,
        )


def every_booking(
    wanted: BookingSearch, *, seen_by: Actor, now: datetime
) -> Generator[list[BookingView]]:
    """All bookings wanted, some at a time: however many there are, few are held at once.

    Raises:
        Forbidden: a key without its scope.
        Invalid: every part that cannot be taken, or names what does not exist.
    """
    after: Place | None = None
    while True:
        page = page_of_bookings(wanted, seen_by=seen_by, now=now, limit=CHUNK, after=after)
        yield page.items
        after = page.ends_at
        if after is None:
            return


def page_of_changes(*, after: int, seen_by: Actor, limit: int) -> ChangePage:
    """What happened after change `after` to bookings that `seen_by` may see.

    Raises:
        Forbidden: a key without its scope.
    """
    check_may_list_bookings(seen_by)
    with reading() as work:
        return _changes(work, seen_by=seen_by, after=after, limit=limit)


def page_of_history(booking_id: str, *, after: int, seen_by: Actor, limit: int) -> ChangePage:
    """What happened to one booking after change `after`.

    Raises:
        Forbidden: a key without its scope.
        BookingNotFound: it does not exist, or `seen_by` may not see it.
    """
    check_may_list_bookings(seen_by)
    with reading() as work:
        row = visible_booking(work, booking_id, seen_by=seen_by)
        return _changes(work, seen_by=seen_by, after=after, limit=limit, booking_id=row.id)


def _changes(
    work: UnitOfWork, *, seen_by: Actor, after: int, limit: int, booking_id: str | None = None
) -> ChangePage:
    found = rows.changes_page(
        work, visible_bookings(seen_by), after=after, limit=limit + 1, booking_id=booking_id
    )
    shown = found[:limit]
    return ChangePage(
        items=[change_view(row) for row in shown],
        ends_at=shown[-1].number if len(found) > limit else None,
    )


def _check_known(work: UnitOfWork, wanted: BookingSearch, seen_by: Actor) -> None:
    """Refuse to look for what does not exist: a mistyped id would look like no bookings."""
    findings = Findings()
    contact_ids = frozenset(filter(None, [wanted.contact_id]))
    for what, ids in (
        ("service", wanted.service_ids),
        ("location", wanted.location_ids),
        ("provider", wanted.provider_ids),
        ("contact", contact_ids),
    ):
        if ids and not _are_known(work, what, ids, seen_by):
            findings.add(f"{what}_id", f"This {what} does not exist.")
    findings.refuse_if_any()


def _are_known(work: UnitOfWork, what: str, ids: Collection[str], seen_by: Actor) -> bool:
    allowed = {
        "service": seen_by.limits.service_ids,
        "location": seen_by.limits.location_ids,
        "provider": seen_by.limits.provider_ids,
    }.get(what)
    if not all(map(could_be_id, ids)) or (allowed and not allowed.issuperset(ids)):
        return False
    return rows.known_ids(work, what, ids).issuperset(ids)
