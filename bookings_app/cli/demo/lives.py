"""The demo team: what becomes of a booking, step by step, each at its moment and by somebody."""

from datetime import date, datetime, timedelta
from random import Random

from bookings_app.cli.demo import words
from bookings_app.cli.demo.appointments import Appointment, Deed, Step
from bookings_app.cli.demo.founding import Clinic
from bookings_app.cli.demo.moments import between, midnight, some_time_after
from bookings_app.cli.demo.team import VALENCIA
from bookings_app.domain.access import Actor, ActorKind

WEBSITE = Actor(
    ActorKind.API_KEY,
    "demo-website",
    "Website",
    scopes=frozenset({"bookings:read", "bookings:write", "contacts:read"}),
)
# Whom it talks to is known when it does something.
ASSISTANT = Actor(ActorKind.AI_AGENT, "demo-assistant", "Assistant")

# Parts of a thousand.
_DECLINED, _CANCELLED, _NO_SHOW, _NOTED = 70, 75, 45, 40
_AT_ONCE, _SLOWLY = 300, 550

_MINUTE = timedelta(minutes=1)


class Lives:
    """Decides about what comes after the booking, from one Random."""

    def __init__(self, random: Random, clinic: Clinic, *, today: date) -> None:
        self._random = random
        self._clinic = clinic
        self._end_of_today = midnight(today + timedelta(days=1))

    def booked(self, planned: Appointment) -> None:
        """The whole life of a booking that is new."""
        by = self._through(planned.door, planned)
        planned.steps.append(Step(planned.booked_at, Deed.BOOK, by))
        since = self._approved(planned, by)
        if since is not None:
            self._ended(planned, since)

    def moved_away(self, planned: Appointment, *, at: datetime) -> None:
        """The life of a booking that is replaced by another at that moment."""
        by = self._through(planned.door, planned)
        planned.steps.append(Step(planned.booked_at, Deed.BOOK, by))
        if planned.opening.service.requires_approval:
            decided_at = between(self._random, planned.booked_at + _MINUTE, at - _MINUTE)
            planned.steps.append(Step(decided_at, Deed.CONFIRM, self._at_the_desk(planned)))
        planned.freed_at = at

    def moved_here(self, planned: Appointment) -> None:
        """The life of a booking from the moment it replaces another."""
        by = self._through(planned.door, planned)
        planned.steps.append(Step(planned.booked_at, Deed.MOVE_HERE, by))
        is_confirmed = planned.door is ActorKind.MEMBER
        since = planned.booked_at if is_confirmed else self._approved(planned, by)
        if since is not None:
            self._ended(planned, since)

    def _approved(self, planned: Appointment, by: Actor) -> datetime | None:
        """When the booking is confirmed; None when it is not going to be."""
        booked_at, starts_at = planned.booked_at, planned.opening.starts_at
        if not planned.opening.service.requires_approval:
            return booked_at
        if by.kind is ActorKind.MEMBER and self._one_of(_AT_ONCE):
            at = booked_at + _MINUTE
            planned.steps.append(Step(at, Deed.CONFIRM, by))
            return at
        hours = 150 if self._one_of(_SLOWLY) else 9
        at = some_time_after(self._random, booked_at, hours=hours)
        at = max(min(at, starts_at - 20 * _MINUTE), booked_at + _MINUTE)
        decider = self._at_the_desk(planned)
        if self._one_of(_DECLINED):
            self._cancelled(planned, at, decider, self._random.choice(words.DECLINED))
            return None
        planned.steps.append(Step(at, Deed.CONFIRM, decider))
        return at

    def _ended(self, planned: Appointment, since: datetime) -> None:
        """What a confirmed booking comes to."""
        opening = planned.opening
        if self._one_of(_NOTED):
            at = between(self._random, since + _MINUTE, max(since, opening.starts_at))
            note = self._random.choice(words.NOTES)
            planned.steps.append(Step(at, Deed.NOTE, self._at_the_desk(planned), note))
        fate = self._random.randrange(1_000)
        last = min(opening.starts_at - 5 * _MINUTE, self._end_of_today)
        first = max(since, planned.steps[-1].at) + _MINUTE
        if fate < _CANCELLED and first < last:
            self._called_off(planned, between(self._random, first, last))
        elif _CANCELLED <= fate < _CANCELLED + _NO_SHOW:
            planned.freed_at = opening.starts_at + self._random.randint(12, 35) * _MINUTE
            step = Step(planned.freed_at, Deed.NO_SHOW, self._at_the_desk(planned))
            planned.steps.append(step)
        else:
            planned.steps.append(
                Step(self._answered_at(opening.ends_at), Deed.COMPLETE, self._who_saw(planned))
            )

    def _answered_at(self, ends_at: datetime) -> datetime:
        """Mostly soon after the visit; some are forgotten until the next day or longer."""
        patience = self._random.randrange(100)
        if patience < 84:
            return ends_at + self._random.randint(-5, 25) * _MINUTE
        hours = 5 if patience < 94 else 30
        return some_time_after(self._random, ends_at, hours=hours)

    def _called_off(self, planned: Appointment, at: datetime) -> None:
        """Cancelled by the patient through the door they use, or by us."""
        random = self._random
        if random.random() < 0.5 and (planned.in_conversation or planned.door == WEBSITE.kind):
            by = ASSISTANT if planned.in_conversation else WEBSITE
            reason = random.choice(words.CANCELLED_BY_PATIENT)
        else:
            by = self._at_the_desk(planned)
            reason = random.choice(words.CANCELLED_BY_PATIENT + words.CANCELLED_BY_US)
        self._cancelled(planned, at, by, reason)

    def _cancelled(self, planned: Appointment, at: datetime, by: Actor, reason: str) -> None:
        planned.freed_at = at
        planned.steps.append(Step(at, Deed.CANCEL, by, reason))

    def _through(self, door: ActorKind, planned: Appointment) -> Actor:
        if door is ActorKind.MEMBER:
            return self._at_the_desk(planned)
        return WEBSITE if door is ActorKind.API_KEY else ASSISTANT

    def _at_the_desk(self, planned: Appointment) -> Actor:
        """The manager for that location mostly, else the provider or the administrator."""
        here = planned.opening.location.name == VALENCIA
        manager = self._clinic.managers[1 if here else 0]
        people = (manager, planned.opening.provider.actor, self._clinic.admin)
        return self._random.choices(people, (7, 2, 1))[0]

    def _who_saw(self, planned: Appointment) -> Actor:
        """The provider mostly: they know best whether the patient came."""
        desk = self._at_the_desk(planned)
        return self._random.choices((planned.opening.provider.actor, desk), (7, 3))[0]

    def _one_of(self, thousandths: int) -> bool:
        return self._random.randrange(1_000) < thousandths
