"""MembersState: who may sign in, who was invited, and the one that is being changed."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.access import Role
from bookings_app.domain.errors import Invalid
from bookings_app.domain.member import Invitation
from bookings_app.ui.members.words import (
    InvitationLine,
    MemberLine,
    Question,
    deactivating,
    invitation_line,
    member_line,
    taking_back,
)
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import links, members
from bookings_app.usecases.catalog import get_provider, list_providers, upcoming_bookings_of


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
    question: Question = Question()
    # The invitation that is asked about; none when it is the open member.
    _asked_about: str = ""

    @rx.event
    @signed_in(Role.ADMIN, quietly=True)
    async def load(self) -> None:
        """The page opens; its address may say whom to invite as which provider, or who is meant."""
        self._close()
        await self._read()
        asked = self.router.url.query_parameters
        await self._open_asked(asked.get("invite", ""), asked.get("member", ""))

    @rx.event
    @signed_in(Role.ADMIN)
    async def look_again(self) -> None:
        """The workspace has changed; a form that is open stays."""
        await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def leave(self) -> None:
        """Another page is gone to."""
        self._close()

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
        """Another role: providers must say which one they are, the others may."""
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
        await self._make_link(_text(form, "email"), links.invite_member, self._entered(form))

    @rx.event
    @signed_in(Role.ADMIN)
    async def save(self, form: dict[str, Any]) -> Any:
        """Give the open member another e-mail, name, role or provider."""
        try:
            await asyncio.to_thread(
                members.change_member,
                self.opened.id,
                self._entered(form),
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
    async def ask_to_deactivate(self) -> None:
        """Let the open member sign in no more: say first what happens."""
        if not self.opened.id:
            return
        actor, now, upcoming = current_actor(), datetime.now(UTC), None
        if self.opened.provider_id:
            upcoming = await asyncio.to_thread(
                upcoming_bookings_of,
                provider_id=self.opened.provider_id,
                seen_by=actor,
                now=now,
            )
        is_oneself = self.opened.id == actor.id
        self.question = deactivating(self.opened, upcoming, is_oneself=is_oneself, now=now)

    @rx.event
    @signed_in(Role.ADMIN)
    async def ask_to_take_back(self, link_id: str) -> None:
        """Have an invitation work no more: say first what happens."""
        found = [line for line in self.invitations if line.id == str(link_id)]
        if found:
            self._asked_about, self.question = found[0].id, taking_back(found[0])

    @rx.event
    @signed_in(Role.ADMIN)
    async def keep(self) -> None:
        """Leave it as it is."""
        self._asked_about, self.question = "", Question()

    @rx.event
    @signed_in(Role.ADMIN)
    async def agree(self) -> Any:
        """Do what was asked."""
        asked, link_id = self.question != Question(), self._asked_about
        await self.keep()
        if not asked:
            return None
        return await (self._take_back(link_id) if link_id else self._deactivate())

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

    async def _deactivate(self) -> Any:
        try:
            found = await asyncio.to_thread(
                members.deactivate_member, self.opened.id, by=current_actor()
            )
        except Invalid as refusal:
            return self._refused(refusal)
        self._close()
        await self._read()
        return Toasts.show(f"{found.name} was signed out everywhere and cannot sign in any more.")

    async def _take_back(self, link_id: str) -> Any:
        await asyncio.to_thread(links.take_back_invitation, link_id, by=current_actor())
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
        self.members = [member_line(each, names) for each in found]
        waiting = await asyncio.to_thread(links.list_invitations, by=actor, now=now)
        self.invitations = [invitation_line(each, zone, now=now) for each in waiting]

    async def _open_asked(self, provider_id: str, member_id: str) -> None:
        for line in self.members:
            if line.id == member_id:
                self._open("change", line)
        if provider_id in {each["id"] for each in self.providers}:
            provider = await asyncio.to_thread(get_provider, provider_id)
            role = Role.PROVIDER.value
            wanted = MemberLine(
                name=provider.name, email=provider.email, role=role, provider_id=provider_id
            )
            self._open("invite", wanted)

    def _open(self, form: str, line: MemberLine) -> None:
        self._close()
        self.form, self.opened, self.role = form, line, line.role
        self.form_key += 1

    def _close(self) -> None:
        self.form, self.opened, self.errors, self.link = "", MemberLine(), {}, ""
        self._asked_about, self.question = "", Question()

    def _entered(self, form: dict[str, Any]) -> Invitation:
        provider_id = _text(form, "provider_id") or None
        return Invitation(_text(form, "email"), _text(form, "name"), _role(self.role), provider_id)

    def _refused(self, refusal: Invalid) -> Any:
        """Put each sentence beside its field; what belongs to none stands above the buttons."""
        shown = {"name", "email", "role", "provider_id"}
        self.errors = {
            field if field in shown else "other": sentence for field, sentence in refusal.errors
        }
        return None


def _text(form: dict[str, Any], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _role(role: str) -> Role:
    return Role(role) if role in set(Role) else Role.PROVIDER
