"""The command-line door: the programs' door alone, without pages."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from bookings_app.api.app import create_app
from bookings_app.api.guard import Guard
from bookings_app.config import settings
from bookings_app.usecases.database import close_database, open_database
from bookings_app.worker.duties import worker_beside


def application() -> ASGIApp:
    """What `bookings serve --no-frontend` serves."""
    app = create_app(settings())
    app.router.lifespan_context = _with_database
    return Guard(app, settings())


@asynccontextmanager
async def _with_database(_app: ASGIApp) -> AsyncGenerator[None]:
    await asyncio.to_thread(open_database, settings().database_url)
    async with worker_beside(settings())():
        yield
    await asyncio.to_thread(close_database)
