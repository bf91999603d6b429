"""Rules: checking what was entered, so that every wrong field is named at once."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from bookings_app.domain.errors import Invalid
from bookings_app.domain.text import NAME_LIMIT, TextRefused, cleaned, cleaned_email

T = TypeVar("T")

FIRST_DATE = date(1902, 1, 1)
LAST_DATE = date(2400, 12, 31)

LONGEST_ID = 255

# Files that zone folders hold beside zones: what they mean differs between machines.
_NOT_ZONES = frozenset({"Factory", "localtime", "posixrules"})


class Findings:
    """What is wrong with an entry: collects, then refuses with all of it."""

    def __init__(self) -> None:
        self._errors: list[tuple[str, str]] = []

    def add(self, field: str, message: str) -> None:
        """Remember that `field` cannot be taken."""
        self._errors.append((field, message))

    def refuse_if_any(self) -> None:
        """Return quietly when nothing was found.

        Raises:
            Invalid: every field that cannot be taken.
        """
        if self._errors:
            raise self.refusal()

    def refusal(self) -> Invalid:
        """All of it."""
        return Invalid(self._errors)

    def name(self, field: str, value: str, *, called: str = "a name") -> str:
        """A name as it is stored; a blank one is a finding, which says what it is `called`."""
        before = len(self._errors)
        text = self.text(field, value, label="The name", limit=NAME_LIMIT)
        if not text and len(self._errors) == before:
            self.add(field, f"Enter {called}.")
        return text

    def text(
        self, field: str, value: str, *, label: str, limit: int, multiline: bool = False
    ) -> str:
        """Text as it is stored; "" when blank."""
        return self.taken(
            field, lambda: cleaned(value, label=label, limit=limit, multiline=multiline)
        )

    def email(self, field: str, value: str, *, required: bool = False) -> str:
        """An e-mail address as it is stored; "" when blank."""
        return self.taken(field, lambda: cleaned_email(value, required=required))

    def number(self, field: str, value: int | None, *, label: str, low: int, high: int) -> None:
        """A number between `low` and `high`, both included; None is left to the caller."""
        if value is not None and not low <= value <= high:
            self.add(field, f"{label} must be a whole number between {low:,} and {high:,}.")

    def dates(self, first_at: str, first: date | None, last_at: str, last: date | None) -> bool:
        """Whether they are the first and the last of a stretch, either of which may be open."""
        if not all([self.date(first_at, first), self.date(last_at, last)]):
            return False
        if first is not None and last is not None and last < first:
            self.add(last_at, "The last date must not come before the first.")
            return False
        return True

    def date(self, field: str, value: date | None) -> bool:
        """Whether every part of the application can count with a date."""
        if value is not None and not FIRST_DATE <= value <= LAST_DATE:
            self.add(field, "Choose a date between 1902 and 2400.")
            return False
        return True

    def time_zone(self, field: str, value: str) -> str:
        """An IANA time zone that this machine knows."""
        if value not in known_zones():
            self.add(field, "Choose a time zone such as Europe/Madrid.")
        return value

    def taken(self, field: str, clean: Callable[[], str]) -> str:
        """What `clean` gives, or "" and a finding when it refuses."""
        try:
            return clean()
        except TextRefused as refused:
            self.add(field, str(refused))
            return ""

    def attempt(self, make: Callable[[], T], *, otherwise: T, at: str = "") -> T:
        """What `make` gives, or `otherwise`; fields it refuses are named after `at`."""
        try:
            return make()
        except Invalid as refused:
            self._errors.extend((f"{at}{field}", message) for field, message in refused.errors)
            return otherwise


def could_be_id(value: str) -> bool:
    """Whether anything could be called this: no database need look for what it cannot store."""
    return 0 < len(value) <= LONGEST_ID and value.isascii() and value.isprintable()


@cache
def known_zones() -> frozenset[str]:
    """The IANA time zones that can be entered, on this machine."""
    return frozenset(available_timezones()) - _NOT_ZONES
