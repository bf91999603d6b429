"""Reflex settings. What can be set from outside is in `bookings_app.config`."""

import os

# Reflex would download Bun otherwise, which not every network allows.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "0")

# It reads the variables above.
import reflex as rx
from reflex.constants import StateManagerMode

from bookings_app.api.origins import Origins
from bookings_app.config import settings

config = rx.Config(
    app_name="bookings_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    redis_url=settings().redis_url,
    state_manager_mode=StateManagerMode.REDIS if settings().redis_url else StateManagerMode.MEMORY,
    cors_allowed_origins=Origins(settings()).all(),
    plugins=[
        rx.plugins.RadixThemesPlugin(
            theme=rx.theme(
                accent_color="gray",
                gray_color="slate",
                radius="medium",
                scaling="100%",
                panel_background="solid",
                appearance="inherit",
            )
        )
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
