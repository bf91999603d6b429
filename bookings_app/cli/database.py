"""The command-line door: the database as a whole."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bookings_app.config import settings
from bookings_app.usecases.database import migrate_database
from bookings_app.usecases.doctor import examine


def migrate() -> None:
    """Bring the database to the shape that this version needs."""
    migrate_database(settings().database_url)
    typer.echo("The database is up to date.")


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look at live data for what must never be wrong; ends with 1 when something is."""
    checks = examine(settings().database_url)
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in checks], indent=2))
    else:
        for check in checks:
            typer.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)
