"""Composition root: builds the application and joins its parts. No logic."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
from reflex.utils.prerequisites import get_web_dir
from starlette.types import ASGIApp

from bookings_app.api.app import create_app
from bookings_app.api.guard import Guard
from bookings_app.config import settings
from bookings_app.ui.access_middleware import AccessMiddleware
from bookings_app.ui.errors import note_browser_error, show_error
from bookings_app.ui.live import open_tabs
from bookings_app.ui.live.hub import Hub
from bookings_app.ui.pages import add_pages
from bookings_app.usecases.database import close_database, open_database
from bookings_app.worker.duties import worker_beside

BUILT_PAGES = get_web_dir() / "build" / "client"


@asynccontextmanager
async def database() -> AsyncIterator[None]:
    """Hold the database open; refuse to run when it lets bookings overlap."""
    await asyncio.to_thread(open_database, settings().database_url)
    yield
    await asyncio.to_thread(close_database)


def guarded(inner: ASGIApp) -> ASGIApp:
    """Put the wall around everything: pages, websocket, feeds."""
    return Guard(inner, settings(), pages=BUILT_PAGES)


app = rx.App(
    backend_exception_handler=show_error,
    frontend_exception_handler=note_browser_error,
    toaster=None,
    stylesheets=[
        "/bookings.css",
        "/new_booking.css",
        "/notifications.css",
        "/contacts.css",
        "/booking_details.css",
        "/today.css",
        "/account.css",
        "/joining.css",
        "/members.css",
        "/programs.css",
        "/workspace.css",
        "/clock.css",
        "/warnings.css",
        "/first_steps.css",
        "/setup.css",
        "/providers.css",
        "/importing.css",
        "/calendars.css",
    ],
    api_transformer=[create_app(settings()), guarded],
)
app.add_middleware(AccessMiddleware())
app.register_lifespan_task(database)
app.register_lifespan_task(Hub(open_tabs).running)
app.register_lifespan_task(worker_beside(settings()))
add_pages(app)
