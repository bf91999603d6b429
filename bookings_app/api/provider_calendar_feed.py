"""What the page of a provider's own calendar shows: events and time off, for whoever may look."""

from fastapi import APIRouter, Request, Response

from bookings_app.api.auth import Cookies
from bookings_app.api.calendar_feed import asked_range, compressed
from bookings_app.config import Settings
from bookings_app.domain.checks import Findings, could_be_id
from bookings_app.usecases.provider_calendar import (
    busy_block,
    calendar_shown,
    event_block,
    provider_calendar,
    time_off_block,
)


def provider_calendar_routes(settings: Settings) -> APIRouter:
    """The feed of one provider's calendar."""
    routes = APIRouter(prefix="/api/ui")
    cookies = Cookies(settings)

    @routes.get("/provider-calendar")
    def of_provider(
        request: Request, start: str = "", end: str = "", provider: str = ""
    ) -> Response:
        """What touches start to end, half-open, and the change it is true of.

        Without a provider it is the calendar of whoever asks.
        """
        actor = cookies.actor(request)
        findings = Findings()
        after, before = asked_range(findings, start, end)
        if provider and not could_be_id(provider):
            findings.add(
                "provider", "This is too long or contains a character that cannot be used."
            )
        findings.refuse_if_any()
        shown = calendar_shown(provider, seen_by=actor)
        found = provider_calendar(shown or "", after=after, before=before, seen_by=actor)
        blocks = [
            *map(event_block, found.events),
            *map(time_off_block, found.time_off),
            *map(busy_block, found.busy),
        ]
        return compressed({"change": found.change, "events": blocks}, request)

    return routes
