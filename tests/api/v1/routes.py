"""Every route of the REST door, with what one sends there and the scopes it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookings_app.domain.contact import NewConversation
from bookings_app.domain.schedule import NewClosure, NewTimeOff
from bookings_app.usecases import closures, contacts, schedules
from tests.bookings import DAY, TEN, given_booking
from tests.factories import ADMIN, NOON, Team, given_contact, given_team

READS = frozenset({"bookings:read"})
WRITES = frozenset({"bookings:read", "bookings:write"})
APPROVES = frozenset({"bookings:read", "bookings:approve"})
SET_UP = frozenset({"setup:write"})
ANY_KEY = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Ids:
    """What there is, by the names that paths give it."""

    values: Mapping[str, str]
    team: Team

    def path(self, pattern: str) -> str:
        """A path of the description, behind `/api/v1`, with these ids in it."""
        return pattern.removeprefix("/api/v1").format(**self.values)


def given_everything() -> Ids:
    """One of each, with a pending booking of a contact."""
    team = given_team(requires_approval=True)
    contact_id = given_contact()
    thread = NewConversation("whatsapp", "34600111222")
    contacts.add_conversation(contact_id, thread, by=ADMIN, now=NOON)
    away = NewTimeOff(TEN + 30 * DAY, TEN + 31 * DAY)
    closure = NewClosure(TEN.date() + 40 * DAY, TEN.date() + 41 * DAY)
    on = (TEN + 50 * DAY).date()
    schedules.set_override(team.provider_id, on, [], by=ADMIN, now=NOON)
    values = {
        "service_id": team.service_id,
        "location_id": team.location_id,
        "provider_id": team.provider_id,
        "contact_id": contact_id,
        "booking_id": given_booking(team, contact_id=contact_id),
        "time_off_id": schedules.add_time_off(team.provider_id, away, by=ADMIN, now=NOON).id,
        "closure_id": closures.add_closure(closure, by=ADMIN, now=NOON).id,
        "date": on.isoformat(),
        "webhook_id": "nope",
    }
    return Ids(values, team)


def needed(method: str, path: str) -> frozenset[str] | None:
    """The scopes that a route takes; None when nobody has decided it yet."""
    return _NEEDED.get(f"{method} {path.removeprefix('/api/v1')}")


def body(method: str, path: str, ids: Ids) -> Any:
    """What one sends to a route, so that nothing but the key can be wrong with it."""
    start = (TEN + DAY).isoformat()
    team = {name: ids.values[name] for name in ("service_id", "location_id", "provider_id")}
    instants = {"starts_at": start, "ends_at": (TEN + 2 * DAY).isoformat()}
    bodies: dict[str, Any] = {
        "POST /bookings": {**team, "starts_at": start, "customer": {"name": "Ana"}},
        "POST /bookings/{booking_id}/cancel": {"reason": "Flu"},
        "POST /bookings/{booking_id}/reschedule": {"starts_at": start},
        "POST /services": {"name": "Cut", "duration_minutes": 30},
        "POST /locations": {"name": "Harbour", "time_zone": "Europe/Lisbon"},
        "POST /providers": {"name": "Zoe"},
        "PUT /providers/{provider_id}/working-hours": [],
        "PUT /providers/{provider_id}/overrides/{date}": {"windows": []},
        "POST /providers/{provider_id}/time-off": instants,
        "POST /closures": {"from": "2026-12-24", "to": "2026-12-26"},
        "POST /contacts": {"name": "Eva"},
        "POST /contacts/{contact_id}/conversations": {"channel": "sms", "external_id": "1"},
        "POST /webhooks": {"url": "https://example.com/bookings"},
    }
    usual = {} if method in {"PATCH", "PUT"} else None
    return bodies.get(f"{method} {path.removeprefix('/api/v1')}", usual)


def asked(path: str, ids: Ids) -> dict[str, str]:
    """What a route must be asked with."""
    if "/slots" not in path:
        return {}
    start = {"starts_at": TEN.isoformat()} if "explain" in path else {"date": "2026-03-09"}
    return {**start, **{name: ids.values[name] for name in ("service_id", "location_id")}}


_NEEDED: Mapping[str, frozenset[str]] = {
    "GET /slots": ANY_KEY,
    "GET /slots/explain": ANY_KEY,
    "GET /services": ANY_KEY,
    "GET /services/{service_id}": ANY_KEY,
    "GET /locations": ANY_KEY,
    "GET /locations/{location_id}": ANY_KEY,
    "GET /providers": ANY_KEY,
    "GET /providers/{provider_id}": ANY_KEY,
    "GET /bookings": READS,
    "GET /bookings.csv": READS,
    "GET /bookings/{booking_id}": READS,
    "GET /bookings/{booking_id}/history": READS,
    "GET /changes": READS,
    "POST /bookings": frozenset({"bookings:write"}),
    "PATCH /bookings/{booking_id}": WRITES,
    "POST /bookings/{booking_id}/confirm": APPROVES,
    "POST /bookings/{booking_id}/complete": WRITES,
    "POST /bookings/{booking_id}/no-show": WRITES,
    "POST /bookings/{booking_id}/cancel": WRITES,
    "POST /bookings/{booking_id}/reschedule": WRITES,
    "POST /services": SET_UP,
    "PATCH /services/{service_id}": SET_UP,
    "DELETE /services/{service_id}": SET_UP,
    "POST /locations": SET_UP,
    "PATCH /locations/{location_id}": SET_UP,
    "DELETE /locations/{location_id}": SET_UP,
    "POST /providers": SET_UP,
    "PATCH /providers/{provider_id}": SET_UP,
    "DELETE /providers/{provider_id}": SET_UP,
    "GET /providers/{provider_id}/working-hours": frozenset({"setup:read"}),
    "PUT /providers/{provider_id}/working-hours": SET_UP,
    "GET /providers/{provider_id}/overrides": frozenset({"setup:read"}),
    "PUT /providers/{provider_id}/overrides/{date}": SET_UP,
    "DELETE /providers/{provider_id}/overrides/{date}": SET_UP,
    "GET /providers/{provider_id}/time-off": frozenset({"setup:read"}),
    "POST /providers/{provider_id}/time-off": SET_UP,
    "DELETE /providers/{provider_id}/time-off/{time_off_id}": SET_UP,
    "GET /closures": frozenset({"setup:read"}),
    "POST /closures": SET_UP,
    "DELETE /closures/{closure_id}": SET_UP,
    "GET /contacts": frozenset({"contacts:read"}),
    "GET /contacts/{contact_id}": frozenset({"contacts:read"}),
    "GET /contacts/{contact_id}/conversations": frozenset({"contacts:read"}),
    "GET /contacts/{contact_id}/bookings": frozenset({"contacts:read", "bookings:read"}),
    "POST /contacts": frozenset({"contacts:write"}),
    "PATCH /contacts/{contact_id}": frozenset({"contacts:read", "contacts:write"}),
    "DELETE /contacts/{contact_id}": frozenset({"contacts:read", "contacts:write"}),
    "POST /contacts/{contact_id}/conversations": frozenset({"contacts:read", "contacts:write"}),
    "GET /webhooks": frozenset({"webhooks:write"}),
    "POST /webhooks": frozenset({"webhooks:write"}),
    "GET /webhooks/{webhook_id}": frozenset({"webhooks:write"}),
    "DELETE /webhooks/{webhook_id}": frozenset({"webhooks:write"}),
}
