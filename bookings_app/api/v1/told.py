"""What webhooks are told, described: the message of each event, as it is posted to an address."""

from typing import Any

from bookings_app.domain.webhooks import WebhookEvent

_BOOKING = {"$ref": "#/components/schemas/Booking"}
_OF_BOTH = "With `new_booking`: the one in its place."

MESSAGE: dict[str, Any] = {
    "type": "object",
    "title": "Message",
    "description": "What a webhook is told: of which event, when it happened, and what is so now.",
    "required": ["type", "timestamp", "data"],
    "properties": {
        "type": {"type": "string", "enum": [event.value for event in WebhookEvent]},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": {
            "type": "object",
            "required": ["booking", "change"],
            "properties": {
                "booking": _BOOKING,
                "new_booking": _BOOKING | {"description": "Of `booking.rescheduled` only."},
                "change": {"$ref": "#/components/schemas/Change"},
            },
        },
    },
}


def messages() -> dict[str, Any]:
    """Each event as OpenAPI describes what is sent to others."""
    return {event.value: {"post": _message(event)} for event in WebhookEvent}


def _message(event: WebhookEvent) -> dict[str, Any]:
    happened = f"A booking: {event.value.removeprefix('booking.').replace('_', ' ')}."
    both = event is WebhookEvent.RESCHEDULED
    return {
        "tags": ["Webhooks"],
        "summary": happened,
        "description": f"{happened} {_OF_BOTH}" if both else happened,
        "security": [],
        "parameters": [_header(name) for name in _SIGNED],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Message"}}},
        },
        "responses": {
            "2XX": {"description": "It was heard. Anything else has it told again, for 24 hours."},
            "410": {"description": "It wants to be told no more: the webhook is switched off."},
        },
    }


_SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
