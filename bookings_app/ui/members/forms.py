"""What slides over the page of members: inviting, changing, a link, and the last question."""

from typing import Literal

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.copy_line import copy_line
from bookings_app.ui.fields import field
from bookings_app.ui.members.state import MembersState
from bookings_app.ui.questions import question
from bookings_app.ui.session import ROLE_LABELS
from bookings_app.ui.sheet_form import (
    grave_button,
    plain_button,
    sheet,
    sheet_buttons,
    sheet_form,
)


def member_dialog() -> rx.Component:
    """Inviting somebody, changing somebody, or the link that was just made."""
    return sheet(
        rx.match(
            MembersState.form,
            ("invite", invite_form()),
            ("change", rx.fragment(change_form(), signing_in())),
            link_part(),
        ),
        is_open=MembersState.form != "",
        on_open_change=MembersState.use_form,
    )


def shutting_out() -> rx.Component:
    """What happens to whoever is deactivated, or whose invitation is taken back."""
    asked = MembersState.question
    return question(
        asked.title,
        asked.words,
        asks=asked.title != "",
        keep="Keep it as it is",
        on_keep=MembersState.keep,
        verb=asked.verb,
        on_do=MembersState.agree,
    )


def invite_form() -> rx.Component:
    """Whom to invite."""
    return sheet_form(
        "Invite a member",
        *_fields(),
        key=f"form {MembersState.form_key}",
        on_submit=MembersState.invite,
        other=MembersState.errors["other"],
        main="Make the link",
    )


def change_form() -> rx.Component:
    """One member."""
    return sheet_form(
        MembersState.opened.name,
        *_fields(),
        key=f"form {MembersState.form_key}",
        on_submit=MembersState.save,
        other=MembersState.errors["other"],
        main="Save",
    )


def signing_in() -> rx.Component:
    """Apart from what is saved: a new password, and under it the end of signing in."""
    return rx.el.section(
        rx.el.h3("Signing in"),
        rx.cond(
            MembersState.opened.active,
            rx.fragment(
                plain_button("Link for a new password", MembersState.make_password_link),
                rx.el.hr(),
                rx.el.p("Whoever leaves the team is kept, but signs in no more."),
                grave_button("Deactivate", MembersState.ask_to_deactivate),
            ),
            rx.fragment(
                rx.el.p("Does not sign in any more."),
                plain_button("Let sign in again", MembersState.reactivate),
            ),
        ),
        class_name="apart",
    )


def role_field() -> rx.Component:
    """The role, and for a provider which one."""
    return rx.fragment(
        _field(
            "role",
            "Role",
            rx.select.root(
                rx.select.trigger(id="role", width="100%"),
                rx.select.content(
                    *(
                        rx.select.item(label, value=role.value)
                        for role, label in ROLE_LABELS.items()
                    )
                ),
                value=MembersState.role,
                on_change=MembersState.pick_role,
            ),
            hint="Administrators change everything, managers everything but members and workspace.",
        ),
        _field(
            "provider_id",
            "Which provider they are",
            rx.el.select(
                rx.el.option(
                    rx.cond(MembersState.role == Role.PROVIDER.value, "Choose…", "None"), value=""
                ),
                rx.foreach(
                    MembersState.providers,
                    lambda each: rx.el.option(each["name"], value=each["id"]),
                ),
                id="provider_id",
                name="provider_id",
                default_value=MembersState.opened.provider_id,
                class_name="native-select",
            ),
            hint="Those bookings are theirs, and those hours.",
        ),
    )


def link_part() -> rx.Component:
    """The link, the only time it is seen."""
    return rx.el.div(
        rx.dialog.title("Send this link", size="5"),
        rx.text(
            f"It is for {MembersState.link_for}, works once and is not shown again."
            " Whoever has it can sign in, so send it to nobody else.",
            size="2",
        ),
        copy_line(MembersState.link, label="The link"),
        sheet_buttons(rx.dialog.close(rx.button("Done"))),
        class_name="settings-form",
    )


def _fields() -> tuple[rx.Component, ...]:
    return (
        _input("email", "E-mail", kind="email"),
        _input("name", "Name"),
        role_field(),
    )


def _input(name: str, label: str, *, kind: Literal["text", "email"] = "text") -> rx.Component:
    return _field(
        name,
        label,
        rx.input(
            id=name,
            name=name,
            type=kind,
            default_value=MembersState.opened.name if name == "name" else MembersState.opened.email,
            auto_complete="off",
        ),
    )


def _field(name: str, label: str, control: rx.Component, *, hint: str = "") -> rx.Component:
    return field(name, label, control, error=MembersState.errors[name], hint=hint)
