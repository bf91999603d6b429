"""The command-line door: what whoever hosts the application types."""

import sys

import typer

from bookings_app.cli import database, dev, importing, key, member, sealing, serve, worker
from bookings_app.cli.demo import command as demo
from bookings_app.config import ConfigError
from bookings_app.domain.errors import BookingError

INTERRUPTED = 130

app = typer.Typer(
    help="A scheduling desk that a small team hosts itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve.serve)
app.command()(worker.worker)
app.command()(dev.dev)
app.command()(demo.demo)
app.command()(database.migrate)
app.command()(database.doctor)
app.command()(sealing.reseal)
app.command("import")(importing.import_rows)
app.add_typer(member.app, name="member")
app.add_typer(key.app, name="key")


def main() -> None:
    """Run the command that was typed; a refusal is one sentence, and exit code 1."""
    try:
        app()
    except ConfigError as error:
        typer.echo("Nothing was started. These settings are wrong:", err=True)
        for problem in error.problems:
            typer.echo(f"  - {problem}", err=True)
        sys.exit(1)
    except BookingError as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
