"""TodayState: one's day. Customers' data is here only while the page is open."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.domain.errors import TransitionNotAllowed
from bookings_app.ui.booking_details.races import faster_words
from bookings_app.ui.calendar.report import is_zone
from bookings_app.ui.errors import show_error
from bookings_app.ui.live import LiveState
from bookings_app.ui.session import SessionState, current_actor, current_sign_in, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.ui.today.words import Card, DayWords, Heading, Row
from bookings_app.usecases.status_changes import (
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from bookings_app.usecases.today import Today, todays_bookings
from bookings_app.usecases.views import BookingDetails

HEARD_AS = "today"

# So that what waits for an answer does not push the day off the screen.
FEW = 2

_ANSWERS: Mapping[str, tuple[Callable[..., BookingDetails], str]] = {
    Action.CONFIRM: (confirm_booking, "Confirmed."),
    Action.COMPLETE: (complete_booking, "Completed."),
    Action.NO_SHOW: (mark_no_show, "Marked as no-show; the time is free again."),
}


class TodayState(rx.State):
    """What stands on the page, part by part.

    `busy` is the button that waits, as action and booking. `turn` grows with each
    answer given here: then everything has moved.
    """

    known: bool = False
    heading: Heading = Heading()
    unanswered: list[Row] = []
    unanswered_hidden: int = 0
    shows_all: bool = False
    card: Card = Card()
    running: list[Row] = []
    coming: list[Row] = []
    to_come: str = ""
    over: list[Row] = []
    over_summary: str = ""
    shows_over: bool = False
    nothing: str = ""
    following_id: str = ""
    busy: str = ""
    turn: int = 0
    _browser_zone: str = ""
    _offered: dict[str, tuple[str, ...]] = {}

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The page opens, or is back after a lost connection."""
        await self._listen()
        await self._show()

    @rx.event
    @signed_in
    async def arrive(self, browser_zone: str) -> None:
        """The page says where its reader is."""
        zone = str(browser_zone)
        news = is_zone(zone) and zone != self._browser_zone
        self._browser_zone = zone if is_zone(zone) else ""
        if news or not self.known:
            await self._listen()
            await self._show()

    @rx.event
    @signed_in
    async def refresh(self) -> None:
        """Something was changed, time has passed, or somebody looks at it again."""
        if self.known:
            await self._show()

    @rx.event
    @signed_in
    async def leave(self) -> None:
        """Another page was opened: what stood here is forgotten."""
        turn = self.turn
        self.reset()
        self.turn = turn
        (await self.get_state(LiveState))._stop_listening(HEARD_AS)

    @rx.event
    @signed_in
    async def answer(self, action: str, booking_id: str) -> AsyncIterator[Any]:
        """Confirm, Complete or No-show: only what stands on the page can be answered."""
        if action not in self._offered.get(str(booking_id), ()) or action not in _ANSWERS:
            return
        self.busy = f"{action} {booking_id}"
        yield
        try:
            said = await self._carry_out(action, booking_id)
        except TransitionNotAllowed as refusal:  # somebody was faster
            zone, now = await self._viewer_zone(), datetime.now(UTC)
            said = Toasts.show_error(faster_words(refusal, zone, now=now))
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.busy = ""
        self.turn += 1
        if said is not None:
            yield said
        await self._show()

    @rx.event
    @signed_in
    async def show_all(self) -> None:
        """The rest of what waits for an answer."""
        self.shows_all = True
        await self._show()

    @rx.event
    @signed_in
    async def toggle_over(self) -> None:
        """What is over, folded or not."""
        self.shows_over = not self.shows_over
        await self._show()

    async def _carry_out(self, action: str, booking_id: str) -> Any:
        verb, said = _ANSWERS[action]
        booking = await asyncio.to_thread(
            verb, booking_id, by=current_actor(), now=datetime.now(UTC)
        )
        toasts = await self.get_state(Toasts)
        toasts._say(
            said,
            line=f"{booking.customer_name}, {booking.service_name}",
            sign=booking.status.value,
            booking_id=booking.id,
        )

    async def _listen(self) -> None:
        provider_id = current_actor().provider_id
        live = await self.get_state(LiveState)
        live._listen(
            HEARD_AS, lambda entry: provider_id is None or entry.provider_id == provider_id
        )

    async def _show(self) -> None:
        now = datetime.now(UTC)
        day = await asyncio.to_thread(todays_bookings, seen_by=current_actor(), now=now)
        said = DayWords(day, viewer_zone=await self._viewer_zone(), now=now)
        self.known = True
        self.heading, self.card = said.heading(), said.card()
        shown = day.unanswered if self.shows_all else day.unanswered[:FEW]
        self.unanswered = said.rows(shown)
        self.unanswered_hidden = len(day.unanswered) - len(shown)
        self.running = said.rows(day.now if not self.card.id else [])
        self.coming = [row for row in said.rows(day.coming) if row.id != self.card.id]
        self.to_come = said.to_come(self.coming)
        self.over = said.rows(day.over) if self.shows_over else []
        self.over_summary = said.over() if day.over else ""
        self.nothing = said.nothing()
        self.following_id = day.following.entry.id if day.following and self.nothing else ""
        self._offered = _offered(day)

    async def _viewer_zone(self) -> ZoneInfo:
        session = await self.get_state(SessionState)
        chosen = current_sign_in().time_zone
        return ZoneInfo(chosen or self._browser_zone or session.time_zone or "UTC")


def _offered(day: Today) -> dict[str, tuple[str, ...]]:
    bookings = [*day.unanswered, *day.now, *day.coming]
    return {each.entry.id: tuple(each.allowed_actions) for each in bookings}
