"""WorkspaceState: the workspace as it is saved, and the list of reasons that is being changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import ProviderVisibility, Role
from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import Invalid
from bookings_app.domain.workspace import Clock, with_reason
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.views import Workspace
from bookings_app.usecases.workspace import checked_workspace, save_workspace, workspace

_LONGEST_REASON = 1_000


class WorkspaceState(rx.State):
    """What is saved, field by field; `changed` once something was touched.

    `form_key` is "" before it is known. `reasons` are as they are being changed.
    `overtaken` is somebody else's save meanwhile.
    `turn` grows when what had the focus may be gone: it belongs at `focus_on` then.
    """

    name: str = ""
    time_zone: str = ""
    week_starts_on: str = "0"
    clock: str = Clock.TWENTY_FOUR_HOURS.value
    provider_visibility: str = ProviderVisibility.OWN.value
    default_country: str = ""
    reasons: list[str] = []
    errors: dict[str, str] = {}
    changed: bool = False
    overtaken: bool = False
    form_key: str = ""
    reason_key: int = 0
    turn: int = 0
    focus_on: str = ""
    _saved: Workspace | None = None
    _written: str = ""

    @rx.var
    def last_reason(self) -> int:
        """The number of the reason that cannot be moved down."""
        return len(self.reasons) - 1

    @rx.var
    def reasons_in_a_line(self) -> str:
        """The reasons, to be read."""
        return ", ".join(self.reasons) or "None"

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The page opens."""
        ours = await asyncio.to_thread(workspace)
        if self.changed or ours != self._saved:  # else it is there, and may be in use already
            self._show(ours)

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """Somebody may have saved; what is being changed here stays."""
        ours = await asyncio.to_thread(workspace)
        if ours == self._saved:
            return
        if self.changed:
            self.overtaken = True
        else:
            self._show(ours)

    @rx.event
    @signed_in
    async def touch(self) -> None:
        """Something was changed and not yet saved."""
        self.changed = True

    @rx.event
    @signed_in
    async def discard(self) -> None:
        """Show again what is saved."""
        self._show(await asyncio.to_thread(workspace))

    @rx.event
    @signed_in(Role.ADMIN)
    async def add_reason(self, form: dict[str, Any]) -> None:
        """The Add button: one more reason at the end, unless it cannot be taken."""
        self._written = str(form.get("reason", ""))[:_LONGEST_REASON]
        self.errors.pop("reason", None)
        try:
            self._take_reasons(with_reason(self.reasons, self._written))
        except Invalid as refusal:
            self.errors |= dict(refusal.errors)
            return
        self._empty_reason()

    @rx.event
    @signed_in(Role.ADMIN)
    async def note_reason(self, text: str) -> None:
        """Something was written beside the Add button: saving adds it, too."""
        self._written = str(text)[:_LONGEST_REASON]

    @rx.event
    @signed_in(Role.ADMIN)
    async def remove_reason(self, reason: str) -> None:
        """A reason is not to be offered any more."""
        if reason in self.reasons:
            number = self.reasons.index(reason)
            self._take_reasons([each for each in self.reasons if each != reason])
            left = min(number, len(self.reasons) - 1)
            self._focus(f"#remove-reason-{left}" if self.reasons else "#reason")

    @rx.event
    @signed_in(Role.ADMIN)
    async def move_reason(self, reason: str, step: int) -> None:
        """A reason is to be offered earlier (`step` -1) or later (1).

        It is named, not counted: a second click may come before the list has moved.
        """
        number = self.reasons.index(reason) if reason in self.reasons else -1
        to = number + (1 if step > 0 else -1)
        last = len(self.reasons) - 1
        if number < 0 or not 0 <= to <= last:
            return
        shown = [each for each in self.reasons if each != reason]
        self._take_reasons([*shown[:to], reason, *shown[to:]])
        way = "later" if to == 0 or (step > 0 and to < last) else "earlier"
        self._focus(f"#{way}-reason-{to}")

    @rx.event
    @signed_in(Role.ADMIN)
    async def save(self, form: dict[str, str]) -> Any:
        """The Save button."""
        before = await asyncio.to_thread(workspace)
        findings = Findings()
        reasons = self._reasons_written(findings)
        entered = _entered(form, before, reasons)
        findings.attempt(lambda: checked_workspace(entered), otherwise=entered)
        try:
            findings.refuse_if_any()
            saved = await asyncio.to_thread(
                save_workspace, entered, by=current_actor(), now=datetime.now(UTC)
            )
        except Invalid as refusal:
            self.errors = dict(refusal.errors)
            return None
        self._show(saved)
        return [SessionState.enter, Toasts.show("The workspace is saved.")]

    def _reasons_written(self, findings: Findings) -> tuple[str, ...]:
        """The reasons on the screen, and the one that was written and not added yet."""
        shown = tuple(self.reasons)
        if not self._written.strip():
            return shown
        return findings.attempt(lambda: with_reason(shown, self._written), otherwise=shown)

    def _take_reasons(self, reasons: Sequence[str]) -> None:
        self.reasons, self.changed = list(reasons), True

    def _empty_reason(self) -> None:
        self._written = ""
        self.reason_key += 1
        self._focus("#reason")

    def _focus(self, selector: str) -> None:
        self.focus_on = selector
        self.turn += 1

    def _show(self, saved: Workspace) -> None:
        self._saved = saved
        self.name, self.time_zone = saved.name, saved.time_zone
        self.week_starts_on = str(saved.week_starts_on)
        self.clock = saved.clock.value
        self.provider_visibility = saved.provider_visibility.value
        self.default_country = saved.default_country
        self.reasons, self._written = list(saved.cancellation_reasons), ""
        self.errors, self.changed, self.overtaken = {}, False, False
        self.form_key = str(datetime.now(UTC).timestamp())
        self.reason_key += 1


def _entered(form: dict[str, str], before: Workspace, reasons: tuple[str, ...]) -> Workspace:
    """The form as a workspace; what cannot be one is refused by the use case."""
    week_starts_on = str(form.get("week_starts_on", ""))
    visibility = str(form.get("provider_visibility", ""))
    clock = str(form.get("clock", ""))
    return replace(
        before,
        name=str(form.get("name", "")),
        time_zone=str(form.get("time_zone", "")),
        week_starts_on=int(week_starts_on) if week_starts_on.isdecimal() else -1,
        clock=Clock(clock) if clock in set(Clock) else before.clock,
        provider_visibility=(
            ProviderVisibility(visibility)
            if visibility in set(ProviderVisibility)
            else before.provider_visibility
        ),
        default_country=str(form.get("default_country", "")),
        cancellation_reasons=reasons,
    )
