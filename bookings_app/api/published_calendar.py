"""A provider's calendar for programs elsewhere: RFC 5545, at an address nobody can guess."""

import hashlib
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from icalendar import Calendar, Event

from bookings_app.api.calendar_feed import smaller
from bookings_app.api.published_fields import fill
from bookings_app.api.published_zones import by_the_clock, described
from bookings_app.config import Settings
from bookings_app.domain.booking import HOLDING
from bookings_app.domain.calendar_event import WITHDRAWN
from bookings_app.domain.date_words import time_and_place
from bookings_app.usecases.calendar_blocks import STATUS_LABELS
from bookings_app.usecases.calendar_feed import FeedEvent, PublishedCalendar, published_calendar

FEEDS = "/calendar/feed"

# Another number for each other way of writing the same events.
_WRITTEN_AS = 2
_ASK_AGAIN_AFTER = timedelta(minutes=15)


def published_calendar_routes(settings: Settings) -> APIRouter:
    """What calendar programs ask for, again and again, without signing in."""
    routes = APIRouter(prefix=FEEDS)

    @routes.api_route("/{secret}.ics", methods=["GET", "HEAD"])
    def published(request: Request, secret: str) -> Response:
        """The whole calendar, or that it is the one asked for before."""
        calendar = published_calendar(secret, now=datetime.now(UTC))
        headers = {
            "Cache-Control": "private, no-cache",
            "ETag": _tag(calendar, settings),
            "X-Robots-Tag": "noindex",
        }
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        body, encoded = smaller(written(calendar, settings.public_url), request)
        return Response(body, media_type="text/calendar", headers={**headers, **encoded})

    return routes


def written(calendar: PublishedCalendar, public_url: str) -> bytes:
    """The calendar as RFC 5545 has it; links lead to `public_url`."""
    document = Calendar()
    fill(
        document,
        {
            "PRODID": "-//Bookings//Provider calendar//EN",
            "VERSION": "2.0",
            "NAME": calendar.name,
            "X-WR-CALNAME": calendar.name,
            "REFRESH-INTERVAL": _ASK_AGAIN_AFTER,
            "X-PUBLISHED-TTL": _ASK_AGAIN_AFTER,
        },
    )
    for zone in sorted({event.time_zone for event in calendar.events}):
        there = [each for each in calendar.events if each.time_zone == zone]
        first, last = min(e.starts_at for e in there), max(e.ends_at for e in there)
        document.add_component(described(ZoneInfo(zone), first, last))
    for event in calendar.events:
        document.add_component(_entry(event, public_url))
    return document.to_ical()


def _entry(event: FeedEvent, public_url: str) -> Event:
    label, is_gone = STATUS_LABELS[event.status], event.status in WITHDRAWN
    zone = ZoneInfo(event.time_zone)
    begins = time_and_place(event.starts_at, zone, place=event.location_name)
    starts_at, ends_at = by_the_clock((event.starts_at, event.ends_at), zone)
    entry = Event()
    fill(
        entry,
        {
            "UID": event.booking_id,
            "SEQUENCE": event.revision,
            "DTSTAMP": event.updated_at,
            "CREATED": event.created_at,
            "LAST-MODIFIED": event.updated_at,
            "DTSTART": starts_at,
            "DTEND": ends_at,
            "STATUS": "CANCELLED" if is_gone else "CONFIRMED",
            "TRANSP": "OPAQUE" if event.status in HOLDING else "TRANSPARENT",
            "SUMMARY": f"{label}: {event.title}" if is_gone else event.title,
            "LOCATION": ", ".join(filter(None, (event.location_name, event.address))),
            "DESCRIPTION": f"{label}, {event.reference}\n{begins}",
            "URL": f"{public_url}/bookings?booking={event.booking_id}",
        },
    )
    return entry


def _tag(calendar: PublishedCalendar, settings: Settings) -> str:
    """Another one when anything would be written otherwise; to write it takes far longer."""
    said = repr((_WRITTEN_AS, settings.public_url, calendar)).encode()
    return f'W/"{hashlib.sha256(said).hexdigest()[:32]}"'
