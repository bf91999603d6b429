"""The demo team: days that are not like others, counted from today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings_app.cli.demo.founding import Clinic, Hired, span
from bookings_app.cli.demo.team import LEEDS, YORK
from bookings_app.domain.schedule import NewClosure, NewTimeOff
from bookings_app.usecases import closures, schedules

_MON, _TUE, _WED, _THU, _FRI, _SAT = range(6)


@dataclass(frozen=True, slots=True)
class Away:
    """Time off: `days` whole days, or with `hours` a part of one.

    It begins on the first such weekday that is at least `after` days away.
    """

    name: str
    after: int
    weekday: int
    reason: str
    days: int = 1
    hours: str = "00:00-24:00"


@dataclass(frozen=True, slots=True)
class OtherHours:
    """An exception for one date; no `hours` is a day off."""

    name: str
    after: int
    weekday: int
    hours: str = ""
    at: str | None = None


_AWAY = (
    Away("Owen Pryce", -23, _MON, "Flu", days=5),
    Away("Kavya Moss", -3, _TUE, "Dentist", hours="08:00-12:00"),
    Away("Clara Voss", 8, _MON, "Holiday", days=5),
    Away("Maren Blythe", 1, _THU, "Course", hours="13:00-18:00"),
    Away("Teresa Mir", 25, _THU, "Wedding", days=2),
)

_OTHER_HOURS = (
    OtherHours("Ben Castell", 4, _SAT, "10:00-14:00", at=LEEDS),
    OtherHours("Nadia Quill", 2, _FRI, "08:00-11:00"),
    OtherHours("Liam Garth", 7, _TUE),
    OtherHours("Jonas Reed", -16, _WED, "12:00-20:00"),
)


def set_exceptions(clinic: Clinic, *, today: date, now: datetime) -> None:
    """Enter time off, exceptions of single dates, and a holiday of one location."""
    providers = {each.name: each for each in clinic.providers}
    for away in _AWAY:
        _send_away(clinic, providers[away.name], away, today=today, now=now)
    for other in _OTHER_HOURS:
        location_id = clinic.locations[other.at].id if other.at else None
        schedules.set_override(
            providers[other.name].id,
            _on(today, other.after, other.weekday),
            [span(other.hours)] if other.hours else [],
            location_id=location_id,
            by=clinic.admin,
            now=now,
        )
    holiday = _on(today, 9, _WED)
    closure = NewClosure(holiday, holiday, "Local holiday", clinic.locations[YORK].id)
    closures.add_closure(closure, by=clinic.admin, now=now)


def _send_away(clinic: Clinic, provider: Hired, away: Away, *, today: date, now: datetime) -> None:
    first = _on(today, away.after, away.weekday)
    start, end = span(away.hours)
    zone = ZoneInfo("Europe/Madrid" if provider.name == "Teresa Mir" else "Europe/London")
    schedules.add_time_off(
        provider.id,
        NewTimeOff(
            _instant(first, start, zone),
            _instant(first + timedelta(days=away.days - 1), end, zone),
            away.reason,
        ),
        by=provider.actor,
        now=now,
    )


def _on(today: date, after: int, weekday: int) -> date:
    """The first such weekday that is at least `after` days from today."""
    first = today + timedelta(days=after)
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def _instant(on: date, minute: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minute, 24 * 60)
    clock = time(rest // 60, rest % 60)
    return datetime.combine(on + timedelta(days=days), clock, tzinfo=zone)
