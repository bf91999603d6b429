"""The members, for administrators: a list, and a form that slides over it."""

import reflex as rx

from bookings_app.ui.live.attention import renewal
from bookings_app.ui.members.forms import member_dialog, shutting_out
from bookings_app.ui.members.state import MembersState
from bookings_app.ui.members.words import InvitationLine, MemberLine
from bookings_app.ui.settings_tabs import settings_page_frame
from bookings_app.ui.sheet_form import plain_button
from bookings_app.ui.tables import cell, heads, row_button


def members_page() -> rx.Component:
    """Its on_load: `MembersState.load`, which only administrators may call."""
    return settings_page_frame(
        "members",
        rx.button(
            rx.icon("plus", size=16, aria_hidden="true"),
            "Invite a member",
            on_click=MembersState.start_inviting,
        ),
        members_table(),
        rx.cond(MembersState.invitations, invitations_part(), rx.fragment()),
        on_leave=MembersState.leave,
        beside=(
            member_dialog(),
            shutting_out(),
            renewal(MembersState.look_again),
        ),
    )


def members_table() -> rx.Component:
    """Everybody who signs in or did."""
    return rx.el.div(
        rx.el.table(
            heads("Member", "E-mail", "Role", "Provider", "Signs in"),
            rx.el.tbody(rx.foreach(MembersState.members, member_row)),
            class_name="set-table set-table-wide",
            aria_label="Members",
        ),
        class_name="panel panel-scroll",
    )


def member_row(line: MemberLine) -> rx.Component:
    """A row that opens its form."""
    return rx.el.tr(
        row_button(line.name, MembersState.open_member(line.id)),
        cell("E-mail", line.email, "soft"),
        cell("Role", line.role_label),
        cell("Provider", rx.cond(line.provider != "", line.provider, "–"), "soft"),
        cell("Signs in", rx.cond(line.active, "Yes", "No more")),
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
        plain_button(
            "Take back",
            MembersState.ask_to_take_back(line.id),
            aria_label=f"Take back the invitation of {line.email}",
        ),
    )
