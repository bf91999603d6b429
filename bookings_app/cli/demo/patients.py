"""The demo team: the address book, from which those who are booked are chosen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from bookings_app.cli.demo.appointments import Appointment, Patient, Step
from bookings_app.cli.demo.moments import between, midnight
from bookings_app.cli.demo.people import Person
from bookings_app.cli.demo.team import LEEDS, VALENCIA, YORK
from bookings_app.domain.access import Actor, ActorKind
from bookings_app.domain.contact import NewContact, NewConversation
from bookings_app.usecases import contacts

_CHANNEL = "whatsapp"
_OLDEST = timedelta(days=110)
_ATTEMPTS = 12
# Parts of a hundred: where they live, who has an e-mail and WhatsApp.
_LIVE_IN = {LEEDS: 45, YORK: 32, VALENCIA: 23}
_WITH_EMAIL, _WRITES_TO_US = 80, 70


class AddressBook:
    """Everybody whom the clinic knows, by the location that is near them."""

    def __init__(self, random: Random, patients: Sequence[Patient]) -> None:
        self._random = random
        self.patients = patients
        self._near: defaultdict[str, list[Patient]] = defaultdict(list)
        self._writing: defaultdict[str, list[Patient]] = defaultdict(list)
        for patient in patients:
            self._near[patient.location].append(patient)
            if patient.writes_to_us:
                self._writing[patient.location].append(patient)

    def somebody(self, location: str, on: date, *, who_writes: bool) -> Patient | None:
        """A patient who does nothing else that day; some come more often than others."""
        known = (self._writing if who_writes else self._near)[location]
        for _ in range(_ATTEMPTS if known else 0):
            patient = known[int(len(known) * self._random.random() ** 1.5)]
            if on not in patient.visits_on:
                return patient
        return None


def invented_patients(random: Random, people: Iterable[Person], *, today: date) -> list[Patient]:
    """These people, known for a while; all who have two numbers write to us from both."""
    last = midnight(today)
    return [
        Patient(
            person=person,
            location=random.choices(list(_LIVE_IN), list(_LIVE_IN.values()))[0],
            has_email=random.random() * 100 < _WITH_EMAIL,
            writes_to_us=len(person.numbers) > 1 or random.random() * 100 < _WRITES_TO_US,
            known_since=between(random, last - _OLDEST, last),
            last_message_at=between(random, last - _OLDEST, last),
        )
        for person in people
    ]


def enter_patients(
    patients: Iterable[Patient], done: Iterable[tuple[Step, Appointment]], *, by: Actor
) -> None:
    """Put them into the address book, with their conversations, before they are booked."""
    for step, planned in done:
        patient = planned.patient
        if patient is None:
            continue
        patient.known_since = min(patient.known_since, step.at - timedelta(minutes=4))
        if step.by.kind is ActorKind.AI_AGENT:
            patient.last_message_at = max(patient.last_message_at, step.at)
    for patient in patients:
        _enter(patient, by=by)


def _enter(patient: Patient, *, by: Actor) -> None:
    person, now = patient.person, patient.known_since
    email = person.email if patient.has_email else ""
    new = NewContact(person.name, person.numbers[0], email)
    patient.contact_id = contacts.create_contact(new, by=by, now=now).id
    if patient.writes_to_us:
        patient.conversation_ids = tuple(
            _conversation(patient, number, last_message_at, by=by)
            for number, last_message_at in zip(
                person.numbers, (patient.last_message_at, now), strict=False
            )
        )


def _conversation(patient: Patient, number: str, last_message_at: datetime, *, by: Actor) -> str:
    new = NewConversation(_CHANNEL, number.replace(" ", ""), last_message_at)
    return contacts.add_conversation(patient.contact_id, new, by=by, now=patient.known_since).id
