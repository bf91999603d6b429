"""The page of webhooks at one tab: what is shown once, what is asked first, and in which words."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.errors import NotFound
from bookings_app.domain.webhooks import WebhookStatus
from bookings_app.ui.webhooks.log_state import DeliveriesState
from bookings_app.ui.webhooks.notice import WebhookNoticeState
from bookings_app.ui.webhooks.state import WebhooksState
from bookings_app.ui.webhooks.words import delivery_line, webhook_line, words_for_test
from bookings_app.usecases import webhook_log, webhooks
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.ports import Answer
from bookings_app.usecases.webhook_log import DELIVERIES_AT_ONCE
from tests.bookings import DAY, given_booking
from tests.factories import ADMIN, NOON, given_team
from tests.ui.seat import Seat, seated
from tests.webhooks import BROKEN, SILENT, URL, Receiver, given_webhook, tell, tell_for

pytestmark = pytest.mark.usefixtures("sqlite_database")

MADRID = ZoneInfo("Europe/Madrid")
FORM = {"url": URL, "name": "Till", "booking.created": "on"}


def at_the_page(visit: Callable[[Seat], Awaitable[None]], role: Role = Role.ADMIN) -> Seat:
    async def arrive(seat: Seat) -> None:
        await seat.send(WebhooksState.load)
        await visit(seat)

    return seated(Seat, arrive, role)


def test_the_secret_is_shown_once_and_forgotten_when_it_is_closed() -> None:
    shown: list[str] = []

    async def visit(seat: Seat) -> None:
        await seat.send(WebhooksState.start_adding)
        await seat.call(WebhooksState, "add", {"form": FORM})
        shown.append(seat.shows(WebhooksState, "secret"))
        assert seat.shows(WebhooksState, "form") == "secret"
        await seat.call(WebhooksState, "use_form", {"is_open": False})

    seat = at_the_page(visit)

    assert shown[0].startswith("whsec_")
    assert shown[0] not in seat.everything_shown()
    (made,) = webhooks.list_webhooks(by=ADMIN)
    assert (made.url, made.name, made.events) == (URL, "Till", ("booking.created",))


def test_a_reload_and_another_page_forget_the_secret_too() -> None:
    async def visit(seat: Seat) -> None:
        for leave in (WebhooksState.load, WebhooksState.leave):
            await seat.call(WebhooksState, "add", {"form": FORM})
            assert seat.shows(WebhooksState, "secret") != ""
            await seat.send(leave)
            assert seat.shows(WebhooksState, "secret") == ""

    at_the_page(visit)


def test_a_form_that_is_opened_while_the_page_arrives_stays() -> None:
    async def visit(seat: Seat) -> None:
        await seat.send(WebhooksState.start_adding)
        await seat.send(WebhooksState.load)
        assert seat.shows(WebhooksState, "form") == "add"

    at_the_page(visit)


def test_what_is_wrong_is_said_beside_its_field_and_the_form_stays() -> None:
    async def visit(seat: Seat) -> None:
        await seat.send(WebhooksState.start_adding)
        await seat.call(WebhooksState, "add", {"form": {"url": "https://10.0.0.1/", "name": "\0"}})

    seat = at_the_page(visit)

    assert set(seat.shows(WebhooksState, "errors")) == {"url", "name", "events"}
    assert seat.shows(WebhooksState, "form") == "add"
    assert webhooks.list_webhooks(by=ADMIN) == []


def test_removing_is_asked_first() -> None:
    webhook_id = given_webhook().webhook.id

    async def visit(seat: Seat) -> None:
        await seat.send(WebhooksState.open_webhook(webhook_id))
        await seat.send(WebhooksState.ask_to_remove)
        assert seat.shows(WebhooksState, "form") == "remove"
        assert len(webhooks.list_webhooks(by=ADMIN)) == 1
        await seat.send(WebhooksState.remove)

    at_the_page(visit)

    assert webhooks.list_webhooks(by=ADMIN) == []


def test_the_log_is_in_the_tab_only_while_it_is_open() -> None:
    webhook_id = given_webhook().webhook.id
    given_booking(given_team())

    async def visit(seat: Seat) -> None:
        await seat.send(DeliveriesState.open(webhook_id))
        assert "Ana Ruiz" in seat.everything_shown()
        await seat.call(DeliveriesState, "use", {"is_open": False})

    assert "Ana Ruiz" not in at_the_page(visit).everything_shown()


def test_the_log_goes_back_as_far_as_one_asks_it_to() -> None:
    team, webhook_id = given_team(), given_webhook().webhook.id
    booking_id = given_booking(team)
    for number in range(DELIVERIES_AT_ONCE):
        edit_customer(booking_id, CustomerChanges(name=f"Ana {number}"), by=ADMIN, now=NOON)

    async def visit(seat: Seat) -> None:
        await seat.send(DeliveriesState.open(webhook_id))
        assert len(seat.shows(DeliveriesState, "lines")) == DELIVERIES_AT_ONCE
        await seat.send(DeliveriesState.show_older)
        assert len(seat.shows(DeliveriesState, "lines")) == DELIVERIES_AT_ONCE + 1
        assert seat.shows(DeliveriesState, "lines")[-1].event == "booking.created"
        assert not seat.shows(DeliveriesState, "has_older")

    at_the_page(visit)


def test_what_was_told_is_told_again_by_a_click() -> None:
    webhook_id = given_webhook().webhook.id
    given_booking(given_team())
    tell(Receiver())
    (delivery,) = webhook_log.list_deliveries(webhook_id, by=ADMIN)

    async def visit(seat: Seat) -> None:
        await seat.send(DeliveriesState.open(webhook_id))
        await seat.send(DeliveriesState.replay(delivery.id))
        assert seat.shows(DeliveriesState, "lines")[0].status == "waiting"
        with pytest.raises(NotFound):
            await seat.send(DeliveriesState.replay("unknown"))

    at_the_page(visit)


@pytest.mark.parametrize(("role", "told"), [(Role.ADMIN, 1), (Role.MANAGER, 0)])
def test_administrators_are_told_on_every_page_that_one_was_switched_off(
    role: Role, told: int
) -> None:
    given_webhook()
    given_booking(given_team())
    tell_for(Receiver([SILENT]), timedelta(hours=25))

    async def visit(seat: Seat) -> None:
        await seat.send(WebhookNoticeState.look)

    assert seated(Seat, visit, role).shows(WebhookNoticeState, "switched_off") == told


def test_a_row_says_how_it_is() -> None:
    made = given_webhook("booking.created", "booking.cancelled").webhook
    fresh = webhook_line(made, MADRID, now=NOON)
    assert (fresh.events_label, fresh.status_label, fresh.last, fresh.waiting) == (
        "Created, Cancelled",
        "Active",
        "never",
        "0",
    )
    given_booking(given_team())
    tell(Receiver([BROKEN]))
    failing = webhook_line(webhooks.get_webhook(made.id, by=ADMIN), MADRID, now=NOON + DAY / 2)
    assert (failing.looks, failing.note) == ("failing", "Failed last, first 12 h ago")
    assert failing.waiting == "1"
    tell_for(Receiver([BROKEN]), timedelta(hours=25))
    off = webhook_line(webhooks.get_webhook(made.id, by=ADMIN), MADRID, now=NOON)
    assert (off.status, off.note) == (
        WebhookStatus.SWITCHED_OFF,
        "It has failed each time for 24 hours.",
    )


def test_the_log_says_what_became_of_each() -> None:
    made = given_webhook().webhook
    given_booking(given_team())

    def said(now: datetime = NOON) -> tuple[str, str]:
        (delivery,) = webhook_log.list_deliveries(made.id, by=ADMIN)
        line = delivery_line(delivery, MADRID, now=now)
        return line.status_label, line.detail

    assert said() == ("Waiting", "")
    tell(Receiver([BROKEN]))
    label, detail = said()
    assert label == "Tried again"
    assert detail.startswith("It answered 500. 1 attempt, next at 13:00")
    webhooks.pause_webhook(made.id, by=ADMIN)
    assert said() == ("On hold", "The webhook is paused.")
    webhooks.resume_webhook(made.id, by=ADMIN, now=NOON)
    tell(Receiver())
    assert said(datetime.now(UTC)) == ("Delivered", "Answered 204, 2 attempts")


def test_what_became_of_a_test_is_said() -> None:
    assert words_for_test(Answer(204, "")) == "It was heard: the answer is 204."
    assert words_for_test(Answer(404, "")) == "It was refused: the answer is 404."
    assert words_for_test(SILENT) == "The test was not heard. It did not answer in time."


def test_the_page_says_when_nobody_sends_what_is_due() -> None:
    given_webhook()
    given_booking(given_team())

    async def visit(seat: Seat) -> None:
        assert seat.shows(WebhooksState, "nobody_sends") is True
        tell(Receiver(), now=datetime.now(UTC))
        await seat.send(WebhooksState.load)
        assert seat.shows(WebhooksState, "nobody_sends") is False

    at_the_page(visit)
