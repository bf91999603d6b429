"""What the calendar says when nothing is on screen."""

from dataclasses import dataclass
from datetime import date

from bookings_app.ui import format as words
from bookings_app.ui.calendar.period import Period


@dataclass(frozen=True, slots=True)
class Chosen:
    """The names of the filters that are set; "" and () are any."""

    service: str = ""
    location: str = ""
    provider: str = ""
    statuses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.service or self.location or self.provider or self.statuses)


def no_match(period: Period, chosen: Chosen, *, without_filters: int) -> str:
    """How many bookings the filters hide: "16 – 22 November has 66 bookings, but none for …"."""
    days = words.days_range(period.first, period.last, with_year=False)
    if not chosen or not without_filters:
        return f"{days} has no bookings."
    noun = "booking" if without_filters == 1 else "bookings"
    return f"{days} has {without_filters} {noun}, but none{_named(chosen)}."


def next_match(on: date, *, today: date) -> str:
    """The button that leads to the next booking that matches."""
    return f"Next match: {words.day(on, today=today)}"


def _named(chosen: Chosen) -> str:
    parts = [
        f" for {chosen.service}" if chosen.service else "",
        f" in {chosen.location}" if chosen.location else "",
        f" with {chosen.provider}" if chosen.provider else "",
        f" that are {words.listed(list(chosen.statuses))}" if chosen.statuses else "",
    ]
    return "".join(parts)
