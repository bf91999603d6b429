"""Which addresses are told: looked after by administrators and by keys that may."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.webhooks import NewWebhook, WebhookEvent, WebhookStatus
from bookings_app.usecases import webhook_log, webhooks
from tests.bookings import DAY, stored
from tests.factories import ADMIN, MANAGER, NOON, ai_agent, api_key, provider_actor
from tests.webhooks import URL, given_webhook

pytestmark = pytest.mark.usefixtures("database")

PROGRAM = api_key("webhooks:write")
NEW = NewWebhook(URL, ("booking.created",), "Till")


def test_a_webhook_is_listed_without_its_secret() -> None:
    made = webhooks.add_webhook(NEW, by=ADMIN, now=NOON)

    (listed,) = webhooks.list_webhooks(by=ADMIN)

    assert listed == made.webhook == webhooks.get_webhook(made.webhook.id, by=ADMIN)
    assert (listed.url, listed.name, listed.events) == (URL, "Till", ("booking.created",))
    assert (listed.status, listed.created_by_name) == (WebhookStatus.ACTIVE, "Alba")
    assert made.secret.startswith("whsec_")
    assert made.secret not in repr(listed)


def test_each_has_a_secret_of_its_own() -> None:
    assert len({given_webhook().secret for _ in range(5)}) == 5


def test_an_address_in_a_private_network_is_refused() -> None:
    for url in ("http://example.com/", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/"):
        with pytest.raises(Invalid) as refused:
            webhooks.add_webhook(NewWebhook(url), by=ADMIN, now=NOON)
        assert [field for field, _ in refused.value.errors] == ["url"]
    assert webhooks.list_webhooks(by=ADMIN) == []


def test_address_name_and_events_can_be_changed() -> None:
    made = given_webhook()

    changed = webhooks.change_webhook(
        made.webhook.id, NewWebhook("https://example.org/x", ("booking.no_show",), "X"), by=ADMIN
    )

    assert changed == webhooks.get_webhook(made.webhook.id, by=ADMIN)
    assert (changed.url, changed.events, changed.name) == (
        "https://example.org/x",
        ("booking.no_show",),
        "X",
    )
    assert made.webhook.events == tuple(WebhookEvent)


def test_a_new_secret_replaces_the_old_one_which_signs_for_another_day() -> None:
    made = given_webhook()

    rotated = webhooks.rotate_secret(made.webhook.id, by=ADMIN, now=NOON)

    assert rotated.secret != made.secret
    assert rotated.webhook.former_secret_until == NOON + DAY


def test_a_third_secret_waits_until_the_first_signs_no_more() -> None:
    made = given_webhook()
    rotated = webhooks.rotate_secret(made.webhook.id, by=ADMIN, now=NOON)
    almost = NOON + DAY - timedelta(seconds=1)

    with pytest.raises(Invalid, match="less than a day ago"):
        webhooks.rotate_secret(made.webhook.id, by=ADMIN, now=almost)

    third = webhooks.rotate_secret(made.webhook.id, by=ADMIN, now=NOON + DAY)
    assert len({made.secret, rotated.secret, third.secret}) == 3


def test_removing_one_leaves_the_others() -> None:
    first, second = given_webhook(), given_webhook()

    webhooks.remove_webhook(first.webhook.id, by=ADMIN)

    assert [each.id for each in webhooks.list_webhooks(by=ADMIN)] == [second.webhook.id]


def test_there_are_fifty_at_most() -> None:
    for _ in range(50):
        given_webhook()

    with pytest.raises(Invalid):
        given_webhook()
    assert len(stored(WebhookRow)) == 50


EACH: list[Callable[[Actor, str], object]] = [
    lambda by, _: webhooks.list_webhooks(by=by),
    lambda by, _: webhooks.add_webhook(NEW, by=by, now=NOON),
    lambda by, id_: webhooks.get_webhook(id_, by=by),
    lambda by, id_: webhooks.change_webhook(id_, NEW, by=by),
    lambda by, id_: webhooks.pause_webhook(id_, by=by),
    lambda by, id_: webhooks.resume_webhook(id_, by=by, now=NOON),
    lambda by, id_: webhooks.rotate_secret(id_, by=by, now=NOON),
    lambda by, id_: webhook_log.list_deliveries(id_, by=by),
    lambda by, id_: webhook_log.replay_delivery(id_, by=by, now=NOON),
    lambda by, id_: webhooks.remove_webhook(id_, by=by),
]


@pytest.mark.parametrize("act", EACH)
def test_only_administrators_and_keys_with_the_scope_may(
    act: Callable[[Actor, str], object],
) -> None:
    webhook_id = given_webhook().webhook.id
    others = (MANAGER, provider_actor("p"), api_key("bookings:write"), ai_agent())

    for actor in others:
        with pytest.raises(Forbidden):
            act(actor, webhook_id)


@pytest.mark.parametrize("act", EACH[2:])
def test_one_that_does_not_exist_is_not_found(act: Callable[[Actor, str], object]) -> None:
    for webhook_id in ("unknown", "", "\x00", "x" * 300):
        with pytest.raises(NotFound):
            act(PROGRAM, webhook_id)
