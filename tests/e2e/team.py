"""A small team, made by use cases while the application serves the same database file."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.access import Actor, Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.catalog import NewLocation, NewProvider, NewService
from bookings_app.domain.contact import NewContact, NewConversation
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.member import NewMember
from bookings_app.domain.schedule import HoursWindow, Span
from bookings_app.usecases import contacts, members, rescheduling, schedules, setup, status_changes
from bookings_app.usecases.bookings import NewBooking, create_booking
from tests.factories import ADMIN
from tests.factories import Team as OfATeam
from tests.stored_bookings import given_stored_booking

PASSWORD = "lantern-orbit-42"

# Old Town keeps the browsers' clock; Harbour is two hours ahead of it, all year.
LISBON = ZoneInfo("Europe/Lisbon")
ATHENS = ZoneInfo("Europe/Athens")


@dataclass(frozen=True)
class Week:
    """Seven days of one test, far enough ahead for nobody else to book near them."""

    monday: date

    def day(self, number: int) -> date:
        """A day of it, 0 = Monday."""
        return self.monday + timedelta(days=number)

    def at(self, number: int, clock: str, zone: ZoneInfo = LISBON) -> datetime:
        """An instant on a day of it: `at(1, "10:30")` is Tuesday."""
        return instant(self.day(number), clock, zone)


@dataclass(frozen=True)
class Offer:
    """A service of one test, with whom and where it can be booked."""

    service_id: str
    service: str
    location_id: str
    provider_ids: tuple[str, ...]
    providers: tuple[str, ...]

    @property
    def provider_id(self) -> str:
        """The only provider, or the first."""
        return self.provider_ids[0]


@dataclass
class Team:
    """Who works where, what they offer, and the e-mails they sign in with."""

    old_town: str
    harbour: str
    haircut: str
    colour: str
    massage: str
    ben: str
    petra: str
    hana: str
    admin: str = "alba@example.com"
    manager: str = "marco@example.com"
    ben_signs_in_as: str = "ben@example.com"
    _months_given: int = field(default=0, repr=False)

    def next_week(self) -> Week:
        """The second week of a month of this test alone."""
        self._months_given += 1
        months = datetime.now(UTC).month + 5 + self._months_given
        first = date(datetime.now(UTC).year + months // 12, months % 12 + 1, 8)
        return Week(first + timedelta(days=-first.weekday() % 7))

    def add_member(
        self, role: Role, provider_id: str | None = None, *, name: str = ""
    ) -> tuple[str, str]:
        """Somebody of one test: their id, and the e-mail they sign in with."""
        email = f"{role}-{secrets.token_hex(4)}@example.com"
        new = NewMember(email, name or f"{role.capitalize()} Guest", role, PASSWORD, provider_id)
        return members.add_member(new, by=ADMIN, now=datetime.now(UTC)).id, email

    def book(
        self,
        starts_at: datetime,
        *,
        service_id: str = "",
        location_id: str = "",
        provider_id: str = "",
        customer: str = "Ana Ruiz",
        phone: str = "",
        notes: str = "",
        by: Actor = ADMIN,
    ) -> str:
        """A booking from this process, which is not the one that serves pages; its id."""
        new = NewBooking(
            service_id=service_id or self.haircut,
            location_id=location_id or self.old_town,
            provider_id=provider_id or self.ben,
            starts_at=starts_at,
            customer=CustomerDetails(name=customer, phone=phone, email="", notes=notes),
        )
        return create_booking(new, by=by, now=datetime.now(UTC)).id

    def bring_to(self, booking_id: str, status: BookingStatus, *, now: datetime) -> None:
        """Move a confirmed booking on, as of `now`."""
        if status is BookingStatus.CANCELLED:
            status_changes.cancel_booking(booking_id, by=ADMIN, reason="Flu", now=now)
        elif status is BookingStatus.COMPLETED:
            status_changes.complete_booking(booking_id, by=ADMIN, now=now)
        elif status is BookingStatus.NO_SHOW:
            status_changes.mark_no_show(booking_id, by=ADMIN, now=now)

    def move(self, booking_id: str, starts_at: datetime, *, provider_id: str = "") -> str:
        """Reschedule a booking, perhaps with another provider; the id of the new one."""
        return rescheduling.reschedule_booking(
            booking_id,
            starts_at,
            provider_id=provider_id or None,
            by=ADMIN,
            now=datetime.now(UTC),
        ).id

    def offer(
        self,
        name: str = "Facial",
        *,
        providers: Iterable[str] = ("Ines",),
        hours: Span = (9 * 60, 12 * 60),
        weekdays: Iterable[int] = range(7),
        requires_approval: bool = False,
        location_id: str = "",
    ) -> Offer:
        """A service of half an hour that only one test books, in six slots each morning."""
        place = location_id or self.old_town
        service = f"{name} {secrets.token_hex(3)}"
        service_id = given_service(service, 30, (place,), requires_approval=requires_approval)
        names = tuple(providers)
        ids = tuple(
            given_provider(each, (service_id,), (place,), hours=hours, weekdays=weekdays)
            for each in names
        )
        return Offer(service_id, service, place, ids, names)


def around_now(
    offer: Offer,
    minutes: int,
    *,
    customer: str,
    phone: str = "",
    status: BookingStatus = BookingStatus.CONFIRMED,
) -> str:
    """A booking of an hour that began so many minutes ago, on no grid: it has to be now."""
    return given_stored_booking(
        OfATeam(offer.service_id, offer.location_id, offer.provider_id),
        datetime.now(UTC) - timedelta(minutes=minutes),
        minutes=60,
        status=status,
        customer_name=customer,
        customer_phone=phone,
    )


def instant(on: date, clock: str, zone: ZoneInfo = LISBON) -> datetime:
    """When it is `clock` on that date there."""
    return datetime.combine(on, time.fromisoformat(clock), zone).astimezone(UTC)


def build_team() -> Team:
    """Two locations, three services, three providers, contacts, and three members."""
    old_town = given_location("Old Town", "1 Example Street", LISBON)
    harbour = given_location("Harbour", "2 Example Quay", ATHENS)
    haircut = given_service("Haircut", 45, (old_town, harbour))
    colour = given_service("Colour", 90, (old_town, harbour), requires_approval=True)
    massage = given_service("Massage", 30, (harbour,))
    ben = given_provider("Ben Okafor", (haircut, colour), (old_town,))
    petra = given_provider("Petra Lind", (haircut, colour), (old_town,))
    hana = given_provider("Hana Sato", (haircut, massage), (harbour,))
    team = Team(old_town, harbour, haircut, colour, massage, ben, petra, hana)
    now = datetime.now(UTC)
    for email, name, role, provider_id in (
        (team.admin, "Alba Frei", Role.ADMIN, None),
        (team.manager, "Marco Weiss", Role.MANAGER, None),
        (team.ben_signs_in_as, "Ben Okafor", Role.PROVIDER, ben),
    ):
        new = NewMember(email, name, role, PASSWORD, provider_id)
        members.add_member(new, by=ADMIN, now=now)
    given_contacts(now)
    return team


def given_contacts(now: datetime) -> None:
    """Nora writes to us in two places, Nils nowhere."""
    new = NewContact(name="Nora Quinn", phone="+351 600 111 222", email="nora@example.com")
    nora = contacts.create_contact(new, by=ADMIN, now=now)
    contacts.create_contact(NewContact(name="Nils Berg"), by=ADMIN, now=now)
    for channel, external_id, days in (
        ("whatsapp", "+351600111222", 1),
        ("email", "nora@example.com", 9),
    ):
        last = now - timedelta(days=days)
        known = NewConversation(channel, external_id, last)
        contacts.add_conversation(nora.id, known, by=ADMIN, now=now)


def given_location(name: str, address: str, zone: ZoneInfo) -> str:
    """A location; its id."""
    new = NewLocation(name=name, time_zone=zone.key, address=address)
    return setup.create_location(new, by=ADMIN, now=datetime.now(UTC)).id


def given_service(
    name: str, minutes: int, location_ids: tuple[str, ...], *, requires_approval: bool = False
) -> str:
    """A service; its id."""
    new = NewService(
        name=name,
        duration_minutes=minutes,
        slot_step_minutes=None if minutes == 30 else 15,
        requires_approval=requires_approval,
        location_ids=location_ids,
    )
    return setup.create_service(new, by=ADMIN, now=datetime.now(UTC)).id


def given_provider(
    name: str,
    service_ids: tuple[str, ...],
    location_ids: tuple[str, ...],
    *,
    hours: Span = (8 * 60, 20 * 60),
    weekdays: Iterable[int] = range(6),
) -> str:
    """A provider who works these hours at these locations; their id."""
    now = datetime.now(UTC)
    new = NewProvider(name=name, service_ids=service_ids)
    provider_id = setup.create_provider(new, by=ADMIN, now=now).id
    windows = [HoursWindow(place, day, *hours) for place in location_ids for day in weekdays]
    schedules.set_working_hours(provider_id, windows, by=ADMIN, now=now)
    return provider_id
