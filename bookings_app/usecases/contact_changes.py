"""The verbs: contacts as programs change them: if they still are what was read, or for good."""

from collections.abc import Callable
from datetime import datetime

from bookings_app.db import contacts as rows
from bookings_app.db.unit_of_work import all_or_nothing, unit_of_work
from bookings_app.domain.access import Actor, check_may_write_contacts, visible_contacts
from bookings_app.domain.errors import NotFound
from bookings_app.usecases.contacts import ContactChanges, contact_view, edit_contact
from bookings_app.usecases.views import ContactView


def change_contact(
    contact_id: str,
    wanted: ContactChanges,
    *,
    check: Callable[[ContactView], None],
    by: Actor,
    now: datetime,
) -> ContactView:
    """Correct a contact, once `check` has let pass what they are; nobody comes between.

    Raises:
        NotFound: no such contact, or not `by`'s to see.
        Forbidden: a key without its scope.
        Invalid: every field that cannot be taken.
        PhoneTaken: the same, and another contact has the phone.
    """
    check_may_write_contacts(by)
    with all_or_nothing():
        with unit_of_work() as work:
            row = rows.find(work, contact_id, visible_contacts(by), for_update=True)
            if row is None:
                raise NotFound("contact")
            check(contact_view(row))
        return edit_contact(contact_id, wanted, by=by, now=now)


def archive_contact(contact_id: str, *, by: Actor, now: datetime) -> None:
    """Take a contact out of the address book; their bookings live on. Twice is once.

    Raises:
        NotFound: no such contact, or not `by`'s to see.
        Forbidden: a key without its scope.
    """
    check_may_write_contacts(by)
    with unit_of_work() as work:
        row = rows.find(work, contact_id, visible_contacts(by), for_update=True)
        if row is None:
            raise NotFound("contact")
        row.archived_at = row.archived_at or now
