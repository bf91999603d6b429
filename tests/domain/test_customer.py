"""The customer details on a booking."""

import pytest

from bookings_app.domain.customer import CustomerDetails, checked_customer, completed_customer
from bookings_app.domain.errors import Invalid


def refused_fields(customer: CustomerDetails) -> list[str]:
    with pytest.raises(Invalid) as refused:
        checked_customer(customer)
    assert refused.value.code == "invalid"
    assert all(message.endswith(".") for _, message in refused.value.errors)
    return [field for field, _ in refused.value.errors]


def test_details_are_stored_trimmed_and_otherwise_as_typed() -> None:
    typed = CustomerDetails(" Ana Ruiz ", "+34 612 345 678 ", " Ana@Example.com", "one\r\ntwo ")

    assert checked_customer(typed) == CustomerDetails(
        "Ana Ruiz", "+34 612 345 678", "Ana@Example.com", "one\ntwo"
    )


def test_a_name_is_enough() -> None:
    assert checked_customer(CustomerDetails("Ana")) == CustomerDetails("Ana", "", "", "")


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "A" * 256, "A\x00na", "Ana\nRuiz"])
def test_without_a_name_that_can_be_taken_there_is_no_customer(name: str) -> None:
    assert refused_fields(CustomerDetails(name)) == ["name"]


def test_every_field_that_cannot_be_taken_is_named_at_once() -> None:
    assert refused_fields(CustomerDetails("", "12", "ana@", "x" * 5_001)) == [
        *("name", "phone", "email", "notes")
    ]
    assert refused_fields(CustomerDetails("Ana", "12", "ana@example.com", "\u202e")) == [
        *("phone", "notes")
    ]


def test_the_longest_of_everything_is_taken() -> None:
    longest = CustomerDetails("A" * 255, "+1" + " " * 37 + "2", "a" * 248 + "@b.com", "n" * 5_000)

    assert checked_customer(longest) == longest


def completed(customer: CustomerDetails) -> CustomerDetails:
    """The details, completed from Berta's."""
    return completed_customer(
        customer, name="Berta Gil", phone="+34600333444", email="berta@example.com"
    )


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\u00a0\ufeff"])
def test_a_contact_fills_in_what_is_missing_but_the_notes(nothing: str) -> None:
    assert completed(CustomerDetails(nothing, nothing, nothing, nothing)) == CustomerDetails(
        "Berta Gil", "+34600333444", "berta@example.com", nothing
    )


def test_what_was_typed_wins_over_the_contact() -> None:
    typed = CustomerDetails("Ana Ruiz", "112", "ana@example.com", "Window seat")

    assert completed(typed) == typed


def test_what_cannot_be_taken_is_refused_rather_than_filled_in() -> None:
    typed = CustomerDetails("\x00", "\u202e", "\ud800")

    assert completed(typed) == typed
    assert refused_fields(completed(typed)) == ["name", "phone", "email"]


def test_a_contact_without_phone_and_e_mail_leaves_them_empty() -> None:
    customer = completed_customer(CustomerDetails(""), name="Berta", phone="", email="")

    assert customer == CustomerDetails("Berta")
