"""Taking one of the first steps, by the use cases that the tabs call, too."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bookings_app.domain.access import Actor
from bookings_app.domain.first_steps import Step
from bookings_app.ui.first_steps.entries import (
    Form,
    entered_hours,
    entered_location,
    entered_provider,
    entered_service,
    text,
)
from bookings_app.ui.first_steps.words import hours_words
from bookings_app.usecases.first_steps import Progress
from bookings_app.usecases.schedules import get_schedule, set_working_hours
from bookings_app.usecases.setup import create_location, create_provider, create_service


def make(step: Step, form: Form, found: Progress, *, by: Actor, now: datetime) -> str:
    """Store what was entered; what to say of it.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: whoever should work is no provider any more.
        Invalid: every field that cannot be taken.
    """
    return _MAKERS[step](form, found, by, now)


def _location(form: Form, _found: Progress, by: Actor, now: datetime) -> str:
    made = create_location(entered_location(form), by=by, now=now)
    return f"{made.name} is added."


def _service(form: Form, found: Progress, by: Actor, now: datetime) -> str:
    entered = entered_service(form, providers=found.providers)
    return f"{create_service(entered, by=by, now=now).name} is added."


def _provider(form: Form, found: Progress, by: Actor, now: datetime) -> str:
    entered = entered_provider(form, others=found.providers)
    return f"{create_provider(entered, by=by, now=now).name} is added."


def _hours(form: Form, _found: Progress, by: Actor, now: datetime) -> str:
    windows, provider_id = entered_hours(form), text(form, "provider_id")
    elsewhere = get_schedule(provider_id, seen_by=by).weekly  # where nobody comes any more
    set_working_hours(provider_id, [*windows, *elsewhere], by=by, now=now)
    return f"The hours are saved: {hours_words(windows)}."


_MAKERS: Mapping[Step, Callable[[Form, Progress, Actor, datetime], str]] = {
    Step.LOCATION: _location,
    Step.SERVICE: _service,
    Step.PROVIDER: _provider,
    Step.HOURS: _hours,
}
