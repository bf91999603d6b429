"""What is told to other programs, and how they know that we said it."""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from bookings_app.domain.errors import Invalid
from bookings_app.domain.webhooks import (
    EVENT_OF,
    NewWebhook,
    WebhookEvent,
    checked_webhook,
    secret_text,
    signed_headers,
)

SECRET = secret_text(bytes(range(32)))
OTHER = secret_text(bytes(32))


def test_seven_things_are_told_and_each_change_is_one_of_them() -> None:
    assert [event.value for event in WebhookEvent] == [
        "booking.created",
        "booking.updated",
        "booking.confirmed",
        "booking.completed",
        "booking.cancelled",
        "booking.no_show",
        "booking.rescheduled",
    ]
    assert set(EVENT_OF.values()) == set(WebhookEvent)


def test_events_are_kept_once_in_their_order_and_unless_said_otherwise_all_of_them() -> None:
    some = NewWebhook(
        " https://example.com/x ", ("booking.cancelled", "booking.created", "booking.cancelled")
    )

    checked = checked_webhook(some, allow_private=False)

    assert checked.url == "https://example.com/x"
    assert checked.events == ("booking.created", "booking.cancelled")
    every = checked_webhook(NewWebhook("https://example.com/x"), allow_private=False)
    assert every.events == tuple(WebhookEvent)
    with pytest.raises(Invalid, match="at least one"):
        checked_webhook(NewWebhook("https://example.com/x", ()), allow_private=False)


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        checked_webhook(NewWebhook("nowhere", ("booking.eaten",), "\x00"), allow_private=False)

    assert [field for field, _ in refused.value.errors] == ["url", "name", "events"]


def test_a_signature_is_what_standard_webhooks_expects() -> None:
    headers = signed_headers("msg_1", '{"a":"é"}', [SECRET], at=datetime.now(UTC))

    assert Webhook(SECRET).verify('{"a":"é"}', headers) == {"a": "é"}
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify('{"a":"e"}', headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify('{"a":"é"}', headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify('{"a":"é"}', {**headers, "webhook-id": "msg_2"})


def test_two_secrets_sign_both() -> None:
    headers = signed_headers("msg_1", "{}", [SECRET, OTHER], at=datetime.now(UTC))

    assert Webhook(SECRET).verify("{}", headers) == {}
    assert Webhook(OTHER).verify("{}", headers) == {}
