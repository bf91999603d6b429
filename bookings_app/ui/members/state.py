"""MembersState: who may sign in, who was invited, and the one that is being changed."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.access import Role
from bookings_app.domain.errors import Invalid
from bookings_app.domain.member import Invitation
from bookings_app.ui import format as words
from bookings_app.ui.session import ROLE_LABELS, SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import links, members
from bookings_app.usecases.catalog import list_providers
from bookings_app.usecases.links import LinkView
from bookings_app.usecases.members import MemberView

_LONGEST_ID = 100


@dataclass(frozen=True)
class MemberLine:
    """A member in words; `provider` is whose bookings are theirs."""

    id: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    role_label: str = ""
    provider_id: str = ""
    provider: str = ""
    active: bool = True


@dataclass(frozen=True)
class InvitationLine:
    """An invitation nobody has followed yet."""

    id: str
    name: str
    email: str
    role_label: str
    until: str


class MembersState(rx.State):
    """`link` is shown once, right after it was made; nobody can look it up again."""

    members: list[MemberLine] = []
    invitations: list[InvitationLine] = []
    providers: list[dict[str, str]] = []
    form: str = ""
    opened: MemberLine = MemberLine()
    role: str = Role.PROVIDER.value
    errors: dict[str, str] = {}
    link: str = ""
    link_for: str = ""
    form_key: int = 0

    @rx.event
    @signed_in(Role.ADMIN)
    async def load(self) -> None:
        """The page opens."""
        self._close()
        await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def start_inviting(self) -> None:
        """The Invite button."""
        self._open("invite", MemberLine(role=Role.PROVIDER.value))

    @rx.event
    @signed_in(Role.ADMIN)
    async def open_member(self, member_id: str) -> None:
        """A row was clicked."""
        found = [line for line in self.members if line.id == str(member_id)]
        if found:
            self._open("change", found[0])

    @rx.event
    @signed_in(Role.ADMIN)
    async def pick_role(self, role: str) -> None:
        """Another role: only providers must say which one they are."""
        if role in set(Role):
            self.role = role

    @rx.event
    @signed_in(Role.ADMIN)
    async def use_form(self, is_open: bool) -> None:
        """Esc and the ×."""
        if is_open is not True:
            self._close()

    @rx.event
    @signed_in(Role.ADMIN)
    async def invite(self, form: dict[str, Any]) -> None:
        """Make the invitation and show its link."""
        invited = Invitation(
            _text(form, "email"), _text(form, "name"), _role(self.role), self._provider(form)
        )
        await self._make_link(_text(form, "email"), links.invite_member, invited)

    @rx.event
    @signed_in(Role.ADMIN)
    async def save(self, form: dict[str, Any]) -> Any:
        """Give the open member another name, role or provider."""
        try:
            await asyncio.to_thread(
                members.change_member,
                self.opened.id,
                name=_text(form, "name"),
                role=_role(self.role),
                provider_id=self._provider(form),
                by=current_actor(),
                now=datetime.now(UTC),
            )
        except Invalid as refusal:
            return self._refused(refusal)
        self._close()
        await self._read()
        return [SessionState.enter, Toasts.show("Saved.")]

    @rx.event
    @signed_in(Role.ADMIN)
    async def make_password_link(self) -> None:
        """Let the open member choose another password."""
        await self._make_link(self.opened.email, links.link_for_new_password, self.opened.id)

    @rx.event
    @signed_in(Role.ADMIN)
    async def deactivate(self) -> Any:
        """Let the open member sign in no more."""
        try:
            found = await asyncio.to_thread(
                members.deactivate_member, self.opened.id, by=current_actor()
            )
        except Invalid as refusal:
            return self._refused(refusal)
        self._close()
        await self._read()
        return Toasts.show(f"{found.name} was signed out everywhere and cannot sign in any more.")

    @rx.event
    @signed_in(Role.ADMIN)
    async def reactivate(self) -> Any:
        """Let the open member sign in again."""
        found = await asyncio.to_thread(
            members.reactivate_member, self.opened.id, by=current_actor()
        )
        self._close()
        await self._read()
        return Toasts.show(f"{found.name} can sign in again.")

    @rx.event
    @signed_in(Role.ADMIN)
    async def take_back(self, link_id: str) -> Any:
        """Have an invitation work no more."""
        await asyncio.to_thread(
            links.take_back_invitation, str(link_id)[:_LONGEST_ID], by=current_actor()
        )
        await self._read()
        return Toasts.show("The invitation was taken back.")

    async def _make_link(self, email: str, make: Any, whom: Any) -> None:
        try:
            token = await asyncio.to_thread(make, whom, by=current_actor(), now=datetime.now(UTC))
        except Invalid as refusal:
            self._refused(refusal)
            return
        self.link = f"{settings().public_url}/join?token={token}"
        self.link_for, self.form, self.errors = email.strip(), "link", {}
        await self._read()

    async def _read(self) -> None:
        actor, now = current_actor(), datetime.now(UTC)
        team = await asyncio.to_thread(list_providers)
        names = {each.id: each.name for each in team}
        session = await self.get_state(SessionState)
        zone = ZoneInfo(session.time_zone or "UTC")
        self.providers = [{"id": each.id, "name": each.name} for each in team]
        found = await asyncio.to_thread(members.list_members, by=actor)
        self.members = [_line(each, names) for each in found]
        waiting = await asyncio.to_thread(links.list_invitations, by=actor, now=now)
        self.invitations = [_invitation_line(each, zone, now=now) for each in waiting]

    def _open(self, form: str, line: MemberLine) -> None:
        self.form, self.opened, self.role = form, line, line.role
        self.errors, self.link = {}, ""
        self.form_key += 1

    def _close(self) -> None:
        self.form, self.opened, self.errors, self.link = "", MemberLine(), {}, ""

    def _provider(self, form: dict[str, Any]) -> str | None:
        return _text(form, "provider_id") or None if self.role == Role.PROVIDER.value else None

    def _refused(self, refusal: Invalid) -> Any:
        """Put each sentence beside its field; what belongs to none stands above the buttons."""
        shown = {"name", "email", "role", "provider_id"}
        self.errors = {
            field if field in shown else "other": sentence for field, sentence in refusal.errors
        }
        return None


def _line(member: MemberView, providers: dict[str, str]) -> MemberLine:
    return MemberLine(
        id=member.id,
        name=member.name,
        email=member.email,
        role=member.role.value,
        role_label=ROLE_LABELS[member.role],
        provider_id=member.provider_id or "",
        provider=providers.get(member.provider_id or "", ""),
        active=member.active,
    )


def _invitation_line(link: LinkView, zone: ZoneInfo, *, now: datetime) -> InvitationLine:
    return InvitationLine(
        id=link.id,
        name=link.name,
        email=link.email,
        role_label=ROLE_LABELS[link.role] if link.role else "",
        until=words.short_moment(link.expires_at, zone, now=now),
    )


def _text(form: dict[str, Any], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _role(role: str) -> Role:
    return Role(role) if role in set(Role) else Role.PROVIDER
