"""The verbs: phone numbers in one spelling, by the numbering plans of the world."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.text import TextRefused, cleaned_phone
from bookings_app.usecases.workspace import stored_workspace

_DIALLED = re.compile(r"[0-9 +()\-./]{3,40}", re.ASCII)
# Mexico had a 1 before mobile numbers until 2019; messengers still write it.
_OLD_MEXICAN = re.compile(r"\+521(\d{10})", re.ASCII)

_WITHOUT_COUNTRY = (
    "Enter the phone with its country, such as +34 600 111 222. Administrators can set"
    " the country of numbers without one under Settings."
)
_SENTENCES = {
    ValidationResult.TOO_SHORT: "This phone number is too short. Check that all of it is there.",
    ValidationResult.TOO_LONG: "This phone number is too long. Check it for a digit too many.",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "Add the area code to this phone number.",
}
_NO_NUMBER = "This is no phone number of that country. Check the digits."
_UNKNOWN_COUNTRY = "No country has a phone code like this. Check the digits after the +."
_EXTENSION = "Leave the extension out of the phone number; it can go into the notes."


def e164(typed: str, *, default_country: str) -> str:
    """`typed` in E.164, whichever way it was written; "" when blank.

    A national number is one of `default_country`, two letters or "".

    Raises:
        TextRefused: it is no phone number, or nobody knows of which country.
    """
    text = _with_plus(cleaned_phone(typed))
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, default_country or None)
    except NumberParseException as error:
        raise TextRefused(_why_not(text, error)) from error
    if number.extension:
        raise TextRefused(_EXTENSION)
    verdict = phonenumbers.is_possible_number_with_reason(number)
    written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if old := _OLD_MEXICAN.fullmatch(written):
        return f"+52{old[1]}"
    if verdict != ValidationResult.IS_POSSIBLE:
        raise TextRefused(_SENTENCES.get(verdict, _NO_NUMBER))
    return written


def exact_phone(work: UnitOfWork, typed: str) -> str:
    """What was typed as a whole number in E.164, by the workspace's country; "" if it is none."""
    if not _DIALLED.fullmatch(typed):
        return ""
    # Only a national number is worth a look at the workspace.
    country = "" if _is_international(typed) else stored_workspace(work).default_country
    try:
        return e164(typed, default_country=country)
    except TextRefused:
        return ""


def readable(phone: str) -> str:
    """A number in E.164 in groups, as people read it; anything else as it is."""
    if not phone.startswith("+"):
        return phone
    try:
        number = phonenumbers.parse(phone)
    except NumberParseException:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _with_plus(text: str) -> str:
    """00 is how most of the world dials the plus."""
    return f"+{text.removeprefix('00')}" if text.startswith("00") else text


def _is_international(text: str) -> bool:
    return text.lstrip("( ").startswith(("+", "00"))


def _why_not(text: str, error: NumberParseException) -> str:
    if error.error_type != NumberParseException.INVALID_COUNTRY_CODE:
        return _NO_NUMBER
    return _UNKNOWN_COUNTRY if _is_international(text) else _WITHOUT_COUNTRY
