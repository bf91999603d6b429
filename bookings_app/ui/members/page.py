"""The members, for administrators: a list, and a form that slides over it."""

from typing import Any, Literal

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.fields import field, field_error
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.members.copy_line import copy_line
from bookings_app.ui.members.state import InvitationLine, MemberLine, MembersState
from bookings_app.ui.session import ROLE_LABELS
from bookings_app.ui.settings_tabs import settings_tabs


def members_page() -> rx.Component:
    """Its on_load: `MembersState.load`, which only administrators may call."""
    return frame(
        rx.el.div(
            rx.el.div(
                page_title("Settings"),
                rx.button(
                    rx.icon("plus", size=16, aria_hidden="true"),
                    "Invite a member",
                    on_click=MembersState.start_inviting,
                ),
                class_name="page-head",
            ),
            rx.box(settings_tabs("members"), margin_y="16px"),
            members_table(),
            rx.cond(MembersState.invitations, invitations_part(), rx.fragment()),
            class_name="page-set",
        ),
        member_dialog(),
        section="settings",
    )


def members_table() -> rx.Component:
    """Everybody who signs in or did."""
    return rx.el.div(
        rx.el.table(
            _heads("Member", "E-mail", "Role", "Provider", "Signs in"),
            rx.el.tbody(rx.foreach(MembersState.members, member_row)),
            class_name="set-table set-table-wide",
            aria_label="Members",
        ),
        class_name="panel panel-scroll",
    )


def member_row(line: MemberLine) -> rx.Component:
    """A row that opens its form."""
    return rx.el.tr(
        rx.el.td(
            rx.el.button(
                line.name,
                type="button",
                on_click=MembersState.open_member(line.id),
                class_name="row-button",
            )
        ),
        _cell("E-mail", line.email, "soft"),
        _cell("Role", line.role_label),
        _cell("Provider", rx.cond(line.provider != "", line.provider, "–"), "soft"),
        _cell("Signs in", rx.cond(line.active, "Yes", "No more")),
        class_name=rx.cond(line.active, "", "gone"),
    )


def invitations_part() -> rx.Component:
    """Who was invited and has not come yet."""
    return rx.el.section(
        rx.el.h2("Invited", class_name="panel-title"),
        rx.el.ul(
            rx.foreach(MembersState.invitations, invitation_row), class_name="invitation-list"
        ),
        class_name="panel panel-form",
    )


def invitation_row(line: InvitationLine) -> rx.Component:
    """Whom, as what, until when, and the way to take it back."""
    return rx.el.li(
        rx.el.span(
            rx.el.b(line.name),
            rx.el.small(f"{line.email} · {line.role_label} · until {line.until}"),
        ),
        rx.button(
            "Take back",
            variant="outline",
            color_scheme="gray",
            on_click=MembersState.take_back(line.id),
            aria_label=f"Take back the invitation of {line.email}",
        ),
    )


def member_dialog() -> rx.Component:
    """Inviting somebody, changing somebody, or the link that was just made."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.match(
                MembersState.form,
                ("invite", invite_form()),
                ("change", change_form()),
                link_part(),
            ),
            class_name="sheet-narrow",
            max_width="480px",
            aria_describedby=rx.Var("undefined"),
        ),
        open=MembersState.form != "",
        on_open_change=MembersState.use_form,
    )


def invite_form() -> rx.Component:
    """Whom to invite."""
    return _form(
        "Invite a member",
        MembersState.invite,
        _input("email", "E-mail", kind="email"),
        _input("name", "Name"),
        role_field(),
        _buttons(rx.button("Make the link", type="submit")),
    )


def change_form() -> rx.Component:
    """One member; a new password and the end are at the left."""
    return _form(
        MembersState.opened.name,
        MembersState.save,
        rx.text(MembersState.opened.email, size="2", color_scheme="gray"),
        _input("name", "Name"),
        role_field(),
        rx.flex(
            rx.cond(
                MembersState.opened.active,
                rx.button(
                    "Link for a new password",
                    type="button",
                    variant="outline",
                    color_scheme="gray",
                    on_click=MembersState.make_password_link,
                ),
                rx.fragment(),
            ),
            rx.cond(
                MembersState.opened.active,
                rx.button(
                    "Deactivate",
                    type="button",
                    variant="soft",
                    color_scheme="red",
                    high_contrast=True,
                    on_click=MembersState.deactivate,
                ),
                rx.button(
                    "Let sign in again",
                    type="button",
                    variant="outline",
                    color_scheme="gray",
                    on_click=MembersState.reactivate,
                ),
            ),
            spacing="2",
            wrap="wrap",
        ),
        _buttons(rx.button("Save", type="submit")),
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
        rx.cond(
            MembersState.role == Role.PROVIDER.value,
            _field(
                "provider_id",
                "Which provider they are",
                rx.el.select(
                    rx.el.option("Choose…", value=""),
                    rx.foreach(
                        MembersState.providers,
                        lambda each: rx.el.option(each["name"], value=each["id"]),
                    ),
                    id="provider_id",
                    name="provider_id",
                    default_value=MembersState.opened.provider_id,
                    class_name="native-select",
                ),
            ),
            rx.fragment(),
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
        _buttons(rx.dialog.close(rx.button("Done"))),
        class_name="settings-form",
    )


def _form(title: str, on_submit: Any, *inside: rx.Component) -> rx.Component:
    other = MembersState.errors["other"]
    return rx.form(
        rx.dialog.title(title, size="5", margin_bottom="0"),
        *inside[:-1],
        rx.cond(other, field_error(other), rx.fragment()),
        inside[-1],
        key=f"form {MembersState.form_key}",
        on_submit=on_submit,
        class_name="settings-form",
        no_validate=True,
    )


def _buttons(main: rx.Component) -> rx.Component:
    return rx.flex(
        rx.cond(
            MembersState.form != "link",
            rx.dialog.close(
                rx.button("Discard", type="button", variant="outline", color_scheme="gray")
            ),
            rx.fragment(),
        ),
        main,
        justify="end",
        spacing="2",
    )


def _input(name: str, label: str, *, kind: Literal["text", "email"] = "text") -> rx.Component:
    return _field(
        name,
        label,
        rx.input(
            id=name,
            name=name,
            type=kind,
            default_value=MembersState.opened.name if name == "name" else "",
            auto_complete="off",
        ),
    )


def _field(name: str, label: str, control: rx.Component, *, hint: str = "") -> rx.Component:
    return field(name, label, control, error=MembersState.errors[name], hint=hint)


def _heads(*labels: str) -> rx.Component:
    return rx.el.thead(rx.el.tr(*(rx.el.th(label, scope="col") for label in labels)))


def _cell(label: str, value: Any, looks: str = "") -> rx.Component:
    return rx.el.td(value, class_name=looks, custom_attrs={"data-label": label})
