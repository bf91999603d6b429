"""What the page of members says of each, and what it asks before somebody is shut out."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.ui import format as words
from bookings_app.ui.session import ROLE_LABELS
from bookings_app.ui.setup.words import upcoming_words
from bookings_app.usecases.links import LinkView
from bookings_app.usecases.members import MemberView
from bookings_app.usecases.views import UpcomingBookings


@dataclass(frozen=True)
class MemberLine:
    """A member in words; `provider` is whose bookings are theirs."""

    id: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    role_label: str = ""
    provider_id: str = ""
    provider: str = ""
    active: bool = True


@dataclass(frozen=True)
class InvitationLine:
    """An invitation nobody has followed yet."""

    id: str
    name: str
    email: str
    role_label: str
    until: str


@dataclass(frozen=True)
class Question:
    """What is asked before it is done: `verb` does it."""

    title: str = ""
    words: str = ""
    verb: str = ""


def member_line(member: MemberView, providers: dict[str, str]) -> MemberLine:
    """Say who signs in, and as which of the providers, named by their ids."""
    return MemberLine(
        id=member.id,
        name=member.name,
        email=member.email,
        role=member.role.value,
        role_label=ROLE_LABELS[member.role],
        provider_id=member.provider_id or "",
        provider=providers.get(member.provider_id or "", ""),
        active=member.active,
    )


def invitation_line(link: LinkView, zone: ZoneInfo, *, now: datetime) -> InvitationLine:
    """Say who was invited, and until when."""
    return InvitationLine(
        id=link.id,
        name=link.name,
        email=link.email,
        role_label=ROLE_LABELS[link.role] if link.role else "",
        until=words.short_moment(link.expires_at, zone, now=now),
    )


def deactivating(
    member: MemberLine, upcoming: UpcomingBookings | None, *, is_oneself: bool, now: datetime
) -> Question:
    """What happens to a member, and what stays; `upcoming` are a provider's bookings."""
    who = "You are" if is_oneself else f"{member.name} is"
    said = [
        f"{who} signed out everywhere at once and cannot sign in any more.",
        "What was done so far stays in the history.",
        _what_of(member.provider, upcoming, now=now) if upcoming is not None else "",
        "An administrator can undo this at any time.",
    ]
    return Question(f"Deactivate {member.name}?", " ".join(filter(None, said)), "Deactivate")


def taking_back(invitation: InvitationLine) -> Question:
    """What happens to an invitation."""
    return Question(
        f"Take back the invitation of {invitation.name}?",
        f"The link that was made for {invitation.email} works no more. Invite them again"
        " whenever you like: that makes another link.",
        "Take back",
    )


def _what_of(provider: str, upcoming: UpcomingBookings, *, now: datetime) -> str:
    """Bookings are made with a provider, whether anybody signs in as them or not."""
    bookable = f"{provider} can still be booked, until the provider is archived."
    if not upcoming.number:
        return f"There are no upcoming bookings. {bookable}"
    stay = "stays" if upcoming.number == 1 else "stay"
    return f"The {upcoming_words(upcoming, now=now)}, {stay}. {bookable}"
