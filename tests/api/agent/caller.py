"""An agent in process, as tests of its door begin with it."""

from datetime import datetime
from typing import Any

from starlette.types import ASGIApp

from bookings_app.domain.actor import Limits
from tests.agent import Agent, booking_of, key_of_agent
from tests.api.v1.program import served
from tests.bookings import TEN
from tests.factories import (
    Team,
)

OTTO = {"name": "Otto Brandt", "phone": "+34 600 999 888"}

# What an agent's model can take in at a glance.
SMALL = 2_000


def agent(*scopes: str, limits: Limits | None = None, app: ASGIApp | None = None) -> Agent:
    """An agent with a key of its own."""
    secret = key_of_agent(*scopes, limits=limits) if limits else key_of_agent(*scopes)
    return Agent(secret, app or served())


def slots_of(team: Team, **more: Any) -> dict[str, Any]:
    """What find_slots is asked with."""
    return {
        "service_id": team.service_id,
        "location_id": team.location_id,
        "first_date": "2026-03-09",
        **more,
    }


def booked(caller: Agent, team: Team, starts_at: datetime = TEN, **more: Any) -> dict[str, Any]:
    """A booking made by the agent."""
    made: dict[str, Any] = caller.call("create_booking", **booking_of(team, starts_at, **more))[
        "booking"
    ]
    return made
