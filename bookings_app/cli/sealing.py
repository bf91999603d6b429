"""The command-line door: the keys that secrets are stored under."""

import typer

from bookings_app.cli.opening import opened_database
from bookings_app.usecases import secret_keeping


def reseal() -> None:
    """Store all secrets under the newest key of BOOKINGS_SECRET_KEYS; the others can go then."""
    with opened_database():
        resealed = secret_keeping.reseal()
    for each in resealed:
        if each.done or each.unreadable:
            lost = f", {each.unreadable} that no key fits" if each.unreadable else ""
            typer.echo(f"{each.what}: {each.done} stored under the newest key{lost}")
    if any(each.unreadable for each in resealed):
        typer.echo("Keep the older keys: something is stored under a key that is not here.")
        raise typer.Exit(1)
    typer.echo("All secrets are under the newest key. The older ones are not needed any more.")
