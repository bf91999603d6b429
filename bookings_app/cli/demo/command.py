"""The command-line door: `bookings demo`."""

import time
from datetime import UTC, datetime

import typer

from bookings_app.cli.demo.filling import fill
from bookings_app.cli.demo.sign_ins import sign_ins
from bookings_app.cli.opening import opened_database


def demo() -> None:
    """Fill an empty database with a clinic that does not exist, to try everything out."""
    with opened_database():
        now = datetime.now(UTC)
        move_in(now=now)
        for line in sign_ins(now=now):
            typer.echo(line)


def move_in(*, now: datetime) -> None:
    """Fill the open database, and say what is being done meanwhile.

    Raises:
        SetupError: it is not empty.
    """
    begun = time.monotonic()
    made = fill(now=now, say=typer.echo)
    typer.echo(f"Filled in {time.monotonic() - begun:.0f} seconds: {made:,} bookings.")
