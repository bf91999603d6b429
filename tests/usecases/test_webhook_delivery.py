"""Telling webhooks: until they have heard it, in the same words, outside of every transaction."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import WebhookVerificationError

from bookings_app.config import settings
from bookings_app.db.outbox_tables import DeliveryRow, WebhookRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.domain.webhooks import DeliveryStatus, WebhookStatus
from bookings_app.usecases import webhook_log, webhooks
from bookings_app.usecases.outbox import LEASE, claim_due
from bookings_app.usecases.ports import Answer
from bookings_app.usecases.webhook_delivery import (
    KIND,
    deliver,
    forget_old_deliveries,
    send_test,
)
from bookings_app.usecases.webhook_log import DeliveryView
from bookings_app.usecases.webhooks import WebhookView
from tests.bookings import DAY, HALF_HOUR, TEN, given_booking, stored
from tests.factories import ADMIN, MANAGER, NOON, given_team
from tests.webhooks import (
    BROKEN,
    OK,
    SILENT,
    Receiver,
    given_webhook,
    ids,
    promised_tellings,
    tell,
    tell_for,
    verified,
)

pytestmark = pytest.mark.usefixtures("database")

GONE = Answer(410, "")
QUARTER = timedelta(minutes=15)


def the_webhook() -> WebhookView:
    (webhook,) = webhooks.list_webhooks(by=ADMIN)
    return webhook


def the_delivery() -> DeliveryView:
    (delivery,) = webhook_log.list_deliveries(the_webhook().id, by=ADMIN)
    return delivery


def test_what_happened_is_told_once_signed_with_the_secret() -> None:
    now = datetime.now(UTC)
    made = given_webhook()
    given_booking(given_team())
    receiver = Receiver()

    assert tell(receiver, now=now) == 1
    assert tell(receiver, now=now + DAY) == 0

    (heard,) = receiver.heard
    assert verified(heard, made.secret)["data"]["booking"]["customer"]["name"] == "Ana Ruiz"
    with pytest.raises(WebhookVerificationError):
        verified(heard, given_webhook().secret)
    assert promised_tellings() == []


def test_the_log_says_what_was_told_and_answered() -> None:
    given_webhook()
    booking_id = given_booking(given_team())
    waiting = the_delivery()
    assert (waiting.status, waiting.due_at) == (DeliveryStatus.WAITING, NOON)

    tell(Receiver([Answer(202, "thank you")]), now=NOON + QUARTER)

    delivery = the_delivery()
    assert delivery.status is DeliveryStatus.DELIVERED
    assert (delivery.event, delivery.booking_id) == ("booking.created", booking_id)
    assert (delivery.attempts, delivery.status_code, delivery.answer) == (1, 202, "thank you")
    assert delivery.delivered_at == delivery.tried_at == NOON + QUARTER
    assert the_webhook().last_delivered_at == NOON + QUARTER


@pytest.mark.parametrize("answer", [BROKEN, SILENT, Answer(302, ""), Answer(404, "")])
def test_whatever_is_no_success_is_told_again_in_the_same_words_under_the_same_id(
    answer: Answer,
) -> None:
    given_webhook()
    given_booking(given_team())
    receiver = Receiver([answer, answer, OK])

    tell_for(receiver, timedelta(hours=1))

    assert len(receiver.heard) == 3
    assert len(set(ids(receiver.heard))) == 1
    assert len({heard.body for heard in receiver.heard}) == 1
    times = [heard.headers["webhook-timestamp"] for heard in receiver.heard]
    assert times == sorted(set(times))
    assert the_delivery().status is DeliveryStatus.DELIVERED
    assert the_delivery().attempts == 3


def test_the_pause_that_a_receiver_asks_for_is_kept() -> None:
    given_webhook()
    given_booking(given_team())
    receiver = Receiver([Answer(429, "", retry_after=timedelta(minutes=10)), OK])

    tell(receiver)

    assert the_delivery().due_at == NOON + timedelta(minutes=10)
    assert the_delivery().reason == "It answered 429."


def test_one_that_always_fails_is_given_up_after_a_day_and_the_others_are_told() -> None:
    given_webhook()
    given_booking(given_team())
    poisoned = the_delivery().id

    class Choosy(Receiver):
        def send(self, url: str, body: str, headers: dict[str, str]) -> Answer:
            super().send(url, body, headers)
            return BROKEN if headers["webhook-id"] == poisoned else OK

    receiver = Choosy()
    tell_for(receiver, timedelta(hours=12))
    given_booking(given_team())
    tell_for(receiver, timedelta(hours=13), now=NOON + timedelta(hours=12))

    webhook = the_webhook()
    assert (webhook.status, webhook.given_up, webhook.waiting) == (WebhookStatus.ACTIVE, 1, 0)
    statuses = [each.status for each in webhook_log.list_deliveries(webhook.id, by=ADMIN)]
    assert sorted(statuses) == [DeliveryStatus.DELIVERED, DeliveryStatus.GIVEN_UP]


def test_one_that_failed_each_time_for_a_day_is_switched_off_and_nothing_more_is_written() -> None:
    given_webhook()
    given_booking(given_team())

    tell_for(Receiver([SILENT]), timedelta(hours=25))

    webhook = the_webhook()
    assert webhook.status is WebhookStatus.SWITCHED_OFF
    assert webhook.status_reason == "It has failed each time for 24 hours."
    given_booking(given_team())
    assert len(stored(DeliveryRow)) == 1


def test_one_that_answers_gone_is_switched_off_at_once() -> None:
    given_webhook()
    given_booking(given_team())

    tell(Receiver([GONE]))

    assert the_webhook().status is WebhookStatus.SWITCHED_OFF
    assert the_delivery().status is DeliveryStatus.GIVEN_UP


def test_one_that_is_switched_on_again_is_told_what_waited() -> None:
    team = given_team()
    made = given_webhook()
    for number in range(3):
        given_booking(team, TEN + number * HALF_HOUR)
    tell(Receiver([GONE]))
    assert [row["state"] for row in promised_tellings()] == ["dead", "parked", "parked"]

    webhooks.resume_webhook(made.webhook.id, by=ADMIN, now=NOON + 3 * DAY)
    receiver = Receiver()
    tell(receiver, now=NOON + 3 * DAY)

    assert len(receiver.heard) == 2
    assert the_webhook().failing_since is None


def test_while_nobody_is_there_one_message_knocks_for_all() -> None:
    team = given_team()
    given_webhook()
    for number in range(5):
        given_booking(team, TEN + number * HALF_HOUR)
    receiver = Receiver([SILENT, OK])

    tell(receiver)
    assert len(receiver.heard) == 1
    tell(receiver, now=NOON + QUARTER)

    assert len(receiver.heard) == 6
    assert len(set(ids(receiver.heard))) == 5


def test_messages_come_in_the_order_of_changes() -> None:
    given_webhook()
    team = given_team()
    for number in range(6):
        given_booking(team, TEN + number * HALF_HOUR)
    receiver = Receiver()

    tell(receiver)

    numbers = [
        int(heard.body.partition('"number":')[2].partition(",")[0]) for heard in receiver.heard
    ]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_what_a_killed_worker_was_at_is_told_by_another_once_its_lease_ends() -> None:
    given_webhook()
    given_booking(given_team())
    (job,) = claim_due([KIND], now=NOON, limit=10)
    killed = Receiver()
    killed.send("", "", {"webhook-id": job.subject})
    receiver = Receiver()

    assert tell(receiver, now=NOON + LEASE / 2) == 0
    assert tell(receiver, now=NOON + LEASE) == 1

    assert ids(receiver.heard) == ids(killed.heard)


def test_an_answer_that_comes_after_the_lease_ended_is_noted_and_undoes_nothing() -> None:
    given_webhook()
    given_booking(given_team())
    (slow,) = claim_due([KIND], now=NOON, limit=10)
    tell(Receiver(), now=NOON + LEASE)

    deliver(slow, sender=Receiver([SILENT]), clock=lambda: NOON + 2 * LEASE)

    assert promised_tellings() == []
    assert the_delivery().status is DeliveryStatus.DELIVERED


def test_what_is_paused_is_not_told_and_goes_on_where_it_was() -> None:
    made = given_webhook()
    given_booking(given_team())
    webhooks.pause_webhook(made.webhook.id, by=ADMIN)
    given_booking(given_team())
    receiver = Receiver()

    assert tell(receiver, now=NOON + DAY) == 0
    assert the_webhook().waiting == 2
    webhooks.resume_webhook(made.webhook.id, by=ADMIN, now=NOON + 2 * DAY)

    assert tell(receiver, now=NOON + 2 * DAY) == 2


def test_one_that_was_claimed_just_before_the_pause_waits_too() -> None:
    made = given_webhook()
    given_booking(given_team())
    (job,) = claim_due([KIND], now=NOON, limit=10)
    webhooks.pause_webhook(made.webhook.id, by=ADMIN)
    receiver = Receiver()

    deliver(job, sender=receiver, clock=lambda: NOON)

    assert receiver.heard == []
    assert the_delivery().status is DeliveryStatus.ON_HOLD


def test_one_that_was_removed_meanwhile_is_told_nothing() -> None:
    made = given_webhook()
    given_booking(given_team())
    (job,) = claim_due([KIND], now=NOON, limit=10)
    webhooks.remove_webhook(made.webhook.id, by=ADMIN)
    receiver = Receiver()

    deliver(job, sender=receiver, clock=lambda: NOON)

    assert receiver.heard == []
    assert stored(DeliveryRow) == promised_tellings() == []


def test_for_a_day_both_secrets_sign_and_then_only_the_new_one() -> None:
    now = datetime.now(UTC)
    team = given_team()
    made = given_webhook()
    rotated = webhooks.rotate_secret(made.webhook.id, by=ADMIN, now=now - timedelta(hours=23))
    receiver = Receiver()
    given_booking(team)
    tell(receiver, now=now)
    with unit_of_work() as work:
        row = work.session.get_one(WebhookRow, made.webhook.id)
        row.former_secret_until = now - timedelta(seconds=1)
    given_booking(team, TEN + HALF_HOUR)
    tell(receiver, now=now)

    both, new = receiver.heard
    assert verified(both, made.secret) == verified(both, rotated.secret)
    verified(new, rotated.secret)
    with pytest.raises(WebhookVerificationError):
        verified(new, made.secret)
    assert webhooks.get_webhook(made.webhook.id, by=ADMIN).former_secret_until is not None


@pytest.mark.usefixtures("with_keys")
def test_where_there_is_a_key_secrets_are_sealed_and_sign_all_the_same() -> None:
    made = given_webhook()
    given_booking(given_team())
    receiver = Receiver()

    tell(receiver, now=datetime.now(UTC))

    assert made.secret not in repr(stored(WebhookRow))
    verified(receiver.heard[0], made.secret)


def test_a_secret_whose_key_is_missing_tells_nothing_and_says_so(
    with_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del with_keys
    given_webhook()
    given_booking(given_team())
    monkeypatch.delenv("BOOKINGS_SECRET_KEYS")
    settings.cache_clear()
    receiver = Receiver()

    tell(receiver)

    assert receiver.heard == []
    assert "BOOKINGS_SECRET_KEYS" in the_delivery().reason


def test_what_was_told_can_be_told_again_under_the_same_id() -> None:
    given_webhook()
    given_booking(given_team())
    receiver = Receiver()
    tell(receiver)

    webhook_log.replay_delivery(the_delivery().id, by=ADMIN, now=NOON + DAY)
    assert the_delivery().status is DeliveryStatus.WAITING
    tell(receiver, now=NOON + DAY)

    assert len(receiver.heard) == 2
    assert len(set(ids(receiver.heard))) == 1
    assert the_delivery().attempts == 2


def test_what_was_given_up_can_be_told_again() -> None:
    made = given_webhook()
    given_booking(given_team())
    tell_for(Receiver([BROKEN]), timedelta(hours=25))
    webhooks.resume_webhook(made.webhook.id, by=ADMIN, now=NOON + 2 * DAY)

    webhook_log.replay_delivery(the_delivery().id, by=ADMIN, now=NOON + 2 * DAY)
    tell(Receiver(), now=NOON + 2 * DAY)

    assert the_delivery().status is DeliveryStatus.DELIVERED


def test_what_is_told_again_to_one_that_is_paused_waits() -> None:
    made = given_webhook()
    given_booking(given_team())
    tell(Receiver())
    webhooks.pause_webhook(made.webhook.id, by=ADMIN)

    webhook_log.replay_delivery(the_delivery().id, by=ADMIN, now=NOON)

    assert the_delivery().status is DeliveryStatus.ON_HOLD


def test_old_tellings_are_forgotten_with_what_still_waits_for_them() -> None:
    made = given_webhook()
    given_booking(given_team())
    webhooks.pause_webhook(made.webhook.id, by=ADMIN)

    forget_old_deliveries(now=NOON + 30 * DAY)
    assert len(stored(DeliveryRow)) == 1
    forget_old_deliveries(now=NOON + 31 * DAY)

    assert stored(DeliveryRow) == promised_tellings() == []


def test_an_address_is_tried_at_once_signed_and_without_a_trace() -> None:
    now = datetime.now(UTC)
    made = given_webhook()
    webhooks.pause_webhook(made.webhook.id, by=ADMIN)
    receiver = Receiver([Answer(202, "hello")])

    answer = send_test(made.webhook.id, sender=receiver, by=ADMIN, clock=lambda: now)

    (heard,) = receiver.heard
    assert verified(heard, made.secret)["type"] == "webhook.test"
    assert answer == Answer(202, "hello")
    assert stored(DeliveryRow) == promised_tellings() == []
    assert the_webhook().status is WebhookStatus.PAUSED


def test_only_who_manages_webhooks_tries_them_and_only_those_there_are() -> None:
    made, receiver = given_webhook(), Receiver()

    for actor, webhook_id, refusal in (
        (MANAGER, made.webhook.id, Forbidden),
        (ADMIN, "unknown", NotFound),
        (ADMIN, "\x00", NotFound),
    ):
        with pytest.raises(refusal):
            send_test(webhook_id, sender=receiver, by=actor, clock=lambda: NOON)
    assert receiver.heard == []
