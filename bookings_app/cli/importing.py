"""The command-line door: contacts and bookings from a CSV file."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bookings_app.cli.member import HOST
from bookings_app.cli.opening import opened_database
from bookings_app.domain.errors import ImportRefused
from bookings_app.domain.import_rows import ImportKind
from bookings_app.usecases.import_report import ImportReport, summary
from bookings_app.usecases.importing import import_file, look_at_file


def import_rows(
    file: Annotated[Path, typer.Argument(help="The CSV file.", exists=True, dir_okay=False)],
    *,
    kind: Annotated[
        ImportKind | None, typer.Option(help="What it holds; a column for the service says so.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done and refused.")
    ] = False,
) -> None:
    """Import contacts or bookings: every row of the file, or none."""
    content, now = file.read_bytes(), datetime.now(UTC)
    with opened_database():
        if dry_run:
            report = look_at_file(content, kind=kind, by=HOST, now=now)
        else:
            report = _imported(content, kind, now=now)
    _say(report.notices)
    _say(f"Line {each.line}: {each.message}" for each in report.refused)
    typer.echo(summary(report, done=not dry_run))
    if report.refused:
        raise typer.Exit(1)


def _imported(content: bytes, kind: ImportKind | None, *, now: datetime) -> ImportReport:
    try:
        return import_file(content, kind=kind, by=HOST, now=now)
    except ImportRefused as refusal:
        _say(message for _, message in refusal.errors)
        raise


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line, err=True)
