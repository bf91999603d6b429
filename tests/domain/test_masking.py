"""Phones and e-mails that their owners recognise, and nobody can call or write to."""

import pytest

from bookings_app.domain.masking import masked_email, masked_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+34 600 111 222", "•••222"),
        ("+34600111222", "•••222"),
        ("911", "•••"),
        ("123456", "•••"),
        ("", ""),
    ],
)
def test_of_a_phone_the_last_digits_stay_when_there_are_enough(phone: str, masked: str) -> None:
    assert masked_phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [("ana@example.com", "a•••@example.com"), ("a@example.com", "a•••@example.com"), ("", "")],
)
def test_of_an_email_the_first_letter_and_the_place_stay(email: str, masked: str) -> None:
    assert masked_email(email) == masked
