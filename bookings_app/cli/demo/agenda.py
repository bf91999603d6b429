"""The demo team: which starts are offered, and which of them are still to be had."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.cli.demo.appointments import Appointment, Opening
from bookings_app.cli.demo.founding import Clinic
from bookings_app.usecases.availability import MOST_DAYS, SlotQuestion, find_slots
from bookings_app.usecases.views import LocationView, ServiceView

_FAR_AHEAD = timedelta(days=36_500)


class Agenda:
    """The openings of each provider and date, and what has been planned to take them.

    Two plans are in each other's way while both hold the provider's time: one that is
    cancelled before the other is booked is not.
    """

    def __init__(self, openings: Iterable[Opening]) -> None:
        self._openings: defaultdict[tuple[str, date], list[Opening]] = defaultdict(list)
        self._taken: defaultdict[tuple[str, date], list[_Hold]] = defaultdict(list)
        for opening in openings:
            self._openings[opening.provider.id, local_date(opening)].append(opening)

    def of(self, provider_id: str, on: date) -> Sequence[Opening]:
        """The provider's openings on that date of their location, whoever has taken them."""
        return self._openings.get((provider_id, on), ())

    def is_free(self, opening: Opening, *, since: datetime, until: datetime | None) -> bool:
        """Whether nothing planned stands in the way of holding that opening so long."""
        wanted = _Hold(opening, since, until)
        day = opening.starts_at.date()
        return not any(
            wanted.meets(other)
            for near in (day - timedelta(days=1), day, day + timedelta(days=1))
            for other in self._taken.get((opening.provider.id, near), ())
        )

    def leaves_room(self, planned: Appointment, openings: Iterable[Opening]) -> bool:
        """Whether one of these openings can be had still once `planned` has its own."""
        hold = _Hold(planned.opening, planned.booked_at, planned.freed_at)
        return any(
            not hold.meets(_Hold(each, each.starts_at, None))
            and self.is_free(each, since=each.starts_at, until=None)
            for each in openings
        )

    def take(self, planned: Appointment) -> None:
        """Remember what a plan will hold, and how long."""
        opening = planned.opening
        hold = _Hold(opening, planned.booked_at, planned.freed_at)
        self._taken[opening.provider.id, opening.starts_at.date()].append(hold)


class _Hold:
    """A provider's blocked time, and from when to when somebody holds it."""

    __slots__ = ("blocks_from", "blocks_to", "since", "until")

    def __init__(self, opening: Opening, since: datetime, until: datetime | None) -> None:
        service = opening.service
        self.blocks_from = opening.starts_at - timedelta(minutes=service.buffer_before_minutes)
        self.blocks_to = opening.ends_at + timedelta(minutes=service.buffer_after_minutes)
        self.since, self.until = since, until or since + _FAR_AHEAD

    def meets(self, other: "_Hold") -> bool:
        """Whether both want the same time at the same time."""
        return (
            self.blocks_from < other.blocks_to
            and other.blocks_from < self.blocks_to
            and self.since <= other.until
            and other.since <= self.until
        )


def local_date(opening: Opening) -> date:
    """The date of an opening by the clock of its location."""
    return opening.starts_at.astimezone(ZoneInfo(opening.location.time_zone)).date()


def openings_of(
    clinic: Clinic, *, first_on: date, last_on: date, now: datetime
) -> Iterator[Opening]:
    """Everything that is offered on these dates, as the wizard would show it."""
    locations = {each.id: each for each in clinic.locations.values()}
    for service in clinic.services.values():
        for location_id in service.location_ids:
            location = locations[location_id]
            for first, last in _stretches(first_on, last_on):
                yield from _offered(clinic, service, location, first, last, now=now)


def _offered(
    clinic: Clinic,
    service: ServiceView,
    location: LocationView,
    first_on: date,
    last_on: date,
    *,
    now: datetime,
) -> Iterator[Opening]:
    providers = {each.id: each for each in clinic.providers}
    question = SlotQuestion(service.id, location.id, first_on, last_on)
    for slot in find_slots(question, by=clinic.admin, now=now).slots:
        for choice in slot.providers:
            yield Opening(service, location, providers[choice.id], slot.starts_at)


def _stretches(first_on: date, last_on: date) -> Iterator[tuple[date, date]]:
    """The dates in parts that may be asked for at once."""
    while first_on <= last_on:
        end = min(first_on + timedelta(days=MOST_DAYS - 1), last_on)
        yield first_on, end
        first_on = end + timedelta(days=1)
