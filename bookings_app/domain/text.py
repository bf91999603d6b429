"""Rules: what text from outside may contain, and how long it may be."""

import re
import unicodedata

NAME_LIMIT = 255
NOTES_LIMIT = 5_000
REASON_LIMIT = 1_000
PHONE_LIMIT = 40
EMAIL_LIMIT = 254

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_LAYOUT = {"\n", "\t", "\r"}
# Blanks, and what joins or parts the characters beside it.
_EMPTY = {"Cf", "Zs", "Zl", "Zp"}
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_PHONE = re.compile(r"[0-9 +()\-./x]{3,40}")


class TextRefused(ValueError):
    """Text that cannot be taken; `str()` is the sentence for its field."""


def cleaned(value: str, *, label: str, limit: int, multiline: bool = False) -> str:
    """`value` trimmed and in NFC; "" when nothing can be seen of it.

    `multiline` text keeps line ends (as LF) and tabs. `limit` counts code points.

    Raises:
        TextRefused: it holds a character that cannot be stored or shown, or is too long.
    """
    for character in value:
        _check_character(character, label=label, multiline=multiline)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if is_blank(text):
        return ""
    if len(text) > limit:
        message = f"{label} is too long: at most {limit:,} characters."
        raise TextRefused(message)
    return text


def is_blank(value: str) -> bool:
    """Whether nothing was written, or nothing that can be seen."""
    return all(character in _LAYOUT or _is_empty(character) for character in value)


def cleaned_email(value: str, *, required: bool = False) -> str:
    """`value` trimmed, as typed; "" when blank, which one that is `required` may not be.

    Raises:
        TextRefused: it is not one `local@domain.tld`.
    """
    text = cleaned(value, label="The e-mail", limit=EMAIL_LIMIT)
    if required and not text:
        raise TextRefused("Enter an e-mail address.")
    if text and (not _EMAIL.fullmatch(text) or ".." in text):
        way_out = "" if required else ", or leave it empty"
        raise TextRefused(f"Enter an e-mail address like name@example.com{way_out}.")
    return text


def cleaned_phone(value: str) -> str:
    """`value` trimmed, as typed; "" when blank.

    Raises:
        TextRefused: it is not 3 to 40 characters of a phone number, or has over 15 digits.
    """
    text = cleaned(value, label="The phone", limit=PHONE_LIMIT)
    if text and (not _PHONE.fullmatch(text) or not 1 <= sum(map(str.isdigit, text)) <= 15):
        message = (
            "Enter a phone number: 3 to 40 digits, blanks and + ( ) - . / x only,"
            " or leave it empty."
        )
        raise TextRefused(message)
    return text


def _check_character(character: str, *, label: str, multiline: bool) -> None:
    code = ord(character)
    control = unicodedata.category(character) in {"Cc", "Cs"}
    allowed = multiline and character in _LAYOUT
    if code in _BIDI or (control and not allowed):
        message = f"{label} contains a character that cannot be used. Please type it again."
        raise TextRefused(message)


def _is_empty(character: str) -> bool:
    return ord(character) not in _BIDI and unicodedata.category(character) in _EMPTY
