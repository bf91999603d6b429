"""What every list of the set-up has: an editor, and an address that says what is shown.

`SetupState` is mixed into the state of a page, which says how to list, begin and store.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import reflex as rx

from bookings_app.domain.access import Area, Role, may_work_in
from bookings_app.domain.checks import LONGEST_ID
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.merging import ChangedMeanwhile
from bookings_app.ui.errors import show_error
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.setup.searched_list import LONGEST_SEARCH, SearchedList, text_of
from bookings_app.ui.toasts import Toasts

# The id of what is being made, in the address and in `open_id`.
NEW = "new"
_NONCE_LIMIT = 40

# Whoever looks after the set-up: `Area.SETUP`, in roles.
by_leads = signed_in(Role.ADMIN, Role.MANAGER)


class SetupState(SearchedList, mixin=True):
    """The list as it is shown, and what is open in the editor.

    `open_kind` is the kind of what is open, "" when nothing is; `open_id` is which, or
    `NEW`. What is typed stays in the browser: `start` is what the fields begin with.
    `steps` grows when the address must be written again, `turn` with every form, `answers`
    with every refusal; `back_to` is the row that has the focus once the editor is closed.
    The address calls a new one of the first of `_kinds` `?new=1`.
    """

    open_kind: str = ""
    open_id: str = ""
    start: dict[str, str] = {}
    errors: dict[str, str] = {}
    archive_question: str = ""
    is_saving: bool = False
    changed: bool = False
    asks_to_discard: bool = False
    steps: int = 0
    turn: int = 0
    answers: int = 0
    back_to: str = ""
    # By the clocks of the browser.
    _zone: str = ""
    # What was open as it was read, an entry: somebody else may change it meanwhile.
    _as_read: Any = None
    _kinds: tuple[str, ...] = ()

    @rx.event
    @signed_in
    async def arrive(self, nonce: str, query: str, zone: str) -> Any:
        """The page is there and says where: show what its address says."""
        self._zone = text_of(zone, LONGEST_ID)
        said = await self._follow(str(query))
        self.arrived = str(nonce)[:_NONCE_LIMIT]
        return said

    @rx.event
    @signed_in
    async def go_back(self, query: str) -> Any:
        """The browser went back or on: show what the address says now."""
        return await self._follow(str(query))

    @rx.event
    @by_leads
    async def open(self, kind: str, row_id: str) -> Any:
        """A row was picked, or the button for a new one."""
        if kind in self._kinds:
            return await self._open(kind, text_of(row_id, LONGEST_ID))
        return None

    @rx.event
    @by_leads
    async def touch(self) -> None:
        """Something was typed and not yet saved."""
        self.changed = True

    @rx.event
    @by_leads
    async def save(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """The button that stores what was typed."""
        if not self.open_kind or self.is_saving:
            return
        self.is_saving = True
        yield
        try:
            said = await self._save(form if isinstance(form, dict) else {})
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.is_saving = False
        if said is not None:
            yield said

    @rx.event
    @by_leads
    async def use_dialog(self, is_open: bool) -> None:
        """Esc, the × and Cancel: ask first if something was typed."""
        if is_open is True or not self.open_kind or self.is_saving:
            return
        if self.changed:
            self.asks_to_discard = True
        else:
            self._close(back_to=self.open_id)

    @rx.event
    @by_leads
    async def keep(self) -> None:
        """Do not discard it."""
        self.asks_to_discard = False

    @rx.event
    @by_leads
    async def discard(self) -> None:
        """Discard it."""
        self._close(back_to=self.open_id)

    @rx.event
    @by_leads
    async def ask_to_archive(self) -> None:
        """The button Archive: say first what happens."""
        if self.open_kind and self.open_id != NEW:
            unsaved = " What you changed here is not saved." if self.changed else ""
            self.archive_question = await self._on_archiving() + unsaved

    @rx.event
    @by_leads
    async def keep_active(self) -> None:
        """Do not archive it."""
        self.archive_question = ""

    @rx.event
    @by_leads
    async def archive(self) -> Any:
        """Archive it, now that it is known what happens."""
        return await self._retire(archived=True)

    @rx.event
    @by_leads
    async def restore(self) -> Any:
        """The button Restore."""
        return await self._retire(archived=False)

    @rx.event
    @signed_in
    async def leave(self) -> None:
        """The page is left."""
        self.reset()

    @rx.var
    def query(self) -> str:
        """What is shown as the query of an address."""
        said = {"q": self.search, "archived": "1" if self.shows_archived else ""}
        if self.open_kind and (self.open_kind, self.open_id) == (self._kinds[0], NEW):
            said["new"] = "1"
        elif self.open_kind:
            said[self.open_kind] = self.open_id
        return urlencode({name: value for name, value in said.items() if value})

    async def _begin(self, kind: str, row_id: str) -> dict[str, str]:
        """What the fields begin with. Raises NotFound."""
        raise NotImplementedError

    async def _store(self, form: dict[str, Any]) -> tuple[str, str]:
        """Store what was typed; the id of its row, and what to say. Raises Invalid."""
        raise NotImplementedError

    async def _on_archiving(self) -> str:
        """What happens when the open one is archived, in sentences."""
        raise NotImplementedError

    async def _set_archived(self, *, archived: bool) -> str:
        """Archive the open one or restore it; what to say."""
        raise NotImplementedError

    async def _follow(self, query: str) -> Any:
        said = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
        listed = text_of(said.get("q", ""), LONGEST_SEARCH), said.get("archived") == "1"
        if listed != (self.search, self.shows_archived) or not self.arrived:
            self.search, self.shows_archived = listed
            await self._list()
        wanted = self._wanted(said)
        # Somebody was quicker than the page, which comes to an address that asks for nothing.
        was_quick = not self.arrived and wanted == ("", "")
        if was_quick or wanted == (self.open_kind, self.open_id):
            return None
        self.steps += 1
        if self.changed:
            self.asks_to_discard = True
            return None
        return await self._open(*wanted)

    def _wanted(self, said: dict[str, str]) -> tuple[str, str]:
        """What an address asks to open; only whoever may edit is asked."""
        if not may_work_in(current_actor(), Area.SETUP):
            return "", ""
        if said.get("new"):
            return self._kinds[0], NEW
        found = ((kind, text_of(said.get(kind, ""), LONGEST_ID)) for kind in self._kinds)
        return next((each for each in found if each[1]), ("", ""))

    async def _open(self, kind: str, row_id: str) -> Any:
        self._close(back_to=row_id or self.open_id)
        if not kind:
            return None
        try:
            start = await self._begin(kind, row_id)
        except NotFound as refusal:
            return Toasts.show_error(str(refusal))
        self.start, self.open_kind, self.open_id = start, kind, row_id
        return None

    def _close(self, *, back_to: str) -> None:
        self.open_kind, self.open_id, self.back_to = "", "", back_to
        self.start, self.errors, self.archive_question = {}, {}, ""
        self.changed, self.asks_to_discard = False, False
        self.turn += 1

    async def _save(self, form: dict[str, Any]) -> Any:
        try:
            row_id, said = await self._store(form)
        except Invalid as refusal:
            self.errors = dict(refusal.errors)
            self.answers += 1
            if isinstance(refusal, ChangedMeanwhile):  # it has been told: next time it is meant
                self._as_read = replace(self._as_read, **refusal.stored)
            return None
        await self._list()
        self._close(back_to=row_id)
        return Toasts.show(said)

    async def _retire(self, *, archived: bool) -> Any:
        if not self.open_kind or self.open_id == NEW:
            return None
        said = await self._set_archived(archived=archived)
        await self._list()
        self._close(back_to=self.open_id)
        return Toasts.show(said)
