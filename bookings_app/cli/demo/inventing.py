"""The demo team: who comes when. All of it follows from one Random and the openings."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bookings_app.cli.demo import words
from bookings_app.cli.demo.agenda import Agenda, local_date
from bookings_app.cli.demo.appointments import Appointment, Opening, Patient
from bookings_app.cli.demo.founding import Clinic, Hired
from bookings_app.cli.demo.lives import Lives
from bookings_app.cli.demo.moments import booked_at, some_days_before
from bookings_app.cli.demo.patients import AddressBook
from bookings_app.cli.demo.people import Person
from bookings_app.cli.demo.team import OFFERS
from bookings_app.domain.access import ActorKind
from bookings_app.domain.customer import CustomerDetails

_ATTEMPTS = 5
# A full day's bookings near today, and at the far ends of the plan.
_BUSY, _QUIET = 6.6, 0.6
_BUSY_DAYS, _FADING_DAYS = 6, 7.5
_FULL_DAY = timedelta(hours=7)

_DOORS = {ActorKind.MEMBER: 46, ActorKind.AI_AGENT: 34, ActorKind.API_KEY: 20}
_WANTED = {offer.service.name: offer.wanted for offer in OFFERS}
_STRANGER, _NOTED, _MOVED, _IN_CONVERSATION = 0.12, 0.22, 0.07, 0.4
_MOVED_BY_DAYS = (-5, -3, -2, -1, 1, 2, 4)


class Inventor:
    """Plans the bookings of a clinic, one provider's day after the other."""

    def __init__(
        self,
        random: Random,
        clinic: Clinic,
        agenda: Agenda,
        address_book: AddressBook,
        strangers: Iterator[Person],
        *,
        today: date,
    ) -> None:
        self._random = random
        self._agenda = agenda
        self._address_book = address_book
        self._strangers = strangers
        self._today = today
        self._lives = Lives(random, clinic, today=today)

    def day_of(self, provider: Hired, on: date) -> Iterator[Appointment]:
        """What is booked with a provider on a date, and what was moved there from others."""
        openings = self._agenda.of(provider.id, on)
        for _ in range(self._bookings_wanted(openings, on)):
            planned = self._appointment(openings, on)
            if planned is not None:
                if planned.moved_from is not None:
                    yield planned.moved_from
                yield planned

    def _bookings_wanted(self, openings: Sequence[Opening], on: date) -> int:
        away = max(abs((on - self._today).days) - _BUSY_DAYS, 0)
        full_day = _QUIET + (_BUSY - _QUIET) * math.exp(-away / _FADING_DAYS)
        part = min(_worked(openings) / _FULL_DAY, 1)
        return int(full_day * part * self._random.uniform(0.85, 1.15) + self._random.random())

    def _appointment(self, openings: Sequence[Opening], on: date) -> Appointment | None:
        for _ in range(_ATTEMPTS):
            planned = self._draft(self._opening(openings), on)
            if planned is None:
                continue
            moved_from = self._moved_from(planned, on) if self._chance(_MOVED) else None
            if moved_from is None:
                self._lives.booked(planned)
            else:
                planned.moved_from = moved_from
                self._lives.moved_here(planned)
            if self._is_possible(planned, on) and self._agenda.leaves_room(planned, openings):
                self._take(planned)
                return planned
        return None

    def _is_possible(self, planned: Appointment, on: date) -> bool:
        """Whether that door books the opening then, and nothing and nobody is in the way."""
        opening = planned.opening
        return (
            (planned.door is ActorKind.MEMBER or _is_bookable_by_keys(planned, on))
            and (planned.patient is None or on not in planned.patient.visits_on)
            and self._agenda.is_free(opening, since=planned.booked_at, until=planned.freed_at)
        )

    def _take(self, planned: Appointment) -> None:
        self._agenda.take(planned)
        if planned.patient is not None:
            planned.patient.visits_on.add(local_date(planned.opening))
        if planned.moved_from is not None:
            self._take(planned.moved_from)

    def _opening(self, openings: Sequence[Opening]) -> Opening:
        names = list(dict.fromkeys(each.service.name for each in openings))
        name = self._random.choices(names, [_WANTED[name] for name in names])[0]
        return self._random.choice([each for each in openings if each.service.name == name])

    def _draft(self, opening: Opening, on: date) -> Appointment | None:
        """A booking of that opening without its life; None when nobody is there to make it."""
        door = self._random.choices(list(_DOORS), list(_DOORS.values()))[0]
        minutes = opening.service.min_notice_minutes if door is not ActorKind.MEMBER else 0
        patient = None
        if door is not ActorKind.MEMBER or not self._chance(_STRANGER):
            writes = door is ActorKind.AI_AGENT
            patient = self._address_book.somebody(opening.location.name, on, who_writes=writes)
            if patient is None:
                return None
        writes = patient is not None and patient.writes_to_us and self._chance(_IN_CONVERSATION)
        return Appointment(
            opening=opening,
            booked_at=booked_at(
                self._random,
                opening.starts_at,
                notice=timedelta(minutes=minutes),
                door=door,
                today=self._today,
            ),
            door=door,
            customer=self._customer(patient),
            patient=patient,
            in_conversation=door is ActorKind.AI_AGENT or (door is ActorKind.MEMBER and writes),
        )

    def _moved_from(self, planned: Appointment, on: date) -> Appointment | None:
        """A booking of a nearby day that `planned` replaces, if one can be found."""
        wanted, moved_at = planned.opening, planned.booked_at
        day = on + timedelta(days=self._random.choice(_MOVED_BY_DAYS))
        openings = [
            each
            for each in self._agenda.of(wanted.provider.id, day)
            if (each.service.id, each.location.id) == (wanted.service.id, wanted.location.id)
            and each.starts_at > moved_at + timedelta(hours=2)
        ]
        if not openings:
            return None
        earlier = replace(
            planned,
            opening=self._random.choice(openings),
            booked_at=some_days_before(self._random, moved_at, door=planned.door),
            steps=[],
        )
        self._lives.moved_away(earlier, at=moved_at)
        return earlier if self._is_possible(earlier, day) else None

    def _customer(self, patient: Patient | None) -> CustomerDetails:
        notes = self._random.choice(words.NOTES) if self._chance(_NOTED) else ""
        if patient is not None:
            return CustomerDetails("", notes=notes)
        stranger = next(self._strangers)
        phone = stranger.numbers[0] if self._chance(0.6) else ""
        return CustomerDetails(stranger.name, phone, "", notes)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability


def _is_bookable_by_keys(planned: Appointment, on: date) -> bool:
    """Whether minimum notice and booking window let programs book it then."""
    service, booked_on = planned.opening.service, planned.booked_at.date()
    notice = timedelta(minutes=service.min_notice_minutes)
    window = service.booking_window_days
    return planned.opening.starts_at - planned.booked_at >= notice and (
        window is None or (on - booked_on).days < window
    )


def _worked(openings: Sequence[Opening]) -> timedelta:
    """How much of the day the openings cover."""
    covered, end = timedelta(), None
    for opening in sorted(openings, key=lambda each: each.starts_at):
        start = opening.starts_at if end is None else max(opening.starts_at, end)
        if opening.ends_at > start:
            covered += opening.ends_at - start
            end = opening.ends_at
    return covered
