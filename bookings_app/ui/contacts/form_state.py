"""ContactFormState: a contact while it is entered or corrected. Emptied when the form closes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.contact import NewContact
from bookings_app.domain.errors import Invalid, PhoneTaken
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.errors import show_error
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.contacts import ContactChanges, create_contact, edit_contact
from bookings_app.usecases.views import ContactView

FIELDS = ("name", "phone", "email", "notes")


class ContactFormState(rx.State):
    """What the fields begin with, and what is wrong with what was sent.

    What is typed stays in the browser. `turn` grows with every form, `answers` with
    every refusal; `taken_name` is who has the phone already.
    """

    is_open: bool = False
    contact_id: str = ""
    start: dict[str, str] = dict.fromkeys(FIELDS, "")
    errors: dict[str, str] = {}
    taken_name: str = ""
    is_saving: bool = False
    changed: bool = False
    asks_to_discard: bool = False
    turn: int = 0
    answers: int = 0
    _taken: tuple[str, str] = ("", "")

    @rx.event
    @signed_in
    async def open_new(self) -> None:
        """New contact: what was searched for in vain is what is known of them."""
        contacts = await self.get_state(ContactsState)
        self._begin("", _known(contacts.search) if not contacts.lines else {})

    @rx.event
    @signed_in
    async def open_edit(self) -> None:
        """Edit: the contact that is open."""
        shown = (await self.get_state(ContactsState)).person
        if shown.may_edit:
            known = {field: getattr(shown, field) for field in FIELDS}
            self._begin(shown.id, known)

    @rx.event
    @signed_in
    async def touch(self) -> None:
        """Something was typed and not yet saved."""
        self.changed = True

    @rx.event
    @signed_in
    async def save(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Create contact, or Save."""
        if not self.is_open or self.is_saving:
            return
        self.is_saving = True
        yield
        try:
            said = await self._save({field: _text(form, field) for field in FIELDS})
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.is_saving = False
        if said is not None:
            yield said

    @rx.event
    @signed_in
    async def open_taken(self) -> None:
        """The button beside the phone: who has it already."""
        contact_id, phone = self._taken
        if contact_id:
            self._end()
            contacts = await self.get_state(ContactsState)
            await contacts._show_saved(contact_id, search=phone)

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """Esc and the ×: ask first if something was typed."""
        if is_open is True or not self.is_open or self.is_saving:
            return
        if self.changed:
            self.asks_to_discard = True
        else:
            self._end()

    @rx.event
    @signed_in
    async def keep(self) -> None:
        """Do not discard it."""
        self.asks_to_discard = False

    @rx.event
    @signed_in
    async def discard(self) -> None:
        """Discard it."""
        self._end()

    def _begin(self, contact_id: str, known: dict[str, str]) -> None:
        self._end()
        self.is_open, self.contact_id = True, contact_id
        self.start = {field: known.get(field, "") for field in FIELDS}

    def _end(self) -> None:
        turn, answers = self.turn + 1, self.answers
        self.reset()
        self.turn, self.answers = turn, answers

    async def _save(self, sent: dict[str, str]) -> Any:
        """Store it, or show beside the fields what keeps it from being stored."""
        try:
            saved, said = await self._store(sent)
        except Invalid as refusal:
            self._show_refusal(refusal, sent)
            return None
        contacts = await self.get_state(ContactsState)
        await contacts._show_saved(saved.id, search=await self._search_for(saved))
        self._end()
        return Toasts.show(said)

    async def _store(self, sent: dict[str, str]) -> tuple[ContactView, str]:
        actor, now = current_actor(), datetime.now(UTC)
        if not self.contact_id:
            new = NewContact(**sent)
            saved = await asyncio.to_thread(create_contact, new, by=actor, now=now)
            return saved, f"{saved.name} is in the contacts now."
        # Only what was changed here: somebody else may have changed the rest meanwhile.
        changes = {field: text for field, text in sent.items() if text != self.start[field]}
        wanted = ContactChanges(**changes)
        saved = await asyncio.to_thread(edit_contact, self.contact_id, wanted, by=actor, now=now)
        return saved, f"{saved.name} is saved."

    def _show_refusal(self, refusal: Invalid, sent: dict[str, str]) -> None:
        self.errors = dict(refusal.errors)
        self.answers += 1
        self.taken_name, self._taken = "", ("", "")
        if isinstance(refusal, PhoneTaken):
            self.taken_name = refusal.contact_name
            self._taken = (refusal.contact_id, sent["phone"])

    async def _search_for(self, saved: ContactView) -> str | None:
        """What lists somebody new; whoever sees everybody need not search for them."""
        if self.contact_id:
            return None
        sees_all = (await self.get_state(SessionState)).sees_every_booking
        return "" if sees_all else saved.phone or saved.email


def _known(sought: str) -> dict[str, str]:
    """What was searched for is an e-mail, a name or a phone."""
    if "@" in sought:
        return {"email": sought}
    return {"name" if any(letter.isalpha() for letter in sought) else "phone": sought}


def _text(form: dict[str, Any], name: str) -> str:
    value = form.get(name) if isinstance(form, dict) else None
    return value if isinstance(value, str) else ""
