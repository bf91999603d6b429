"""The first steps: a list of four, one of them open, and the first booking at its end."""

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.domain.first_steps import Step
from bookings_app.ui.first_steps.browser import step_keeper
from bookings_app.ui.first_steps.forms import step_form
from bookings_app.ui.first_steps.state import FirstStepsState
from bookings_app.ui.first_steps.words import DONE, OPEN, Missing, StepLine
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.live import LiveState
from bookings_app.ui.live.attention import attention
from bookings_app.ui.session import SessionState

# Several may set a team up at once, each at a tab of their own.
_LOOKS_EVERY = 3
# What a team may want next; where each is.
_NEXT = (
    ("More services, and what they need", "/scheduling/services"),
    ("More locations", "/scheduling/locations"),
    ("More providers, their hours and time off", "/scheduling/providers"),
)


def first_steps_page() -> rx.Component:
    """Its on_load: `FirstStepsState.load`, which providers may not call."""
    return frame(
        rx.el.div(
            page_title("First steps"),
            rx.cond(
                SessionState.role == Role.PROVIDER.value,
                rx.el.p("Administrators and managers take them.", class_name="fs-lead"),
                rx.fragment(
                    rx.cond(FirstStepsState.known, first_steps(), rx.fragment()),
                    step_keeper(),
                    attention(
                        heard=LiveState.renewed,
                        on_due=FirstStepsState.look_again,
                        seconds=_LOOKS_EVERY,
                    ),
                ),
            ),
            class_name="page-set fs-page",
        )
    )


def first_steps() -> rx.Component:
    """How far it has come."""
    return rx.fragment(
        rx.el.p(
            rx.cond(
                FirstStepsState.is_ready,
                "Your team can be booked.",
                "Four steps, and your team can be booked."
                " Leave whenever you want: what is done stays done.",
            ),
            class_name="fs-lead",
        ),
        rx.el.ol(
            *(step_item(step, FirstStepsState.lines[place]) for place, step in enumerate(Step)),
            class_name="panel fs-list",
            aria_label="First steps",
        ),
        rx.el.p(FirstStepsState.said, class_name="hidden", role="status"),
        rx.cond(FirstStepsState.missing, missing_part(), rx.fragment()),
        rx.cond(FirstStepsState.is_ready, ready_part(), rx.fragment()),
    )


def step_item(step: Step, line: StepLine) -> rx.Component:
    """A step: ticked with what was made, open with its form, or still closed."""
    return rx.el.li(
        rx.el.span(
            rx.cond(
                line.looks == DONE,
                rx.icon("check", size=16, stroke_width=2.5, aria_hidden="true"),
                rx.el.span(line.number, aria_hidden="true"),
            ),
            class_name="fs-mark",
        ),
        rx.el.div(
            rx.el.h2(line.title, class_name="fs-title"),
            rx.cond(
                line.looks == DONE,
                rx.el.p(rx.el.span("Done: ", class_name="hidden"), line.made, class_name="fs-made"),
                rx.cond(
                    line.looks == OPEN,
                    rx.el.p(line.question, class_name="fs-question"),
                    rx.fragment(),
                ),
            ),
            rx.cond(line.looks == OPEN, step_form(step), rx.fragment()),
            class_name="fs-body",
        ),
        rx.cond(
            line.looks == DONE,
            rx.link("Change", rx.el.span(": " + line.title, class_name="hidden"), href=line.page),
            rx.fragment(),
        ),
        class_name="fs-step fs-" + line.looks,
        aria_current=rx.cond(line.looks == OPEN, "step", "false"),
    )


def missing_part() -> rx.Component:
    """All steps are taken, and still nobody can be booked."""
    return rx.el.section(
        rx.el.h2("Nobody can be booked yet", class_name="panel-title"),
        rx.foreach(FirstStepsState.missing, missing_line),
        class_name="panel fs-part",
        role="status",
    )


def missing_line(line: Missing) -> rx.Component:
    """What is missing, and where it is mended."""
    return rx.el.div(
        rx.el.p(line.sentence),
        rx.link(line.mend, href=line.page, class_name="panel-link"),
        class_name="fs-missing",
    )


def ready_part() -> rx.Component:
    """The way to the first booking, and to what comes after it."""
    return rx.el.section(
        rx.el.h2("Ready", class_name="panel-title"),
        rx.el.p("Try it: a booking can be cancelled again at any time."),
        rx.button(
            "Make the first booking",
            on_click=FirstStepsState.make_first_booking,
            auto_focus=FirstStepsState.moved,
            class_name="fs-button",
        ),
        rx.el.h3("What else there is", class_name="field-label"),
        rx.el.div(
            *(rx.link(label, href=page, class_name="panel-link") for label, page in _NEXT),
            rx.cond(
                SessionState.role == Role.ADMIN.value,
                rx.link(
                    "Invite members, who sign in themselves",
                    href="/settings/members",
                    class_name="panel-link",
                ),
                rx.fragment(),
            ),
            rx.link(
                "Import contacts and bookings from another program",
                href="/settings/import",
                class_name="panel-link",
            ),
        ),
        class_name="panel fs-part",
    )
