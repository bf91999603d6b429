"""The part of RFC 5545 recurrence that calendars of people use.

DAILY, WEEKLY (with BYDAY), MONTHLY (day of the month, or one BYDAY such as ``2TU``) and
YEARLY, each with INTERVAL, COUNT and UNTIL, plus EXDATE.
Wall-clock times are kept across changes of the clocks.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from .errors import invalid
from .times import Moment, zone

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LIMIT = 20_000


def _fail() -> Exception:
    return invalid("Invalid recurrence rule.")


def parse_rules(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Returns the parts of the RRULE and the excluded starts as written."""
    rule: dict[str, str] | None = None
    excluded: list[str] = []
    for line in lines:
        name, _, value = str(line).partition(":")
        head = name.split(";")[0].upper()
        if head == "RRULE" and rule is None:
            rule = {}
            for part in value.split(";"):
                key, _, text = part.partition("=")
                rule[key.upper()] = text.upper()
        elif head == "EXDATE":
            excluded.extend(item.strip() for item in value.split(","))
        else:
            raise _fail()
    if rule is None or rule.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise _fail()
    if "COUNT" in rule and "UNTIL" in rule:
        raise _fail()
    for key in ("COUNT", "INTERVAL"):
        if key in rule and not (rule[key].isdigit() and int(rule[key]) > 0):
            raise _fail()
    return rule, excluded


def _month_day(year: int, month: int, by_day: str) -> date | None:
    match = re.fullmatch(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)", by_day)
    if not match:
        raise _fail()
    nth, weekday = int(match[1] or 1), _DAYS.index(match[2])
    days = [
        day
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if date(year, month, day).weekday() == weekday
    ]
    try:
        return date(year, month, days[nth - 1 if nth > 0 else nth])
    except IndexError:
        return None


def _dates(first: date, rule: dict[str, str]) -> Iterator[date]:
    interval = int(rule.get("INTERVAL", "1"))
    by_day = [item for item in rule.get("BYDAY", "").split(",") if item]
    frequency = rule["FREQ"]
    for step in range(_LIMIT):
        if frequency == "DAILY":
            day = first + timedelta(days=step * interval)
            if not by_day or _DAYS[day.weekday()] in by_day:
                yield day
        elif frequency == "WEEKLY":
            monday = first - timedelta(days=first.weekday()) + timedelta(weeks=step * interval)
            wanted = sorted(_DAYS.index(item[-2:]) for item in by_day) or [first.weekday()]
            for weekday in wanted:
                day = monday + timedelta(days=weekday)
                if day >= first:
                    yield day
        else:
            months = step * interval * (12 if frequency == "YEARLY" else 1)
            year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
            month += 1
            if year > 9000:
                return
            if by_day and frequency == "MONTHLY":
                day = _month_day(year, month, by_day[0])
                if day and day >= first:
                    yield day
            elif first.day <= calendar.monthrange(year, month)[1]:
                yield date(year, month, first.day)


def starts(
    first: Moment, lines: list[str], default_zone: str, before: datetime
) -> Iterator[Moment]:
    """The starts of the instances, in order, that lie before an instant."""
    rule, excluded = parse_rules(lines)
    count = int(rule["COUNT"]) if "COUNT" in rule else None
    tz = zone(first.zone_name or default_zone)
    wall = first.instant and first.instant.astimezone(tz).replace(tzinfo=None)
    first_day = wall.date() if wall else first.day
    assert first_day is not None
    until: datetime | None = None
    if "UNTIL" in rule:
        text = rule["UNTIL"]
        if re.fullmatch(r"\d{8}", text):
            until = datetime.strptime(text, "%Y%m%d").replace(tzinfo=tz) + timedelta(
                days=1, seconds=-1
            )
        elif re.fullmatch(r"\d{8}T\d{6}Z", text):
            until = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        else:
            raise _fail()
    for number, day in enumerate(_dates(first_day, rule)):
        if count is not None and number >= count:
            return
        if wall is None:
            start = Moment(day=day)
        else:
            local = datetime.combine(day, wall.time(), tz)
            start = Moment(instant=local.astimezone(UTC), zone_name=first.zone_name)
        moment = start.at(default_zone)
        if (until is not None and moment > until) or moment >= before:
            return
        names = {start.instance_suffix()}
        if wall is not None:
            names.add(moment.astimezone(tz).strftime("%Y%m%dT%H%M%S"))
        if not names & set(excluded):
            yield start
