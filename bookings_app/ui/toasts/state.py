"""What the toast region shows: one message at a time, the rest counted."""

from dataclasses import dataclass

import reflex as rx

from bookings_app.ui.session import signed_in

_MOST_KEPT = 20
_LONGEST_TEXT = 400


@dataclass(frozen=True)
class Toast:
    """One message, with a second `line` and the `sign` of a status if it has them.

    It `stays` until it is closed by hand; `booking_id` is what it opens.
    """

    number: int
    text: str
    line: str = ""
    sign: str = ""
    stays: bool = False
    booking_id: str = ""


class Toasts(rx.State):
    """The messages that wait to be read on this page, oldest first."""

    waiting: list[Toast] = []
    _last_number: int = 0

    @rx.event
    @signed_in
    async def show(self, text: str) -> None:
        """Say something that goes away by itself."""
        self._say(str(text))

    @rx.event
    @signed_in
    async def show_error(self, text: str) -> None:
        """Say something that stays until it is closed."""
        self._say(str(text), stays=True)

    @rx.event
    @signed_in
    async def dismiss(self, number: int) -> None:
        """The message was read, or its time is over."""
        self.waiting = [toast for toast in self.waiting if toast.number != number]

    @rx.event
    @signed_in
    async def dismiss_all(self) -> None:
        """The × of the region."""
        self.waiting = []

    def _say(
        self,
        text: str,
        *,
        line: str = "",
        sign: str = "",
        stays: bool = False,
        booking_id: str = "",
    ) -> None:
        self._last_number += 1
        toast = Toast(
            self._last_number, text[:_LONGEST_TEXT], line[:_LONGEST_TEXT], sign, stays, booking_id
        )
        self.waiting = [*self.waiting, toast][-_MOST_KEPT:]
