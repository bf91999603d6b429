"""What the worker does for each kind of promise: the one place that joins them."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial

from bookings_app.config import GoogleSettings, Settings
from bookings_app.integrations.google_accounts import google_accounts_of
from bookings_app.integrations.this_place import ThisPlace
from bookings_app.integrations.webhook_sender import HttpWebhookSender
from bookings_app.usecases import (
    google_connecting,
    google_exchange,
    google_inbound,
    google_leaving,
    google_outbound,
    google_work,
    webhook_delivery,
)
from bookings_app.usecases.installation import may_send
from bookings_app.usecases.outbox import Job, claim_due
from bookings_app.usecases.ports import GoogleCalendars
from bookings_app.worker.loop import Worker


class Workers:
    """Several workers as one: a Google that hangs keeps no webhook waiting, nor a person."""

    def __init__(self, *workers: Worker) -> None:
        self._workers = workers

    @asynccontextmanager
    async def running(self, _app: object = None) -> AsyncGenerator[None]:
        """Keep promises of all kinds meanwhile."""
        first, *rest = self._workers
        async with first.running():
            if not rest:
                yield
                return
            async with Workers(*rest).running():
                yield


def worker_for(settings: Settings) -> Workers:
    """A worker that keeps all kinds of promises, as these settings allow it.

    It keeps none while the database may be a copy.
    """
    sender = HttpWebhookSender(allow_private=settings.webhooks_allow_private)
    deliver = partial(webhook_delivery.deliver, sender=sender, clock=_now)
    allowed = partial(may_send, ThisPlace(settings))
    accounts = google_accounts_of(settings)
    leave = partial(google_leaving.say_goodbye, google=accounts, clock=_now)
    exchange = partial(google_exchange.exchange_code, google=accounts, clock=_now)
    return Workers(
        Worker(
            {webhook_delivery.KIND: deliver},
            tidy=partial(_tidy, allowed),
            take=partial(claim_due, allowed=allowed),
        ),
        Worker(
            {google_leaving.KIND: leave, **google_duties(settings.google)},
            tidy=_tidy_google,
            take=partial(google_work.take_due, allowed=allowed),
        ),
        # Somebody waits for it at the screen, whatever else is to be done.
        Worker(
            {google_exchange.KIND: exchange},
            tidy=_tidy_sign_ins,
            take=partial(claim_due, allowed=allowed),
        ),
    )


def _tidy(allowed: Callable[[], bool], now: datetime) -> None:
    # Asked also where nothing is ever due: the first to ask is the real one.
    allowed()
    webhook_delivery.forget_old_deliveries(now=now)


def _tidy_google(now: datetime) -> None:
    google_work.forget_looks_for_nobody()
    google_inbound.promise_missing_polls(now=now)


def _tidy_sign_ins(now: datetime) -> None:
    google_connecting.forget_old_sign_ins(now=now)


def google_duties(settings: GoogleSettings) -> Mapping[str, Callable[[Job], None]]:
    """What is done for providers who have connected a calendar."""

    @cache
    def google() -> GoogleCalendars:
        # Nobody need have it in memory who has nothing to do with it.
        from bookings_app.integrations.google_calendar import (  # noqa: PLC0415
            GoogleCalendarClient,
        )

        return GoogleCalendarClient(settings)

    return {
        google_outbound.KIND: lambda job: google_outbound.look_at_booking(
            job, google=google(), clock=_now
        ),
        google_inbound.KIND: lambda job: google_inbound.poll_calendar(
            job, google=google(), clock=_now
        ),
    }


def worker_beside(settings: Settings) -> Callable[..., AbstractAsyncContextManager[None]]:
    """The worker of an application in one process; of several, one is started by itself."""
    return worker_for(settings).running if settings.workers == 1 else _nobody


@asynccontextmanager
async def _nobody(_app: object = None) -> AsyncGenerator[None]:
    yield


def _now() -> datetime:
    return datetime.now(UTC)
