"""The first steps in words: what is to be made, what was made, and what is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bookings_app.domain.first_steps import Gap, Lack, Step
from bookings_app.domain.schedule import HoursWindow
from bookings_app.ui import format as words
from bookings_app.ui.providers.hours_lines import clock_text
from bookings_app.usecases.first_steps import Progress
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView

T = TypeVar("T")

DONE, OPEN, LATER = "done", "open", "later"

_TITLES = {
    Step.LOCATION: "A location",
    Step.SERVICE: "A service",
    Step.PROVIDER: "A provider",
    Step.HOURS: "Weekly hours",
}
_QUESTIONS = {
    Step.LOCATION: "Where customers come. Its time zone is the clock of its bookings.",
    Step.SERVICE: "What customers book, and how long it takes.",
    Step.PROVIDER: "Who does it.",
    Step.HOURS: "When they can be booked.",
}
# Where each is changed later: the list of all, and the address of one, but for its id.
_PAGES = {
    Step.LOCATION: ("/scheduling/locations", "/scheduling/locations?location="),
    Step.SERVICE: ("/scheduling/services", "/scheduling/services?service="),
    Step.PROVIDER: ("/scheduling/providers", "/scheduling/providers?provider="),
    Step.HOURS: ("/scheduling/providers", "/scheduling/hours?provider="),
}


@dataclass(frozen=True)
class StepLine:
    """One step: `made` is what is there already, `page` where that is changed."""

    key: str = ""
    number: int = 0
    title: str = ""
    question: str = ""
    looks: str = LATER
    made: str = ""
    page: str = ""


@dataclass(frozen=True)
class Missing:
    """Why nobody can be booked yet, and the link to where that is mended."""

    sentence: str = ""
    mend: str = ""
    page: str = ""


def step_lines(found: Progress) -> list[StepLine]:
    """The four steps, the first that is not done open."""
    made = {
        Step.LOCATION: _locations(found.locations),
        Step.SERVICE: _services(found.services, found),
        Step.PROVIDER: _providers(found.providers, found),
        Step.HOURS: _hours(found),
    }
    ids = {
        Step.LOCATION: [each.id for each in found.locations],
        Step.SERVICE: [each.id for each in found.services],
        Step.PROVIDER: [each.id for each in found.providers],
        Step.HOURS: _at_work(found),
    }
    return [
        StepLine(
            key=step.value,
            number=number,
            title=_TITLES[step],
            question=_QUESTIONS[step],
            looks=_looks(step, found),
            made=made[step],
            page=_page(step, ids[step]),
        )
        for number, step in enumerate(Step, start=1)
    ]


def missing(found: Progress) -> list[Missing]:
    """What keeps the team from being booked although all steps are done."""
    if found.gap is None or found.next_step is not None:
        return []
    return [_missing(lack, found.gap, found) for lack in found.gap.lacks]


def hours_words(windows: Sequence[HoursWindow]) -> str:
    """When somebody works: "Mon – Fri, 09:00 – 17:00"; different hours are left out."""
    spans = {(each.start_minute, each.end_minute) for each in windows}
    days = _days(sorted({each.weekday for each in windows}))
    if len(spans) > 1:
        return days
    start, end = spans.pop()
    over_night = " of the next day" if end <= start and end else ""
    return f"{days}, {clock_text(start)} – {clock_text(end)}{over_night}"


def _looks(step: Step, found: Progress) -> str:
    if step in found.done:
        return DONE
    return OPEN if step is found.next_step else LATER


def _locations(made: Sequence[LocationView]) -> str:
    return _first(made, lambda each: f"{each.name}, {each.time_zone.replace('_', ' ')}")


def _services(made: Sequence[ServiceView], found: Progress) -> str:
    places = {each.id: each.name for each in found.locations}
    return _first(
        made,
        lambda each: _joined(
            f"{each.name}, {words.minutes(each.duration_minutes)}",
            "at",
            [places[place] for place in each.location_ids if place in places],
        ),
    )


def _providers(made: Sequence[ProviderView], found: Progress) -> str:
    services = {each.id: each.name for each in found.services}
    return _first(
        made,
        lambda each: _joined(
            each.name,
            "for",
            [services[service] for service in each.service_ids if service in services],
        ),
    )


def _hours(found: Progress) -> str:
    """The hours of the first who has some: "Ben: Mon – Fri, 09:00 – 17:00, at Old Town"."""
    whose = _at_work(found)
    names = {each.id: each.name for each in found.providers}
    places = {each.id: each.name for each in found.locations}
    if not whose:
        return ""
    windows = [window for provider_id, window in found.hours if provider_id == whose[0]]
    at = sorted({places[each.location_id] for each in windows})
    return _and_more(
        f"{names[whose[0]]}: {hours_words(windows)}, at {words.listed(at, last='and')}",
        len(whose) - 1,
    )


def _missing(lack: Lack, gap: Gap, found: Progress) -> Missing:
    service = next(each for each in found.services if each.id == gap.service_id)
    provider = next(each.name for each in found.providers if each.id == gap.provider_id)
    place = next(each.name for each in found.locations if each.id == gap.location_id)
    length = words.minutes(service.duration_minutes)
    sentence, mend, step, thing = {
        Lack.NOT_THERE: (
            f"{service.name} is not offered at {place}, where {provider} works.",
            f"Offer {service.name} at {place}",
            Step.SERVICE,
            gap.service_id,
        ),
        Lack.NOT_BY_THEM: (
            f"{provider} works at {place}, but does not offer {service.name}.",
            f"Have {provider} offer {service.name}",
            Step.PROVIDER,
            gap.provider_id,
        ),
        Lack.TOO_LONG: (
            f"{service.name} takes {length}. {provider} never works that long in one go"
            f" at {place}.",
            f"Change the hours of {provider}",
            Step.HOURS,
            gap.provider_id,
        ),
        Lack.OVER: (
            f"{service.name} was to be had until {_last_day(service)}.",
            f"Change the dates of {service.name}",
            Step.SERVICE,
            gap.service_id,
        ),
    }[lack]
    return Missing(sentence, mend, _page(step, [thing]))


def _at_work(found: Progress) -> list[str]:
    """Who has weekly hours."""
    return list(dict.fromkeys(provider_id for provider_id, _ in found.hours))


def _page(step: Step, ids: Sequence[str]) -> str:
    """Where the only one of these is changed, or the list of all."""
    every, one = _PAGES[step]
    return f"{one}{ids[0]}" if len(ids) == 1 else every


def _last_day(service: ServiceView) -> str:
    on = service.available_to
    return "" if on is None else words.days_range(on, on)


def _first(made: Sequence[T], said: Callable[[T], str]) -> str:
    return _and_more(said(made[0]), len(made) - 1) if made else ""


def _and_more(first: str, others: int) -> str:
    return f"{first}, and {others} more" if others else first


def _joined(what: str, word: str, names: list[str]) -> str:
    return f"{what}, {word} {words.listed(sorted(names), last='and')}" if names else what


def _days(days: Sequence[int]) -> str:
    """Weekdays in short: "Mon – Fri", "Mon, Wed and Thu"."""
    short = [words.weekday_name(day)[:3] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{short[0]} – {short[-1]}"
    return words.listed(short, last="and")
