"""What calendars on our pages show: one range of bookings, as the reader may see them."""

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response

from bookings_app.api.auth import Cookies
from bookings_app.api.instants import HOW_TO_SEND_AN_INSTANT, instant_in
from bookings_app.config import Settings
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.checks import Findings
from bookings_app.usecases.calendar_blocks import calendar_block
from bookings_app.usecases.listing import bookings_between

# A month view shows 42 days.
LONGEST_RANGE = timedelta(days=62)

_MOST_VALUES = 100
# A little time for a third of the bytes: what every calendar of a desk asks for.
_COMPRESSION = 4

Value = TypeVar("Value")


def calendar_routes(settings: Settings) -> APIRouter:
    """The feed that calendars on our pages read."""
    routes = APIRouter(prefix="/api/ui")
    cookies = Cookies(settings)

    @routes.get("/calendar")
    def calendar(
        request: Request,
        start: str = "",
        end: str = "",
        service: str = "",
        location: str = "",
        provider: str = "",
        status: Annotated[str, Query()] = "",
    ) -> Response:
        """The bookings that touch start to end, half-open, and the change they are true of.

        Lists are joined by commas.
        """
        actor = cookies.actor(request)
        wanted = _filter(start, end, service, location, provider, status)
        found = bookings_between(wanted, seen_by=actor)
        events = [calendar_block(entry) for entry in found.entries]
        return compressed({"change": found.change, "events": events}, request)

    return routes


def _filter(
    start: str, end: str, service: str, location: str, provider: str, status: str
) -> BookingFilter:
    """The filter that a query asks for.

    Raises:
        Invalid: every parameter that cannot be taken.
    """
    findings = Findings()
    first, last = asked_range(findings, start, end)
    ids = {
        field: frozenset(_values(findings, field, joined))
        for field, joined in (("service", service), ("location", location), ("provider", provider))
    }
    known = {each.value: each for each in BookingStatus}
    statuses = _values(findings, "status", status)
    if not known.keys() >= set(statuses):
        findings.add("status", f"A status is one of {', '.join(known)}.")
    findings.refuse_if_any()
    return BookingFilter(
        starts_before=last,
        ends_after=first,
        service_ids=ids["service"],
        location_ids=ids["location"],
        provider_ids=ids["provider"],
        statuses=frozenset(known[each] for each in statuses),
    )


def asked_range(findings: Findings, start: str, end: str) -> tuple[datetime, datetime]:
    """From when to when a calendar asks; findings for whatever is no such range."""
    first, last = _instant(findings, "start", start), _instant(findings, "end", end)
    if first and last and not timedelta(0) < last - first <= LONGEST_RANGE:
        findings.add("end", f"The end must be 1 to {LONGEST_RANGE.days} days after the start.")
    return (
        first or datetime.min.replace(tzinfo=UTC),
        last or datetime.max.replace(tzinfo=UTC),
    )


def _instant(findings: Findings, field: str, text: str) -> datetime | None:
    """An instant with its offset, in UTC; None and a finding for whatever is none."""
    instant = instant_in(text)
    if instant is None:
        findings.add(field, HOW_TO_SEND_AN_INSTANT)
    return instant


def _values(findings: Findings, field: str, joined: str) -> list[str]:
    values = [value for value in joined.split(",") if value]
    if len(values) > _MOST_VALUES or not all(map(str.isprintable, values)):
        findings.add(field, "This is too long or contains a character that cannot be used.")
        return []
    return values


def compressed(answer: Mapping[str, object], request: Request) -> Response:
    """`answer` as JSON, smaller where the browser understands it."""
    body, encoded = smaller(
        json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode(), request
    )
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding, Cookie", **encoded}
    return Response(body, media_type="application/json", headers=headers)


def smaller(body: bytes, request: Request) -> tuple[bytes, Mapping[str, str]]:
    """`body` as whoever asks understands it, and the headers that say how."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return body, {}
    return gzip.compress(body, _COMPRESSION, mtime=0), {"Content-Encoding": "gzip"}
