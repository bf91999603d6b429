"""Rules: who may be made a member, and which passwords are taken."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from bookings_app.domain.access import Role
from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import Invalid

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128

# What is tried first, of those that are long enough.
_COMMON_TEXT = """
000000000000 111111111111 111222333444 112233445566 121212121212 123123123123 1234567890123
12345678901234 123456789abc 123456789012 1234567890123456 123456789123 1234567890ab
1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 987654321098 aaaaaaaaaaaa abc123abc123 abcd12345678
abcdefghijkl abcdefgh1234 adminadminadmin administrator administrator1 asdfasdfasdf
asdfghjkl123 asdfghjklasdf changemechangeme changeme1234 correcthorsebatterystaple
footballfootball iloveyou1234 iloveyouiloveyou letmein12345 letmeinletmein passpasspass
password1234 password12345 password123456 passwordpassword p@ssw0rd1234 p@ssword1234
passw0rd1234 qazwsxedcrfv qwerty123456 qwerty12345678 qwertyqwerty qwertyuiop12
qwertyuiop123 qwertyuiopasdf q1w2e3r4t5y6 starwars1234 sunshine1234 superman1234
trustno1trustno1 welcome12345 welcomewelcome zxcvbnm12345 zaq12wsxcde3
"""
_COMMON = frozenset(_COMMON_TEXT.split())


class LinkPurpose(StrEnum):
    """What a link that works once is for."""

    INVITATION = "invitation"
    PASSWORD = "password"
    FIRST_RUN = "first_run"


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody who will sign in, as entered. `provider_id`: whose bookings are theirs."""

    email: str
    name: str
    role: Role
    password: str = field(repr=False)
    provider_id: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whoever signs in, or is invited to, as entered; their password is their own."""

    email: str
    name: str
    role: Role
    provider_id: str | None = None


def checked_invitation(invited: Invitation, *, known_providers: frozenset[str]) -> Invitation:
    """`invited` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    email, name = _check_person(findings, invited, known_providers)
    findings.refuse_if_any()
    return Invitation(email, name, Role(invited.role), invited.provider_id)


def checked_member(
    member: NewMember, *, known_providers: frozenset[str], name_called: str = "a name"
) -> NewMember:
    """`member` as it is stored, but for the password, which is checked only.

    `name_called` is what whoever left it out is asked for.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    email, name = _check_person(findings, member, known_providers, name_called)
    if member.time_zone is not None:
        findings.time_zone("time_zone", member.time_zone)
    password = findings.attempt(
        lambda: checked_password(member.password, email=email, name=name), otherwise=""
    )
    findings.refuse_if_any()
    return NewMember(email, name, Role(member.role), password, member.provider_id, member.time_zone)


def checked_password(password: str, *, email: str, name: str) -> str:
    """`password` as it is compared: blanks and all, in one Unicode form.

    Raises:
        Invalid: too short, too long, or among those that are tried first.
    """
    findings = Findings()
    text = comparable_password(password)
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        findings.add(
            "password",
            f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
        )
    elif text.casefold() in _COMMON | {email.casefold(), name.casefold()}:
        findings.add("password", "This password is easy to guess. Choose another one.")
    elif any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        findings.add("password", "The password contains a character that cannot be typed.")
    findings.refuse_if_any()
    return text


def comparable_password(password: str) -> str:
    """The one form of a text that keyboards send differently."""
    return unicodedata.normalize("NFC", password)


def refuse_last_administrator() -> None:
    """Refuse to leave nobody who may change the workspace.

    Raises:
        Invalid: always.
    """
    message = "Somebody must stay administrator. Make another one first."
    raise Invalid([("member_id", message)])


def _check_person(
    findings: Findings,
    person: NewMember | Invitation,
    known_providers: frozenset[str],
    name_called: str = "a name",
) -> tuple[str, str]:
    """E-mail and name as they are stored; role and provider must go together."""
    email = findings.email("email", person.email, required=True)
    name = findings.name("name", person.name, called=name_called)
    if person.role not in set(Role):
        findings.add("role", "Choose admin, manager or provider.")
    if person.provider_id is not None and person.provider_id not in known_providers:
        findings.add("provider_id", "This provider does not exist.")
    if person.role == Role.PROVIDER and person.provider_id is None:
        findings.add("provider_id", "Choose which provider this member is.")
    return email, name
