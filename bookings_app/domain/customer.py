"""Rules: the details of a customer that are kept on a booking."""

from collections.abc import Callable
from dataclasses import dataclass

from bookings_app.domain.errors import Invalid
from bookings_app.domain.text import (
    NAME_LIMIT,
    NOTES_LIMIT,
    TextRefused,
    cleaned,
    cleaned_email,
    cleaned_phone,
)


@dataclass(frozen=True, slots=True)
class CustomerDetails:
    """Who comes, as written on the booking; "" is what was left empty."""

    name: str
    phone: str = ""
    email: str = ""
    notes: str = ""


def checked_customer(customer: CustomerDetails) -> CustomerDetails:
    """`customer` as it is stored: trimmed, in NFC, each part within its limit.

    Raises:
        Invalid: every field that cannot be taken, all of them at once.
    """
    errors: list[tuple[str, str]] = []

    def take(field: str, clean: Callable[[], str]) -> str:
        try:
            return clean()
        except TextRefused as refused:
            errors.append((field, str(refused)))
            return ""

    name = take(
        "name", lambda: cleaned(customer.name, label="The name", limit=NAME_LIMIT)
    )
    if not name and not errors:
        errors.append(("name", "Enter a name."))
    checked = CustomerDetails(
        name=name,
        phone=take("phone", lambda: cleaned_phone(customer.phone)),
        email=take("email", lambda: cleaned_email(customer.email)),
        notes=take(
            "notes",
            lambda: cleaned(
                customer.notes, label="The notes", limit=NOTES_LIMIT, multiline=True
            ),
        ),
    )
    if errors:
        raise Invalid(errors)
    return checked
