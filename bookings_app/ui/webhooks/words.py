"""What the page of webhooks says: webhooks and what they were told, in words."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.webhooks import SUCCESS, DeliveryStatus, WebhookEvent, WebhookStatus
from bookings_app.ui import format as words
from bookings_app.usecases.ports import Answer
from bookings_app.usecases.webhook_log import DeliveryView
from bookings_app.usecases.webhooks import WebhookView

EVENT_LABELS = {
    WebhookEvent.CREATED: "Created",
    WebhookEvent.UPDATED: "Updated",
    WebhookEvent.CONFIRMED: "Confirmed",
    WebhookEvent.COMPLETED: "Completed",
    WebhookEvent.CANCELLED: "Cancelled",
    WebhookEvent.NO_SHOW: "No-show",
    WebhookEvent.RESCHEDULED: "Rescheduled",
}

STATUS_LABELS = {
    WebhookStatus.ACTIVE: "Active",
    WebhookStatus.PAUSED: "Paused",
    WebhookStatus.SWITCHED_OFF: "Switched off",
}

# So many events are named, more are counted.
_MOST_NAMED = 2


@dataclass(frozen=True)
class WebhookLine:
    """A webhook in words; `note` says what is wrong with it, if anything."""

    id: str = ""
    title: str = ""
    url: str = ""
    name: str = ""
    events: list[str] = field(default_factory=lambda: [event.value for event in WebhookEvent])
    events_label: str = ""
    status: str = WebhookStatus.ACTIVE.value
    status_label: str = ""
    looks: str = ""
    note: str = ""
    last: str = ""
    waiting: str = ""


@dataclass(frozen=True)
class DeliveryLine:
    """One telling in words; `answer` is how the last answer began, `body` what is sent."""

    id: str
    event: str
    booking_id: str
    reference: str
    at: str
    status: str
    status_label: str
    detail: str
    answer: str
    body: str


def webhook_line(webhook: WebhookView, zone: ZoneInfo, *, now: datetime) -> WebhookLine:
    """A row of the list."""
    told_at = webhook.last_delivered_at
    return WebhookLine(
        id=webhook.id,
        title=webhook.name or webhook.url,
        url=webhook.url,
        name=webhook.name,
        events=list(webhook.events),
        events_label=_events(webhook.events),
        status=webhook.status.value,
        status_label=STATUS_LABELS[webhook.status],
        looks=_looks(webhook),
        note=_note(webhook, zone, now=now),
        last=words.ago(told_at, now=now, zone=zone) if told_at else "never",
        waiting=str(webhook.waiting),
    )


def delivery_line(delivery: DeliveryView, zone: ZoneInfo, *, now: datetime) -> DeliveryLine:
    """A row of the log."""
    label, detail = _how_far(delivery, zone, now=now)
    return DeliveryLine(
        id=delivery.id,
        event=delivery.event,
        booking_id=delivery.booking_id,
        reference=delivery.reference,
        at=words.short_moment(delivery.created_at, zone, now=now),
        status=delivery.status.value,
        status_label=label,
        detail=detail,
        answer=delivery.answer,
        body=delivery.body,
    )


def words_for_test(answer: Answer) -> str:
    """What became of a test."""
    if answer.status is None:
        return f"The test was not heard. {answer.text}"
    heard = "It was heard" if answer.status in SUCCESS else "It was refused"
    return f"{heard}: the answer is {answer.status}."


def _events(events: tuple[str, ...]) -> str:
    if len(events) == len(WebhookEvent):
        return "All"
    if len(events) <= _MOST_NAMED:
        return ", ".join(EVENT_LABELS[WebhookEvent(event)] for event in events)
    return f"{len(events)} events"


def _looks(webhook: WebhookView) -> str:
    """Its status, but that one which is told and does not hear has a look of its own."""
    failing = webhook.status is WebhookStatus.ACTIVE and webhook.failing_since is not None
    return "failing" if failing else webhook.status.value


def _note(webhook: WebhookView, zone: ZoneInfo, *, now: datetime) -> str:
    if webhook.status is WebhookStatus.SWITCHED_OFF:
        return webhook.status_reason
    if webhook.status is WebhookStatus.ACTIVE and webhook.failing_since is not None:
        return f"Failed last, first {words.ago(webhook.failing_since, now=now, zone=zone)}"
    if webhook.given_up:
        return f"{webhook.given_up} given up"
    return ""


def _how_far(delivery: DeliveryView, zone: ZoneInfo, *, now: datetime) -> tuple[str, str]:
    """What became of it, in a word and in detail."""
    tries = "1 attempt" if delivery.attempts == 1 else f"{delivery.attempts} attempts"
    match delivery.status:
        case DeliveryStatus.DELIVERED:
            return "Delivered", f"Answered {delivery.status_code}, {tries}"
        case DeliveryStatus.GIVEN_UP:
            return "Given up", f"{delivery.reason} {tries}"
        case DeliveryStatus.ON_HOLD:
            return "On hold", delivery.reason
        case DeliveryStatus.WAITING:
            if not delivery.reason or delivery.due_at is None:
                return "Waiting", ""
            again = words.clock(delivery.due_at, zone)
            return "Tried again", f"{delivery.reason} {tries}, next at {again}"
