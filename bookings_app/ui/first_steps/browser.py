"""What only the browser can do for the first steps; all words and rules come from here."""

from typing import Any

import reflex as rx

from bookings_app.domain.first_steps import Step
from bookings_app.ui.first_steps.state import FirstStepsState
from bookings_app.ui.session import SessionState

_script = rx.asset("browser.jsx", shared=True)


def _typed(
    form: rx.Var[dict[str, Any]], typing_in: rx.Var[str]
) -> tuple[rx.Var[dict[str, Any]], rx.Var[str]]:
    return form, typing_in


class StepKeeper(rx.NoSSRComponent):
    """Keeps what is typed, and reports hours `wait` milliseconds after the last key."""

    library = f"$/public{_script}"
    tag = "StepKeeper"

    known: rx.Var[bool]
    open: rx.Var[str]
    hours: rx.Var[str]
    answers: rx.Var[int]
    member: rx.Var[str]
    wait: rx.Var[int]
    on_hours: rx.EventHandler[_typed]


def step_keeper() -> rx.Component:
    """For the page of the first steps; shows nothing."""
    return StepKeeper.create(
        known=FirstStepsState.known,
        open=FirstStepsState.current,
        hours=Step.HOURS.value,
        answers=FirstStepsState.answers,
        member=SessionState.member_id,
        wait=200,
        on_hours=FirstStepsState.draft_hours,
    )
