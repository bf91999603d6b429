"""The command-line door: starting the application."""

import errno
import os
import socket
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from bookings_app.cli.demo.command import move_in
from bookings_app.cli.demo.sign_ins import sign_ins
from bookings_app.cli.first_address import WITHOUT_PAGES as NOBODY_YET
from bookings_app.cli.first_address import first_address
from bookings_app.cli.pages import PROJECT, built_pages
from bookings_app.cli.server import ANNOUNCEMENT, Job
from bookings_app.config import Settings, load_settings
from bookings_app.domain.errors import SetupError
from bookings_app.usecases.database import (
    close_database,
    database_is_empty,
    migrate_database,
    open_database,
)
from bookings_app.usecases.first_run import somebody_can_sign_in

WITH_PAGES = "bookings_app.bookings_app:app"
WITHOUT_PAGES = "bookings_app.cli.api_only:application"

_WORKER_APART = (
    "Webhooks and Google calendars are kept by `bookings worker`: start it in another terminal."
)


def serve(
    *,
    port: Annotated[int | None, typer.Option(help="Wins over BOOKINGS_PORT.")] = None,
    workers: Annotated[int | None, typer.Option(help="More than one needs Redis.")] = None,
    frontend: Annotated[
        bool, typer.Option("--frontend/--no-frontend", help="Serve the pages, too.")
    ] = True,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty database with a demo team.")
    ] = False,
) -> None:
    """Bring the database up to date, build the pages when needed, and serve."""
    flags = {"BOOKINGS_PORT": port, "BOOKINGS_WORKERS": workers}
    given = {name: str(value) for name, value in flags.items() if value is not None}
    settings = load_settings(os.environ | given, serves_pages=frontend)
    environment = os.environ | _environment(settings)
    check_port(settings)
    to_say = [*_prepare_database(settings, demo=demo, frontend=frontend)]
    if settings.workers > 1:
        to_say.append(_WORKER_APART)
    if frontend:
        pages = built_pages(settings.port, environment=environment, say=typer.echo)
        environment |= _reflex_environment(str(pages), settings)
        check_port(settings)
    job = Job(
        target=WITH_PAGES if frontend else WITHOUT_PAGES,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
    )
    environment[ANNOUNCEMENT] = announcement(settings, to_say)
    typer.echo("Starting…")
    os.chdir(PROJECT)
    command = job.command()
    os.execve(command[0], command, environment)


def check_port(settings: Settings) -> None:
    """Return quietly if nobody else listens where we want to.

    Raises:
        SetupError: somebody does, or we may not.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SetupError(_why_not(error, settings)) from error


def _why_not(error: OSError, settings: Settings) -> str:
    where = f"{settings.host}, port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"Something else listens on {where}. End it, or take another port with --port."
    return f"Nothing can listen on {where}: {error.strerror}."


def _prepare_database(settings: Settings, *, demo: bool, frontend: bool) -> Sequence[str]:
    """Migrate it, see that it refuses double bookings, and fill it if `demo` and empty.

    Answers what whoever starts the application should know about signing in.
    """
    migrate_database(settings.database_url)
    open_database(settings.database_url)
    try:
        now = datetime.now(UTC)
        if demo and database_is_empty():
            move_in(now=now)
        if somebody_can_sign_in():
            return sign_ins(now=now) if demo else ()
        return first_address(settings.public_url, now=now) if frontend else (NOBODY_YET,)
    finally:
        close_database()


def _environment(settings: Settings) -> dict[str, str]:
    """The same settings for other processes, whatever directory they work in."""
    return {
        "BOOKINGS_DATABASE_URL": settings.database_url,
        "BOOKINGS_REDIS_URL": settings.redis_url or "",
        "BOOKINGS_PUBLIC_URL": settings.public_url,
        "BOOKINGS_HOST": settings.host,
        "BOOKINGS_PORT": str(settings.port),
        "BOOKINGS_WORKERS": str(settings.workers),
        "BOOKINGS_INSECURE_HTTP": "1" if settings.insecure_http else "0",
        "BOOKINGS_SECRET_KEYS": ",".join(b64encode(key).decode() for key in settings.secret_keys),
        "BOOKINGS_WEBHOOKS_ALLOW_PRIVATE": "1" if settings.webhooks_allow_private else "0",
        "BOOKINGS_RATE_LIMIT": str(settings.rate_limit),
        "BOOKINGS_GOOGLE_CLIENT_ID": settings.google.client_id,
        "BOOKINGS_GOOGLE_CLIENT_SECRET": settings.google.client_secret,
        "BOOKINGS_GOOGLE_API_ENDPOINT": settings.google.api_endpoint,
        "BOOKINGS_GOOGLE_AUTH_URI": settings.google.auth_uri,
        "BOOKINGS_GOOGLE_TOKEN_URI": settings.google.token_uri,
        "BOOKINGS_GOOGLE_REVOKE_URI": settings.google.revoke_uri,
    }


def _reflex_environment(pages: str, settings: Settings) -> dict[str, str]:
    """What makes Reflex serve the built pages, and neither compile nor need Node."""
    return {
        "REFLEX_WEB_WORKDIR": pages,
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "1",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "1",
        "GRANIAN_WORKERS": str(settings.workers),
    }


def announcement(settings: Settings, to_say: Sequence[str]) -> str:
    """What is printed once requests are answered."""
    ready = f"\nBookings is ready: {settings.public_url}"
    return "\n".join([ready, *to_say, "Ctrl-C ends it."])
