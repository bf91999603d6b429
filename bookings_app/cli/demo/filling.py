"""The demo team: filling an empty database, all of it or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from bookings_app.cli.demo.agenda import Agenda, openings_of
from bookings_app.cli.demo.appointments import Appointment, Patient
from bookings_app.cli.demo.exceptions import set_exceptions
from bookings_app.cli.demo.founding import Clinic, found_clinic
from bookings_app.cli.demo.inventing import Inventor
from bookings_app.cli.demo.moments import midnight
from bookings_app.cli.demo.patients import AddressBook, enter_patients, invented_patients
from bookings_app.cli.demo.people import invented_people
from bookings_app.cli.demo.team import CLINIC_ZONE
from bookings_app.cli.demo.timeline import carry_out, in_order
from bookings_app.usecases.changes import newest_change
from bookings_app.usecases.database import filling_empty_database
from bookings_app.usecases.notifications import mark_read

# Long before the first booking.
_FOUNDED = timedelta(days=125)
# What happened since is still unread.
_LOOKED_AT = timedelta(hours=1)
# In a hundred of the address book: who has two telephones, and how many others there are.
_TWO_NUMBERS, _STRANGERS = 10, 40


@dataclass(frozen=True, slots=True)
class Size:
    """How many people are in the address book, and days before and after today are filled."""

    contacts: int = 600
    days: int = 61


FULL_SIZE = Size()


def fill(*, now: datetime, say: Callable[[str], None], size: Size = FULL_SIZE) -> int:
    """Move the demo team into the database, as it is at `now`; how many bookings it has.

    What is planned follows from the date alone. What is planned for later than `now`
    has not happened yet.

    Raises:
        SetupError: the database is not empty.
    """
    today = now.astimezone(ZoneInfo(CLINIC_ZONE)).date()
    founded_at = midnight(today) - _FOUNDED
    with filling_empty_database():
        say("Filling the empty database with a demo team…")
        clinic = found_clinic(today=today, now=founded_at)
        set_exceptions(clinic, today=today, now=founded_at)
        patients, planned = _plan(clinic, size, today=today, now=founded_at)
        done = in_order(planned, until=now)
        enter_patients(patients, done, by=clinic.admin)
        say(f"Living through four months of it ({len(done):,} steps, about ten seconds)…")
        looked_at = now - _LOOKED_AT
        for doing in done:
            if doing[0].at <= looked_at:
                carry_out(doing)
        _look_at_notifications(clinic, now=looked_at)
        for doing in done:
            if doing[0].at > looked_at:
                carry_out(doing)
    return sum(1 for appointment in planned if appointment.booking_id)


def _plan(
    clinic: Clinic, size: Size, *, today: date, now: datetime
) -> tuple[Sequence[Patient], list[Appointment]]:
    """Everybody in the address book, and every booking that is ever made."""
    random = Random(today.toordinal())
    first_on, last_on = today - timedelta(days=size.days), today + timedelta(days=size.days)
    agenda = Agenda(openings_of(clinic, first_on=first_on, last_on=last_on, now=now))
    strangers = size.contacts * _STRANGERS // 100
    people = invented_people(
        random, size.contacts + strangers, with_two_numbers=size.contacts * _TWO_NUMBERS // 100
    )
    patients = invented_patients(random, people[: size.contacts], today=today)
    inventor = Inventor(
        random,
        clinic,
        agenda,
        AddressBook(random, patients),
        cycle(people[size.contacts :]),
        today=today,
    )
    dates = (first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1))
    planned = [
        appointment
        for on in dates
        for provider in clinic.providers
        for appointment in inventor.day_of(provider, on)
    ]
    return patients, planned


def _look_at_notifications(clinic: Clinic, *, now: datetime) -> None:
    """Everybody has read what there was."""
    newest = newest_change()
    for member in clinic.everybody:
        mark_read(by=member, now=now, up_to=newest)
