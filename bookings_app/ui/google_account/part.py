"""What Account says of one's Google Calendar."""

from typing import Any, Literal

import reflex as rx

from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.ui.fields import field
from bookings_app.ui.google_account.state import GoogleAccountState
from bookings_app.ui.google_account.words import CalendarLine
from bookings_app.ui.live.attention import attention
from bookings_app.ui.live.state import LiveState
from bookings_app.ui.questions import question
from bookings_app.ui.sheet_form import grave_button, plain_button
from bookings_app.ui.ticks import tick, tick_group

_IS_BEING_DONE = GoogleAccountState.is_connecting | (
    GoogleAccountState.line.status == GoogleStatus.LEAVING.value
)


def google_panel() -> rx.Component:
    """Nothing for whoever takes no bookings. Its on_load: `GoogleAccountState.look`."""
    return rx.cond(
        GoogleAccountState.has_calendar,
        rx.el.section(
            rx.el.h2("Google Calendar", class_name="panel-title"),
            rx.cond(
                GoogleAccountState.trouble != "",
                _callout(GoogleAccountState.trouble, colour="red"),
                rx.fragment(),
            ),
            rx.cond(GoogleAccountState.is_connecting, _connecting(), rx.fragment()),
            rx.cond(
                GoogleAccountState.is_connecting & ~GoogleAccountState.is_left_undone,
                rx.fragment(),
                _account_or_nothing(),
            ),
            _question(),
            attention(
                heard=LiveState.renewed,
                on_due=GoogleAccountState.look_again,
                # Nobody announces that it is over, and who waits waits for this.
                seconds=rx.cond(_IS_BEING_DONE, 3, 60),
            ),
            class_name="panel panel-form",
        ),
        rx.fragment(),
    )


def _account_or_nothing() -> rx.Component | rx.Var[Any]:
    return rx.match(
        GoogleAccountState.line.status,
        (GoogleStatus.CONNECTED.value, rx.fragment(_account(), _worries(), _choice())),
        (GoogleStatus.RECONNECT.value, rx.fragment(_account(), _ended())),
        (GoogleStatus.LEAVING.value, _leaving()),
        _nothing_yet(),
    )


def _connecting() -> rx.Component:
    """Google said yes; the worker asks it for the access."""
    return rx.cond(
        GoogleAccountState.is_left_undone,
        _callout(
            "Nothing has come of it for two minutes: nobody here speaks to Google. Whoever hosts"
            " Bookings has to run `bookings worker`.",
            colour="yellow",
        ),
        rx.el.p(
            rx.spinner(size="2"),
            "Connecting with Google…",
            class_name="google-connecting",
            role="status",
        ),
    )


def _nothing_yet() -> rx.Component:
    """What it is good for, and the way there, or what is missing on it."""
    return rx.fragment(
        rx.text(
            "Your bookings appear in your Google Calendar, and whatever else is in it keeps these "
            "times free of bookings. Nobody here sees what it is, only that you are busy.",
            size="2",
        ),
        rx.cond(
            GoogleAccountState.missing,
            rx.fragment(
                _connect_button("Connect Google Calendar", disabled=True),
                rx.el.p(
                    "Not set up here. Whoever hosts Bookings has to set ",
                    GoogleAccountState.missing.join(", "),  # pyright: ignore[reportAttributeAccessIssue] - a Var
                    "; README, “Connecting Google Calendar”, says how.",
                    id="google-missing",
                    class_name="field-hint",
                ),
            ),
            rx.fragment(
                _connect_button("Connect Google Calendar"),
                rx.el.p(
                    "Google will ask whether Bookings may change events in your own calendars, "
                    "see when you are busy, and see which calendars you have. No more than that.",
                    class_name="field-hint",
                ),
            ),
        ),
    )


def _account() -> rx.Component:
    line = GoogleAccountState.line
    return rx.el.div(
        rx.el.div(
            rx.el.b(line.email),
            rx.el.small(line.since, rx.cond(line.heard, f" · {line.heard}", "")),
        ),
        class_name="account-who",
    )


def _worries() -> rx.Component:
    """What works now and may not for long, or not altogether."""
    line = GoogleAccountState.line
    return rx.fragment(
        rx.cond(
            line.ends,
            _callout(
                "At Google this program is still being tested: the connection ends by itself on ",
                line.ends,
                ". Whoever hosts Bookings can publish the program there; then connect once more.",
                colour="yellow",
            ),
            rx.fragment(),
        ),
        rx.cond(
            line.refused,
            _callout(
                "You did not let Bookings ",
                line.refused,
                ". Connect again and leave that box ticked to have other people's calendars"
                " that you can see keep you busy, too.",
                colour="yellow",
            ),
            rx.fragment(),
        ),
        rx.cond(
            line.shared,
            _callout(
                line.shared,
                " has connected the same Google account: what is in its calendars keeps each of you"
                " busy.",
                colour="yellow",
            ),
            rx.fragment(),
        ),
        rx.cond(GoogleAccountState.given_up, _given_up(), rx.fragment()),
    )


def _given_up() -> rx.Component:
    """What Google would not take, and once more."""
    return rx.fragment(
        _callout(GoogleAccountState.given_up, colour="red"),
        rx.flex(plain_button("Try again", GoogleAccountState.retry)),
    )


def _choice() -> rx.Component:
    """Where bookings go, and which calendars keep one busy."""
    state = GoogleAccountState
    return rx.form(
        field(
            "google-writes",
            "Bookings are written to",
            rx.el.select(
                rx.foreach(
                    state.calendars,
                    lambda each: rx.cond(
                        each.is_own, rx.el.option(each.label, value=each.id), rx.fragment()
                    ),
                ),
                id="google-writes",
                name="writes",
                default_value=state.line.writes,
                class_name="native-select",
            ),
            error=state.errors["writes"],
        ),
        tick_group(
            "Events in these keep you busy",
            rx.foreach(state.calendars, _busy_tick),
            error=state.errors["blocks"],
            hint="All-day events count; what is marked free, or was declined, does not.",
        ),
        tick(
            "apply_alone",
            "Follow Google without asking",
            ticked=state.line.apply_alone,
            hint="Move a booking's event there, and the booking is rescheduled; delete it, and it"
            " is cancelled. Otherwise you are asked here.",
        ),
        rx.flex(
            rx.button("Save calendars", type="submit"),
            plain_button("Connect again", state.connect),
            grave_button("Disconnect", state.ask),
            spacing="2",
            wrap="wrap",
        ),
        key=f"google-{state.form_key}",
        on_submit=state.save,
        class_name="settings-form",
        no_validate=True,
    )


def _busy_tick(line: CalendarLine) -> rx.Component:
    return tick(f"blocks-{line.id}", line.label, ticked=line.blocks)


def _ended() -> rx.Component:
    """Google lets us in no more; nothing is lost by that."""
    return rx.fragment(
        _callout(
            GoogleAccountState.line.reason,
            " Bookings are kept here meanwhile and written once you are connected again. What is"
            " known of your busy times may be out of date.",
            colour="red",
        ),
        rx.flex(
            _connect_button("Connect again"),
            grave_button("Disconnect", GoogleAccountState.ask),
            spacing="2",
            wrap="wrap",
        ),
    )


def _leaving() -> rx.Component:
    """The worker is at it, or Google does not answer just now."""
    return rx.el.p(
        "Disconnecting ",
        GoogleAccountState.line.email,
        ": what was asked for is being done at Google. Nothing is read or written beside.",
        class_name="field-hint",
        role="status",
    )


def _question() -> rx.Component:
    """What is over stays in any case; without access nothing can be taken out."""
    state = GoogleAccountState
    ended = state.line.status == GoogleStatus.RECONNECT.value
    asked: dict[str, Any] = {"keep": "Stay connected", "on_keep": state.keep}
    return rx.fragment(
        question(
            "Disconnect Google Calendar?",
            "Bookings writes and reads nothing there any more. Should the events of bookings to "
            "come be taken out of it, or stay as they are? The bookings themselves stay.",
            asks=state.asks & ~ended,
            verb="Take them out",
            on_do=state.disconnect(True),  # noqa: FBT003 - an event's argument
            other="Leave them there",
            on_other=state.disconnect(False),  # noqa: FBT003 - an event's argument
            **asked,
        ),
        question(
            "Disconnect Google Calendar?",
            "Google gives no access any more, so the events of bookings to come stay there as "
            "they are. The bookings themselves stay.",
            asks=state.asks & ended,
            verb="Disconnect",
            on_do=state.disconnect(False),  # noqa: FBT003 - an event's argument
            **asked,
        ),
    )


def _connect_button(label: str, *, disabled: bool = False) -> rx.Component:
    more = {"disabled": True, "aria_describedby": "google-missing"} if disabled else {}
    return rx.button(
        label, type="button", on_click=GoogleAccountState.connect, align_self="start", **more
    )


def _callout(*said: Any, colour: Literal["yellow", "red"]) -> rx.Component:
    return rx.callout.root(
        rx.callout.icon(rx.icon("circle-alert", size=16, aria_hidden="true")),
        rx.callout.text(*said),
        color_scheme=colour,
        high_contrast=True,
        role="status",
    )
