"""A change made through any door reaches every open page that may show it."""

from bookings_app.ui.live.state import LiveState
from bookings_app.ui.live.tabs import open_tabs

__all__ = ["LiveState", "open_tabs"]
