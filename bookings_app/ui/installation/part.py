"""What is said of a copy: a line on every page, and on Settings the way to end it."""

import reflex as rx

from bookings_app.domain.installation import Standing
from bookings_app.ui.installation.state import InstallationState
from bookings_app.ui.live.attention import attention
from bookings_app.ui.questions import question

_SAID = {
    Standing.COPY: "This looks like a copy of another installation.",
    Standing.RESTORED: "This database is older than what was sent from it, like a backup.",
}
_HELD = " Nothing is written to Google Calendar or to webhooks."
_FOR_OTHERS = " An administrator can say that it may be."


def installation_notice() -> rx.Component:
    """A line above the page, with the way to end it."""
    return rx.cond(
        InstallationState.standing != "",
        rx.el.div(
            rx.icon("copy", size=16, aria_hidden="true"),
            rx.el.p(_said(), _HELD, rx.cond(InstallationState.may_end, "", _FOR_OTHERS)),
            rx.cond(
                InstallationState.may_end,
                rx.el.a("Look at it", href="/settings"),
                rx.fragment(),
            ),
            attention(heard=0, on_due=InstallationState.look_again, seconds=5),
            class_name="page-notice",
            role="status",
        ),
        rx.fragment(),
    )


def installation_panel() -> rx.Component:
    """What has happened, what is held back, and the button that lets it go."""
    return rx.cond(
        (InstallationState.standing != "") & InstallationState.may_end,
        rx.el.section(
            rx.el.h2("Is this the real one?", class_name="panel-title"),
            rx.text(
                *(_said(), _HELD, " All else works as ever, and whatever waits is kept."),
                size="2",
                margin_bottom="8px",
            ),
            rx.match(
                InstallationState.standing,
                (Standing.RESTORED.value, rx.text(_ABOUT_RESTORED, size="2", margin_bottom="16px")),
                rx.text(_ABOUT_COPIES, size="2", margin_bottom="16px"),
            ),
            rx.button("This is the real one", on_click=InstallationState.ask, align_self="start"),
            _question(),
            class_name="panel panel-form",
        ),
        rx.fragment(),
    )


_ABOUT_COPIES = (
    "The database lies in another place than before, or is reached at another address. If it"
    " was moved, say so here. If it is a copy to try something out, leave it as it is: two that"
    " both write to the same calendars undo each other's work."
)
_ABOUT_RESTORED = (
    "If a backup was put back: bookings made since are missing here, and their events are still"
    " in Google Calendar. Once you say that this is the real one, events of bookings that are"
    " known here are put right; those of bookings that are missing stay, and must be deleted by"
    " hand. If it is a copy to try something out, leave it as it is."
)


def _said() -> rx.Var[str] | rx.Component:
    return rx.match(
        InstallationState.standing,
        (Standing.RESTORED.value, _SAID[Standing.RESTORED]),
        _SAID[Standing.COPY],
    )


def _question() -> rx.Component:
    return question(
        "Write to calendars and webhooks from here?",
        "What waits is sent at once: events of bookings in Google Calendar become as they are"
        " here, and webhooks are told. Make sure that no other installation with these bookings"
        " is running.",
        asks=InstallationState.asks,
        keep="Not yet",
        on_keep=InstallationState.keep,
        verb="This is the real one",
        on_do=InstallationState.confirm,
    )
