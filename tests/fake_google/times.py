"""Times as the Calendar API reads and writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import ApiError, invalid, required

_RFC3339 = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|z|[+-]\d{2}:\d{2})?")


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ApiError(400, "invalid", "Invalid time zone.") from None


def parse_instant(text: str, parameter: str) -> datetime:
    """Reads an RFC 3339 time stamp, whose offset is mandatory."""
    match = _RFC3339.fullmatch(text or "")
    if not match or not match[3]:
        raise ApiError(400, "badRequest", "Bad Request", location=parameter)
    try:
        return datetime.fromisoformat(text.upper().replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        raise ApiError(400, "badRequest", "Bad Request", location=parameter) from None


def stamp(moment: datetime) -> str:
    """``created`` and ``updated``: UTC, milliseconds, ``Z``."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


def render(moment: datetime, tz: ZoneInfo) -> str:
    """A time in the zone of the answer, with its offset (``Z`` for UTC)."""
    text = moment.astimezone(tz).isoformat(timespec="seconds")
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class Moment:
    """One end of an event: a day, or an instant with the zone it was given in."""

    __slots__ = ("day", "instant", "zone_name")

    def __init__(
        self, day: date | None = None, instant: datetime | None = None, zone_name: str | None = None
    ) -> None:
        self.day = day
        self.instant = instant
        self.zone_name = zone_name

    @property
    def all_day(self) -> bool:
        return self.day is not None

    @classmethod
    def parse(cls, value: object, what: str) -> Moment:
        if not isinstance(value, dict) or not (value.get("date") or value.get("dateTime")):
            raise required(f"Missing {what} time.")
        if value.get("date") and value.get("dateTime"):
            raise invalid(f"Invalid {what} time.")
        zone_name = value.get("timeZone")
        if zone_name is not None:
            zone(zone_name)
        if value.get("date"):
            try:
                return cls(day=date.fromisoformat(value["date"]))
            except (TypeError, ValueError):
                raise invalid("Invalid value for: Invalid format.") from None
        match = _RFC3339.fullmatch(str(value["dateTime"]))
        if not match:
            raise invalid("Invalid value for: Invalid format.")
        try:
            moment = datetime.fromisoformat(str(value["dateTime"]).upper().replace("Z", "+00:00"))
        except ValueError:
            raise invalid("Invalid value for: Invalid format.") from None
        if moment.tzinfo is None:
            if zone_name is None:
                raise required(f"Missing time zone definition for {what} time.")
            moment = moment.replace(tzinfo=zone(zone_name))
        moment = moment.replace(microsecond=0)
        return cls(instant=moment.astimezone(UTC), zone_name=zone_name)

    def at(self, default_zone: str) -> datetime:
        """The instant; a day begins at midnight of the calendar's zone."""
        if self.day is not None:
            return datetime.combine(self.day, time(), zone(default_zone)).astimezone(UTC)
        assert self.instant is not None
        return self.instant

    def body(self, answer_zone: str) -> dict:
        if self.day is not None:
            return {"date": self.day.isoformat()}
        assert self.instant is not None
        body = {"dateTime": render(self.instant, zone(answer_zone))}
        body["timeZone"] = self.zone_name or answer_zone
        return body

    def plus(self, delta: timedelta) -> Moment:
        if self.day is not None:
            return Moment(day=self.day + delta)
        assert self.instant is not None
        return Moment(instant=self.instant + delta, zone_name=self.zone_name)

    def instance_suffix(self) -> str:
        if self.day is not None:
            return self.day.strftime("%Y%m%d")
        assert self.instant is not None
        return self.instant.strftime("%Y%m%dT%H%M%SZ")
