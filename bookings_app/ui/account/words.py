"""What Account says of the browsers somebody is signed in with."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.ui import format as words
from bookings_app.usecases.sessions import SessionView

# The first that a browser says of itself is what it is: they all claim to be some others.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class SessionLine:
    """A browser that is signed in."""

    id: str
    browser: str
    line: str
    is_this: bool


def session_line(
    session: SessionView, *, is_this: bool, zone: ZoneInfo, now: datetime
) -> SessionLine:
    """Which browser it is, and since when."""
    since = words.short_moment(session.created_at, zone, now=now)
    used = words.ago(session.seen_at, now=now, zone=zone)
    return SessionLine(
        id=session.id,
        browser=browser_name(session.user_agent),
        line=f"Signed in {since}" if is_this else f"Signed in {since} · last used {used}",
        is_this=is_this,
    )


def browser_name(user_agent: str) -> str:
    """The browser and the machine it says it runs on: "Chrome on Android"."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if not browser:
        return f"A program on {system}" if system else "A program"
    return f"{browser} on {system}" if system else browser


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
