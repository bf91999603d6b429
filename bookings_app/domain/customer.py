"""Rules: the details of a customer that are kept on a booking."""

from dataclasses import dataclass, replace

from bookings_app.domain.checks import Findings
from bookings_app.domain.text import NOTES_LIMIT, cleaned_phone, is_blank


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
    findings = Findings()
    checked = CustomerDetails(
        name=findings.name("name", customer.name),
        phone=findings.taken("phone", lambda: cleaned_phone(customer.phone)),
        email=findings.email("email", customer.email),
        notes=findings.text(
            "notes", customer.notes, label="The notes", limit=NOTES_LIMIT, multiline=True
        ),
    )
    findings.refuse_if_any()
    return checked


def completed_customer(
    customer: CustomerDetails, *, name: str, phone: str, email: str
) -> CustomerDetails:
    """`customer` with what is missing taken from their contact; what was typed wins."""
    return replace(
        customer,
        name=name if is_blank(customer.name) else customer.name,
        phone=phone if is_blank(customer.phone) else customer.phone,
        email=email if is_blank(customer.email) else customer.email,
    )
