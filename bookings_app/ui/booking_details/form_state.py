"""CustomerFormState: the customer's details while they are corrected. Emptied when that ends."""

from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx

from bookings_app.ui.booking_details.races import (
    COLUMNS,
    Overlap,
    customer_of,
    written_meanwhile,
)
from bookings_app.usecases.editing import CustomerChanges
from bookings_app.usecases.views import BookingDetails

_MOST = 1_000_000


class CustomerFormState(rx.State):
    """What the fields take over, what is wrong with them, and what others wrote meanwhile.

    What is typed stays in the browser until it is sent; `fill` is what the fields take
    over when its `turn` is new to them.
    """

    fill: dict[str, str | int] = {"turn": 0}
    errors: dict[str, str] = {}
    overlaps: list[Overlap] = []
    _read: dict[str, str] = {}
    _version: int = 0

    def _begin(self, booking: BookingDetails) -> None:
        """Fill the fields with what stands on the booking now."""
        self.errors, self.overlaps = {}, []
        self._take(booking, customer_of(booking))

    def _resume(self, booking: BookingDetails, filled: Any) -> None:
        """Go on as of what a browser says the fields were filled in with."""
        kept = filled if isinstance(filled, Mapping) else {}
        now = customer_of(booking)
        self._read = {field: _text(kept.get(field), now[field]) for field in COLUMNS}
        self._version = _number(kept.get("version"), booking.version)
        self.errors, self.overlaps = {}, []
        self.fill = {
            **self._read,
            "turn": _number(kept.get("turn"), 1),
            "version": self._version,
        }

    def _changes(self, typed: Mapping[str, str]) -> CustomerChanges | None:
        """What to write: only what was typed over, so that nobody else's words are undone."""
        changed = {field: text for field, text in typed.items() if text != self._read[field]}
        return CustomerChanges(**changed) if changed else None

    def _meet(self, booking: BookingDetails, typed: Mapping[str, str]) -> bool:
        """Somebody wrote the booking meanwhile: False when that needs no look before saving.

        What was typed stays; fields that were left alone take over what others wrote.
        """
        found = written_meanwhile(self._read, booking, typed)
        self.overlaps, self.errors = list(found.values()), {}
        stands = customer_of(booking)
        self._take(
            booking,
            {field: stands[field] for field in COLUMNS if typed[field] == self._read[field]},
        )
        return bool(found)

    def _show_errors(self, errors: Sequence[tuple[str, str]]) -> str:
        """Put each sentence beside its field; what is left belongs to none of them."""
        self.errors = {field: said for field, said in errors if field in COLUMNS}
        return " ".join(said for field, said in errors if field not in COLUMNS)

    def _take(self, booking: BookingDetails, values: Mapping[str, str]) -> None:
        self._read, self._version = customer_of(booking), booking.version
        turn = int(self.fill["turn"]) + 1
        self.fill = {**values, "turn": turn, "version": booking.version}

    def _empty(self) -> None:
        """Nothing of the customer stays."""
        turn = self.fill["turn"]
        self.reset()
        self.fill = {"turn": turn}


def typed_in(form: Any) -> dict[str, str]:
    """The customer's details in what a browser sent."""
    sent = form if isinstance(form, dict) else {}
    return {field: _text(sent.get(field), "") for field in COLUMNS}


def _text(value: Any, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and 0 < value < _MOST else otherwise
