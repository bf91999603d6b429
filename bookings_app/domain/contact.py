"""Rules: who may be in the address book, and how they are found again."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bookings_app.domain.checks import Findings
from bookings_app.domain.text import NOTES_LIMIT

SHORTEST_SEARCH = 2
LONGEST_SEARCH = 200

CHANNEL_LIMIT = 40
EXTERNAL_ID_LIMIT = 255

_DIALLED = re.compile(r"[0-9 +()\-./]+")

# Letters with a stroke are letters of their own to Unicode, and the same ones to whoever types.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person as entered; "" is what was left empty."""

    name: str
    phone: str = ""
    email: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class NewConversation:
    """Where a contact writes to us: a channel such as WhatsApp, and its id there."""

    channel: str
    external_id: str
    last_message_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactSearch:
    """What was typed to find somebody, as it is compared.

    `text` is without case and accents, `plain` without case only. `digits` is a part
    of a phone number, `phone` a whole one in E.164; each is "" when it is none.
    """

    text: str
    plain: str
    digits: str
    phone: str


def checked_contact(contact: NewContact, *, read_phone: Callable[[str], str]) -> NewContact:
    """`contact` as it is stored, the phone as `read_phone` reads it.

    That knows the numbering plans, and raises TextRefused for what is no number.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    checked = NewContact(
        name=findings.name("name", contact.name),
        phone=findings.taken("phone", lambda: read_phone(contact.phone)),
        email=findings.email("email", contact.email),
        notes=findings.text(
            "notes", contact.notes, label="The notes", limit=NOTES_LIMIT, multiline=True
        ),
    )
    findings.refuse_if_any()
    return checked


def checked_conversation(conversation: NewConversation) -> NewConversation:
    """`conversation` as it is stored; channels are compared in lower case.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    channel = findings.text(
        "channel", conversation.channel, label="The channel", limit=CHANNEL_LIMIT
    )
    external_id = findings.text(
        "external_id", conversation.external_id, label="The id", limit=EXTERNAL_ID_LIMIT
    )
    findings.refuse_if_any()
    if not channel:
        findings.add("channel", "Name the channel, such as whatsapp.")
    if not external_id:
        findings.add("external_id", "Give the id of the conversation in its channel.")
    findings.refuse_if_any()
    return NewConversation(
        channel=channel.lower(),
        external_id=external_id,
        last_message_at=conversation.last_message_at,
    )


def search_text(*, name: str, email: str) -> str:
    """What a contact is found by: the name, then the e-mail in a line of its own."""
    return f"{without_accents(name)}\n{email.casefold()}"


def contact_search(
    typed: str, *, phone: str = "", shortest: int = SHORTEST_SEARCH
) -> ContactSearch | None:
    """What to look for, or None when too little, or too much, was typed.

    `phone` is what was typed in E.164, if it is a whole number.
    """
    text = unicodedata.normalize("NFC", typed).strip()
    if not shortest <= len(text) <= LONGEST_SEARCH or not _can_be_stored(text):
        return None
    return ContactSearch(
        text=without_accents(text),
        plain=text.casefold(),
        digits=_part_of_phone(text),
        phone=phone,
    )


def without_accents(text: str) -> str:
    """`text` so that José, JOSÉ and jose are the same."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _part_of_phone(text: str) -> str:
    """The digits typed; zeros before them are how one dials, not part of the number."""
    digits = _digits(text).lstrip("0") if _DIALLED.fullmatch(text) else ""
    return digits if len(digits) >= SHORTEST_SEARCH else ""


def _can_be_stored(text: str) -> bool:
    return not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
