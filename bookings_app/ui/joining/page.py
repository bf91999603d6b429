"""The pages behind links that work once."""

from typing import Any

import reflex as rx

from bookings_app.domain.member import LinkPurpose
from bookings_app.ui.joining.door_form import Field, door_form
from bookings_app.ui.joining.state import JoiningState

_PASSWORD: Field = {
    "name": "password",
    "label": "Password",
    "type": "password",
    "complete": "new-password",
    "hint": "12 characters or more. A few words that you alone would put together are good.",
}


def join_page() -> rx.Component:
    """An invitation, or a new password. Its on_load: `JoiningState.look`."""
    return _door(
        rx.match(
            JoiningState.purpose,
            (LinkPurpose.INVITATION.value, invitation()),
            (LinkPurpose.PASSWORD.value, new_password()),
            (LinkPurpose.FIRST_RUN.value, first_run()),
            rx.fragment(),
        )
    )


def invitation() -> rx.Component:
    """Somebody was invited."""
    return rx.fragment(
        _heading("Welcome", JoiningState.workspace_name),
        rx.text(
            f"{JoiningState.invited_by} invited you. Choose a password, and you are in.", size="2"
        ),
        door_form(
            action="/auth/join",
            fields=[
                _email(fixed=True),
                {
                    "name": "name",
                    "label": "Your name",
                    "type": "text",
                    "complete": "name",
                    "value": JoiningState.name,
                },
                _PASSWORD,
            ],
            submit_label="Join",
            token=JoiningState.token,
        ),
    )


def new_password() -> rx.Component:
    """A member chooses another password."""
    return rx.fragment(
        _heading("New password", JoiningState.workspace_name),
        rx.text("You will be signed out everywhere else.", size="2", color_scheme="gray"),
        door_form(
            action="/auth/join",
            fields=[_email(fixed=True), _PASSWORD],
            submit_label="Save and sign in",
            token=JoiningState.token,
        ),
    )


def first_run() -> rx.Component:
    """Nobody is here yet."""
    return rx.fragment(
        _heading("A new workspace", "You will be its administrator."),
        door_form(
            action="/auth/first-run",
            fields=[
                {
                    "name": "workspace_name",
                    "label": "What is your team called?",
                    "type": "text",
                    "complete": "organization",
                },
                {
                    "name": "time_zone",
                    "label": "Time zone",
                    "type": "text",
                    "complete": "off",
                    "is_zone": True,
                    "hint": "Each location can have its own.",
                },
                {"name": "name", "label": "Your name", "type": "text", "complete": "name"},
                _email(fixed=False),
                _PASSWORD,
            ],
            submit_label="Begin",
            token=JoiningState.token,
        ),
    )


def _email(*, fixed: bool) -> Field:
    return {
        "name": "email",
        "label": "E-mail",
        "type": "email",
        "complete": "username",
        "value": JoiningState.email if fixed else "",
        "fixed": fixed,
    }


def _door(inside: rx.Component | rx.Var[Any]) -> rx.Component:
    """One column in the middle of the screen, once it is known what the link is for."""
    return rx.el.main(
        rx.el.div(
            rx.cond(
                JoiningState.problem != "",
                rx.fragment(
                    _heading("This link does not work", JoiningState.workspace_name),
                    rx.text(JoiningState.problem, size="2", role="alert"),
                    rx.link("Go to sign-in", href="/login", size="2"),
                ),
                rx.cond(JoiningState.known, inside, rx.fragment()),
            ),
            class_name="door",
        ),
        class_name="door-page",
    )


def _heading(title: str, below: str) -> rx.Component:
    return rx.el.div(
        rx.el.div(JoiningState.workspace_initials, class_name="rail-mark", aria_hidden="true"),
        rx.heading(title, as_="h1", size="6", margin_top="12px"),
        rx.text(below, size="2", color_scheme="gray", margin_top="4px"),
    )
