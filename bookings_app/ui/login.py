"""The sign-in page: a plain form, which also works before the page is connected."""

import asyncio
from typing import Literal

import reflex as rx

from bookings_app.ui.landing import first_page
from bookings_app.ui.post_form import post_form
from bookings_app.ui.session import anonymous, calling, initials
from bookings_app.usecases.first_run import somebody_can_sign_in
from bookings_app.usecases.workspace import workspace

_EXPLANATIONS = {
    "refused": "E-mail or password is wrong.",
    "wait": "Too many attempts. Please wait a little and try again.",
    "trouble": "Signing in did not work. Please try again in a moment.",
}

_NOBODY_YET = "Nobody can sign in yet. Open the address that Bookings printed when it started."

# Fingers need more than pointers.
_CONTROL_HEIGHT = rx.breakpoints(initial="44px", sm="40px")


class LoginState(rx.State):
    """What the sign-in page says beside the form."""

    workspace_name: str = ""
    workspace_initials: str = ""
    explanation: str = ""
    next_page: str = ""

    @rx.event
    @anonymous
    async def look(self) -> rx.event.EventSpec | None:
        """The page opens. Whoever is signed in already has nothing to do here."""
        found = calling.get()
        if found is not None:
            return rx.redirect(first_page(found.actor))
        asked = self.router.url.query_parameters
        said = (text for name, text in _EXPLANATIONS.items() if name in asked)
        self.explanation = next(said, "")
        if not await asyncio.to_thread(somebody_can_sign_in):
            self.explanation = _NOBODY_YET
        self.next_page = asked.get("next", "")
        ours = await asyncio.to_thread(workspace)
        self.workspace_name = ours.name
        self.workspace_initials = initials(ours.name)
        return None


def login_page() -> rx.Component:
    """Sign in by e-mail and password."""
    return rx.el.main(
        rx.flex(
            _heading(),
            rx.cond(LoginState.explanation != "", _explanation()),
            _form(),
            rx.text(
                "Forgotten? Ask an admin of your team for a new password.",
                size="2",
                color_scheme="gray",
            ),
            direction="column",
            gap="16px",
            width="100%",
            max_width="360px",
        ),
        display="grid",
        place_items="center",
        min_height="100dvh",
        padding="24px 16px",
        background="var(--canvas)",
    )


def _heading() -> rx.Component:
    return rx.box(
        rx.center(
            LoginState.workspace_initials,
            width="40px",
            height="40px",
            border_radius="var(--radius-3)",
            background="var(--gray-12)",
            color="var(--gray-1)",
            font_size="14px",
            font_weight="600",
            aria_hidden="true",
        ),
        rx.heading("Sign in", as_="h1", size="6", margin_top="12px"),
        rx.text(
            LoginState.workspace_name,
            size="2",
            color_scheme="gray",
            min_height="20px",
            margin_top="4px",
        ),
        margin_bottom="8px",
    )


def _explanation() -> rx.Component:
    return rx.callout.root(
        rx.callout.icon(rx.icon("triangle-alert", size=16, aria_hidden="true")),
        rx.callout.text(LoginState.explanation),
        color_scheme="red",
        high_contrast=True,
        size="1",
        role="alert",
    )


def _form() -> rx.Component:
    return post_form(
        rx.el.input(type="hidden", name="next", value=LoginState.next_page, read_only=True),
        _field(
            "E-mail",
            name="email",
            kind="email",
            auto_complete="username",
            auto_focus=True,
        ),
        _field(
            "Password",
            name="password",
            kind="password",
            auto_complete="current-password",
        ),
        rx.button("Sign in", type="submit", size="3", width="100%", height=_CONTROL_HEIGHT),
        action="/auth/sign-in",
        display="flex",
        flex_direction="column",
        gap="16px",
    )


def _field(
    label: str,
    *,
    name: str,
    kind: Literal["email", "password"],
    auto_complete: str,
    auto_focus: bool = False,
) -> rx.Component:
    return rx.box(
        rx.el.label(
            label,
            html_for=name,
            display="block",
            font_size="13px",
            line_height="20px",
            font_weight="500",
        ),
        rx.input(
            id=name,
            name=name,
            type=kind,
            auto_complete=auto_complete,
            auto_focus=auto_focus,
            required=True,
            size="3",
            width="100%",
            height=_CONTROL_HEIGHT,
            margin_top="4px",
        ),
    )
