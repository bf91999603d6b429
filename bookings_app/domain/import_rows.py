"""Rules: which columns an imported file has, and what its dates and times mean."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings_app.domain.checks import FIRST_DATE, LAST_DATE
from bookings_app.domain.csv_file import Columns, Table, headings, normal
from bookings_app.domain.errors import Invalid
from bookings_app.domain.local_time import LocalClock
from bookings_app.domain.spans import instant_at
from bookings_app.domain.text import TextRefused


class ImportKind(StrEnum):
    """What a file holds."""

    CONTACTS = "contacts"
    BOOKINGS = "bookings"


def _columns(**aliases: str) -> Columns:
    return {name: frozenset({name, *also.split()}) for name, also in aliases.items()}


COLUMNS: Mapping[ImportKind, Columns] = {
    ImportKind.CONTACTS: _columns(
        name="fullname contact contactname customer customername",
        phone="phonenumber telephone tel mobile mobilephone",
        email="emailaddress mail",
        notes="note comment comments remarks",
        whatsapp="whatsappnumber",
    ),
    ImportKind.BOOKINGS: _columns(
        service="servicename",
        location="locationname",
        provider="providername provideremail",
        date="startdate",
        time="starttime",
        customer="customername name fullname",
        phone="phonenumber telephone tel mobile mobilephone customerphone",
        email="emailaddress mail customeremail",
        notes="note comment comments remarks",
    ),
}

# Without these a row says nothing.
NEEDED: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.CONTACTS: ("name",),
    ImportKind.BOOKINGS: ("service", "location", "provider", "date", "time", "customer"),
}

_TEMPLATES: Mapping[ImportKind, tuple[str, str]] = {
    ImportKind.CONTACTS: (
        "Name,Phone,E-mail,Notes,WhatsApp number",
        "Example Person,+34 600 111 222,person@example.com,Prefers mornings,+34 600 111 222",
    ),
    ImportKind.BOOKINGS: (
        "Service,Location,Provider,Date,Time,Customer,Phone,E-mail,Notes",
        "Example service,Example location,Example provider,2030-01-31,14:30,"
        "Example Person,+34 600 111 222,person@example.com,First visit",
    ),
}

# What people call a column, by the rules' name for it.
HEADINGS: Mapping[ImportKind, Mapping[str, str]] = {
    kind: dict(zip(COLUMNS[kind], first.split(","), strict=True))
    for kind, (first, _) in _TEMPLATES.items()
}

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
# With dots the day comes first, wherever they are used; with slashes nobody can say.
_DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]00)?\s*([ap]\.?m\.?)?", re.ASCII | re.IGNORECASE)

_NO_DATE = "Write the date as 2030-01-31 or 31.01.2030."
_OVER = "This date is over: only bookings to come can be imported."
_TOO_FAR_AHEAD = f"This date is too far ahead: {LAST_DATE} is the last that can be taken."
_NO_TIME = "Write the time as 14:30 or 2:30 pm."


def template(kind: ImportKind) -> str:
    """A file of that kind to begin with: its first line, and a row that shows the manner."""
    return "".join(f"{line}\r\n" for line in _TEMPLATES[kind])


def kind_of(text: str) -> ImportKind:
    """What a file seems to hold: only bookings have a service."""
    services = COLUMNS[ImportKind.BOOKINGS]["service"]
    return ImportKind.CONTACTS if services.isdisjoint(headings(text)) else ImportKind.BOOKINGS


def check_columns(kind: ImportKind, table: Table) -> None:
    """Return quietly if nothing is missing that every row needs.

    Raises:
        Invalid: names the columns that are not there.
    """
    missing = [name for name in NEEDED[kind] if name not in table.columns]
    if missing:
        raise Invalid([("file", f"The first line lacks these columns: {', '.join(missing)}.")])


def without_example(kind: ImportKind, table: Table) -> Table:
    """The same without the row that shows the manner in our templates.

    Raises:
        Invalid: there is no other.
    """
    example = dict(zip(COLUMNS[kind], _TEMPLATES[kind][1].split(","), strict=True))
    kept = tuple(row for row in table.rows if row.cells != example)
    if not kept and not table.misshapen:
        raise Invalid([("file", "The file has only the example of the template: add your rows.")])
    return replace(table, rows=kept)


def read_date(written: str) -> date:
    """The date that was written.

    Raises:
        TextRefused: it is none, or none that can be reckoned with.
    """
    iso, dotted = _ISO_DATE.fullmatch(written), _DOTTED_DATE.fullmatch(written)
    parts = iso.groups() if iso else tuple(reversed(dotted.groups())) if dotted else None
    if parts is None:
        raise TextRefused(_NO_DATE)
    year, month, day = map(int, parts)
    try:
        read = date(year, month, day)
    except ValueError as error:
        raise TextRefused(_NO_DATE) from error
    if read > LAST_DATE:
        raise TextRefused(_TOO_FAR_AHEAD)
    if read < FIRST_DATE:
        raise TextRefused(_OVER)
    return read


def read_time(written: str) -> time:
    """The time of day that was written, to the minute.

    Raises:
        TextRefused: no clock shows it.
    """
    found = _TIME.fullmatch(written)
    if found is None:
        raise TextRefused(_NO_TIME)
    hour, minute, half = int(found[1]), int(found[2]), normal(found[3] or "")
    if half and not 1 <= hour <= 12:
        raise TextRefused(_NO_TIME)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise TextRefused(_NO_TIME) from error


def local_instant(on: date, at: time, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When the clock of that zone shows it, and whether it does so twice: then the first time.

    Raises:
        TextRefused: the clock is put forward over it.
    """
    instant = instant_at(LocalClock(zone).at(on.toordinal(), at.hour * 60 + at.minute))
    local = instant.astimezone(zone)
    if (local.date(), local.time()) != (on, at):
        message = "This time does not exist: the clocks are put forward over it."
        raise TextRefused(message)
    return instant, local.utcoffset() != local.replace(fold=1).utcoffset()
