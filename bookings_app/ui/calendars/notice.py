"""What a page says above all else: that a calendar in Google needs somebody to look after it."""

import asyncio
from collections.abc import Sequence

import reflex as rx

from bookings_app.domain.access import Actor
from bookings_app.ui.calendars.words import given_up_words
from bookings_app.ui.format import listed
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.usecases.google_overview import CalendarTrouble, calendar_troubles, known_to

_MOST_NAMES = 2


class CalendarNoticeState(rx.State):
    """The sentence, and where it is mended; "" is nothing to say. The live hub changes it."""

    said: str = ""
    mended_at: str = ""
    link: str = ""

    @rx.event
    @signed_in
    async def look(self) -> None:
        """A page opens."""
        actor = current_actor()
        self._show(actor, known_to(actor, await asyncio.to_thread(calendar_troubles)))

    def _show(self, actor: Actor, troubles: Sequence[CalendarTrouble]) -> None:
        lost = [each for each in troubles if not each.given_up]
        own = [each for each in lost or troubles if each.provider_id == actor.provider_id]
        self.said = self.mended_at = self.link = ""
        if troubles:
            self.said = _lost_words(lost, own) if lost else _given_up_words(troubles, own)
            self.mended_at = "/account" if own else "/settings/calendars"
            self.link = self._way(is_own=bool(own), is_lost=bool(lost))

    def _way(self, *, is_own: bool, is_lost: bool) -> str:
        if not is_own:
            return "Look at calendars"
        return "Connect again" if is_lost else "Look at it"


def _lost_words(lost: Sequence[CalendarTrouble], own: Sequence[CalendarTrouble]) -> str:
    calendar = "Your Google Calendar" if own else whose([each.provider_name for each in lost])
    return f"{calendar} must be connected again. Bookings wait; nothing is lost."


def _given_up_words(troubles: Sequence[CalendarTrouble], own: Sequence[CalendarTrouble]) -> str:
    calendar = "your Google Calendar" if own else whose([each.provider_name for each in troubles])
    return given_up_words(sum(each.given_up for each in own or troubles), calendar)


def whose(names: Sequence[str]) -> str:
    """Whose calendars: one or two by name, others counted."""
    more = len(names) - _MOST_NAMES
    shown = [*names[:_MOST_NAMES], *([f"{more} more"] if more > 0 else [])]
    return f"Google Calendar of {listed(shown, last='and')}"


def calendar_notice() -> rx.Component:
    """A line above the page, with the way to mend it."""
    return rx.cond(
        CalendarNoticeState.said != "",
        rx.el.div(
            rx.icon("unplug", size=16, aria_hidden="true"),
            rx.el.p(CalendarNoticeState.said),
            rx.el.a(CalendarNoticeState.link, href=CalendarNoticeState.mended_at),
            class_name="page-notice",
            role="status",
        ),
        rx.fragment(),
    )
