"""The demo team: as whom one can sign in. Said only while it is true."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bookings_app.cli.demo import team
from bookings_app.cli.demo.founding import WEEKDAYS, email_of
from bookings_app.domain.errors import BookingError
from bookings_app.usecases.sessions import sign_in, sign_out

_US = "bookings demo"


def sign_ins(*, now: datetime) -> list[str]:
    """What to print: password, administrator, a manager, and a provider who works today.

    Each is tried; nothing is said where the demo team is not, or has other passwords.
    """
    today = now.astimezone(ZoneInfo(team.CLINIC_ZONE)).date()
    known = (
        (team.ADMINISTRATOR, "administrator"),
        (team.MANAGERS[0], "manager"),
        (_working_on(today), f"provider, like {len(team.PROVIDERS) - 1} others"),
    )
    lines = [
        f"  {email_of(name):<20}{role}" for name, role in known if _opens(email_of(name), now=now)
    ]
    return [f"Sign in with the password {team.PASSWORD} as", *lines] if lines else []


def _working_on(today: date) -> str:
    """The first provider whose week has hours on that weekday."""
    weekday = WEEKDAYS[today.weekday()]
    return next(
        provider.name
        for provider in team.PROVIDERS
        if any(weekday in shift.weekdays for shift in provider.shifts)
    )


def _opens(email: str, *, now: datetime) -> bool:
    """Whether somebody signs in with that e-mail and the demo's password."""
    try:
        token = sign_in(email, team.PASSWORD, address=_US, user_agent=_US, now=now)
    except BookingError:
        return False
    sign_out(token)
    return True
