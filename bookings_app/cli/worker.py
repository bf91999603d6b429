"""The command-line door: keeping promises in a process of its own, beside several that serve."""

import asyncio
import signal

import typer

from bookings_app.cli.opening import opened_database
from bookings_app.config import settings
from bookings_app.worker.duties import worker_for


def worker() -> None:
    """Send webhooks and keep Google calendars, where `serve` has several workers.

    More than one of these may run.
    """
    with opened_database():
        asyncio.run(_until_told_to_stop())


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, stop.set)
    async with worker_for(settings()).running():
        typer.echo("The worker is at it. Ctrl-C ends it.")
        await stop.wait()
